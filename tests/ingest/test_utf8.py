"""Any encoding comes out as UTF-8, however the bytes are cut."""

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ingest.files import Pieces
from flows.ingest.utf8 import PIECE_BYTES, utf8_pieces

WORDS = "Der Präsident kündigte Maßnahmen gegen Händler an, die das Öl verschiffen; Köln und München begrüßten dies. "


def stream_of(data: bytes, size: int) -> BinaryIO:
    """A stream that gives so many bytes at a time."""

    def pieces() -> Iterator[bytes]:
        yield from (data[at : at + size] for at in range(0, len(data), size))

    return cast(BinaryIO, io.BufferedReader(Pieces(pieces()), buffer_size=size))


def utf8(data: bytes, *, size: int = PIECE_BYTES, charset: str | None = None) -> bytes:
    return b"".join(utf8_pieces(stream_of(data, size), charset=charset))


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(1, 100))
def test_utf_8_passes_as_it_is(text: str, size: int) -> None:
    text = "Der Präsident, " + text
    assert utf8(text.encode(), size=size) == text.encode()


@pytest.mark.parametrize("size", [1, 3, 1_000, PIECE_BYTES])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_and_marks(encoding: str, size: int) -> None:
    text = "text\n" + WORDS * 3 + "😀\n"
    assert utf8(text.encode(encoding), size=size).decode() == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_bytes_after_much_ascii(encoding: str) -> None:
    text = "plain words\n" * 20_000 + WORDS + "plain words\n" * 20_000 + WORDS
    assert utf8(text.encode(encoding)).decode() == text


def test_declared_charset_decides_what_is_not_utf_8() -> None:
    assert utf8("Łódź i Gdańsk".encode("iso8859-2"), charset="iso-8859-2").decode() == "Łódź i Gdańsk"
    assert utf8("Łódź".encode(), charset="iso-8859-2").decode() == "Łódź"
    assert utf8("Øl".encode("cp1252"), charset="no-such-charset").decode() == "Øl"


def test_what_is_no_character_stays_no_text() -> None:
    assert utf8(WORDS.encode() + b"\xff" + WORDS.encode()) == WORDS.encode() + b"\xff" + WORDS.encode()
    with pytest.raises(UnicodeDecodeError):
        utf8("text\n".encode("utf-16") + b"\x00\xd8" + "n".encode("utf-16-le")).decode()
    with pytest.raises(UnicodeDecodeError):
        utf8("text\n".encode("utf-16") + b"x").decode()
    with pytest.raises(OSError, match="utf-32"):
        utf8("text\n".encode("utf-32") + b"\xff\xff\xff\xff")


def test_long_line_without_letters_beyond_ascii_takes_no_time() -> None:
    assert len(utf8(b"\xe9\n" + b"[" * 2_000_000)) == 2_000_003
