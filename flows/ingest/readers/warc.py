"""Crawls, WARC and the older ARC -> the pages in them, each a Member for the reader of its kind.

A crawl keeps much that is no article: requests, pictures, redirects, what the crawler says of itself. Those are passed
over, each counted by its reason. Where a record is damaged or its length is wrong, the next that begins is looked for;
what lies between is a reject. Why warcio reads the headers, and its iterator does not: docs/decisions/0011-containers.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from flows.errors import RecordError
from flows.ingest.archives import printable
from flows.ingest.drafts import Limits, Member, Origin, Reject, Skip, reject_of
from flows.ingest.files import IO_BYTES
from flows.ingest.formats import HEAD_BYTES, suffix_of_content
from flows.ingest.http_body import body_of

SUFFIXES = (".warc", ".arc")

# All headers of a record together; the pages' own headers as well.
HEADER_BYTES = 65_536
WARC_LINE = re.compile(rb"WARC/\d")
# URL (it may hold spaces), address, time, media type, (of version 2: five more,) length.
ARC_LINE = re.compile(
    rb"(?P<url>\w[\w+.-]*:.*) (?P<ip>[\d.:a-fA-F]+) (?P<date>\d{8,20}) (?P<type>\S+) "
    rb"(?:\S+ \S+ \S+ \S+ \S+ )?(?P<length>-?\w+)\s*"
)
PAGES = ("text/html", "application/xhtml+xml")
WITH_BODY = ("response", "resource", "conversion")
# Under others crawlers keep their own lists and logs (metadata:), names of hosts (dns:), texts once more (urn:).
PAGE_SCHEMES = ("http:", "https:", "file:", "ftp:")
OK = "200"
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.IGNORECASE)
# What is left of an address in a name.
SHOWN_URL = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a crawl: its headers, and its block as a stream that ends where the block should."""

    kind: str
    url: str
    taken: str | None
    media_type: str
    block: Any  # warcio's LimitReader: `limit` is what is still to come
    is_cut: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes where no record begins, or a record without a length."""

    detail: str
    sample: bytes


def walk(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Member | Reject | Skip]:
    """A Member for each page; `record` is its number among the records of the file, from 1."""
    for number, record in enumerate(_records(stream), 1):
        if isinstance(record, Damage):
            yield Reject(number, "damaged_record", record.detail, record.sample[:200].decode("latin-1"))
            continue
        try:
            item = _item(record, number, origin, limits)
        except RecordError as error:
            item = reject_of(number, error)
        missing = _missing(record.block)
        yield Reject(number, "cut_off", f"{missing:,} bytes of {record.url} are missing") if missing else item


def _records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """The records, and what lies between them that is none. Each block has to be read before the next is asked for."""
    skipped, sample = 0, b""
    while line := stream.readline(HEADER_BYTES):
        if not (found := _begun(stream, line)):
            is_blank = not line.strip()
            skipped += 0 if is_blank and not skipped else len(line)
            sample = sample or line.strip()
            continue
        if skipped:
            yield Damage(f"{skipped:,} bytes that belong to no record", sample)
        skipped, sample = 0, b""
        yield found
    if skipped:
        yield Damage(f"{skipped:,} bytes that belong to no record", sample)


def _begun(stream: BinaryIO, line: bytes) -> Record | Damage | None:
    """The record that begins with the line, None where none does."""
    if WARC_LINE.match(line):
        return _warc_record(stream, line)
    match = ARC_LINE.fullmatch(line)
    return _arc_record(stream, match) if match else None


def _warc_record(stream: BinaryIO, line: bytes) -> Record | Damage:
    headers = _headers(stream, line)
    length = _length(headers.get_header("Content-Length"))
    if length is None:
        return Damage("a record without a length", line)
    return Record(
        kind=(headers.get_header("WARC-Type") or "").lower(),
        url=(headers.get_header("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">"),
        taken=_moment(headers.get_header("WARC-Date") or ""),
        media_type=headers.get_header("Content-Type") or "",
        block=_limited(stream, length),
        is_cut=headers.get_header("WARC-Truncated") is not None,
        is_part=headers.get_header("WARC-Segment-Number") is not None,
    )


def _arc_record(stream: BinaryIO, match: re.Match[bytes]) -> Record | Damage:
    length = _length(match["length"].decode("latin-1"))
    if length is None:
        return Damage("a record without a length", match[0])
    url, date = match["url"].decode("utf-8", "replace"), match["date"].decode()
    kind = "filedesc" if url.startswith("filedesc:") else "response"
    return Record(kind, url, _moment(date[:14]), match["type"].decode("latin-1"), _limited(stream, length))


def _item(record: Record, number: int, origin: Origin, limits: Limits) -> Member | Reject | Skip:
    """What becomes of a record. Raises RecordError for a page that cannot be had."""
    if record.kind not in WITH_BODY:
        return Skip(number, "not_a_response")
    if record.url and not record.url.lower().startswith(PAGE_SCHEMES):
        return Skip(number, "not_a_page")
    if record.is_part:
        raise RecordError("in_parts", "a page that is spread over several records", sample=record.url)
    block = record.block.read(limits.record_bytes + HEADER_BYTES)
    declared = "" if record.media_type.startswith("application/http") else record.media_type
    body, status, headers = io.BytesIO(block), OK, {"content-type": declared}
    if record.kind == "response" and block.startswith(b"HTTP/"):
        status, headers = _http_headers(body)
    if status != OK:
        return Skip(number, "http_status")
    media_type, charset = media_type_of(headers.get("content-type", ""))
    if record.url.partition("?")[0].endswith("/robots.txt"):
        return Skip(number, "robots_txt")
    transfer, content = headers.get("transfer-encoding", ""), headers.get("content-encoding", "")
    if media_type and not _suffix_of(media_type, record.kind):
        return Skip(number, "media_type")
    page = body_of(body, transfer=transfer, content=content, limit=limits.record_bytes, is_cut=record.is_cut)
    suffix = _suffix_of(media_type or _guessed(page), record.kind)
    if not suffix:
        return Skip(number, "media_type")
    name = f"{origin.name}!/{printable(record.url[:SHOWN_URL])}"
    of_page = Origin(name, url=record.url or None, taken=record.taken, charset=charset, media_type=media_type or None)
    return Member(of_page, io.BytesIO(page), record=number, suffix=suffix)


def _http_headers(body: BinaryIO) -> tuple[str, dict[str, str]]:
    """The status and the headers by their names in lower case; the first counts where a name comes twice."""
    headers = _headers(body, body.readline(HEADER_BYTES))
    return headers.get_statuscode(), {name.lower(): value for name, value in reversed(headers.headers)}


def media_type_of(value: str) -> tuple[str, str | None]:
    """The media type and the charset of a Content-Type.

    >>> media_type_of('Text/HTML; charset="utf-8"')
    ('text/html', 'utf-8')
    """
    match = CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), match[1] if match else None


def _suffix_of(media_type: str, kind: str) -> str:
    """The ending whose reader a page gets, "" for none. Plain text is an article only where a program made it so."""
    if media_type in PAGES:
        return ".html"
    return ".txt" if media_type == "text/plain" and kind != "response" else ""


def _guessed(page: bytes) -> str:
    return "text/html" if suffix_of_content(page[:HEAD_BYTES]) == ".html" else ""


def _headers(stream: BinaryIO, line: bytes) -> Any:
    """The headers that follow the line, up to a blank line, the end or HEADER_BYTES."""
    from warcio.limitreader import LimitReader  # type: ignore[import-untyped]
    from warcio.statusandheaders import StatusAndHeadersParser  # type: ignore[import-untyped]

    return StatusAndHeadersParser([], verify=False).parse(LimitReader(stream, HEADER_BYTES), line)


def _limited(stream: BinaryIO, length: int) -> Any:
    from warcio.limitreader import LimitReader

    return LimitReader(stream, length)


def _length(value: str | None) -> int | None:
    """Bytes; None where it is no number, or one that no file has."""
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _moment(value: str) -> str | None:
    """An ISO moment, or 14 digits, as an ISO moment in UTC; None where it is none."""
    try:
        is_bare = len(value) == 14 and value.isdigit()
        moment = datetime.strptime(value, "%Y%m%d%H%M%S") if is_bare else datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _missing(block: Any) -> int:
    """How many bytes of the block the file does not have; the rest of the block is passed over."""
    while block.read(IO_BYTES):
        pass
    return int(block.limit)
