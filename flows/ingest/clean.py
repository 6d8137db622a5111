"""Cleaning of text that we take out of bytes or markup, before it is fixed: all offsets refer to what comes out."""


def clean_text(text: str) -> str:
    """The text without blank lines before and after it.

    >>> clean_text("\\n\\nOne.\\n\\nTwo.\\n")
    'One.\\n\\nTwo.'
    """
    return text.strip()
