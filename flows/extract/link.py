"""Room extract: which entity a mention names, in which sense, with which code.

In: a Doc, its mentions, the gazetteer. Out: the same mentions with `entity_id`, `code` and `sense`, and the entities
with the roles that the text shows. All is decided inside the article, so that it always gives the same record.

Ids: `country:RUS`, `place:crimea`, `city:moscow`, `state:texas`, `region:middle-east`, `org:white-house`, `igo:opec`,
`media:reuters`, `group:hamas`, `people:arab`, `person:donald-trump`, `event:...`, `law:...`, `product:...`, `work:...`.
Codes: the country for its names, capitals, seats, institutions, cities and provinces, and for persons whose office
the text shows; `PER:<name>` for other persons, `ORG:<name>` for other organisations; none for media, regions,
peoples, events, laws, products and works.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from flows.extract.gazetteer import Gazetteer, Party, slug
from flows.extract.names import ACRONYM, Mention, words_like
from flows.extract.roles import Shown, roles_shown
from flows.extract.sense import GOVERNMENT, LITERAL, Grammar, grammar_of, sense_of


@dataclass(frozen=True, slots=True)
class Role:
    """What the text says someone is: characters of the evidence, half-open."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A party or place that the article names. `type`: country city state place region organisation media group
    people person event law product work."""

    entity_id: str
    name: str
    type: str
    code: str | None
    roles: list[Role]


@dataclass(frozen=True, slots=True)
class Linking:
    """Linked mentions, and the entities that they name in the order of their first mention."""

    mentions: list[Mention]
    entities: list[Entity]


TYPES = {"GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people", "ORG": "organisation", "EVENT": "event"}
TYPES |= {"LAW": "law", "PRODUCT": "product", "WORK_OF_ART": "work", "PERSON": "person"}
PREFIXES = {"organisation": "org"}
# Words that make an organisation an institution of the country named before it: "Russian Foreign Ministry".
INSTITUTIONS = frozenset(
    """Ministry Department Parliament Army Navy Government Senate Congress Assembly Cabinet Embassy Police Treasury
    Court Customs Intelligence Forces Marines Guard Council Office Agency""".split()
)
FIRM_TAIL = re.compile(
    r"(?:[ ,]+(?:Inc|Corp|Ltd|Co|Plc|plc|PLC|AG|SA|NV|Corporation|Company|Limited|Incorporated)\.?)+$"
)
# Titles of heads of state and government, which a document may show with their country in another place.
HEADS = ("president", "prime minister", "king", "chancellor", "premier")


def link_mentions(doc: Doc, mentions: list[Mention], *, gazetteer: Gazetteer, title: str | None) -> Linking:
    """The mentions linked, and their entities. `title`, where the text does not hold it, only helps to decide."""
    grammar = grammar_of(doc)
    linked = [_link_known(mention, grammar) for mention in mentions]
    named = _named_persons(linked) | _named_others(linked, grammar)
    shown = roles_shown(grammar, linked)
    codes, roles = _offices(linked, named, shown, grammar, title=title, gazetteer=gazetteer)
    linked = [_link_new(mention, named, codes, linked, at) for at, mention in enumerate(linked)]
    return Linking(linked, _entities(linked, named, roles, grammar))


def _link_known(mention: Mention, grammar: Grammar) -> Mention:
    """A mention that the gazetteer knows, linked in its sense; others as they are."""
    entry = mention.entry
    if entry is None:
        return mention
    sense, rule = sense_of(mention, grammar)
    party = entry.party
    if entry.literal and (sense == LITERAL or entry.kind == "seat"):
        party = entry.literal
    return replace(mention, entity_id=party.entity_id, code=party.code, sense=sense, rule=f"{mention.rule}: {rule}")


# ---- names that the gazetteer does not know: index of the mention -> the entity


def _named_persons(mentions: list[Mention]) -> dict[int, Party]:
    """Persons: a surname alone is the last full name before it that bears it, else the only one after it."""
    people = [
        (at, mention.text) for at, mention in enumerate(mentions) if mention.label == "PERSON" and not mention.entry
    ]
    full: list[tuple[int, list[str]]] = []
    best: dict[int, str] = {}
    for at, name in people:
        parts = slug(name).split("-")
        if len(name.split()) > 1:
            full.append((at, parts))
    home: dict[int, int] = {}
    for number, (at, parts) in enumerate(full):
        home[at] = next((home[other] for other, known in full[:number] if _is_same_person(known, parts)), at)
    for at, name in people:
        if at not in home:
            home[at] = _home_of_short(at, slug(name).split("-"), full, home)
    for at, name in people:
        known = best.get(home[at])
        if known is None or len(slug(name)) > len(slug(known)):
            best[home[at]] = name
    parties = {first: _party("person", name) for first, name in best.items()}
    return {at: parties[first] for at, first in home.items()}


def _is_same_person(one: list[str], two: list[str]) -> bool:
    """The same last name, and first names that are equal, or an initial of one another."""
    if one[-1] != two[-1]:
        return False
    first, other = one[0], two[0]
    return first == other or (len(first) == 1 or len(other) == 1) and first[0] == other[0]


def _home_of_short(at: int, parts: list[str], full: list[tuple[int, list[str]]], home: dict[int, int]) -> int:
    before = [home[other] for other, known in full if other < at and _is_short_for(parts, known)]
    if before:
        return before[-1]
    after = {home[other] for other, known in full if other > at and _is_short_for(parts, known)}
    return min(after) if len(after) == 1 else _first_alone(at, parts, home)


def _is_short_for(parts: list[str], known: list[str]) -> bool:
    return known[-len(parts) :] == parts or known[: len(parts)] == parts


def _first_alone(at: int, parts: list[str], home: dict[int, int]) -> int:
    """One person for all places where nothing but the surname stands: ids are made of the name."""
    return at


def _named_others(mentions: list[Mention], grammar: Grammar) -> dict[int, Party]:
    """Organisations, places and the rest: a short form or an acronym is the long form that the article shows."""
    rest = [(at, m) for at, m in enumerate(mentions) if not m.entry and m.label != "PERSON" and m.label]
    long_forms = _long_forms([mention for _, mention in rest], grammar.words.text)
    named = {}
    for at, mention in rest:
        name = long_forms.get((mention.label, mention.text), mention.text)
        named[at] = _party(TYPES[str(mention.label)], name)
    return named


def _long_forms(mentions: list[Mention], text: str) -> dict[tuple[str | None, str], str]:
    """Long forms by label and short form: "Acme" for "Acme Corp", "IAB" after "International Animal Bureau (IAB)"."""
    forms: dict[tuple[str | None, str], str] = {}
    for mention in mentions:
        if mention.label != "ORG":
            continue
        if known := ACRONYM.match(text, mention.end):
            forms.setdefault(("ORG", known.group(1)), mention.text)
        short = FIRM_TAIL.sub("", mention.text)
        if short != mention.text:
            forms.setdefault(("ORG", short), mention.text)
            forms.setdefault(("ORG", short.split()[0]), mention.text)
    return forms


def _party(kind: str, name: str) -> Party:
    name = " ".join(name.split())
    code = {"person": f"PER:{name}", "organisation": f"ORG:{name}"}.get(kind)
    return Party(f"{PREFIXES.get(kind, kind)}:{slug(name)}", name, kind, code)


# ---- offices


def _offices(
    mentions: list[Mention],
    named: dict[int, Party],
    shown: list[Shown],
    grammar: Grammar,
    *,
    title: str | None,
    gazetteer: Gazetteer,
) -> tuple[dict[str, str], dict[str, list[Role]]]:
    """Codes and roles of persons, by entity id, from the offices that the text shows."""
    index = {mention.start: at for at, mention in enumerate(mentions)}
    codes: dict[str, str] = {}
    roles: dict[str, list[Role]] = {}
    waiting: list[tuple[str, Shown]] = []
    for one in shown:
        party = named.get(index[one.person.start])
        if party is None:
            continue
        roles.setdefault(party.entity_id, []).append(Role(grammar.words.text[one.start : one.end], one.start, one.end))
        if one.is_office:
            code = _code_of_owner(one, named, index, codes) or one.code
            if code:
                codes.setdefault(party.entity_id, code)
            else:
                waiting.append((party.entity_id, one))
    for entity_id, one in waiting:
        if entity_id not in codes and (
            code := _code_of_owner(one, named, index, codes) or _code_elsewhere(one, mentions, grammar, codes)
        ):
            codes[entity_id] = code
    return codes, roles


def _code_of_owner(one: Shown, named: dict[int, Party], index: dict[int, int], codes: dict[str, str]) -> str | None:
    owner = one.owner
    if owner is None:
        return None
    if owner.label == "PERSON":
        party = named.get(index[owner.start])
        return codes.get(party.entity_id) if party else None
    return owner.code


def _code_elsewhere(one: Shown, mentions: list[Mention], grammar: Grammar, codes: dict[str, str]) -> str | None:
    """The country of a bare "President X" where the text has that office with one country and no name to it, as in
    "his second term as US president", or speaks of "the X administration"."""
    text = grammar.words.text[one.start : one.end].lower()
    head = next((head for head in HEADS if text.endswith(head)), None)
    if head is None:
        return None
    size = len(head.split())
    found = set()
    for mention in mentions:
        after = grammar.lower[mention.last : mention.last + size]
        if mention.entry and mention.entry.kind in ("country", "demonym") and " ".join(after) == head:
            follower = next((m for m in mentions if m.first == mention.last + size), None)
            if not (follower and follower.label == "PERSON"):
                found.add(mention.code)
    found -= set(codes.values())
    return found.pop() if len(found) == 1 else None


# ---- results


def _link_new(
    mention: Mention, named: dict[int, Party], codes: dict[str, str], mentions: list[Mention], at: int
) -> Mention:
    party = named.get(at)
    if party is None:
        return mention
    code = codes.get(party.entity_id, party.code)
    if party.type == "organisation" and (country := _country_of(mention, mentions, at)):
        code = country
    return replace(mention, entity_id=party.entity_id, code=code, sense=LITERAL)


def _country_of(mention: Mention, mentions: list[Mention], at: int) -> str | None:
    """The country whose institution an unlisted organisation is: named at its head or right before it."""
    if not INSTITUTIONS.intersection(mention.text.split()):
        return None
    before = mentions[at - 1] if at else None
    if before and before.entry and before.entry.kind in ("country", "demonym") and mention.start - before.end <= 3:
        return before.code
    return None


def _entities(
    mentions: list[Mention], named: dict[int, Party], roles: dict[str, list[Role]], grammar: Grammar
) -> list[Entity]:
    entities: dict[str, Entity] = {}
    for at, mention in enumerate(mentions):
        if mention.entity_id is None or mention.entity_id in entities:
            continue
        party = named.get(at) or _known_party(mention)
        shown = sorted(roles.get(mention.entity_id, []), key=lambda role: role.start)
        entities[mention.entity_id] = Entity(mention.entity_id, party.name, party.type, mention.code, shown)
    return list(entities.values())


def _known_party(mention: Mention) -> Party:
    entry = mention.entry
    if entry is None:
        return Party(str(mention.entity_id), mention.text, "place", mention.code)
    choices: Iterable[Party | None] = (entry.literal, entry.party)
    return next(party for party in choices if party and party.entity_id == mention.entity_id)
