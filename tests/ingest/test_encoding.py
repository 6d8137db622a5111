"""Bytes as text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import RecordError
from flows.ingest.encoding import mended, text_of_bytes

WORDS = {
    "windows-1252": "The café’s owner in Malmö said “no” – and the price rose to £20.",
    "windows-1251": "Совет ввёл новые санкции против четырёх судоходных компаний, сообщила его глава.",
    "windows-1250": "Rada nałożyła nowe sankcje na cztery spółki żeglugowe, powiedziała jej przewodnicząca w środę.",
    "iso-8859-7": "Το συμβούλιο επέβαλε νέες κυρώσεις σε τέσσερις ναυτιλιακές εταιρείες.",
    "gb18030": "理事会星期一对四家航运公司实施了新的制裁，主席在会后说。",
    "shift_jis": "理事会は月曜日、海運会社四社に対する新たな制裁を発動した。",
    "euc-kr": "이사회는 월요일 해운회사 네 곳에 새로운 제재를 부과했다.",
    "iso-2022-jp": "理事会は月曜日、海運会社四社に対する新たな制裁を発動した。",
    "utf-16-le": "All was calm – in the city.",
    "utf-16": "All was calm – in the city.",
}


@pytest.mark.parametrize("encoding", [name for name in WORDS if name not in ("utf-16-le", "utf-16")])
def test_declared_encoding_is_used(encoding: str) -> None:
    data = WORDS[encoding].encode(encoding)
    assert text_of_bytes(data, charset=encoding) == WORDS[encoding]
    page = f'<meta http-equiv=content-type content="text/html; charset={encoding}">'.encode() + data
    assert text_of_bytes(page, is_markup=True).endswith(WORDS[encoding])
    assert text_of_bytes(f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + data, is_markup=True).endswith(
        WORDS[encoding]
    )


@pytest.mark.parametrize("encoding", [name for name in WORDS if name != "iso-2022-jp"])
def test_encoding_that_nobody_declares_is_detected(encoding: str) -> None:
    text = "\n".join([WORDS[encoding]] * 5)
    assert text_of_bytes(text.encode(encoding)) == text


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "gbk", "utf-16", "no-such", "rot13", "", "\ud800"])
def test_valid_utf_8_goes_before_a_wrong_declaration(charset: str) -> None:
    assert text_of_bytes("Café – closed".encode(), charset=charset) == "Café – closed"


def test_latin_1_stands_for_windows_1252() -> None:
    assert text_of_bytes(b"\x93no\x94 \x80 20", charset="iso-8859-1") == "“no” € 20"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""])
def test_byte_order_mark_and_line_ends_are_not_text(mark: bytes) -> None:
    assert text_of_bytes(mark + b"One.\r\nTwo.\rThree.\n") == "One.\nTwo.\nThree.\n"


def test_short_text_with_a_lone_letter_is_western() -> None:
    assert text_of_bytes(b"caf\xe9") == "café"


def test_utf_8_that_was_cut_stays_utf_8() -> None:
    data = "Ein Gespräch".encode()
    assert text_of_bytes(data + "é".encode()[:1]) == "Ein Gespräch\ufffd"
    assert text_of_bytes("größer, höher, weiß, älter, süß ".encode() * 3 + b"\xff") == (
        "größer, höher, weiß, älter, süß " * 3 + "\ufffd"
    )


@pytest.mark.timeout(20)
def test_one_letter_behind_a_long_line_is_found_in_linear_time() -> None:
    assert text_of_bytes(b"a" * 3_000_000 + b"\xe9").endswith("aé")


def test_picture_is_no_text() -> None:
    with pytest.raises(RecordError, match="bad_encoding"):
        text_of_bytes(b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\x05\x06\x07\x08" * 20)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1252", "gbk", "utf-7"]), st.booleans())
def test_any_bytes_give_text_or_a_record_error(data: bytes, charset: str | None, is_markup: bool) -> None:
    try:
        text = text_of_bytes(data, charset=charset, is_markup=is_markup)
    except RecordError:
        return
    assert "\r" not in text


def test_only_what_is_broken_is_mended() -> None:
    for text in ("“No”, she said – it’s “over”.", "ﬁnance ＡＢＣ", "Tom &amp; Ann", "naïve café"):
        assert mended(text) == text
