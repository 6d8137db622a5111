"""Real engines on this machine: a Dask scheduler with two workers, a Ray cluster, a store that all of them reach.

Whatever carries the batches, and whatever dies meanwhile, the rows are those of a run in one process.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from flows.errors import RunnerError
from flows.pipeline import Progress, new_job, run
from flows.runners import open_hands, open_runner
from flows.settings import load_settings
from tests.runners.test_runner import GOOD, LETHAL, POISON, articles_of, write_out
from tests.runs import rows_of, run_directly, write_articles
from tests.s3 import open_bucket
from tests.test_pipeline import CALM

pytest.importorskip("distributed", reason="needs the extra: uv sync --extra dask")
pytest.importorskip("ray", reason="needs the extra: uv sync --extra ray")

ARTICLES = 24
Rows = dict[str, list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """The input, and the rows that a run in this process leaves."""
    folder = tmp_path_factory.mktemp("inline")
    texts = [f"{CALM['text']} Report number {i} from Geneva." for i in range(ARTICLES)]
    path = write_articles(folder / "a.jsonl", [{**CALM, "id": str(i), "text": text} for i, text in enumerate(texts)])
    run_directly(folder, path, batch_articles=3)
    return path, rows_of(folder)


@contextmanager
def dask_cluster(folder: Path, *, workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address and the workers' processes, each with one thread and nobody to restart it."""
    place = folder / "scheduler.json"
    told = ["--scheduler-file", str(place)]
    with ExitStack() as exits:
        exits.enter_context(_process("distributed.cli.dask_scheduler", *told, "--port", "0", "--no-dashboard"))
        quiet = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
        started = [
            exits.enter_context(_process("distributed.cli.dask_worker", *told, *quiet, "--name", str(number)))
            for number in range(workers)
        ]
        yield _address_in(place, workers), started


@contextmanager
def _process(module: str, *args: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", module, *args], stderr=subprocess.DEVNULL) as started:
        try:
            yield started
        finally:
            started.kill()


def _address_in(place: Path, workers: int) -> str:
    """The scheduler's address, as soon as the workers are there."""
    from distributed import Client

    end = monotonic() + 60
    while not place.exists() and monotonic() < end:
        sleep(0.1)
    with Client(scheduler_file=str(place), set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)
        return str(client.scheduler.address)


def run_on(folder: Path, path: Path, *, watch=lambda _: None, **given: object) -> Rows:  # type: ignore[no-untyped-def]
    """The rows of a run with the given runner."""
    settings = load_settings(db=folder / "news.duckdb", out=folder / "out", quiet=True, batch_articles=3, **given)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        run(
            new_job([str(path)], settings=settings),
            hands=hands,
            extract=runner.extract,
            width=runner.width,
            watch=watch,
        )
    return rows_of(folder)


def test_dask_gives_the_same_rows_though_a_worker_is_killed(tmp_path: Path, expected: tuple[Path, Rows]) -> None:
    path, rows = expected
    with dask_cluster(tmp_path) as (address, workers):

        def kill_one(progress: Progress) -> None:
            if progress.articles and workers[0].poll() is None:
                workers[0].send_signal(signal.SIGKILL)

        assert run_on(tmp_path, path, runner="dask", address=address, watch=kill_one) == rows
        assert workers[0].poll() is not None


def test_results_may_be_staged_in_a_store_that_all_workers_reach(tmp_path: Path, expected: tuple[Path, Rows]) -> None:
    import fsspec

    path, rows = expected
    with open_bucket("staging") as bucket, dask_cluster(tmp_path) as (address, _):
        assert run_on(tmp_path, path, runner="dask", address=address, staging=f"{bucket}/run") == rows
        assert fsspec.filesystem("s3").find(bucket) == []


def test_ray_gives_the_same_rows_and_survives_what_kills_a_worker(
    tmp_path: Path, expected: tuple[Path, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Workers of Ray's import our modules as this process does.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    path, rows = expected
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.articles and not killed:
            killed.extend(_ray_workers()[:1])
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    assert run_on(tmp_path, path, runner="ray", workers=2, watch=kill_one, staging=str(tmp_path / "staging")) == rows
    assert killed
    assert list((tmp_path / "staging").iterdir()) == []


def _ray_workers() -> list[int]:
    """Processes of Ray's that work our batches or wait for one. Its agents are left alone: a node dies with them."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if place.read_bytes().startswith((b"ray::IDLE", b"ray::work_far")):
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_article_that_kills_its_worker_is_found(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    with open_runner(load_settings(runner=engine, workers=2)) as runner:
        assert runner.width == 2
        parts, failures = runner.carry(write_out, articles_of(GOOD, LETHAL, POISON))
    assert b"".join(parts) == b"a0a1a2"
    assert [failure.article_id for failure in failures] == ["a1", "a2"]
    assert "killed" in failures[0].detail
    assert failures[1].detail == "ValueError: a rule that cannot count"


def test_no_scheduler_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runners.on_dask.PATIENCE", 1)
    settings = load_settings(runner="dask", address="tcp://127.0.0.1:1")
    with pytest.raises(RunnerError, match="no Dask scheduler answers"), open_runner(settings):
        pass
