"""The built package runs where there is no checkout: SQL, lexicons, sample articles and templates travel in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's contents, as an installation would have them."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_installed_package_runs_the_sample_articles_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    seed = installed / "flows" / "_share" / "seeds" / "articles" / "2025-03-04-russia-us-sanctions.txt"
    script = "import flows; assert 'site' in flows.__file__, flows.__file__; from flows.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "run", "--direct", "--quiet", str(seed)],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_file()
    assert (tmp_path / ".data" / "dateline.duckdb").is_file()


def test_wheel_holds_nothing_that_was_made_by_runs(installed: Path) -> None:
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*")}
    assert not [name for name in names if "reports/out" in name or ".duckdb" in name or "__pycache__" in name]
