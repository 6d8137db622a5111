"""Room 4, the middle: a report file and its values in, a report that has been run out, as every format takes it.

What stands beside a report is found by its name: charts/<report>.toml, drill/<report>.sql. A folder of the user's own
is laid out alike.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.errors import DatelineError, QueryError, SqlFileError
from flows.report.cells import is_hidden
from flows.report.chart import Spec, make_chart, read_chart
from flows.report.drill import Drill, drill_columns, read_drill, run_drill
from flows.report.fence import admit_query, stopped_after
from flows.report.folder import check_statement, header_line, statement_line
from flows.report.run import Given, bind_params, first_line, run_report
from flows.sqlfile import SqlFile

# Rows of a table on the page and in Markdown; the other formats have them all.
PAGE_ROWS = 400

# A window without an end is not told as a date.
OPEN_ENDS = (date(1900, 1, 1), date(9999, 12, 31))

# Told once at the top of the page.
TOLD_ABOVE = ("since", "until", "source", "profile")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One report that has been run: its rows, the values that were bound, its chart and its sentences if it has any."""

    report: SqlFile
    rows: pl.DataFrame
    bound: Mapping[str, Any]
    chart: Spec | None = None
    drill: Drill | None = None

    @property
    def grain(self) -> str:
        """The period's length; reports that are not over time have none, and nothing of theirs asks for it."""
        return str(self.bound.get("grain", "day"))


def run_one(
    con: duckdb.DuckDBPyConnection,
    report: SqlFile,
    given: Given,
    *,
    own: Path | None = None,
    with_drill: bool = False,
    timeout: float = 60.0,
) -> Rendered:
    """The report with its chart and, when asked, its sentences; `own` is the user's folder that it comes from.

    A user's statements are let in as those of `dateline sql`, each for `timeout` seconds at most.
    Raises SqlFileError for a wrong report or drill file, DatelineError for a wrong chart.
    """
    bound = bind_params(report, given)
    rows = _run_own(con, report, given, timeout=timeout) if own else run_report(con, report, given)
    file = read_drill(report.name, folder=own / "drill" if own else None) if with_drill else None
    keys = drill_columns(file, rows.columns).keys if file else ()
    charts = own / "charts" if own else None
    spec = read_chart(report.name, folder=charts)
    chart_file = charts / f"{report.name}.toml" if charts else None
    grain = str(bound.get("grain", "day"))
    chart = (
        make_chart(spec, rows, name=report.name, grain=grain, keys=keys, file=chart_file) if spec is not None else None
    )
    if not file:
        return Rendered(report, rows, bound, chart)
    with _own(con, check_statement(file), timeout=timeout) if own else nullcontext():
        return Rendered(report, rows, bound, chart, run_drill(con, file, rows.columns, given))


def _run_own(con: duckdb.DuckDBPyConnection, report: SqlFile, given: Given, *, timeout: float) -> pl.DataFrame:
    """The rows of a user's report. Raises SqlFileError, also when they are not what the header says."""
    with _own(con, report, timeout=timeout):
        rows = run_report(con, report, given)
    if absent := [name for name in report.columns if name not in rows.columns]:
        line = header_line(report, "columns")
        raise SqlFileError(report.path, line, f"the header has a column {absent[0]}, the result has none")
    return rows


@contextmanager
def _own(con: duckdb.DuckDBPyConnection, file: SqlFile, *, timeout: float) -> Iterator[None]:
    """Within, a user's statement that may pass is run. Raises SqlFileError for all that DuckDB finds wrong in it, with
    the line where it found it, and when it takes too long or too much.
    """
    line = statement_line(file)
    with stopped_after(con, timeout) as stop:
        try:
            admit_query(con, file.text)
            yield
        except (DatelineError, duckdb.Error, MemoryError) as error:
            if stop.reason == "time":
                problem = f"stopped after {timeout:g} s; DATELINE_QUERY_TIMEOUT gives it longer"
                raise SqlFileError(file.path, line, problem) from error
            cause = error if isinstance(error, duckdb.Error | MemoryError) else error.__cause__
            if stop.reason == "memory" or isinstance(cause, duckdb.OutOfMemoryException | MemoryError):
                problem = "needs more memory than it may use; DATELINE_QUERY_MEMORY gives it more"
                raise SqlFileError(file.path, line, problem) from error
            if isinstance(cause, duckdb.Error):
                match = re.search(r"^LINE (\d+):", str(cause), re.MULTILINE)
                raise SqlFileError(file.path, int(match[1]) if match else line, first_line(cause)) from error
            if isinstance(error, QueryError):
                raise SqlFileError(file.path, line, first_line(error)) from error
            raise


def shown_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in a reader's order, all of them: newest period first, undated ones last."""
    if "period_date" not in rows.columns:
        return rows
    return rows.sort("period_date", descending=True, nulls_last=True, maintain_order=True)


def is_empty(rows: pl.DataFrame) -> pl.Series:
    """For each row, whether it only says that a series has nothing in a period that others share.

    The first `_count` column tells. A report with one row a period has no such row: nothing at all is news.
    """
    counts = [name for name in rows.columns if name.endswith("_count")]
    if not counts or "period_date" not in rows.columns or rows["period_date"].is_unique().all():
        return pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
    return rows[counts[0]].fill_null(0) == 0


def page_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The first of the shown rows that say something; undated ones stay among them."""
    rows = rows.filter(~is_empty(rows))
    if rows.height <= PAGE_ROWS:
        return rows
    undated = rows.filter(pl.col("period_date").is_null()) if "period_date" in rows.columns else rows.clear()
    kept = undated.head(PAGE_ROWS)
    return pl.concat([rows.head(PAGE_ROWS - kept.height), kept])


def shown_columns(columns: Sequence[str]) -> list[str]:
    """The columns that a reader sees: no keys, no offsets; an address is the link of its headline."""
    return [name for name in columns if not is_hidden(name, columns)]


def omission_told(every: pl.DataFrame, shown: pl.DataFrame) -> str:
    """What the page leaves out of a report, as a sentence; empty when nothing."""
    if every.height == shown.height:
        return ""
    empty = int(is_empty(every).sum())
    parts = [f"{empty:,} rows of zeros"] if empty else []
    if more := every.height - shown.height - empty:
        parts.append(f"{more:,} more rows")
    return f"{' and '.join(parts)} are in the other formats (CSV, Excel, JSON, Parquet)."


def choices_told(one: Rendered) -> list[tuple[str, str]]:
    """The values that a reader has to know: the grain, the modality, and whatever is not as it is by default."""
    usual = {param.name: param.default for param in one.report.params if param.name not in ("grain", "modality")}
    chosen = {name: value for name, value in one.bound.items() if name not in usual or value != usual[name]}
    return values_told(chosen, without=TOLD_ABOVE)


def grain_told(one: Rendered) -> str:
    """What a row is, as a sentence, with the bound values in it."""
    told = re.sub(r"\$([a-z_]+)", lambda match: str(one.bound.get(match[1], match[0])), one.report.grain)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def values_told(bound: Mapping[str, Any], *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Parameters and values as a reader wants them: an open end is not a date, a profile goes by its name."""
    told = []
    for name, value in bound.items():
        if name in without or value is None or value in OPEN_ENDS or str(value) in map(str, OPEN_ENDS):
            continue
        text = str(value.get("name") or "unnamed") if isinstance(value, Mapping) else str(value)
        told.append((name.replace("_", " "), text + (" (exclusive)" if "until" in name else "")))
    return told


def filters_told(profile: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What a profile lets pass, filter by filter; empty filters let everything pass and are not told."""
    lists = {name: value for name, value in (profile or {}).items() if isinstance(value, list | tuple) and value}
    return [(name.replace("_", " "), ", ".join(map(str, value))) for name, value in lists.items()]
