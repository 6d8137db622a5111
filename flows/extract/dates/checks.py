"""The checks that rules of seeds/lexicon/dates.toml name: whether a match is a time expression at all.

Enters a match with its context; leaves yes or no. CHECKS holds them by name.
"""

from collections.abc import Callable

from flows.extract.dates.context import Context
from flows.extract.dates.grammar import Match

Check = Callable[[Match, Context], bool]


def is_month(match: Match, at: Context) -> bool:
    """A month is no part of a person's name ("April Lee"); May and March are months when the tagger says noun."""
    span = at.doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None or all(token.ent_type_ == "PERSON" for token in span):
        return False
    unsure = match.word("month") in at.lexicon.words["unsure_months"]
    return not unsure or any(token.tag_.startswith("NN") for token in span)


def is_year(match: Match, at: Context) -> bool:
    """Four digits are a year unless they count something, name a price, or follow a word such as "about"."""
    words = at.lexicon.words
    if match.before() in words["not_before_year"] or match.after() in words["counted"]:
        return False
    if match.after() in ("-", ".", ",", ":") and match.after(2)[:1].isdigit():
        return match.after() == "-" or (match.after() == "," and len(match.after(2)) == 4)
    year = match.number("year")
    plausible = 1900 <= year <= (at.published.year if at.published else 2030) + 60
    return plausible or match.before() in words["year_prepositions"]


def is_decade(match: Match, at: Context) -> bool:
    """Not ages, "in her eighties", nor temperatures, "in the mid-70s": two digits need an apostrophe."""
    if match.word("decade")[:1].isdigit() and match.number("decade") < 100:
        written = at.text[match.start : match.end]
        return "'" in written or "’" in written
    return not {match.before(), match.before(2)} & {"his", "her", "their", "my", "your"}


def follows_day(match: Match, at: Context) -> bool:
    """A bare number right after "April 24 and" is a day of April."""
    if not at.earlier:
        return False
    before = at.earlier[-1]
    after = match.after()
    return (
        before.last == match.begin
        and before.rule in at.lexicon.words["rules_with_day"]
        and before.interval is not None
        and match.number("daynum") > before.interval.last.day
        and after not in at.lexicon.words["counted"]
        and after not in ("%", ":", "-")
    )


def is_now(match: Match, at: Context) -> bool:
    """Not "now that", "until now-shut" and the like."""
    return match.after() not in at.lexicon.words["not_after_now"]


def follows_amount(match: Match, at: Context) -> bool:
    """Four dollars a year: an amount or its noun stands before."""
    start = match.start
    return any(char.isdigit() for char in at.text[max(0, start - 25) : start])


CHECKS: dict[str, Check] = {
    one.__name__: one for one in (is_month, is_year, is_decade, follows_day, is_now, follows_amount)
}
