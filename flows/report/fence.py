"""Room 4, the fence around an ad-hoc query: a connection that can only answer, and which queries are let in.

The file is opened read-only, without files, network, extensions, Python variables or a change of settings; one
SELECT-like statement is admitted, and in it only table functions that read nothing but the database.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import orjson

from flows.errors import QueryError, StoreError, UsageError
from flows.report.apart import SLACK_BYTES, limit_address_space, resident_bytes

FENCE: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}

# Table functions that read no file and change nothing; macros of the database come on top. A list of what is allowed,
# since the others are no better than they look: `arrow_scan` takes addresses in memory, `enable_logging` ends the
# process, `query` runs a text.
TABLE_FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        """
        range generate_series unnest repeat repeat_row json_each json_tree summary
        pragma_table_info pragma_show pragma_version pragma_platform pragma_database_size pragma_storage_info
        pragma_collations pg_timezone_names icu_calendar_names
        duckdb_columns duckdb_constraints duckdb_databases duckdb_extensions duckdb_functions duckdb_indexes
        duckdb_keywords duckdb_memory duckdb_schemas duckdb_settings duckdb_tables duckdb_types duckdb_views
        """,
    )
)

EXPLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*explain(?:\s+analyze\b)?", re.IGNORECASE | re.DOTALL)
SIZE = re.compile(r"([\d.]+) (bytes|KiB|MiB|GiB|TiB)")
UNITS = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


@contextmanager
def open_sandbox(
    db: Path, *, memory: str, prepare: Callable[[duckdb.DuckDBPyConnection], object] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """`open_fenced` for a child: what functions build beside DuckDB's own memory is limited as well."""
    with open_fenced(db, memory=memory, prepare=prepare) as con:
        limit_address_space(_memory_bytes(con))
        yield con


@contextmanager
def open_fenced(
    db: Path, *, memory: str, prepare: Callable[[duckdb.DuckDBPyConnection], object] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose settings are locked. Nothing is written to disk: what does not fit into memory fails.

    `prepare` is called while files can still be read, with settings that hold already.

    Raises StoreError when there is no database, UsageError for a memory that is none.
    """
    with closing(_connect(db)) as con:
        try:
            con.execute("set memory_limit = $memory", {"memory": memory})
        except duckdb.Error as error:
            raise UsageError(f"--memory {memory}: {first_line(error)}") from error
        if prepare:
            prepare(con)
        # Last and in this order: each bars the ones before it from being changed.
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        yield con


@dataclass(slots=True)
class Stop:
    """Why a statement was stopped: `time`, `memory`, or nothing as long as it runs."""

    reason: str = ""


@contextmanager
def stopped_after(con: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[Stop]:
    """What stopped the statement of the block, when the time was up or this process grew beyond DuckDB's memory limit.

    DuckDB does not count the rows that it hands out (30 million numbers with a limit of 50 MB: 214 MB), so the process
    is looked at. Interrupted again and again: what comes while DuckDB plans is forgotten when it begins to execute.
    """
    done, stop = threading.Event(), Stop()
    end, most = time.monotonic() + seconds, resident_bytes() + _memory_bytes(con) + SLACK_BYTES

    def watch() -> None:
        while not done.wait(min(0.1, max(end - time.monotonic(), 0.01))):
            if not stop.reason:
                stop.reason = "time" if time.monotonic() >= end else "memory" if resident_bytes() > most else ""
            if stop.reason:
                con.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield stop
    finally:
        done.set()
        watcher.join()


def _connect(db: Path) -> duckdb.DuckDBPyConnection:
    if not db.is_file():
        raise StoreError(f"{db}: no database there yet; `dateline run` makes it (--db names another)")
    try:
        return duckdb.connect(db, read_only=True, config=FENCE)
    except duckdb.Error as error:
        raise StoreError(f"{db}: cannot be opened: {first_line(error)}") from error


def _memory_bytes(con: duckdb.DuckDBPyConnection) -> int:
    """What DuckDB made of the given size, which it tells as "953.6 MiB"."""
    row = con.execute("select current_setting('memory_limit')").fetchone()
    match = SIZE.fullmatch(str(row[0])) if row else None
    if not match:
        raise UsageError(f"--memory: {row} is no size such as 1GB")
    return int(float(match[1]) * UNITS[match[2]])


def admit_query(con: duckdb.DuckDBPyConnection, query: str) -> None:
    """Nothing, when `query` is one statement, SELECT-like (FROM, WITH, VALUES, DESCRIBE, SUMMARIZE, EXPLAIN of one).

    Raises QueryError for anything else, before anything is executed.
    """
    try:
        statements = con.extract_statements(query)
    except duckdb.Error as error:
        raise QueryError(words_of(error)) from error
    if not statements:
        raise QueryError("there is no query: give one statement, such as `from sanctions_mentions limit 10`")
    if len(statements) > 1:
        raise QueryError("one statement at a time (a PIVOT wants its values named: `pivot t on c in ('a', 'b') ...`)")
    kind = statements[0].type
    if kind == duckdb.StatementType.EXPLAIN and (match := EXPLAIN.match(query)):
        admit_query(con, query[match.end() :])
    elif kind != duckdb.StatementType.SELECT:
        raise QueryError(f"{kind.name} is refused: only questions are answered here (SELECT, FROM, WITH, DESCRIBE)")
    elif refused := sorted(_table_functions(con, query) - TABLE_FUNCTIONS - _macros(con)):
        raise QueryError(f"{refused[0]}() is refused: only the tables, views and macros of this database are read")


def _table_functions(con: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """Names of the functions that stand where a table may stand, as DuckDB's own parser sees them."""
    row = con.execute("select json_serialize_sql($query::varchar)", {"query": query}).fetchone()
    try:
        tree = orjson.loads(row[0]) if row else {}
    except orjson.JSONDecodeError as error:
        raise QueryError("the query is nested too deeply") from error
    if tree.get("error", True):
        raise QueryError(f"the query cannot be looked through: {tree.get('error_message', 'no reason given')}")
    found, left = set(), [tree]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            if node.get("type") == "TABLE_FUNCTION":
                found.add(str(node["function"]["function_name"]).lower())
            left.extend(node.values())
        elif isinstance(node, list):
            left.extend(node)
    return found


def _macros(con: duckdb.DuckDBPyConnection) -> set[str]:
    rows = con.execute("select function_name from duckdb_functions() where function_type = 'table_macro'").fetchall()
    return {str(name).lower() for (name,) in rows}


def first_line(error: Exception) -> str:
    """What DuckDB said, without the lines that point into the statement."""
    return str(error).partition("\n")[0].strip()


def words_of(error: duckdb.Error) -> str:
    """DuckDB's own words in at most two lines: what is wrong, and its hint when it has one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hints = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate", "LINE"))]
    return "\n".join(lines[:1] + hints[:1])[:500]
