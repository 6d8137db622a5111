"""Files that lie on a store or a web server, `s3://`, `gs://`, `https://`, as inputs and as streams, through fsspec.

Needs the extra (`pip install 'dateline[remote]'`); access is what the stores' own clients find: AWS_ACCESS_KEY_ID,
AWS_ENDPOINT_URL, ~/.aws, GOOGLE_APPLICATION_CREDENTIALS; FSSPEC_S3_ANON=true for a public bucket. A web address is a
file by the ending of its path only; any other, and all of them without the extra, belong to the network reader.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import Any, BinaryIO, TypeVar, cast

from typing_extensions import Buffer

from flows.errors import InputError

T = TypeVar("T")

STORE = re.compile(r"(?P<scheme>s3|gs)://", re.IGNORECASE)
WEB = re.compile(r"https?://[^/?#]+/(?P<path>[^?#]*)", re.IGNORECASE)
# Dumps and archives; a page, a feed or a JSON document is asked for as a browser would.
FILE_ENDING = re.compile(
    r"\.(?:(?:jsonl|ndjson|csv|tsv|parquet|arrow|feather|ipc|xlsx|zip|tar|warc|arc)(?:\.gz|\.zst)?|tgz|tzst)$",
    re.IGNORECASE,
)
PATTERN = re.compile(r"[*?\[]")
# What each kind of address needs.
MODULES = {"s3": ("fsspec", "s3fs"), "gs": ("fsspec", "gcsfs"), "http": ("fsspec", "aiohttp")}
# Asked for at a time: few requests, little memory. s3fs would ask for 50 MB.
BLOCK_BYTES = 4_000_000


def is_remote(name: str) -> bool:
    """Whether the name is read here: on a store always, on the web a file by its ending when the extra is there."""
    if STORE.match(name):
        return True
    web = WEB.match(name)
    return bool(web and FILE_ENDING.search(web["path"]) and _is_installed("http"))


def find_remote(name: str) -> list[str]:
    """The files that a name stands for, in order: all below a folder, all of a pattern, hidden ones left out.

    A name that leads nowhere, or may not be listed, stays as it is and fails when it is opened. Raises InputError
    without the extra.
    """
    store = STORE.match(name)
    if store is None:
        return [name]
    scheme = store["scheme"].lower()
    if not _is_installed(scheme):
        raise InputError(f"{name}: {scheme}:// needs an extra: pip install 'dateline[remote]'")
    try:
        paths = _asked(lambda: _listed(name))
    except OSError:
        return [name]
    return [f"{scheme}://{path}" for path in paths] or [name]


def _listed(name: str) -> list[str]:
    system, path = _located(name)
    if PATTERN.search(path) and not system.isfile(path):
        found = system.glob(path, detail=True)
    elif name.endswith("/") or (not PurePosixPath(path).suffix and system.isdir(path)):
        found = system.find(path, detail=True)
    else:
        return []
    folder = len(PurePosixPath(PATTERN.split(path)[0]).parts)
    return sorted(
        found_path
        for found_path, info in found.items()
        if info.get("type") == "file" and not _is_hidden(PurePosixPath(found_path).parts[folder:])
    )


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") for part in parts)


def remote_size(name: str) -> int:
    """Bytes of the file; 0 where that is not to be had."""
    try:
        system, path = _located(name)
        return int(_asked(lambda: system.size(path)) or 0)
    except OSError:
        return 0


@contextmanager
def open_remote(name: str) -> Iterator[BinaryIO]:
    """The file's bytes, asked for as they are read. Raises OSError, then or while read."""
    system, path = _located(name)
    file = _asked(lambda: system.open(path, "rb", block_size=BLOCK_BYTES))
    with io.BufferedReader(RemoteFile(file)) as stream:
        yield cast(BinaryIO, stream)


class RemoteFile(io.RawIOBase):
    """A file of fsspec, with errors that are OSErrors."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Whether the server gives parts of the file."""
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """To a place in the file."""
        return int(_asked(lambda: self._file.seek(offset, whence)))

    def tell(self) -> int:
        """The place in the file."""
        return int(self._file.tell())

    def readinto(self, buffer: Buffer) -> int:
        """Fills the buffer; 0 at the end."""
        view = memoryview(buffer)
        data = _asked(lambda: self._file.read(len(view)))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Lets the file go."""
        if not self.closed:
            self._file.close()
        super().close()


def _located(name: str) -> tuple[Any, str]:
    """The file system, and the path as it is called there."""
    from fsspec.core import url_to_fs

    return cast("tuple[Any, str]", _asked(lambda: url_to_fs(name)))


def _asked(ask: Callable[[], T]) -> T:
    """What a store answers. Raises OSError, whatever went wrong."""
    try:
        return ask()
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def _is_installed(kind: str) -> bool:
    return all(find_spec(module) for module in MODULES[kind])
