"""Room 4, the card index: the published database in, a file of word stems beside it out, for `search()` in a query.

The index is DuckDB's own (extension fts, a package of the index: `pip install dateline[fts]`) and lies in a file of its
own, `<stem>.search.duckdb`: the published one would grow by a fifth, and every run would make it anew (36,000 articles
of 310 words: 14 s, 18 MB beside 89). Without it, or when it is older than the database, `search()` reads the texts.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb

from flows.errors import StoreError, UsageError
from flows.report.fence import FENCE, first_line
from flows.settings import share

PACKAGE = "duckdb_extension_fts"


def index_path(db: Path) -> Path:
    """The index that belongs to a published database, beside it.

    >>> index_path(Path("news/dateline.duckdb")).as_posix()
    'news/dateline.search.duckdb'
    """
    return db.with_name(f"{db.stem}.search.duckdb")


def build_index(db: Path, *, memory: str) -> Path:
    """The index, made of all current articles; it takes the place of an older one in one rename.

    Raises UsageError without the extension, StoreError when there is no database or no room.
    """
    extension = find_extension()
    if not extension:
        raise UsageError("--index wants the full-text extension of DuckDB: pip install 'dateline[fts]'")
    if not db.is_file():
        raise StoreError(f"{db}: no database there yet; `dateline run` makes it (--db names another)")
    target = index_path(db)
    written = target.with_name(f".{target.name}.{os.getpid()}")
    spilled = written.with_name(f"{written.name}.tmp")
    try:
        config = FENCE | {"memory_limit": memory, "temp_directory": str(spilled)}
        with duckdb.connect(written, config=config) as con:
            con.execute(f"load {_quoted(extension)}")
            con.execute(f"attach {_quoted(db)} as published (read_only)")
            for step in ("texts", "index", "made_from"):
                con.execute(_sql(step))
            con.execute("checkpoint")
        written.chmod(0o444)
        written.replace(target)
    except (duckdb.Error, OSError) as error:
        raise StoreError(f"{target}: cannot be made: {first_line(error)}") from error
    finally:
        for left in (written, written.with_name(f"{written.name}.wal")):
            left.unlink(missing_ok=True)
    return target


def find_extension() -> Path | None:
    """The file of the extension for this very DuckDB; None where the package is not installed."""
    package = find_spec(PACKAGE)
    for folder in (package and package.submodule_search_locations) or ():
        file = Path(folder, "extensions", f"v{duckdb.__version__}", "fts.duckdb_extension")
        if file.is_file():
            return file
    return None


def use_index(con: duckdb.DuckDBPyConnection, *, db: Path) -> bool:
    """Whether `search()` now looks into the index; the connection must not be locked yet.

    An index that is older than the database would miss articles: it is left alone, and said on stderr.
    """
    index, extension = index_path(db), find_extension()
    if not index.is_file() or not extension:
        return False
    try:
        con.execute(f"load {_quoted(extension)}")
        con.execute(f"attach {_quoted(index)} as search_index (read_only)")
        if con.execute(_sql("is_fresh")).fetchone() != (True,):
            print("the search index is older than the database; `dateline sql --index` renews it", file=sys.stderr)
            return False
        con.execute(_sql("search"))
    except duckdb.Error as error:
        raise StoreError(
            f"{index}: not a search index: {first_line(error)}; remove it, or renew it by --index"
        ) from error
    return True


def _sql(name: str) -> str:
    return share("sql", "search", f"{name}.sql").read_text(encoding="utf-8")


def _quoted(path: Path) -> str:
    """The path as a text in SQL, which takes no bound value here."""
    return "'" + str(path).replace("'", "''") + "'"
