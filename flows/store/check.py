"""Room 3, the inspection: the claims of sql/checks, each a query for the rows that break it.

Enters: a connection, the writer's before it is published or the published one. Leaves: findings; none is good news.
"""

from dataclasses import dataclass

import polars as pl

from flows.settings import share
from flows.sqlfile import SqlFile, read_sql_folder
from flows.store.frames import Connection

# Offending rows that a finding shows; a fault of a rule breaks thousands of rows in the same way.
SHOWN_ROWS = 5
CLAIM = "Fails if "


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken claim: how many rows break it, and the first of them."""

    name: str
    claim: str
    row_count: int
    rows: pl.DataFrame


def run_checks(con: Connection, *, checks: list[SqlFile] | None = None) -> list[Finding]:
    """One finding per check that gives rows, by name of the check."""
    found = (_run_check(con, check) for check in checks or read_sql_folder(share("sql", "checks")))
    return [finding for finding in found if finding]


def describe(findings: list[Finding]) -> str:
    """The findings for a person: a line each, and below it the first rows."""
    return "\n".join(line for finding in findings for line in _lines(finding))


def _run_check(con: Connection, check: SqlFile) -> Finding | None:
    rows = con.sql(check.text)
    first = pl.DataFrame(rows.limit(SHOWN_ROWS))
    if not first.height:
        return None
    claim = check.comment.partition("\n\n")[0].replace("\n", " ").removeprefix(CLAIM)
    return Finding(check.name, claim, rows.shape[0], first)


def _lines(finding: Finding) -> list[str]:
    """A headline, then a line per row with its columns by name, texts cut short."""
    rows = [
        "    " + ", ".join(f"{name} {str(value)[:80]!s}" for name, value in row.items())
        for row in finding.rows.iter_rows(named=True)
    ]
    more = [f"    ... and {finding.row_count - len(rows)} more"] if finding.row_count > len(rows) else []
    return [f"check {finding.name} found {finding.row_count} rows: {finding.claim}", *rows, *more]
