"""A run killed at any instant, then a normal run: the same rows and the same pages as if nothing had happened.

Each kill is aimed: the run tells which step it begins, and dies a moment later that is drawn from the step's own
length. What it was really doing then is noted (`--junitxml`, then `python -m tests.crash.table`).
"""

import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import duckdb
import pytest

from tests.runs import query, rows_of, run_directly, write_articles
from tests.test_pipeline import CALM

ARTICLES, EARLIER = 4, 2
# Steps with their share of the kills: the long ones and those that change files have more of them.
STEPS = ["begin", "read_batch", "extract_batch", "store_batch", "finish", "check_data", "publish", "report"]
KILLS, KILLS_IN_CI = 80, 9
POOL_STEPS = ["extract_batch", "extract_batch", "store_batch", "publish"]
POOL_KILLS, POOL_KILLS_IN_CI = 12, 1
COMMAND_KILLS, FLOW_KILLS = 8, 4
# A pool's first batch waits until its processes have loaded the model.
POOL_START = 6.0
# Pages name the run that was published last; the report on data quality tells, as it should, how many runs there were,
# how many of them died, and how many records they read.
RUN_ID = re.compile(rb"\d{8}T\d{6}\.\d{6}Z")
ABOUT_RUNS = (b"runs that failed", b"runs that died", b"records that repeat another of their run")
T = TypeVar("T")
Rows = dict[str, list[tuple[str, ...]]]

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")


@dataclass(frozen=True)
class Undisturbed:
    """The input, a folder with half of it published, and what runs that nobody kills leave; seconds by step."""

    path: Path
    folder: Path
    rows: Rows
    pages: dict[str, bytes]
    seconds: dict[str, list[float]]


@dataclass
class Victim:
    """A run in a process of its own, and what it has said so far: step, "begins" or "ends", when."""

    process: multiprocessing.process.BaseProcess
    ear: Connection
    heard: list[tuple[str, str, float]] = field(default_factory=list)

    def listen(self, until: Callable[["Victim"], bool], *, seconds: float = 250) -> None:
        """Until that is so, or the run has ended."""
        end = monotonic() + seconds
        while not until(self) and monotonic() < end:
            try:
                if self.ear.poll(0.02):
                    self.heard.append((*self.ear.recv(), monotonic()))
            except EOFError:
                return

    def times_begun(self, step: str) -> int:
        return sum(said[:2] == (step, "begins") for said in self.heard)

    def kill(self, *, whole_group: bool) -> None:
        """SIGKILL to the group, or to the one process; what it had said until then is heard."""
        assert self.process.pid
        with suppress(ProcessLookupError):  # it was done already
            (os.killpg if whole_group else os.kill)(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.listen(lambda _: False, seconds=5)

    @property
    def point(self) -> str:
        """The step that was under way, or the gap between two."""
        open_steps = Counter[str]()
        for step, what, _ in self.heard:
            open_steps[step] += 1 if what == "begins" else -1
        if under_way := [step for step in STEPS if open_steps[step] > 0]:
            return under_way[-1]
        return f"after {self.heard[-1][0]}" if self.heard else "before the first step"


@pytest.fixture(scope="session")
def start() -> Callable[..., Victim]:
    """Starts victims; they are forks of a process that has imported the program and loaded the model."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.victim"])

    def start_one(folder: Path, path: Path, runner: str = "inline") -> Victim:
        from tests.crash.victim import undergo

        ear, mouth = context.Pipe(duplex=False)
        process = context.Process(target=undergo, args=(mouth, folder, path, runner))
        process.start()
        mouth.close()
        return Victim(process, ear)

    return start_one


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, start: Callable[..., Victim]) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    texts = [f"{CALM['text']} Report number {i} from Geneva." for i in range(ARTICLES)]
    records = [{**CALM, "id": str(i), "text": text} for i, text in enumerate(texts)]
    run_directly(folder / "before", write_articles(folder / "a.jsonl", records[:EARLIER]))
    path = write_articles(folder / "a.jsonl", records)
    shutil.copytree(folder / "before", folder / "whole", ignore=shutil.ignore_patterns("out"))
    victim = start(folder / "whole", path)
    victim.listen(lambda _: False)
    victim.process.join()
    assert victim.process.exitcode == 0
    rows, pages = rows_of(folder / "whole"), pages_of(next((folder / "whole" / "out").iterdir()))
    return Undisturbed(path, folder / "before", rows, pages, _seconds(victim))


def _seconds(victim: Victim) -> dict[str, list[float]]:
    begun: dict[str, float] = {}
    lengths: dict[str, list[float]] = {}
    for step, what, at in victim.heard:
        if what == "begins":
            begun[step] = at
        else:
            lengths.setdefault(step, []).append(at - begun[step])
    return lengths


def pages_of(folder: Path) -> dict[str, bytes]:
    """The files of a report by name, without what they say about runs."""
    return {path.name: _without_runs(path.read_bytes(), is_html=path.suffix == ".html") for path in folder.iterdir()}


def _without_runs(page: bytes, *, is_html: bool) -> bytes:
    rows = RUN_ID.sub(b"RUN", page).split(b"</tr>" if is_html else b"\n")
    for i, row in enumerate(rows):
        text, _, last = row.rpartition(b"<tr") if is_html else (b"", b"", row)
        if any(words in last for words in ABOUT_RUNS):
            rows[i] = text
    return b"\n".join(rows)


def readers_see(db: Path) -> int:
    """How many articles are published; -1 without a database. Raises what a reader would see otherwise."""
    if not db.exists():
        return -1
    with duckdb.connect(db, read_only=True) as con:
        return len(con.execute("select article_id, text from article_text").fetchall())


def assert_made_good(folder: Path, undisturbed: Undisturbed) -> None:
    """A normal run, then everything is as undisturbed runs leave it; reports of dead runs are whole or absent."""
    dead = {path.name for path in folder.glob("out/[0-9]*")}
    summary = run_directly(folder, undisturbed.path)
    assert rows_of(folder) == undisturbed.rows
    assert pages_of(folder / "out" / summary.run_id) == undisturbed.pages
    assert query(folder, "select count(*) from runs where status = 'running'") == [(0,)]
    assert {path.name for path in folder.iterdir()} == {"news.duckdb", "news.writer.duckdb", "out"}
    assert {path.name for path in (folder / "out").iterdir()} == dead | {summary.run_id}
    for name in dead:
        assert pages_of(folder / "out" / name) == undisturbed.pages


def session_of(pid: int) -> list[int]:
    """The living processes of a session, zombies left out."""
    living = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == pid and state != "Z":
            living.append(int(path.parent.name))
    return living


def _wait_for(look: Callable[[], T], seconds: float = 60) -> T:
    """What is seen as soon as anything is seen."""
    end = monotonic() + seconds
    while not (seen := look()) and monotonic() < end:
        sleep(0.05)
    return seen


def _places(count: int, in_ci: int) -> Iterator[object]:
    """Numbers of kills, those beyond the first few for the slow suite only."""
    return (pytest.param(n, marks=[] if n < in_ci else [pytest.mark.slow]) for n in range(count))


@pytest.mark.parametrize("number", _places(KILLS, KILLS_IN_CI))
def test_killed_run_is_made_good_by_the_next(
    number: int,
    tmp_path: Path,
    undisturbed: Undisturbed,
    start: Callable[..., Victim],
    record_property: Callable[[str, object], None],
) -> None:
    dice, step = random.Random(number), STEPS[number % len(STEPS)]
    # Every second round of kills begins with a database that readers use.
    was_published = (number // len(STEPS)) % 2 == 0
    folder = tmp_path / "run"
    if was_published:
        shutil.copytree(undisturbed.folder, folder, ignore=shutil.ignore_patterns("out"))
    victim = start(folder, undisturbed.path)
    nth = dice.randrange(min(EARLIER, len(undisturbed.seconds[step])))
    victim.listen(lambda v: v.times_begun(step) > nth)
    readers_see(folder / "news.duckdb")
    victim.listen(lambda _: False, seconds=dice.random() * undisturbed.seconds[step][nth])
    victim.kill(whole_group=dice.random() < 0.7)
    assert_ended(victim)
    note_kill(record_property, "in this process", victim.point, folder)
    assert readers_see(folder / "news.duckdb") in ({EARLIER, ARTICLES} if was_published else {-1, ARTICLES})
    assert_made_good(folder, undisturbed)


@pytest.mark.parametrize("number", _places(POOL_KILLS, POOL_KILLS_IN_CI))
def test_killed_run_with_a_pool_leaves_no_worker_and_is_made_good_by_the_next(
    number: int,
    tmp_path: Path,
    undisturbed: Undisturbed,
    start: Callable[..., Victim],
    record_property: Callable[[str, object], None],
) -> None:
    dice, step, folder = random.Random(number), POOL_STEPS[number % len(POOL_STEPS)], tmp_path / "run"
    victim = start(folder, undisturbed.path, "processes")
    victim.listen(lambda v: v.times_begun(step) > 0)
    seconds = POOL_START if step == "extract_batch" else undisturbed.seconds[step][0]
    victim.listen(lambda _: False, seconds=dice.random() * seconds)
    victim.kill(whole_group=number % 2 == 0)
    assert_ended(victim)
    note_kill(record_property, "--runner processes", victim.point, folder)
    assert_made_good(folder, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(COMMAND_KILLS))
def test_command_killed_at_random_is_made_good_by_the_next(
    number: int, tmp_path: Path, undisturbed: Undisturbed, record_property: Callable[[str, object], None]
) -> None:
    folder = tmp_path / "run"
    _kill_command(folder, undisturbed, ["--direct", "--workers", "1"], random.Random(number).uniform(0, 6))
    note_kill(record_property, "dateline run --direct", "", folder)
    assert_made_good(folder, undisturbed)


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FLOW_KILLS))
def test_flow_killed_at_random_is_made_good_by_the_next(
    number: int,
    tmp_path: Path,
    prefect_home: Path,
    undisturbed: Undisturbed,
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(prefect_home))
    folder = tmp_path / "run"
    _kill_command(folder, undisturbed, ["--workers", "1"], random.Random(number).uniform(0, 10))
    note_kill(record_property, "dateline run (Prefect)", "", folder)
    assert_made_good(folder, undisturbed)


def _kill_command(folder: Path, undisturbed: Undisturbed, options: list[str], seconds: float) -> None:
    """The command with its group killed so long after its database has appeared; none of its processes is left."""
    environment = {"DATELINE_BATCH_ARTICLES": "1", "DATELINE_OUT": str(folder / "out")}
    run = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "run", "--quiet", *options, "--db", folder / "news.duckdb",
         undisturbed.path],
        env=os.environ | environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert _wait_for(lambda: (folder / "news.writer.duckdb").exists() or run.poll() is not None, 200)
    try:
        run.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    assert _wait_for(lambda: not session_of(run.pid))


def assert_ended(victim: Victim) -> None:
    """No process of the run is left: workers and helpers end with it."""
    assert _wait_for(lambda: not session_of(victim.process.pid or 0))


def note_kill(note: Callable[[str, object], None], way: str, point: str, folder: Path) -> None:
    """How the run ran, where it was killed, and what it left: for the table of all kills."""
    db = folder / "news.duckdb"
    seen = readers_see(db)
    has_report = any(folder.glob("out/[0-9]*"))
    left = "no database" if seen < 0 else f"{seen} of {ARTICLES} articles" + (" and a report" if has_report else "")
    note("way", way)
    note("point", point or "any")
    note("readers", left)
