"""Who said what: the lexicon's examples are the cases, and what no example can show stands here."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import link_mentions
from flows.extract.names import find_mentions
from flows.extract.quotes import Quote, find_quotes, load_speech
from flows.extract.quotes.lexicon import Example
from flows.extract.quotes.marks import marked_parts, paragraphs_of

LEXICON = load_speech()


def quotes_in(text: str, nlp: Language) -> list[Quote]:
    doc, gazetteer = nlp(text), load_gazetteer()
    linking = link_mentions(doc, find_mentions(doc, gazetteer=gazetteer), gazetteer=gazetteer, title=None)
    return find_quotes(doc, linking, lexicon=LEXICON)


def marked(text: str) -> list[str]:
    return [text[part.start : part.end] for part in marked_parts(text, paragraphs_of(text))]


@pytest.mark.parametrize("example", LEXICON.examples, ids=lambda example: example.text)
def test_an_example_of_the_lexicon_is_read_as_it_says(example: Example, nlp: Language) -> None:
    text = re.sub("[⟦⟧]", "", example.text)
    found = quotes_in(text, nlp)
    if "⟦" not in example.text:
        assert found == []
        return
    start, end = example.text.index("⟦"), example.text.index("⟧") - 1
    quote = next((quote for quote in found if (quote.start, quote.end) == (start, end)), None)
    assert quote, [quote.text for quote in found]
    assert text[quote.speaker_start : quote.speaker_end] == example.speaker
    assert quote.speaker == (example.name or example.speaker)
    assert (text[quote.cue_start : quote.cue_end] if quote.cue_start is not None else None) == example.cue


def test_every_group_of_words_has_an_example() -> None:
    examples = [group.examples for group in LEXICON.verbs]
    examples += [group.examples for group in LEXICON.nouns]
    examples += [phrase.examples for phrase in LEXICON.phrase]
    assert [group for group in examples if not any("⟦" in example.text for example in group)] == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes” and left.", ["“yes”"]),
        ("He said ‘yes’ and left.", ["‘yes’"]),
        ("He said 'yes' and left.", ["'yes'"]),
        ("He said ''yes'' and left.", ["''yes''"]),
        ("He said ``yes'' and left.", ["``yes''"]),
        ("He said «yes» and left.", ["«yes»"]),
        ('He said “yes" and left.', ['“yes"']),
        ("They told me, “Go home,” and left.", ["“Go home,”"]),
        ("“They told me, “Go home,” and I went,” he said.", ["“They told me, “Go home,” and I went,”"]),
        ("\"They told me, 'Go home,' and I went,\" he said.", ["\"They told me, 'Go home,' and I went,\""]),
        ("'It's the crews' wish,' he said.", ["'It's the crews' wish,'"]),
        ("The owners' boats weren't sold in the '90s.", []),
        ('A plank 12" long and 6\'2" wide.', []),
        ('"One.\n\n"Two."', ['"One.', '"Two."']),
        ('He said "one.\n\nTwo followed.', []),
    ],
)
def test_parts_between_marks(text: str, parts: list[str]) -> None:
    assert marked(text) == parts


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,\n\"“”'‘’«»`", max_size=60))
def test_marked_parts_are_in_order_and_inside_the_text(text: str) -> None:
    after = 0
    for part in marked_parts(text, paragraphs_of(text)):
        assert after <= part.start < part.inner_start <= part.inner_end <= part.end <= len(text)
        after = part.end


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"" "" said',
        '"," said "," said "."',
        "said",
        "Said: said said, said.",
        "according to",
        '\n\n"\n\n"Yes\n\n',
        ":",
        "A: B",
        "“Yes,” he said, “no,” she said, “yes” they said “no",
    ],
)
def test_odd_texts_are_read_without_an_error(text: str, nlp: Language) -> None:
    for quote in quotes_in(text, nlp):
        assert text[quote.start : quote.end] == quote.text


def test_a_direct_quote_begins_with_its_mark(nlp: Language) -> None:
    text = 'Jonas Eide said the pier was unsafe. "It must be closed," he said.'
    assert [(quote.text, quote.direct) for quote in quotes_in(text, nlp)] == [
        ("the pier was unsafe", False),
        ('"It must be closed,"', True),
    ]


def test_he_is_nobody_when_two_men_acted(nlp: Language) -> None:
    text = "Jonas Eide met the crews while Peter Holm watched. He said the strike was over."
    (quote,) = quotes_in(text, nlp)
    assert (quote.speaker, quote.speaker_id) == ("He", None)


def test_she_is_not_a_man(nlp: Language) -> None:
    text = "Ingrid Halvorsen met the crews. Peter Holm watched. She said the strike was over."
    assert quotes_in(text, nlp)[0].speaker == "Ingrid Halvorsen"


def test_what_speakers_say_of_themselves_counts_once(nlp: Language) -> None:
    found = quotes_in("The officials said they believe that the port is shut.", nlp)
    assert [quote.text for quote in found] == ["they believe that the port is shut"]


def test_nobody_speaks_inside_the_words_of_another(nlp: Language) -> None:
    found = quotes_in('"The owners said they would pay," said Jonas Eide.', nlp)
    assert [quote.speaker for quote in found] == ["Jonas Eide"]


def test_the_government_of_a_country_speaks_for_it(nlp: Language) -> None:
    (quote,) = quotes_in("The Norwegian government said the port was shut.", nlp)
    assert (quote.speaker_id, quote.kind) == ("country:NOR", "government")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jonas Eide said the port was shut.", "person"),
        ("A person familiar with the matter said the port was shut.", "anonymous"),
        ("US officials said the port was shut.", "anonymous"),
        ("Reuters said the port was shut.", "media"),
        ("The company said the port was shut.", "organisation"),
        ("Norway said the port was shut.", "government"),
        ("A report said the port was shut.", "document"),
    ],
)
def test_speakers_are_of_a_kind(text: str, kind: str, nlp: Language) -> None:
    assert [quote.kind for quote in quotes_in(text, nlp)] == [kind]


def test_a_transcript_is_read_by_its_names(nlp: Language) -> None:
    found = quotes_in("KARI LIE: Is the pier safe?\n\nJONAS EIDE: It is safe today.", nlp)
    assert [quote.text for quote in found] == ["Is the pier safe?", "It is safe today"]


def test_a_lone_word_before_a_colon_speaks_not(nlp: Language) -> None:
    assert quotes_in("The port is shut.\n\nPHOTOS: Ferries of the north", nlp) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The harbour is ours, and it will stay so.” ― Ilo Teska\n“Nobody asked us.”— Ada J. Morvan.", "Ilo Teska"),
        ("“Nobody asked us.”— Ada J. Morvan.\n\nThe town voted on Monday.", "Ada J. Morvan"),
        ("“Nobody asked us.” — Ada Morvan, a teacher", "Ada Morvan"),
        ("“Nobody asked us.” — The town voted on Monday.", None),
    ],
)
def test_a_quote_may_be_signed_behind_a_dash(text: str, speaker: str | None, nlp: Language) -> None:
    signed = [quote for quote in quotes_in(text, nlp) if quote.rule.startswith("signed")]
    assert [quote.speaker for quote in signed[:1]] == ([speaker] if speaker else [])
