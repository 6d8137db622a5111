"""In extraction: parties whose country only the other side, or the place of the deed, tells.

In go an event's actors and recipients; out they come with the codes that follow: a president without a country who
faces rebels in Chad is of Chad, and so is the banned party that its police arrest; gunmen who kill in Lagos are of
Nigeria. Such codes are guesses: the parties are marked inferred.
"""

from dataclasses import replace

from flows.extract.events.hit import Hit
from flows.extract.events.scene import Found, Scene
from flows.extract.events.where import places_of

# Deeds of people who are where they act; talks and deals are held abroad.
ON_THE_SPOT = frozenset({"ASSAULT", "COERCE", "PROTEST", "AID"})


def at_home(
    actors: list[Found], recipients: list[Found], hit: Hit, scene: Scene, *, kind: str
) -> tuple[list[Found], list[Found]]:
    """Both sides of an event of the kind, with the codes that the other side or the place tells."""
    actors, recipients = _facing(actors, recipients, scene), _facing(recipients, actors, scene)
    if kind not in ON_THE_SPOT:
        return actors, recipients
    bare = [one for one in (*actors, *recipients) if _is_local(one, scene)]
    place = (
        _place_code(hit, scene, {token for one in (*actors, *recipients) for token in range(one.first, one.last)})
        if bare
        else None
    )
    if place is None:
        return actors, recipients
    return _settled(actors, bare, place), _settled(recipients, bare, place)


def _settled(found: list[Found], bare: list[Found], place: str) -> list[Found]:
    return [replace(one, code=place, is_guess=True) if one in bare else one for one in found]


def _facing(found: list[Found], others: list[Found], scene: Scene) -> list[Found]:
    """Those whose country the text does not tell, facing that country's own people: "rebels in Chad rejected an appeal
    by President X"."""
    states = {one.code for one in others if one.is_state}
    if len(states) != 1:
        return found
    domestic = all(_is_domestic(one, scene) for one in others)
    return [
        replace(one, code=next(iter(states)), is_guess=True)
        if (domestic and _is_bare_office(one, scene)) or _is_homely(one, scene)
        else one
        for one in found
    ]


def _is_domestic(one: Found, scene: Scene) -> bool:
    """People whom their own leaders face, groups of a country, or a place where something is done."""
    mention = scene.tree.mentions.get(one.head)
    literal = mention is not None and mention.sense == "literal" and mention.label == "GPE"
    return literal or one.is_group or scene.tree.lower[one.head] in scene.lexicon.domestic


def _is_bare_office(one: Found, scene: Scene) -> bool:
    """ "President X", with no country."""
    before = range(one.first, max(one.head, one.first + 1))
    return (one.code or "").startswith("PER:") and any(scene.tree.lower[i] in scene.lexicon.offices for i in before)


def _is_homely(one: Found, scene: Scene) -> bool:
    """ "The banned X movement", "opposition newspaper X": of the country whose authorities deal with it."""
    if not (one.code or "").startswith(("PER:", "ORG:")):
        return False
    return any(scene.tree.lower[i] in scene.lexicon.exact["homely"] for i in range(one.first, one.last))


def _is_local(one: Found, scene: Scene) -> bool:
    """ "Gunmen", "protesters", "a car bomb", with no country."""
    head, tree = one.head, scene.tree
    if one.code is not None or one.inferred or head < 0 or head in tree.mentions:
        return False
    return (
        tree.lower[head] in scene.lexicon.local or f"{tree.lower[head - 1]} {tree.lower[head]}" in scene.lexicon.local
    )


def _place_code(hit: Hit, scene: Scene, taken: set[int]) -> str | None:
    """The one country of the places that the clause names."""
    mentions = scene.tree.mentions
    codes = {mentions[noun].code for noun in places_of(hit, scene.tree) if noun in mentions and noun not in taken}
    states = {code for code in codes if code is not None and len(code) == 3}
    return next(iter(states)) if len(states) == 1 else None
