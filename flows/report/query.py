"""Room 4, side door: one ad-hoc query on the published database, read only and fenced in; its answer as text or a file.

The fence: the file is opened read-only, without files, network, extensions, Python variables or a change of settings;
one SELECT-like statement is admitted, and only so much memory and time. Prefect, spaCy and Altair are not imported.
"""

import csv
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

import duckdb

from flows.errors import QueryError, UsageError
from flows.report.run import Config, connect_published, first_line

FORMATS = ("table", "csv", "json", "jsonl", "markdown", "parquet")

Row = tuple[object, ...]

# Rows fetched at a time: an answer of any length passes through without being held as Python objects.
FETCH_ROWS = 5_000
# A table on a terminal: widths are known only when all is there, and nobody reads further.
TABLE_ROWS = 10_000
CELL_CHARS = 100

# Polars has no such types (or another text for them); they go to Parquet as text.
NOT_IN_PARQUET = re.compile(r"INTERVAL|\bBIT\b|UNION|MAP|TIME WITH TIME ZONE|VARINT|BIGNUM|VARIANT")

FENCE: Config = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}

EXPLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*explain(?:\s+analyze\b)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a running query: `batches` gives its rows once; `frame` all of them as a Polars frame instead."""

    columns: list[str]
    types: list[str]
    batches: Callable[[], Iterator[list[Row]]]
    relation: duckdb.DuckDBPyRelation


def write_query(
    db: Path,
    query: str,
    *,
    timeout: float,
    memory: str,
    form: str = "table",
    out: Path | TextIO | None = None,
) -> int:
    """The number of rows written to `out`: a file, an open text stream, or standard output.

    Raises QueryError for a query that is refused, wrong, too large or too slow; UsageError for an unknown format.
    """
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}; possible are {', '.join(FORMATS)}")
    if form == "parquet" and not isinstance(out, Path):
        raise UsageError("parquet is not text: name a file with --out")
    with open_query(db, query, timeout=timeout, memory=memory) as answer:
        return _write_path(answer, form, out) if isinstance(out, Path) else WRITERS[form](answer, out or sys.stdout)


@contextmanager
def open_query(db: Path, query: str, *, timeout: float, memory: str) -> Iterator[Answer]:
    """The running query's answer. Time is counted until the block ends, so fetching is in it."""
    fired = threading.Event()
    with _open_sandbox(db, memory) as con:
        statement = admit_query(con, query)
        timer = threading.Timer(timeout, _stop, (con, fired))
        timer.daemon = True
        timer.start()
        try:
            yield _ask(con, statement, fired)
            _raise_when_late(fired)
        except duckdb.Error as error:
            raise _query_error(error, fired=fired, timeout=timeout, memory=memory) from error
        except _TooLateError as error:
            raise QueryError(_late(timeout)) from error
        finally:
            timer.cancel()


@contextmanager
def _open_sandbox(db: Path, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose settings are locked. Nothing is written to disk: what does not fit into memory fails."""
    with closing(connect_published(db, config=FENCE)) as con:
        try:
            con.execute("set memory_limit = $memory", {"memory": memory})
        except duckdb.Error as error:
            raise UsageError(f"--memory {memory}: {first_line(error)}") from error
        # Last and in this order: each bars the ones before it from being changed.
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        yield con


def admit_query(con: duckdb.DuckDBPyConnection, query: str) -> str:
    """The one statement of `query`, SELECT-like (FROM, WITH, VALUES, DESCRIBE, SUMMARIZE, EXPLAIN of such a one).

    Raises QueryError for anything else, before anything is executed.
    """
    try:
        statements = con.extract_statements(query)
    except duckdb.Error as error:
        raise QueryError(_said(error)) from error
    if not statements:
        raise QueryError("there is no query: give one statement, such as `from sanctions_mentions limit 10`")
    if len(statements) > 1:
        raise QueryError("one statement at a time (a PIVOT wants its values named: `pivot t on c in ('a', 'b') ...`)")
    kind = statements[0].type
    if kind == duckdb.StatementType.EXPLAIN and (match := EXPLAIN.match(query)):
        admit_query(con, query[match.end() :])
    elif kind != duckdb.StatementType.SELECT:
        raise QueryError(f"{kind.name} is refused: only questions are answered here (SELECT, FROM, WITH, DESCRIBE)")
    return query


def _ask(con: duckdb.DuckDBPyConnection, query: str, fired: threading.Event) -> Answer:
    relation = con.sql(query)
    return Answer(relation.columns, [str(t) for t in relation.types], lambda: _fetch(con, query, fired), relation)


def _fetch(con: duckdb.DuckDBPyConnection, query: str, fired: threading.Event) -> Iterator[list[Row]]:
    """The rows, in portions. Not by the relation: from DuckDB 2.0 on it runs the query again for each portion."""
    con.execute(query)
    while rows := con.fetchmany(FETCH_ROWS):
        _raise_when_late(fired)
        yield rows


class _TooLateError(Exception):
    """The time was up while rows were being fetched, when there was no statement left to interrupt."""


def _stop(con: duckdb.DuckDBPyConnection, fired: threading.Event) -> None:
    fired.set()
    con.interrupt()


def _raise_when_late(fired: threading.Event) -> None:
    if fired.is_set():
        raise _TooLateError


def _query_error(error: duckdb.Error, *, fired: threading.Event, timeout: float, memory: str) -> QueryError:
    if fired.is_set():
        return QueryError(_late(timeout))
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError(f"the query needs more than {memory} of memory; aggregate earlier, or give more by --memory")
    return QueryError(_said(error))


def _late(timeout: float) -> str:
    return f"the query was stopped after {timeout:g} s; a larger --timeout gives it longer"


def _said(error: duckdb.Error) -> str:
    """DuckDB's own words in at most two lines: what is wrong, and its hint when it has one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hints = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate", "LINE"))]
    return "\n".join(lines[:1] + hints[:1])[:500]


def _write_path(answer: Answer, form: str, path: Path) -> int:
    try:
        if form == "parquet":
            return _write_parquet(answer, path)
        with path.open("w", encoding="utf-8", newline="") as stream:
            return WRITERS[form](answer, stream)
    except OSError as error:
        raise UsageError(f"--out {path}: {error.strerror or error}") from error


def _write_parquet(answer: Answer, path: Path) -> int:
    import polars as pl

    parts = (
        (f"cast({_quoted(name)} as varchar) as {_quoted(name)}" if NOT_IN_PARQUET.search(kind) else _quoted(name))
        for name, kind in zip(answer.columns, answer.types, strict=True)
    )
    rows = pl.DataFrame(answer.relation.project(", ".join(parts)))
    rows.write_parquet(path)
    return rows.height


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _write_csv(answer: Answer, stream: IO[str]) -> int:
    """RFC 4180 but for the line end, which is that of the other tools on a Unix terminal."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    count = 0
    for rows in answer.batches():
        writer.writerows([[_csv_cell(value) for value in row] for row in rows])
        count += len(rows)
    return count


def _csv_cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict | tuple) else value


def _write_jsonl(answer: Answer, stream: IO[str]) -> int:
    count = 0
    for line in _json_rows(answer):
        stream.write(line + "\n")
        count += 1
    return count


def _write_json(answer: Answer, stream: IO[str]) -> int:
    count = 0
    stream.write("[")
    for line in _json_rows(answer):
        stream.write(("\n" if count == 0 else ",\n") + line)
        count += 1
    stream.write("\n]\n" if count else "]\n")
    return count


def _json_rows(answer: Answer) -> Iterator[str]:
    for rows in answer.batches():
        for row in rows:
            yield json.dumps(dict(zip(answer.columns, row, strict=True)), ensure_ascii=False, default=_json_value)


def _json_value(value: object) -> str:
    """Dates and times in ISO form, everything else as its text; NaN stays JavaScript's, as Python writes it."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _read_some(answer: Answer) -> tuple[list[list[str]], bool]:
    """The first rows as cells of one line, and whether there are more."""
    cells: list[list[str]] = []
    for rows in answer.batches():
        cells += [[_cell(value) for value in row] for row in rows]
        if len(cells) > TABLE_ROWS:
            return cells[:TABLE_ROWS], True
    return cells, False


def _cell(value: object) -> str:
    """One line of printable text: a control character in a headline must not steer the terminal."""
    if value is None:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(_csv_cell(value))
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…"


def _write_table(answer: Answer, stream: IO[str]) -> int:
    """Columns under their names, numbers to the right; the count of rows below."""
    cells, more = _read_some(answer)
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(answer.columns)]
    is_number = [bool(re.fullmatch(r"U?[A-Z]*INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*", kind)) for kind in answer.types]

    def line(row: list[str]) -> str:
        padded = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, is_number, strict=True))
        return "  ".join(padded).rstrip() + "\n"

    stream.write(line(answer.columns) + line(["─" * width for width in widths]))
    stream.writelines(line(row) for row in cells)
    count = len(cells)
    tail = f"the first {count} rows; --format csv or jsonl gives all" if more else f"{count} row{'s' * (count != 1)}"
    stream.write(f"({tail})\n")
    return count


def _write_markdown(answer: Answer, stream: IO[str]) -> int:
    cells, more = _read_some(answer)

    def line(row: list[str]) -> str:
        return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |\n"

    stream.write(line(answer.columns) + line(["---"] * len(answer.columns)))
    stream.writelines(line(row) for row in cells)
    if more:
        stream.write(f"\nThe first {len(cells)} rows.\n")
    return len(cells)


WRITERS: dict[str, Callable[[Answer, IO[str]], int]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "markdown": _write_markdown,
}
