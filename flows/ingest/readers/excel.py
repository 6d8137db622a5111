"""Excel workbooks (.xlsx, .xlsm): one row an article, on every sheet that has a column for the text.

Enters: the file. Leaves: drafts, row by row: a sheet is never held as a whole. Formulas count as the values that were
saved with them. By openpyxl: see docs/decisions/0010-tables.md.
"""

import re
import struct
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from itertools import chain, islice
from typing import Any, BinaryIO

from flows.errors import RecordError
from flows.ingest.columns import without_text
from flows.ingest.drafts import Draft, Limits, Note, Origin, Reject, reject_of
from flows.ingest.files import MOST_EXPANSION, TooLargeError
from flows.ingest.grid import HEADER_WITHIN, Cells, find_header, read_grid
from flows.ingest.whole import seekable

SUFFIXES = (".xlsx", ".xlsm")

# What a formula without a value shows.
ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"})
# A cell holds no more; a program that writes Excel cuts what is longer.
FULL_CELL = 32_767
# Characters that XML cannot hold are written so; the escape itself is written _x005F_.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The last row that Excel has; a higher number is damage, and would be counted up to.
LAST_ROW = 1_048_576
# A small part may be as odd as it likes; news shrinks to a third, columns of numbers to a twentieth.
FREE_BYTES = 16_000_000
# An old .xls, or a workbook with a password.
OLE = b"\xd0\xcf\x11\xe0"


def read(stream: BinaryIO, _origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every row that is not blank; `record` counts on from sheet to sheet.

    One reject for the file when no sheet has a column for the text; sheets without one, beside others, are told of.
    """
    number, without, is_read = 0, dict[str, Sequence[str]](), False
    try:
        for title, rows in _sheets(seekable(stream, limits), limits):
            head = list(islice(rows, HEADER_WITHIN))
            header = find_header(head, limits)
            if header is None or not header.columns.has_text:
                without |= {title: header.names} if header else {}
                continue
            is_read = True
            for item in _read_sheet(title, chain(head, rows), limits, start=number):
                number = number if isinstance(item, Note) else item.record
                yield item
    except RecordError as error:
        yield reject_of(number + 1, error)
        return
    if is_read:
        yield from (Note(f"sheet {title!r} has no column for the text and was not read") for title in without)
    elif without:
        yield Reject(
            1, "no_text_column", "; ".join(f"sheet {title!r}: {without_text(without[title])}" for title in without)
        )


def _read_sheet(title: str, rows: Iterator[Cells], limits: Limits, *, start: int) -> Iterator[Draft | Reject | Note]:
    """The sheet's items; a note when texts are as long as a cell may be, for then they were probably cut."""
    full = 0
    for item in read_grid(rows, limits, start=start, is_padded=True):
        full += isinstance(item, Draft) and len(item.text) >= FULL_CELL
        yield Note(f"sheet {title!r}: {item.text}") if isinstance(item, Note) else item
    if full:
        yield Note(f"sheet {title!r}: {full} texts fill a cell ({FULL_CELL:,} characters) and may have been cut")


def _sheets(file: BinaryIO, limits: Limits) -> Iterator[tuple[str, Iterator[Cells]]]:
    """Each sheet's title and rows, to be read before the next is asked for. Raises RecordError, TooLargeError."""
    _refuse_bombs(file, limits)
    with _damage_told():
        import openpyxl  # type: ignore[import-untyped]

        warnings.filterwarnings("ignore", module="openpyxl")  # of styles and validations that it does not keep
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = workbook.worksheets
    for sheet in sheets:
        yield sheet.title, _rows(sheet)


def _rows(sheet: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    with _damage_told():
        for row in sheet.iter_rows(values_only=True, max_row=LAST_ROW):
            yield [_value(cell) for cell in row]


def _value(cell: object) -> object:
    """A day as a date, though Excel knows times only; nothing for an error; text without the escapes of the format."""
    if isinstance(cell, datetime):
        return cell if cell.time() != time.min else cell.date()
    if not isinstance(cell, str):
        return cell
    if cell in ERRORS:
        return None
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell) if "_x" in cell else cell


def _refuse_bombs(file: BinaryIO, limits: Limits) -> None:
    """Raises TooLargeError where the parts unfold beyond all measure, RecordError for what is no workbook."""
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        file.seek(0)
        is_old = file.read(len(OLE)) == OLE
        detail = "an old .xls, or locked with a password; save it as .xlsx" if is_old else f"no workbook: {error}"
        raise RecordError("unparsable", detail) from error
    for part in parts:
        if part.file_size > min(limits.member_bytes, max(FREE_BYTES, MOST_EXPANSION * part.compress_size)):
            raise TooLargeError(f"{part.filename} unfolds to {part.file_size:,} bytes; a bomb, or a case for CSV")


@contextmanager
def _damage_told() -> Iterator[None]:
    """Raises RecordError where openpyxl stumbles over a damaged workbook."""
    try:
        yield
    except (RecordError, OSError):
        raise
    except Exception as error:  # openpyxl examines nothing: any error of Python may come of a damaged part
        raise RecordError("unparsable", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}") from error
