"""Room 4, small door: the published database in, a few titled frames out that say how things stand.

Each frame is a query of sql/status; the command prints them.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.report.run import open_published, run_report
from flows.settings import share
from flows.sqlfile import read_sql_file

# In the order in which they are read; the rejects themselves only when asked for.
STATUS = ("runs", "sources", "gaps", "stale", "reject_reasons")


@dataclass(frozen=True, slots=True)
class StatusTable:
    """One answer: `name` is the query's stem, `grain` says what a row is."""

    name: str
    title: str
    grain: str
    rows: pl.DataFrame


def read_status(db: Path, *, extractor_version: str | None = None, rejects: bool = False) -> list[StatusTable]:
    """Runs, sources, gaps, stale extractions (older than `extractor_version`) and rejects by reason; empty ones too."""
    given = {"extractor_version": extractor_version}
    tables = []
    with open_published(db) as con:
        for name in (*STATUS, "rejects") if rejects else STATUS:
            query = read_sql_file(share("sql", "status") / f"{name}.sql")
            tables.append(StatusTable(name, query.title, query.grain, run_report(con, query, given)))
    return tables
