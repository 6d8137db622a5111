"""Sanctions statements: multisets of actions and modalities, sets of party codes; of several labellings the nearest.

Parties are judged by country codes (and EU, UN, NATO). Where the labels have offsets, statements are also compared
sentence by sentence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flows.evaluate.codes import is_state, same_code
from flows.evaluate.judgement import Judgement, Record, compare

Rows = Sequence[Record]


def judge_sanctions(gold: Record, found: Record) -> Iterator[Judgement]:
    """`sanctions sense | action | action+modality | sender | target | actual action+target`, `in place`."""
    have: Rows = found.get("sanctions", [])
    want = _nearest([gold["sanctions"], *gold.get("sanctions_alt", [])], have)
    yield from compare("sanctions sense", ["any"] if want else [], ["any"] if have else [], say=_say)
    yield from compare("sanctions action+modality", _claims(want), _claims(have), say=_say)
    yield from compare("sanctions action", (row["action"] for row in want), (row["action"] for row in have), say=_say)
    for role in ("sender", "target"):
        yield from compare(f"sanctions {role}", _codes(want, role), _codes(have, role), say=_say)
    yield from compare("sanctions actual action+target", _done(want), _done(have), say=_say)
    if want and all("start" in row for row in want):
        homes = [(row.get("sentence_start", row["start"]), row.get("sentence_end") or row["end"]) for row in want]
        yield from compare("sanctions in place", _placed(want, homes), _placed(have, homes), say=_say_placed)


def _nearest(choices: Sequence[Rows], have: Rows) -> Rows:
    """The labelling that shares most with what was found; of equals the one with less besides."""
    found = Counter(_claims(have))

    def nearness(rows: Rows) -> tuple[int, int]:
        wanted = Counter(_claims(rows))
        shared = (wanted & found).total()
        return shared, -(wanted.total() + found.total() - 2 * shared)

    return max(choices, key=nearness)


def _claims(rows: Rows) -> list[tuple[str, str | None]]:
    return [(row["action"], row.get("modality")) for row in rows]


def _codes(rows: Rows, role: str) -> set[str]:
    return {code for row in rows for code in map(same_code, row.get(role, [])) if is_state(code)}


def _done(rows: Rows) -> set[tuple[str, str]]:
    actual = [row for row in rows if row.get("modality") == "actual"]
    return {(row["action"], code) for row in actual for code in _codes([row], "target")}


def _placed(rows: Rows, homes: Iterable[tuple[int, int]]) -> list[tuple[int, str, str | None]]:
    """Each statement with the start of the labelled sentence that it stands in, else its own."""
    spans = list(homes)
    starts = [next((a for a, b in spans if a <= row["start"] < b), row["start"]) for row in rows]
    return [(start, *claim) for start, claim in zip(starts, _claims(rows), strict=True)]


def _say(item: object) -> tuple[str, None]:
    return " ".join(str(part) for part in item) if isinstance(item, tuple) else str(item), None


def _say_placed(item: tuple[int, str, str | None]) -> tuple[str, int]:
    return f"{item[1]} {item[2]}", item[0]
