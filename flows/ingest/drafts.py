"""What goes into a reader and what comes out of it.

In: an Origin (where a stream of bytes is from) and Limits. Out, record by record: a Draft (one record's fields as the
input gave them), a Reject (why there is none), a Skip (what is no article and was not meant to be one), a Same (what is
stored already) or a Note (what a person should know of the reading). A container gives Members: streams of bytes, each
with an Origin of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import BinaryIO

import orjson

from flows.errors import RecordError

# The fields of an input record that mean something to us; every other goes to `extra`, unread.
INPUT_FIELDS = ("id", "url", "title", "source", "author", "published", "updated", "language", "text")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large things may be, and what the user says of the shape of the inputs.

    `columns`: which column stands for a field (`--map text=body`); `records`: where in a JSON document the list of
    articles lies (`--records data.articles`), None to find it.
    """

    article_chars: int
    record_bytes: int
    columns: Mapping[str, str] = field(default_factory=dict)
    records: str | None = None
    # One member of an archive, one body in a WARC file, one document that has to be read whole (JSON, Excel, Parquet).
    member_bytes: int = 256_000_000
    # All that comes out of one archive, and how many members: beyond them it is a bomb.
    archive_bytes: int = 20_000_000_000
    archive_members: int = 1_000_000
    # A feed is read whole, and becomes many times as large in memory.
    feed_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stream of bytes is from; what a container or a server says beside it.

    `name` is the path or address as people see it, `news.zip!/2024/a.html` for a member. `url` is the address of the
    page in the stream, `taken` the ISO moment when the bytes were fetched (nothing in them was published later),
    `charset` and `media_type` are as declared outside the bytes.
    """

    name: str
    url: str | None = None
    taken: str | None = None
    charset: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A stream of bytes that a container holds, to be read before the next is asked for.

    `record` is its number in the container where the container has records of its own (WARC), else None: then the
    member is an input of its own (a file in an archive) and its records count from 1. `suffix` is the format's ending
    where the container knows it better than the name does.
    """

    origin: Origin
    stream: BinaryIO
    record: int | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One record: `record` counts from 1 (a line number where the format has lines); values are stripped of nothing."""

    record: int
    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    published_method: str = "given"
    updated: str | None = None
    language: str | None = None
    extra: str = "{}"  # JSON object of the other fields


@dataclass(frozen=True, slots=True)
class Reject:
    """One record, or the rest of an input, that cannot be used."""

    record: int
    reason: str
    detail: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """One record that is no article and was not meant to be one: a picture in a crawl, a README in an archive.

    `reason` is one word to count by, such as `media_type`; skips are counted by it, not listed.
    """

    record: int
    reason: str


@dataclass(frozen=True, slots=True)
class Same:
    """One record that is stored as it is, and need not be looked at: a feed item whose page was read before."""

    record: int


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the person who started the run, such as the columns that were guessed."""

    text: str


def reject_of(record: int, error: RecordError) -> Reject:
    """The reject that a record's error becomes."""
    return Reject(record, error.reason, error.detail, error.sample)


def draft_of(record: int, fields: Mapping[str, object], *, limits: Limits, published_method: str = "given") -> Draft:
    """A draft from named fields. Raises RecordError when there is no usable text or a value cannot be stored."""
    columns = {name: limits.columns.get(name, name) for name in INPUT_FIELDS}
    values = {name: _plain(fields.get(column)) for name, column in columns.items()}
    used = {columns[name] for name, value in values.items() if value is not None}
    # A date that has no plain form is no date, but it was given: the reason is told, and it stays in extra.
    values |= {name: values[name] or _odd(fields.get(columns[name])) for name in ("published", "updated")}
    text = checked_text(fields.get(columns["text"]), limits=limits)
    if broken := [name for name, value in values.items() if value and _unstorable(value)]:
        raise RecordError("bad_characters", f"{broken[0]} has a NUL byte or half a character", sample=text)
    return Draft(
        record,
        text,
        id=values["id"],
        url=values["url"],
        title=values["title"],
        source=values["source"],
        author=values["author"],
        published=values["published"],
        published_method=published_method,
        updated=values["updated"],
        language=values["language"],
        extra=_extra({key: value for key, value in fields.items() if key not in used and value is not None}),
    )


def _extra(fields: Mapping[str, object]) -> str:
    """The other fields as JSON. Raises RecordError for what JSON in UTF-8 cannot hold: half a character, depth."""
    try:
        return orjson.dumps(fields, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, RecursionError) as error:
        raise RecordError("bad_extra", f"a field beside the text cannot be kept: {error}") from error


def checked_text(text: object, *, limits: Limits) -> str:
    """The text itself, unaltered. Raises RecordError: no_text, empty_text, text_too_long or bad_characters."""
    if text is None:
        raise RecordError("no_text", f"no field {limits.columns.get('text', 'text')!r}; name it with --map text=COLUMN")
    if not isinstance(text, str):
        raise RecordError("no_text", f"text is {type(text).__name__}, not a string", sample=str(text))
    if not text.strip():
        raise RecordError("empty_text", "text has no characters but white space")
    if len(text) > limits.article_chars:
        detail = f"{len(text):,} characters, more than {limits.article_chars:,} (DATELINE_MAX_ARTICLE_CHARS)"
        raise RecordError("text_too_long", detail, sample=text)
    if _unstorable(text):
        raise RecordError("bad_characters", "text has a NUL byte or half a character", sample=text.replace("\0", "\\0"))
    return text


def _plain(value: object) -> str | None:
    """A scalar as text, a list of scalars joined; None for nothing and for what has no plain form (left in extra)."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        # A gap in a table is NaN, and makes the other ids of its column floats.
        return None if not isfinite(value) else str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(part, str | int | float) for part in value):
        return ", ".join(str(part) for part in value)
    return None


def _odd(value: object) -> str | None:
    """What has no plain form, as it is written in JSON; None for nothing."""
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        return None
    return _extra({"": value})[4:-1]


def _unstorable(text: str) -> bool:
    """Whether UTF-8 or a database cannot hold the text: a NUL byte, or a surrogate without its other half."""
    if "\0" in text:
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
