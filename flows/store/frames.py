"""Room 3, the counter: frames and .sql files go over it to DuckDB, and frames come back.

Enters: a connection, Polars frames, the names of files in sql/. Leaves: rows in DuckDB, or frames read from it. Both
ways through the Arrow stream that Polars and DuckDB speak themselves: handing over a frame as it is, and `.pl()`, want
pyarrow. Where pyarrow happens to be installed, DuckDB has it filter streams, and it cannot filter the string views of
Polars ("is_in has no kernel", pyarrow 26): hence a frame is copied into a temporary table before it is queried.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache

import duckdb
import polars as pl

from flows.errors import StoreError
from flows.settings import share

Connection = duckdb.DuckDBPyConnection

# Where pyarrow is installed, DuckDB reads streams through its engine, which warns on stderr of every buffer that is not
# aligned to 64 bytes, as those of Polars are not. Nothing is wrong with them.
os.environ.setdefault("ACERO_ALIGNMENT_HANDLING", "ignore")


class _Stream:
    """A frame that DuckDB knows for an Arrow stream only; it may be read more than once."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


@cache
def sql_text(folder: str, name: str) -> str:
    """The text of sql/<folder>/<name>.sql."""
    return share("sql", folder, f"{name}.sql").read_text(encoding="utf-8")


def execute(con: Connection, name: str, params: Mapping[str, object] | None = None) -> None:
    """Nothing; the statements of sql/load/<name>.sql are carried out, a single one when it has parameters."""
    con.execute(sql_text("load", name), params)


def fetch(con: Connection, name: str, params: Mapping[str, object] | None = None) -> pl.DataFrame:
    """The rows that sql/load/<name>.sql gives."""
    return pl.DataFrame(con.sql(sql_text("load", name), params=params))


@contextmanager
def shown(con: Connection, frames: Mapping[str, pl.DataFrame]) -> Iterator[None]:
    """The frames as temporary tables under their names while the block lasts; to be opened outside a transaction, so
    that they can be dropped when it failed."""
    for name, frame in frames.items():
        con.register("stream", _Stream(frame))
        con.execute(f'create or replace temporary table "{name}" as select * from stream')  # noqa: S608 our own names
        con.unregister("stream")
    try:
        yield
    finally:
        for name in frames:
            con.execute(f'drop table if exists temp."{name}"')


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """All of the block or nothing of it."""
    con.begin()
    try:
        yield
        con.commit()
    except duckdb.Error as error:
        _roll_back(con)
        raise StoreError(f"the database cannot be written: {str(error).splitlines()[0]}") from error
    except BaseException:
        _roll_back(con)
        raise


def _roll_back(con: Connection) -> None:
    """Nothing of the transaction stays; after a full disk DuckDB has rolled back by itself."""
    with suppress(duckdb.Error):
        con.rollback()
