"""Anonymous speakers: entities of their own kind, with the country that the words show."""

import pytest
from spacy.language import Language

from flows.extract.anonymous import with_anonymous
from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import link_mentions
from flows.extract.names import find_mentions
from flows.extract.quotes import find_quotes, load_speech

GAZETTEER = load_gazetteer()


def speakers(text: str, nlp: Language) -> list[tuple[str | None, str | None]]:
    """Entity and its code of each quote's speaker, in order."""
    doc = nlp(text)
    linking = link_mentions(doc, find_mentions(doc, gazetteer=GAZETTEER), gazetteer=GAZETTEER, title=None)
    quotes, linking = with_anonymous(find_quotes(doc, linking, lexicon=load_speech()), linking, lexicon=load_speech())
    codes = {entity.entity_id: entity.code for entity in linking.entities}
    return [(quote.speaker_id, codes.get(str(quote.speaker_id))) for quote in quotes]


@pytest.mark.parametrize(
    ("text", "entity_id", "code"),
    [
        ("A US official said the ferry would sail on Monday.", "anonymous:usa-official", "USA"),
        ("Two diplomats who asked not to be named said the talks had failed.", "anonymous:diplomats", None),
        ("A person familiar with the matter said the bridge was closed.", "anonymous:person", None),
        ("The harbour was shut, officials said.", "anonymous:officials", None),
    ],
)
def test_an_unnamed_speaker_is_an_entity(text: str, entity_id: str, code: str | None, nlp: Language) -> None:
    assert set(speakers(text, nlp)) == {(entity_id, code)}


def test_a_named_speaker_is_none(nlp: Language) -> None:
    assert speakers("Kari Lund said the ferry would sail.", nlp) == [("person:kari-lund", "PER:Kari Lund")]


def test_the_official_is_the_one_before(nlp: Language) -> None:
    text = "A Kenyan official said the port was shut. The official said it would open on Monday."
    assert speakers(text, nlp) == [("anonymous:ken-official", "KEN")] * 2
