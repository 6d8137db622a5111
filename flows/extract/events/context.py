"""In extraction: whom an article is about: what parties that a sentence leaves out are inferred from."""

from collections import Counter
from collections.abc import Sequence

from flows.extract.events.scene import Found
from flows.extract.events.tree import Tree
from flows.extract.names import Mention

# Each of the two states is named this often, and the second at least SHARE as often as the next one.
MIN_NAMED = 2
SHARE = 1.5
# And the second at least this share of the first: an article on Washington that names Bratislava four times is not
# about the two. Below, 14 of 17 inferred recipients were wrong (60 articles read, 2026-11).
BALANCE = 0.4
# Both together have this share of all names of states.
TOGETHER = 0.7
# Titles of who leads a state; "minister" only behind "prime".
HEADS = frozenset({"president", "premier", "chancellor", "king", "queen", "emir", "leader"})


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
    is_clear = len(found) == 2 and counts[1][1] >= SHARE * third
    pair = tuple(found) if is_clear and _is_balanced([code for code, _ in counts[:2]], mentions) else ()
    second = counts[1][1] if len(counts) > 1 else 0
    home = found[0] if found and counts[0][1] >= SHARE * second else None
    return pair, home


def _is_balanced(codes: Sequence[str | None], mentions: Sequence[Mention]) -> bool:
    """Whether both states are named about as often, as places or otherwise."""
    named = Counter(mention.code for mention in mentions if mention.label is not None)
    one, two = sorted(named[code] for code in codes)
    states = sum(count for code, count in named.items() if code is not None and len(code) == 3)
    return one >= BALANCE * two and one + two >= TOGETHER * states


def _acts(mention: Mention) -> bool:
    """A government or somebody in office, not a place."""
    return mention.sense == "government" or mention.label in ("PERSON", "ORG")


def bare_offices(mentions: Sequence[Mention], tree: Tree, pair: tuple[Found, ...]) -> dict[str, str]:
    """The state of "President X", by entity, where the article is about two states and shows the other's leader."""
    codes = {found.code for found in pair}
    leaders = [mention for mention in mentions if mention.label == "PERSON" and _leads(mention, tree)]
    taken = {mention.code for mention in leaders if mention.code in codes}
    free = [code for code in codes - taken if code]
    bare = {one.entity_id for one in leaders if one.entity_id and (one.code or "").startswith("PER:")}
    return {next(iter(bare)): free[0]} if len(bare) == 1 and len(free) == 1 else {}


def _leads(mention: Mention, tree: Tree) -> bool:
    """ "President X", "Prime Minister X", not "Foreign Minister X"."""
    before = tree.lower[max(0, mention.first - 2) : mention.first]
    return before[-1:] != [] and (before[-1] in HEADS or before == ["prime", "minister"])


def _implied(mention: Mention) -> Found:
    return Found(-1, 0, 0, mention.code, mention.entity_id, True, inferred=True)
