"""In extraction: who imposes sanctions and on whom, for one action in one sentence.

In go the action's word, the words that stand for the sanctions, and the sentence's linked mentions; out come codes.
Grammar decides first (subject, agent, "against", "Iran sanctions"); where it is silent, the usual roles of states,
then the headline, then the statement before (usual.py).
"""

from spacy.tokens import Token

from flows.extract.modality import VERB_TAGS
from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.phrases import actors_under, codes_under, subject_of
from flows.extract.sanctions.scene import Scene
from flows.extract.sanctions.sectors import sectors_of
from flows.extract.sanctions.usual import Found, fill
from flows.extract.sanctions.values import Parties

BREACHES = frozenset({"evade"})


def find_parties(
    word: Token, carriers: list[Token], *, action: str, scene: Scene, lexicon: SanctionsLexicon
) -> Parties:
    """Sender and target of the action that `word` names; `carriers` stand for the sanctions themselves."""
    sender, target = Found(), Found()
    target.named = any(_names_target(part, scene, lexicon) for part in {*carriers, word})
    for carrier in carriers:
        _from_prepositions(carrier, scene, lexicon, sender, target)
        _from_modifiers(carrier, scene, lexicon, sender, target)
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
    fill(carriers[0] if carriers else word, action, scene, lexicon, sender, target)
    target.add(sectors_of([*carriers, word], lexicon))
    return Parties(sender.codes, target.codes, *named)


def _is_vetoed(word: Token, scene: Scene, lexicon: SanctionsLexicon) -> bool:
    """ "Two members vetoed a resolution of the Security Council": what falls are the United Nations' sanctions."""
    words = {token.lower_ for token in scene.sentence}
    vetoed = bool(words & lexicon.words.vetoes) or {"voted", "down"} <= words
    return vetoed and "UNO" in scene.codes.values() and word.tag_ not in ("VBD", "VBZ")


def _both_only(sender: Found, target: Found) -> bool:
    return not set(sender.codes) & set(target.codes)


def _from_modifiers(noun: Token, scene: Scene, lexicon: SanctionsLexicon, sender: Found, target: Found) -> None:
    """ "US sanctions", "Obama's sanctions": senders; "Iran sanctions": the target."""
    for child in noun.children:
        if child.dep_ not in ("compound", "amod", "poss", "nmod", "nsubj") or child.i > noun.i:
            continue
        if child.dep_ == "nsubj" and noun.tag_ in VERB_TAGS:
            continue
        codes = codes_under(child, scene)
        usual = [code for code in codes if _owns(code, child, lexicon, target)]
        sender.add(usual)
        target.add(code for code in codes if code not in usual)


def _owns(code: str, owner: Token, lexicon: SanctionsLexicon, target: Found) -> bool:
    """Whether an owner sends: "Obama's sanctions", "Russia's sanctions on Turkey"; "Iran's sanctions" lie on it."""
    if code in lexicon.words.usual_senders:
        return True
    return owner.dep_ == "poss" and (code not in lexicon.words.usual_targets or bool(target.codes) or target.named)


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
    passive = any(child.dep_ == "auxpass" for child in word.children)
    subject = None if passive and word.dep_ == "conj" else subject_of(word)
    if subject is None or subject in carriers:
        return
    codes = [code for code in actors_under(subject, scene) if code not in target.codes]
    if word.lower_ in lexicon.sufferers:
        target.add(codes)
    elif action in BREACHES:
        target.add(code for code in codes if code in lexicon.words.usual_targets and not target.codes)
    elif not sender.codes:
        acts = _acts(word, subject, lexicon)
        sender.add(code for code in codes if acts or code in lexicon.words.usual_senders or _signs(code, word, subject))


def _from_settlement(word: Token, scene: Scene, sender: Found) -> None:
    """ "Agreed to pay a fine to American authorities": whom one pays is the one who enforces."""
    for child in word.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "with"):
            sender.add(code for part in child.children for code in codes_under(part, scene))


def _signs(code: str, word: Token, subject: Token) -> bool:
    """ "He signed an order lifting them", "he lost ground by lifting them": a person who does it himself."""
    doing = word.tag_ == "VBG" and word.dep_ in ("acl", "advcl", "pcomp")
    return doing and code.startswith("PER:") and subject.dep_ == "nsubj"


def _acts(word: Token, subject: Token, lexicon: SanctionsLexicon) -> bool:
    """Whether the subject does it itself: "China agreed to enforce", but not "Cuba wants to end"."""
    while word != subject.head:
        if word.dep_ not in ("xcomp", "conj") or subject.dep_ == "dobj":
            return subject.dep_ == "dobj"
        word = word.head
        cue = next((cue for cue, _ in lexicon.modality.verbs.get(word.lower_, ())), None)
        if (cue is not None and cue.modality == "demanded") or word.lower_ in lexicon.strivers:
            return False
    return True


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
