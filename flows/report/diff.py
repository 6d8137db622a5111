"""Room 4, side door: two runs in, out comes what changed from the one to the other, and why.

Each table is a query of sql/diff; what they ask about articles is the macro `changes_between`.
"""

from pathlib import Path

import duckdb
import polars as pl

from flows.errors import UsageError
from flows.report.run import open_published, run_report
from flows.settings import share
from flows.sqlfile import read_sql_file

# In the order in which they are read.
TABLES = ("runs", "settings", "causes", "months", "rejects", "articles")


def diff_runs(db: Path, one: str, other: str) -> dict[str, pl.DataFrame]:
    """Title -> rows, from the earlier of the two runs (without it) to the later one (with it).

    A run is named by its id or the beginning of one, or as `last` and `last-1`, `last-2` ... Raises UsageError for a
    run that is not there.
    """
    with open_published(db) as con:
        earlier, later = sorted((_run_named(con, one), _run_named(con, other)))
        if earlier == later:
            raise UsageError(f"{one} and {other} are the same run, {earlier}")
        given = {"earlier": earlier, "later": later}
        queries = [read_sql_file(share("sql", "diff") / f"{name}.sql") for name in TABLES]
        return {query.title: run_report(con, query, given) for query in queries}


def _run_named(con: duckdb.DuckDBPyConnection, name: str) -> str:
    ids = [str(run_id) for (run_id,) in con.execute("select run_id from runs order by run_id desc").fetchall()]
    back = name.removeprefix("last").removeprefix("-") or "0"
    if name.startswith("last") and back.isdecimal() and int(back) < len(ids):
        return ids[int(back)]
    found = [run_id for run_id in ids if run_id.startswith(name)]
    if len(found) != 1:
        what = "there is no such run" if not found else f"{len(found)} runs begin with that"
        raise UsageError(f"{name}: {what}; `dateline status` lists runs, `last` and `last-1` name the latest")
    return found[0]
