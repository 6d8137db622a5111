"""Rows of cells under a header -> drafts: what CSV and Excel have in common.

Enters: rows as the format's reader found them. Leaves: drafts, rejects and a note on the columns; `record` counts the
rows after the header, blank ones too, so that it is the row's number in a spreadsheet less that of the header.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice

from flows.errors import RecordError
from flows.ingest.columns import Columns, Records, guess_columns, without_text
from flows.ingest.drafts import Draft, Limits, Note, Reject, reject_of

Cells = Sequence[object]
# Exports begin with a title, a date, a blank line; the header is looked for in so many rows.
HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (rows before it), its names, made unique, and which fields they hold."""

    row: int
    names: tuple[str, ...]
    columns: Columns


def read_grid(
    rows: Iterable[Cells | RecordError], limits: Limits, *, start: int = 0, is_padded: bool = False
) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every row that is not blank. `start`: records before the first.

    A row that could not be read comes as its error. `is_padded`: rows may be shorter or longer than the header, as in
    a spreadsheet; elsewhere such a row is a reject. No column for the text: one reject for all.
    """
    lines = iter(rows)
    head = list(islice(lines, HEADER_WITHIN))
    header = find_header(head, limits)
    if header is None:
        return
    if not header.columns.has_text:
        yield Reject(start + 1, "no_text_column", without_text(header.names))
        return
    if header.row:
        yield Note(f"the header is row {header.row + 1}")
    records = Records(limits)
    for number, row in enumerate(chain(head[header.row + 1 :], lines), start + 1):
        if isinstance(row, RecordError):
            yield reject_of(number, row)
        elif any(not is_blank(cell) for cell in row):
            yield from _read_row(number, row, header, records, is_padded=is_padded)


def find_header(rows: Sequence[Cells | Exception], limits: Limits) -> Header | None:
    """The first row that names a text and, below the top, another field; else the first that is not blank."""
    first = None
    for at, row in enumerate(rows):
        if isinstance(row, Exception) or all(map(is_blank, row)):
            continue
        names = unique_names(row)
        header = Header(at, names, guess_columns(names, given=limits.columns))
        found = sum(name in names for name in header.columns.names.values())
        if header.columns.has_text and (first is None or found > 1):
            return header
        first = first or header
    return first


def unique_names(cells: Cells) -> tuple[str, ...]:
    """The cells as names: blank ones by their place, repeated ones numbered.

    >>> unique_names(["text", "", "text "])
    ('text', 'column_2', 'text_2')
    """
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, start=1):
        name = "" if is_blank(cell) else str(cell).strip().removeprefix("\ufeff")
        name = name or f"column_{place}"
        count = 1
        while (unique := name if count == 1 else f"{name}_{count}") in names:
            count += 1
        names[unique] = None
    return tuple(names)


def is_blank(cell: object) -> bool:
    """Whether there is nothing in the cell, or white space only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(value: object) -> object:
    """A value as JSON would give it: dates in ISO form, bytes as the text that they are, None for other bytes."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    if isinstance(value, Decimal | timedelta):
        return str(value)
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _read_row(
    number: int, row: Cells, header: Header, records: Records, *, is_padded: bool
) -> Iterator[Draft | Reject | Note]:
    names, extra = header.names, row[len(header.names) :]
    if not is_padded and (len(row) < len(names) or any(not is_blank(cell) for cell in extra)):
        detail = f"{len(row)} cells under a header of {len(names)}"
        yield Reject(number, "ragged_row", detail, " | ".join(map(str, row))[:200])
        return
    text = header.columns.names["text"]
    values = {name: plain(cell) for name, cell in zip(names, row, strict=False)}
    values |= {f"column_{place}": plain(cell) for place, cell in enumerate(extra, len(names) + 1)}
    # Every row has all the names, so that all are guessed alike; what is blank is not there, the text apart.
    values = {name: None if is_blank(values.get(name)) else values[name] for name in dict.fromkeys([*names, *values])}
    values[text] = values[text] if values[text] is not None else ""
    yield from records.read(number, values)
