"""In extraction: whose somebody is: the code and entity of a noun phrase, from the words that belong to it.

A name in the head counts first, then a country before it ("Chinese officials"), behind it ("rebels in Chad", "a group
based in Malta"), within it ("the Farmers' Union of Chad"), or in apposition. Groups that fight or rule in one country
count as of it.
"""

from functools import cache

from flows.extract.events.scene import Scene, is_state_code
from flows.extract.events.tree import Tree, with_conjuncts
from flows.extract.events.where import names_treaty
from flows.extract.gazetteer import load_gazetteer
from flows.extract.names import Mention

Code = tuple[str | None, str | None]  # code and entity id

# Behind these a country tells whose somebody is: "rebels in Chad".
HERE = ("of", "in", "from", "at", "near", "inside", "within", "by")


def code_of(head: int, first: int, mention: Mention | None, scene: Scene) -> Code:
    """The code and entity of a phrase that begins at `first`; groups of one country under its code."""
    code, entity_id = _shown_code(head, first, mention, scene)
    if code is not None and code.startswith("ORG:"):
        code = _code_of_name(code.removeprefix("ORG:"), scene) or code
    elif code is None and mention is not None and mention.label in ("GPE", "LOC", "FAC"):
        direction, _, rest = mention.text.partition(" ")
        code = country_in(rest) if direction.lower() in scene.lexicon.exact["directions"] else None
    return scene.lexicon.homes.get(code or "", code), entity_id


def _code_of_name(name: str, scene: Scene) -> str | None:
    """The country in an organisation's name: "Farmers' Union of Peru"; not of firms ("Bank of Peru")."""
    is_civic = any(word.lower() in scene.lexicon.exact["civic"] for word in name.split())
    return country_in(name) if is_civic else None


@cache
def country_in(name: str) -> str | None:
    """The one country or known group that a name holds; None for none and for several.

    >>> country_in("Farmers' Union of Peru"), country_in("Front for Peru and Niger"), country_in("Green Party")
    ('PER', None, None)
    """
    found = {code for _, _, code in load_gazetteer().codes_in(name) if len(code) == 3 or code.startswith("GRP:")}
    return next(iter(found)) if len(found) == 1 else None


def _shown_code(head: int, first: int, mention: Mention | None, scene: Scene) -> Code:
    """What the phrase shows: its head, what stands before it, behind it, beside it."""
    tree = scene.tree
    if mention is not None and mention.label == "PERSON" and mention.first > 1:  # "Palestinian leader X"
        near = tree.mentions.get(mention.first - 2)
        is_title = tree.lower[mention.first - 1] in scene.lexicon.actors
        if near is not None and is_title and is_state_code(near.code) and near.last == mention.first - 1:
            return near.code, mention.entity_id
    if mention is not None and mention.label == "NORP":  # "Albanians of southern Serbia", "ethnic Albanians"
        behind = _code_behind(head, scene, ("of",))
        if behind is not None or any(tree.lower[child] == "ethnic" for child in tree.children[head]):
            return behind or (None, mention.entity_id)
    if mention is not None and mention.entity_id is not None and not (mention.code or "").startswith(("PER:", "ORG:")):
        return mention.code, mention.entity_id
    own = (mention.code, mention.entity_id) if mention is not None else (None, None)
    before = [tree.mentions[i] for i in range(head - 1, first - 1, -1) if i in tree.mentions]
    states = [one for one in before if one is not mention and one.code and is_own(one, scene)]
    is_other = tree.lower[head] in scene.lexicon.exact["relational"]  # "Iran's rivals" are not Iran's
    if is_other:
        states = [one for one in states if not _possesses(one, head, tree)]
    state = next((one for one in states if is_state_code(one.code)), None)
    if state is not None:
        return state.code, own[1] or state.entity_id
    if own[0] is None and states:
        group = (states[0].code or "").startswith("GRP:")
        if group or _possesses(states[0], head, tree) or tree.lower[head] in scene.lexicon.actors:
            return states[0].code, states[0].entity_id
    if own[0] is not None and own[0].startswith("ORG:") and (code := _code_behind(head, scene, ("of", "in"))):
        return code[0], own[1]
    if own[0] is None:
        possessor = [] if is_other else [one for one in tree.linked(head, "poss") if one not in tree.mentions]
        is_noun = bool(possessor) and tree.lower[possessor[0]] in scene.lexicon.institutions
        if possessor and (is_noun or tree.lower[head] in scene.lexicon.actors):
            found = scene.party(possessor[0])
            if found.code:
                return found.code, found.entity_id
        behind = _code_behind(head, scene, ("by",)) or _code_behind(head, scene, _before(head, scene))
        if behind:
            return behind
        for one in tree.linked(head, "appos"):
            named = tree.mentions.get(one)
            if named is not None and named.code:
                return named.code, named.entity_id
        if tree.lower[head] in scene.lexicon.local:
            return _code_of_seat(head, scene) or own
    return own


def others_behind(head: int, code: str | None, scene: Scene) -> list[Code]:
    """Further states behind a plural noun: "the leaders of Chad and Niger"."""
    tree = scene.tree
    if tree.tags[head] not in ("NNS", "NNPS") or head in tree.mentions:
        return []
    before = _before(head, scene)
    nouns = [
        noun for prep in tree.linked(head, "prep") if tree.lower[prep] in before for noun in tree.linked(prep, "pobj")
    ]
    named = [tree.mentions.get(one) for noun in nouns for one in with_conjuncts(noun, tree)]
    codes = [(one.code, one.entity_id) for one in named if one is not None and is_state_code(one.code)]
    return [one for one in dict.fromkeys(codes) if one[0] != code] if any(one[0] == code for one in codes) else []


def _before(head: int, scene: Scene) -> tuple[str, ...]:
    """Behind which prepositions the country stands; "for" of spokesmen, "including" of several."""
    more = ("for",) if scene.tree.lower[head] in scene.lexicon.exact["spokesmen"] else ()
    return (*HERE, *more, "including") if scene.tree.tags[head] == "NNS" else (*HERE, *more)


def _code_of_seat(head: int, scene: Scene) -> Code | None:
    """ "A group based in Malta"."""
    clauses = [one for one in scene.tree.linked(head, "acl") if scene.tree.lower[one] in scene.lexicon.exact["seated"]]
    return next((code for one in clauses if (code := _code_behind(one, scene, HERE))), None)


def _possesses(mention: Mention, head: int, tree: Tree) -> bool:
    """ "Reagan's statement": not "a Karen stronghold"."""
    return any(token in range(mention.first, mention.last) for token in tree.linked(head, "poss"))


def _code_behind(head: int, scene: Scene, prepositions: tuple[str, ...]) -> Code | None:
    """The code and entity of a country behind the noun."""
    tree = scene.tree
    for prep in tree.linked(head, "prep"):
        if tree.lower[prep] not in prepositions:
            continue
        for noun in tree.linked(prep, "pobj"):
            inside = [
                noun,
                *(child for child in tree.children[noun] if tree.links[child] in ("compound", "amod", "nmod", "poss")),
            ]
            for token in inside:
                named = tree.mentions.get(token)
                if named is not None and named.code and is_own(named, scene):
                    return named.code, named.entity_id
            if tree.lower[prep] in ("of", "in") and (deeper := _code_behind(noun, scene, ("of", "in"))):
                return deeper
    return None


def is_own(mention: Mention, scene: Scene) -> bool:
    """Not "US-backed rebels", "a London-based group", "the Paris accord"."""
    tree = scene.tree
    if names_treaty(mention, tree):
        return False
    if tree.text[max(mention.start - 7, 0) : mention.start].lower().endswith(("pro-", "anti-", "non-", "thnic ")):
        return False
    rest = tree.text[mention.end : mention.end + 12]
    return not rest.startswith(("-", "–", " -")) or not rest.lstrip(" -–").startswith(
        tuple(scene.lexicon.exact["backed"])
    )
