"""Bytes -> text, for formats whose text we take out of bytes. Text that came as JSON never passes here."""

from flows.errors import RecordError

BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def decode_text(data: bytes) -> str:
    """The bytes as text by their byte order mark, else as UTF-8; line ends become \\n. Raises RecordError."""
    mark, encoding = next(((mark, name) for mark, name in BOMS.items() if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"not {encoding.upper()} at byte {len(mark) + error.start + 1}; save the file as UTF-8"
        raise RecordError("bad_encoding", detail, sample=data[:200].decode("latin-1")) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean_text(text: str) -> str:
    """The text without blank lines before and after it; all offsets refer to what comes out.

    >>> clean_text("\\n\\nOne.\\n\\nTwo.\\n")
    'One.\\n\\nTwo.'
    """
    return text.strip()
