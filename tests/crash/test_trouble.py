"""What goes wrong on a machine that nobody watches: a full disk, a folder that cannot be written, a clock that jumps
back, a Prefect server that goes away. A normal run afterwards leaves what an undisturbed one leaves."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import duckdb
import httpx
import pytest

from flows.pipeline import Job, run
from flows.runners import open_hands, open_runner
from flows.settings import load_settings
from tests.runs import query, rows_of, run_directly, write_articles
from tests.test_pipeline import CALM

ARTICLES = 30


@pytest.fixture
def path(tmp_path: Path) -> Path:
    texts = [f"{CALM['text']} Report number {i} from Geneva." for i in range(ARTICLES)]
    return write_articles(tmp_path / "a.jsonl", [{**CALM, "id": str(i), "text": t} for i, t in enumerate(texts)])


@pytest.fixture
def expected(path: Path, tmp_path: Path) -> dict[str, list[tuple[str, ...]]]:
    run_directly(tmp_path / "undisturbed", path)
    return rows_of(tmp_path / "undisturbed")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own; skips where we may not mount."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"cannot mount a file system here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def dateline(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process."""
    command = [sys.executable, "-m", "flows.cli", *map(str, args)]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=250)


def test_full_disk_is_told_in_one_line_and_the_next_run_goes_on(
    path: Path, expected: dict[str, list[tuple[str, ...]]], tmp_path: Path
) -> None:
    with mounted(tmp_path / "small", "size=6m") as small:
        filler = small / "filler"
        filler.write_bytes(bytes(5_500_000))
        done = dateline(
            "run", "--direct", "--quiet", "--workers", 1, "--db", small / "news.duckdb", path, DATELINE_OUT=str(small)
        )
        assert done.returncode == 1
        assert done.stderr.strip().startswith("dateline: ")
        assert "Traceback" not in done.stderr
        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=60m", small], check=True)
        run_directly(small, path)
        assert rows_of(small) == expected


def test_folder_that_cannot_be_written_is_named(path: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "locked", "ro,size=1m") as locked:
        done = dateline("run", "--direct", "--db", locked / "news.duckdb", path)
    assert done.returncode == 1
    assert str(locked) in done.stderr
    assert "Traceback" not in done.stderr


def test_clock_that_jumps_back_does_not_turn_the_order_of_runs(path: Path, tmp_path: Path) -> None:
    settings = load_settings(db=tmp_path / "news.duckdb", out=tmp_path / "out", runner="inline", quiet=True)
    now = datetime.now(UTC)
    revised = write_articles(tmp_path / "b.jsonl", [{**CALM, "id": "0", "text": "Corrected: nothing was imposed."}])
    for started_at, name in ((now, path), (now - timedelta(days=300), revised)):
        with open_hands(settings) as hands, open_runner(settings) as runner:
            run(Job([str(name)], settings, started_at), hands=hands, extract=runner.extract)
    assert query(tmp_path, "select text from articles where given_id = '0' and is_current") == [
        ("Corrected: nothing was imposed.",)
    ]
    ids = [run_id for (run_id,) in query(tmp_path, "select run_id from runs order by started_at")]
    assert ids == sorted(ids, key=str)


def test_readers_read_at_all_times_while_ten_runs_publish(path: Path, tmp_path: Path) -> None:
    lines = path.read_text().splitlines(keepends=True)
    part, seen = tmp_path / "part.jsonl", set()
    for number in range(1, 11):
        part.write_text("".join(lines[: 3 * number]))
        held = duckdb.connect(tmp_path / "news.duckdb", read_only=True) if number > 1 else None
        run_directly(tmp_path, part)
        if held:
            assert held.execute("select count(*) from articles").fetchone() == (3 * (number - 1),)
            held.close()
        seen.add(query(tmp_path, "select count(*) from articles")[0][0])
    assert seen == set(range(3, 31, 3))


def test_second_run_at_the_same_time_says_who_holds_the_lock(path: Path, tmp_path: Path) -> None:
    from flows.store.database import open_writer

    with open_writer(tmp_path / "news.duckdb", memory="500MB"):
        done = dateline("run", "--direct", "--db", tmp_path / "news.duckdb", path)
    assert done.returncode == 1
    assert "another run" in done.stderr
    assert str(os.getpid()) in done.stderr


def test_prefect_server_that_goes_away_ends_the_run_and_the_next_makes_it_good(
    path: Path, expected: dict[str, list[tuple[str, ...]]], tmp_path: Path
) -> None:
    port = 40_000 + os.getpid() % 20_000
    api = f"http://127.0.0.1:{port}/api"
    quiet = {"PREFECT_HOME": str(tmp_path / "prefect"), "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "0"}
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"],
        env=os.environ | quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for_server(api)
        told = {**quiet, "PREFECT_API_URL": api, "PREFECT_CLIENT_MAX_RETRIES": "0", "DATELINE_BATCH_ARTICLES": "2"}
        begun = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "run", "--workers", "1", "--db", tmp_path / "news.duckdb", path],
            env=os.environ | told | {"DATELINE_OUT": str(tmp_path / "out")}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        _wait_for_batch(tmp_path)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
    _, said = begun.communicate(timeout=200)
    assert begun.returncode in (0, 1)
    assert "Traceback" not in said
    run_directly(tmp_path, path)
    assert rows_of(tmp_path) == expected


def _wait_for_server(api: str) -> None:
    end = monotonic() + 120
    while monotonic() < end:
        try:
            if httpx.get(f"{api}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            sleep(0.3)
    pytest.fail("the Prefect server did not start in two minutes")


def _wait_for_batch(folder: Path) -> None:
    """Until the run has written something: its writer's file has grown."""
    end, writer = monotonic() + 120, folder / "news.writer.duckdb"
    while monotonic() < end and not (writer.exists() and writer.stat().st_size > 1_000_000):
        sleep(0.1)
