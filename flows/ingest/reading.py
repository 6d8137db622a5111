"""One input -> its records: opened, unpacked, and handed to the reader of its format; containers walked through.

Enters: a name of find_inputs. Leaves: what the readers found, each with the name of the stream it stood in. An input,
or a member of a container, that cannot be opened or breaks off gives a reject where it happened; nothing is raised.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import BinaryIO, cast

from flows.ingest.drafts import Draft, Limits, Member, Note, Origin, Reject, Skip
from flows.ingest.files import READ_ERRORS, Meter, format_suffix, open_input, shown_name, unpacked
from flows.ingest.formats import HEAD_BYTES, NEVER_TEXT, VAGUE, suffix_of_content
from flows.ingest.inputs import STDIN
from flows.ingest.readers import jsonl, text

Item = Draft | Reject | Skip | Note

# `read(stream, origin, limits)` gives items. A reader that takes compression off itself says PACKED = True.
READERS: dict[str, ModuleType] = {suffix: reader for reader in (text, jsonl) for suffix in reader.SUFFIXES}
# `walk(stream, origin, limits)` gives members too; same conventions.
CONTAINERS: dict[str, ModuleType] = {}
# An archive in an archive in an archive is nobody's news.
DEEPEST = 3


def read_input(name: str, *, limits: Limits, meter: Meter) -> Iterator[tuple[str, Item]]:
    """The input's items in order, each with the name of the file, or of the member, that it stands in."""
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
                count = max(count, item.record or 0)
                yield from _read_member(item, limits, depth + 1)
            else:
                count = count if isinstance(item, Note) else item.record
                yield origin.name, item
    except READ_ERRORS as error:
        yield origin.name, Reject(count + 1, "unreadable", f"breaks off after record {count}: {_in_line(error)}")


def _reader_of(stream: BinaryIO, origin: Origin, suffix: str | None) -> tuple[str, ModuleType | None, BinaryIO]:
    """The format's ending, its module (None: there is none), and the stream as the module wants it."""
    suffix = suffix or (".jsonl" if origin.name == STDIN else format_suffix(origin.name))
    module = _module_of(suffix)
    if not getattr(module, "PACKED", False):
        stream = unpacked(stream, origin.name)
    if module is None or suffix in VAGUE or origin.name == STDIN:
        stream = _with_peek(stream)
        told = suffix_of_content(stream.peek(HEAD_BYTES)[:HEAD_BYTES], media_type=origin.media_type)  # type: ignore[attr-defined]
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
    for uri, item in read_stream(member.stream, member.origin, limits, suffix=member.suffix, depth=depth):
        if member.record is None or isinstance(item, Note):
            yield uri, item
        else:
            yield uri, replace(item, record=member.record)


def _unknown(suffix: str, depth: int) -> Reject | Skip:
    """A file that the user named is rejected; what only lies in an archive, or beside a saved page, is passed over."""
    if suffix in NEVER_TEXT or depth:
        return Skip(1, "no_text_format")
    known = " ".join(sorted({*READERS, *CONTAINERS}))
    return Reject(1, "unknown_format", f"no reader for {suffix or 'a name without ending'!r}; known: {known}")


def _with_peek(stream: BinaryIO) -> BinaryIO:
    """The stream with `peek`, so that its first bytes can be looked at and read again."""
    if hasattr(stream, "peek"):
        return stream
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), HEAD_BYTES))


def _in_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
