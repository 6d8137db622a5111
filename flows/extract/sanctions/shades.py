"""In extraction: what changes a claim about sanctions: more of them tighten, part of them eases, conditions make
threats of plans, a breach under a word of punishment is enforced.
"""

from spacy.tokens import Token

from flows.extract.modality import VERB_TAGS, Judgement
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.values import Hit, Link

# Hostile actions hung on a condition are threats, friendly ones promises.
HOSTILE = frozenset({"impose", "tighten", "extend", "enforce"})
# What a breach may be: nobody demands or promises one.
BREACH_MODALITIES = frozenset({"actual", "denied", "hypothetical", "planned"})
# Words above a breach that are looked at for one of punishment.
MAX_ABOVE = 6


def settle(judgement: Judgement, action: str) -> str:
    """The judged modality as it is said of this action: conditions make threats and promises of plans."""
    modality = judgement.modality
    if action == "evade":
        return modality if modality in BREACH_MODALITIES else "actual"
    if judgement.conditional and modality == "planned":
        return "threatened" if action in HOSTILE else "promised"
    if modality == "promised" and action in HOSTILE:
        return "planned"
    return modality


def shade(action: str, link: Link, hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> str:
    """ "Impose more sanctions" tightens, "partial lifting" eases; to cut a price cap is to tighten it."""
    words = lexicon.words
    around = {child.lower_ for carrier in carriers for child in carrier.children if child.i < carrier.i}
    around |= {
        part.lower_
        for carrier in carriers
        for child in carrier.children
        for part in child.children
        if child.dep_ == "amod"
    }
    if link.word.lower_ in words.implementing and around & (words.more | words.new):
        action = "impose"
    if action == "impose" and around & words.more:
        return "tighten"
    if hit.trigger.is_cap and action in ("ease", "tighten"):
        return "tighten" if action == "ease" else "ease"
    own = {child.lower_ for child in link.word.children}
    if action == "lift" and (own | around) & words.partial:
        return "ease"
    return action


def is_price(word: Token, action: str, judgement: Judgement, lexicon: SanctionsLexicon) -> bool:
    """ "Only if the sanctions were lifted", "no talks until they are lifted": the condition is what somebody asks
    in return, as in "is ready to talk if they are lifted"."""
    if action not in ("ease", "lift") or judgement.rule != "supposing":
        return False
    mark = word.doc[judgement.cues[-1]]
    before = {token.lower_ for token in word.doc[max(mark.i - 2, word.sent.start) : mark.i]}
    if mark.lower_ == "if":
        near = (word.head, word.head.head, *(child for child in word.head.children if child.dep_ == "acomp"))
        offered = {part.lower_ for part in near} & lexicon.words.bargaining
        return "only" in before or (word.dep_ == "advcl" and bool(offered))
    return mark.lower_ in ("until", "unless") and any(child.dep_ == "neg" for child in word.head.children)


def relief_in_fact(word: Token, lexicon: SanctionsLexicon) -> str:
    """Whether relief told without a cue has come: "the embargo expires in May" is still to come, and what a summit
    "broke down over" or what is "the way to" is only spoken of."""
    if word.tag_ in ("VBZ", "VBP") and word.lower_ in lexicon.ending:
        dated = any(child.lower_ in ("in", "on", "at", "after", "when") for child in word.children)
        return "planned" if dated else "actual"
    above = word.head
    named = word.tag_.startswith("NN") or word.tag_ == "VBG"
    if not named or word.dep_ not in ("pobj", "pcomp"):
        return "actual"
    about = above.lower_ in ("over", "about") or (above.lower_ == "to" and above.head.lower_ in lexicon.words.ways)
    return "considered" if about else "actual"


def undoer_of(relief: Token, lexicon: SanctionsLexicon) -> Token | None:
    """The verb that takes relief away: "the relief expires", "revoked its waivers"."""
    head = relief.head
    linked = relief.dep_ in ("nsubj", "nsubjpass", "dobj") and relief.tag_.startswith("NN")
    return head if linked and head.lower_ in lexicon.undoers else None


def is_beyond_preposition(word: Token, judgement: Judgement) -> bool:
    """ "Agreed to plead guilty for breaching": the cue governs the plea; the breach is a fact."""
    node, crossed = word, False
    while judgement.cues and node.i != judgement.cues[0] and node.head != node:
        crossed = crossed or node.dep_ == "prep"
        node = node.head
    return crossed and node.tag_ in VERB_TAGS and judgement.modality == "planned"


def repeal_of(verb: Token, lexicon: SanctionsLexicon) -> Token | None:
    """The verb that ends the order or law which imposed them: "revoked an order that had imposed sanctions"."""
    order = verb.head
    if verb.dep_ not in ("relcl", "acl") or order.lower_ not in lexicon.words.orders:
        return None
    ends = any(
        frame.action == "lift" and "object" in frame.roles for frame, _ in lexicon.verbs.get(order.head.lower_, ())
    )
    return order.head if ends and order.dep_ in ("dobj", "nsubjpass") else None


def bill_of(carriers: list[Token], lexicon: SanctionsLexicon) -> Token | None:
    """The bill or law that stands for the sanctions."""
    return next((carrier for carrier in carriers if carrier.lower_ in lexicon.words.bills), None)


def enforcer_of(word: Token, lexicon: SanctionsLexicon) -> Token | None:
    """The word of punishment over a breach: "fined for violating", "seized a ship suspected of violating"."""
    node = word
    for _ in range(MAX_ABOVE):
        if node.lower_ in lexicon.enforcers and node != word:
            return node
        if node.head == node:
            return None
        node = node.head
    return None
