"""Mentions: spans, labels, and what a document makes of its names."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from flows.extract.gazetteer import load_gazetteer
from flows.extract.names import Mention, find_mentions


def names(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.label) for mention in mentions(nlp, text)]


def mentions(nlp: Language, text: str) -> list[Mention]:
    return find_mentions(nlp(text), gazetteer=load_gazetteer())


def test_a_surname_is_a_person_after_the_full_name(nlp: Language) -> None:
    found = names(nlp, "Donald Trump spoke first. Aides said Trump would not wait. Later Trump left.")
    assert found == [("Donald Trump", "PERSON"), ("Trump", "PERSON"), ("Trump", "PERSON")]


def test_an_acronym_is_an_organisation_after_its_long_form(nlp: Language) -> None:
    found = names(nlp, "The Harbour Safety Bureau (HSB) met on Monday. A ruling by the HSB is due in May.")
    assert ("HSB", "ORG") in found[1:]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Russian President Vladimir Putin spoke.", "Vladimir Putin"),
        ("Kremlin spokesman Dmitry Peskov declined to comment.", "Dmitry Peskov"),
        ("She met Prime Minister Keir Starmer in March.", "Keir Starmer"),
    ],
)
def test_titles_and_roles_are_no_part_of_a_name(nlp: Language, text: str, person: str) -> None:
    assert (person, "PERSON") in names(nlp, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The White House's answer came late.", "White House"),
        ("Iran’s oil sales fell.", "Iran"),
        ("Talks with the United States failed.", "United States"),
    ],
)
def test_articles_and_possessives_are_outside_the_span(nlp: Language, text: str, name: str) -> None:
    assert names(nlp, text) == [(name, "ORG" if name == "White House" else "GPE")]


def test_a_hyphenated_pair_is_two_names(nlp: Language) -> None:
    assert names(nlp, "A new round of Russia-US talks opened.") == [("Russia", "GPE"), ("US", "GPE")]


def test_us_is_a_country_only_in_capitals(nlp: Language) -> None:
    assert names(nlp, "The US asked us to leave, and they told us so.") == [("US", "GPE")]


def test_a_headline_in_capitals_gives_the_names_that_are_known(nlp: Language) -> None:
    found = names(nlp, "JAPAN WARNS IRAN ON OIL\n\nThe warning came on Friday.")
    assert ("JAPAN", "GPE") in found
    assert ("IRAN", "GPE") in found


def test_a_capital_is_no_person(nlp: Language) -> None:
    assert ("Kyiv", "GPE") in names(nlp, "Officials alarmed European allies and Kyiv.")


def test_one_name_has_one_label(nlp: Language) -> None:
    text = "Zentara Inc said on Monday that profits fell. Zentara shares dropped. Zentara's chairman resigned."
    assert {label for name, label in names(nlp, text) if name.startswith("Zentara")} == {"ORG"}


def test_a_place_is_known_by_the_words_before_it(nlp: Language) -> None:
    text = "Floods hit the town of Velkovar. Rescue teams reached Velkovar on Sunday."
    assert {label for name, label in names(nlp, text) if name == "Velkovar"} == {"GPE"}


def test_dates_and_money_are_no_mentions(nlp: Language) -> None:
    assert names(nlp, "On Tuesday, 3 March 2015, it paid $4 million.") == []


def test_an_empty_text_has_no_mentions(nlp: Language) -> None:
    assert mentions(nlp, "") == []
    assert mentions(nlp, "\n\n") == []


PIECES = [
    "Russia",
    "US",
    "-",
    "'s",
    "’s",
    " ",
    "\n",
    "the ",
    "Mr. ",
    "Vladimir Putin",
    "EU",
    "(",
    ")",
    ".",
    "said ",
    "\u00e9",
    "U.S.",
    "in ",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
def test_spans_slice_back_to_the_text_in_order(nlp: Language, pieces: list[str]) -> None:
    doc = nlp("".join(pieces))
    last = 0
    for mention in find_mentions(doc, gazetteer=load_gazetteer()):
        assert last <= mention.start < mention.end
        assert doc.text[mention.start : mention.end] == mention.text
        assert doc[mention.first].idx <= mention.start
        assert mention.end <= doc[mention.last - 1].idx + len(doc[mention.last - 1])
        last = mention.end
