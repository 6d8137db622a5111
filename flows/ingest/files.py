"""A file name -> a stream of bytes, compression taken off; and which ending tells its format."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, cast

import zstandard

COMPRESSIONS = (".gz", ".zst")

# What reading may raise when a file is gone, forbidden, broken off or damaged; nothing else is expected.
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)


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
    """Bytes on disk; 0 for standard input and for what is not there."""
    path = Path(name)
    return path.stat().st_size if name != "-" and path.is_file() else 0


def format_suffix(name: str) -> str:
    """The ending that tells the format, in lower case, without that of the compression; "" where there is none.

    >>> format_suffix("Archive/Feb.JSONL.gz")
    '.jsonl'
    """
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    while suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


@contextmanager
def open_input(name: str, *, stdin: BinaryIO, meter: Meter) -> Iterator[BinaryIO]:
    """A file's bytes (decompressed by its ending), standard input for `-`. Raises READ_ERRORS, then or while read."""
    if name == "-":
        yield stdin
        return
    with Path(name).open("rb") as file:
        meter.enter(file.tell)
        try:
            yield _decompressed(file, PurePath(name).suffix.lower())
        finally:
            meter.leave(file.tell())


def _decompressed(file: io.BufferedReader, suffix: str) -> BinaryIO:
    if suffix == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))
    if suffix == ".zst":
        reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, reader)))
    return file


def file_digest(name: str) -> str | None:
    """32 hex digits over the bytes as they lie on disk; None where they cannot be read."""
    try:
        with Path(name).open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return None
