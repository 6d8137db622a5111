"""Room extract, quotes: who a subject is.

In: the tree, the article's linked mentions, the head word of a speaker. Out: a `Speaker`: the words, the entity that
they stand for, and its kind. Pronouns and offices are resolved inside the article, where one candidate is left.
"""

from bisect import bisect_left
from dataclasses import replace

from flows.extract.link import Entity
from flows.extract.names import Mention
from flows.extract.quotes.cast import Cast
from flows.extract.quotes.tree import Tree
from flows.extract.quotes.values import Kind, Speaker

# Tokens a pronoun may look back: about the paragraph before and the sentence itself.
REACH = 120
MAX_WORDS = 40
PERSONAL = {"he": "he", "she": "she", "his": "he", "her": "she"}
NEUTRAL = frozenset(("it", "they", "its", "their"))
RELATIVE = frozenset(("who", "which", "that"))
PLURAL = frozenset(("they", "both"))
# Children to the right of a noun that belong to its phrase.
PARTS = frozenset(("prep", "cc", "conj", "nmod", "nummod", "amod", "compound", "poss", "case", "det", "npadvmod"))
OWNING = frozenset(("poss", "compound", "amod", "nmod"))
TYPES: dict[str, Kind] = {"person": "person", "media": "media", "work": "document", "law": "document"}
PLACES = frozenset(("country", "city", "state", "place"))


def speaker_of(head: int, cast: Cast, *, limits: tuple[int, int] | None = None) -> Speaker:
    """The speaker whose head word is a token; `limits` are the first and last token its words may reach to."""
    tree = cast.tree
    first, last = _phrase(head, tree)
    if limits and limits[0] <= head <= limits[1]:
        first, last = max(first, limits[0]), min(last, limits[1])
    start, end = tree.starts[first], tree.end(last)
    word = tree.lower[head]
    if word in PERSONAL and tree.tags[head].startswith("PRP"):
        return _pronoun(head, PERSONAL[word], cast, start, end)
    if word in NEUTRAL:
        return _repeated(head, cast, start, end)
    if word in RELATIVE:
        return _antecedent(head, cast, start, end)
    return _noun(head, first, last, cast)


def _phrase(head: int, tree: Tree) -> tuple[int, int]:
    """First and last token of a noun's phrase, without clauses and asides behind it."""
    last = head
    for child in tree.children(head):
        if child < head:
            continue
        relation = tree.relations[child]
        if relation in PARTS and child - head < MAX_WORDS:
            last = tree.right[child] if relation != "conj" else _phrase(child, tree)[1]
        elif relation != "punct" or tree.lower[child] not in (",", "-"):
            break
    first = max(tree.left[head], head - MAX_WORDS)
    while first < head and tree.tags[first] in ("RB", ",", "CC", ":", "``", "''", "_SP"):
        first += 1
    while last > head and tree.tags[last] in (",", ":", "``", "''", "_SP", "."):
        last -= 1
    return first, min(last, head + MAX_WORDS)


def _noun(head: int, first: int, last: int, cast: Cast) -> Speaker:
    """A name, an office, or a noun that tells but the kind."""
    tree, words = cast.tree, cast.lexicon.speakers
    start, end = tree.starts[first], tree.end(last)
    mention = _named(head, cast)
    if mention is not None and mention.label == "NORP":
        return Speaker(
            start, end, tree.text[start:end], mention.entity_id if mention.code else None, "anonymous", "people"
        )
    if mention is not None and mention.entity_id and _is_joint(head, cast):
        one = entity_speaker(mention, cast, start, end, "names")
        return replace(one, name=tree.text[start:end])
    if mention is not None and mention.entity_id:
        return entity_speaker(mention, cast, start, end, "name")
    noun = tree.lower[head]
    owner = _owner(head, cast)
    text = tree.text[start:end]
    if noun in words.anonymous:
        return (
            Speaker(start, end, text, None, "anonymous", "noun")
            if not _is_definite(head, tree)
            else (_office(head, cast, start, end) or Speaker(start, end, text, None, "anonymous", "noun"))
        )
    if noun in words.document:
        if owner and owner.entity_id and owner.entity_id.startswith("media:"):
            return entity_speaker(owner, cast, start, end, "report of")
        return Speaker(start, end, text, None, "document", "noun")
    for kind, nouns in (("government", words.government), ("media", words.media), ("organisation", words.organisation)):
        if noun in nouns:
            if kind == "government" and owner and owner.code and len(owner.code) == 3:
                state = f"country:{owner.code}" if owner.label == "PERSON" else owner.entity_id
                return Speaker(
                    start, end, text, state if state in cast.entities else None, "government", "government of"
                )
            known = _office(head, cast, start, end) if kind == "government" and noun in words.offices else None
            return known or Speaker(start, end, text, None, kind, "noun")  # type: ignore[arg-type]
    known = _office(head, cast, start, end) if _is_definite(head, tree) else None
    return known or Speaker(start, end, text, None, "anonymous", "noun")


def _is_joint(head: int, cast: Cast) -> bool:
    """ "Beijing and Washington": two speak."""
    other = cast.tree.child(head, "conj")
    return other is not None and other in cast.at


def _named(head: int, cast: Cast) -> Mention | None:
    """The mention that names the speaker: at the head, or a person beside it ("Iran's foreign minister, X")."""
    tree = cast.tree
    mention = cast.at.get(head)
    if mention is not None and not (mention.label == "NORP" and tree.relations[head] in ("amod", "compound")):
        return mention
    for token in range(head + 1, min(tree.right[head], head + 8) + 1):
        beside = cast.at.get(token)
        if (
            beside
            and beside.label == "PERSON"
            and tree.relations[beside.last - 1] in ("appos", "nmod", "compound", "flat")
        ):
            return beside
        if tree.relations[token] in ("relcl", "prep", "acl"):
            break
    return None


def _owner(head: int, cast: Cast) -> Mention | None:
    """Whose it is: "the Russian government", "Iran's parliament", "the Reuters report", "the government of Iran"."""
    tree = cast.tree
    for child in tree.children(head):
        if child < head and tree.relations[child] in OWNING and child in cast.at:
            return cast.at[child]
        if child > head and tree.lower[child] == "of":
            return next((cast.at[part] for part in tree.children(child) if part in cast.at), None)
    return None


def _is_definite(head: int, tree: Tree) -> bool:
    return tree.lower[tree.left[head]] in ("the", "this", "that") and tree.tags[head] == "NN"


def _office(head: int, cast: Cast, start: int, end: int) -> Speaker | None:
    """ "The president", "the foreign minister": the one person whom the article calls so."""
    tree = cast.tree
    words = [tree.lower[token] for token in range(tree.left[head], head + 1) if tree.tags[token].startswith(("N", "J"))]
    if not words:
        return None
    holders = {
        entity.entity_id
        for entity in cast.entities.values()
        if entity.type == "person" and any(set(words) <= set(role.text.lower().split()) for role in entity.roles)
    }
    if len(holders) != 1:
        return None
    entity = cast.entities[holders.pop()]
    return Speaker(start, end, entity.name, entity.entity_id, "person", "office")


def entity_speaker(mention: Mention, cast: Cast, start: int, end: int, rule: str) -> Speaker:
    """The entity of a mention as a speaker."""
    entity = cast.entities.get(str(mention.entity_id))
    name = entity.name if entity else mention.text
    return Speaker(start, end, name, mention.entity_id, kind_of(mention, entity), rule)


def kind_of(mention: Mention, entity: Entity | None) -> Kind:
    """The kind of a source from the entity's type and code: institutions of a country are its government."""
    of_type = entity.type if entity else ""
    if of_type in TYPES:
        return TYPES[of_type]
    is_state = bool(mention.code) and len(str(mention.code)) == 3 and mention.code not in ("EUU", "UNO", "NAT")
    if of_type in PLACES or (is_state and of_type in ("organisation", "people")):
        return "government"
    return "anonymous" if of_type == "people" else "organisation"


# ---------------------------------------------------------------- pronouns


def _pronoun(head: int, gender: str, cast: Cast, start: int, end: int) -> Speaker:
    """He and she: the last speaker if no other person acted since, else the one person who acted last."""
    found = _last_person(head, gender, cast)
    if found is None:
        return Speaker(start, end, cast.tree.text[start:end], None, "person", "pronoun")
    person, rule = found
    return Speaker(start, end, person.name, person.entity_id, "person", rule)


def _last_person(head: int, gender: str, cast: Cast) -> tuple[Entity, str] | None:
    low = head - REACH
    begin = bisect_left(cast.subjects, low, key=lambda one: one[0])
    stop = bisect_left(cast.subjects, head, key=lambda one: one[0])
    acting = [m for _, m in cast.subjects[begin:stop] if _fits(str(m.entity_id), gender, cast)]
    spoke = _last_spoken(head, low, gender, cast)
    if spoke:
        token, last = spoke
        others = {m.entity_id for m in acting if m.first > token and m.entity_id != last.entity_id}
        if not others:
            entity = cast.entities.get(str(last.entity_id))
            return (entity, "pronoun: last speaker") if entity else None
    if not acting:
        return None
    nearest = acting[-1]
    root = cast.tree.root(nearest.first)
    rivals = {m.entity_id for m in acting if cast.tree.left[root] <= m.first} - {nearest.entity_id}
    entity = cast.entities.get(str(nearest.entity_id))
    return (entity, "pronoun: last subject") if entity and not rivals else None


def _last_spoken(head: int, low: int, gender: str, cast: Cast) -> tuple[int, Speaker] | None:
    """The last person of the gender who spoke between two tokens."""
    for token, speaker in reversed(cast.spoken):
        if token < low:
            break
        if token < head and speaker.kind == "person" and speaker.entity_id and _fits(speaker.entity_id, gender, cast):
            return token, speaker
    return None


def _fits(entity_id: str, gender: str, cast: Cast) -> bool:
    shown = cast.genders.get(entity_id)
    return not shown or gender in shown


def _repeated(head: int, cast: Cast, start: int, end: int) -> Speaker:
    """It and they: the last speaker, if it was no person and of the same number."""
    plural = cast.tree.lower[head] in ("they", "their")
    for token, last in reversed(cast.spoken):
        if token < head - REACH:
            break
        if token < head and last.kind != "person" and _agrees(token, last, plural, cast.tree):
            return Speaker(start, end, last.name, last.entity_id, last.kind, "pronoun: last speaker")
        break
    return Speaker(start, end, cast.tree.text[start:end], None, "anonymous", "pronoun")


def _agrees(token: int, speaker: Speaker, plural: bool, tree: Tree) -> bool:
    """Whether a speaker's head word may be "they" or "it": bodies may be either."""
    is_many = tree.tags[token] in ("NNS", "NNPS") or " and " in speaker.name
    return is_many == plural or (plural and speaker.kind in ("organisation", "government", "media"))


def _antecedent(head: int, cast: Cast, start: int, end: int) -> Speaker:
    """ "Who" and "which": the noun before the relative clause."""
    tree = cast.tree
    token = head
    while tree.relations[token] != "relcl" and tree.heads[token] != token:
        token = tree.heads[token]
    noun = tree.heads[token]
    if tree.lower[head] == "who":
        noun = _person_above(noun, cast)
    if noun >= head or tree.relations[token] != "relcl":
        return Speaker(start, end, tree.text[start:end], None, "anonymous", "pronoun")
    known = _noun(noun, *_phrase(noun, tree), cast)
    return Speaker(start, end, known.name, known.entity_id, known.kind, "relative")


def _person_above(noun: int, cast: Cast) -> int:
    """Of "a teacher in Orange County, who": the teacher. The parser takes the nearest noun."""
    tree = cast.tree
    for _ in range(3):
        mention = cast.at.get(noun)
        preposition = tree.heads[noun]
        if mention is None or mention.label not in ("GPE", "LOC", "ORG", "FAC") or tree.relations[noun] != "pobj":
            break
        noun = tree.heads[preposition]
    return noun
