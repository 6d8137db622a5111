"""One input -> its records: opened, unpacked, and handed to the reader of its format; containers walked through.

Enters: a name of find_inputs. Leaves: what the readers found, each with the name of the stream it stood in. An input,
or a member of a container, that cannot be opened or breaks off gives a reject where it happened; nothing is raised.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import BinaryIO, cast

from flows.ingest.drafts import Draft, Limits, Member, Note, Origin, Reject, Same, Skip
from flows.ingest.files import (
    READ_ERRORS,
    Meter,
    TooLargeError,
    format_suffix,
    is_web,
    open_input,
    shown_name,
    unpacked,
)
from flows.ingest.formats import HEAD_BYTES, NEVER_TEXT, VAGUE, packing_of_content, suffix_of_content
from flows.ingest.inputs import STDIN
from flows.ingest.network.addresses import read_address
from flows.ingest.network.manners import Manners
from flows.ingest.network.pages import with_pages
from flows.ingest.network.session import Network
from flows.ingest.readers import (
    columnar,
    csv_table,
    excel,
    feed,
    html,
    json_document,
    jsonl,
    tar_archive,
    text,
    warc,
    zip_archive,
)

Item = Draft | Reject | Skip | Note | Same

# `read(stream, origin, limits)` gives items. A reader that takes compression off itself says PACKED = True.
READERS: dict[str, ModuleType] = {
    suffix: reader
    for reader in (text, jsonl, json_document, csv_table, columnar, excel, feed, html)
    for suffix in reader.SUFFIXES
}
# `walk(stream, origin, limits)` gives members too; same conventions.
CONTAINERS: dict[str, ModuleType] = {
    suffix: reader for reader in (zip_archive, tar_archive, warc) for suffix in reader.SUFFIXES
}
# An archive in an archive in an archive is nobody's news.
DEEPEST = 3


def read_input(
    name: str, *, limits: Limits, meter: Meter, network: Network | None = None
) -> Iterator[tuple[str, Item]]:
    """The input's items in order, each with the name of the file, or of the member, that it stands in."""
    network = network or Network(Manners())
    read = partial(read_stream, limits=limits)
    found = read_address(name, network=network, read=read) if is_web(name) else _read_file(name, limits, meter)
    yield from with_pages(found, name, network=network, read=read)


def _read_file(name: str, limits: Limits, meter: Meter) -> Iterator[tuple[str, Item]]:
    """The items of a file, of standard input, or of what lies in a store."""
    shown = shown_name(name)
    count = 0
    try:
        with open_input(name, meter=meter) as stream:
            for uri, item in read_stream(stream, Origin(shown), limits):
                count += not isinstance(item, Note)
                yield uri, item
        if not count:
            yield shown, Reject(1, "empty_input", "holds no record")
    except FileNotFoundError:
        yield shown, Reject(count + 1, "not_found", "no such file")
    except READ_ERRORS as error:
        yield shown, Reject(count + 1, "unreadable", f"cannot be read: {_in_line(error)}")


def read_stream(
    stream: BinaryIO, origin: Origin, limits: Limits, *, suffix: str | None = None, depth: int = 0
) -> Iterator[tuple[str, Item]]:
    """The items of a stream of bytes; one that breaks off gives what came before, then a reject."""
    count = 0
    try:
        suffix, module, stream = _reader_of(stream, origin, suffix)
        if module is None:
            yield origin.name, _unknown(suffix, depth)
            return
        items = module.walk if suffix in CONTAINERS else module.read
        for item in items(stream, origin, limits):
            if isinstance(item, Member):
                count = item.record or count + 1
                yield from _read_member(item, limits, depth + 1)
            else:
                count = count if isinstance(item, Note) else item.record
                yield origin.name, item
    except READ_ERRORS as error:
        reason = "too_large" if isinstance(error, TooLargeError) else "unreadable"
        yield origin.name, Reject(count + 1, reason, f"breaks off after record {count}: {_in_line(error)}")


def _reader_of(stream: BinaryIO, origin: Origin, suffix: str | None) -> tuple[str, ModuleType | None, BinaryIO]:
    """The format's ending, its module (None: there is none), and the stream as the module wants it."""
    # A container that knows the format has taken all packing off: page.html.gz in a crawl is a page.
    is_told = suffix is not None
    suffix = suffix or (".jsonl" if origin.name == STDIN else format_suffix(origin.name))
    module = _module_of(suffix)
    if not is_told and not getattr(module, "PACKED", False):
        stream = unpacked(stream, origin.name)
    if module is None or suffix in VAGUE or origin.name == STDIN:
        stream, head = _peeked(stream)
        if packing := packing_of_content(head):
            stream, head = _peeked(unpacked(stream, f"x{packing}"))
        told = suffix_of_content(head, media_type=origin.media_type)
        if _module_of(told):
            suffix, module = told, _module_of(told)
    return suffix, module, stream


def _module_of(suffix: str) -> ModuleType | None:
    return READERS.get(suffix) or CONTAINERS.get(suffix)


def _read_member(member: Member, limits: Limits, depth: int) -> Iterator[tuple[str, Item]]:
    """The member's items; they bear the number that the container gave it, where it gave one."""
    if depth > DEEPEST:
        yield member.origin.name, Reject(member.record or 1, "too_deep", f"more than {DEEPEST} archives deep")
        return
    is_empty = True
    for uri, item in read_stream(member.stream, member.origin, limits, suffix=member.suffix, depth=depth):
        is_empty = is_empty and isinstance(item, Note)
        if isinstance(item, Draft) and item.url is None:
            item = replace(item, url=member.origin.url)
        if member.record is None or isinstance(item, Note):
            yield uri, item
        else:
            yield uri, replace(item, record=member.record)
    if is_empty:
        yield member.origin.name, Reject(member.record or 1, "empty_input", "holds no record")


def _unknown(suffix: str, depth: int) -> Reject | Skip:
    """A file that the user named is rejected; what only lies in an archive, or beside a saved page, is passed over."""
    if suffix in NEVER_TEXT or depth:
        return Skip(1, "no_text_format")
    known = " ".join(sorted({*READERS, *CONTAINERS}))
    return Reject(1, "unknown_format", f"no reader for {suffix or 'a name without ending'!r}; known: {known}")


def _peeked(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """The stream, still at its start, and its first bytes."""
    if not hasattr(stream, "peek"):
        stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), HEAD_BYTES))
    return stream, stream.peek(HEAD_BYTES)[:HEAD_BYTES]  # type: ignore[attr-defined]


def _in_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
