"""A JSON document: a list of articles, an object with such a list somewhere in it, or one article alone.

Enters: the document; also several, one after the other. Leaves: drafts; `record` counts the articles from 1. Where the
list lies is said by `--records`, or it is the one whose objects have a text. The document is never held as a whole;
what was read before it breaks off is kept.
"""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from flows.errors import RecordError
from flows.ingest.columns import Records, listed, printable
from flows.ingest.drafts import Draft, Limits, Note, Origin, Reject, reject_of
from flows.ingest.files import READ_ERRORS
from flows.ingest.json_search import WHOLE_TEXT, Search, holds, search, strength_of
from flows.ingest.json_walk import BrokenJsonError, Place, Walker, parse_json, sample_of
from flows.ingest.utf8 import utf8_pieces

SUFFIXES = (".json",)

# Enough to see that a list at the top holds articles; else as much is looked at as one record may take.
FIRST_LOOK_BYTES = 262_144
NO_TEXT = "no list of objects with a text; say --records PATH, or --map text=COLUMN"


def read(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """A draft or a reject for every article, and one for each list of articles that was passed over."""
    pieces = utf8_pieces(stream, charset=origin.charset)
    found, path, head = Search(), _path_given(limits), b""
    if path is None:
        head, pieces = _head(pieces, FIRST_LOOK_BYTES)
        found = search(head, given=limits.columns)
        if found.paths != [""]:
            more, pieces = _head(pieces, limits.record_bytes)
            head += more
            found = search(head, given=limits.columns)
        path = found.paths[0] if len(found.paths) == 1 else None
    if path is None:
        yield from _without_articles(found, head)
    else:
        walker = Walker(chain([head], pieces), limit=limits.record_bytes)
        yield from _read_at(path, walker, found, limits)


def _read_at(path: str, walker: Walker, found: Search, limits: Limits) -> Iterator[Draft | Reject | Note]:
    """What stands at the path, of lists and lists in lists too."""
    records, lists, number = Records(limits), Unread(found, limits), 0
    try:
        while place := walker.next():
            is_value = place.kind not in (b"{", b"[")
            if place.path == path and place.kind != b"[":
                yield from _read_value(number + 1, place, walker, records, limits)
                number += 1
            elif is_value:
                continue
            elif place.path == path or holds(place.path, path):
                walker.enter(place)
            elif lists.has_articles(place, walker):
                number += 1
                detail = f"articles at {printable(place.path)} are not read; say --records and the path"
                yield Reject(number, "another_list", detail)
        if not number and limits.records is not None:
            there = listed(sorted(lists.seen))
            yield Reject(1, "no_records", f"no object at --records {printable(path)}; lists are at: {there}")
    except BrokenJsonError as error:
        yield Reject(number + 1, "bad_json", f"breaks off after record {number}: {error.detail}")


def _read_value(
    number: int, place: Place, walker: Walker, records: Records, limits: Limits
) -> Iterator[Draft | Reject | Note]:
    """The draft or reject of a value that stands where an article should."""
    if place.kind != b"{":
        if walker.is_at_top:
            raise BrokenJsonError(f"{sample_of(place.kind)!r} stands where an object or a list should")
        yield Reject(number, "not_an_object", "not an object with a text", sample_of(place.kind))
        return
    data = walker.take()
    if data is None:
        detail = f"an object of more than {limits.record_bytes:,} bytes (DATELINE_MAX_RECORD_BYTES)"
        yield Reject(number, "record_too_long", detail)
        return
    try:
        value = parse_json(data)
    except RecordError as error:
        yield reject_of(number, error)
        return
    yield from records.read(number, value if isinstance(value, dict) else {})


class Unread:
    """Lists beside the one that is read: a second one of articles is told of, the others are passed over."""

    def __init__(self, found: Search, limits: Limits) -> None:
        self.seen = set(found.seen)
        self._new: set[str] = set()
        self._limits = limits

    def has_articles(self, place: Place, walker: Walker) -> bool:
        """Whether a list that the search has not seen begins with an article here; goes into the place or past it."""
        is_new = place.path not in self.seen and self._limits.records is None
        if place.kind == b"[":
            self.seen.add(place.path)
            self._new |= {place.path} if is_new else set()
        elif place.is_item and place.path in self._new:
            self._new.discard(place.path)
            return strength_of(walker.take(), given=self._limits.columns)[0] == WHOLE_TEXT
        if is_new:
            walker.enter(place)
        else:
            walker.skip()
        return False


def _without_articles(found: Search, head: bytes) -> Iterator[Reject]:
    """The one reject of a document in which no list is the one; nothing for one that holds nothing."""
    if found.paths:
        detail = f"several lists of articles: {listed(found.paths)}; say --records and one of them"
        yield Reject(1, "ambiguous_records", detail)
    elif found.others and (found.others.keys() != {""} or not found.seen):
        places = (
            f"{printable(path) or 'the top'} has {listed(names)}" for path, names in list(found.others.items())[:5]
        )
        yield Reject(1, "no_text_column", f"{NO_TEXT}: {'; '.join(places)}", sample_of(head))
    elif found.fault or head.strip()[:1] not in (b"", b"[", b"{"):
        yield Reject(1, "bad_json", found.fault or "begins with no object and no list", sample_of(head))
    elif head.strip() not in (b"", b"[]"):
        yield Reject(
            1, "no_records", f"no list of objects; lists are at: {listed(sorted(found.seen))}", sample_of(head)
        )


def _path_given(limits: Limits) -> str | None:
    """`--records` in our spelling: `$.data.articles` is known from elsewhere, a dot alone is the top."""
    return None if limits.records is None else limits.records.strip().removeprefix("$").strip(".")


def _head(pieces: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, so many where there are, and the pieces after them, or the error that ends them."""
    head, length = list[bytes](), 0
    try:
        while length < size and (piece := next(pieces, None)) is not None:
            head.append(piece)
            length += len(piece)
    except READ_ERRORS as error:
        return b"".join(head), _raising(error)
    return b"".join(head), pieces


def _raising(error: Exception) -> Iterator[bytes]:
    yield b""
    raise error
