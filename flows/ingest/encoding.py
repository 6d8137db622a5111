"""Bytes -> text, and the repair of text that was read under a wrong encoding somewhere on its way to us.

Enters: bytes, and what is declared of their encoding. Leaves: text with \\n as line end. Only for formats whose text we
take out of bytes or markup: text that came as JSON or in a table never passes here.
"""

import codecs
import re

from flows.errors import RecordError

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16: it begins with the same two bytes
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Names that stand for a larger set of characters than they say, as browsers take them (https://encoding.spec.whatwg.org).
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Encodings that look like ASCII to one who does not know them.
HIDDEN = ("iso2022", "hz")
# Where a page declares its encoding; browsers look at 1,024 bytes, some pages have long comments before it.
DECLARED_WITHIN = 4_096
DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]+)""", re.I
)
# A passage that holds what a detector can learn from: a byte beyond ASCII with the words about it, without tags. No
# encoding has a space, < > or a line end as part of another character.
BEYOND = re.compile(rb"[\x80-\xff]")
ENDS = re.compile(rb"[<>\n]")
WORDS_BYTES = 400
PASSAGE_BYTES = 32_768
TELLING_BYTES = 8_192
# With fewer letters beyond ASCII a detector guesses; what stands alone between ASCII letters is Western European then.
FEWEST_LETTERS = 20
LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])")
# UTF-8 with one broken byte among so many good characters beyond ASCII is UTF-8 that somebody cut.
GOOD_FOR_ONE_BAD = 10
# C0 controls that no text has; NUL is judged elsewhere. A file with one in fifty characters of them is a picture.
BINARY = dict.fromkeys((*range(1, 9), 11, *range(14, 27), *range(28, 32)))
BINARY_SHARE = 0.02
HEAD_CHARS = 10_000


def text_of_bytes(data: bytes, *, charset: str | None = None, is_markup: bool = False) -> str:
    """The bytes as text, line ends as \\n: by byte order mark, as UTF-8 if they are, as declared, else as detected.

    `charset` is declared outside the bytes; markup may declare one itself. Valid UTF-8 goes before a declaration:
    many a page says iso-8859-1 and is not, and nothing else is UTF-8 by chance. Raises RecordError: bad_encoding.
    """
    text = _by_mark(data)
    if text is None:
        text = _as_declared(data, _names(data, charset, is_markup))
    if text is None:
        text = _detected(data)
    head = text[:HEAD_CHARS]
    if len(head) - len(head.translate(BINARY)) > len(head) * BINARY_SHARE:
        raise RecordError("bad_encoding", "no text: full of control characters", sample=data[:200].decode("latin-1"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mended(text: str) -> str:
    """The text with mojibake undone and in composed Unicode form (NFC); quotation marks stay curly.

    >>> mended("it isnâ€™t")
    'it isn’t'
    """
    if text.isascii():
        return text
    import ftfy

    # Only what somebody broke is mended. Markup was read already: what still looks like &amp; was meant. Curly
    # quotation marks tell who opens and who closes; ligatures and full-width letters are spellings.
    config = ftfy.TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, explain=False
    )
    return ftfy.fix_text(text, config)


def _by_mark(data: bytes) -> str | None:
    """The text after a byte order mark, or of UTF-16 without one, which has a zero byte for every Latin letter."""
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    head = data[:DECLARED_WITHIN]
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) > 3 and zeros.count(0) > 0.7 * len(zeros) and others.count(0) < 0.1 * len(others):
            return data.decode(encoding, "replace")
    return None


def _names(data: bytes, charset: str | None, is_markup: bool) -> list[str]:
    """Encodings to try strictly, in their order."""
    found = DECLARED.search(data[:DECLARED_WITHIN]) if is_markup else None
    inside = (found[1] or found[2]).decode("ascii", "replace") if found else None
    declared = [name for name in map(_codec, (charset, inside)) if name]
    hidden = [name for name in declared if name.startswith(HIDDEN)]
    return [*hidden, "utf-8", *declared]


def _codec(name: str | None) -> str | None:
    """Python's name of the encoding that a declared name stands for; None for one that it does not know."""
    try:
        found = codecs.lookup((name or "").strip("\"' ")).name
    except (LookupError, ValueError, UnicodeError):
        return None
    # utf-16 in a declaration that could be read as ASCII is a lie; and some of Python's codecs give no text.
    is_text = not found.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode", "undefined", "unicode", "raw"))
    return WIDER.get(found, found) if is_text else None


def _as_declared(data: bytes, names: list[str]) -> str | None:
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):  # LookupError: a codec from bytes to bytes, such as base64
            continue
    return None


def _detected(data: bytes) -> str:
    """The text in whichever encoding fits best; bytes that fit nowhere become U+FFFD."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) - bad >= (bad - _is_cut(data)) * GOOD_FOR_ONE_BAD + 1:
        return text
    telling = _telling(data)
    beyond = len(telling) - len(telling.translate(None, bytes(range(128, 256))))
    if beyond < FEWEST_LETTERS and sum(map(len, LONE.findall(telling))) > beyond / 2:
        return _western(data)
    from charset_normalizer import from_bytes

    best = from_bytes(telling).best()
    return data.decode(best.encoding, "replace") if best else _western(data)


def _is_cut(data: bytes) -> bool:
    """Whether the only fault of UTF-8 is a last character that is not all there."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _telling(data: bytes) -> bytes:
    """Passages with letters beyond ASCII, enough to tell the encoding by; time is linear in the data."""
    passages, size, at = list[bytes](), 0, 0
    while size < TELLING_BYTES and (found := BEYOND.search(data, at)):
        before = data[max(at, found.start() - WORDS_BYTES) : found.start()]
        end = ENDS.search(data, found.end(), found.end() + PASSAGE_BYTES)
        at = end.start() if end else _at_space(data, found.end(), found.end() + PASSAGE_BYTES)
        passages.append(ENDS.split(before)[-1].lstrip() + data[found.start() : at])
        size += len(passages[-1])
    return b"\n".join(passages)


def _at_space(data: bytes, start: int, end: int) -> int:
    """The last space between the two, so that no character is cut; the end where there is none."""
    space = data.rfind(b" ", start, end)
    return space if space > start else min(end, len(data))


def _western(data: bytes) -> str:
    """As Windows-1252; the five bytes that mean nothing there as Latin-1 has them."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
