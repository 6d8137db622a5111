"""Room 4, small door: the published database in, a few titled frames out that say how things stand.

Each frame is a query of sql/status; the command prints them.
"""

from pathlib import Path

import polars as pl

from flows.report.run import open_published, run_report
from flows.settings import share
from flows.sqlfile import read_sql_file

# In the order in which they are read; the rejects themselves only when asked for.
STATUS = ("runs", "sources", "gaps", "stale", "reject_reasons")


def read_status(
    db: Path, *, extractor_version: str | None = None, with_rejects: bool = False
) -> dict[str, pl.DataFrame]:
    """Title -> rows: runs, sources, gaps, what another extractor than `extractor_version` read, rejects by reason.

    A frame that has nothing to say is there, empty. Raises StoreError when there is no database.
    """
    given = {"extractor_version": extractor_version}
    tables = {}
    with open_published(db) as con:
        for name in (*STATUS, "rejects") if with_rejects else STATUS:
            query = read_sql_file(share("sql", "status") / f"{name}.sql")
            tables[query.title] = run_report(con, query, given)
    return tables
