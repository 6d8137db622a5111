"""Archives made by hand: zip and tar, whole or with something wrong."""

import io
import tarfile
import zipfile
from collections.abc import Mapping

NEWS = {"2024/a.txt": b"The port was closed on Monday.", "b.jsonl": b'{"text": "Ships waited outside."}\n'}


def zip_of(files: Mapping[str, bytes] = NEWS, *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of the files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def streamed_zip_of(files: Mapping[str, bytes] = NEWS) -> bytes:
    """A zip archive as a program writes it that cannot go back: sizes stand after the data."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    made = Pipe()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tar_of(files: Mapping[str, bytes] = NEWS) -> bytes:
    """A tar archive of the files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def tar_with(info: tarfile.TarInfo) -> bytes:
    """A tar archive of one odd entry without data, and an article after it."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(info)
        after = tarfile.TarInfo("after.txt")
        after.size = 5
        archive.addfile(after, io.BytesIO(b"Calm."))
    return made.getvalue()


def page_of(text: str) -> bytes:
    """A web page with an article of one long paragraph, as a reader of pages wants it."""
    more = "The ministry gave no reason, and officials at the harbour said that nobody had told them of it. " * 4
    return f"<!doctype html><html><body><article><h1>{text}</h1><p>{text} {more}</p></article></body></html>".encode()


def http_of(body: bytes, *, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP response as it went over the wire; `content_type=` gives the header Content-Type."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def warc_of(block: bytes, *, kind: str = "response", url: str = "https://post.example/a", **headers: str) -> bytes:
    """One WARC record; `Content_Type=` and the like give or replace its headers."""
    given = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2025-03-04T10:15:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in given.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def arc_of(block: bytes, *, url: str = "https://post.example/a", media_type: str = "text/html") -> bytes:
    """One ARC record of version 1."""
    return f"{url} 192.0.2.7 20250304101500 {media_type} {len(block)}\n".encode() + block + b"\n"
