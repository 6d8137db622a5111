"""Whether a time expression looks back or ahead: from the words before it and the verb that it belongs to.

Enters a parsed Doc with an expression's offsets; leaves "past", "future", "present" or None. Reads spaCy's
fine-grained tags and dependency heads only (there are no lemmas in our pipeline).
"""

from collections.abc import Collection, Mapping

from spacy.tokens import Doc, Token

# Heads to climb at most: a date in an attachment chain longer than this tells nothing (seldom over 4 in news).
MAX_CLIMB = 8
# From a date to its own verb: the date, a preposition, the verb.
OWN_VERB_STEPS = 2
PAST, FUTURE, PRESENT = "past", "future", "present"

Cues = Mapping[str, Collection[str]]


def direction_of(doc: Doc, start: int, end: int, *, cues: Cues) -> str | None:
    """The direction of the expression at `start, end`; `cues` are the word lists of the lexicon.

    "Tuesday's vote" has none: a possessive dates its noun, not the verb. The present tense looks ahead only where the
    date belongs to the verb itself ("the talks begin on Monday").
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    before = _word_before(doc, span.start)
    if before in cues["looks_back"]:
        return PAST
    if before in cues["looks_ahead"]:
        return FUTURE
    if span.end < len(doc) and doc[span.end].tag_ == "POS":
        return None
    direction = _direction_of_verb(span.root, cues)
    return FUTURE if before in cues["looks_ahead_unless_past"] and direction != PAST else direction


def _word_before(doc: Doc, place: int) -> str:
    """The last token before a place that is not white space (line ends are tokens), in lower case."""
    while place and doc[place - 1].is_space:
        place -= 1
    return doc[place - 1].lower_ if place else ""


def _direction_of_verb(token: Token, cues: Cues) -> str | None:
    """What the first word that says something does on the way up from the expression."""
    infinitive = False
    for step in range(MAX_CLIMB):
        if infinitive and token.lower_ in cues["ahead_with_infinitive"]:
            return FUTURE
        if direction := _direction_of_word(token, cues):
            return direction if direction != PRESENT or step <= OWN_VERB_STEPS else None
        infinitive = infinitive or token.tag_ == "VB"
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _direction_of_word(token: Token, cues: Cues) -> str | None:
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
        # "agreed to meet", "tried to meet": the verb above tells; a bare one is an order or after "do".
        return None if any(child.tag_ == "TO" for child in helpers) else PRESENT
    if tag == "VBG":
        return FUTURE if any(child.tag_ in ("VBZ", "VBP") for child in helpers) else None
    return PRESENT
