"""What comparing two records gives: one Judgement a thing, and the figures that many of them add up to."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Record = Mapping[str, Any]
Outcome = Literal["right", "spurious", "missed"]

# Characters of context on either side of an error that is shown.
CONTEXT_CHARS = 90


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing judged under one measure. `what` says it in a few words; `start` is where it stands, None unknown."""

    measure: str
    outcome: Outcome
    what: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one measure with precision, recall and F1 in per cent, 0 where nothing is there to divide by."""

    right: int
    spurious: int
    missed: int

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Figures":
        """From counts by outcome."""
        return cls(counts.get("right", 0), counts.get("spurious", 0), counts.get("missed", 0))

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return _percent(self.right, self.right + self.spurious)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return _percent(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return _percent(2 * self.right, 2 * self.right + self.spurious + self.missed)


def figures_of(judgements: Iterable[Judgement]) -> dict[str, Figures]:
    """The figures of each measure, by name in order."""
    counts: dict[str, Counter[str]] = {}
    for one in judgements:
        counts.setdefault(one.measure, Counter())[one.outcome] += 1
    return {measure: Figures.of(counts[measure]) for measure in sorted(counts)}


def compare(
    measure: str, want: Iterable[Hashable], have: Iterable[Hashable], *, say: Callable[[Any], tuple[str, int | None]]
) -> Iterator[Judgement]:
    """Two multisets compared: an item counts as often as both hold it. `say` gives an item's words and its place.

    >>> [one.outcome for one in compare("m", "aab", "ac", say=lambda item: (item, None))]
    ['right', 'missed', 'missed', 'spurious']
    """
    wanted, had = Counter(want), Counter(have)
    for outcome, items in (("right", wanted & had), ("missed", wanted - had), ("spurious", had - wanted)):
        for item in items.elements():
            yield Judgement(measure, outcome, *say(item))  # type: ignore[arg-type]


def overlap(one: tuple[Any, Any], other: tuple[Any, Any]) -> float:
    """Share of the union of two half-open spans that both cover; 0 where an end is unknown.

    >>> overlap((0, 10), (5, 10)), overlap((0, 5), (None, None))
    (0.5, 0.0)
    """
    if None in one or None in other:
        return 0.0
    inner = min(one[1], other[1]) - max(one[0], other[0])
    return inner / (max(one[1], other[1]) - min(one[0], other[0])) if inner > 0 else 0.0


def span_of(row: Record) -> tuple[Any, Any]:
    """Start and end of a row, None where they are unknown."""
    return row.get("start"), row.get("end")


def passage(text: str, start: int | None) -> str:
    """The text around a place in one line, the place marked by »; "" where the place is unknown."""
    if start is None:
        return ""
    before, after = text[max(0, start - CONTEXT_CHARS) : start], text[start : start + CONTEXT_CHARS]
    return " ".join(f"{before}»{after}".split())


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0
