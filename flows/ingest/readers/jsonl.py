"""JSON Lines: one article an object, one object a line. Text is delivered exactly as given."""

import json
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from flows.errors import RecordError
from flows.ingest.drafts import Draft, Limits, Origin, Reject, draft_of, reject_of

SUFFIXES = (".jsonl", ".ndjson")


def read(stream: BinaryIO, _origin: Origin, limits: Limits) -> Iterator[Draft | Reject]:
    """A draft or a reject for every line that is not blank; `record` is the line number, so that an editor finds it."""
    number = 0
    while line := stream.readline(limits.record_bytes + 1):
        number += 1
        if len(line) > limits.record_bytes:
            _skip_line(stream, line, limits.record_bytes)
            detail = f"a line of more than {limits.record_bytes:,} bytes (DATELINE_MAX_RECORD_BYTES)"
            yield Reject(number, "record_too_long", detail, line[:200].decode("utf-8", "replace"))
        elif line.strip() not in (b"", b"\xef\xbb\xbf"):
            yield _read_line(number, line.removeprefix(b"\xef\xbb\xbf"), limits)


def _read_line(number: int, line: bytes, limits: Limits) -> Draft | Reject:
    try:
        return draft_of(number, _parse(line), limits=limits)
    except RecordError as error:
        return reject_of(number, error)


def _parse(line: bytes) -> dict[str, object]:
    """The line's object. Raises RecordError: bad_encoding, bad_json or not_an_object."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        value = _parse_slowly(line)
    if not isinstance(value, dict):
        raise RecordError("not_an_object", f"a {type(value).__name__}, not an object with a text", sample=_sample(line))
    return value


def _parse_slowly(line: bytes) -> object:
    """What orjson refuses and Python's json takes: NaN, numbers beyond 64 bits. Its errors name the column."""
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RecordError("bad_encoding", f"not UTF-8 at byte {error.start + 1}", sample=_sample(line)) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise RecordError("bad_json", str(error), sample=_sample(line)) from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise RecordError("bad_json", str(error), sample=_sample(line)) from error


def _skip_line(stream: BinaryIO, line: bytes, step: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(step)


def _sample(line: bytes) -> str:
    return line[:200].decode("utf-8", "replace")
