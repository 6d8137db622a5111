"""Any encoding -> UTF-8, piece by piece, for formats whose text stays as it is: tables and JSON.

Enters: a stream of bytes. Leaves: its bytes as UTF-8, without byte order mark. What is not text in the encoding stays
as the bytes that it was, so that the record in which it stands can be rejected, and no other.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from flows.ingest.encoding import BOMS, FEWEST_LETTERS, GOOD_FOR_ONE_BAD

# Bytes asked for at a time.
PIECE_BYTES = 65_536
# A first piece is at least so long where the stream is: shorter ones hold no byte order mark.
FIRST_BYTES = 64
# Passages that a detector learns from, and how much of them. Bounded: on one long line a * would be quadratic.
TELLING = re.compile(rb"[^\n\x80-\xff]{0,80}[\x80-\xff][^\n]{0,200}")
TELLING_BYTES = 8_192


def utf8_pieces(stream: BinaryIO, *, charset: str | None = None) -> Iterator[bytes]:
    """The stream's bytes as UTF-8: by byte order mark; UTF-8 when they are; else as declared, else as detected.

    While all is ASCII nothing is decided. Raises what reading raises, after everything before it has been given.
    """
    pieces = _pieces(stream)
    piece = next(pieces, b"")
    mark = next((mark for mark in BOMS if piece.startswith(mark)), b"")
    encoding = BOMS.get(mark) or _wide(piece)
    piece = piece[len(mark) :]
    while piece and not encoding:
        if piece.isascii():
            yield piece
            piece = next(pieces, b"")
        else:
            encoding = _encoding_of(piece, charset)
    if encoding in (None, "utf-8"):
        yield piece
        yield from pieces
    else:
        yield from _transcoded(piece, pieces, str(encoding))


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    # One read at a time: where a packed file is cut off, what came before is not lost in a buffer.
    read = getattr(stream, "read1", stream.read)
    first = read(PIECE_BYTES)
    while 0 < len(first) < FIRST_BYTES and (more := read(PIECE_BYTES)):
        first += more
    yield first
    while piece := read(PIECE_BYTES):
        yield piece


def _transcoded(piece: bytes, pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Half a character of UTF-16, and a byte that the encoding does not have, come out as bytes that are not UTF-8."""
    errors = "surrogatepass" if encoding.startswith("utf-") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        yield decoder.decode(piece).encode("utf-8", errors)
        for following in pieces:
            yield decoder.decode(following).encode("utf-8", errors)
    except UnicodeError as error:  # UTF-32 beyond the last character, a wrong escape in ISO-2022
        raise OSError(f"not {encoding} any more: {error.args[-1]}") from error
    if decoder.getstate()[0]:  # half a character at the end
        yield b"\xff"


def _wide(piece: bytes) -> str | None:
    """UTF-16 without a mark: letters of the Latin alphabet, every second byte zero."""
    head = piece[:FIRST_BYTES]
    for encoding, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) > 3 and zeros.count(0) > 0.9 * len(zeros) and not letters.count(0):
            return encoding
    return None


def _encoding_of(piece: bytes, charset: str | None) -> str:
    """The encoding of a piece that is not ASCII; few letters beyond ASCII are taken for Western European."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(piece)
    bad = text.count("\ufffd") - piece.count("\ufffd".encode())
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if not bad or good >= bad * GOOD_FOR_ONE_BAD:
        return "utf-8"
    if charset and not charset.lower().startswith("utf") and _decodes(piece, charset):
        return codecs.lookup(charset).name
    telling = b"\n".join(TELLING.findall(piece))[:TELLING_BYTES]
    if len(telling) - len(telling.translate(None, bytes(range(128, 256)))) < FEWEST_LETTERS:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(telling).best()
    return best.encoding if best and not best.encoding.startswith(("utf", "ascii")) else "cp1252"


def _decodes(piece: bytes, charset: str) -> bool:
    try:
        return bool(codecs.getincrementaldecoder(charset)().decode(piece))
    except (LookupError, UnicodeError, AttributeError, TypeError):  # an unknown name, or a codec that gives no text
        return False
