"""What any archive's entries go through before they are read: names, kinds and sizes are looked at, bombs refused.

Enters: the entries in their order, as a zip or a tar lists them. Leaves: Members, each a stream that gives no more than
it may; a Reject for an entry that is refused, a Skip for what is there for the computer's own sake. Nothing is ever
written to disk, so a path cannot lead out of a folder; one that tries is refused all the same: it was made to deceive.
"""

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from typing_extensions import Buffer

from flows.ingest.drafts import Limits, Member, Origin, Reject, Skip
from flows.ingest.files import FREE_EXPANSION, IO_BYTES, MOST_EXPANSION, TooLargeError, format_suffix
from flows.ingest.formats import NEVER_TEXT

# What zipfile and tarfile raise on damaged input beside OSError and EOFError: found by damaging archives at random.
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,  # a compression, or a version of the format, that zipfile does not know
    RuntimeError,  # encrypted after all
    ValueError,  # numbers and names that are none
    OverflowError,
)
# Written by file managers beside what was packed.
SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive, not opened yet.

    `packed_size` in bytes is what it takes there, None where it is not packed. `fault` is the reason, and the words
    for it, why it shall not be read.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    packed_size: int | None = None
    fault: tuple[str, str] | None = None


def members_of(entries: Iterable[Entry], origin: Origin, limits: Limits) -> Iterator[Member | Reject | Skip]:
    """What becomes of each entry, numbered in the archive's order from 1. Raises TooLargeError when all is too much."""
    spent = Spending(limits.archive_bytes)
    for number, entry in enumerate(entries, 1):
        if number > limits.archive_members:
            raise TooLargeError(f"more than {limits.archive_members:,} members (DATELINE_MAX_ARCHIVE_MEMBERS)")
        if is_of_the_system(entry.name):
            yield Skip(number, "system_file")
        elif format_suffix(entry.name) in NEVER_TEXT:
            yield Skip(number, "no_text_format")
        elif fault := entry.fault or _fault_of_name(entry.name) or _fault_of_size(entry, limits):
            yield Reject(number, fault[0], f"{printable(entry.name)}: {fault[1]}")
        else:
            stream = Bounded(entry, _most_bytes(entry, limits), spent)
            name = f"{origin.name}!/{printable(entry.name)}"
            yield Member(Origin(name, taken=origin.taken), cast(BinaryIO, io.BufferedReader(stream, IO_BYTES)))


def is_of_the_system(name: str) -> bool:
    """Whether a file is hidden or kept by an operating system for itself: .DS_Store, __MACOSX/, Thumbs.db."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
    return hidden or bool(parts and parts[-1].lower() in SYSTEM_NAMES)


def printable(name: str) -> str:
    """The name as it can be stored and shown on one line.

    >>> printable("a\\nb")
    'a\\\\nb'
    """
    text = name.encode("utf-8", "backslashreplace").decode()
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _fault_of_name(name: str) -> tuple[str, str] | None:
    """Absolute paths, drives, steps upwards, NUL bytes; and no name at all."""
    parts = name.replace("\\", "/").split("/")
    if not name or parts[0] == "" or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":") or "\0" in name:
        return "unsafe_path", "a path that leads out of the archive"
    return None


def _fault_of_size(entry: Entry, limits: Limits) -> tuple[str, str] | None:
    """A claim alone is enough to refuse; what claims less than it holds is stopped by Bounded."""
    if entry.size > limits.member_bytes:
        return "too_large", f"{entry.size:,} bytes, more than {limits.member_bytes:,} (DATELINE_MAX_MEMBER_BYTES)"
    if entry.size > _most_bytes(entry, limits):
        return "too_large", f"a bomb: {entry.size:,} bytes out of {entry.packed_size:,}"
    return None


def _most_bytes(entry: Entry, limits: Limits) -> int:
    """What the entry may give: a packed one only so many times its size."""
    if entry.packed_size is None:
        return limits.member_bytes
    return min(limits.member_bytes, max(FREE_EXPANSION, MOST_EXPANSION * entry.packed_size))


class Spending:
    """Bytes that have come out of an archive, up to the most that may."""

    def __init__(self, most: int) -> None:
        self._left = most

    def add(self, count: int) -> None:
        """Counts them. Raises TooLargeError when they are too many."""
        self._left -= count
        if self._left < 0:
            raise TooLargeError("more comes out of the archive than may (DATELINE_MAX_ARCHIVE_BYTES)")


class Bounded(io.RawIOBase):
    """An entry's bytes, opened at the first read. Raises OSError where it is damaged, TooLargeError beyond its most."""

    def __init__(self, entry: Entry, most: int, spent: Spending) -> None:
        self._entry = entry
        self._most = most
        self._spent = spent
        self._source: BinaryIO | None = None
        self._count = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fills the buffer as far as one read of the archive does; 0 at the end."""
        view = memoryview(buffer)
        try:
            data = self._opened().read(min(len(view), IO_BYTES))
        except ARCHIVE_ERRORS as error:
            raise OSError(str(error) or type(error).__name__) from error
        self._count += len(data)
        self._spent.add(len(data))
        if self._count > self._most:
            raise TooLargeError(f"more than {self._most:,} bytes come out of it (DATELINE_MAX_MEMBER_BYTES, or a bomb)")
        view[: len(data)] = data
        return len(data)

    def _opened(self) -> BinaryIO:
        if self._source is None:
            self._source = self._entry.open()
        return self._source
