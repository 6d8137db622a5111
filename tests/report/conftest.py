"""A small published database, built by hand from the project's own schema."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.settings import share

Row = dict[str, object]
Insert = Callable[..., None]


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Every table and view of sql/schema and sql/views."""
    views = sorted(share("sql", "views").glob("*.sql"))
    for path in [*sorted(share("sql", "schema").glob("*.sql")), *views]:
        con.execute(path.read_text(encoding="utf-8"))


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    """One row; columns that are not named stay null or take their default."""
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(values))})", list(values.values()))


def describe() -> None: ...
