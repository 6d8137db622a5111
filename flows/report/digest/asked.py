"""Room 4, the mail desk's order slip: which digest is asked for, and a report run for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import polars as pl

from flows.report.digest.window import Window
from flows.report.run import find_reports, run_report

Filters = Mapping[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which digest: its kind and name, its title, the profile's filters (None: everything), the period."""

    kind: Literal["digest", "profile", "all"]
    name: str
    title: str
    filters: Filters | None
    window: Window

    @property
    def key(self) -> str:
        """What the ledger calls it: a digest and a profile of one name are two things."""
        return f"{self.kind} {self.name} {self.window.period} {self.window.since}"

    @property
    def stem(self) -> str:
        """What its files are called."""
        return f"{self.name}-{self.window.period}-{self.window.since}"


def run_for(con: duckdb.DuckDBPyConnection, name: str, asked: Asked, window: Window, **more: Any) -> pl.DataFrame:
    """A report's rows for a window and the digest's profile, at the digest's grain."""
    (report,) = find_reports([name])
    given = {"since": window.since, "until": window.until, "profile": asked.filters, "grain": window.period}
    return run_report(con, report, given | more)
