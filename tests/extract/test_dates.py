"""Time expressions: every example of the lexicon, and what holds for any text and any publication day."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from flows.errors import LexiconError
from flows.extract.dates import DateExpression, find_dates, load_dates
from flows.extract.dates.forms import form_of
from flows.extract.dates.grammar import DateLexicon, Example, Rule
from flows.extract.dates.intervals import PRECISE, unit_of

LEXICON = load_dates()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in LEXICON.rules
    for number, example in enumerate(rule.examples)
]
# Words that rules know, so that random texts hold expressions.
WORDS = sorted({word for group in (*LEXICON.values.values(), *LEXICON.words.values()) for word in group})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["the", "of", "in", "ago", "later", "year", "'s", ",", "-", ".", "to", "and", "\n\n", "$"]),
    st.integers(0, 3000).map(str),
    st.text(max_size=6),
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29), date(1, 12, 31)]))
ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(nlp: Language, text: str, published: date | None) -> list[DateExpression]:
    return find_dates(nlp(text), published=published, lexicon=LEXICON)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_of_the_lexicon_holds(nlp: Language, rule: Rule, example: Example) -> None:
    found = read(nlp, example.text, example.published)
    if example.find is None:
        assert not [one for one in found if one.type in ("DATE", "TIME")]
        return
    expression = {one.text: one for one in found}.get(example.find)
    assert expression, [one.text for one in found]
    assert (expression.rule, expression.type) == (rule.id, rule.type)
    assert (expression.start_date, expression.end_date) == (example.start, example.end or example.start)
    assert expression.precision == example.precision


@ANY
@given(text=TEXTS, published=DAYS)
def test_expressions_of_any_text_are_sound(nlp: Language, text: str, published: date | None) -> None:
    found = read(nlp, text, published)
    assert all(text[one.start : one.end] == one.text != "" for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    for one in found:
        dates = (one.start_date, one.end_date, one.precision)
        assert None not in dates or dates == (None, None, None)
        assert one.start_date is None or one.end_date is None or one.start_date <= one.end_date
        assert one.precision is None or one.precision in (*PRECISE, "other")
        assert one.type in ("DATE", "TIME", "DURATION", "SET")


@ANY
@given(text=TEXTS, published=st.dates())
def test_dates_without_a_publication_day_are_those_that_never_change(nlp: Language, text: str, published: date) -> None:
    absolute = {one.start: (one.rule, one.start_date, one.end_date) for one in read(nlp, text, None) if one.start_date}
    dated = {one.start: (one.rule, one.start_date, one.end_date) for one in read(nlp, text, published)}
    both = [start for start in absolute if start in dated and dated[start][0] == absolute[start][0]]
    # The others may refer to the last date in the text, and with a publication day more texts have one.
    fixed = [start for start in both if absolute[start][0] in ("iso-date", "month-day-year", "year-range", "century")]
    assert all(absolute[start] == dated[start] for start in fixed)


@pytest.mark.parametrize(
    "text", ["He said on Tuesday.", "last week", "in January", "a year ago", "the next day", "Easter"]
)
def test_nothing_falls_back_to_a_day_when_there_is_no_publication_day(nlp: Language, text: str) -> None:
    found = read(nlp, text, None)
    assert found
    assert all(one.start_date is None for one in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They sold 1,987 tonnes, 2000 people came, and it cost $1999.", []),
        ("The score was 3-2 in the second half.", []),
        ("She may march for 2015 votes.", []),
        ("Between 2014 and 2016 trade fell.", ["2014", "2016"]),
        ("From May to July 2016 trade fell.", ["May to July 2016"]),
        ("The April 24 and 25 talks failed.", ["April 24", "25"]),
    ],
)
def test_numbers_are_dates_only_where_they_are_meant_so(nlp: Language, text: str, wanted: list[str]) -> None:
    assert [one.text for one in read(nlp, text, date(2024, 5, 6)) if one.type == "DATE"] == wanted


def test_an_expression_does_not_reach_over_a_blank_line(nlp: Language) -> None:
    assert [one.text for one in read(nlp, "Report for May\n\n2019 was warmer.", date(2024, 5, 6))] == ["May", "2019"]


def test_offsets_count_code_points(nlp: Language) -> None:
    text = "🙂 Čaputová flew home on 3 May 2019."
    assert [text[one.start : one.end] for one in read(nlp, text, None)] == ["3 May 2019"]


def test_empty_text_has_no_expressions(nlp: Language) -> None:
    assert read(nlp, "", date(2024, 5, 6)) == []


@given(day=st.dates(date(4, 1, 1), date(9990, 1, 1)), step=st.integers(-1, 1))
def test_units_one_after_the_other_leave_no_gap(day: date, step: int) -> None:
    for unit in ("day", "week", "month", "quarter", "half", "year"):
        assert unit_of(unit, day).first <= day <= unit_of(unit, day).last
        gap = unit_of(unit, day, step=step).first - unit_of(unit, day, step=step - 1).last
        assert gap.days == 1


@given(st.text(alphabet="0123456789/-–.:,stndrhqpm", max_size=30))
def test_any_token_has_a_form_or_none(word: str) -> None:
    assert form_of(word) is None or isinstance(form_of(word), str)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"pattern": ["{nosuch} day"]}, "nosuch"),
        ({"pattern": ["@nosuch"]}, "nosuch"),
        ({"pattern": ["( the"]}, "parenthesis"),
        ({"pattern": ["the?"]}, "nothing"),
    ],
)
def test_a_wrong_rule_is_named(change: dict[str, object], problem: str) -> None:
    data = LEXICON.model_dump()
    data["rules"][0] |= change
    with pytest.raises(ValueError, match=f"not-a-date.*{problem}"):
        DateLexicon.model_validate(data)


def test_an_unknown_function_is_a_lexicon_error(monkeypatch: pytest.MonkeyPatch) -> None:
    data = LEXICON.model_dump()
    data["rules"][1]["value"] = "nosuch"
    wrong = DateLexicon.model_validate(data)
    monkeypatch.setattr("flows.extract.dates.read_lexicon", lambda *_: wrong)
    with pytest.raises(LexiconError, match=r"iso-date.*nosuch"):
        load_dates()
