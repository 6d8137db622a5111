"""Room 4: a sentence with its evidence marked. The sentence and spans in, the text with "[kind: words]" out."""

from collections.abc import Iterable
from typing import NamedTuple


class Mark(NamedTuple):
    """A span of the text and what it is; characters, half-open, counted as in the text."""

    kind: str
    start: int
    end: int


def mark_sentence(sentence: str, *, offset: int, marks: Iterable[Mark]) -> str:
    """The sentence with a bracket around each span inside it; `offset` is where the sentence begins in the text.

    A mark that would cross another one is left out; of two of the same span the kinds are joined.

    >>> mark_sentence("Oslo banned it.", offset=5, marks=[Mark("actor", 5, 9), Mark("trigger", 10, 16)])
    '[actor: Oslo] [trigger: banned] it.'
    """
    kept = _nested(marks, offset, offset + len(sentence))
    opens: dict[int, list[str]] = {}
    closes: dict[int, int] = {}
    for (start, end), kinds in sorted(kept.items(), key=lambda item: (item[0][0], -item[0][1])):
        opens.setdefault(start - offset, []).append(f"[{'/'.join(kinds)}: ")
        closes[end - offset] = closes.get(end - offset, 0) + 1
    parts = ("]" * closes.get(i, 0) + "".join(opens.get(i, [])) + char for i, char in enumerate(sentence))
    return "".join(parts) + "]" * closes.get(len(sentence), 0)


def _nested(marks: Iterable[Mark], first: int, last: int) -> dict[tuple[int, int], list[str]]:
    """The kinds of each span inside the sentence, the spans nested or apart."""
    kept: dict[tuple[int, int], list[str]] = {}
    for kind, start, end in sorted(marks, key=lambda mark: (mark.start - mark.end, mark.start, mark.kind)):
        crosses = any(a < start < b < end or start < a < end < b for a, b in kept)
        if first <= start < end <= last and not crosses and kind not in kept.get((start, end), []):
            kept.setdefault((start, end), []).append(kind)
    return kept
