"""In extraction: the words that bring sanctions up. A Doc in, Hits out, sentence by sentence: the trigger of the
lexicon that each matched word is, as a noun or as a verb, and what a verb is done to.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from flows.extract.modality import VERB_TAGS
from flows.extract.nlp import text_of
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.values import Hit
from flows.extract.sanctions.words import Trigger


def by_sentence(doc: Doc, lexicon: SanctionsLexicon) -> Iterator[tuple[Span, list[re.Match[str]]]]:
    """Each sentence that holds a trigger's form, with the matches inside it."""
    text = text_of(doc)
    matches = list(lexicon.pattern.finditer(text)) if lexicon.may_speak_in(text) else []
    if not matches:
        return
    for sentence in doc.sents:
        inside = [match for match in matches if sentence.start_char <= match.start() < sentence.end_char]
        if inside:
            yield sentence, inside


def hits_of(doc: Doc, matches: list[re.Match[str]], lexicon: SanctionsLexicon) -> Iterator[Hit]:
    """The matches as triggers; "sanctions" is a verb where the tagger says so or where it has an object."""
    for match in matches:
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is None:
            continue
        triggers = lexicon.triggers[re.sub(r"\s+", " ", match.group().lower())]
        is_verb = span.root.tag_ in VERB_TAGS or has_object(span.root) or _is_headline_verb(span.root, lexicon)
        kind = "verb" if is_verb else "noun"
        triggers = [trigger for trigger in triggers if not trigger.objects or _is_about(span.root, trigger)]
        if not triggers:
            continue
        chosen = next((trigger for trigger in triggers if trigger.kind == kind), None)
        chosen = chosen or (triggers[0] if triggers[0].kind == "noun" or is_verb else None)
        if chosen is None and span.root.tag_.startswith("JJ"):
            chosen = triggers[0]
        if chosen:
            yield Hit(chosen, span.root, span)


def _is_about(token: Token, trigger: Trigger) -> bool:
    """ "Banned most imports", "a ban on imports", "their assets were frozen": what the trigger wants is its object."""
    if trigger.kind == "verb":
        done_to = patient_of(token) if token.tag_ in VERB_TAGS and token.dep_ not in ("amod", "compound") else None
        return done_to is not None and bool({done_to.lower_, *_of_parts(done_to)} & trigger.objects)
    parts = {part.lower_ for child in token.children if child.dep_ == "prep" for part in child.children}
    parts |= {child.lower_ for child in token.children if child.dep_ in ("compound", "amod", "nmod")}
    return bool(parts & trigger.objects)


def _of_parts(noun: Token) -> set[str]:
    """ "Sale of oil": the words that say of what."""
    return {part.lower_ for child in noun.children if child.lower_ == "of" for part in child.children}


def has_object(token: Token) -> bool:
    return any(child.dep_ == "dobj" for child in token.children)


def _is_headline_verb(token: Token, lexicon: SanctionsLexicon) -> bool:
    """ "Washington sanctions two tankers", "Bank Sanctioned by London": verbs that the tagger takes for nouns."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    if token.lower_ == "sanction" and token.i > 0 and token.nbor(-1).lower_ == "to":
        return following.tag_.startswith("NNP")  # "How to Sanction Russia"
    if token.lower_ == "sanctioned" and following.lower_ == "by":
        return True
    if token.lower_ == "sanctions" and following.tag_ == "DT" and token.i > 0 and token.nbor(-1).tag_ == "NNP":
        return True
    head = token.head
    named = head.tag_.startswith("NNP") and token.is_title and token.is_sent_start
    before = token.nbor(-1) if token.i > 0 else token
    return (
        token.lower_ == "sanctions"
        and (bool(token.is_sent_start) or before.tag_ in ("NNP", "NNPS", "."))
        and token.dep_ == "compound"
        and head.lower_ not in lexicon.see_through
        and head.lower_ not in lexicon.nouns
        and (head.lower_ in lexicon.sanctionable.nouns or bool(named))
    )


def patient_of(verb: Token) -> Token | None:
    """What the verb is done to: object, passive subject, or the noun that the participle stands with."""
    own = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    if verb.dep_ == "acl" and own is not None:
        return own  # "the fact that it is sanctioned"
    if verb.dep_ in ("amod", "acl", "compound", "nmod"):
        return verb.head
    to_do = verb.lower_ == "sanction" and verb.i > 0 and verb.nbor(-1).lower_ == "to"
    if to_do and verb.tag_ not in VERB_TAGS and verb.i + 1 < len(verb.doc):
        return verb.nbor()  # "How to Sanction Russia"
    if verb.tag_ not in VERB_TAGS and verb.i > 0:
        return verb.nbor(-1)
    objects = (child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))
    found = next(objects, None) or _split_subject(verb)
    if found is not None and found.lower_ in ("that", "which", "who") and verb.dep_ == "relcl":
        return verb.head
    if found is None and verb.dep_ == "relcl":
        return verb.head
    if found is None and verb.dep_ == "conj":
        return patient_of(verb.head)
    if found is None and verb.dep_ == "pcomp":
        return None
    return found


def _split_subject(verb: Token) -> Token | None:
    """The passive subject that the parser hung on "be": "would be \"strongly sanctioned\""."""
    auxiliaries = (child for child in verb.children if child.dep_ == "auxpass")
    return next((part for auxiliary in auxiliaries for part in auxiliary.children if part.dep_ == "nsubj"), None)
