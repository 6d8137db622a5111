"""Time expressions: every example of the lexicon, and what holds for any text and any publication day."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from flows.extract.dates import DateExpression, DateLexicon, find_dates, load_dates
from flows.extract.dates.grammar import Example, Rule
from flows.extract.dates.intervals import PRECISE

LEXICON = load_dates()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in LEXICON.rules
    for number, example in enumerate(rule.examples)
]


def read(nlp: Language, text: str, published: date | None) -> list[DateExpression]:
    return find_dates(nlp(text), published=published, lexicon=LEXICON)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_of_the_lexicon_holds(nlp: Language, rule: Rule, example: Example) -> None:
    found = read(nlp, example.text, example.published)
    if example.find is None:
        assert not found
        return
    hits = [one for one in found if one.text == example.find]
    assert hits, [one.text for one in found]
    one = hits[0]
    assert (one.start_date, one.end_date) == (example.start, example.end or example.start)
    assert one.precision == example.precision
