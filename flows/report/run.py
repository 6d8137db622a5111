"""Room 4, first door: a report file and the published database in, one frame out.

A report is a file of sql/reports; its header names the parameters that are bound, so that a new report needs no
Python. Rooms do not import each other: the published database is opened here once more, read-only.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from flows.errors import DatelineError, SqlFileError, StoreError, UsageError
from flows.settings import share
from flows.sqlfile import Param, SqlFile, Value, read_sql_file, read_sql_folder

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

# What Polars cannot take (it panics: no error that could be told), or takes for bytes.
STRANGE_TYPES = re.compile(r"\b(INTERVAL|UNION|BIGNUM|BIT|VARIANT|GEOMETRY)\b")

# Days since 1970-01-01 of what Python takes for a day: the years 1 to 9999. DuckDB has more, and an infinity.
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


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
        raise StoreError(
            f"{db}: cannot be opened: {first_line(error)}\nIf it is damaged, `dateline restore` makes it good"
        ) from error


def run_report(con: duckdb.DuckDBPyConnection, report: SqlFile, given: Given | None = None) -> pl.DataFrame:
    """The report's rows, in its order.

    Raises UsageError for a value that a parameter cannot take, SqlFileError for columns that no format could show.
    """
    bound = bind_params(report, given or {})
    try:
        relation = con.sql(report.text, params=bound)
        _refuse_columns(report, relation)
        # Made whole by DuckDB, which keeps to its memory limit and can be interrupted; Polars does neither.
        relation.execute()
        rows = pl.DataFrame(relation)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(
            f"{report.path.name} does not fit this database: {first_line(error)}. Is it one that `dateline run` made?"
        ) from error
    except duckdb.Error as error:
        raise DatelineError(f"{report.path}: {first_line(error)}") from error
    _refuse_far_days(report, rows)
    return rows


def _refuse_columns(report: SqlFile, relation: duckdb.DuckDBPyRelation) -> None:
    """Raises SqlFileError for two columns of one name, and for a type that is none of ours."""
    names = relation.columns
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise SqlFileError(report.path, 1, f"two columns are called {twice[0]}; name one of them otherwise (`as`)")
    for name, kind in zip(names, map(str, relation.types), strict=True):
        # A text inside the type is a value of an enum or the name of a field, no type.
        if match := STRANGE_TYPES.search(re.sub(r"'[^']*'|\"[^\"]*\"", "", kind)):
            raise SqlFileError(report.path, 1, f"column {name} is of type {match[1]}; cast it, such as {name}::varchar")
        if name == "period_date" and kind != "DATE":
            raise SqlFileError(report.path, 1, f"period_date is of type {kind}, not DATE; cast it: ...::date")


def _refuse_far_days(report: SqlFile, rows: pl.DataFrame) -> None:
    """Raises SqlFileError for days outside the years 1 to 9999, which nothing here could write."""
    for name, kind in rows.schema.items():
        if kind != pl.Date and not isinstance(kind, pl.Datetime):
            continue
        days = rows[name].to_physical() // (PER_DAY[kind.time_unit] if isinstance(kind, pl.Datetime) else 1)
        if not days.drop_nulls().is_between(FIRST_DAY, LAST_DAY).all():
            raise SqlFileError(report.path, 1, f"column {name} has days outside the years 1 to 9999 (or infinity)")


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
    if param.name == "grain" and value is not None and value not in GRAINS:
        raise UsageError(f"there is no grain {value!r}; possible are {', '.join(GRAINS)}")
    return param.typed(value)


def first_line(error: Exception) -> str:
    """What DuckDB said, without the lines that point into the statement."""
    return str(error).partition("\n")[0].strip()
