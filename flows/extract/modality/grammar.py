"""In extraction: what a verb's form and its helpers show: infinitives, wishes, questions."""

from itertools import islice

from spacy.tokens import Token

from flows.extract.nlp import text_of

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ"})
# Governors above a wrongly joined verb that are looked at.
MAX_ABOVE = 3
# "Wants the ban lifted", "could see the ban lifted".
WISHES = frozenset({"want", "wants", "wanted", "need", "needs", "needed", "like", "see", "have"})


def form_of(token: Token) -> str:
    """The word in small letters with a straight apostrophe, as the lexicon has it."""
    return token.lower_.replace("’", "'")


def auxiliaries_of(token: Token) -> list[Token]:
    """The auxiliaries of a verb; those of its first conjunct where it has none of its own."""
    own = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    own += [part for child in own for part in child.children if part.dep_ == "aux"]
    if own or token.dep_ != "conj" or any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children):
        return own
    if token.head.tag_ == token.tag_:
        return auxiliaries_of(token.head)
    return _modals_above(token) if token.tag_ == "VB" else []


def _modals_above(verb: Token) -> list[Token]:
    """ "I will restore the ban lifted by him and work with you": a bare verb that the parser joined to the wrong one
    takes the modal of the first verb above that has one."""
    for above in islice(verb.head.ancestors, MAX_ABOVE):
        modals = [child for child in above.children if child.tag_ == "MD"]
        if modals:
            return modals
    return []


def is_infinitive(token: Token) -> bool:
    """ "To lift"; the tagger takes "to hit" for a past tense now and then."""
    return token.tag_ in ("VB", "VBN", "VBD") and any(child.tag_ == "TO" for child in token.children)


def is_headline_infinitive(token: Token) -> bool:
    """ "Ministers to lift the ban": an infinitive that nothing governs."""
    return is_infinitive(token) and token.dep_ == "ROOT"


def is_bare_clause(token: Token) -> bool:
    """ "that any relief be immediate": a that-clause whose verb has no tense."""
    links = {child.dep_: child.lower_ for child in token.children}
    return token.tag_ == "VB" and links.get("mark") == "that" and "nsubj" in links


def is_wish(token: Token) -> bool:
    """ "Wants the ban lifted": a participle with a subject of its own, which says what is wanted."""
    above = token.head.head if token.dep_ == "acl" and token.head.dep_ in ("dobj", "nsubj") else token.head
    return token.dep_ in ("ccomp", "xcomp", "acl") and above.lower_ in WISHES and token.i > above.i


def is_let(token: Token) -> bool:
    """ "Let the ban expire": the bare verb belongs to the one above."""
    bare = token.tag_ == "VB" or token.head.lower_ in ("let", "lets", "letting")
    return bare and not any(child.dep_ in ("aux", "mark") for child in token.children)


def is_inverted(auxiliary: Token) -> bool:
    """ "Should the ban continue, ...": an auxiliary before its subject, in a clause that is no question."""
    subject = next((child for child in auxiliary.head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    clause = auxiliary.head.dep_ in ("advcl", "ccomp")
    return clause and subject is not None and auxiliary.i < subject.i and not is_question(auxiliary)


def is_question(token: Token) -> bool:
    """Whether the sentence is a question and the word is not inside what it reports."""
    sentence = token.sent
    text = text_of(token.doc)[sentence.start_char : sentence.end_char]
    return text.rstrip(" \n\"'”’)").endswith("?")
