"""Time expressions of a document as intervals against its publication day (room 2).

Enters a Doc with tags and dependencies and the publication day; leave DateExpressions in the order of the text. The
vocabulary and the rules are data, seeds/lexicon/dates.toml; `grammar` finds matches, `resolve` gives them dates with
the help of `tense` and `intervals`. Types are TIMEX3's, and so is what counts as one expression, with two additions:
the end of a month is its last seven days, and vague windows such as "the coming days" get dates.
"""

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from flows.errors import LexiconError
from flows.extract.dates.checks import CHECKS
from flows.extract.dates.context import Context, Resolved
from flows.extract.dates.grammar import DateLexicon, Match
from flows.extract.dates.intervals import Interval
from flows.extract.dates.resolve import VALUES
from flows.extract.lexicon import read_lexicon
from flows.extract.nlp import text_of
from flows.settings import share

__all__ = ["DateExpression", "DateLexicon", "find_dates", "load_dates"]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A time expression: `start, end` in characters, half-open; `start_date, end_date` inclusive, None when open.

    `type` is DATE, TIME, DURATION or SET; `precision` is day, week, month, quarter, half, year, decade or other, and
    None without dates; `rule` is the rule's id in the lexicon.
    """

    start: int
    end: int
    text: str
    type: str
    start_date: date | None
    end_date: date | None
    precision: str | None
    rule: str


def load_dates() -> DateLexicon:
    """The lexicon with its rules compiled. Raises LexiconError naming the file and the entry."""
    lexicon = read_lexicon("dates", DateLexicon)
    for rule in lexicon.rules:
        if rule.value not in VALUES or (rule.check and rule.check not in CHECKS):
            path = share("seeds", "lexicon", "dates.toml")
            raise LexiconError(path, f"rule {rule.id}", f"no function {rule.value!r} or {rule.check!r} gives values")
    return lexicon


def find_dates(doc: Doc, *, published: date | None, lexicon: DateLexicon) -> list[DateExpression]:
    """Every time expression of the document, in order and without overlap; no dates where the text leaves them open."""
    text, grammar = text_of(doc), lexicon.grammar
    context = Context(doc, text, published, lexicon)
    matches = grammar.matches(grammar.tokens(text), accepts=lambda match: _holds(match, context))
    return [_expression(text, match, context) for match in matches if match.rule.type != "NONE"]


def _holds(match: Match, context: Context) -> bool:
    return match.rule.check is None or CHECKS[match.rule.check](match, context)


def _expression(text: str, match: Match, context: Context) -> DateExpression:
    """The match with its dates, noted in the context for those that follow."""
    interval = _interval(match, context)
    rule = match.rule
    context.earlier.append(Resolved(match.start, match.first, match.last, rule.id, interval))
    start, end = match.start, match.end
    first, last, precision = (interval.first, interval.last, interval.precision) if interval else (None, None, None)
    return DateExpression(start, end, text[start:end], rule.type, first, last, precision, rule.id)


def _interval(match: Match, context: Context) -> Interval | None:
    try:
        interval = VALUES[match.rule.value](match, context)
    except (ValueError, OverflowError):  # 31 February; before the year 1 or after 9999
        return None
    return interval if interval and interval.first <= interval.last else None  # "March 9 to 5" has no days
