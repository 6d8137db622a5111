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
from collections import Counter
from dataclasses import dataclass, replace
from itertools import zip_longest

from spacy.tokens import Doc

from flows.extract.consistency import ACRONYM, FIRM_TAIL
from flows.extract.gazetteer import Gazetteer, Party, slug
from flows.extract.names import Mention
from flows.extract.roles import Role, Shown, roles_shown
from flows.extract.sense import LITERAL, Grammar, grammar_of, sense_of
from flows.extract.spans import words_like


@dataclass(frozen=True, slots=True)
class Entity:
    """A party or place that the article names. `type`: country city state place region organisation media group
    people person event law product work; anonymous for speakers whom it does not name (flows.extract.anonymous)."""

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


@dataclass(frozen=True, slots=True)
class Offices:
    """What the text shows of persons, by entity id: the code of their office, and their roles."""

    codes: dict[str, str]
    roles: dict[str, list[Role]]


# Countries by the office that stands with them.
Paired = dict[str, set[str]]

TYPES = {"GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people", "ORG": "organisation", "EVENT": "event"}
TYPES |= {"LAW": "law", "PRODUCT": "product", "WORK_OF_ART": "work", "PERSON": "person"}
PREFIXES = {"organisation": "org"}
# What goes on as a list: "in Paris, Spain and Italy" names no town of Spain.
LISTED = re.compile(r",? (?:and|or) |, [A-Z]")
# Endings that tell a son from his father.
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
# Titles of heads of state and government, which a document may show with their country in another place.
HEADS = ("president", "prime minister", "king", "chancellor", "premier")


def link_mentions(doc: Doc, mentions: list[Mention], *, gazetteer: Gazetteer, title: str | None) -> Linking:
    """The mentions linked, and their entities. `title`, where the text does not hold it, only helps to decide."""
    grammar = grammar_of(doc)
    linked = [_link_known(mention, grammar) for mention in mentions]
    linked = [_link_short_department(mention, linked, grammar, gazetteer) for mention in linked]
    linked = [_link_namesake(*pair, grammar.words.text) for pair in zip_longest(linked, linked[1:])]
    named = _named_persons(linked, grammar) | _named_others(linked, grammar)
    paired = _paired_offices(linked, grammar, title=title, gazetteer=gazetteer)
    offices = _offices(linked, named, roles_shown(grammar, linked), paired)
    linked = [_link_new(mention, at, named, offices, linked) for at, mention in enumerate(linked)]
    return Linking(linked, _entities(linked, named, offices))


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


def _link_namesake(mention: Mention, after: Mention | None, text: str) -> Mention:
    """A town that the text places elsewhere than the gazetteer does: "in Tripoli, Lebanon", "near Paris, Texas"."""
    entry, place = mention.entry, after.entry if after else None
    if entry is None or after is None or place is None or mention.sense != LITERAL:
        return mention
    is_town = entry.kind in ("capital", "place") and entry.party.type != "state"
    is_placed = after.start == mention.end + 2 and text[mention.end : after.start] == ", "
    if not (is_town and is_placed and place.party.code) or place.party.code == mention.code:
        return mention
    if not (place.kind == "country" or place.party.type == "state") or LISTED.match(text, after.end):
        return mention
    code = place.party.code
    return replace(mention, entity_id=f"city:{slug(mention.text)}-{code.lower()}", code=code, rule="town of the name")


def _link_short_department(
    mention: Mention, mentions: list[Mention], grammar: Grammar, gazetteer: Gazetteer
) -> Mention:
    """ "The State and Treasury departments": each the department that the gazetteer knows by its full name."""
    if mention.label != "ORG" or (mention.entry and not mention.entry.needs_context):
        return mention
    last = mention.last
    while last < len(grammar.lower) and (
        grammar.lower[last] in ("and", ",", "or") or any(m.first == last for m in mentions)
    ):
        last += 1
    noun = grammar.lower[last] if last < len(grammar.lower) else ""
    full = {"departments": "Department", "ministries": "Ministry", "department": "Department"}.get(noun)
    found = gazetteer.find(f"{mention.text} {full}") if full else []
    if len(found) != 1 or found[0].end != len(f"{mention.text} {full}") or found[0].start:
        return mention
    party = found[0].entry.party
    return replace(
        mention,
        entity_id=party.entity_id,
        code=party.code,
        sense=LITERAL,
        rule="short department",
        entry=found[0].entry,
    )


# ---- names that the gazetteer does not know: index of the mention -> the entity


def _named_persons(mentions: list[Mention], grammar: Grammar) -> dict[int, Party]:
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
    relatives = {at for at, _ in full if _is_relative(mentions[at], grammar)}
    home: dict[int, int] = {}
    for number, (at, parts) in enumerate(full):
        home[at] = next((home[other] for other, known in full[:number] if _is_same_person(known, parts)), at)
    for at, name in people:
        if at not in home:
            home[at] = _home_of_short(at, slug(name).split("-"), full, home, relatives)
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
    return first == other or ((len(first) == 1 or len(other) == 1) and first[0] == other[0])


def _home_of_short(
    at: int, parts: list[str], full: list[tuple[int, list[str]]], home: dict[int, int], relatives: set[int]
) -> int:
    """The full name that a short one stands for. Relatives (wife, son) do not take over the name of whom they are
    relatives of, where he is named as well."""
    first, last = parts[0], parts[-1]
    near = ((other, known) for other, known in full if known[-1] == last or known[0] == first)
    fitting = [other for other, known in near if _is_short_for(parts, known)]
    heads = [other for other in fitting if home[other] not in relatives]
    for choice in (heads, fitting):
        before = [home[other] for other in choice if other < at]
        if before:
            return before[-1]
        after = {home[other] for other in choice if other > at}
        if len(after) == 1:
            return min(after)
    return at


def _is_relative(mention: Mention, grammar: Grammar) -> bool:
    """ "First lady X", "his wife, X": introduced by someone else of the same name."""
    before = grammar.lower[max(0, mention.first - 3) : mention.first]
    return not words_like("relative").isdisjoint(before)


def _is_short_for(parts: list[str], known: list[str]) -> bool:
    """Whether the words end or begin the full name; the surname alone is not the son's where he bears a "Jr."."""
    if known[-1] in GENERATIONS and parts[-1] not in GENERATIONS:
        return len(known) > 2 and known[: len(parts)] == parts
    return known[-len(parts) :] == parts or known[: len(parts)] == parts


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


def _offices(mentions: list[Mention], named: dict[int, Party], shown: list[Shown], paired: Paired) -> Offices:
    """Codes and roles of persons from the offices that the text shows: the owner's code; that of a bare president
    from an aide of a known country, or from the same office elsewhere."""
    person_at = {mentions[at].start: party.entity_id for at, party in named.items() if party.type == "person"}
    offices = Offices({}, {})
    bare: list[tuple[str, Shown]] = []
    for one in shown:
        person = person_at[one.person.start]
        offices.roles.setdefault(person, []).append(one.role)
        if code := _code_of_owner(one, person_at, offices) or one.code:
            offices.codes.setdefault(person, code)
        elif one.is_office:
            bare.append((person, one))
    for one in shown:
        aide, principal = person_at[one.person.start], person_at.get(one.owner.start) if one.owner else None
        if principal and aide in offices.codes and any(principal == person for person, _ in bare):
            offices.codes.setdefault(principal, offices.codes[aide])
    for person, one in bare:
        code = _code_of_owner(one, person_at, offices) or _code_elsewhere(one, paired, offices)
        if code and person not in offices.codes:
            offices.codes[person] = code
    return offices


def _code_of_owner(one: Shown, person_at: dict[int, str], offices: Offices) -> str | None:
    """The code of whose office it is: a country, body or group, or a person with such an office; not a firm."""
    if one.owner is None or not one.is_office:
        return None
    code = offices.codes.get(person_at.get(one.owner.start, "")) if one.owner.label == "PERSON" else one.owner.code
    return None if code is None or code.startswith(("ORG:", "PER:", "SEC:", "GRP:West", "GRP:East")) else code


def _code_elsewhere(one: Shown, paired: Paired, offices: Offices) -> str | None:
    """The country of a bare "President X" where the article has that office with one country and without a name."""
    text = one.role.text.lower()
    head = next((head for head in HEADS if text.endswith(head)), None)
    found = paired.get(head or "", set()) - set(offices.codes.values())
    return next(iter(found)) if len(found) == 1 else None


def _paired_offices(mentions: list[Mention], grammar: Grammar, *, title: str | None, gazetteer: Gazetteer) -> Paired:
    """Offices that stand with a country and without a name, in the text or the title: "his term as US president".

    In the text only of the country that the article is about, or one that someone holds: "Russian presidents" beside
    "President X" tell nothing of X.
    """
    paired: Paired = {}
    persons = {mention.first for mention in mentions if mention.label == "PERSON"}
    home = _home_of(mentions)
    for mention in mentions:
        if mention.entry and mention.entry.kind in ("country", "demonym") and mention.code:
            for head in HEADS:
                last = mention.last + head.count(" ") + 1
                is_held = mention.first > 0 and grammar.lower[mention.first - 1] in (
                    "as",
                    "become",
                    "became",
                    "elected",
                )
                is_held = is_held or mention.code == home
                if " ".join(grammar.lower[mention.last : last]) == head and last not in persons and is_held:
                    paired.setdefault(head, set()).add(mention.code)
    for name in gazetteer.find(title) if title else ():
        after = str(title)[name.end :].lower().removeprefix("'s").strip()
        for head in HEADS:
            if name.entry.kind in ("country", "demonym") and after.startswith(head) and name.entry.party.code:
                paired.setdefault(head, set()).add(name.entry.party.code)
    return paired


def _home_of(mentions: list[Mention]) -> str | None:
    """The state that is named most often; None where two are."""
    counts = Counter(m.code for m in mentions if m.entry and m.code and len(m.code) == 3).most_common(2)
    is_clear = len(counts) == 1 or (len(counts) > 1 and counts[0][1] > counts[1][1])
    return counts[0][0] if is_clear else None


# ---- results


def _link_new(mention: Mention, at: int, named: dict[int, Party], offices: Offices, mentions: list[Mention]) -> Mention:
    """A mention that the gazetteer does not know, linked to the entity that the article makes of it."""
    party = named.get(at)
    if party is None:
        return mention
    entity_id, code = party.entity_id, offices.codes.get(party.entity_id, party.code)
    if party.type == "organisation" and (country := _country_of(mention, mentions[at - 1] if at else None)):
        entity_id, code = f"{entity_id}-{country.lower()}", country
    return replace(mention, entity_id=entity_id, code=code, sense=LITERAL)


def _country_of(mention: Mention, before: Mention | None) -> str | None:
    """The country whose institution an unlisted organisation is: named right before it."""
    if before is None or before.entry is None or before.entry.kind not in ("country", "demonym"):
        return None
    is_near = 0 <= mention.start - before.end <= len("'s ")
    return before.code if is_near and words_like("state_institution").intersection(mention.text.split()) else None


def _entities(mentions: list[Mention], named: dict[int, Party], offices: Offices) -> list[Entity]:
    entities: dict[str, Entity] = {}
    for at, mention in enumerate(mentions):
        if mention.entity_id is None or mention.entity_id in entities:
            continue
        party = _known_party(mention) if mention.entry else named[at]
        roles = sorted(offices.roles.get(mention.entity_id, []), key=lambda role: role.start)
        entities[mention.entity_id] = Entity(mention.entity_id, party.name, party.type, mention.code, roles)
    return list(entities.values())


def _known_party(mention: Mention) -> Party:
    entry = mention.entry
    if entry and entry.literal and entry.literal.entity_id == mention.entity_id:
        return entry.literal
    if entry and entry.party.entity_id != mention.entity_id and mention.rule == "town of the name":
        return Party(str(mention.entity_id), mention.text, "city", mention.code)
    return entry.party if entry else Party(str(mention.entity_id), mention.text, "place", mention.code)
