"""Parquet, and Arrow in its file (.arrow, .feather, .ipc) and stream form: one row an article.

Enters: the file. Leaves: drafts, batch by batch: memory stays flat, whatever the size of the file. By pyarrow, not
Polars: see docs/decisions/0010-tables.md.
"""

import importlib.util
from collections.abc import Iterator
from typing import Any, BinaryIO

from flows.errors import RecordError
from flows.ingest.columns import Records, guess_columns, listed, without_text
from flows.ingest.drafts import Draft, Limits, Note, Origin, Reject, reject_of
from flows.ingest.grid import plain, unique_names
from flows.ingest.whole import seekable

SUFFIXES = (".parquet", ".pq", ".arrow", ".feather", ".ipc", ".arrows")

# Rows made into Python values at a time. A dictionary may stand for a text of megabytes in every row: 32 rows of 10 MB
# took 430 MB; on 100,000 rows of 2.7 KB, 32 at a time is as fast as 1,000.
ROWS = 32
BUFFER_BYTES = 1 << 20
# A row's value that Python has no form for: a date beyond the year 9999, a zone that nobody knows, bytes in a text.
NO_PYTHON_VALUE = (ValueError, OverflowError, LookupError, TypeError, NotImplementedError)
PARQUET = b"PAR1"
ARROW_FILE = b"ARROW1"
FEATHER_1 = b"FEA1"


def read(stream: BinaryIO, _origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every row; `record` is the row's number. No column for the text: one reject for all."""
    number = 0
    try:
        _require_pyarrow()
        batches = _sound(_batches(seekable(stream, limits)))
        names, kinds = next(batches, ((), ()))
        columns = guess_columns(names, given=limits.columns)
        if not columns.has_text:
            if names:
                yield Reject(1, "no_text_column", without_text(names))
            return
        dropped = [name for name, kind in zip(names, kinds, strict=True) if name in columns.unused and _is_bytes(kind)]
        if dropped:
            yield Note(f"columns of bytes are not kept: {listed(dropped)}")
        records = Records(limits)
        for row in _rows(batch.rename_columns(list(names)).drop_columns(dropped) for batch in batches):
            number += 1
            yield from _read_row(number, row, columns.names["text"], records)
    except RecordError as error:
        yield reject_of(number + 1, error)


def _require_pyarrow() -> None:
    """Raises RecordError where the library, which is as large as all others together, has been left out."""
    if importlib.util.find_spec("pyarrow") is None:
        raise RecordError("no_library", "Parquet and Arrow are read by pyarrow: pip install pyarrow")


def _read_row(
    number: int, row: dict[str, object] | RecordError, text: str, records: Records
) -> Iterator[Draft | Reject | Note]:
    if isinstance(row, RecordError):
        yield reject_of(number, row)
        return
    values = {name: plain(value) for name, value in row.items()}
    values[text] = "" if row[text] is None else values[text]  # an empty cell, not a column that is missing
    yield from records.read(number, values)


def _batches(file: BinaryIO) -> Iterator[Any]:
    """The schema, then record batches. Raises whatever pyarrow does."""
    import pyarrow.parquet  # type: ignore[import-untyped]
    from pyarrow import ipc

    sign = file.read(len(ARROW_FILE))
    file.seek(0)
    if sign.startswith(PARQUET):
        # Pages are read as they are needed; threads and reading ahead would hold whole row groups.
        parquet = pyarrow.parquet.ParquetFile(file, buffer_size=BUFFER_BYTES, pre_buffer=False)
        yield parquet.schema_arrow
        yield from parquet.iter_batches(ROWS, use_threads=False)
    elif sign == ARROW_FILE:
        arrow = ipc.open_file(file)
        yield arrow.schema
        yield from (arrow.get_batch(place) for place in range(arrow.num_record_batches))
    elif sign.startswith(FEATHER_1):
        raise RecordError("old_format", "Feather of version 1; write it again with a library of today")
    elif sign:
        stream = ipc.open_stream(file)
        yield stream.schema
        yield from stream


def _sound(batches: Iterator[Any]) -> Iterator[Any]:
    """Names and types, then the batches, each examined: offsets of a damaged file would lead anywhere in memory.

    Raises RecordError for what is damaged.
    """
    import pyarrow

    try:
        for batch in batches:
            if isinstance(batch, pyarrow.RecordBatch):
                batch.validate(full=True)
            yield batch if isinstance(batch, pyarrow.RecordBatch) else (unique_names(batch.names), batch.types)
    # What pyarrow raises of a damaged file, beside OSError: its own errors, and those of Python that it borrows
    # (MemoryError for a length that no file has).
    except (pyarrow.ArrowException, ValueError, OverflowError, TypeError, LookupError, MemoryError) as error:
        raise RecordError("unparsable", " ".join(str(error).split())[:300] or type(error).__name__) from error


def _rows(batches: Iterator[Any]) -> Iterator[dict[str, object] | RecordError]:
    """Each row's values by name; where one has no form in Python (a date in the year 400,000) the row's error."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            part = _in_microseconds(batch.slice(start, ROWS))
            try:
                yield from part.to_pylist()
            except NO_PYTHON_VALUE:
                yield from map(_row, (part.slice(place, 1) for place in range(part.num_rows)))


def _row(single: Any) -> dict[str, object] | RecordError:
    try:
        return dict(single.to_pylist()[0])
    except NO_PYTHON_VALUE as error:
        return RecordError("bad_value", " ".join(str(error).split())[:300])


def _in_microseconds(batch: Any) -> Any:
    """The batch with times in the precision that Python has; nanoseconds would be an error."""
    from pyarrow import RecordBatch, timestamp, types

    if not any(types.is_timestamp(kind) and kind.unit == "ns" for kind in batch.schema.types):
        return batch
    columns = [
        column.cast(timestamp("us", column.type.tz), safe=False)
        if types.is_timestamp(column.type) and column.type.unit == "ns"
        else column
        for column in batch.columns
    ]
    return RecordBatch.from_arrays(columns, names=batch.schema.names)


def _is_bytes(kind: Any) -> bool:
    from pyarrow import types

    tests = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary, types.is_binary_view)
    return any(test(kind) for test in tests)
