"""A name -> a stream of bytes as they lie there; compression taken off; and which ending tells its format."""

import gzip
import hashlib
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, cast

import zstandard
from typing_extensions import Buffer

from flows.ingest.remote import is_remote, open_remote, remote_size

# Compressed bytes taken at a time: four of them may stand for 128 KB, so that 16 KB were 500 MB (a bomb of 12 KB took
# 800 MB). Measured on news: 1 KB at a time is as fast, 820 MB/s.
ZSTD_BYTES = 1_024
# Bytes asked for at a time where nothing else decides.
IO_BYTES = 131_072
# What a stream may expand to: news shrinks to a third or a tenth, logs to a fiftieth, a bomb to a thousandth (gzip's
# utmost is 1:1,032). A small file may be as odd as it likes.
MOST_EXPANSION = 200
FREE_EXPANSION = 16_000_000
COMPRESSIONS = (".gz", ".zst")
SHORT_ENDINGS = {".tgz": ".tar.gz", ".tzst": ".tar.zst"}
ADDRESS = re.compile(r"(?:https?|s3|gs)://", re.IGNORECASE)
PASSWORD = re.compile(r"(?<=^http://)[^/?#@]*@|(?<=^https://)[^/?#@]*@", re.IGNORECASE)
# Streams that a shell makes may be read although they are no files; a pipe that lies in a folder would hang the run.
STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/")

# What reading may raise when a file is gone, forbidden, broken off or damaged; nothing else is expected.
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)


class TooLargeError(OSError):
    """What comes out of a packed stream, or of an archive, is beyond the limits: a bomb, or a setting too low."""


class Meter:
    """How many bytes of the inputs have been read, as they lie on disk; a progress bar looks at it now and then."""

    def __init__(self) -> None:
        self._finished = 0
        self._position: Callable[[], int] = int

    @property
    def bytes_read(self) -> int:
        """Bytes of the inputs left behind and of the present one."""
        return self._finished + self._position()

    def enter(self, position: Callable[[], int]) -> None:
        """Follow a file that has been opened."""
        self._position = position

    def leave(self, position: int) -> None:
        """Count a file as read up to there."""
        self._position = int
        self._finished += position


def file_size(name: str) -> int:
    """Bytes on disk or in a store; 0 for standard input and for what is not there."""
    if is_remote(name):
        return remote_size(name)
    return Path(name).stat().st_size if is_file(name) else 0


def is_address(name: str) -> bool:
    """Whether the name is an address on a network: http, https, s3 or gs."""
    return ADDRESS.match(name) is not None


def is_web(name: str) -> bool:
    """Whether the name is an address that a web server is asked for, as a browser would."""
    return name[:8].lower().startswith(("http://", "https://")) and not is_remote(name)


def is_file(name: str) -> bool:
    """Whether there is a file that we may look at; not where the name is too long or its folder closed to us."""
    try:
        return Path(name).is_file()
    except OSError:
        return False


def is_readable(name: str) -> bool:
    """Whether there is a file, or a stream that a shell made, such as /dev/stdin."""
    return is_file(name) or (name.startswith(STREAMS) and Path(name).exists() and not Path(name).is_dir())


def shown_name(name: str) -> str:
    """The name as it can be stored: bytes that are not UTF-8 as \\xff, an address without its password."""
    return PASSWORD.sub("", os.fsencode(name).decode("utf-8", "backslashreplace"))


def format_suffix(name: str) -> str:
    """The ending that tells the format, in lower case, without that of the compression; "" where there is none.

    >>> format_suffix("Archive/Feb.JSONL.gz")
    '.jsonl'
    """
    suffixes = [suffix.lower() for suffix in PurePath(_spelled_out(name)).suffixes]
    while suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _spelled_out(name: str) -> str:
    """The name with a short ending such as .tgz in full."""
    stem, dot, ending = name.rpartition(".")
    return stem + SHORT_ENDINGS.get(f"{dot}{ending}".lower(), f"{dot}{ending}")


@contextmanager
def open_input(name: str, *, meter: Meter) -> Iterator[BinaryIO]:
    """A file's bytes as they lie there, standard input for `-`. Raises READ_ERRORS, then or while read."""
    if name == "-":
        if sys.stdin is None:  # a service without standard input
            raise OSError("there is no standard input")
        yield sys.stdin.buffer
        return
    if not is_remote(name) and Path(name).exists() and not Path(name).is_dir() and not is_readable(name):
        raise OSError("a pipe or a device, not a file; give - and pipe it in")
    with open_remote(name) if is_remote(name) else Path(name).open("rb") as file:
        meter.enter(file.tell if file.seekable() else int)
        try:
            yield file
        finally:
            meter.leave(file.tell() if file.seekable() else 0)


def unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    """The bytes with the compression taken off that the name's endings tell of: `news.jsonl.gz`, `old.tar.zst`."""
    for suffix in reversed(PurePath(_spelled_out(name)).suffixes):
        if suffix.lower() not in COMPRESSIONS:
            break
        packed = Counted(stream)
        is_gzip = suffix.lower() == ".gz"
        plain = gzip.GzipFile(fileobj=packed, mode="rb") if is_gzip else Pieces(_zstd_pieces(cast(BinaryIO, packed)))
        stream = io.BufferedReader(Inflated(packed, cast(BinaryIO, plain)), IO_BYTES)
    return stream


class Counted(io.RawIOBase):
    """A stream, and how many bytes of it have been taken."""

    def __init__(self, stream: BinaryIO) -> None:
        # One read at a time: a buffer that asks again meets the damage, and loses what it had.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self.count = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fills the buffer as far as one read of the stream does; 0 at the end."""
        view = memoryview(buffer)
        data = self._read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class Inflated(Counted):
    """What comes out of a packed stream. Raises TooLargeError once it is a bomb, by what went in."""

    def __init__(self, packed: Counted, plain: BinaryIO) -> None:
        super().__init__(plain)
        self._packed = packed

    def readinto(self, buffer: Buffer) -> int:
        """Fills the buffer."""
        length = super().readinto(buffer)
        if self.count > max(FREE_EXPANSION, MOST_EXPANSION * self._packed.count):
            raise TooLargeError(f"a bomb: it expands to more than {MOST_EXPANSION} times its size")
        return length


class Pieces(io.RawIOBase):
    """Pieces of bytes, read as one stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fills the buffer from the next piece that is not empty; 0 at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        view = memoryview(buffer)
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _zstd_pieces(file: BinaryIO) -> Iterator[bytes]:
    """What the frames hold. Raises EOFError when the last is cut off; zstandard's own stream would say nothing."""
    data = file.read(ZSTD_BYTES)
    while data:
        frame = zstandard.ZstdDecompressor().decompressobj()
        yield frame.decompress(data)
        while not frame.eof:
            if not (data := file.read(ZSTD_BYTES)):
                raise EOFError("Compressed file ended before the end of a frame was reached")
            yield frame.decompress(data)
        data = frame.unused_data or file.read(ZSTD_BYTES)


def file_digest(name: str) -> str | None:
    """32 hex digits over the bytes as they lie on disk; None for what is no file and where they cannot be read."""
    if not is_file(name):  # a pipe would wait for a writer that never comes
        return None
    try:
        with Path(name).open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return None
