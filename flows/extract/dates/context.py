"""What the words of an expression do not say by themselves: the document, its day, what was read before.

Made by `find_dates` for one document, filled as the expressions are read, asked by the functions of resolve.py.
"""

from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from flows.extract.dates.grammar import DateLexicon, Match
from flows.extract.dates.intervals import Interval
from flows.extract.dates.tense import direction_of

# "the quarter", "a year earlier" refer to a quarter named at most so many characters before.
REFERENCE_CHARS = 3000


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression that has been read already: where it began and ended (tokens and characters), what it gave."""

    start: int
    first: int
    last: int
    rule: str
    interval: Interval | None


@dataclass(slots=True)
class Context:
    """What the words alone do not say: the document, its publication day, what was read before."""

    doc: Doc
    text: str
    published: date | None
    lexicon: DateLexicon
    earlier: list[Resolved] = field(default_factory=list)

    def direction(self, match: Match) -> str | None:
        """Whether the match looks back or ahead."""
        return direction_of(self.doc, match.start, match.end, cues=self.lexicon.words)

    def anchor(self) -> Interval | None:
        """The interval of the last expression that has one: what "that day" and "a week later" start from."""
        return next((one.interval for one in reversed(self.earlier) if one.interval), None)

    def last_of(self, precision: str, match: Match) -> Interval | None:
        """The last interval of this precision not too far back in the text that is not itself such a reference."""
        for one in reversed(self.earlier):
            if match.start - one.start > REFERENCE_CHARS:
                return None
            if one.rule in self.lexicon.words["rules_of_comparison"]:
                continue
            if one.interval and one.interval.precision == precision and self._has_begun(one.interval):
                return one.interval
        return None

    def _has_begun(self, interval: Interval) -> bool:
        return self.published is None or interval.first <= self.published
