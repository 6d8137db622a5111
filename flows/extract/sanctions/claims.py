"""In extraction: what is done with sanctions and what is claimed of it. A Hit in, Claims out: every frame of the
lexicon that fits the words around, else what a cue alone says (bare.py), else a mention.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from flows.extract.modality import VERB_TAGS, Judgement, is_of_law, judge_modality
from flows.extract.sanctions.bare import bare_claim
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.links import carriers_of, links_of
from flows.extract.sanctions.shades import (
    bill_of,
    enforcer_of,
    is_beyond_preposition,
    is_price,
    relief_in_fact,
    repeal_of,
    settle,
    shade,
    undoer_of,
)
from flows.extract.sanctions.values import Claim, Hit, Link
from flows.extract.sanctions.words import Frame

NOUN_TAGS = frozenset({"NN", "NNS", "JJ"})


def claims_of(hit: Hit, lexicon: SanctionsLexicon) -> Iterator[Claim]:
    """The actions that a trigger stands in: every frame that fits; else what a cue alone says; else a mention."""
    if hit.trigger.kind == "verb":
        yield verb_claim(hit, lexicon)
        return
    carriers = carriers_of(hit.token, lexicon)
    count = 0
    for claim in framed(hit, carriers, lexicon):
        count += 1
        yield claim
    if not count:
        yield bare_claim(hit, carriers, lexicon)


def verb_claim(hit: Hit, lexicon: SanctionsLexicon) -> Claim:
    """ "The Union sanctioned a bank"; "a sanctioned bank" is but a mention."""
    token = hit.token
    if _is_participle(token):
        enforcer = enforcer_of(token, lexicon)
        if enforcer is None:
            return Claim("mention", None, token, hit, [], (), "participle")
        above = judge_modality(enforcer, lexicon=lexicon.modality)
        return Claim(
            "enforce", settle(above, "enforce"), enforcer, hit, [], above.cues, "enforce participle", above.rule
        )
    judgement = judge_modality(token, lexicon=lexicon.modality)
    modality = settle(judgement, "impose")
    return Claim("impose", modality, token, hit, [], judgement.cues, f"verb {judgement.rule}", judgement.rule)


def _is_participle(token: Token) -> bool:
    """ "A sanctioned bank", "ships sanctioned oil": it only describes the noun behind it."""
    if token.dep_ == "amod" and token.i < token.head.i and not any(child.dep_ == "advmod" for child in token.children):
        return True
    if not token.lower_.endswith("ed") or token.i == 0 or token.i + 1 >= len(token.doc):
        return False
    return (
        token.nbor(-1).tag_ in ("IN", "DT", "VB", "VBP", "VBG", "JJ", "POS", "PRP$") and token.nbor().tag_ in NOUN_TAGS
    )


def framed(hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> Iterator[Claim]:
    """What the frames say of the words that describe or govern the sanctions, each word once."""
    done: set[int] = set()
    for link in links_of(carriers, lexicon):
        frame = None if link.word.i in done else _frame(link, lexicon)
        if frame is None or (done and link.word.lower_ in lexicon.preparers):
            continue
        done.add(link.word.i)
        if frame.action == "ease" and (undoer := undoer_of(link.word, lexicon)):
            done.add(undoer.i)
        yield from _frame_claims(frame, link, hit, carriers, lexicon)


def _frame(link: Link, lexicon: SanctionsLexicon) -> Frame | None:
    """The first frame of the word in which sanctions stand as the link says."""
    form = link.word.lower_
    if form in lexicon.modality.auxiliaries.requiring and not is_of_law(link.word, lexicon.modality):
        return None
    if form in lexicon.words.implementing and link.word.dep_ == "acl" and link.word.head.lower_ in lexicon.words.laws:
        return None  # "the rules implementing the sanctions": what they are for
    if link.role == "beside":
        if link.word.tag_.startswith("NN") and link.word.nbor().lower_ == "of":
            return None  # "the issue of sanctions"
        return lexicon.object_verbs.get(form)
    if link.word.tag_ in VERB_TAGS or _has_subject(link.word):
        near = {child.lower_ for child in link.word.subtree}
        for frame, particle in lexicon.verbs.get(form, ()):
            if link.role in frame.roles and (not particle or particle in near):
                return frame
    return next((frame for frame in lexicon.nouns.get(form, ()) if link.role in frame.roles), None)


def _has_subject(word: Token) -> bool:
    """ "Let the embargo expire": a verb that the tagger took for a noun."""
    return word.dep_ in ("ccomp", "xcomp") and any(child.dep_ == "nsubj" for child in word.children)


def _frame_claims(
    frame: Frame, link: Link, hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon
) -> Iterator[Claim]:
    """What the frame says, and what stands beside it: a breach punished, what was wanted, an order repealed."""
    if frame.action == "ease" and (undoer := undoer_of(link.word, lexicon)):
        yield _claim_above("impose", "relief undone", undoer, hit, carriers, lexicon)
        return
    judgement = judge_modality(link.word, lexicon=lexicon.modality)
    action = shade(frame.action, link, hit, carriers, lexicon)
    modality = _modality_of(action, judgement, frame, link.word, carriers, lexicon)
    rule = f"{action} {link.role} {judgement.rule}"
    claim = Claim(action, modality, link.word, hit, carriers, judgement.cues, rule, judgement.rule)
    if action == "evade" and (enforcer := enforcer_of(link.word, lexicon)):
        enforced = _enforced(enforcer, hit, carriers, lexicon)
        yield enforced
        if enforced.modality != "actual" and modality == "actual":
            return  # "can order the seizure of ships in violation of": no breach is told
    yield claim
    if judgement.spurned:
        yield claim._replace(modality=judgement.spurned, rule=f"{rule} spurned")
    if action == "impose" and (repeal := repeal_of(link.word, lexicon)):
        yield _claim_above("lift", "order lifted", repeal, hit, carriers, lexicon)


def _modality_of(
    action: str, judgement: Judgement, frame: Frame, word: Token, carriers: list[Token], lexicon: SanctionsLexicon
) -> str:
    """The judged modality as the frame and its word have it."""
    modality, form = settle(judgement, action), word.lower_
    if is_price(word, action, judgement, lexicon):
        modality = "demanded"
    if modality == "actual" and action in ("ease", "lift"):
        modality = relief_in_fact(word, lexicon)
    if action == "evade" and is_beyond_preposition(word, judgement):
        modality = "actual"
    if frame.modality and modality in ("actual", "planned"):
        modality = frame.modality
    if judgement.rule == "possibility" and modality == "considered" and form in lexicon.causes:
        return "hypothetical"  # "the test could bring fresh sanctions": nobody weighs them
    prepared = form in lexicon.preparers or (form in lexicon.bringers and bill_of(carriers, lexicon))
    return "planned" if modality == "actual" and prepared else modality


def _enforced(enforcer: Token, hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> Claim:
    """The punishment of a breach; one that is agreed upon is a fact."""
    claim = _claim_above("enforce", "enforce breach", enforcer, hit, carriers, lexicon)
    agreed = enforcer.lower_ in lexicon.words.settling and claim.modality == "planned"
    return claim._replace(modality="actual") if agreed else claim


def _claim_above(
    action: str, rule: str, word: Token, hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon
) -> Claim:
    """What a word above the frame's does, judged by itself."""
    above = judge_modality(word, lexicon=lexicon.modality)
    return Claim(action, settle(above, action), word, hit, carriers, above.cues, f"{rule} {above.rule}", above.rule)
