"""In extraction: sanctions statements and events brought together.

In go an article's statements, events and mentions. A statement that sanctions were imposed, tightened, eased or lifted
points to its event: SANCTION, or CONCEDE for relief. Where no trigger of the event lexicon found one, the statement
itself makes it, with the statement's parties.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.extract.events.kinds import Event, Party
from flows.extract.names import Mention
from flows.extract.sanctions import Statement

TYPES = {
    "impose": ("SANCTION", "163"),
    "tighten": ("SANCTION", "163"),
    "ease": ("CONCEDE", "085"),
    "lift": ("CONCEDE", "085"),
}
FITTING = {"SANCTION": frozenset({"SANCTION"}), "CONCEDE": frozenset({"CONCEDE", "COOPERATE", "AGREE"})}


def join_statements(
    statements: Sequence[Statement], events: Sequence[Event], mentions: Sequence[Mention], *, article_id: str
) -> tuple[list[Statement], list[Event]]:
    """The statements with their event's id, and the events with those that only a statement tells of, in order."""
    linked, made = [], list(events)
    for one in statements:
        if one.modality == "actual" and one.action in TYPES:
            event = _event_of(one, made)
            if event is None:
                event = _made_of(one, mentions, article_id)
                made.append(event)
            else:
                made[made.index(event)] = _completed(event, one, mentions)
            one = replace(one, event_id=event.event_id)
        linked.append(one)
    return linked, sorted(made, key=lambda event: (event.trigger_start, event.event_id))


def _event_of(one: Statement, events: Sequence[Event]) -> Event | None:
    """The nearest event of the sentence that has the statement's type and modality, the same parties first."""
    fitting = FITTING[TYPES[one.action][0]]
    here = [
        event
        for event in events
        if event.sentence_start <= one.start < event.sentence_end
        and event.type in fitting
        and event.modality == "actual"
        and event.trigger_start <= one.end + 60
    ]
    return min(here, key=lambda event: (_differs(one, event), abs(event.trigger_start - one.start)), default=None)


def _differs(one: Statement, event: Event) -> bool:
    sides = ((one.sender, event.actors), (one.target, event.recipients))
    return any(codes and parties and not set(codes) & {party.code for party in parties} for codes, parties in sides)


def _completed(event: Event, one: Statement, mentions: Sequence[Mention]) -> Event:
    """The event with the statement's parties on a side that it left open."""
    actors = event.actors or _parties(one.sender, one, mentions)
    coded = any(party.code for party in event.recipients)
    recipients = event.recipients if coded else [*event.recipients, *_parties(one.target, one, mentions)]
    return replace(event, actors=actors, recipients=recipients)


def _made_of(one: Statement, mentions: Sequence[Mention], article_id: str) -> Event:
    kind, cameo = TYPES[one.action]
    return Event(
        event_id=f"{article_id}-e{one.start}-{kind.lower()}-{one.statement_id.rpartition('-')[2]}",
        parent_id=None,
        type=kind,
        cameo=cameo,
        mode=None,
        modality="actual",
        trigger_start=one.start,
        trigger_end=one.end,
        sentence_start=one.sentence_start,
        sentence_end=one.sentence_end,
        actors=_parties(one.sender, one, mentions),
        recipients=_parties(one.target, one, mentions),
        start_date=None,
        end_date=None,
        precision=None,
        place_code=None,
        condition_start=None,
        condition_end=None,
        sources=list(one.sources),
        rule=f"sanctions/{one.action}",
        confidence=one.confidence,
    )


def _parties(codes: Sequence[str], one: Statement, mentions: Sequence[Mention]) -> list[Party]:
    """Parties by code; with the offsets of the nearest mention in the sentence, else as implied."""
    return [_party(code, one, mentions) for code in codes if not code.startswith("SEC:")]


def _party(code: str, one: Statement, mentions: Sequence[Mention]) -> Party:
    named = [m for m in mentions if m.code == code and one.sentence_start <= m.start < one.sentence_end]
    if not named:
        entity = next((m.entity_id for m in mentions if m.code == code), None)
        return Party(entity, code, None, None, True)
    nearest = min(named, key=lambda m: abs(m.start - one.start))
    return Party(nearest.entity_id, code, nearest.start, nearest.end)
