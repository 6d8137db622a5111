"""In extraction: trigger words of a sentence -> candidates: the sense that fits, with its actors and recipients.

In go the tree, the scene and the lexicon; a candidate's arguments are Found parties. A word has one sense at most: the
first, the most constrained ones tried first, whose constraints hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from flows.extract.events.constraints import filled, holds, holds_of_parties
from flows.extract.events.hit import Hit
from flows.extract.events.hits import hits_at
from flows.extract.events.home import at_home
from flows.extract.events.lexicon import Sense
from flows.extract.events.places import fill
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
    forms = lexicon.forms
    for token in [at for at, word in enumerate(tree.lower[first:last], start=first) if word in forms]:
        if token in found:
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
    candidate.actors, candidate.recipients = at_home(actors, recipients, hit, scene, kind=sense.type)
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
    for deeper, place in product((False, True), places):
        found = [
            one for head in filled(place, hit, scene, deeper=deeper) if head not in heads for one in scene.parties(head)
        ]
        found = [one for one in found if one.head != hit.token and one.head not in heads]
        found = [one for one in found if not (one.code and one.code in codes)] or found
        if not found and place == "speaker" and (speaker := scene.speaker_at(hit.token)):
            found = [speaker]
        known = [one for one in found if one.is_party] or [one for one in found if one.code]
        if known:
            return _distinct(known), (place,)
    return [], ()


def _distinct(found: list[Found]) -> list[Found]:
    kept: dict[tuple[int, str | None], Found] = {}
    for one in found:
        kept.setdefault((one.head, one.code), one)
    return sorted(kept.values(), key=lambda one: (one.last, one.first))
