"""Sanctions statements: the lexicon's examples, spans and ids whatever the text, and the senses that do not count."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import link_mentions
from flows.extract.names import find_mentions
from flows.extract.sanctions import Statement, find_statements, load_sanctions
from flows.extract.sanctions.words import Example

LEXICON = load_sanctions()
GAZETTEER = load_gazetteer()
WORDS = (
    "sanctions sanctioned Russia Iran the US EU will not lift imposed embargo on against if relief and , . ? “ ” \n "
    "said sanctions-busting asset freeze new more blacklist Sanctioned by Washington of evade"
)


def statements_in(text: str, nlp: Language, *, title: str | None = None) -> tuple[Doc, list[Statement]]:
    """The text read as the program reads it."""
    doc = nlp(text)
    mentions = link_mentions(doc, find_mentions(doc, gazetteer=GAZETTEER), gazetteer=GAZETTEER, title=title).mentions
    named = [code for _, _, code in GAZETTEER.codes_in(title or "")]
    codes = list(dict.fromkeys([*named, *LEXICON.codes_in_title(title or "")]))
    names = GAZETTEER.codes_in
    return doc, find_statements(doc, mentions, title_codes=codes, lexicon=LEXICON, article_id="a1", names=names)


def line_of(statement: Statement) -> str:
    """A statement as the examples write it."""
    sender, target = (",".join(codes) or "-" for codes in (statement.sender, statement.target))
    return f"{statement.action} {statement.modality or '-'} {sender}>{target}"


@pytest.mark.parametrize("example", LEXICON.examples, ids=lambda example: example.text)
def test_an_example_of_the_lexicon_says_what_it_should(example: Example, nlp: Language) -> None:
    _, found = statements_in(example.text, nlp)
    assert sorted(map(line_of, found)) == sorted(example.says)


def test_every_frame_and_trigger_has_an_example() -> None:
    assert [trigger.name for trigger in LEXICON.trigger if not trigger.examples] == []
    assert [frame.verbs for frame in LEXICON.frame if not frame.examples] == []


@pytest.mark.parametrize(
    "text",
    [
        "The merger was sanctioned by the shareholders.",
        "The league imposed sanctions on two clubs.",
        "God does not sanction such cruelty, the bishop said.",
        "The court upheld sanctions against the attorney.",
        "The school may apply disciplinary sanctions.",
        "Activists of the BDS movement marched for divestment and sanctions.",
        "The report is embargoed until midnight.",
        "A passenger was put on the airline's blacklist.",
        "The government cut aid to the island and recalled its ambassador.",
    ],
)
def test_other_senses_say_nothing(text: str, nlp: Language) -> None:
    assert statements_in(text, nlp)[1] == []


def test_a_country_is_resolved_from_the_headline(nlp: Language) -> None:
    text = "The European Union lifted sanctions on the country on Monday."
    assert [line_of(found) for found in statements_in(text, nlp, title="Brussels opens up to Myanmar")[1]] == [
        "lift actual EUU>MMR"
    ]


def test_how_long_is_no_issue_and_joined_measures_are_all_named(nlp: Language) -> None:
    _, found = statements_in("Canada imposed an asset freeze and travel bans on Iran for six months.", nlp)
    assert [(one.measures, one.issue_start) for one in found] == [(["asset_freeze", "travel_ban"], None)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada imposed sanctions on Iran over its missile tests.",
        "Canada imposed sanctions on Iran and expelled two envoys over its missile tests.",
        "Canada imposed sanctions on Iran in response to its missile tests.",
    ],
)
def test_the_issue_is_what_the_sanctions_are_for(text: str, nlp: Language) -> None:
    doc, found = statements_in(text, nlp)
    assert [doc.text[one.issue_start : one.issue_end] for one in found] == ["its missile tests"]


def test_a_sender_is_resolved_from_a_house_in_the_headline(nlp: Language) -> None:
    text = "The new sanctions on Cuba took effect on Monday."
    assert [line_of(found) for found in statements_in(text, nlp, title="Senate shows its teeth")[1]] == [
        "impose actual USA>CUB"
    ]


def test_a_country_is_resolved_from_the_sentence_before(nlp: Language) -> None:
    text = "Britain imposed sanctions on Belarus. The sanctions were criticised in the press."
    assert [line_of(found) for found in statements_in(text, nlp)[1]] == ["impose actual GBR>BLR", "mention - GBR>BLR"]


def test_two_references_that_say_the_same_are_one_statement(nlp: Language) -> None:
    _, found = statements_in("Canada lifted sanctions on Cuba, and the sanctions were lifted at once.", nlp)
    assert [statement.action for statement in found] == ["lift"]


def test_two_senders_in_two_clauses_are_two_statements(nlp: Language) -> None:
    text = "Britain and Norway imposed sanctions on Iran, while Canada imposed sanctions on Haiti."
    assert [line_of(found) for found in statements_in(text, nlp)[1]] == [
        "impose actual GBR,NOR>IRN",
        "impose actual CAN>HTI",
    ]


def test_a_headline_is_a_sentence_of_its_own(nlp: Language) -> None:
    doc, found = statements_in("Canada imposes sanctions on Iran\n\nOil prices rose at once", nlp)
    assert [doc.text[one.sentence_start : one.sentence_end].strip() for one in found] == [
        "Canada imposes sanctions on Iran"
    ]


def test_a_long_text_that_names_no_state_is_about_other_sanctions(nlp: Language) -> None:
    text = "The agency said that it would apply sanctions when they are due. "
    assert len(statements_in(text, nlp)[1]) == 1
    assert statements_in(text * 20, nlp)[1] == []


def test_what_follows_a_court_case_is_about_the_court_case(nlp: Language) -> None:
    assert statements_in("A judge sanctioned two lawyers. Such sanctions are rare.", nlp)[1] == []


def test_a_weak_word_counts_among_states_only(nlp: Language) -> None:
    text = "Moscow mocked the sanctions. {} banned imports of Russian steel."
    assert len(statements_in(text.format("The European Union"), nlp)[1]) == 2
    assert len(statements_in(text.format("A dealer"), nlp)[1]) == 1


def test_measures_issue_and_programme_are_told(nlp: Language) -> None:
    doc, (found,) = statements_in("Canada imposed financial sanctions on Iran over its missile tests.", nlp)
    assert found.measures == ["financial"]
    assert found.issue_start is not None
    assert doc.text[found.issue_start : found.issue_end] == "its missile tests"
    assert statements_in("Canada imposed Magnitsky sanctions on Iran.", nlp)[1][0].programme == "Magnitsky"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Canada imposed sanctions on Iran's oil and gas sector.", ["IRN", "SEC:oil", "SEC:gas"]),
        (
            "Canada imposed sanctions on the Iranian banking and mining industries.",
            ["IRN", "SEC:banking", "SEC:mining"],
        ),
        ("Canada imposed sanctions on the Iranian banking holiday.", ["IRN"]),
    ],
)
def test_a_branch_of_the_economy_is_a_target_beside_its_state(text: str, target: list[str], nlp: Language) -> None:
    assert statements_in(text, nlp)[1][0].target == target


def test_an_arms_embargo_is_no_trade_embargo(nlp: Language) -> None:
    assert statements_in("Canada lifted the arms embargo on Haiti.", nlp)[1][0].measures == ["arms"]


def test_an_issue_is_found_behind_the_verb_that_governs_a_bare_reference(nlp: Language) -> None:
    doc, (found,) = statements_in("Canada recommended sanctions against Haiti over its dam.", nlp)
    assert doc.text[found.issue_start : found.issue_end] == "its dam"


def test_a_statement_tells_the_words_and_reasons_that_it_rests_on(nlp: Language) -> None:
    doc, (found,) = statements_in("Canada threatened to impose sanctions on Haiti.", nlp)
    assert [doc.text[cue["start"] : cue["end"]] for cue in found.cues] == ["threatened"]
    assert doc.text[found.action_start : found.action_end] == "impose"
    assert (found.modality_rule, found.confidence_reasons) == ("threat", ["not told as done"])


def test_a_text_without_a_trigger_is_left_unread() -> None:
    """No sentence is looked at: an unparsed Doc has none and would raise."""
    doc = Doc(Vocab(), words=["Rain", "fell", "."])
    assert find_statements(doc, [], title_codes=[], lexicon=LEXICON, article_id="a1") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS.split(" ")), max_size=25), tail=st.text(max_size=20))
def test_spans_slice_back_whatever_the_text(words: list[str], tail: str, nlp: Language) -> None:
    text = " ".join(words) + tail
    doc, found = statements_in(text, nlp)
    assert doc.text == text
    for statement in found:
        assert 0 <= statement.sentence_start <= statement.start < statement.end <= statement.sentence_end <= len(text)
        assert LEXICON.pattern.search(text[statement.start : statement.end])
        assert (statement.modality is None) == (statement.action == "mention")
        if statement.issue_start is not None and statement.issue_end is not None:
            assert 0 <= statement.issue_start < statement.issue_end <= len(text)
    ids = [statement.statement_id for statement in found]
    assert len(ids) == len(set(ids))
    assert statements_in(text, nlp)[1] == found
