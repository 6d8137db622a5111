"""The chain of who says so."""

import pytest
from spacy.language import Language

from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import link_mentions
from flows.extract.names import find_mentions
from flows.extract.quotes import find_quotes, load_speech
from flows.extract.sources import Source, sources_of


def chain_of(words: str, text: str, nlp: Language, *, publisher: str | None = "The Courier") -> list[Source]:
    doc, gazetteer = nlp(text), load_gazetteer()
    linking = link_mentions(doc, find_mentions(doc, gazetteer=gazetteer), gazetteer=gazetteer, title=None)
    quotes = find_quotes(doc, linking, lexicon=load_speech())
    start = text.index(words)
    return sources_of(start, start + len(words), quotes=quotes, mentions=linking.mentions, publisher=publisher)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("On Monday the port was shut.", [("publisher", "The Courier")]),
        ("Jonas Eide said the port was shut.", [("person", "Jonas Eide"), ("publisher", "The Courier")]),
        (
            "Reuters quoted a senior official as saying that the port was shut.",
            [("anonymous", "a senior official"), ("media", "Reuters"), ("publisher", "The Courier")],
        ),
        (
            "Jonas Eide told Reuters that the port was shut.",
            [("person", "Jonas Eide"), ("media", "Reuters"), ("publisher", "The Courier")],
        ),
        (
            "Reuters reported that the port was shut, citing two officials.",
            [("anonymous", "two officials"), ("media", "Reuters"), ("publisher", "The Courier")],
        ),
        (
            "The mayor said that officials believe the port was shut.",
            [("anonymous", "officials"), ("anonymous", "The mayor"), ("publisher", "The Courier")],
        ),
    ],
)
def test_the_chain_runs_from_the_innermost_to_the_publisher(
    text: str, chain: list[tuple[str, str]], nlp: Language
) -> None:
    assert [(link.kind, link.name) for link in chain_of("the port was shut", text, nlp)] == chain


def test_links_but_the_publisher_point_into_the_text(nlp: Language) -> None:
    text = "Jonas Eide said the port was shut."
    speaker, publisher = chain_of("port was shut", text, nlp)
    assert (text[speaker.start : speaker.end], speaker.entity_id) == ("Jonas Eide", "person:jonas-eide")
    assert (publisher.start, publisher.end) == (None, None)


def test_an_unknown_publisher_is_left_out(nlp: Language) -> None:
    assert chain_of("port", "The port was shut.", nlp, publisher=None) == []


def test_an_agency_is_not_its_own_source(nlp: Language) -> None:
    chain = chain_of("the port", "Jonas Eide told Reuters that the port was shut.", nlp, publisher="Reuters")
    assert [(link.kind, link.name) for link in chain] == [("person", "Jonas Eide"), ("publisher", "Reuters")]


def test_the_words_of_the_attribution_are_the_publishers_own(nlp: Language) -> None:
    assert [link.kind for link in chain_of("said", "Jonas Eide said the port was shut.", nlp)] == ["publisher"]
