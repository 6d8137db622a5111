"""In extraction: how the words for sanctions stand in their sentence. A trigger in; out come its carriers (the words
that stand for the sanctions) and Links to the words that describe or govern them.
"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from flows.extract.modality import FINITE_TAGS, VERB_TAGS
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.triggers import has_object
from flows.extract.sanctions.values import Link

MAX_CONJUNCTS = 4
# Tokens that are looked at before a trigger when the parse shows no verb.
MAX_BESIDE = 7
RELATIVE_TAGS = frozenset({"DT", "NNP", "NNPS", "PRP", "VBZ", "VBP", "HYPH"})
PHRASE_TAGS = frozenset(
    {"JJ", "JJR", "JJS", "DT", "NN", "NNP", "NNPS", "PRP$", "POS", "CD", "RB", "RBR", "VBG", "VBN", "HYPH"}
)


def carriers_of(token: Token, lexicon: SanctionsLexicon) -> list[Token]:
    """The words that stand for the sanctions: "sanctions", "a round of sanctions", "asset freezes and sanctions"."""
    carriers = [token]
    while (above := _carrier_above(carriers[-1], lexicon)) is not None and len(carriers) <= MAX_CONJUNCTS:
        carriers.append(above)
    return carriers


def _carrier_above(node: Token, lexicon: SanctionsLexicon) -> Token | None:
    head = node.head
    if node.dep_ == "pobj" and head.lower_ == "of":
        return head.head if head.head.lower_ in lexicon.see_through else None
    if node.dep_ == "pobj" and head.lower_ == "in" and head.i and head.nbor(-1).lower_ in lexicon.words.money:
        return head.nbor(-1)  # "millions in sanctions", "dollars in sanctions relief"
    if node.dep_ == "dobj" and head.lower_ in lexicon.words.implementing and head.head.lower_ in lexicon.words.laws:
        # "Eased parts of the rules implementing the sanctions"; "published rules implementing them" does not
        return head.head if head.dep_ == "acl" and head.head.dep_ == "pobj" else None
    if node.dep_ in ("conj", "appos") and head.tag_.startswith("NN"):
        return head
    return head if node.dep_ in ("compound", "amod", "nmod") and head.lower_ in lexicon.see_through else None


def links_of(carriers: list[Token], lexicon: SanctionsLexicon) -> Iterator[Link]:
    """The words that describe or govern the sanctions, those inside their phrase first, each word once."""
    inside, above = list(_inside(carriers, lexicon)), list(_upward(carriers[-1]))
    known = {link.word.i for link in (*inside, *above) if link.role in ("object", "subject", "compound")}
    yield from dict.fromkeys((*inside, *above))
    yield from (link for link in _beside(carriers[0], lexicon) if link.word.i not in known)


def _inside(carriers: list[Token], lexicon: SanctionsLexicon) -> Iterator[Link]:
    for carrier in carriers:
        joined = [part for child in carrier.children if child.dep_ == "conj" for part in child.children]
        for child in (*carrier.children, *(part for part in joined if part.dep_ == "acl" and part.tag_ == "VBN")):
            if child.dep_ in ("acl", "relcl"):
                yield Link(_relative_role(child), child)
                yield from _controlled(child)
            elif child.dep_ == "amod" and child.tag_ in ("VBN", "VBG") and child.lower_ not in lexicon.words.more:
                yield Link("object", child)


def _beside(trigger: Token, lexicon: SanctionsLexicon) -> Iterator[Link]:
    """The verb next to the trigger by place alone, for the sentences whose parse is wrong: "re-imposed new sanctions",
    "sanctions levied on"."""
    doc, sentence = trigger.doc, trigger.sent
    left = trigger.i - 1
    while left >= max(sentence.start, trigger.i - MAX_BESIDE) and _is_within_phrase(doc[left], lexicon):
        left -= 1
    if left > sentence.start and _may_govern(doc[left], lexicon):
        yield Link("beside", doc[left])
    right = trigger.i + 1
    while right < min(sentence.end, trigger.i + MAX_BESIDE) and _is_between(doc[right]):
        right += 1
    if (
        right < sentence.end
        and doc[right].tag_ in ("VBN", "VBD")
        and (right == trigger.i + 1 or doc[right - 1].tag_ != "NNS")
        and not _is_done_by(doc[trigger.i + 1 : right])
    ):
        yield Link("beside", doc[right])


def _may_govern(word: Token, lexicon: SanctionsLexicon) -> bool:
    """Not "supports increased sanctions"; a plural only behind a name, or where the sentence has no other verb."""
    if word.lower_ in lexicon.words.more:
        return False
    return word.tag_ != "NNS" or word.nbor(-1).tag_.startswith("NNP") or not _has_verb(word.sent)


def _has_verb(sentence: Span) -> bool:
    """Whether some other word is the verb: in "Oslo readies fresh sanctions" none is."""
    return any(token.tag_ in FINITE_TAGS or token.tag_ == "MD" for token in sentence)


def _is_done_by(between: Span) -> bool:
    """ "Sanctions that have reduced sales": they do it, nothing is done to them."""
    words = {token.lower_ for token in between}
    named = any(token.tag_ in ("NNP", "NNPS", "PRP") for token in between)
    return bool(words & {"that", "which"}) and not named and not words & {"was", "were", "been", "be", "is", "are"}


def _is_between(token: Token) -> bool:
    """What may stand between sanctions and the verb of a relative clause: "the US had re-"."""
    return token.tag_ in RELATIVE_TAGS or token.lower_ in ("had", "was", "were", "re", "-")


def _is_within_phrase(token: Token, lexicon: SanctionsLexicon) -> bool:
    """What may stand between a verb and its object."""
    if token.lower_ in lexicon.object_verbs:
        return False
    return token.tag_ in PHRASE_TAGS or token.lower_ == "of" or token.lower_ in lexicon.see_through


def _relative_role(verb: Token) -> str:
    """ "sanctions imposed", "sanctions that they imposed": object; "sanctions that remain": subject."""
    has_done = any(child.dep_ == "aux" for child in verb.children)
    if (verb.tag_ == "VBN" and not has_done) or any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return "object"
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or subject.tag_ in ("WDT", "WP"):
        return "subject"
    return "object"


def _upward(top: Token) -> Iterator[Link]:
    """The governor of the sanctions, and the verbs joined to it that share them."""
    head, link = top.head, top.dep_
    if head == top:
        return
    if link in ("dobj", "nsubjpass", "attr", "oprd"):
        yield from (Link("object", verb) for verb in _sharing(head))
        if link == "nsubjpass":
            yield from _controlled(head)
    elif link == "nsubj":
        participle = head.tag_ in ("VBN", "JJ") and not has_object(head)
        yield Link("object" if participle else "subject", head)
        yield from _controlled(head)
    elif link in ("compound", "amod", "nmod", "poss", "npadvmod"):
        yield Link("compound", head)
    elif link in ("pobj", "pcomp") and head.dep_ in ("prep", "agent", "dative", "prt", "advmod"):
        yield from _through_preposition(head)


def _through_preposition(preposition: Token) -> Iterator[Link]:
    """ "hit by sanctions", "lifting of sanctions"; past a noun also its verb: "put names on the sanctions list"."""
    role, word = preposition.lower_, preposition.head
    yield Link(role, word)
    before = preposition.nbor(-1) if preposition.i else word
    if before != word and before.tag_.startswith("NN"):
        yield Link(role, before)  # "the pivot to sanctions": the parser hangs "to" on a verb further up
    if role == "for":  # "called for sanctions to be lifted"
        yield from (link for link in _controlled(word) if link.role == "object" and link.word.i > preposition.i)
    if role == "of":
        yield Link("object", word)
    elif word.dep_ == "dobj":
        yield Link(role, word.head)
    elif word.tag_ in VERB_TAGS:  # "provide relief from sanctions": the parser hangs "from" on the verb
        yield from (Link(role, child) for child in word.children if child.dep_ == "dobj" and child.i < preposition.i)


def _controlled(verb: Token) -> Iterator[Link]:
    """ "Sanctions are set to be lifted", "were due to expire": the infinitive says what happens to them."""
    for child in verb.children:
        wanted = child.tag_ == "VBN" and child.dep_ in ("xcomp", "ccomp")  # "which both want lifted"
        if child.dep_ == "xcomp" or wanted:
            yield Link("object" if wanted or _is_passive(child) else "subject", child)


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _sharing(verb: Token) -> Iterator[Token]:
    """The verb, and the conjuncts that have no object of their own: "waive or lift sanctions"."""
    yield verb
    if verb.dep_ == "conj" and not any(child.dep_ in ("dobj", "prep") for child in verb.head.children):
        yield verb.head
    for child in verb.children:
        if child.dep_ == "conj" and child.tag_ == verb.tag_ and not any(part.dep_ == "dobj" for part in child.children):
            yield child
