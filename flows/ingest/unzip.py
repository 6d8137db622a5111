"""What zipfile does not do: how much an archive lists, before it is loaded; and entries by their own headers alone.

Enters: a zip file that can be sought in. Numbers are of PKWARE's APPNOTE 6.3.10: sections 4.3.7 (local header), 4.3.9
(data descriptor), 4.3.14 to 4.3.16 (the end of the archive).
"""

import io
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast

from flows.ingest.archives import Entry
from flows.ingest.files import FREE_EXPANSION, IO_BYTES, MOST_EXPANSION, Pieces

LOCAL = struct.Struct("<4s5H3I2H")
LOCAL_SIGN = b"PK\x03\x04"
END = struct.Struct("<4s4H2IH")
END_SIGN = b"PK\x05\x06"
LONG_END = struct.Struct("<4sQ2H2I4Q")
LONG_END_SIGN = b"PK\x06\x06"
# A comment of up to 64 KB may follow the end record.
END_BYTES = LONG_END.size + END.size + 65_535
# An entry of the list: 46 bytes and a name, which in an archive of very many has some digits and an ending.
LISTED_BYTES = 64
# A descriptor takes 12 to 24 bytes, by its sign and the width of its sizes.
DESCRIPTOR_BYTES = 24
ENCRYPTED, HAS_DESCRIPTOR, IS_UTF_8 = 0x1, 0x8, 0x800
STORED, DEFLATED = 0, 8
# In place of a size that stands elsewhere.
ELSEWHERE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Local:
    """An entry's own header. `start` is where its data begins; sizes are None where they follow after the data."""

    name: str
    flags: int
    method: int
    start: int
    packed_size: int | None
    size: int
    checksum: int


def listed_count(file: BinaryIO) -> int | None:
    """About how many entries the archive lists, by the length of the list, which zipfile goes by; None without an end.

    Leaves the file at its start.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_BYTES))
    tail = file.read(END_BYTES)
    file.seek(0)
    at, long_at = tail.rfind(END_SIGN), tail.rfind(LONG_END_SIGN)
    if at < 0 or at + END.size > len(tail):
        return None
    length = int(END.unpack_from(tail, at)[5])
    if length == ELSEWHERE and 0 <= long_at <= len(tail) - LONG_END.size:
        length = int(LONG_END.unpack_from(tail, long_at)[8])
    return min(length, size) // LISTED_BYTES


def salvaged(file: BinaryIO) -> Iterator[Entry]:
    """The entries from the start up to where no header stands, or where an entry's end cannot be told.

    Each has to be read before the next is asked for.
    """
    at: int | None = 0
    while at is not None and (local := _local(file, at)):
        fault = None
        if local.flags & ENCRYPTED or local.method not in (STORED, DEFLATED):
            fault = "encrypted" if local.flags & ENCRYPTED else "unreadable", "packed in a way that is not known"
        if not local.name.endswith("/"):
            yield Entry(local.name, local.size, partial(_open, file, local), local.packed_size, fault)
        at = _end(file, local)


def _local(file: BinaryIO, at: int) -> Local | None:
    file.seek(at)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size or not header.startswith(LOCAL_SIGN):
        return None
    _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = LOCAL.unpack(header)
    name = file.read(name_length).decode("utf-8" if flags & IS_UTF_8 else "cp437", "replace")
    is_told = packed != ELSEWHERE and (packed or not flags & HAS_DESCRIPTOR)
    start = at + LOCAL.size + name_length + extra_length
    return Local(name, flags, method, start, packed if is_told else None, size if is_told else 0, checksum)


def _end(file: BinaryIO, local: Local) -> int | None:
    """Where the next header should stand; None where that cannot be told."""
    if local.packed_size is not None:
        return local.start + local.packed_size
    if local.method != DEFLATED or local.flags & ENCRYPTED:
        return None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        taken = sum(len(piece) for piece in _inflated(file, local, inflater))
    except (EOFError, zlib.error):
        return None
    end = file.tell() - len(inflater.unused_data)
    if taken > max(FREE_EXPANSION, MOST_EXPANSION * (end - local.start)):
        return None
    file.seek(end)
    gap = file.read(DESCRIPTOR_BYTES + len(LOCAL_SIGN)).find(LOCAL_SIGN)
    return end + gap if gap >= 0 else None


def _open(file: BinaryIO, local: Local) -> BinaryIO:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces = _stored(file, local) if local.method == STORED else _inflated(file, local, inflater)
    return cast(BinaryIO, io.BufferedReader(Pieces(_checked(pieces, local))))


def _stored(file: BinaryIO, local: Local) -> Iterator[bytes]:
    left = local.packed_size or 0
    file.seek(local.start)
    while left:
        if not (piece := file.read(min(left, IO_BYTES))):
            raise EOFError("the archive ends in the middle of it")
        left -= len(piece)
        yield piece


def _inflated(file: BinaryIO, local: Local, inflater: "zlib._Decompress") -> Iterator[bytes]:
    """The entry's bytes; the inflater's unused_data then lies between its end and the file's position."""
    file.seek(local.start)
    data = b""
    while not inflater.eof:
        if not data and not (data := file.read(IO_BYTES)):
            raise EOFError("the archive ends in the middle of it")
        yield inflater.decompress(data, IO_BYTES)
        data = inflater.unconsumed_tail


def _checked(pieces: Iterator[bytes], local: Local) -> Iterator[bytes]:
    """The pieces. Raises zlib.error at the end when they are not what the header's checksum is of."""
    checksum = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if local.packed_size is not None and checksum != local.checksum:
        raise zlib.error("its checksum is another")
