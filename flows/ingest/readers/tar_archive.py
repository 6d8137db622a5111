"""A tar archive -> its members, one after the other as they stand in the stream; the compression is off already."""

import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Self, cast

from flows.ingest.archives import ARCHIVE_ERRORS, Entry, members_of
from flows.ingest.drafts import Limits, Member, Origin, Reject, Skip
from flows.ingest.files import IO_BYTES, Counted, TooLargeError

SUFFIXES = (".tar",)

# Headers that tarfile loads whole: long names, and lists of attributes. Real ones have some hundred bytes.
LOADED_KINDS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
LOADED_BYTES = 1_000_000


class Header(tarfile.TarInfo):
    """A header that leaves word of what was wrong with it: tarfile takes a damaged one, or none, for the end."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """The next header. Raises tarfile.HeaderError, which tarfile keeps to itself after the first header."""
        try:
            return super().fromtarfile(tarfile)
        except HEADER_ERRORS as error:
            cast(Archive, tarfile).ended = error
            raise

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """The header in 512 bytes. Raises tarfile.HeaderError."""
        header = super().frombuf(buf, encoding, errors)
        if header.type in LOADED_KINDS and header.size > LOADED_BYTES:
            raise TooLargeError(f"a header of {header.size:,} bytes")
        return header


class Archive(tarfile.TarFile):
    """An archive that knows how it ended."""

    tarinfo = Header
    ended: Exception | None = None


# They are no part of the module's documented names; the first of them stands for the end of an archive.
END: type[Exception] = tarfile.EOFHeaderError  # type: ignore[attr-defined]
HEADER_ERRORS: type[Exception] = tarfile.HeaderError


def walk(stream: BinaryIO, origin: Origin, limits: Limits) -> Iterator[Member | Reject | Skip]:
    """A Member for each file in the archive. Raises OSError where it is damaged, TooLargeError for too much."""
    try:
        # Counted gives what there is when the stream breaks off, where a buffer would keep its last 10 KB.
        with Archive.open(fileobj=cast(BinaryIO, Counted(stream)), mode="r|") as archive:
            yield from members_of(_entries(archive, limits), origin, limits)
            if not isinstance(archive.ended, END):
                raise OSError("the archive is cut off, or damaged where the next header should stand")
        if stream.read(IO_BYTES).strip(b"\0"):
            raise OSError("more follows after the end of the archive; tar -i would read it")
    except ARCHIVE_ERRORS as error:
        raise OSError(f"no tar archive, or a damaged one: {error}") from error


def _entries(archive: Archive, limits: Limits) -> Iterator[Entry]:
    """The files of the archive; folders are no entries. Each is to be read before the next is asked for."""
    while info := archive.next():
        # Else tarfile keeps every header, a kilobyte for each.
        archive.members.clear()  # type: ignore[attr-defined]
        if info.offset_data + info.size > limits.archive_bytes:
            raise TooLargeError(f"more than {limits.archive_bytes:,} bytes (DATELINE_MAX_ARCHIVE_BYTES)")
        if not info.isdir():
            open_it = cast("partial[BinaryIO]", partial(archive.extractfile, info))
            yield Entry(info.name, info.size, open_it, fault=_fault_of(info))


def _fault_of(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if not info.isreg() or info.issparse():
        return "not_a_file", "a link, a device, or a file with holes"
    return None
