"""In extraction: names of places as places: where a deed is done, and towns that only name a treaty."""

from flows.extract.events.hit import Hit
from flows.extract.events.tree import Tree, after
from flows.extract.names import Mention

# Before the place where something is done.
WHERE = frozenset({"in", "at", "near", "inside", "outside", "around", "across"})
TREATIES = frozenset({
    "accord", "accords", "agreement", "agreements", "convention", "conventions", "deal", "pact", "protocol",
    "protocols", "treaty",
})  # fmt: skip


def places_of(hit: Hit, tree: Tree) -> list[int]:
    """Names of places behind "in", "near": at the trigger, at its verb or at its object, in this order."""
    verb = hit.judged
    tokens = [hit.token, verb, *(child for child in tree.children[verb] if tree.links[child] in ("dobj", "nsubjpass"))]
    preps = [prep for token in dict.fromkeys(tokens) for prep in tree.linked(token, "prep", "agent")]
    return [name for prep in preps if tree.lower[prep] in WHERE for name in _named_behind(prep, tree)]


def _named_behind(preposition: int, tree: Tree) -> list[int]:
    """Places behind a preposition: "in Quito", "outside of Quito", "near the Chadian town", "in the city of Quito"."""
    inner = [preposition, *tree.linked(preposition, "prep")]
    nouns = [noun for prep in inner for noun in tree.linked(prep, "pobj")]
    near = [[noun, *tree.linked(noun, "amod", "compound", "nmod", "poss"), *after(noun, "of", tree)] for noun in nouns]
    is_place = {"GPE", "LOC", "FAC"}
    found = []
    for noun, others in zip(nouns, near, strict=True):
        labels = is_place if noun in tree.mentions else is_place | {"NORP"}
        found += [one for one in others if one in tree.mentions and tree.mentions[one].label in labels]
    return found


def names_treaty(mention: Mention, tree: Tree) -> bool:
    """ "The Paris climate agreement": the town where it was made, no party to it; but "Tehran's deal" is Tehran's."""
    if mention.entry is None or mention.entry.kind not in ("capital", "place"):
        return False
    for token in range(mention.last, min(mention.last + 3, len(tree.lower))):
        if tree.lower[token] in TREATIES:
            return True
        if tree.links[token] not in ("compound", "amod"):
            return False
    return False
