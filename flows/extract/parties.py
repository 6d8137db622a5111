"""In extraction: who imposes sanctions and on whom, for one action in one sentence.

In go the action's word, the words that stand for the sanctions, and the sentence's linked mentions; out come codes.
Grammar decides first (subject, agent, "against", "Iran sanctions"); where it is silent, the usual roles of states,
then the headline, then the statement before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from flows.extract.modality import VERB_TAGS
from flows.extract.names import Mention
from flows.extract.sanctions_words import SanctionsLexicon

SUBJECTS = frozenset({"nsubj", "agent"})
# The subject of these stands a clause higher: "the Union agreed to impose", "a plan to lift".
CONTROLLED = frozenset({"xcomp", "conj", "acl", "advcl", "pcomp", "prep", "dobj", "pobj"})
MAX_STEPS = 6
DEFINITE = frozenset({"the", "these", "those", "its", "their", "his"})
BREACHES = frozenset({"evade"})


@dataclass(frozen=True, slots=True)
class Parties:
    """Codes of the sender and of the target, in the order of the text."""

    sender: list[str]
    target: list[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its coded mentions by token, the headline's codes, and what the statement before it named."""

    sentence: Span
    codes: dict[int, str]
    title_codes: list[str]
    sender_before: list[str] = field(default_factory=list)
    target_before: list[str] = field(default_factory=list)


def scene_of(
    sentence: Span,
    mentions: Iterable[Mention],
    *,
    title_codes: list[str],
    before: Parties | None,
    lexicon: SanctionsLexicon,
) -> Scene:
    """The sentence with every token that names a party; words such as "lawmakers" stand in where no mention does."""
    codes: dict[int, str] = {}
    for token in sentence:
        if code := lexicon.sender_word(token):
            codes[token.i] = code
    for mention in mentions:
        if (
            mention.code
            and not _covers_trigger(mention, lexicon)
            and mention.first < sentence.end
            and mention.last > sentence.start
        ):
            codes.update(dict.fromkeys(range(mention.first, mention.last), mention.code))
    before = before or Parties([], [])
    return Scene(sentence, codes, title_codes, before.sender, before.target)


def _covers_trigger(mention: Mention, lexicon: SanctionsLexicon) -> bool:
    """ "EU Sanctions" taken for an organisation: the name of a thing, no party."""
    return mention.code is not None and mention.code.startswith("ORG:") and bool(lexicon.pattern.search(mention.text))


def find_parties(
    word: Token, carriers: list[Token], *, action: str, scene: Scene, lexicon: SanctionsLexicon
) -> Parties:
    """Sender and target of the action that `word` names; `carriers` stand for the sanctions themselves."""
    sender, target = Found(), Found()
    target.named = any(_names_target(part, scene, lexicon) for part in {*carriers, word})
    for carrier in carriers:
        _from_modifiers(carrier, scene, lexicon, sender, target)
        _from_prepositions(carrier, scene, lexicon, sender, target)
        for child in carrier.children:
            if child.dep_ in ("acl", "relcl"):
                _from_prepositions(child, scene, lexicon, sender, target)
    if word not in carriers:
        _from_prepositions(word, scene, lexicon, sender, target)
        _from_modifiers(word, scene, lexicon, sender, target)
        _from_verb(word, carriers, action, scene, lexicon, sender, target)
    target.drop(sender.codes if not _both_only(sender, target) else [])
    _fill(carriers[0] if carriers else word, action, scene, lexicon, sender, target)
    return Parties(sender.codes, target.codes)


class Found:
    """Codes as they are found, each once."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.named = False  # the sentence names it in words that have no code

    def add(self, codes: Iterable[str]) -> None:
        """Take what is new."""
        self.codes.extend(code for code in dict.fromkeys(codes) if code not in self.codes)

    def replace_persons(self, codes: list[str]) -> None:
        """States in the place of persons: sanctions are imposed in an office, even where the text does not name it."""
        if codes:
            self.codes = [*(code for code in self.codes if not code.startswith("PER:")), *codes]

    def drop(self, codes: Iterable[str]) -> None:
        """Leave out what stands elsewhere."""
        gone = set(codes)
        self.codes = [code for code in self.codes if code not in gone]


def _both_only(sender: Found, target: Found) -> bool:
    return not set(sender.codes) & set(target.codes)


def codes_under(token: Token, scene: Scene) -> list[str]:
    """Codes of the mentions in a noun phrase, without its relative clauses and without what hangs on prepositions
    other than "of", "in" and "and"."""
    return [scene.codes[part.i] for part in _phrase(token) if part.i in scene.codes]


def _phrase(token: Token) -> Iterator[Token]:
    parts = [token]
    for child in token.children:
        if child.dep_ in ("compound", "amod", "poss", "nmod", "conj", "appos", "nummod", "det"):
            parts.extend(_phrase(child))
        elif child.dep_ == "prep" and child.lower_ in ("of", "in", "including", "like"):
            parts.extend(part for inner in child.children for part in _phrase(inner))
    yield from sorted(parts, key=lambda part: part.i)


def _from_modifiers(noun: Token, scene: Scene, lexicon: SanctionsLexicon, sender: Found, target: Found) -> None:
    """ "US sanctions", "Obama's sanctions": senders; "Iran sanctions": the target."""
    for child in noun.children:
        if child.dep_ not in ("compound", "amod", "poss", "nmod", "nsubj") or child.i > noun.i:
            continue
        if child.dep_ == "nsubj" and noun.tag_ in VERB_TAGS:
            continue
        codes = codes_under(child, scene)
        usual = [code for code in codes if code in lexicon.words.usual_senders or child.dep_ == "poss"]
        sender.add(usual)
        target.add(code for code in codes if code not in usual)


def _from_prepositions(word: Token, scene: Scene, lexicon: SanctionsLexicon, sender: Found, target: Found) -> None:
    """ "against Iran", "on Iran" and the like: targets; "by the Union", "from Washington": senders."""
    for child in word.children:
        if child.dep_ in ("prep", "agent", "dative", "acl") and child.i > word.i:
            phrases = [part for part in child.children if part.dep_ in ("pobj", "pcomp", "dobj")]
            codes = [code for phrase in phrases for code in codes_under(phrase, scene)]
            if child.lower_ in lexicon.words.target_prepositions or child.lower_ in ("aimed", "targeting"):
                target.add(codes)
                for inner in child.children:
                    if child.lower_ == "aimed" and inner.dep_ == "prep":
                        target.add(code for part in inner.children for code in codes_under(part, scene))
            elif child.lower_ in ("by", "from"):
                sender.add(code for code in codes if code in lexicon.words.usual_senders or child.lower_ == "by")


def _from_verb(
    word: Token,
    carriers: list[Token],
    action: str,
    scene: Scene,
    lexicon: SanctionsLexicon,
    sender: Found,
    target: Found,
) -> None:
    """Subject and objects of the action's verb, or of the verb that controls it."""
    objects = [
        child for child in word.children if child.dep_ in ("dobj", "dative", "nsubjpass") and child not in carriers
    ]
    for part in objects:
        target.add(codes_under(part, scene))
    subject = _subject(word)
    if subject is None or subject in carriers:
        return
    codes = [code for code in codes_under(subject, scene) if code not in target.codes]
    if action in BREACHES:
        target.add(code for code in codes if code in lexicon.words.usual_targets and not target.codes)
    elif not sender.codes:
        sender.add(code for code in codes if code in lexicon.words.usual_senders or _acts(word, subject, lexicon))


def _acts(word: Token, subject: Token, lexicon: SanctionsLexicon) -> bool:
    """Whether the subject does it itself: "China agreed to enforce", but not "Cuba wants to end"."""
    while word != subject.head:
        if word.dep_ != "xcomp" or subject.dep_ == "dobj":
            return subject.dep_ == "dobj"
        word = word.head
        cue = next((cue for cue, _ in lexicon.modality.verbs.get(word.lower_, ())), None)
        if cue is not None and cue.modality == "demanded":
            return False
    return True


def _subject(word: Token) -> Token | None:
    """The subject of a verb, looked for upwards where the verb has none of its own."""
    for _ in range(MAX_STEPS):
        found = next((child for child in word.children if child.dep_ == "nsubj" and child.i < word.i), None)
        if found is not None:
            return found
        if word.dep_ == "relcl":
            return word.head
        if word.head == word or word.dep_ not in CONTROLLED:
            return None
        controller = next((child for child in word.head.children if child.dep_ == "dobj" and child.i < word.i), None)
        if word.dep_ == "xcomp" and controller is not None:
            return controller
        word = word.head
    return None


def _names_target(word: Token, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """Whether "on", "against" lead to a party without a code: "on the company", "against those responsible"."""
    phrases = [
        part
        for child in word.children
        if child.dep_ == "prep" and child.lower_ in lexicon.words.naming_prepositions
        for part in child.children
        if part.dep_ == "pobj"
    ]
    return any(part.lower_ not in lexicon.words.country_words and not codes_under(part, scene) for part in phrases)


def _fill(trigger: Token, action: str, scene: Scene, lexicon: SanctionsLexicon, sender: Found, target: Found) -> None:
    """What grammar left open: the sentence's usual targets and senders, the nearest first, then the headline's, then
    those of the statement before."""
    words = lexicon.words
    here = [scene.codes[i] for i in sorted(scene.codes, key=lambda i: abs(i - trigger.i))]
    if not target.codes and not target.named:
        pools = [here, scene.title_codes, scene.target_before]
        usual = _first_likely(pools, words.usual_targets, sender.codes)
        target.add(usual or _first_likely(pools, words.less_usual_targets, sender.codes))
    if not any(is_state(code) for code in sender.codes):
        pools = [here] if _is_nobodys(trigger, action, lexicon) else [here, scene.title_codes, scene.sender_before]
        sender.replace_persons(_first_likely(pools, words.usual_senders, target.codes))


def _first_likely(pools: list[list[str]], usual: frozenset[str], taken: list[str]) -> list[str]:
    """The first code of the first pool that has a usual one which is not taken."""
    for pool in pools:
        for code in pool:
            if code in usual and code not in taken:
                return [code]
    return []


def _is_nobodys(trigger: Token, action: str, lexicon: SanctionsLexicon) -> bool:
    """Whether no single sender is meant: "international sanctions", "talk of sanctions"; not "these sanctions"."""
    before = {child.lower_ for child in trigger.lefts}
    return bool(before & lexicon.words.unspecific) or (action == "mention" and not before & DEFINITE)


def is_state(code: str) -> bool:
    """Whether a code stands for a country or a union of countries, not for a person or a firm."""
    return len(code) == 3 or code.startswith(("IGO:", "GRP:"))
