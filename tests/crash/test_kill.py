"""A run killed at any instant, then a normal run: the same rows as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import duckdb
import pytest

from tests.runs import query, rows_of, run_directly, write_articles
from tests.test_pipeline import CALM

ARTICLES = 60
T = TypeVar("T")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[tuple[str, ...]]], float]:
    """The input, the rows that an undisturbed run leaves, and the seconds that such a run takes as a process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    texts = [f"{CALM['text']} Report number {i} from Geneva." for i in range(ARTICLES)]
    path = write_articles(folder / "a.jsonl", [{**CALM, "id": str(i), "text": text} for i, text in enumerate(texts)])
    begun = monotonic()
    _start(folder, path).wait()
    return path, rows_of(folder), monotonic() - begun


def _start(folder: Path, path: Path) -> subprocess.Popen[bytes]:
    """A run in a process group of its own, in batches of two articles so that there is much to interrupt."""
    environment = os.environ | {"DATELINE_BATCH_ARTICLES": "2", "DATELINE_OUT": str(folder / "out")}
    command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--quiet", "--workers", "1"]
    return subprocess.Popen(
        [*command, "--db", str(folder / "news.duckdb"), str(path)], env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _kill_after(folder: Path, path: Path, seconds: float) -> None:
    run = _start(folder, path)
    try:
        run.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def _is_readable_or_absent(db: Path) -> bool:
    if not db.exists():
        return True
    with duckdb.connect(db, read_only=True) as con:
        return con.execute("select count(*) from articles").fetchone() == (ARTICLES,)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed < 3 else [pytest.mark.slow]) for seed in range(40)]
)
def test_killed_run_is_made_good_by_the_next(
    seed: int, tmp_path: Path, undisturbed: tuple[Path, dict[str, list[tuple[str, ...]]], float]
) -> None:
    path, expected, seconds = undisturbed
    # Start-up is half of it and does nothing; kill from there on.
    _kill_after(tmp_path, path, seconds * random.Random(seed).uniform(0.3, 1.0))
    assert _is_readable_or_absent(tmp_path / "news.duckdb")
    run_directly(tmp_path, path)
    assert rows_of(tmp_path) == expected
    assert query(tmp_path, "select count(*) from runs where status = 'running'") == [(0,)]
    assert {file.name for file in tmp_path.iterdir()} == {"news.duckdb", "news.writer.duckdb", "out"}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for child processes in /proc")
def test_workers_end_with_a_run_that_is_killed(
    tmp_path: Path, undisturbed: tuple[Path, dict[str, list[tuple[str, ...]]], float]
) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "run", "--direct", "--quiet", "--workers", "2", "--runner", "processes",
         "--db", str(tmp_path / "news.duckdb"), str(undisturbed[0])],
        env=os.environ | {"DATELINE_OUT": str(tmp_path / "out"), "DATELINE_BATCH_ARTICLES": "2"},
    )  # fmt: skip
    workers = _wait_for(lambda: [pid for pid in _children(run.pid) if "spawn_main" in _command(pid)])
    run.kill()
    run.wait()
    assert _wait_for(lambda: not any("spawn_main" in _command(pid) for pid in workers))


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _wait_for(look: Callable[[], T], seconds: float = 60) -> T:
    """What is seen as soon as anything is seen."""
    end = monotonic() + seconds
    while not (seen := look()) and monotonic() < end:
        sleep(0.1)
    return seen
