"""In extraction: trigger words of a sentence -> candidates: the sense that fits, with its actors and recipients.

In go the tree, the scene and the lexicon; a candidate's arguments are Found parties. A word has one sense at most: the
first, the most constrained ones tried first, whose constraints hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flows.extract.events.constraints import filled, holds, holds_of_parties
from flows.extract.events.hits import hits_at
from flows.extract.events.lexicon import Sense
from flows.extract.events.places import Hit, fill
from flows.extract.events.scene import Found, Scene


@dataclass(slots=True)
class Candidate:
    """A trigger in one sense with its parties; `taken` are tokens that a constraint named, no events of their own."""

    hit: Hit
    sense: Sense
    actors: list[Found]
    recipients: list[Found]
    places: tuple[str, ...] = ()
    taken: set[int] = field(default_factory=set)


def candidates(first: int, last: int, scene: Scene) -> list[Candidate]:
    """The sentence's candidates in order of their triggers."""
    found: dict[int, Candidate] = {}
    tree, lexicon = scene.tree, scene.lexicon
    for token in range(first, last):
        if tree.lower[token] not in lexicon.forms or token in found:
            continue
        for hit, sense in hits_at(token, scene):
            candidate = _match(hit, sense, scene)
            if candidate is not None:
                found[hit.token] = candidate
                break
    taken = {token for one in found.values() for token in one.taken if token not in (one.hit.token, one.hit.carrier)}
    return [one for token, one in sorted(found.items()) if token not in taken]


def _match(hit: Hit, sense: Sense, scene: Scene) -> Candidate | None:
    """The sense with its parties when all its constraints hold."""
    noun = hit.kind == "noun"
    taken: set[int] = set()
    for test in sense.tests:
        if test.place not in ("actor", "recipient", "dyad") and not holds(test, hit, scene, taken):
            return None
    actors, _ = _parties(sense.noun_actor if noun else sense.actor, hit, scene, ())
    recipients, place = _parties(sense.noun_recipient if noun else sense.recipient, hit, scene, actors)
    if sense.mutual:
        between = [one for head in filled("between", hit, scene) for one in scene.parties(head)] if noun else []
        everybody = between if len(between) > 1 else _distinct([*actors, *recipients])
        if len(everybody) > 1:
            actors, recipients = everybody, everybody
    elif sense.type in ("AGREE", "COOPERATE") and not recipients and len({one.code for one in actors if one.code}) > 1:
        recipients = actors
    if place == ("obj.owner",):  # "rejected Iran's offer": the offer is part of what is told
        taken.update(fill("obj", hit, scene.tree))
    candidate = Candidate(hit, sense, actors, recipients, place, taken)
    candidate.actors, candidate.recipients = at_home(actors, recipients, scene), at_home(recipients, actors, scene)
    for test in sense.tests:
        if test.place in ("actor", "recipient", "dyad") and not holds_of_parties(
            test, candidate.actors, candidate.recipients
        ):
            return None
    return candidate


def _parties(
    places: tuple[str, ...], hit: Hit, scene: Scene, others: Sequence[Found]
) -> tuple[list[Found], tuple[str, ...]]:
    """The parties of the first place that holds one; a noun's owner may stand on the other side already."""
    heads, codes = {one.head for one in others}, {one.code for one in others if one.code}
    for place in places:
        found = [one for head in filled(place, hit, scene) if head not in heads for one in scene.parties(head)]
        found = [one for one in found if one.head != hit.token]
        found = [one for one in found if not (one.code and one.code in codes)] or found
        if not found and place == "speaker" and (speaker := scene.speaker_at(hit.token)):
            found = [speaker]
        known = [one for one in found if one.is_party] or [one for one in found if one.code]
        if known:
            return _distinct(known), (place,)
    return [], ()


def at_home(found: list[Found], others: list[Found], scene: Scene) -> list[Found]:
    """An officeholder whose country the text does not tell, facing that country's own people: "rebels in Chad rejected
    an appeal by President X"."""
    states = {one.code for one in others if one.is_state}
    domestic = all(_is_domestic(one, scene) for one in others)
    if len(states) != 1 or not domestic:
        return found
    return [replace(one, code=next(iter(states))) if _is_bare_office(one, scene) else one for one in found]


def _is_domestic(one: Found, scene: Scene) -> bool:
    """People whom their own leaders face, or a place where something is done."""
    mention = scene.tree.mentions.get(one.head)
    literal = mention is not None and mention.sense == "literal" and mention.label == "GPE"
    return literal or scene.tree.lower[one.head] in scene.lexicon.domestic


def _is_bare_office(one: Found, scene: Scene) -> bool:
    """ "President X", with no country."""
    before = range(one.first, max(one.head, one.first + 1))
    return (one.code or "").startswith("PER:") and any(scene.tree.lower[i] in scene.lexicon.offices for i in before)


def _distinct(found: list[Found]) -> list[Found]:
    kept: dict[tuple[int, str | None], Found] = {}
    for one in found:
        kept.setdefault((one.head, one.code), one)
    return sorted(kept.values(), key=lambda one: (one.last, one.first))
