"""JSON Lines: one article an object, one object a line. Text is delivered exactly as given."""

import io
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO, cast

from flows.errors import RecordError
from flows.ingest.columns import Records
from flows.ingest.drafts import Draft, Limits, Note, Origin, Reject, draft_of, reject_of
from flows.ingest.files import Pieces
from flows.ingest.json_walk import parse_json, sample_of
from flows.ingest.utf8 import PIECE_BYTES, utf8_pieces

SUFFIXES = (".jsonl", ".ndjson")


def read(stream: BinaryIO, _origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every line that is not blank; `record` is the line number, so that an editor finds it."""
    records = Records(limits)
    for number, (line, source) in enumerate(_lines(stream, limits.record_bytes + 1), start=1):
        if len(line) > limits.record_bytes:
            _skip_line(source, line, limits.record_bytes)
            detail = f"a line of more than {limits.record_bytes:,} bytes (DATELINE_MAX_RECORD_BYTES)"
            yield Reject(number, "record_too_long", detail, sample_of(line))
        elif line.strip() not in (b"", b"\xef\xbb\xbf"):
            yield from _read_line(number, line.removeprefix(b"\xef\xbb\xbf"), records, limits)


def _lines(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, BinaryIO]]:
    """Lines of at most `size` bytes with the stream that they are from; UTF-16 (PowerShell writes it) as UTF-8."""
    line = stream.readline(size)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        rest = iter(partial(stream.read, PIECE_BYTES), b"")
        whole = cast(BinaryIO, io.BufferedReader(Pieces(chain([line], rest))))
        stream = cast(BinaryIO, io.BufferedReader(Pieces(utf8_pieces(whole))))
        line = stream.readline(size)
    while line:
        yield line, stream
        line = stream.readline(size)


def _read_line(number: int, line: bytes, records: Records, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A line with a `text` is read as its names say; only where there is none, the usual names are tried."""
    try:
        fields = _fields(line)
        if "text" in fields or "text" in limits.columns:
            yield draft_of(number, fields, limits=limits)
        else:
            yield from records.read(number, fields)
    except RecordError as error:
        yield reject_of(number, error)


def _fields(line: bytes) -> dict[str, object]:
    """The line's object. Raises RecordError: bad_encoding, bad_json or not_an_object."""
    value = parse_json(line)
    if not isinstance(value, dict):
        detail = f"a {type(value).__name__}, not an object with a text"
        raise RecordError("not_an_object", detail, sample=sample_of(line))
    return value


def _skip_line(stream: BinaryIO, line: bytes, step: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(step)
