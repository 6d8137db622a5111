"""In extraction: what a word's own clause claims: its auxiliaries, tense, negation, and the conditions that hang on it.

In go a token and the lexicon; out comes a Finding, or None where the clause is silent (infinitives, nouns).
"""

from spacy.tokens import Token

from flows.extract.modality.grammar import (
    FINITE_TAGS,
    VERB_TAGS,
    auxiliaries_of,
    form_of,
    is_bare_clause,
    is_infinitive,
    is_inverted,
    is_wish,
)
from flows.extract.modality.lexicon import ModalityLexicon
from flows.extract.modality.values import CUE, MODAL, TENSE, Finding

PAST_AUXILIARIES = frozenset({"has", "have", "had", "was", "were", "'ve", "did"})
# Tokens before a verb among which its "if" is looked for.
MAX_BEFORE = 12


def own_finding(token: Token, lexicon: ModalityLexicon) -> Finding | None:
    """What the word's own auxiliaries, negation and clause mark say."""
    auxiliaries = auxiliaries_of(token)
    if mark := _supposing(token, lexicon):
        open_choice = mark.lower_ == "whether" and is_infinitive(token)
        return Finding("considered" if open_choice else "hypothetical", CUE, (mark.i,), "supposing")
    negation = next((child for child in token.children if _negates(child, lexicon)), None)
    negation = negation or _no_such_thing(token) or _shared_negation(token, auxiliaries, lexicon)
    finding = _modal(auxiliaries, lexicon) or _tense(token, auxiliaries)
    if (
        finding is not None
        and finding.strength > TENSE
        and any(auxiliary.lower_ == "have" for auxiliary in auxiliaries)
    ):
        return Finding("hypothetical", CUE, finding.cues, "counterfactual")
    if negation is None:
        return finding
    refused = finding is not None and (finding.strength == MODAL or finding.name == "obligation")
    cues = (*(finding.cues if finding else ()), negation.i)
    return Finding("refused" if refused else "denied", CUE, cues, "negation")


def _modal(auxiliaries: list[Token], lexicon: ModalityLexicon) -> Finding | None:
    words = lexicon.auxiliaries
    for auxiliary in auxiliaries:
        form = form_of(auxiliary)
        if form in ("should", "were", "had") and is_inverted(auxiliary):
            return Finding("hypothetical", CUE, (auxiliary.i,), "supposing")
        if form in words.conditional:
            return Finding("planned", MODAL, (auxiliary.i,), "conditional")
        if form in words.planned:
            return Finding("planned", MODAL, (auxiliary.i,), "future")
        if form in words.considered:
            return Finding("considered", MODAL, (auxiliary.i,), "possibility")
        if form in words.demanded:
            return Finding("demanded", CUE, (auxiliary.i,), "obligation")
    return None


def _tense(token: Token, auxiliaries: list[Token]) -> Finding | None:
    """Past or present of a finite verb; None for infinitives, participles without auxiliary, and nouns."""
    if not auxiliaries and token.tag_ in ("VBN", "VBD") and is_wish(token):
        return None
    if is_infinitive(token) and token.tag_ == "VBD":
        return None
    if token.tag_ == "VBD" or any(auxiliary.lower_ in PAST_AUXILIARIES for auxiliary in auxiliaries):
        return Finding("actual", TENSE, (), "past")
    if token.tag_ == "VBN" and token.dep_ in ("acl", "amod"):
        return Finding("actual", TENSE, (), "past")
    if [auxiliary.lower_ for auxiliary in auxiliaries] == ["be"] or (not auxiliaries and is_bare_clause(token)):
        return Finding("demanded", CUE, (token.i,), "subjunctive")
    infinitive = is_infinitive(token) or all(auxiliary.tag_ == "TO" for auxiliary in auxiliaries)  # "to ease and lift"
    if token.tag_ in FINITE_TAGS or (token.tag_ in VERB_TAGS and not infinitive):
        return Finding("actual", TENSE, (), "present")
    return None


def _no_such_thing(verb: Token) -> Token | None:
    """ "Imposed no ban", "none was imposed", "no bank was hit": the negation stands with what is done."""
    done_to = (child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))
    found = (part for noun in done_to for part in (noun, *noun.children) if part.lower_ in ("no", "none", "neither"))
    return next(found, None) if verb.tag_ in VERB_TAGS else None


def _shared_negation(verb: Token, auxiliaries: list[Token], lexicon: ModalityLexicon) -> Token | None:
    """ "Will not go round them and gut the ban": the "not" of the verb whose auxiliary is shared."""
    shares = auxiliaries and verb.dep_ == "conj" and auxiliaries[0].head != verb
    if not shares or any(child.lower_ == "but" for child in verb.head.children):
        return None
    return next((child for child in verb.head.children if child.dep_ == "neg" and _negates(child, lexicon)), None)


def _negates(child: Token, lexicon: ModalityLexicon) -> bool:
    linked = child.dep_ in ("neg", "det", "advmod", "preconj", "cc") or form_of(child) == "n't"
    return linked and form_of(child) in lexicon.auxiliaries.negation


def _supposing(token: Token, lexicon: ModalityLexicon) -> Token | None:
    links = ("mark", "advmod", "prep")
    marks = [child for child in token.children if child.dep_ in links and child.i < token.i]
    marks = [mark for mark in marks if not any(part.dep_ == "pobj" for part in mark.children)]  # "before the war"
    past = token.tag_ == "VBD"
    found = next((mark for mark in marks if mark.lower_ in lexicon.auxiliaries.supposing), None) or _if_before(token)
    return None if found is not None and found.lower_ in ("before", "until", "once") and past else found


def _if_before(verb: Token) -> Token | None:
    """The "if" of the verb's clause by place alone, for "if the United States re-imposes" whose parse is wrong."""
    if verb.tag_ not in FINITE_TAGS:
        return None
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - MAX_BEFORE) - 1, -1):
        token = verb.doc[i]
        if token.tag_ in (*FINITE_TAGS, "MD", ",", ":", "''", "``") or token.lower_ in ("that", "which", "who"):
            return None
        if token.lower_ in ("if", "unless") and token.tag_ == "IN":
            return token
    return None


def maybe_at(token: Token, lexicon: ModalityLexicon) -> Token | None:
    """The "perhaps" or "possibly" beside the word."""
    return next(
        (child for child in (*token.children, *token.head.children) if form_of(child) in lexicon.auxiliaries.maybe),
        None,
    )


def has_condition(token: Token) -> bool:
    """Whether an if-clause hangs on the word."""
    clauses = (child for child in token.children if child.dep_ in ("advcl", "ccomp"))
    return any(mark.lower_ in ("if", "unless") for clause in clauses for mark in clause.children if mark.dep_ == "mark")


def hangs_on_condition(token: Token, lexicon: ModalityLexicon) -> bool:
    """An if-clause, or a subject that is one: "any bank that pays will be banned", "whoever helps them"."""
    below = [token, *(child for child in token.children if child.dep_ == "auxpass")]
    subjects = (child for verb in below for child in verb.children if child.dep_ in ("nsubj", "nsubjpass"))
    return has_condition(token) or any(_is_anyone(subject, lexicon) for subject in subjects)


def _is_anyone(subject: Token, lexicon: ModalityLexicon) -> bool:
    words = {subject.lower_, *(child.lower_ for child in subject.lefts)}
    narrowed = any(child.dep_ in ("relcl", "acl") for child in subject.children)
    return narrowed and bool(words & lexicon.auxiliaries.anyone)


def exchange_at(token: Token, lexicon: ModalityLexicon) -> tuple[int, ...] | None:
    """The tokens of "in exchange for" when the word stands in it."""
    window = token.doc[max(token.i - 2, 0) : token.i + 3]
    text = window.text.lower()
    return (token.i,) if any(phrase in text for phrase in lexicon.auxiliaries.exchange) else None


def in_exchange(token: Token, lexicon: ModalityLexicon) -> Finding | None:
    """ "To lift it in exchange for a truce": the action itself is what is offered."""
    after = token.doc[token.i : min(token.i + 12, token.sent.end)].text.lower()
    offered = is_infinitive(token) and any(phrase in after for phrase in lexicon.auxiliaries.exchange)
    return Finding("promised", CUE, (token.i,), "exchange") if offered else None
