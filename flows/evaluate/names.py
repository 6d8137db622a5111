"""Names: exact spans by kind, and of the coded ones the code and the sense.

Kinds are those of CoNLL-2003, onto which the labels of OntoNotes are mapped; "the" before a name does not count.
"""

from collections.abc import Iterator

from flows.evaluate.codes import same_code
from flows.evaluate.judgement import Judgement, Record, compare

KINDS = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
KINDS |= {"NORP": "MISC", "MISC": "MISC"}
NAMED = ("PER", "ORG", "LOC")

Name = tuple[int, int, str]


def judge_mentions(gold: Record, found: Record) -> Iterator[Judgement]:
    """By kind, all three kinds of names together, and codes and senses where the gold record states any."""
    text = str(gold["text"])
    want, have = _names(gold, text), _names(found, text)

    def say(name: Name) -> tuple[str, int]:
        return f"{name[2]} {text[name[0] : name[1]]!r}", name[0]

    for kind in (*NAMED, "MISC"):
        yield from compare(f"mentions {kind}", _of_kinds(want, kind), _of_kinds(have, kind), say=say)
    yield from compare("mentions PER+ORG+LOC", _of_kinds(want, *NAMED), _of_kinds(have, *NAMED), say=say)
    for field in ("code", "sense"):
        yield from _judge_field(gold, found, field, text)


def _judge_field(gold: Record, found: Record, field: str, text: str) -> Iterator[Judgement]:
    """What the gold record says of a span, against what was found of the same span."""
    want = {(m["start"], m["end"], same_code(m[field])) for m in gold["mentions"] if m.get("code") and m.get(field)}
    spans = {name[:2] for name in want}
    have = {
        (m["start"], m["end"], same_code(m[field]))
        for m in found.get("mentions", [])
        if m.get("code") and m.get(field) and (m["start"], m["end"]) in spans
    }

    def say(name: Name) -> tuple[str, int]:
        return f"{text[name[0] : name[1]]!r} is {name[2]}", name[0]

    yield from compare(f"mentions {field}", want, have, say=say)


def judge_references(gold: Record, found: Record) -> Iterator[Judgement]:
    """Resolved references (mentions without a label): the span, and each entity that it stands for."""
    text = str(gold["text"])
    want = [(row["start"], row["end"], row["entity_id"]) for row in gold["references"]]
    have = [(m["start"], m["end"], m["entity_id"]) for m in found.get("mentions", []) if m["label"] is None]

    def say(one: Name) -> tuple[str, int]:
        return f"{text[one[0] : one[1]]!r} is {one[2]}", one[0]

    yield from compare("references", want, have, say=say)


def _names(record: Record, text: str) -> set[Name]:
    rows = (m for m in record.get("mentions", []) if m["label"] in KINDS)
    return {(_without_article(m["start"], text), m["end"], KINDS[m["label"]]) for m in rows}


def _without_article(start: int, text: str) -> int:
    return start + 4 if text[start : start + 4].lower() == "the " else start


def _of_kinds(names: set[Name], *kinds: str) -> set[Name]:
    return {name for name in names if name[2] in kinds}
