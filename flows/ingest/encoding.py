"""Bytes -> text, and the repair of text that was read under a wrong encoding somewhere on its way to us.

Enters: bytes, and what is declared of their encoding. Leaves: text with \\n as line end. Only for formats whose text we
take out of bytes or markup: text that came as JSON or in a table never passes here.
"""


def mended(text: str) -> str:
    """The text with mojibake undone (`â€™` -> `’`) and without characters that no text holds; nothing else changes."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False, fix_latin_ligatures=False, fix_character_width=False, uncurl_quotes=False
    )
    return ftfy.fix_text(text, config)
