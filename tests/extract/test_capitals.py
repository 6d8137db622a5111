"""Lines in capitals: names that the text knows, and no headline as a person."""

import pytest
from spacy.language import Language

from flows.extract.gazetteer import load_gazetteer
from flows.extract.names import find_mentions


def names_in(text: str, nlp: Language) -> list[tuple[str, str | None]]:
    """Names and labels in the first line."""
    first = text.partition("\n")[0]
    found = find_mentions(nlp(text), gazetteer=load_gazetteer())
    return [(one.text, one.label) for one in found if one.start < len(first)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HARLOW SLAMS NORWAY AGAIN\n\nAnn Harlow spoke.", [("HARLOW", "PERSON"), ("NORWAY", "GPE")]),
        ("STORM HITS NORTH CAROLINA", [("NORTH CAROLINA", "GPE")]),
        ("TELL US WHY YOU LEFT", []),
        ("PEACE PLAN REJECTED AGAIN\n\nThe plan was rejected for a third time; peace is far.", []),
    ],
)
def test_a_headline_in_capitals_holds_only_names(text: str, names: list[tuple[str, str]], nlp: Language) -> None:
    assert names_in(text, nlp) == names
