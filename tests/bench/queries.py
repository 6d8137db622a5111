"""How long every report and every query of docs/queries.md takes on a large database, and how much memory.

    uv run python -m tests.bench.queries [--articles 1000000] [--db DIR/bench.duckdb] [--only NAME ...] [--rounds 3]

The database is synthetic, of the real schema, made by tests/bench/synthetic/*.sql: per article ten mentions, two events
and one sanctions statement, ten years, 200 sources and 50,000 entities by Zipf's law, every fifth article a wire copy.
It is made once and kept at --db. Each query has a process of its own with 2 threads and a limit of 1 GB: cold is its
first time there (the operating system may have the file in memory), warm the median of the others, busy the processor
time of both threads in these (half of it is what a quiet machine takes at best), memory the most the process held.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import duckdb

from flows.report.render import render_reports
from flows.report.run import connect_published, list_reports, run_report
from flows.settings import share
from flows.sqlfile import SqlFile, read_sql_folder
from flows.store.migrate import migrate

ROOT = Path(__file__).parents[2]
SYNTHETIC = Path(__file__).parent / "synthetic"
QUESTIONS = ROOT / "docs" / "queries.md"
QUESTION = re.compile(r"\*\*(?P<title>[^*]+)\*\*\s+```sql\n(?P<query>.*?)```", re.DOTALL)

LIMITS: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "1GB"}
BUILD_MEMORY = "6GB"
# The last migration before the first that makes aggregates.
LAST_BASE = 31
# Seconds and megabytes; what issue 6 asks for.
WARM_LIMIT, PAGE_LIMIT, MEMORY_LIMIT = 1.0, 15.0, 1024

PAGE = "all reports of a run, as files"


@dataclass(frozen=True, slots=True)
class Round:
    """One execution: seconds on the clock, seconds of processor time in all threads, rows."""

    seconds: float
    busy: float
    rows: int


def build(db: Path, article_count: int) -> None:
    """Nothing; the database is there, with as many articles."""
    part = db.with_suffix(".part")
    part.unlink(missing_ok=True)
    with duckdb.connect(part, config={"threads": 2, "memory_limit": BUILD_MEMORY}) as con:
        con.execute("set enable_progress_bar = false")
        _migrate_to(con, LAST_BASE)
        for path in sorted(SYNTHETIC.glob("*.sql")):
            began = perf_counter()
            text = path.read_text(encoding="utf-8")
            con.execute(text, {"articles": article_count} if "$articles" in text else None)
            print(f"{path.stem:28}{perf_counter() - began:6.1f} s", file=sys.stderr)
        began = perf_counter()
        migrate(con)
        con.execute("checkpoint")
        print(f"{'migrations':28}{perf_counter() - began:6.1f} s", file=sys.stderr)
    part.rename(db)


def _migrate_to(con: duckdb.DuckDBPyConnection, number: int) -> None:
    """Nothing; the tables as they were after this migration. Later ones make aggregates of what they find."""
    with TemporaryDirectory() as folder:
        for path in share("sql", "schema").glob("*.sql"):
            if int(path.stem.partition("_")[0]) <= number:
                shutil.copy(path, folder)
        migrate(con, schema=Path(folder), views=Path(folder, "none"))


def questions() -> dict[str, str]:
    """The queries of docs/queries.md by the questions above them."""
    text = QUESTIONS.read_text(encoding="utf-8")
    return {match["title"]: match["query"] for match in QUESTION.finditer(text)}


def sql_files() -> dict[str, SqlFile]:
    """The reports, what stands around them on the page, and the rows behind them."""
    reports = {report.name: report for report in list_reports()}
    others = {f"{name}/{file.name}": file for name in ("page", "drill") for file in read_sql_folder(share("sql", name))}
    return reports | others


def measure(db: Path, name: str, rounds: int) -> Iterator[Round]:
    """What each round took, in this process."""
    if name == PAGE:
        for _ in range(rounds + 1):
            began, busy = perf_counter(), process_time()
            file_count = len(render_all(db))
            yield Round(perf_counter() - began, process_time() - busy, file_count)
        return
    query, file = questions().get(name), sql_files().get(name)
    with connect_published(db, config=LIMITS) as con:
        for _ in range(rounds + 1):
            began, busy = perf_counter(), process_time()
            rows = run_report(con, file).height if file else len(con.execute(str(query)).fetchall())
            yield Round(perf_counter() - began, process_time() - busy, rows)


def render_all(db: Path) -> list[Path]:
    """The files that a run writes of all reports."""
    with TemporaryDirectory() as folder:
        return render_reports(db, names=[], given={}, formats=["html", "md", "csv"], out=Path(folder))


def measure_apart(db: Path, name: str, rounds: int) -> dict[str, float] | None:
    """Cold and warm seconds, megabytes, rows, in a process of its own; None when it failed, which is said on stdout."""
    command = [sys.executable, "-m", "tests.bench.queries", "--db", str(db), "--one", name, "--rounds", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing was said"]
        print(f"{name[:60]:62}failed with code {done.returncode}: {said[-1]}", flush=True)
    return dict(json.loads(done.stdout)) if done.returncode == 0 else None


def print_one(db: Path, name: str, rounds: int) -> None:
    """On stdout: what one process found, as JSON."""
    first, *others = measure(db, name, rounds)
    found = {
        "cold": first.seconds,
        "warm": statistics.median(one.seconds for one in others),
        "busy": statistics.median(one.busy for one in others),
        "memory": peak_memory(),
        "rows": first.rows,
    }
    print(json.dumps(found))


def peak_memory() -> float:
    """Megabytes that this process held at most. Not from getrusage: there a child begins with its parent's peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def print_table(db: Path, names: list[str], rounds: int) -> int:
    """On stdout: a line a query; how many were too slow or too large."""
    print(f"{'query':62}{'cold s':>8}{'warm s':>8}{'busy s':>8}{'MB':>7}{'rows':>9}")
    over, total = 0, 0.0
    for name in names:
        found = measure_apart(db, name, rounds)
        if not found:
            over += 1
            continue
        is_over = found["warm"] > (PAGE_LIMIT if name == PAGE else WARM_LIMIT) or found["memory"] > MEMORY_LIMIT
        over += is_over
        total += found["warm"] * (name != PAGE)
        mark = "  over" if is_over else ""
        seconds = "".join(f"{found[kind]:8.2f}" for kind in ("cold", "warm", "busy"))
        print(f"{name[:60]:62}{seconds}{found['memory']:7.0f}{found['rows']:9.0f}{mark}", flush=True)
    print(f"{'the queries one after another':62}{'':8}{total:8.2f}")
    return over


def main() -> None:
    """Build where there is nothing yet, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--db", type=Path, default=Path("/tmp/dateline-bench/bench.duckdb"))
    parser.add_argument("--only", nargs="*", help="Reports by name, questions by the beginning of their titles.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print_one(given.db, given.one, given.rounds)
        return
    if not given.db.is_file():
        given.db.parent.mkdir(parents=True, exist_ok=True)
        build(given.db, given.articles)
    names = [*sql_files(), *questions(), PAGE]
    if given.only:
        names = [name for name in names if name.startswith(tuple(given.only))]
    sys.exit(print_table(given.db, names, given.rounds) > 0)


if __name__ == "__main__":
    main()
