"""In extraction: whom an article is about: what parties that a sentence leaves out are inferred from."""

from collections import Counter
from collections.abc import Sequence

from flows.extract.events.scene import Found
from flows.extract.events.tree import Tree
from flows.extract.names import Mention

# Each of the two states is named this often, and the second at least SHARE as often as the next one.
MIN_NAMED = 2
OFFICES = frozenset({"president", "premier", "minister", "chancellor", "king"})
SHARE = 1.5


def main_pair(mentions: Sequence[Mention]) -> tuple[tuple[Found, ...], Found | None]:
    """The two states that stand out in an article, and the one that does where its institutions are meant.

    Empty and None where no two states stand out, or no single one.
    """
    states = [m for m in mentions if m.code and len(m.code) == 3 and m.label is not None and _acts(m)]
    counts = Counter(mention.code for mention in states).most_common(3)
    if not counts:
        return (), None
    named = {mention.code: mention for mention in reversed(states)}
    found = [_implied(named[code]) for code, count in counts[:2] if count >= MIN_NAMED]
    third = counts[2][1] if len(counts) > 2 else 0
    pair = tuple(found) if len(found) == 2 and counts[1][1] >= SHARE * third else ()
    second = counts[1][1] if len(counts) > 1 else 0
    home = found[0] if found and counts[0][1] >= SHARE * second else None
    return pair, home


def _acts(mention: Mention) -> bool:
    """A government or somebody in office, not a place."""
    return mention.sense == "government" or mention.label in ("PERSON", "ORG")


def bare_offices(mentions: Sequence[Mention], tree: Tree, pair: tuple[Found, ...]) -> dict[str, str]:
    """The state of "President X", by entity, where the article is about two states and the other one has a leader."""
    codes = {found.code for found in pair}
    taken = {mention.code for mention in mentions if mention.label == "PERSON" and mention.code in codes}
    free = [code for code in codes - taken if code]
    bare = {
        mention.entity_id
        for mention in mentions
        if mention.entity_id
        and (mention.code or "").startswith("PER:")
        and mention.first > 0
        and tree.lower[mention.first - 1] in OFFICES
    }
    return {next(iter(bare)): free[0]} if len(bare) == 1 and len(free) == 1 else {}


def _implied(mention: Mention) -> Found:
    return Found(-1, 0, 0, mention.code, mention.entity_id, True, inferred=True)
