"""In extraction: what a sentence claims about an action, from the word that names the action up to the sentence's root.

In go a parsed Doc, the action's token and seeds/lexicon/modality.toml; out comes one of
actual planned considered threatened demanded promised refused hypothetical denied, with the tokens that say so. The
steps: what the word's own clause says (clause.py), what each governor above it says (governors.py), and which of the
two holds.
"""

from spacy.tokens import Token

from flows.extract.modality.clause import hangs_on_condition, has_condition, in_exchange, maybe_at, own_finding
from flows.extract.modality.governors import climb, finding_above, headline_cue, is_of_bill, is_of_law, relative_cue
from flows.extract.modality.grammar import FINITE_TAGS, VERB_TAGS, is_headline_infinitive, is_infinitive, is_question
from flows.extract.modality.lexicon import Example, Modality, ModalityLexicon, Strict, load_modality, verb_forms
from flows.extract.modality.values import CUE, MODAL, TENSE, Finding, Judgement

__all__ = [
    "FINITE_TAGS",
    "VERB_TAGS",
    "Example",
    "Judgement",
    "Modality",
    "ModalityLexicon",
    "Strict",
    "is_of_law",
    "judge_modality",
    "load_modality",
    "verb_forms",
]


def judge_modality(token: Token, *, lexicon: ModalityLexicon) -> Judgement:
    """What the sentence claims about the action that `token` names: the nearest cue, under the negations above it."""
    found = relative_cue(token, lexicon) or own_finding(token, lexicon)
    conditional, reported = hangs_on_condition(token, lexicon), False
    question = is_question(token)
    for step in climb(token, lexicon):
        reported = reported or step.reported
        if not (reported and question):
            found = _combine(found, finding_above(step, lexicon))
        conditional = conditional or (not step.reported and has_condition(step.governor))
    if found is None or found.modality == "planned":
        found = in_exchange(token, lexicon) or found
    if found is None:
        found = headline_cue(token, lexicon)
    if found is None:
        found = Finding("planned" if is_headline_infinitive(token) else "actual", TENSE, (), "tense")
    if found.modality == "actual" and has_condition(token) and token.tag_ in ("VBG", "VB"):
        found = Finding("hypothetical", MODAL, found.cues, "conditional clause")
    if found.strength < CUE and is_infinitive(token) and any(child.lower_ == "how" for child in token.children):
        found = Finding("considered", MODAL, found.cues, "how to")
    if found.strength < CUE and question:
        found = Finding("hypothetical", MODAL, found.cues, "question")
    if found.name == "conditional":
        supposed: Modality = "considered" if is_of_bill(found, token) else "hypothetical"
        found = found._replace(modality="planned" if reported or conditional else supposed)
    if found.modality in ("planned", "actual") and (maybe := maybe_at(token, lexicon)):
        found = Finding("considered", MODAL, (maybe.i, *found.cues), "maybe")
    return Judgement(
        found.modality,
        found.cues,
        found.name,
        found.bare,
        conditional and (found.strength < CUE or found.modality == "planned"),
        reported,
        found.spurned,
    )


def _combine(inner: Finding | None, outer: Finding | None) -> Finding | None:
    """The inner finding, unless the outer one is surer, or takes the whole back."""
    if inner is None or outer is None:
        return inner or outer
    if inner.name == "past":
        return outer if outer.modality == "denied" and outer.name != "negation" else inner
    if outer.name == "supposing":
        return inner if inner.modality in ("refused", "denied", "threatened") else outer
    if inner.name == "exchange" and outer.modality == "considered":
        return outer
    if outer.strength > inner.strength:
        return outer._replace(cues=(*inner.cues, *outer.cues))
    takes_back = outer.strength == CUE and outer.modality in ("refused", "denied")
    if inner.name == "negation" and inner.modality == "denied" and outer.modality == "demanded":
        return outer._replace(modality="refused", cues=(*inner.cues, *outer.cues))  # "urged them not to lift it"
    if not takes_back or inner.modality not in ("planned", "promised", "demanded", "considered"):
        return inner
    wanted = inner.modality == "demanded" and outer.modality == "refused" and outer.name == "refusal"
    return outer._replace(spurned="demanded") if wanted else outer
