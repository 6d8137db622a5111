"""An HTTP body as a crawler kept it -> the page's bytes: chunks joined, compression taken off, within a limit.

Enters: the stream of the body and what its headers say of it. Leaves: bytes, or a RecordError that says what is wrong.
Headers are not believed where the bytes deny them: crawlers undo an encoding and keep the header that names it.
"""

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

import zstandard

from flows.errors import RecordError

GZIP_SIGN = b"\x1f\x8b"
ZSTD_SIGN = b"\x28\xb5\x2f\xfd"
# Nobody packs a page three times.
MOST_CODINGS = 2


def body_of(stream: BinaryIO, *, transfer: str, content: str, limit: int, is_cut: bool = False) -> bytes:
    """The body's bytes, no more than the limit. `transfer` and `content` are the values of the two encoding headers.

    `is_cut`: the crawler says that it stopped early, so an end in the middle is no fault. Raises RecordError:
    record_too_long, bad_http_body.
    """
    from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]

    source = ChunkedDataReader(stream) if "chunked" in transfer.lower() else stream
    body: bytes = _within(source.read(limit + 1), limit)
    codings = [coding.strip().lower() for coding in content.split(",")]
    for coding in [coding for coding in reversed(codings) if coding in DECODERS][:MOST_CODINGS]:
        try:
            body = _within(DECODERS[coding](body, limit + 1, is_cut), limit)
        except (zlib.error, zstandard.ZstdError, EOFError, ValueError) as error:
            raise RecordError("bad_http_body", f"{coding}: {error}", sample=body[:200].decode("latin-1")) from error
    return body


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        detail = f"more than {limit:,} bytes (DATELINE_MAX_RECORD_BYTES)"
        raise RecordError("record_too_long", detail, sample=body[:200].decode("latin-1"))
    return body


def _gunzip(data: bytes, limit: int, is_cut: bool) -> bytes:
    return _inflate(data, limit, is_cut, 16 + zlib.MAX_WBITS) if data.startswith(GZIP_SIGN) else data


def _undeflate(data: bytes, limit: int, is_cut: bool) -> bytes:
    """Some servers send what the standard says (zlib), others the bare stream; some crawlers keep neither."""
    try:
        return _inflate(data, limit, is_cut, zlib.MAX_WBITS)
    except zlib.error:
        pass
    try:
        return _inflate(data, limit, is_cut, -zlib.MAX_WBITS)
    except zlib.error:
        if data.lstrip().startswith(b"<"):
            return data
        raise


def _inflate(data: bytes, limit: int, is_cut: bool, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    plain = inflater.decompress(data, limit)
    if data and not inflater.eof and len(plain) < limit and not is_cut:
        raise EOFError("ends in the middle")
    return plain


def _unbrotli(data: bytes, limit: int, is_cut: bool) -> bytes:
    import brotli  # type: ignore[import-untyped]

    if data.lstrip().startswith(b"<"):  # no stream of Brotli's begins so and holds a page
        return data
    decoder = brotli.Decompressor()
    try:
        plain: bytes = decoder.process(data, output_buffer_limit=limit)
        while len(plain) < limit and not decoder.is_finished():
            piece = decoder.process(b"", output_buffer_limit=limit - len(plain))
            if not piece:
                break
            plain += piece
    except brotli.error as error:
        raise ValueError(str(error)) from error
    if data and not decoder.is_finished() and len(plain) < limit and not is_cut:
        raise EOFError("ends in the middle")
    return plain


def _unzstd(data: bytes, limit: int, _is_cut: bool) -> bytes:
    """A frame that ends in the middle gives what there is: the library does not tell."""
    if not data.startswith(ZSTD_SIGN):
        return data
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
        plain: bytes = reader.read(limit)
    return plain


DECODERS: dict[str, Callable[[bytes, int, bool], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
