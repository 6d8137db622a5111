"""In extraction: what the words above an action claim about it: "threatened to", "calls for", "is unlikely to".

In go the action's token and the lexicon; out come the governors one by one as far as they speak about the action, and
for each its Finding or None.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from flows.extract.modality.clause import exchange_at, own_finding
from flows.extract.modality.grammar import VERB_TAGS, form_of, is_infinitive, is_let, is_wish
from flows.extract.modality.lexicon import Cue, ModalityLexicon
from flows.extract.modality.values import CUE, MODAL, Finding, Step

BILLS = frozenset({"bill", "bills", "legislation", "amendment", "proposal", "measure"})
NAME_TAGS = frozenset({"NNS", "NNP", "NNPS"})
HAVE = frozenset({"have", "has", "had"})
REPORTED_LINKS = frozenset({"ccomp", "parataxis"})
# What stands behind these tells of a circumstance, and the verb above does not speak about it.
ADJUNCTS = frozenset(
    {"after", "despite", "amid", "following", "during", "under", "since", "because", "like", "besides"}
)
# A verb's cue does not reach past these: "prohibited adoptions in response to the ban".
BESIDE = frozenset({"in", "at", "as"})
# What stands behind these is but one of what the noun before names.
EXAMPLES = frozenset({"including", "like"})
# "Against a background of": nobody is against it.
BACKGROUNDS = frozenset({"background", "backdrop", "odds"})
# Governors above the action that are looked at; longer chains come from wrong parses.
MAX_STEPS = 9


def climb(token: Token, lexicon: ModalityLexicon) -> Iterator[Step]:
    """The chain of governors as far as they speak about the action; conjuncts are passed over."""
    node = token
    for _ in range(MAX_STEPS):
        if node.head == node or (node.dep_ in ("relcl", "advcl") and not is_infinitive(node)):
            return
        governor, link = node.head, node.dep_
        within = is_infinitive(node) or is_wish(node) or is_let(node)
        reported = link in REPORTED_LINKS and not within and governor.lower_ not in lexicon.auxiliaries.ensuring
        if link not in ("conj", "agent") and not (link == "prep" and node.lower_ in ADJUNCTS):
            yield Step(node, governor, reported)
        if link == "agent":
            return
        participle = node.tag_ == "VBN" and not is_wish(node) and not is_infinitive(node)
        if link == "acl" and (participle or any(child.dep_ == "mark" for child in node.children)):
            return
        if (link == "nsubj" and governor.tag_ in VERB_TAGS) or (link == "prep" and node.lower_ in ADJUNCTS):
            return
        node = governor


def finding_above(step: Step, lexicon: ModalityLexicon) -> Finding | None:
    """What the governor says about the action: its cue; else, within one clause, its auxiliaries and negation."""
    governor, own = step.governor, own_finding(step.governor, lexicon)
    if step.node.dep_ == "nsubj" and governor.tag_ in VERB_TAGS:
        return _said_of_subject(governor, own, lexicon)
    if (
        own is not None
        and own.modality == "denied"
        and step.reported
        and form_of(governor) in lexicon.auxiliaries.believing
    ):
        return Finding("hypothetical", CUE, (governor.i, *own.cues), "supposing")
    if cue := _cue(step, lexicon):
        if cue.modality == "refused" and step.node.lower_ in lexicon.auxiliaries.telling:
            return None
        return _cue_finding(governor, cue, own)
    if step.node.dep_ == "xcomp" and is_infinitive(step.node):
        if governor.lower_ in ("is", "are", "was", "were"):
            return _be_to(governor, lexicon)
        if governor.lower_ in HAVE and own is not None and own.strength < CUE:
            return _have_to(governor)
    if exchange := exchange_at(governor, lexicon):
        return Finding("promised", CUE, exchange, "exchange", True)
    if step.node.dep_ == "advcl" and own is not None and own.strength == MODAL:
        return own  # "will meet to lift": a purpose is no more real than what serves it
    if step.reported or step.node.dep_ == "advcl":
        return own if own is not None and own.name == "supposing" else None
    if own is not None and own.name == "possibility" and step.node.dep_ == "prep" and governor.tag_ in VERB_TAGS:
        return Finding("hypothetical", MODAL, own.cues, "possibility")  # "what it could do with relief": not the relief
    return own if governor.tag_ in VERB_TAGS or step.node.dep_ in ("prep", "attr", "acomp") else None


def _be_to(verb: Token, lexicon: ModalityLexicon) -> Finding:
    """ "The ban is to be lifted": planned; "the key is to lift the ban": what the subject's noun says."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    cue = lexicon.nouns.get(subject.lower_) if subject is not None else None
    if cue is None:
        return Finding("planned", MODAL, (verb.i,), "due")
    return Finding(cue.modality, CUE, (verb.i,), cue.name)


def _have_to(verb: Token) -> Finding:
    """ "Has to lift the ban": somebody must; "had to lift it": it was done, unless it is what somebody demanded."""
    past = verb.lower_ == "had"
    return Finding("actual" if past else "demanded", MODAL, (verb.i,), "duty")


def _cue_finding(governor: Token, cue: Cue, own: Finding | None) -> Finding:
    """The cue under its own negation, condition or "may"."""
    if own is not None and own.modality in ("denied", "refused"):
        return Finding(cue.negated, CUE, (governor.i, *own.cues), cue.name, cue.bare)
    if own is not None and own.name == "supposing":
        return own
    if own is not None and own.name == "possibility" and cue.modality == "planned":
        return Finding("considered", CUE, (governor.i, *own.cues), cue.name, cue.bare)
    return Finding(cue.modality, CUE, (governor.i,), cue.name, cue.bare)


def _said_of_subject(verb: Token, own: Finding | None, lexicon: ModalityLexicon) -> Finding | None:
    """ "Its lifting is needed" demands; "its lifting would hurt" only supposes; other verbs say nothing."""
    for child in verb.children:
        cue = lexicon.adjectives.get(child.lower_) if child.dep_ in ("acomp", "attr") else None
        if cue and cue.modality == "demanded":
            return _cue_finding(child, cue, own)
    if own is not None and own.name in ("conditional", "possibility"):
        return Finding("hypothetical", MODAL, own.cues, "subject")
    return own if own is not None and own.name in ("supposing", "future", "subjunctive") else None


def _cue(step: Step, lexicon: ModalityLexicon) -> Cue | None:
    """The cue that the governor is, if it stands to the node as the cue wants."""
    governor, form = step.governor, form_of(step.governor)
    if governor.tag_ not in VERB_TAGS:
        return _cue_of_noun(step, form, lexicon)
    if step.node.dep_ == "prep" and step.node.lower_ in BESIDE:
        return None
    if form in lexicon.auxiliaries.requiring and is_of_law(governor, lexicon):
        return None
    near = {child.lower_ for child in governor.children}
    near |= {child.lower_ for child in step.node.children if child.dep_ == "mark"}  # "called for Oslo to lift it"
    other = any(child.dep_ == "prt" for child in governor.children)
    for cue, particle in lexicon.verbs.get(form, ()):
        if particle == "from" and step.node.lower_ != "from":
            continue
        if (particle in near or (not particle and not other)) and (not cue.infinitive or is_infinitive(step.node)):
            return cue
    return _cue_of_object(step, lexicon)


def _cue_of_noun(step: Step, form: str, lexicon: ModalityLexicon) -> Cue | None:
    """The cue of a noun or adjective; not of what is named as one of many ("steps including a ban")."""
    governor, preposition = step.governor, step.node.lower_ if step.node.dep_ in ("prep", "pobj") else ""
    if preposition in EXAMPLES or preposition in BACKGROUNDS:
        return None
    if form == "about" and governor.dep_ == "prep":
        return None  # "talked about lifting": not "about to lift"
    if not governor.tag_.startswith("NN"):
        return lexicon.adjectives.get(form)
    before = governor.nbor(-1).lower_ if governor.i else ""
    cue = lexicon.nouns.get(f"{before} {form}") or lexicon.nouns.get(form)
    return None if cue is not None and cue.infinitive and preposition == "to" else cue


def _cue_of_object(step: Step, lexicon: ModalityLexicon) -> Cue | None:
    """ "Renewed their calls for a ban": the parser often hangs "for a ban" on the verb, not on the calls."""
    if is_infinitive(step.node) and step.node.dep_ in ("advcl", "xcomp"):
        return _cue_before(step, lexicon)
    if step.node.dep_ != "prep" or step.node.lower_ not in ("for", "to", "of"):
        return None
    before = (child for child in step.governor.children if child.dep_ == "dobj" and child.i < step.node.i)
    cues = (lexicon.nouns.get(form_of(noun)) for noun in before if noun.tag_.startswith("NN"))
    return next((cue for cue in cues if cue is not None and cue.bare), None)


def _cue_before(step: Step, lexicon: ModalityLexicon) -> Cue | None:
    """ "Gives them room to lift the ban": the noun right before the infinitive, which the parser hung on the verb."""
    to = next(child for child in step.node.children if child.tag_ == "TO")
    before = to.nbor(-1) if to.i else to
    is_object = before.dep_ == "dobj" and before.head == step.governor
    return lexicon.nouns.get(form_of(before)) if is_object else None


def is_of_bill(found: Finding, token: Token) -> bool:
    """ "The bill would lift the ban": a bill is weighed, where a law is only supposed to be used."""
    verb = next((token.doc[cue].head for cue in found.cues), token)
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if verb.dep_ == "relcl":
        subjects.append(verb.head)
    return any(subject.lower_ in BILLS for subject in subjects)


def relative_cue(noun: Token, lexicon: ModalityLexicon) -> Finding | None:
    """ "The relief that it is considering", "the ban they have threatened": the cue in a clause of the noun; not in
    "the ban that they warn could hurt"."""
    if not noun.tag_.startswith("NN"):
        return None
    for clause in noun.rights:
        subject = next((child for child in clause.children if child.dep_ == "nsubj"), None)
        beyond = any(child.dep_ == "ccomp" for child in clause.children)
        if clause.dep_ != "relcl" or beyond or subject is None or subject.tag_ in ("WDT", "WP"):
            continue
        for cue, particle in lexicon.verbs.get(form_of(clause), ()):
            if not particle and not cue.infinitive and cue.modality not in ("refused", "denied"):
                return _cue_finding(clause, cue, own_finding(clause, lexicon))
    return None


def headline_cue(token: Token, lexicon: ModalityLexicon) -> Finding | None:
    """ "EU Proposes Sanctions", "Minister signals relief": a verb behind a name that the tagger took for a noun."""
    for word in token.lefts:
        behind_name = word.i > token.sent.start and word.nbor(-1).tag_ in ("NNP", "NNPS", "NN")
        if word.dep_ != "compound" or word.tag_ not in NAME_TAGS or not word.lower_.endswith("s") or not behind_name:
            continue
        for cue, particle in lexicon.verbs.get(form_of(word), ()):
            if not particle and not cue.infinitive:
                return Finding(cue.modality, CUE, (word.i,), cue.name, cue.bare)
    return None


def is_of_law(verb: Token, lexicon: ModalityLexicon) -> bool:
    """ "A law that requires sanctions", "a bill to mandate them": it is the law's content, nobody's demand."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if verb.dep_ in ("acl", "relcl"):
        subjects.append(verb.head)
    return any(subject.lower_ in lexicon.auxiliaries.laws for subject in subjects)
