"""Room 4, the packer: a query in, a Parquet file out, portion by portion, whatever its length.

DuckDB's own COPY is fenced off with all other files, so pyarrow writes what DuckDB streams.
"""

import re
from pathlib import Path

import duckdb
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from flows.errors import QueryError

# Parquet or its readers have no such types; they go there as text.
AS_TEXT = re.compile(r"INTERVAL|\bBIT\b|UNION|MAP|TIME WITH TIME ZONE|VARINT|BIGNUM|VARIANT|UUID|UHUGEINT")
# Rows of a portion, and of a row group: 100,000 texts of 300 characters did not fit into 40 MB.
PORTION = 25_000


def write_parquet(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """The number of rows written to the file. Raises OSError for the file, QueryError or duckdb.Error for the query."""
    relation = con.sql(query)
    columns = (
        (f"cast({_quoted(name)} as varchar) as {_quoted(name)}" if AS_TEXT.search(str(kind)) else _quoted(name))
        for name, kind in zip(relation.columns, relation.types, strict=True)
    )
    rows = relation.project(", ".join(columns)).to_arrow_reader(PORTION)
    count = 0
    try:
        with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
            for portion in rows:
                writer.write_batch(portion)
                count += portion.num_rows
    except OSError as error:
        if error.errno is None:  # DuckDB's own, which Arrow passes on as one of these
            raise QueryError(str(error).partition("\n")[0]) from error
        raise
    return count


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
