"""CSV and TSV: one row an article, under a header. Text is delivered exactly as given.

Enters: bytes in any encoding; cells separated by comma, semicolon, tab or bar, as the first rows speak for. A row
that breaks the rules of quoting is a reject, and reading goes on with the next line.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from flows.errors import RecordError
from flows.ingest.drafts import Draft, Limits, Note, Origin, Reject
from flows.ingest.files import Pieces
from flows.ingest.grid import HEADER_WITHIN, Cells, find_header, read_grid
from flows.ingest.utf8 import utf8_pieces

SUFFIXES = (".csv", ".tsv", ".tab", ".psv")

# What the form is told from.
HEAD_CHARS = 200_000
HEAD_LINES = 500
# The unit separator stands for none: a file of one column, whose commas are its text's.
NO_DELIMITER = "\x1f"
DELIMITERS = (",", ";", "\t", "|", NO_DELIMITER)
# Where a quotation mark may be one: tab-separated files have no quoting by definition, though many programs quote.
UNQUOTED = ("\t", "|", NO_DELIMITER)
# Excel's own way to tell.
TOLD = re.compile(r"\Asep=(.)\r?\n\Z", re.IGNORECASE)
# "He said \"no\" to it": a quotation mark escaped, not the end of a cell.
ESCAPED = re.compile(r'\\"[^\r\n,;|\t]')


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows are written. `is_quoted`: cells may stand in quotation marks, and then hold line ends."""

    delimiter: str
    is_quoted: bool = True
    is_escaped: bool = False

    def rows(self, lines: Iterable[str]) -> "Iterator[list[str]]":
        """The lines' rows; csv.Error is raised for a broken one, and the next call goes on after it."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.is_quoted else csv.QUOTE_NONE,
            escapechar="\\" if self.is_escaped else None,
            doublequote=not self.is_escaped,
            strict=True,
        )


class Lines:
    """The lines of a text, kept to a limit, and those of the row that is being read, to read them again."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._row: list[str] = []
        self._again: deque[str] = deque()
        self._left = limit
        self.number = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        """The next line with its end. Raises csv.Error when it, or the row, takes more characters than the limit."""
        line = self._again.popleft() if self._again else self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._row.append(line)
        self._left -= len(line)
        if self._left < 0:
            self._row[-1] = line.rstrip("\r\n") + "\n"  # whole, should it be given again
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(self._limit + 1)
            raise csv.Error(f"more than {self._limit:,} characters (DATELINE_MAX_RECORD_BYTES)")
        return line

    def head(self) -> list[str]:
        """The first lines, which will be given again."""
        size = 0
        with suppress(csv.Error):
            while size < HEAD_CHARS and len(self._row) < HEAD_LINES and (line := next(self, "")):
                size += len(line)
        head = self._row
        self.go_back(0)
        return head

    def start_row(self) -> None:
        """Forget the lines behind."""
        self._row, self._left = [], self._limit

    def go_back(self, kept: int) -> tuple[int, str]:
        """The number and beginning of the row's first line; its lines after the first `kept` are given again."""
        first = self.number - len(self._row) + 1, self._row[0][:200] if self._row else ""
        self.number -= len(self._row[kept:])
        self._again.extendleft(reversed(self._row[kept:]))
        self.start_row()
        return first


def read(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every row that is not blank; `record` counts the rows after the header from 1."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_bytes))  # rows are bounded by Lines
    pieces = io.BufferedReader(Pieces(utf8_pieces(stream, charset=origin.charset)))
    text = io.TextIOWrapper(cast(BinaryIO, pieces), encoding="utf-8", errors="surrogateescape", newline="")
    lines = Lines(text, limits.record_bytes)
    head = lines.head()
    if told := TOLD.match(head[0]) if head else None:
        next(lines)
        lines.start_row()
    yield from read_grid(_rows(Form(told[1]) if told else form_of(head, limits), lines), limits)


def form_of(head: Sequence[str], limits: Limits) -> Form:
    """The form under which the first lines make the best table: a text column, rows as long as the header."""
    joined = "".join(head)
    is_escaped = bool(ESCAPED.search(joined)) and '""' not in joined
    forms = [Form(delimiter, is_escaped=is_escaped) for delimiter in DELIMITERS]
    forms += [Form(delimiter, is_quoted=False) for delimiter in UNQUOTED]
    return max(forms, key=lambda form: _fitness(form, head, limits))  # the first of equals


def _fitness(form: Form, head: Sequence[str], limits: Limits) -> tuple[bool, float, int]:
    rows = list(_tried(form.rows(head)))
    header = find_header(rows[:HEADER_WITHIN], limits)
    if header is None:
        return False, 0.0, 0
    below = [row for row in rows[header.row + 1 :] if row]
    is_cut = len(head) >= HEAD_LINES or sum(map(len, head)) >= HEAD_CHARS
    below = below[:-1] if is_cut and len(below) > 1 else below
    even = sum(isinstance(row, list) and len(row) == len(header.names) for row in below)
    # A header that nothing separates says nothing of what the rows hold.
    width = 0 if form.delimiter == NO_DELIMITER else len(header.names)
    return header.columns.has_text, round(even / (len(below) or 1), 2), width


def _rows(form: Form, lines: Lines) -> Iterator[Cells | RecordError]:
    """The rows, broken ones as errors. A cell that is never closed has eaten lines: they are read again, as rows."""
    for row in _tried(form.rows(lines)):
        if isinstance(row, csv.Error):
            line, sample = lines.go_back(1)
            yield RecordError("bad_csv", f"line {line}: {row}", sample=sample.encode("utf-8", "replace").decode())
        else:
            lines.start_row()
            yield row if _is_text(row) else RecordError("bad_encoding", "bytes that are no text; save it as UTF-8")


def _tried(rows: Iterator[list[str]]) -> Iterator[list[str] | csv.Error]:
    """The rows; the error of one that is broken in its place."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield error
        else:
            yield row


def _is_text(row: list[str]) -> bool:
    try:
        "".join(row).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
