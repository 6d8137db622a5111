"""An http(s) address -> the items of what lies there, whatever it is: a feed, a page, JSON Lines, an archive.

Enters: the address as the user gave it. Leaves: items as from a file; one reject where nothing can be had; nothing but
a note where nothing has changed since the last run.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO, Protocol

from flows.errors import RecordError
from flows.ingest.drafts import Draft, Note, Origin, Reject, Same, Skip, reject_of
from flows.ingest.files import shown_name
from flows.ingest.formats import HEAD_BYTES, suffix_of_content
from flows.ingest.network.client import NOT_CHANGED, Answer
from flows.ingest.network.session import Network

Item = Draft | Reject | Skip | Note | Same

# Told from the first bytes or the media type even where the path ends otherwise: .php, .xml, nothing at all.
TEXT_FORMATS = frozenset({".rss", ".html", ".jsonfeed", ".json", ".jsonl", ".csv", ".tsv"})


class Read(Protocol):
    """Reads a stream of bytes by its format."""

    def __call__(self, stream: BinaryIO, origin: Origin, *, suffix: str | None) -> Iterator[tuple[str, Item]]: ...


def read_address(name: str, *, network: Network, read: Read) -> Iterator[tuple[str, Item]]:
    """The items of what lies at the address, each with the name of the stream that it stands in.

    What the server says of it is remembered when all of it could be read: a feed with a fault is asked for again.
    """
    shown, memory = shown_name(name), network.memory
    state = memory.state_of(shown)
    try:
        answer = network.ask(name)
    except RecordError as error:
        if state.moved_to:  # perhaps it has moved back
            memory.forget(shown)
        yield shown, reject_of(1, error)
        return
    if answer.status == NOT_CHANGED:
        memory.remember(shown, answer, has_pages=state.has_pages)
        yield shown, Note("nothing has changed since the last run")
        return
    count, is_whole = 0, True
    for uri, item in read(io.BytesIO(answer.body), origin_of(answer, shown), suffix=_suffix_of(answer)):
        count += not isinstance(item, Note)
        is_whole = is_whole and not isinstance(item, Reject)
        yield uri, _with_media_type(item, answer)
    if not count:
        yield shown, Reject(1, "empty_input", "the answer holds no record")
    elif is_whole:
        memory.remember(shown, answer, has_pages=network.manners.with_pages)


def origin_of(answer: Answer, shown: str) -> Origin:
    """Where the answer is from, with what the server says of it."""
    taken = datetime.now(UTC).isoformat(timespec="seconds")
    return Origin(shown, url=answer.url, taken=taken, charset=answer.charset, media_type=answer.media_type)


def _suffix_of(answer: Answer) -> str | None:
    """The format by its content, where that tells more than the name."""
    told = suffix_of_content(answer.body[:HEAD_BYTES], media_type=answer.media_type)
    return told if told in TEXT_FORMATS else None


def _with_media_type(item: Item, answer: Answer) -> Item:
    """A reject for want of a reader says what the server calls the thing."""
    if isinstance(item, Reject) and item.reason == "unknown_format":
        return replace(item, detail=f"{item.detail}; the server calls it {answer.media_type or 'nothing'}")
    return item
