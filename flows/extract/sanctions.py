"""In extraction: the sanctions statements of a text, each one thing that a sentence says about sanctions.

In go a parsed Doc, its linked mentions and the countries of the headline; out come Statements (action, modality,
sender, target, measures). All words stand in seeds/lexicon/sanctions.toml and modality.toml. The steps: find words
that bring sanctions up, put aside other senses, see what is done with them (frames), judge what is claimed of it
(modality.py), find the parties (parties.py), and make one of statements that say the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from spacy.tokens import Doc, Span, Token

from flows.extract.modality import VERB_TAGS, Judgement, is_of_law, judge_modality
from flows.extract.names import Mention
from flows.extract.parties import Parties, Scene, codes_under, find_parties, is_state, scene_of, subject_of
from flows.extract.sanctions_words import Frame, SanctionsLexicon, Trigger, load_sanctions

__all__ = ["SanctionsLexicon", "Statement", "find_statements", "load_sanctions"]

# Hostile actions hung on a condition are threats, friendly ones promises.
HOSTILE = frozenset({"impose", "tighten", "extend", "enforce"})
# What a breach may be: nobody demands or promises one.
BREACH_MODALITIES = frozenset({"actual", "denied", "hypothetical", "planned"})
# A text of this many words that nowhere names a state beside its sanctions is about other ones: of doctors, clubs,
# banks. Shorter ones (a headline, a sentence) may leave the states to the reader.
MIN_WORDS_OF_A_TEXT = 150
NOUN_TAGS = frozenset({"NN", "NNS", "JJ"})
MAX_CONJUNCTS = 4
# Tokens that are looked at before a trigger when the parse shows no verb.
MAX_BESIDE = 7
RELATIVE_TAGS = frozenset({"DT", "NNP", "NNPS", "PRP", "VBZ", "VBP", "HYPH"})
PHRASE_TAGS = frozenset(
    {"JJ", "JJR", "JJS", "DT", "NN", "NNP", "NNPS", "PRP$", "POS", "CD", "RB", "RBR", "VBG", "VBN", "HYPH"}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a sentence says about sanctions; offsets in characters, half-open, into the text.

    `start, end` is the word that brings sanctions up, with what is done to them around it in the sentence.
    `modality` is None for a mention. Parties are codes.
    """

    statement_id: str
    action: str
    modality: str | None
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    sender: list[str]
    target: list[str]
    measures: list[str]
    issue_start: int | None
    issue_end: int | None
    programme: str | None
    sources: list[dict[str, Any]]
    rule: str
    confidence: float
    event_id: str | None = None


class Hit(NamedTuple):
    """A trigger in a sentence: its head token and its tokens."""

    trigger: Trigger
    token: Token
    span: Span


class Link(NamedTuple):
    """How the word for sanctions stands to a governing word: "object", "subject", "compound" or a preposition."""

    role: str
    word: Token


class Claim(NamedTuple):
    """An action found in a sentence: `word` names it (the trigger itself for a mention), `carriers` the sanctions."""

    action: str
    modality: str | None
    word: Token
    hit: Hit
    carriers: list[Token]
    cues: tuple[int, ...]
    rule: str


def find_statements(
    doc: Doc, mentions: list[Mention], *, title_codes: list[str], lexicon: SanctionsLexicon, article_id: str
) -> list[Statement]:
    """The statements of a text in order of their sentences; none where no trigger word stands (one regex search)."""
    found: list[Statement] = []
    other_matter = False
    for sentence, matches in _by_sentence(doc, lexicon):
        hits = list(_hits(doc, matches, lexicon))
        before = Parties(found[-1].sender, found[-1].target) if found else None
        scene = scene_of(sentence, mentions, title_codes=title_codes, before=before, lexicon=lexicon)
        in_sense = [hit for hit in hits if _in_sense(hit, scene, mentions, lexicon)]
        other_matter = other_matter or any(_is_told_apart(hit, scene, lexicon) for hit in hits if hit not in in_sense)
        counted = _counted(in_sense, scene, lexicon)
        claims = [(claim, _parties(claim, scene, lexicon)) for hit in counted for claim in _claims(hit, lexicon)]
        found.extend(_statement(*claim, scene, lexicon, article_id) for claim in _distinct(claims))
    if not any(is_state(code) for one in found for code in (*one.sender, *one.target)) and (
        other_matter or len(doc) > MIN_WORDS_OF_A_TEXT
    ):
        return []
    return _with_unique_ids(found)


def _counted(hits: list[Hit], scene: Scene, lexicon: SanctionsLexicon) -> list[Hit]:
    """The hits without weak ones that stand alone, unless a usual sender and a usual target stand beside them."""
    if any(not hit.trigger.weak for hit in hits):
        return hits
    codes = {code for i, code in scene.codes.items() if i not in scene.places}
    among_states = bool(codes & lexicon.words.usual_senders) and bool(codes & lexicon.words.usual_targets)
    return [hit for hit in hits if among_states and hit.trigger.among_states]


def _by_sentence(doc: Doc, lexicon: SanctionsLexicon) -> Iterator[tuple[Span, list[re.Match[str]]]]:
    """Each sentence that holds a trigger's form, with the matches inside it."""
    text = doc.text
    matches = list(lexicon.pattern.finditer(text)) if lexicon.may_speak_in(text) else []
    if not matches:
        return
    for sentence in doc.sents:
        inside = [match for match in matches if sentence.start_char <= match.start() < sentence.end_char]
        if inside:
            yield sentence, inside


# ---------------------------------------------------------------- triggers and their senses


def _hits(doc: Doc, matches: list[re.Match[str]], lexicon: SanctionsLexicon) -> Iterator[Hit]:
    """The matches as triggers; "sanctions" is a verb where the tagger says so or where it has an object."""
    for match in matches:
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is None:
            continue
        triggers = lexicon.triggers[re.sub(r"\s+", " ", match.group().lower())]
        is_verb = span.root.tag_ in VERB_TAGS or _has_object(span.root) or _is_headline_verb(span.root, lexicon)
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
        done_to = _done_to(token) if token.tag_ in VERB_TAGS and token.dep_ not in ("amod", "compound") else None
        return done_to is not None and bool({done_to.lower_, *_of_parts(done_to)} & trigger.objects)
    parts = {part.lower_ for child in token.children if child.dep_ == "prep" for part in child.children}
    parts |= {child.lower_ for child in token.children if child.dep_ in ("compound", "amod", "nmod")}
    return bool(parts & trigger.objects)


def _of_parts(noun: Token) -> set[str]:
    """ "Sale of oil": the words that say of what."""
    return {part.lower_ for child in noun.children if child.lower_ == "of" for part in child.children}


def _has_object(token: Token) -> bool:
    return any(child.dep_ == "dobj" for child in token.children)


def _is_headline_verb(token: Token, lexicon: SanctionsLexicon) -> bool:
    """ "Washington sanctions two tankers", "Bank Sanctioned by London": verbs that the tagger takes for nouns."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
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


def _in_sense(hit: Hit, scene: Scene, mentions: list[Mention], lexicon: SanctionsLexicon) -> bool:
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
    around = _words_around(hit, scene, mentions)
    told = around & lexicon.out.weak_context
    if "embargo" in hit.token.lower_ and not set(scene.codes.values()) & lexicon.words.usual_targets:
        told |= around & lexicon.out.news_context
    return not told or _has_party(hit.token, scene, mentions, lexicon)


def _is_told_apart(hit: Hit, scene: Scene, lexicon: SanctionsLexicon) -> bool:
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
    done_to = _done_to(hit.token)
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
    coded = [m for m in mentions if m.first <= done_to.i < m.last and (m.code or m.label in ("PERSON", "ORG"))]
    return bool(coded) or done_to.tag_.startswith("NNP") or done_to.lower_ in lexicon.sanctionable.nouns


def _has_sending_agent(verb: Token, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """ "Sanctioned by the United States": whoever it is."""
    agents = (part for child in verb.children if child.lower_ == "by" for part in child.children)
    return any(code in lexicon.words.usual_senders for agent in agents for code in codes_under(agent, scene))


def _done_to(verb: Token) -> Token | None:
    """What the verb is done to: object, passive subject, or the noun that the participle stands with."""
    if verb.dep_ in ("amod", "acl", "compound", "nmod"):
        return verb.head
    if verb.tag_ not in VERB_TAGS and verb.i > 0:
        return verb.nbor(-1)
    objects = (child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))
    found = next(objects, None) or _split_subject(verb)
    if found is not None and found.lower_ in ("that", "which", "who") and verb.dep_ == "relcl":
        return verb.head
    if found is None and verb.dep_ == "relcl":
        return verb.head
    if found is None and verb.dep_ == "conj":
        return _done_to(verb.head)
    if found is None and verb.dep_ == "pcomp":
        return None
    return found


def _split_subject(verb: Token) -> Token | None:
    """The passive subject that the parser hung on "be": "would be \"strongly sanctioned\""."""
    auxiliaries = (child for child in verb.children if child.dep_ == "auxpass")
    return next((part for auxiliary in auxiliaries for part in auxiliary.children if part.dep_ == "nsubj"), None)


# ---------------------------------------------------------------- what is done with them


def _claims(hit: Hit, lexicon: SanctionsLexicon) -> Iterator[Claim]:
    """The actions that a trigger stands in: every frame that fits; else what a cue alone says; else a mention."""
    if hit.trigger.kind == "verb":
        yield _verb_claim(hit, lexicon)
        return
    carriers = _carriers(hit.token, lexicon)
    count = 0
    for claim in _framed(hit, carriers, lexicon):
        count += 1
        yield claim
    if not count:
        yield _bare_claim(hit, carriers, lexicon)


def _verb_claim(hit: Hit, lexicon: SanctionsLexicon) -> Claim:
    """ "The Union sanctioned a bank"; "a sanctioned bank" is but a mention."""
    token = hit.token
    if _is_participle(token):
        enforcer = _enforcer(token, lexicon)
        if enforcer is None:
            return Claim("mention", None, token, hit, [], (), "participle")
        above = judge_modality(enforcer, lexicon=lexicon.modality)
        return Claim("enforce", _settle(above, "enforce"), enforcer, hit, [], above.cues, "enforce participle")
    judgement = judge_modality(token, lexicon=lexicon.modality)
    modality = _settle(judgement, "impose")
    return Claim("impose", modality, token, hit, [], judgement.cues, f"verb {judgement.rule}")


def _is_participle(token: Token) -> bool:
    """ "A sanctioned bank", "ships sanctioned oil": it only describes the noun behind it."""
    if token.dep_ == "amod" and token.i < token.head.i and not any(child.dep_ == "advmod" for child in token.children):
        return True
    if not token.lower_.endswith("ed") or token.i == 0 or token.i + 1 >= len(token.doc):
        return False
    return (
        token.nbor(-1).tag_ in ("IN", "DT", "VB", "VBP", "VBG", "JJ", "POS", "PRP$") and token.nbor().tag_ in NOUN_TAGS
    )


def _carriers(token: Token, lexicon: SanctionsLexicon) -> list[Token]:
    """The words that stand for the sanctions: "sanctions", "a round of sanctions", "asset freezes and sanctions"."""
    carriers = [token]
    while (above := _carrier_above(carriers[-1], lexicon)) is not None and len(carriers) <= MAX_CONJUNCTS:
        carriers.append(above)
    return carriers


def _carrier_above(node: Token, lexicon: SanctionsLexicon) -> Token | None:
    head = node.head
    if node.dep_ == "pobj" and head.lower_ == "of":
        return head.head if head.head.lower_ in lexicon.see_through else None
    if node.dep_ in ("conj", "appos") and head.tag_.startswith("NN"):
        return head
    return head if node.dep_ in ("compound", "amod", "nmod") and head.lower_ in lexicon.see_through else None


def _links(carriers: list[Token], lexicon: SanctionsLexicon) -> Iterator[Link]:
    """The words that describe or govern the sanctions, those inside their phrase first, each word once."""
    inside, above = list(_inside(carriers, lexicon)), list(_upward(carriers[-1]))
    known = {link.word.i for link in (*inside, *above)}
    yield from dict.fromkeys((*inside, *above))
    yield from (link for link in _beside(carriers[0], lexicon) if link.word.i not in known)


def _inside(carriers: list[Token], lexicon: SanctionsLexicon) -> Iterator[Link]:
    for carrier in carriers:
        for child in carrier.children:
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
    described = doc[left].lower_ in lexicon.words.more  # "supports increased sanctions"
    if left > sentence.start and not described and (doc[left].tag_ != "NNS" or doc[left - 1].tag_.startswith("NNP")):
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
        participle = head.tag_ in ("VBN", "JJ") and not _has_object(head)
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
    if role == "of":
        yield Link("object", word)
    elif word.dep_ == "dobj":
        yield Link(role, word.head)
    elif word.tag_ in VERB_TAGS:  # "provide relief from sanctions": the parser hangs "from" on the verb
        yield from (Link(role, child) for child in word.children if child.dep_ == "dobj" and child.i < preposition.i)


def _controlled(verb: Token) -> Iterator[Link]:
    """ "Sanctions are set to be lifted", "were due to expire": the infinitive says what happens to them."""
    for child in verb.children:
        if child.dep_ == "xcomp":
            yield Link("object" if _is_passive(child) else "subject", child)


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


def _framed(hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> Iterator[Claim]:
    done: set[int] = set()
    for link in _links(carriers, lexicon):
        frame = None if link.word.i in done else _frame(link, lexicon)
        if frame is None or (done and link.word.lower_ in lexicon.preparers):
            continue
        done.add(link.word.i)
        if frame.action == "ease" and (undoer := _undoer(link.word, lexicon)):
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
    if link.word.tag_ in VERB_TAGS:
        near = {child.lower_ for child in link.word.subtree}
        for frame, particle in lexicon.verbs.get(form, ()):
            if link.role in frame.roles and (not particle or particle in near):
                return frame
    return next((frame for frame in lexicon.nouns.get(form, ()) if link.role in frame.roles), None)


def _frame_claims(
    frame: Frame, link: Link, hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon
) -> Iterator[Claim]:
    """What the frame says; a breach under a word of punishment is enforced as well."""
    if frame.action == "ease" and (undoer := _undoer(link.word, lexicon)):
        judgement = judge_modality(undoer, lexicon=lexicon.modality)
        rule = f"relief undone {judgement.rule}"
        yield Claim("impose", _settle(judgement, "impose"), undoer, hit, carriers, judgement.cues, rule)
        return
    judgement = judge_modality(link.word, lexicon=lexicon.modality)
    action = _shade(frame.action, link, hit, carriers, lexicon)
    modality = "demanded" if _is_price(link.word, action, judgement, lexicon) else _settle(judgement, action)
    if modality == "actual" and action in ("ease", "lift"):
        modality = _relief_in_fact(link.word, lexicon)
    if action == "evade" and _is_beyond_preposition(link.word, judgement):
        modality = "actual"
    if frame.modality and modality in ("actual", "planned"):
        modality = frame.modality
    form = link.word.lower_
    if modality == "actual" and (form in lexicon.preparers or (form in lexicon.bringers and _bill(carriers, lexicon))):
        modality = "planned"
    claim = Claim(action, modality, link.word, hit, carriers, judgement.cues, f"{action} {link.role} {judgement.rule}")
    if action == "evade" and (enforcer := _enforcer(link.word, lexicon)):
        above = judge_modality(enforcer, lexicon=lexicon.modality)
        settled = _settle(above, "enforce")
        settled = "actual" if enforcer.lower_ in lexicon.words.settling and settled == "planned" else settled
        yield Claim("enforce", settled, enforcer, hit, carriers, above.cues, "enforce breach")
    yield claim
    if judgement.spurned:
        yield claim._replace(modality=judgement.spurned, rule=f"{claim.rule} spurned")
    if action == "impose" and (repeal := _repeal(link.word, lexicon)):
        above = judge_modality(repeal, lexicon=lexicon.modality)
        yield Claim("lift", _settle(above, "lift"), repeal, hit, carriers, above.cues, f"order lifted {above.rule}")


def _is_price(word: Token, action: str, judgement: Judgement, lexicon: SanctionsLexicon) -> bool:
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


def _relief_in_fact(word: Token, lexicon: SanctionsLexicon) -> str:
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


def _undoer(relief: Token, lexicon: SanctionsLexicon) -> Token | None:
    """The verb that takes relief away: "the relief expires", "revoked its waivers"."""
    head = relief.head
    linked = relief.dep_ in ("nsubj", "nsubjpass", "dobj") and relief.tag_.startswith("NN")
    return head if linked and head.lower_ in lexicon.undoers else None


def _is_beyond_preposition(word: Token, judgement: Judgement) -> bool:
    """ "Agreed to plead guilty for breaching": the cue governs the plea; the breach is a fact."""
    node, crossed = word, False
    while judgement.cues and node.i != judgement.cues[0] and node.head != node:
        crossed = crossed or node.dep_ == "prep"
        node = node.head
    return crossed and node.tag_ in VERB_TAGS and judgement.modality == "planned"


def _repeal(verb: Token, lexicon: SanctionsLexicon) -> Token | None:
    """The verb that ends the order or law which imposed them: "revoked an order that had imposed sanctions"."""
    order = verb.head
    if verb.dep_ not in ("relcl", "acl") or order.lower_ not in lexicon.words.orders:
        return None
    ends = any(
        frame.action == "lift" and "object" in frame.roles for frame, _ in lexicon.verbs.get(order.head.lower_, ())
    )
    return order.head if ends and order.dep_ in ("dobj", "nsubjpass") else None


def _bill(carriers: list[Token], lexicon: SanctionsLexicon) -> Token | None:
    """The bill or law that stands for the sanctions."""
    return next((carrier for carrier in carriers if carrier.lower_ in lexicon.words.bills), None)


def _shade(action: str, link: Link, hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> str:
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


def _settle(judgement: Judgement, action: str) -> str:
    """The judged modality as it is said of this action: conditions make threats and promises of plans."""
    modality = judgement.modality
    if action == "evade":
        return modality if modality in BREACH_MODALITIES else "actual"
    if judgement.conditional and modality == "planned":
        return "threatened" if action in HOSTILE else "promised"
    if modality == "promised" and action in HOSTILE:
        return "planned"
    return modality


def _enforcer(word: Token, lexicon: SanctionsLexicon) -> Token | None:
    """The word of punishment over a breach: "fined for violating", "seized a ship suspected of violating"."""
    node = word
    for _ in range(MAX_CONJUNCTS + 2):
        if node.lower_ in lexicon.enforcers and node != word:
            return node
        if node.head == node:
            return None
        node = node.head
    return None


def _bare_claim(hit: Hit, carriers: list[Token], lexicon: SanctionsLexicon) -> Claim:
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
        modality = _settle(judgement, action)
        if modality == "demanded" and top.dep_ == "pobj" and top.head.lower_ == "against":
            modality = "refused"
    if modality is None and _is_conditional(top):
        modality = "threatened"
    if modality is None and fresh and not _is_talk(top, lexicon):
        modality = _settle(judgement, action)
    if modality is None and (bill := _bill(carriers, lexicon)):
        modality = "actual" if bill.lower_ in words.laws else "planned"
    if modality is None and hit.trigger.action:
        enforcer = _enforcer(top, lexicon) if action == "evade" else None
        action = "enforce" if enforcer else action
        modality = _settle(judgement, action)
    if modality is None:
        return Claim("mention", None, hit.token, hit, carriers, (), "mention")
    return Claim(action, modality, hit.token, hit, carriers, judgement.cues, f"bare {judgement.rule}")


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
    while node.i != cue and node.head != node:
        if node.dep_ == "prep" and node.lower_ in ("in", "as", "at", "from"):
            return False
        node = node.head
        verbs += node.tag_ in VERB_TAGS and node.dep_ != "prep" and node.i != cue
    return node.i == cue and not verbs


def _is_talk(top: Token, lexicon: SanctionsLexicon) -> bool:
    return top.head.lower_ in lexicon.reactions or (top.dep_ == "pobj" and top.head.head.lower_ in lexicon.reactions)


def _is_cause(top: Token, lexicon: SanctionsLexicon) -> bool:
    """ "New sanctions would hurt": the subject of a verb under a modal."""
    auxiliaries = {child.lower_ for child in top.head.children if child.dep_ == "aux"}
    words = lexicon.modality.auxiliaries
    return top.dep_ == "nsubj" and bool(auxiliaries & {*words.conditional, *words.considered, *words.planned})


# ---------------------------------------------------------------- one of many


def _distinct(found: list[tuple[Claim, Parties]]) -> list[tuple[Claim, Parties]]:
    """One claim per action and modality, the first, unless another verb names other states; a mention only where
    nothing else is said, or where it names a state that is in none of the rest."""
    kept: list[tuple[Claim, Parties]] = []
    for one in found:
        same = [other for other in kept if other[0][:2] == one[0][:2]]
        if not same or all(_is_apart(one, other) for other in same):
            kept.append(one)
    cues = {cue for claim, _ in kept if not claim.rule.startswith("bare") for cue in claim.cues}
    rest = [one for one in kept if one[0].action != "mention"]
    rest = [one for one in rest if not (one[0].rule.startswith("bare") and cues & set(one[0].cues))]
    strong = [one for one in rest if not (one[0].rule.startswith("bare") and one[0].hit.trigger.weak)]
    rest = strong or rest
    rest = [one for one in rest if not one[0].hit.trigger.objects or all(_is_apart(one, o) for o in rest if o != one)]
    if not rest:
        return kept[:1] if all(claim.action == "mention" for claim, _ in kept) else kept
    known = {code for _, parties in rest for code in (*parties.sender, *parties.target)}
    beside = (one for one in kept if one[0].action == "mention" and _states(one[1].named_target) - known)
    return [*rest, *beside]


def _is_apart(one: tuple[Claim, Parties], other: tuple[Claim, Parties]) -> bool:
    """Whether two claims of other verbs name other senders or other targets."""
    (claim, parties), (known, theirs) = one, other
    if claim.word == known.word or claim.rule.startswith(("bare", "mention")):
        return False
    pairs = ((parties.named_sender, theirs.named_sender), (parties.named_target, theirs.named_target))
    return any(_states(a) and _states(b) and not _states(a) & _states(b) for a, b in pairs)


def _states(codes: frozenset[str]) -> set[str]:
    return {code for code in codes if len(code) == 3}


def _parties(claim: Claim, scene: Scene, lexicon: SanctionsLexicon) -> Parties:
    return find_parties(claim.word, claim.carriers, action=claim.action, scene=scene, lexicon=lexicon)


def _statement(claim: Claim, parties: Parties, scene: Scene, lexicon: SanctionsLexicon, article_id: str) -> Statement:
    sentence = scene.sentence
    start, end = claim.hit.span.start_char, claim.hit.span.end_char
    issue = _issue(claim, lexicon)
    return Statement(
        statement_id=f"{article_id}-s{start}-{claim.action}",
        action=claim.action,
        modality=claim.modality,
        start=start,
        end=end,
        sentence_start=sentence.start_char,
        sentence_end=sentence.end_char,
        sender=parties.sender,
        target=parties.target,
        measures=_measures(claim, lexicon),
        issue_start=issue[0],
        issue_end=issue[1],
        programme=_programme(sentence, lexicon),
        sources=[],
        rule=claim.rule,
        confidence=0.5 if claim.rule.startswith(("bare", "mention")) else 0.8,
    )


def _measures(claim: Claim, lexicon: SanctionsLexicon) -> list[str]:
    """Kinds of measure that the words next to the trigger name."""
    words = {part.lower_ for token in (claim.hit.token, *claim.carriers) for part in token.lefts}
    joined = [child for child in claim.hit.token.children if child.dep_ == "conj"]
    words |= {part.lower_ for noun in joined for part in noun.lefts}  # "asset freezes and travel bans"
    words |= {token.lower_ for token in claim.hit.span}
    named = [measure.name for measure in lexicon.measure if words & set(measure.words)]
    return sorted({*claim.hit.trigger.measures, *named})


def _programme(sentence: Span, lexicon: SanctionsLexicon) -> str | None:
    text = sentence.text.lower()
    return next((named.name for named in lexicon.programme if any(word in text for word in named.words)), None)


def _issue(claim: Claim, lexicon: SanctionsLexicon) -> tuple[int | None, int | None]:
    """What the sanctions are for: the phrase after "over", "for", "because of", where it is no party's name."""
    joined = (child for child in claim.word.children if child.dep_ == "conj" and child.tag_ == claim.word.tag_)
    for word in (*claim.carriers, claim.word, *joined):
        for child in word.rights:
            child = _in_response(child)
            if word.dep_ == "conj" and word.head == claim.word and child.lower_ == "for":
                continue  # "imposed sanctions and laid the basis for a cap"
            if child.dep_ == "prep" and child.lower_ in (*lexicon.words.issue_prepositions, "to"):
                if child.lower_ == "to" and child.head.lower_ not in ("response", "reaction", "retaliation"):
                    continue
                phrase = [part for part in child.subtree if part.i > child.i and part.sent.start == child.sent.start]
                lasting = any(part.dep_ == "pobj" and part.lower_ in lexicon.words.durations for part in child.children)
                relief = child.lower_ == "for" and claim.action in ("ease", "lift")
                if phrase and not lasting and not relief:
                    return phrase[0].idx, phrase[-1].idx + len(phrase[-1])
    return None, None


def _in_response(preposition: Token) -> Token:
    """The "to" of "in response to"; any other preposition as it is."""
    nouns = [child for child in preposition.children if child.dep_ == "pobj"] if preposition.lower_ == "in" else []
    return next((part for noun in nouns for part in noun.children if part.lower_ == "to"), preposition)


def _with_unique_ids(found: list[Statement]) -> list[Statement]:
    """The same statements; a second one of the same place and action gets a number behind its id."""
    seen: dict[str, int] = {}
    unique = []
    for statement in found:
        number = seen[statement.statement_id] = seen.get(statement.statement_id, 0) + 1
        unique.append(
            statement if number == 1 else replace(statement, statement_id=f"{statement.statement_id}-{number}")
        )
    return unique
