"""What is claimed of an action: the lexicon's examples are the cases."""

import pytest
from spacy.language import Language

from flows.extract.modality import Example, judge_modality, load_modality, verb_forms

LEXICON = load_modality()


@pytest.mark.parametrize("example", LEXICON.examples, ids=lambda example: example.text)
def test_an_example_of_the_lexicon_is_judged_as_it_says(example: Example, nlp: Language) -> None:
    start, end = example.text.index("["), example.text.index("]") - 1
    doc = nlp(example.text.replace("[", "").replace("]", ""))
    span = doc.char_span(start, end)
    assert span is not None
    assert judge_modality(span.root, lexicon=LEXICON).modality == example.modality


def test_every_cue_has_an_example_of_its_own_modality() -> None:
    assert [cue.name for cue in LEXICON.cue if cue.modality not in {example.modality for example in cue.examples}] == []


def test_a_condition_in_the_main_clause_is_told_apart_from_the_supposed_clause(nlp: Language) -> None:
    doc = nlp("Canada will impose a ban if the talks fail.")
    judged = {token.text: judge_modality(token, lexicon=LEXICON) for token in doc if token.text in ("impose", "fail")}
    assert (judged["impose"].modality, judged["impose"].conditional) == ("planned", True)
    assert judged["fail"].modality == "hypothetical"


def test_the_cue_tokens_are_the_words_that_say_so(nlp: Language) -> None:
    doc = nlp("Canada threatened to impose a ban.")
    judgement = judge_modality(doc[3], lexicon=LEXICON)
    assert [doc[i].text for i in judgement.cues] == ["threatened"]


def test_a_curly_apostrophe_negates_as_well(nlp: Language) -> None:
    doc = nlp("Canada hasn’t imposed a ban.")
    assert judge_modality(doc[3], lexicon=LEXICON).modality == "denied"


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("ease", ["ease", "eases", "eased", "easing"]),
        ("relax", ["relax", "relaxes", "relaxed", "relaxing"]),
        ("delay", ["delay", "delays", "delayed", "delaying"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("cut/cuts/cutting", ["cut", "cuts", "cutting"]),
    ],
)
def test_verbs_are_inflected_unless_written_out(entry: str, forms: list[str]) -> None:
    assert verb_forms(entry) == forms
