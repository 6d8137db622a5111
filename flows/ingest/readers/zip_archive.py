"""A zip archive -> its members, read in place: from a file by its list of contents, else through memory.

The list stands at the end of the file. Where it is missing or damaged (a download that broke off), the entries are
found one after the other by the headers in front of them, and a reject tells of it.
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from flows.ingest.archives import ARCHIVE_ERRORS, Entry, members_of
from flows.ingest.drafts import Limits, Member, Origin, Reject, Skip
from flows.ingest.files import TooLargeError
from flows.ingest.unzip import listed_count, salvaged

SUFFIXES = (".zip",)

ENCRYPTED = 0x1
# Archives that are one document of an office program, a book or a program.
DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")


def walk(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Member | Reject | Skip]:
    """A Member for each file in the archive. Raises TooLargeError, and OSError where the archive is damaged."""
    file = _seekable(stream, limits)
    count = listed_count(file)
    if count is not None and count > limits.archive_members:
        raise TooLargeError(f"more than {limits.archive_members:,} members (DATELINE_MAX_ARCHIVE_MEMBERS)")
    archive = _opened(file) if count is not None else None
    if archive is None:
        yield from members_of(salvaged(file), origin, limits)
        raise OSError("damaged: the list of contents at its end is missing or wrong")
    infos = archive.infolist()
    if infos and infos[0].filename in DOCUMENTS:
        yield Reject(1, "unknown_format", f"one document in parts ({infos[0].filename}), not an archive of articles")
        return
    yield from members_of((_entry(archive, info) for info in infos if not info.filename.endswith("/")), origin, limits)


def _opened(file: BinaryIO) -> zipfile.ZipFile | None:
    """The archive with its list loaded, half a kilobyte a member; None where the list cannot be read."""
    try:
        return zipfile.ZipFile(file)
    except (*ARCHIVE_ERRORS, EOFError):
        return None


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    open_it = cast("partial[BinaryIO]", partial(archive.open, info))
    return Entry(info.filename, info.file_size, open_it, info.compress_size, _fault_of(info))


def _fault_of(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & ENCRYPTED:
        return "encrypted", "needs a password; unpack it and name the files"
    if kind not in (0, stat.S_IFREG):
        return "not_a_file", "a link or a device"
    return None


def _seekable(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """The stream itself where it is a file, else all of it in memory. Raises TooLargeError."""
    if stream.seekable():
        return stream
    data = stream.read(limits.member_bytes + 1)
    if len(data) > limits.member_bytes:
        detail = "an archive that does not lie in a file of its own is read through memory"
        raise TooLargeError(f"more than {limits.member_bytes:,} bytes (DATELINE_MAX_MEMBER_BYTES); {detail}")
    return io.BytesIO(data)
