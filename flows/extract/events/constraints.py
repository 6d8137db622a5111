"""In extraction: whether the constraints of an entry hold: which phrases stand in a place, of what kind they are."""

from flows.extract.events.hit import Hit
from flows.extract.events.lexicon import Test
from flows.extract.events.parties import counted
from flows.extract.events.places import contents, fill, fill_deeper
from flows.extract.events.scene import Found, Scene
from flows.extract.events.tree import VERBS, Tree, after, doers_of_noun, patients_or_doers, with_conjuncts

MODALS = frozenset({"will", "would", "may", "might", "could", "can", "did", "does", "do"})


def filled(place: str, hit: Hit, scene: Scene, *, deeper: bool = False) -> list[int]:
    """Heads in a place; "speaker" and "other" look beyond the clause."""
    if deeper:
        return fill_deeper(place, hit, scene.tree)
    if place == "speaker":
        return speakers(hit, scene)
    if place == "other":
        near = range(scene.sentence_start, scene.sentence_end)
        return [
            i
            for i in near
            if (m := scene.tree.mentions.get(i)) is not None and m.last - 1 == i and scene.party(i).is_state
        ]
    known = hit.heads.get(place)
    if known is not None:
        return known
    heads = [counted(head, scene) for head in fill(place, hit, scene.tree)]
    is_open = place == "subj" and hit.kind == "verb" and scene.tree.links[hit.token] in ("acl", "relcl")
    if is_open:
        heads = _doers_of_thing(heads, scene) or heads
    found = sorted({one for head in heads for one in with_conjuncts(head, scene.tree)})
    if not is_open:  # else it hangs on who the parties are, too
        hit.heads[place] = found
    return found


def _doers_of_thing(heads: list[int], scene: Scene) -> list[int]:
    """ "Passed a law granting amnesty", "sent a letter threatening war": who passed, who sent."""
    if any(scene.party(head).is_party or scene.party(head).code for head in heads):
        return []
    return [doer for head in heads for doer in doers_of_noun(head, scene.tree)]


def speakers(hit: Hit, scene: Scene) -> list[int]:
    """Heads of who is said to say it: the subject of the nearest verb of speech above."""
    tree = scene.tree
    for above in tree.climb(hit.judged):
        if tree.lower[above] in scene.lexicon.speech and tree.tags[above] in VERBS:
            return [one for head in patients_or_doers(above, tree) for one in with_conjuncts(head, tree)]
    return []


def holds(test: Test, hit: Hit, scene: Scene, taken: set[int]) -> bool:
    """Whether a constraint on a place holds; nouns that it names go into `taken`: they are no events of their own."""
    place = test.place
    if "clause" in test.kinds or "wish" in test.kinds:
        said = contents(hit, scene.tree)
        if ("clause" in test.kinds and said) or any(_is_wish(verb, scene.tree) for verb in said):
            return not test.negated
    if place == "speaker" and scene.speaker_at(hit.token) is not None:
        return not test.negated
    heads = filled(place, hit, scene)
    if place == "subj" and hit.kind == "noun":
        heads = [*heads, *filled("owner", hit, scene)]
    if place == "clause" and test.words:
        heads = [*contents(hit, scene.tree), *scene.tree.linked(hit.token, "oprd", "acomp", "attr")]
        return any(scene.tree.lower[head] in test.words for head in heads) != test.negated
    passing = [head for head in heads if _is_of(head, test, scene)]
    if passing and not test.negated and test.words and place != "subj":
        tree = scene.tree
        own = [head for head in passing if tree.lower[head] in test.words or _compound(head, tree) & test.words]
        taken.update(own)
        taken.update(child for head in own for child in scene.tree.linked(head, "acl", "amod", "compound"))
        inside = [noun for head in own for noun in after(head, "of", scene.tree)]
        taken.update(one for noun in inside for one in with_conjuncts(noun, scene.tree))
    return bool(passing) != test.negated


def _is_wish(verb: int, tree: Tree) -> bool:
    """An infinitive, a subjunctive, a clause with "should" or "must": what somebody wants done."""
    helpers = {tree.lower[child] for child in tree.linked(verb, "aux", "auxpass")}
    if helpers & {"should", "must", "be", "to"}:
        return not helpers & (MODALS | {"has", "have", "had"})
    if tree.tags[verb] == "VBP" and not helpers:  # "insists that Chad pay": one subject, no ending
        return any(
            tree.tags[one] in ("NNP", "NN") and not tree.linked(one, "conj") for one in tree.linked(verb, "nsubj")
        )
    return tree.tags[verb] == "VB" and not helpers & MODALS


def _is_of(head: int, test: Test, scene: Scene) -> bool:
    """Whether a phrase is one of the test's words or of its kinds."""
    tree = scene.tree
    if test.words and not test.words.isdisjoint(_names(head, tree)):
        return True
    kinds = test.kinds
    if not kinds:
        return False
    if "any" in kinds:
        return True
    if "money" in kinds and _is_money(head, scene):
        return True
    found = scene.party(head)
    return (
        ("party" in kinds and found.is_party and not found.is_teller)
        or ("state" in kinds and found.is_state)
        or ("person" in kinds and found.is_person)
        or ("place" in kinds and found.is_place)
        or ("org" in kinds and (mention := tree.mentions.get(head)) is not None and mention.label == "ORG")
    )


def _names(head: int, tree: Tree) -> set[str]:
    """What the noun may be called: its word, its compounds, what it is "of"; put together once a noun."""
    known = tree.names.get(head)
    if known is None:
        known = _compound(head, tree) if head > 0 else set()
        known.add(tree.lower[head])
        of = (prep for prep in tree.linked(head, "prep") if tree.lower[prep] == "of")
        known.update(tree.lower[noun] for prep in of for noun in tree.linked(prep, "pobj"))
        tree.names[head] = known
    return known


def _compound(head: int, tree: Tree) -> set[str]:
    """ "Air strike", "cease-fire", "sit-in": the head with the word before or behind it."""
    words, found = tree.lower, {f"{tree.lower[head - 1]} {tree.lower[head]}"}
    if words[head - 1] == "-" and head > 1:
        found.add(f"{words[head - 2]}-{words[head]}")
    if head + 2 < len(words) and words[head + 1] == "-":
        found.add(f"{words[head]}-{words[head + 2]}")
    return found | {f"{words[head]} of {words[noun]}" for noun in after(head, "of", tree)}


def _is_money(head: int, scene: Scene) -> bool:
    """ "Money", "40 million euros"."""
    tree, money = scene.tree, scene.lexicon.exact["money"]
    if tree.lower[head] in money:
        return True
    return any(tree.lower[child] in money for child in tree.children[head] if child < head)


def holds_of_parties(test: Test, actors: list[Found], recipients: list[Found]) -> bool:
    """Whether a constraint on the parties themselves holds."""
    if test.place == "dyad":
        both = bool(actors) and (bool(recipients) or len(actors) > 1)
        states = any(one.is_state for one in (*actors, *recipients))
        return (both and ("party" in test.kinds or states)) != test.negated
    found = actors if test.place == "actor" else recipients
    holds = any(
        ("any" in test.kinds)
        or ("party" in test.kinds and one.is_party and not one.is_teller)
        or ("state" in test.kinds and one.is_state)
        or ("person" in test.kinds and one.is_person)
        for one in found
    )
    return holds != test.negated
