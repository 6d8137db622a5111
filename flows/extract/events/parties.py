"""In extraction: the head of a noun phrase -> the party that it names.

Its code is what the text shows (codes.py). Pronouns and "the government" are resolved by what stands before.
"""

from dataclasses import replace

from flows.extract.events.codes import code_of, is_own, others_behind
from flows.extract.events.kinds import Party
from flows.extract.events.pronouns import resolve_pronoun
from flows.extract.events.scene import Found, Scene, is_state_code
from flows.extract.events.tree import NOUNS, Tree, left_edge
from flows.extract.names import Mention


def resolve_party(head: int, scene: Scene) -> list[Found]:
    """Who the phrase of the head is; what it counts, where it counts something; more than one for "the two sides"."""
    head = counted(head, scene)
    found = _resolve(head, scene)
    if found.code is None and scene.pair and _is_pair(head, scene):
        return [replace(one, head=found.head, first=found.first, last=found.last) for one in scene.pair]
    return [found, *_joined(found, scene)]


def _resolve(head: int, scene: Scene) -> Found:
    """The phrase as one party."""
    tree, word = scene.tree, scene.tree.lower[head]
    mention = tree.mentions.get(head)
    exact = scene.lexicon.exact
    if mention is None and (word in exact["persons"] or word in exact["things"]):
        return resolve_pronoun(head, scene)
    first, last = left_edge(head, tree), head + 1
    if mention is not None:
        first, last = min(first, mention.first), max(last, mention.last)
    code, entity_id = code_of(head, first, mention, scene)
    is_noun = tree.tags[head] in NOUNS or mention is not None
    if code is None or code.startswith("ORG:"):
        known = scene.lexicon.codes.get(word) or scene.lexicon.codes.get(f"{tree.lower[head - 1]} {word}")
        code = known if known in scene.named else code
    inferred = False
    if code is not None and code.startswith("PER:") and entity_id in scene.offices:
        code, inferred = scene.offices[entity_id], True
    if code is None and scene.home and word in scene.lexicon.institutions and _is_definite(head, tree):
        code, entity_id, inferred = scene.home.code, scene.home.entity_id, True
    human = word in scene.lexicon.actors or (code is not None and is_noun and _is_human(word, scene))
    label = mention.label if mention is not None else None
    is_day = word in scene.lexicon.exact["calendar"] and not tree.linked(head, "compound")  # not "Theresa May"
    proper = tree.tags[head] in ("NNP", "NNPS") and mention is None and not is_day
    named = label in ("PERSON", "ORG", "NORP", "GPE") or proper
    return Found(
        head,
        first,
        last,
        code,
        entity_id,
        # A thing that a country owns ("Iranian oil") is a party by its owner only where an entry asks for a state.
        is_party=is_noun and (human or named or (code is not None and mention is not None)),
        is_person=label in ("PERSON", "NORP") or human,
        is_place=label in ("GPE", "LOC", "FAC"),
        is_teller=_is_teller(head, mention, code, scene),
        is_guess=inferred,
        is_group=_is_group(entity_id, code, scene),
    )


def _is_group(entity_id: str | None, code: str | None, scene: Scene) -> bool:
    """A group that counts as of a country: its own code is another one."""
    if entity_id is None or not entity_id.startswith(("group:", "org:")) or code is None:
        return False
    return entity_id.startswith("group:") or entity_id in scene.orgs


def _is_human(word: str, scene: Scene) -> bool:
    """By its ending: "trainees", "bloggers"; not "trawlers"."""
    return word.endswith(tuple(scene.lexicon.exact["human"])) and word not in scene.lexicon.exact["inhuman"]


def _is_definite(head: int, tree: Tree) -> bool:
    """ "The government", "police": of the country that the article is about; not "a government", "another army"."""
    articles = {tree.lower[child] for child in tree.linked(head, "det", "poss", "amod", "compound", "nmod")}
    return not articles or articles == {"the"}


def _is_teller(head: int, mention: Mention | None, code: str | None, scene: Scene) -> bool:
    """Newspapers, witnesses, analysts: what they tell is not their deed; but a state's agency may act."""
    tree = scene.tree
    if mention is not None and (mention.entity_id or "").startswith("media:"):
        return True
    if tree.lower[head] == "agency":
        return tree.lower[head - 1] in ("news", "press") if head else False
    return tree.lower[head] in scene.lexicon.tellers and not (code and tree.lower[head] in ("monitor", "observer"))


def counted(head: int, scene: Scene) -> int:
    """The noun that is counted: "fighters" of "dozens of fighters"; else the head itself."""
    tree, partitive = scene.tree, scene.lexicon.exact["partitive"]
    for _ in range(3):
        inner = _of_what(head, tree) if tree.lower[head] in partitive and head not in tree.mentions else None
        if inner is None:
            return head
        head = inner
    return head


def _of_what(head: int, tree: Tree) -> int | None:
    inner = [
        noun for prep in tree.linked(head, "prep") if tree.lower[prep] == "of" for noun in tree.linked(prep, "pobj")
    ]
    return inner[0] if inner else None


def _is_pair(head: int, scene: Scene) -> bool:
    """ "The parties", "both sides", "the two"."""
    tree, word = scene.tree, scene.tree.lower[head]
    if word in ("two", "both"):
        return tree.links[head] in ("nsubj", "nsubjpass") and not tree.linked(head, "prep")
    before = {tree.lower[child] for child in tree.children[head] if child < head}
    return (
        word in scene.lexicon.exact["sides"]
        and bool(before & {"the", "both", "two"})
        and not before - {"the", "both", "two"}
    )


def _joined(found: Found, scene: Scene) -> list[Found]:
    """Further states that stand before the same noun, joined by "and" or a hyphen; the others of a reference."""
    tree, others = scene.tree, []
    mention = tree.mentions.get(found.head)
    for code, entity_id in others_behind(found.head, found.code, scene) if found.code else ():
        others.append(replace(found, code=code, entity_id=entity_id))
    for other in tree.references.get(found.head, ()):
        if other.code != found.code:
            others.append(replace(found, code=other.code, entity_id=other.entity_id))
    if mention is not None and mention.label not in (None, "PERSON") and is_state_code(mention.code):
        return others
    seen = {found.code}
    before = [tree.mentions[i] for i in range(found.first, found.head) if i in tree.mentions]
    if mention is not None and mention.label == "PERSON":
        return others
    for one in dict.fromkeys(before):
        joined = tree.lower[one.last] if one.last < len(tree.lower) else ""
        if (
            one.code
            and is_state_code(one.code)
            and one.code not in seen
            and is_own(one, scene)
            and joined in ("and", "-", "–", ",", "or")
        ):
            seen.add(one.code)
            others.append(replace(found, first=one.first, last=one.last, code=one.code, entity_id=one.entity_id))
    return others


def party_of(found: Found, tree: Tree) -> Party:
    """The party of the record: offsets of the phrase, None where it is only implied."""
    if found.inferred:
        return Party(found.entity_id, found.code, None, None, True)
    start, end = tree.starts[found.first], tree.end_of(found.last - 1)
    return Party(found.entity_id, found.code, start, end, found.is_guess)
