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
PLACES = frozenset({"country", "capital", "seat", "city", "place"})
DEFINITE = frozenset({"the", "these", "those", "its", "their", "his"})
BREACHES = frozenset({"evade"})


@dataclass(frozen=True, slots=True)
class Parties:
    """Codes of the sender and of the target, in the order of the text; `named_*`: those that grammar itself gave."""

    sender: list[str]
    target: list[str]
    named_sender: frozenset[str] = frozenset()
    named_target: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its coded mentions by token, the headline's codes, and what the statement before it named.

    `places`: tokens that name where something is ("talks in Geneva"), never who sends. `aside`: tokens that count only
    where grammar points at them, such as "European". `dateline`: the country that the text was written in.
    """

    sentence: Span
    codes: dict[int, str]
    title_codes: list[str]
    dateline: str | None = None
    places: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()
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
    codes, places, aside = _codes_of_words(sentence, lexicon), set[int](), set[int]()
    dateline = None
    aside.update(i for i, code in codes.items() if sentence.doc[i].lower_ in lexicon.adjective_codes)
    text, first, last = sentence.text, sentence.start, sentence.end
    for mention in mentions:
        if mention.last <= first or mention.first >= last:
            continue
        inside = range(max(mention.first, first), min(mention.last, last))
        if not mention.code or not inside or _covers_trigger(mention, lexicon):
            continue
        if _is_dateline(mention, sentence):
            dateline = mention.code
            continue
        codes.update(dict.fromkeys(inside, mention.code))
        aside.difference_update(inside)
        if mention.sense == "literal" and mention.entry is not None and mention.entry.kind in PLACES:
            at = mention.start - sentence.start_char
            if text[max(at - 2, 0) : max(at, 0)] in ("R-", "D-"):
                continue
            places.update(inside)
            if mention.entry.kind != "country":
                aside.update(inside)
        elif _names_treaty(mention, sentence.doc[inside[0]], lexicon):
            places.update(inside)
            aside.update(inside)
    before = before or Parties([], [])
    sets = frozenset(places), frozenset(aside)
    return Scene(sentence, codes, title_codes, dateline, *sets, before.sender, before.target)


def _names_treaty(mention: Mention, name: Token, lexicon: SanctionsLexicon) -> bool:
    """ "The Geneva accord": a city's name that tells where it was signed."""
    city = mention.entry is not None and mention.entry.kind in PLACES - {"country"}
    return city and name.dep_ in ("compound", "nmod") and name.head.lower_ in lexicon.words.treaties


def _codes_of_words(sentence: Span, lexicon: SanctionsLexicon) -> dict[int, str]:
    """The codes of words that name a party without being a name: "lawmakers", "European", "the North"."""
    codes: dict[int, str] = {}
    for token in sentence:
        code = lexicon.sender_word(token) or _adjective_code(token, lexicon)
        if code:
            codes[token.i] = code
        elif token.i > sentence.start and token.is_title and _has_article(token):
            followed = token.i + 1 < sentence.end and token.nbor().is_title
            if not followed and (code := lexicon.target_codes.get(token.lower_)):
                codes[token.i] = code
    return codes


def _has_article(token: Token) -> bool:
    """ "The North", "the communist North"."""
    before = token.nbor(-1)
    return before.lower_ == "the" or (before.tag_ == "JJ" and before.i > 0 and before.nbor(-1).lower_ == "the")


def _adjective_code(token: Token, lexicon: SanctionsLexicon) -> str | None:
    code = lexicon.adjective_codes.get(token.lower_)
    return code if code and _is_of_state(token, lexicon) else None


def _is_of_state(token: Token, lexicon: SanctionsLexicon) -> bool:
    """ "European governments", "European sanctions", "the bloc": not "European diesel prices"."""
    if token.lower_ == "europe":
        return True
    if token.tag_.startswith("NN") and token.dep_ not in ("compound", "nmod"):
        return token.i > 0 and token.nbor(-1).lower_ in ("the", "wide", "-")
    head = (token.head.head if token.dep_ == "conj" else token.head).lower_
    return head in lexicon.words.state_nouns or head in lexicon.triggers or head in lexicon.see_through


def _is_dateline(mention: Mention, sentence: Span) -> bool:
    """ "GENEVA, March 3 (Agency) -": where the text was written."""
    return mention.first == sentence.start and mention.text.isupper() and len(mention.text) > 3


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
    if action == "enforce" and word.lower_ in lexicon.words.settling:
        _from_settlement(word, scene, sender)
    elif word not in carriers:
        _from_prepositions(word, scene, lexicon, sender, target)
        _from_modifiers(word, scene, lexicon, sender, target)
        _from_verb(word, carriers, action, scene, lexicon, sender, target)
    if _is_vetoed(word, scene, lexicon):
        sender.codes = ["UNO"]
    if "UNO" in target.codes:  # "sanctions passed on the Security Council": it votes them
        target.drop(["UNO"])
        sender.add([] if sender.codes else ["UNO"])
    target.drop(sender.codes if not _both_only(sender, target) else [])
    sender.drop_persons_beside_states()
    named = frozenset(sender.codes), frozenset(target.codes)
    _fill(carriers[0] if carriers else word, action, scene, lexicon, sender, target)
    return Parties(sender.codes, target.codes, *named)


def _is_vetoed(word: Token, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """ "Two members vetoed a resolution of the Security Council": what falls are the United Nations' sanctions."""
    words = {token.lower_ for token in scene.sentence}
    vetoed = bool(words & lexicon.words.vetoes) or {"voted", "down"} <= words
    return vetoed and "UNO" in scene.codes.values() and word.tag_ not in ("VBD", "VBZ")


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

    def drop_persons_beside_states(self) -> None:
        """Leave out the office holders of a state that is named: "the Canadian government of Mr. Roy"."""
        if any(len(code) == 3 for code in self.codes):
            self.codes = [code for code in self.codes if not code.startswith("PER:")]

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


def _actors_under(token: Token, scene: Scene) -> list[str]:
    """The same without places: "a spokesman in Geneva" is not Switzerland."""
    return [scene.codes[part.i] for part in _phrase(token) if part.i in scene.codes and part.i not in scene.places]


def _phrase(token: Token) -> Iterator[Token]:
    parts, waiting = [], [token]
    while waiting:  # no recursion: a list of 800 names is a chain of 800 conjuncts
        part = waiting.pop()
        parts.append(part)
        for child in part.children:
            if child.dep_ in ("compound", "amod", "poss", "nmod", "conj", "appos", "nummod", "det"):
                waiting.append(child)
            elif child.dep_ == "prep" and (child.lower_ in ("of", "in", "including", "like") or _is_such_as(child)):
                waiting.extend(child.children)
    yield from sorted(parts, key=lambda part: part.i)


def _is_such_as(preposition: Token) -> bool:
    return preposition.lower_ == "as" and preposition.i > 0 and preposition.nbor(-1).lower_ == "such"


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
            phrases = [part for part in phrases if part.lower_ not in lexicon.words.occasions]
            if child.lower_ == "for":  # "relief for Iran", but not "for its acts in Iraq"
                phrases = [part for part in phrases if part.i in scene.codes]
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
    for part in (inner for child in word.children if child.dep_ == "dobj" for inner in child.children):
        if part.lower_ == "from" and part.dep_ == "prep":
            target.add(code for goods in part.children for code in codes_under(goods, scene))
    objects = [
        child for child in word.children if child.dep_ in ("dobj", "dative", "nsubjpass") and child not in carriers
    ]
    for part in objects:
        target.add(codes_under(part, scene))
    subject = subject_of(word)
    if subject is None or subject in carriers:
        return
    codes = [code for code in _actors_under(subject, scene) if code not in target.codes]
    if action in BREACHES:
        target.add(code for code in codes if code in lexicon.words.usual_targets and not target.codes)
    elif not sender.codes:
        sender.add(code for code in codes if code in lexicon.words.usual_senders or _acts(word, subject, lexicon))


def _from_settlement(word: Token, scene: Scene, sender: Found) -> None:
    """ "Agreed to pay a fine to American authorities": whom one pays is the one who enforces."""
    for child in word.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "with"):
            sender.add(code for part in child.children for code in codes_under(part, scene))


def _acts(word: Token, subject: Token, lexicon: SanctionsLexicon) -> bool:
    """Whether the subject does it itself: "China agreed to enforce", but not "Cuba wants to end"."""
    while word != subject.head:
        if word.dep_ not in ("xcomp", "conj") or subject.dep_ == "dobj":
            return subject.dep_ == "dobj"
        word = word.head
        cue = next((cue for cue, _ in lexicon.modality.verbs.get(word.lower_, ())), None)
        if cue is not None and cue.modality == "demanded":
            return False
    return True


def subject_of(word: Token) -> Token | None:
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
        if (called := _called_on(word)) is not None:
            return called
        word = word.head
    return None


def _called_on(word: Token) -> Token | None:
    """ "Called on Canada to lift": whom one calls on is to do it."""
    infinitive = word.tag_ == "VB" and word.dep_ in ("xcomp", "advcl")
    if not infinitive or word.head.lower_ not in ("call", "calls", "called", "calling"):
        return None
    asked = (child for child in word.head.children if child.lower_ in ("on", "upon") and child.i < word.i)
    return next((part for child in asked for part in child.children if part.dep_ == "pobj"), None)


def _names_target(word: Token, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """Whether "on", "against" lead to a party without a code: "on the company", "against those responsible"."""
    phrases = [
        part
        for child in word.children
        if child.dep_ == "prep" and child.lower_ in lexicon.words.naming_prepositions
        for part in child.children
        if part.dep_ == "pobj"
    ]
    return any(_is_unnamed_party(part, lexicon) and not codes_under(part, scene) for part in phrases)


def _is_unnamed_party(noun: Token, lexicon: SanctionsLexicon) -> bool:
    """ "The company", "those responsible", "Mr. Smith": a target that has no code; computers and chips are none."""
    if noun.lower_ in lexicon.words.country_words:
        return False
    return noun.lower_ in lexicon.sanctionable.nouns or noun.tag_.startswith("NNP")


def _fill(trigger: Token, action: str, scene: Scene, lexicon: SanctionsLexicon, sender: Found, target: Found) -> None:
    """What grammar left open: the sentence's usual targets and senders, the nearest first, then the headline's, then
    those of the statement before."""
    words = lexicon.words
    near = [i for i in sorted(scene.codes, key=lambda i: abs(i - trigger.i)) if i not in scene.aside]
    here = [scene.codes[i] for i in near]
    actors = [scene.codes[i] for i in near if i not in scene.places]
    if not target.codes and not target.named:
        pools = [actors, here, scene.title_codes, scene.target_before]
        usual = _first_likely(pools, words.usual_targets, sender.codes)
        chosen = usual or _first_likely(pools, words.less_usual_targets, sender.codes)
        target.add(chosen)
        target.add(code for code in _joined_with(chosen, near, scene) if code in words.usual_targets)
        target.drop(sender.codes)
    if not any(is_state(code) for code in sender.codes):
        pools = [actors] if _is_nobodys(trigger, action, lexicon) else [actors, scene.title_codes, scene.sender_before]
        pools = pools if len(pools) == 1 else [*pools, here]
        likely = _first_likely(pools, words.usual_senders, target.codes)
        if not likely and any(code.startswith("PER:") for code in sender.codes):
            first = scene.title_codes[:1] if len(scene.title_codes) > 1 else []  # "Russia imposes sanctions on Turkey"
            at_home = [code for code in (scene.dateline, *first) if code and is_state(code)]
            likely = [code for code in at_home if code not in target.codes][:1]
        sender.replace_persons(likely)


def _joined_with(chosen: list[str], near: list[int], scene: Scene) -> list[str]:
    """The codes of the conjuncts: who takes Iran from "in states such as Iran and Syria" takes both."""
    token = next((scene.sentence.doc[i] for i in near if [scene.codes[i]] == chosen), None)
    return [scene.codes[part.i] for part in token.conjuncts if part.i in scene.codes] if token is not None else []


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
    if trigger.i > trigger.sent.start:
        before.add(trigger.nbor(-1).lower_)
    return bool(before & lexicon.words.unspecific) or (action == "mention" and not before & DEFINITE)


def is_state(code: str) -> bool:
    """Whether a code stands for a country or a union of countries, not for a person or a firm."""
    return len(code) == 3 or code.startswith(("IGO:", "GRP:"))
