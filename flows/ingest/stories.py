"""Which story an article tells. First version: the same words in the same order are the same story.

Copies that were cut or edited count as stories of their own until near-copies are grouped.
"""

import hashlib
import re

WORD = re.compile(r"\w+")


def story_id_of(text: str) -> str:
    """ "s" and 16 hex digits over the words in lower case; punctuation and line breaks do not count."""
    words = " ".join(WORD.findall(text.lower()))
    return "s" + hashlib.blake2b(words.encode("utf-8"), digest_size=8).hexdigest()
