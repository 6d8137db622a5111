"""In extraction: sanctions without a word of what is done with them. A Hit in, one Claim out: demanded, threatened or
new sanctions are impositions all the same; all else is a mention.
"""

from spacy.tokens import Token

from flows.extract.modality import VERB_TAGS, Judgement, judge_modality
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.shades import bill_of, enforcer_of, settle
from flows.extract.sanctions.values import Claim, Hit


def bare_claim(hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> Claim:
    """No action word: demanded, threatened, opposed or new sanctions are impositions all the same; else a mention."""
    words = lexicon.words
    top = carriers[-1]
    around = {part.lower_ for carrier in carriers for part in carrier.lefts}
    around |= {part.lower_ for carrier in carriers for child in carrier.lefts for part in child.lefts}
    action = "tighten" if around & words.more else "impose"
    if hit.trigger.action:
        action = hit.trigger.action
    judgement = judge_modality(top, lexicon=lexicon.modality)
    modality: str | None = None
    for name, adjectives in words.possible.items():
        if around & adjectives:
            modality = name
    fresh = bool(around & (words.new | words.more))
    if modality is None and fresh and _is_cause(top, lexicon):
        modality = "hypothetical"
    spurned = judgement.modality == "refused" and not fresh and _is_spurned(top, judgement, lexicon)
    if modality is None and judgement.bare and not spurned and _is_near(top, judgement):
        modality = settle(judgement, action)
        if modality == "demanded" and top.dep_ == "pobj" and top.head.lower_ == "against":
            modality = "refused"
    if modality is None and _is_conditional(top):
        modality = "threatened"
    if modality is None and fresh and not _is_talk(top, lexicon):
        settled = settle(judgement, action)
        modality = settled if settled not in ("refused", "denied") or _is_near(top, judgement) else None
    if modality is None and (bill := bill_of(carriers, lexicon)):
        modality = "actual" if bill.lower_ in words.laws else "planned"
    if modality is None and hit.trigger.action:
        enforcer = enforcer_of(top, lexicon) if action == "evade" else None
        action = "enforce" if enforcer else action
        modality = settle(judgement, action)
    if modality is None:
        return Claim("mention", None, hit.token, hit, carriers, (), "mention")
    rule = f"bare {judgement.rule}"
    return Claim(action, modality, hit.token, hit, carriers, judgement.cues, rule, judgement.rule)


def _is_conditional(top: Token) -> bool:
    """ "With sanctions if they do not comply": a condition right behind the word."""
    behind = (i for i in (top.i + 1, top.right_edge.i + 1) if i < top.sent.end)
    return any(top.doc[i].lower_ in ("if", "unless") for i in behind)


def _is_spurned(top: Token, judgement: Judgement, lexicon: SanctionsLexicon) -> bool:
    """ "Rejected the sanctions as illegal": talk about sanctions in force, which nobody keeps from being imposed."""
    cues = {top.doc[i].lower_ for i in judgement.cues}
    return any(child.lower_ in ("the", "these", "those") for child in top.lefts) and bool(cues & lexicon.spurners)


def _is_near(top: Token, judgement: Judgement) -> bool:
    """Whether the cue governs the sanctions directly: with no verb of another clause between."""
    cue = judgement.cues[0] if judgement.cues else top.i
    node, verbs = top, 0
    if any(child.i == cue for child in top.children):
        return True  # "the sanctions it has threatened"; a verb of a headline that the tagger took for part of a name
    while node.i != cue and node.head != node:
        if node.dep_ == "prep" and node.lower_ in ("in", "as", "at", "from"):
            return False
        node = node.head
        verbs += node.tag_ in VERB_TAGS and node.dep_ != "prep" and node.i != cue
    return node.i == cue and not verbs


def _is_talk(top: Token, lexicon: SanctionsLexicon) -> bool:
    despite = top.dep_ == "pobj" and top.head.lower_ == "despite"
    return (
        despite
        or top.head.lower_ in lexicon.reactions
        or (top.dep_ == "pobj" and top.head.head.lower_ in lexicon.reactions)
    )


def _is_cause(top: Token, lexicon: SanctionsLexicon) -> bool:
    """ "New sanctions would hurt": the subject of a verb under a modal."""
    auxiliaries = {child.lower_ for child in top.head.children if child.dep_ == "aux"}
    words = lexicon.modality.auxiliaries
    return top.dep_ == "nsubj" and bool(auxiliaries & {*words.conditional, *words.considered, *words.planned})
