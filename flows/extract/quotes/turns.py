"""Room extract, quotes: lines that name their speaker before a colon.

In: the tree, the paragraphs of the text. Out: `Reported` values for a headline ("Doe: Talks have failed") and for the
turns of a transcript ("DOE: We have failed."). No parse is needed.
"""

import re

from flows.extract.names import Mention
from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.tree import Tree
from flows.extract.quotes.values import Reported

# A headline's characters at most; longer first paragraphs are texts.
MAX_HEADLINE = 220
MAX_NAME = 60
# "KATE DOE:", "SENATOR DOE:"; one letter ("Q:") names nobody.
CAPITALS = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}$")


def said_in_turns(
    tree: Tree, paragraphs: list[tuple[int, int]], at: dict[int, Mention], lexicon: SpeechLexicon
) -> list[Reported]:
    """What stands behind "Name:" in the first line of a text, and in lines that begin with names in capitals: two or
    more, for one alone may be "PHOTOS:"."""
    found: list[Reported] = []
    turns: list[Reported] = []
    for number, (start, end) in enumerate(paragraphs):
        colon = tree.text.find(":", start, min(end, start + MAX_NAME))
        if colon < 0 or tree.text[colon + 1 : colon + 2] not in (" ", "\xa0"):
            continue
        is_turn = CAPITALS.match(tree.text[start:colon]) is not None and colon > start + 2
        is_headline = number == 0 and end - start <= MAX_HEADLINE
        head = _speaker_before(tree, start, colon, at, lexicon, is_turn=is_turn)
        if head is None or not (is_turn or is_headline):
            continue
        at_colon = tree.holding(colon)
        first, last = at_colon + 1, tree.at(end) - 1
        while last > first and (tree.words[last].isspace() or tree.lower[last] in (".", ",")):
            last -= 1
        if last > first:
            (turns if is_turn else found).append(Reported(first, last, at_colon, at_colon, head, "turn"))
    return found + (turns if len({tree.lower[turn.head] for turn in turns}) > 1 else [])


def _speaker_before(
    tree: Tree, start: int, colon: int, at: dict[int, Mention], lexicon: SpeechLexicon, *, is_turn: bool
) -> int | None:
    """The token before the colon, if it can speak: a person, a medium, a noun of speakers."""
    last = tree.holding(colon) - 1
    first = tree.holding(start)
    if last < first or last - first > 8:
        return None
    mention, words = at.get(last), lexicon.speakers
    if mention is not None and (mention.label == "PERSON" or (mention.entity_id or "").startswith("media:")):
        return last
    if is_turn or tree.lower[last] in words.anonymous | words.document:
        return last
    return None
