"""Whether a time expression looks back or ahead: from the words before it and the verb that it belongs to.

Enters a parsed Doc with an expression's offsets; leaves "past", "future", "present" or None. Reads spaCy's
fine-grained tags and dependency heads only (there are no lemmas in our pipeline).
"""

from collections.abc import Collection, Mapping

from spacy.tokens import Doc, Token

# Heads to climb at most: a date in an attachment chain longer than this tells nothing (seldom over 4 in news).
MAX_CLIMB = 8
PAST, FUTURE, PRESENT = "past", "future", "present"


def direction_of(doc: Doc, start: int, end: int, *, cues: Mapping[str, Collection[str]]) -> str | None:
    """The direction of the expression at `start, end`; `cues` are the word lists of the lexicon."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    before = doc[span.start - 1].lower_ if span.start else ""
    if before in cues["looks_back"]:
        return PAST
    if before in cues["looks_ahead"]:
        return FUTURE
    token = span.root
    for _ in range(MAX_CLIMB):
        if direction := _direction_of_word(token, cues):
            return direction
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _direction_of_word(token: Token, cues: Mapping[str, Collection[str]]) -> str | None:
    """What one word on the way up to the verb says; None when it leaves the question open."""
    if token.lower_ in cues["ahead_words"]:
        return FUTURE
    tag = token.tag_
    if tag not in ("VB", "VBD", "VBN", "VBP", "VBZ", "VBG", "MD"):
        return None
    helpers = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ in cues["ahead_helpers"] for child in helpers):
        past = any(child.lower_ in ("have", "'ve") for child in helpers)  # "would have met on Monday"
        return PAST if past else FUTURE
    if any(child.tag_ == "VBD" for child in helpers) or tag == "VBD":
        return PAST
    if tag == "VBN":
        return PAST
    if tag == "VB":
        return FUTURE if any(child.tag_ == "TO" for child in helpers) else PRESENT
    if tag == "VBG":
        return FUTURE if any(child.tag_ in ("VBZ", "VBP") for child in helpers) else None
    return PRESENT
