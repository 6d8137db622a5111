"""References: the lexicon's examples, and that nothing is resolved where two answers fit."""

import pytest
from spacy.language import Language

from flows.extract.gazetteer import load_gazetteer
from flows.extract.link import link_mentions
from flows.extract.names import Mention, find_mentions
from flows.extract.references import Example, load_references, with_references

LEXICON = load_references()
GAZETTEER = load_gazetteer()
EXAMPLES: list[Example] = [
    *(example for kind in LEXICON.reference for example in kind.examples),
    *LEXICON.pronouns.examples,
]


def references_in(text: str, nlp: Language) -> list[Mention]:
    """What is resolved in the text, in order."""
    doc = nlp(text)
    linking = link_mentions(doc, find_mentions(doc, gazetteer=GAZETTEER), gazetteer=GAZETTEER, title=None)
    return [one for one in with_references(doc, linking, lexicon=LEXICON).mentions if one.label is None]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_an_example_of_the_lexicon_is_resolved_as_it_says(example: Example, nlp: Language) -> None:
    assert [one.code for one in references_in(example.text, nlp)] == example.says


def test_a_pair_is_two_mentions_of_one_span(nlp: Language) -> None:
    one, two = references_in("Norway and Kenya signed. Both countries cheered.", nlp)
    assert (one.start, one.end, one.text) == (two.start, two.end, "Both countries")
    assert {one.entity_id, two.entity_id} == {"country:NOR", "country:KEN"}


def test_every_reference_tells_its_rule_and_slices_back(nlp: Language) -> None:
    text = "Norway said it would help Kenya. The two countries are far apart. President Ana Rojas waited. She left."
    found = references_in(text, nlp)
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert {one.rule.partition(":")[0] for one in found} == {"reference", "pronoun"}
