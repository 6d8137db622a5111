"""Room 4, the loading ramp: the published database in, a folder of Parquet files out, one a table and view.

The folder is made beside its place and put there when it is whole, so that nobody reads half of it.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from flows.errors import StoreError, UsageError
from flows.report.run import connect_published, first_line
from flows.report.tables_page import tables_page
from flows.settings import share

README = "README.md"
# The first line of our README: only a folder that has it is replaced.
MARK = "# Export of a Dateline database"
HOW_TO_READ = """
One Parquet file (zstd) a table and view; the files can be read by DuckDB (`from 'articles.parquet'`), Polars, pandas,
R (arrow), Spark and others. Offsets are characters (Unicode code points), half-open, into `articles.text`.
"""


def export_tables(db: Path, folder: Path, *, memory: str) -> dict[str, int]:
    """Rows by table and view, each in `folder/<name>.parquet`, beside a README that explains them.

    An earlier export is replaced as a whole. Raises UsageError for a folder that holds anything else, StoreError when
    there is no database or no room; the folder is then as it was.
    """
    target = folder.resolve()
    _ask_replaceable(target)
    made = target.with_name(f".{target.name}.exporting.{os.getpid()}")
    old = target.with_name(f".{target.name}.replaced.{os.getpid()}")
    try:
        made.mkdir(parents=True)
        counts = _write(db, made, memory=memory)
        if target.exists():
            target.rename(old)
        try:
            made.rename(target)
        except OSError:
            with suppress(OSError):
                old.rename(target)
            raise
        return counts
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"{folder}: cannot be exported to: {first_line(error)}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _ask_replaceable(target: Path) -> None:
    """Raises UsageError for what is neither missing, nor empty, nor an earlier export and nothing else."""
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target}: a file lies there; name a folder")
    found = {path.name for path in target.iterdir()} if target.exists() else set()
    is_ours = README in found and (target / README).read_text(encoding="utf-8").startswith(MARK)
    if (found and not is_ours) or any(not name.endswith(".parquet") for name in found - {README}):
        raise UsageError(f"{target}: holds other files, which an export would remove; name a new or empty folder")


def _write(db: Path, folder: Path, *, memory: str) -> dict[str, int]:
    con = connect_published(db, config={"memory_limit": memory, "temp_directory": str(folder / "tmp")})
    try:
        names = con.execute(share("sql", "prompt", "tables.sql").read_text(encoding="utf-8")).fetchall()
        counts = {name: _copy(con, name, folder / f"{name}.parquet") for name, _, _ in names}
        page = tables_page(con)
    finally:
        con.close()
    rows = "\n".join(f"| [{name}]({name}.parquet) | {count:,} |" for name, count in counts.items())
    text = f"{MARK}\n{HOW_TO_READ}\n| table or view | rows |\n|---|---:|\n{rows}\n\n{page}"
    (folder / README).write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    return counts


def _copy(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> int:
    quoted = str(path).replace("'", "''")
    row = con.execute(f"copy (from \"{name}\") to '{quoted}' (format parquet, compression zstd)").fetchone()
    return int(row[0]) if row else 0
