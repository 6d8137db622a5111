"""Room 4, first door: a report file and the published database in, one frame out.

A report is a file of sql/reports; its header names the parameters that are bound, so that a new report needs no
Python. Rooms do not import each other: the published database is opened here once more, read-only.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from flows.errors import DatelineError, StoreError, UsageError
from flows.settings import share
from flows.sqlfile import Param, SqlFile, Value, make_profile, parse_value, read_sql_file, read_sql_folder

Given = Mapping[str, Value]
Config = dict[str, str | bool | int | float | list[str]]

# As a reader wants them: what the news says, who is in it, how far the data can be trusted. A report that is not named
# here stands before those on the data.
ORDER = (
    *("sanctions_brief", "sanctions_mentions", "sanctions_actions", "sanctions_dyads", "spikes", "top_entities"),
    *("entity_trends", "event_trends", "event_dyads", "quotes_by_speaker", ""),
    *("sources", "source_coverage", "data_quality"),
)

GRAINS = ("day", "week", "month", "quarter", "year")


def list_reports(folder: Path | None = None) -> list[SqlFile]:
    """Every report of a folder in the order of the page; of the program's own sql/reports when none is given."""
    reports = read_sql_folder(folder or share("sql", "reports"))
    return sorted(reports, key=lambda report: ORDER.index(report.name if report.name in ORDER else ""))


def find_reports(names: list[str], *, folder: Path | None = None) -> list[SqlFile]:
    """The named reports in the order asked for, all of them when no name is given. Raises UsageError for others."""
    reports = {report.name: report for report in list_reports(folder)}
    if unknown := [name for name in names if name not in reports]:
        raise UsageError(f"there is no report {', '.join(unknown)}; possible are {', '.join(reports)}")
    return [reports[name] for name in dict.fromkeys(names or reports)]


def page_query(name: str) -> SqlFile:
    """A query of sql/page: what the page shows around its reports."""
    return read_sql_file(share("sql", "page") / f"{name}.sql")


@contextmanager
def open_published(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, read-only. Raises StoreError when there is none, or it is not one of ours."""
    con = connect_published(db)
    try:
        con.execute("from articles limit 0")
        yield con
    except duckdb.CatalogException as error:
        raise StoreError(f"{db}: not a Dateline database, or of another version: {first_line(error)}") from error
    finally:
        con.close()


def connect_published(
    db: Path, *, config: dict[str, str | bool | int | float | list[str]] | None = None
) -> duckdb.DuckDBPyConnection:
    """A read-only connection. Raises StoreError that says what to do when the file cannot be opened."""
    if not db.is_file():
        raise StoreError(f"{db}: no database there yet; `dateline run` makes it (--db names another)")
    try:
        return duckdb.connect(db, read_only=True, config=config or {})
    except duckdb.Error as error:
        raise StoreError(f"{db}: cannot be opened: {first_line(error)}") from error


def run_report(con: duckdb.DuckDBPyConnection, report: SqlFile, given: Given | None = None) -> pl.DataFrame:
    """The report's rows, in its order. Raises UsageError for a value that a parameter cannot take."""
    bound = bind_params(report, given or {})
    try:
        return pl.DataFrame(con.sql(report.text, params=bound))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(
            f"{report.path.name} does not fit this database: {first_line(error)}. Is it one that `dateline run` made?"
        ) from error
    except duckdb.Error as error:
        raise DatelineError(f"{report.path}: {first_line(error)}") from error


def bind_params(report: SqlFile, given: Given) -> dict[str, Value]:
    """Exactly the report's parameters, typed, each as given or by its default. Raises UsageError, as `run_report`."""
    kinds = {param.name: param for param in report.params}
    typed = {name: _typed(kinds[name], value) for name, value in given.items() if name in kinds}
    bound = report.bind(typed)
    since, until = bound.get("since"), bound.get("until")
    if isinstance(since, date) and isinstance(until, date) and since >= until:
        raise UsageError(f"the window from {since} until {until} (exclusive) is empty: since must be before until")
    return bound


def _typed(param: Param, value: Value) -> Value:
    choices = GRAINS if param.name == "grain" else param.choices
    if choices and value is not None and value not in choices:
        raise UsageError(f"there is no {param.name} {value!r}; possible are {', '.join(choices)}")
    if isinstance(value, Mapping):
        return make_profile(value)
    return parse_value(value, param.type) if isinstance(value, str) else value


def first_line(error: Exception) -> str:
    """What DuckDB said, without the lines that point into the statement."""
    return str(error).partition("\n")[0].strip()
