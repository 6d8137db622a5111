"""Room 4, side door: one ad-hoc query on the published database, read only and fenced in; its answer as text or a file.

The query runs in a child (apart.py) behind the fence (fence.py), so that time and memory hold whatever it asks; the
answer is written by formats.py. DuckDB is imported in the child only: a prompt that stays open holds no database.
"""

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flows.errors import QueryError, UsageError
from flows.report.apart import run_apart

if TYPE_CHECKING:
    import duckdb

FORMATS = ("table", "csv", "json", "jsonl", "markdown", "parquet")

# Seconds; parsing takes milliseconds, importing DuckDB 0.1 s.
PARSE_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and how its answer shall look: `width` in characters and `rows` are the most that a table may have."""

    query: str
    params: Mapping[str, object] | None
    memory: str
    form: str
    width: int | None
    rows: int | None


def write_query(
    db: Path,
    query: str,
    *,
    timeout: float,
    memory: str,
    form: str = "table",
    out: Path | TextIO | None = None,
    params: Mapping[str, object] | None = None,
    width: int | None = None,
    rows: int | None = None,
) -> int:
    """The number of rows written to `out`: a file, an open text stream, or standard output.

    `params` are the values of $names; `width` (characters) and `rows` say how large a table may be. Raises QueryError
    for a query that is refused, wrong, too large or too slow; UsageError for an unknown format or a file that cannot
    be written, which then stays as it was.
    """
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}; possible are {', '.join(FORMATS)}")
    question = Question(query, params, memory, form, width, rows)
    if not isinstance(out, Path):
        if form == "parquet":
            raise UsageError("parquet is not text: name a file with --out")
        return run_apart(partial(_answer, db, question), out=out or sys.stdout, timeout=timeout)
    try:
        with _replacing(out) as path:
            if form == "parquet":
                return run_apart(partial(_answer_file, db, question, path), out=io.StringIO(), timeout=timeout)
            with path.open("w", encoding="utf-8", newline="") as text:
                return run_apart(partial(_answer, db, question), out=text, timeout=timeout)
    except OSError as error:
        raise UsageError(f"--out {out}: {error.strerror or error}") from error


def is_statement(text: str) -> bool:
    """Whether DuckDB's parser takes the text for whole statements, whatever they do."""

    def parse(_: TextIO) -> int:
        import duckdb

        try:
            return len(duckdb.connect().extract_statements(text))
        except duckdb.Error:
            return 0

    return run_apart(parse, out=io.StringIO(), timeout=PARSE_TIMEOUT) > 0


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file to write, which takes the place of `path` when the block ends well; /dev/null and the like as they are."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        yield target
        return
    written = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        yield written
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def _answer(db: Path, question: Question, text: TextIO) -> int:
    """In the child: the number of rows written as text."""
    from flows.report.formats import WRITERS, answer_of, write_table

    with _admitted(db, question) as con:
        answer = answer_of(con, question.query, question.params)
        if question.form == "table":
            return write_table(answer, text, width=question.width, rows=question.rows)
        return WRITERS[question.form](answer, text)


def _answer_file(db: Path, question: Question, path: Path, _: TextIO) -> int:
    """In the child: the number of rows written as Parquet. Imported before memory is limited: code wants room."""
    from flows.report.parquet import write_parquet

    try:
        with _admitted(db, question) as con:
            return write_parquet(con, question.query, path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


@contextmanager
def _admitted(db: Path, question: Question) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A connection behind the fence, when the query may pass; what DuckDB says against it becomes a QueryError."""
    import duckdb

    from flows.report.fence import admit_query, open_sandbox, words_of

    with open_sandbox(db, memory=question.memory, prepare=_preparation(db, question.query)) as con:
        admit_query(con, question.query)
        try:
            yield con
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise QueryError(
                f"the query needs more than {question.memory} of memory; aggregate earlier, or give more by --memory"
            ) from error
        except duckdb.Error as error:
            raise QueryError(words_of(error)) from error


def _preparation(db: Path, query: str) -> "Callable[[duckdb.DuckDBPyConnection], object] | None":
    """What a query that may call `search()` needs before the fence is closed: the index, if there is one."""
    if "search" not in query.lower():
        return None
    from flows.report.search import use_index

    return partial(use_index, db=db)
