"""JSON Lines: one article an object, one object a line. Text is delivered exactly as given."""

from collections.abc import Iterator
from typing import BinaryIO

from flows.errors import RecordError
from flows.ingest.columns import Records
from flows.ingest.drafts import Draft, Limits, Note, Origin, Reject, draft_of, reject_of
from flows.ingest.json_walk import parse_json, sample_of

SUFFIXES = (".jsonl", ".ndjson")


def read(stream: BinaryIO, _origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every line that is not blank; `record` is the line number, so that an editor finds it."""
    number, records = 0, Records(limits)
    while line := stream.readline(limits.record_bytes + 1):
        number += 1
        if len(line) > limits.record_bytes:
            _skip_line(stream, line, limits.record_bytes)
            detail = f"a line of more than {limits.record_bytes:,} bytes (DATELINE_MAX_RECORD_BYTES)"
            yield Reject(number, "record_too_long", detail, sample_of(line))
        elif line.strip() not in (b"", b"\xef\xbb\xbf"):
            yield from _read_line(number, line.removeprefix(b"\xef\xbb\xbf"), records, limits)


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
