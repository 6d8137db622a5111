"""In extraction: what a sentence claims about an action, from the word that names the action up to the sentence's root.

In go a parsed Doc, the action's token and seeds/lexicon/modality.toml; out comes one of
actual planned considered threatened demanded promised refused hypothetical denied, with the tokens that say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Token

from flows.extract.lexicon import read_lexicon

Modality = Literal[
    "actual", "planned", "considered", "threatened", "demanded", "promised", "refused", "hypothetical", "denied"
]
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ"})
PAST_AUXILIARIES = frozenset({"has", "have", "had", "was", "were", "'ve", "did"})
REPORTED_LINKS = frozenset({"ccomp", "parataxis"})
# What stands behind these tells of a circumstance, and the verb above does not speak about it.
ADJUNCTS = frozenset(
    {"after", "despite", "amid", "following", "during", "under", "since", "because", "like", "besides"}
)
# A verb's cue does not reach past these: "prohibited adoptions in response to the ban".
BESIDE = frozenset({"in", "at", "as"})
# "Wants the ban lifted", "could see the ban lifted".
WISHES = frozenset({"want", "wants", "wanted", "need", "needs", "needed", "like", "see", "have"})
# Governors above the action that are looked at; longer chains come from wrong parses.
MAX_STEPS = 9
# How sure a finding is of itself: tense gives way to a modal, a modal to a cue above it.
TENSE, MODAL, CUE = 0, 1, 2


class Strict(BaseModel):
    """A table of the lexicon: unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """A text with the word in question between brackets, and the modality expected of it."""

    text: str
    modality: Modality


class Auxiliaries(Strict):
    """Forms that are not inflected."""

    planned: list[str]
    conditional: list[str]
    considered: list[str]
    demanded: list[str]
    negation: list[str]
    supposing: list[str]
    maybe: list[str]
    exchange: list[str]
    requiring: frozenset[str]
    laws: frozenset[str]
    anyone: frozenset[str]
    believing: frozenset[str]
    telling: frozenset[str]
    ensuring: frozenset[str]


class Cue(Strict):
    """Words that say one thing about the action they govern."""

    name: str
    modality: Modality
    negated: Modality
    bare: bool
    infinitive: bool = False
    verbs: list[str]
    nouns: list[str]
    adjectives: list[str]
    examples: list[Example]


class ModalityLexicon(BaseModel):
    """seeds/lexicon/modality.toml, checked."""

    auxiliaries: Auxiliaries
    auxiliary_example: list[Example]
    cue: list[Cue]

    @cached_property
    def verbs(self) -> dict[str, list[tuple[Cue, str]]]:
        """The cues of each inflected verb form, with the particle that they need ("rule+out") or ""."""
        found: dict[str, list[tuple[Cue, str]]] = {}
        for cue in self.cue:
            for entry in cue.verbs:
                verb, _, particle = entry.partition("+")
                for form in verb_forms(verb):
                    found.setdefault(form, []).append((cue, particle))
        return found

    @cached_property
    def nouns(self) -> dict[str, Cue]:
        """The cue of each noun."""
        return {word: cue for cue in self.cue for word in cue.nouns}

    @cached_property
    def adjectives(self) -> dict[str, Cue]:
        """The cue of each adjective."""
        return {word: cue for cue in self.cue for word in cue.adjectives}

    @property
    def examples(self) -> list[Example]:
        """Every example of the file."""
        return [*self.auxiliary_example, *(example for cue in self.cue for example in cue.examples)]


class Finding(NamedTuple):
    """What one word says: how sure, which tokens, the cue's name."""

    modality: Modality
    strength: int
    cues: tuple[int, ...]
    name: str
    bare: bool = False
    spurned: Modality | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The modality, the tokens that say so, and the rule's name.

    `bare`: a cue that suffices without an action word. `conditional`: the clause hangs on an if-clause.
    `reported`: somebody is said to have said it. `spurned`: what was wanted and is refused, "rejected calls to lift".
    """

    modality: Modality
    cues: tuple[int, ...]
    rule: str
    bare: bool = False
    conditional: bool = False
    reported: bool = False
    spurned: Modality | None = None


def load_modality() -> ModalityLexicon:
    """The cues of seeds/lexicon/modality.toml. Raises LexiconError naming the entry."""
    return read_lexicon("modality", ModalityLexicon)


def verb_forms(entry: str) -> list[str]:
    """All forms of a verb: written out when the entry has slashes, else inflected regularly.

    >>> verb_forms("impose"), verb_forms("deny")
    (['impose', 'imposes', 'imposed', 'imposing'], ['deny', 'denies', 'denied', 'denying'])
    """
    if "/" in entry:
        return entry.split("/")
    if entry.endswith("e"):
        return [entry, entry + "s", entry + "d", entry[:-1] + "ing"]
    if entry.endswith("y") and entry[-2] not in "aeiou":
        return [entry, entry[:-1] + "ies", entry[:-1] + "ied", entry + "ing"]
    plural = "es" if entry.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [entry, entry + plural, entry + "ed", entry + "ing"]


def judge_modality(token: Token, *, lexicon: ModalityLexicon) -> Judgement:
    """What the sentence claims about the action that `token` names: the nearest cue, under the negations above it."""
    found, conditional, reported = _own(token, lexicon), _hangs_on_condition(token, lexicon), False
    question = _is_question(token)
    for step in _climb(token, lexicon):
        reported = reported or step.reported
        if not (reported and question):
            found = _combine(found, _above(step, lexicon))
        conditional = conditional or (not step.reported and _has_condition(step.governor))
    if found is None or found.modality == "planned":
        found = _in_exchange(token, lexicon) or found
    if found is None:
        found = Finding("planned" if _is_headline_infinitive(token) else "actual", TENSE, (), "tense")
    if found.modality == "actual" and _has_condition(token) and token.tag_ in ("VBG", "VB"):
        found = Finding("hypothetical", MODAL, found.cues, "conditional clause")
    if found.strength < CUE and _is_infinitive(token) and any(child.lower_ == "how" for child in token.children):
        found = Finding("considered", MODAL, found.cues, "how to")
    if found.strength < CUE and question:
        found = Finding("hypothetical", MODAL, found.cues, "question")
    if found.name == "conditional":
        found = found._replace(modality="planned" if reported or conditional else "hypothetical")
    if found.modality in ("planned", "actual") and (maybe := _maybe(token, lexicon)):
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


class Step(NamedTuple):
    """One link upwards: from `node` to the word that governs it; `reported` when node is what somebody says."""

    node: Token
    governor: Token
    reported: bool


def _climb(token: Token, lexicon: ModalityLexicon) -> Iterator[Step]:
    """The chain of governors as far as they speak about the action; conjuncts are passed over."""
    node = token
    for _ in range(MAX_STEPS):
        if node.head == node or (node.dep_ in ("relcl", "advcl") and not _is_infinitive(node)):
            return
        governor, link = node.head, node.dep_
        within = _is_infinitive(node) or _is_wish(node) or _is_let(node)
        reported = link in REPORTED_LINKS and not within and governor.lower_ not in lexicon.auxiliaries.ensuring
        if link not in ("conj", "agent") and not (link == "prep" and node.lower_ in ADJUNCTS):
            yield Step(node, governor, reported)
        if link == "agent":
            return
        participle = node.tag_ == "VBN" and not _is_wish(node) and not _is_infinitive(node)
        if link == "acl" and (participle or any(child.dep_ == "mark" for child in node.children)):
            return
        if (link == "nsubj" and governor.tag_ in VERB_TAGS) or (link == "prep" and node.lower_ in ADJUNCTS):
            return
        node = governor


def _own(token: Token, lexicon: ModalityLexicon) -> Finding | None:
    """What the word's own auxiliaries, negation and clause mark say."""
    auxiliaries = _auxiliaries(token)
    if mark := _supposing(token, lexicon):
        open_choice = mark.lower_ == "whether" and _is_infinitive(token)
        return Finding("considered" if open_choice else "hypothetical", CUE, (mark.i,), "supposing")
    negation = next((child for child in token.children if _negates(child, lexicon)), None)
    negation = negation or _no_such_thing(token)
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


def _no_such_thing(verb: Token) -> Token | None:
    """ "Imposed no ban", "none was imposed", "no bank was hit": the negation stands with what is done."""
    done_to = (child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))
    found = (part for noun in done_to for part in (noun, *noun.children) if part.lower_ in ("no", "none", "neither"))
    return next(found, None) if verb.tag_ in VERB_TAGS else None


def _above(step: Step, lexicon: ModalityLexicon) -> Finding | None:
    """What the governor says about the action: its cue; else, within one clause, its auxiliaries and negation."""
    governor, own = step.governor, _own(step.governor, lexicon)
    if step.node.dep_ == "nsubj" and governor.tag_ in VERB_TAGS:
        return _said_of_subject(governor, own, lexicon)
    if (
        own is not None
        and own.modality == "denied"
        and step.reported
        and _form(governor) in lexicon.auxiliaries.believing
    ):
        return Finding("hypothetical", CUE, (governor.i, *own.cues), "supposing")
    if cue := _cue(step, lexicon):
        if cue.modality == "refused" and step.node.lower_ in lexicon.auxiliaries.telling:
            return None
        return _cue_finding(governor, cue, own)
    if governor.lower_ in ("is", "are", "was", "were") and step.node.dep_ == "xcomp" and _is_infinitive(step.node):
        return _be_to(governor, lexicon)
    if exchange := _exchange(governor, lexicon):
        return Finding("promised", CUE, exchange, "exchange", True)
    if step.node.dep_ == "advcl" and own is not None and own.strength == MODAL:
        return own  # "will meet to lift": a purpose is no more real than what serves it
    if step.reported or step.node.dep_ == "advcl":
        return own if own is not None and own.name == "supposing" else None
    return own if governor.tag_ in VERB_TAGS or step.node.dep_ in ("prep", "attr", "acomp") else None


def _be_to(verb: Token, lexicon: ModalityLexicon) -> Finding:
    """ "The ban is to be lifted": planned; "the key is to lift the ban": what the subject's noun says."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    cue = lexicon.nouns.get(subject.lower_) if subject is not None else None
    if cue is None:
        return Finding("planned", MODAL, (verb.i,), "due")
    return Finding(cue.modality, CUE, (verb.i,), cue.name)


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
    if not takes_back or inner.modality not in ("planned", "promised", "demanded", "considered"):
        return inner
    wanted = inner.modality == "demanded" and outer.modality == "refused" and outer.name == "refusal"
    return outer._replace(spurned="demanded") if wanted else outer


def _modal(auxiliaries: list[Token], lexicon: ModalityLexicon) -> Finding | None:
    words = lexicon.auxiliaries
    for auxiliary in auxiliaries:
        form = _form(auxiliary)
        if form in ("should", "were", "had") and _is_inverted(auxiliary):
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


def _is_inverted(auxiliary: Token) -> bool:
    """ "Should the ban continue, ...": an auxiliary before its subject, in a clause that is no question."""
    subject = next((child for child in auxiliary.head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    clause = auxiliary.head.dep_ in ("advcl", "ccomp")
    return clause and subject is not None and auxiliary.i < subject.i and not _is_question(auxiliary)


def _maybe(token: Token, lexicon: ModalityLexicon) -> Token | None:
    return next(
        (child for child in (*token.children, *token.head.children) if _form(child) in lexicon.auxiliaries.maybe), None
    )


def _tense(token: Token, auxiliaries: list[Token]) -> Finding | None:
    """Past or present of a finite verb; None for infinitives, participles without auxiliary, and nouns."""
    if not auxiliaries and token.tag_ in ("VBN", "VBD") and _is_wish(token):
        return None
    if token.tag_ == "VBD" or any(auxiliary.lower_ in PAST_AUXILIARIES for auxiliary in auxiliaries):
        return Finding("actual", TENSE, (), "past")
    if token.tag_ == "VBN" and token.dep_ in ("acl", "amod"):
        return Finding("actual", TENSE, (), "past")
    if [auxiliary.lower_ for auxiliary in auxiliaries] == ["be"] or (not auxiliaries and _is_bare_clause(token)):
        return Finding("demanded", CUE, (token.i,), "subjunctive")
    if token.tag_ in FINITE_TAGS or (auxiliaries and token.tag_ in VERB_TAGS and not _is_infinitive(token)):
        return Finding("actual", TENSE, (), "present")
    return None


def _is_wish(token: Token) -> bool:
    """ "Wants the ban lifted": a participle with a subject of its own, which says what is wanted."""
    above = token.head.head if token.dep_ == "acl" and token.head.dep_ in ("dobj", "nsubj") else token.head
    return token.dep_ in ("ccomp", "xcomp", "acl") and above.lower_ in WISHES and token.i > above.i


def _is_let(token: Token) -> bool:
    """ "Let the ban expire": the bare verb belongs to the one above."""
    bare = token.tag_ == "VB" or token.head.lower_ in ("let", "lets", "letting")
    return bare and not any(child.dep_ in ("aux", "mark") for child in token.children)


def _auxiliaries(token: Token) -> list[Token]:
    """The auxiliaries of a verb; those of its first conjunct where it has none of its own."""
    own = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    own += [part for child in own for part in child.children if part.dep_ == "aux"]
    if own or token.dep_ != "conj" or any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children):
        return own
    return _auxiliaries(token.head) if token.head.tag_ == token.tag_ else []


def _cue(step: Step, lexicon: ModalityLexicon) -> Cue | None:
    """The cue that the governor is, if it stands to the node as the cue wants."""
    governor, form = step.governor, _form(step.governor)
    if governor.tag_ not in VERB_TAGS:
        cue = (lexicon.nouns if governor.tag_.startswith("NN") else lexicon.adjectives).get(form)
        loose = cue is not None and cue.infinitive and step.node.dep_ == "prep" and step.node.lower_ == "to"
        return None if loose else cue
    if step.node.dep_ == "prep" and step.node.lower_ in BESIDE:
        return None
    if form in lexicon.auxiliaries.requiring and is_of_law(governor, lexicon):
        return None
    near = {child.lower_ for child in governor.children}
    other = any(child.dep_ == "prt" for child in governor.children)
    for cue, particle in lexicon.verbs.get(form, ()):
        if particle == "from" and step.node.lower_ != "from":
            continue
        if (particle in near or (not particle and not other)) and (not cue.infinitive or _is_infinitive(step.node)):
            return cue
    return _cue_of_object(step, lexicon)


def is_of_law(verb: Token, lexicon: ModalityLexicon) -> bool:
    """ "A law that requires sanctions", "a bill to mandate them": it is the law's content, nobody's demand."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if verb.dep_ in ("acl", "relcl"):
        subjects.append(verb.head)
    return any(subject.lower_ in lexicon.auxiliaries.laws for subject in subjects)


def _cue_of_object(step: Step, lexicon: ModalityLexicon) -> Cue | None:
    """ "Renewed their calls for a ban": the parser often hangs "for a ban" on the verb, not on the calls."""
    if step.node.dep_ != "prep" or step.node.lower_ not in ("for", "to", "of"):
        return None
    before = (child for child in step.governor.children if child.dep_ == "dobj" and child.i < step.node.i)
    cues = (lexicon.nouns.get(_form(noun)) for noun in before if noun.tag_.startswith("NN"))
    return next((cue for cue in cues if cue is not None and cue.bare), None)


def _form(token: Token) -> str:
    """The word in small letters with a straight apostrophe, as the lexicon has it."""
    return token.lower_.replace("’", "'")


def _negates(child: Token, lexicon: ModalityLexicon) -> bool:
    return child.dep_ in ("neg", "det", "advmod", "preconj", "cc") and _form(child) in lexicon.auxiliaries.negation


def _supposing(token: Token, lexicon: ModalityLexicon) -> Token | None:
    links = ("mark", "advmod", "prep")
    marks = (child for child in token.children if child.dep_ in links and child.i < token.i)
    past = token.tag_ == "VBD"
    found = next((mark for mark in marks if mark.lower_ in lexicon.auxiliaries.supposing), None)
    return None if found is not None and found.lower_ in ("before", "until", "once") and past else found


def _has_condition(token: Token) -> bool:
    """Whether an if-clause hangs on the word."""
    clauses = (child for child in token.children if child.dep_ in ("advcl", "ccomp"))
    return any(mark.lower_ in ("if", "unless") for clause in clauses for mark in clause.children if mark.dep_ == "mark")


def _hangs_on_condition(token: Token, lexicon: ModalityLexicon) -> bool:
    """An if-clause, or a subject that is one: "any bank that pays will be banned", "whoever helps them"."""
    below = [token, *(child for child in token.children if child.dep_ == "auxpass")]
    subjects = (child for verb in below for child in verb.children if child.dep_ in ("nsubj", "nsubjpass"))
    return _has_condition(token) or any(_is_anyone(subject, lexicon) for subject in subjects)


def _is_anyone(subject: Token, lexicon: ModalityLexicon) -> bool:
    words = {subject.lower_, *(child.lower_ for child in subject.lefts)}
    narrowed = any(child.dep_ in ("relcl", "acl") for child in subject.children)
    return narrowed and bool(words & lexicon.auxiliaries.anyone)


def _exchange(token: Token, lexicon: ModalityLexicon) -> tuple[int, ...] | None:
    """The tokens of "in exchange for" when the word stands in it."""
    window = token.doc[max(token.i - 2, 0) : token.i + 3]
    text = window.text.lower()
    return (token.i,) if any(phrase in text for phrase in lexicon.auxiliaries.exchange) else None


def _in_exchange(token: Token, lexicon: ModalityLexicon) -> Finding | None:
    """ "To lift it in exchange for a truce": the action itself is what is offered."""
    after = token.doc[token.i : min(token.i + 12, token.sent.end)].text.lower()
    offered = _is_infinitive(token) and any(phrase in after for phrase in lexicon.auxiliaries.exchange)
    return Finding("promised", CUE, (token.i,), "exchange") if offered else None


def _is_bare_clause(token: Token) -> bool:
    """ "that any relief be immediate": a that-clause whose verb has no tense."""
    links = {child.dep_: child.lower_ for child in token.children}
    return token.tag_ == "VB" and links.get("mark") == "that" and "nsubj" in links


def _is_infinitive(token: Token) -> bool:
    return token.tag_ in ("VB", "VBN") and any(child.tag_ == "TO" for child in token.children)


def _is_headline_infinitive(token: Token) -> bool:
    """ "Ministers to lift the ban": an infinitive that nothing governs."""
    return _is_infinitive(token) and token.dep_ == "ROOT"


def _is_question(token: Token) -> bool:
    """Whether the sentence is a question and the word is not inside what it reports."""
    return token.sent.text.rstrip(" \n\"'”’)").endswith("?")
