"""Events, against three kinds of labels that are told apart by their fields.

* `quad`: one main event a sentence with a quad class and party spans; every other class that is found is spurious.
* `trigger_start`: the main events of a whole article; recall alone, and lists are accepted alternatives.
* else: dyads of codes with a PLOVER category.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.evaluate.codes import same_code
from flows.evaluate.judgement import Judgement, Record, compare, overlap, span_of

# Quad classes that a category may stand for: the class labels count the easing of sanctions as material cooperation
# and imposing them as verbal conflict, PLOVER counts SANCTION as material conflict; older schemes see yielding as
# verbal.
QUAD_CLASSES: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), frozenset({1})),
    "CONCEDE": frozenset({1, 2}),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), frozenset({2})),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), frozenset({3})),
    "SANCTION": frozenset({3, 4}),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "COERCE", "ASSAULT"), frozenset({4})),
}
# Categories of PLOVER's first edition.
OLD_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE"}
ROLES = (("actor", "actors", "source"), ("recipient", "recipients", "target"))


def judge_events(gold: Record, found: Record) -> Iterator[Judgement]:
    """The measures of the kind of labels that the gold record has; nothing is judged of a record without events."""
    events: Sequence[Record] = found.get("events", [])
    if any("quad" in event for event in gold["events"]):
        for event in gold["events"]:
            yield from _judge_quad(event, events, str(gold["text"]))
    elif any("trigger_start" in event for event in gold["events"]):
        for event in gold["events"]:
            yield from _judge_main(event, events)
    else:
        yield from _judge_dyads(gold["events"], events)


def _judge_quad(event: Record, events: Sequence[Record], text: str) -> Iterator[Judgement]:
    right = [one for one in events if event["quad"] in _classes(one)]
    others = {min(_classes(one), default=0) for one in events if event["quad"] not in _classes(one)}
    what = f"class {event['quad']}, found {sorted(_type(one) for one in events)}"
    yield Judgement("events quad", "right" if right else "missed", what, 0)
    yield from (Judgement("events quad", "spurious", f"class {other}: {text[:80]!r}", 0) for other in others)
    for name, role, key in ROLES:
        if event.get(key):
            yield _recalled(f"events {name}", any(_names(one, role, event[key]) for one in events), what)
    if all(event.get(key) for _, _, key in ROLES):
        hit = any(all(_names(one, role, event[key]) for _, role, key in ROLES) for one in right)
        yield _recalled("events quad+actor+recipient", hit, what)


def _judge_main(event: Record, events: Sequence[Record]) -> Iterator[Judgement]:
    trigger = (event["trigger_start"], event["trigger_end"])
    types = {OLD_TYPES.get(name, name) for name in _either(event["type"])}
    found = [
        one
        for one in events
        if overlap((one.get("trigger_start"), one.get("trigger_end")), trigger) > 0 and _type(one) in types
    ]
    placed = [one for one in found if all(_shares_party(one, event, role) for _, role, _ in ROLES)]
    meant = [one for one in placed if one.get("modality") in _either(event["modality"])]
    for name, hits in (("found", found), ("with parties", placed), ("with parties and modality", meant)):
        yield Judgement(f"main events {name}", "right" if hits else "missed", "/".join(types), trigger[0])


def _judge_dyads(labels: Sequence[Record], events: Sequence[Record]) -> Iterator[Judgement]:
    want = {(same_code(e["source"]), same_code(e["target"]), OLD_TYPES.get(e["type"], e["type"])) for e in labels}
    have = {
        (actor, recipient, _type(one))
        for one in events
        for actor in _codes(one, "actors") or {""}
        for recipient in _codes(one, "recipients") or {""}
    }
    wanted, had = ({dyad for dyad in dyads if dyad[0] and dyad[1] and dyad[0] != dyad[1]} for dyads in (want, have))
    yield from compare("events actor+recipient+type", wanted, had, say=_say)
    pairs = [{dyad[:2] for dyad in dyads} for dyads in (wanted, had)]
    yield from compare("events actor+recipient", *pairs, say=_say)
    yield from compare("events type", {dyad[2] for dyad in want}, {dyad[2] for dyad in have}, say=_say)


def _recalled(measure: str, is_hit: bool, what: str) -> Judgement:
    return Judgement(measure, "right" if is_hit else "missed", what, 0)


def _type(event: Record) -> str:
    kind = str(event["type"])
    return OLD_TYPES.get(kind, kind)


def _classes(event: Record) -> frozenset[int]:
    return QUAD_CLASSES.get(_type(event), frozenset())


def _names(event: Record, role: str, spans: Sequence[Record]) -> bool:
    """Whether one of the event's parties lies inside one of the spans, or shares half of their union."""
    parties = [party for party in event.get(role, []) if party.get("start") is not None]
    return any(
        (span["start"] <= party["start"] and party["end"] <= span["end"])
        or overlap(span_of(party), span_of(span)) >= 0.5
        for party in parties
        for span in spans
    )


def _shares_party(event: Record, label: Record, role: str) -> bool:
    return not label.get(role) or bool(_codes(event, role) & set(map(same_code, label[role])))


def _codes(event: Record, role: str) -> set[str]:
    return {same_code(party["code"]) for party in event.get(role, []) if party.get("code")}


def _either(value: Any) -> set[str]:
    return set(value) if isinstance(value, list) else {value}


def _say(item: object) -> tuple[str, None]:
    return " ".join(item) if isinstance(item, tuple) else str(item), None
