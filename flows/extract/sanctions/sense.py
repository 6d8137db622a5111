"""In extraction: whether a word for sanctions means measures of states. A Hit in its scene in, yes or no out: approval,
courts, sport, schools, boards, boycotts and embargoes on news are out.
"""

from spacy.tokens import Token

from flows.extract.names import Mention
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.phrases import codes_under, subject_of
from flows.extract.sanctions.scene import Scene
from flows.extract.sanctions.triggers import patient_of
from flows.extract.sanctions.values import Hit


def counted(hits: list[Hit], scene: Scene, lexicon: SanctionsLexicon) -> list[Hit]:
    """The hits without weak ones that stand alone, unless a usual sender and a usual target stand beside them."""
    if any(not hit.trigger.weak for hit in hits):
        return hits
    codes = {code for i, code in scene.codes.items() if i not in scene.places}
    among_states = bool(codes & lexicon.words.usual_senders) and bool(codes & lexicon.words.usual_targets)
    return [hit for hit in hits if among_states and hit.trigger.among_states]


def in_sense(hit: Hit, scene: Scene, mentions: list[Mention], lexicon: SanctionsLexicon) -> bool:
    """Whether the word means measures of states: approval, courts, sport, schools, boards and the like are out."""
    if hit.trigger.objects:
        return True
    if hit.trigger.kind == "verb":
        return _is_penalty(hit, scene, mentions, lexicon)
    before = {child.lower_ for child in hit.token.children if child.dep_ in ("amod", "compound", "nmod", "poss")}
    if before & lexicon.out.modifiers:
        return False
    if {token.lower_ for token in scene.sentence} & lexicon.out.context:
        return False
    if before & lexicon.out.not_out:
        return True
    around = _words_around(hit, scene, mentions)
    told = around & lexicon.out.weak_context
    if "embargo" in hit.token.lower_ and not set(scene.codes.values()) & lexicon.words.usual_targets:
        told |= around & lexicon.out.news_context
    lonely = hit.token.lower_ == "sanction" and not set(scene.codes.values()) & lexicon.words.usual_targets
    return not (told or lonely) or _has_party(hit.token, scene, mentions, lexicon)


def is_told_apart(hit: Hit, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """Whether the words of another matter stand around a hit: then a text that names no state is about that matter."""
    words = {token.lower_ for token in scene.sentence}
    out = lexicon.out
    return bool(words & (out.context | out.weak_context | out.news_context | out.modifiers)) and not hit.trigger.weak


def _words_around(hit: Hit, scene: Scene, mentions: list[Mention]) -> set[str]:
    """The sentence's words, those inside longer names left out: the International Criminal Court is no court case."""
    long = (m for m in mentions if m.last - m.first > 1)
    names = (range(m.first, m.last) for m in long if m.code or m.first <= hit.token.i < m.last)
    named = {i for name in names for i in name} | _law_named_after(hit.token)
    return {token.lower_ for token in scene.sentence if token.i not in named or token.i == hit.token.i}


def _law_named_after(trigger: Token) -> set[int]:
    """ "The Sanctions, Accountability and Divestment Act": the words of a law's name tell of no other sense."""
    end = trigger.i + 1
    while end < trigger.sent.end and (trigger.doc[end].is_title or trigger.doc[end].lower_ in (",", "and", "of", "on")):
        if trigger.doc[end].lower_ == "act":
            return set(range(trigger.i + 1, end + 1))
        end += 1
    return set()


def _has_party(noun: Token, scene: Scene, mentions: list[Mention], lexicon: SanctionsLexicon) -> bool:
    """ "US sanctions", "sanctions against Iran": a state stands right beside the word, or is the one who acts."""
    near = {child.i for child in noun.children}
    beside = (*noun.children, *(noun.head.children if noun.dep_ in ("dobj", "nsubjpass") else ()))
    near |= {part.i for child in beside if child.dep_ == "prep" for part in child.children}
    if any(m.code and len(m.code) == 3 and near & set(range(m.first, m.last)) for m in mentions):
        return True
    subject = subject_of(noun.head) if noun.dep_ == "dobj" else None
    if subject is None or subject.lower_ in lexicon.out.weak_context:
        return False
    return any(code in lexicon.words.usual_senders for code in codes_under(subject, scene))


def _is_penalty(hit: Hit, scene: Scene, mentions: list[Mention], lexicon: SanctionsLexicon) -> bool:
    """ "sanctioned the bank": what the verb is done to is a party, or something that states sanction."""
    done_to = patient_of(hit.token)
    if done_to is None:
        subject = next((child for child in hit.token.children if child.dep_ == "nsubj"), None)
        codes = [m.code for m in mentions if subject is not None and m.first <= subject.i < m.last]
        return any(code in lexicon.words.usual_senders for code in codes)
    words = {part.lower_ for part in (done_to, *done_to.children)}
    if (words | {token.lower_ for token in scene.sentence}) & lexicon.out.context:
        return False
    if hit.token.lower_.startswith("designat") and any(child.lower_ == "as" for child in hit.token.children):
        return False
    if _has_sending_agent(hit.token, scene, lexicon) and done_to.lower_ not in lexicon.sanctionable.never:
        return True
    if done_to.tag_ == "PRP" and {token.lower_ for token in scene.sentence} & lexicon.out.weak_context:
        return False
    coded = [m for m in mentions if m.first <= done_to.i < m.last and (m.code or m.label in ("PERSON", "ORG"))]
    return bool(coded) or done_to.tag_.startswith("NNP") or done_to.lower_ in lexicon.sanctionable.nouns


def _has_sending_agent(verb: Token, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """ "Sanctioned by the United States": whoever it is."""
    agents = (part for child in verb.children if child.lower_ == "by" for part in child.children)
    return any(code in lexicon.words.usual_senders for agent in agents for code in codes_under(agent, scene))
