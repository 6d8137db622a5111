"""In extraction: which of a sentence's candidates are events, which hang on which, and what plans become.

In go candidates; out come Readings: type, modality and parent settled. A verb that governs a deed ("demanded that",
"agreed to", "threatened to") makes one event of the two; the deed is told apart, as embedded, only where it has
parties of its own.
"""

from dataclasses import dataclass, replace

from flows.extract.events.constraints import speakers
from flows.extract.events.hit import Hit
from flows.extract.events.kinds import FRIENDLY, HOSTILE
from flows.extract.events.places import contents, fill
from flows.extract.events.scene import Found, Scene
from flows.extract.events.tree import Tree
from flows.extract.events.triggers import Candidate
from flows.extract.modality import Judgement, ModalityLexicon, judge_modality

GOVERNING = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "CONSULT", "CONCEDE"})
# What is said needs no verb that carries it: "his insistence on", "the threat to".
SAID = frozenset({"REQUEST", "REJECT", "THREATEN", "ACCUSE"})
# CAMEO codes of what becomes of plans.
OF_PLANS = {"AID": "033", "COOPERATE": "031", "RETREAT": "035"}
OF_THREATS = {"ASSAULT": "138", "COERCE": "137", "SANCTION": "130", "MOBILIZE": "138", "PROTEST": "133"}
# What is done towards somebody, who may be left out.
TOWARDS = frozenset({"REQUEST", "REJECT", "THREATEN", "SANCTION", "CONCEDE", "ACCUSE", "MOBILIZE", "COERCE"})
HELP = frozenset({"help", "assist", "support", "protect", "aid", "defend"})
MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate as an event: what it is, what is claimed of it, and the reading that it hangs on.

    `parent` is the parent's trigger token; `aside`: it stands in the background ("after ...", "who ...").
    """

    candidate: Candidate
    type: str
    cameo: str
    modality: str
    rule: str
    actors: list[Found]
    recipients: list[Found]
    parent: int | None = None
    aside: bool = False
    cues: tuple[int, ...] = ()
    modality_rule: str | None = None


def readings(found: list[Candidate], scene: Scene, modality: ModalityLexicon) -> list[Reading]:
    """The events of a sentence, in the order of their triggers."""
    by_token = {one.hit.token: one for one in found}
    by_token |= {
        one.hit.carrier: one for one in found if one.hit.carrier is not None and one.hit.carrier not in by_token
    }
    read: dict[int, Reading] = {}
    for one in found:
        parent, aside = _place(one, by_token, scene)
        reading = _settle(one, _judged(one, scene, modality), scene)
        read[one.hit.token] = replace(reading, parent=parent, aside=aside)
    for token, reading in list(read.items()):
        read[token] = _with_implied(_by_its_deed(reading, read, scene.tree), scene)
    return [one for one in read.values() if _counts(one, read, scene.tree)]


def _judged(one: Candidate, scene: Scene, modality: ModalityLexicon) -> Judgement:
    """What is claimed of the trigger; a "not" of its own words ("will not tolerate") denies nothing."""
    judgement = judge_modality(scene.tree.doc[one.hit.judged], lexicon=modality)
    words = scene.tree.lower[one.hit.first : one.hit.last]
    if judgement.rule == "negation" and not {"not", "n't", "never"}.isdisjoint(words):
        return replace(judgement, modality="actual", rule="tense")
    return judgement


def _place(one: Candidate, by_token: dict[int, Candidate], scene: Scene) -> tuple[int | None, bool]:
    """The trigger that governs this one, and whether it only stands in the background."""
    tree, aside_words = scene.tree, scene.lexicon.exact["aside"]
    token, aside, purpose = one.hit.judged, False, False
    for _ in range(MAX_STEPS):
        head, link = tree.heads[token], tree.links[token]
        if head == token:
            break
        behind = link == "prep" and tree.lower[token] in aside_words
        for_it = link == "advcl" and _is_infinitive(token, tree)
        purpose = purpose or (for_it and not tree.lower[head].startswith("work"))  # who works to do it does it
        clause = link == "relcl" or (link == "advcl" and not _is_infinitive(token, tree) and not _adds(token, tree))
        aside = aside or behind or clause or (link == "acl" and tree.tags[token] in ("VBN", "VBG"))
        above = by_token.get(head)
        if above is not None and above is not one and link != "conj":
            return (None, True) if aside else (above.hit.token, purpose)
        token = head
    return None, aside or purpose


def _adds(token: int, tree: Tree) -> bool:
    """ "..., killing three soldiers": behind the main verb a participle goes on with the story."""
    return tree.tags[token] == "VBG" and token > tree.heads[token] and not tree.linked(token, "mark", "nsubj")


def _is_infinitive(token: int, tree: Tree) -> bool:
    """ "To defend": a purpose."""
    return tree.tags[token] == "VB" and any(tree.tags[child] == "TO" for child in tree.linked(token, "aux"))


def _settle(one: Candidate, judgement: Judgement, scene: Scene) -> Reading:
    """Type and modality: plans of friends are agreements, plans of foes threats, what is refused is rejected."""
    sense, modality = one.sense, _modality(one, judgement, scene)
    read = Reading(one, sense.type, sense.cameo, modality, sense.rule, one.actors, one.recipients)
    read = replace(read, cues=judgement.cues, modality_rule=judgement.rule)
    kind, rule = sense.type, sense.rule
    if sense.keeps:
        is_said = "speaker" in sense.actor and modality not in ("denied", "refused")  # "must", "will pay": said so
        return replace(read, modality="actual") if is_said else read
    if kind in FRIENDLY and modality in ("planned", "promised") and not _is_tried(judgement, scene):
        return replace(read, type="AGREE", cameo=OF_PLANS[kind], rule=f"{rule}>agree")
    if kind in HOSTILE and modality in ("planned", "threatened") and not _is_tried(judgement, scene):
        return replace(read, type="THREATEN", cameo=OF_THREATS[kind], rule=f"{rule}>threaten")
    if (
        modality == "refused"
        and judgement.rule == "negation"
        and kind not in HOSTILE | {"REJECT", "ACCUSE", "THREATEN"}
    ):
        return replace(read, type="REJECT", cameo="120", rule=f"{rule}>reject", modality="actual")
    if modality == "demanded" and judgement.rule == "obligation" and (who := _speakers(one, scene)):
        asked = one.recipients if kind in HOSTILE and one.recipients else one.actors
        return replace(
            read, type="REQUEST", cameo="100", rule=f"{rule}>request", modality="actual", actors=who, recipients=asked
        )
    return read


def _modality(one: Candidate, judgement: Judgement, scene: Scene) -> str:
    """The judged modality as it is said of this deed: conditions make threats and promises of plans."""
    tree, exact = scene.tree, scene.lexicon.exact
    modality, hostile = str(judgement.modality), one.sense.type in HOSTILE
    if judgement.rule == "supposing" and modality == "hypothetical" and _may(one.hit.judged, tree):
        return "considered"
    if judgement.conditional and modality == "planned":
        return "threatened" if hostile else "promised"
    if modality == "promised" and hostile:
        return "planned"
    if modality == "actual" and judgement.rule == "tense" and _is_purpose(one.hit.judged, scene):
        return "planned"
    if modality == "demanded" and judgement.cues and tree.lower[judgement.cues[0]].startswith(tuple(exact["own_wish"])):
        return (
            "planned"
            if tree.heads[one.hit.judged] == judgement.cues[0] and tree.links[one.hit.judged] == "xcomp"
            else modality
        )
    if modality == "actual" and judgement.reported and tree.lower[one.hit.token] in exact["coming"]:
        return "planned" if tree.linked(one.hit.token, "aux") else modality
    return modality


def _is_tried(judgement: Judgement, scene: Scene) -> bool:
    """ "Tried to hack", "an attempt to kill": a deed begun, no threat."""
    begun = tuple(scene.lexicon.exact["tried"])
    return any(scene.tree.lower[cue].startswith(begun) for cue in judgement.cues)


def _may(verb: int, tree: Tree) -> bool:
    """ "Whether it might open an office"."""
    helpers, marks = tree.linked(verb, "aux"), tree.linked(verb, "mark")
    return any(tree.lower[one] in ("may", "might", "could") for one in helpers) and any(
        tree.lower[mark] == "whether" for mark in marks
    )


def _is_purpose(verb: int, scene: Scene) -> bool:
    """An infinitive that nothing makes a fact: "a list to discuss", "sent envoys to negotiate"; not "managed to"."""
    tree = scene.tree
    if not _is_infinitive(verb, tree):
        return False
    return tree.lower[tree.heads[verb]] not in scene.lexicon.exact["managed"]


def _speakers(one: Candidate, scene: Scene) -> list[Found]:
    """Who says that it must be done: the subject of the verb of speech, else the speaker of the quote."""
    found = [scene.party(head) for head in speakers(one.hit, scene)]
    found = [speaker for speaker in found if speaker.is_party and not speaker.is_teller]
    if not found and (speaker := scene.speaker_at(one.hit.token)):
        found = [speaker]
    return [speaker for speaker in found if speaker.head not in {actor.head for actor in one.actors}]


def _by_its_deed(one: Reading, read: dict[int, Reading], tree: Tree) -> Reading:
    """ "Vowed to strike back" threatens, "promised not to return it" refuses, though the verb is one of promises."""
    if one.type != "AGREE" or one.candidate.sense.type != "AGREE":
        return one
    said = contents(one.candidate.hit, tree)
    if any(tree.lower[child] in ("not", "never") for verb in said for child in tree.linked(verb, "neg")):
        hostile = any(verb in read and read[verb].candidate.sense.type in HOSTILE for verb in said)
        return one if hostile else replace(one, type="REJECT", cameo="120", rule=f"{one.rule}>reject")
    deeds = [read[verb] for verb in said if verb in read and not _is_helping(verb, tree)]
    deeds += [deed for deed in read.values() if deed.candidate.hit.carrier in said]
    if deeds and all(deed.candidate.sense.type in HOSTILE for deed in deeds):
        return replace(one, type="THREATEN", cameo="130", rule=f"{one.rule}>threaten")
    return one


def _is_helping(verb: int, tree: Tree) -> bool:
    """ "Send troops to help": no threat."""
    return any(tree.lower[one] in HELP for one in contents(Hit(verb, verb, verb + 1, "verb"), tree))


def _with_implied(one: Reading, scene: Scene) -> Reading:
    """The other of the two states that the article is about, where a state acts and nobody is told to undergo it."""
    if not scene.pair or one.recipients or one.type not in TOWARDS or one.parent is not None or one.aside:
        return one
    if (
        one.modality in ("denied", "hypothetical")
        or one.candidate.sense.type == "MOBILIZE"
        or _is_own_matter(one, scene)
    ):
        return one
    codes = {found.code for found in scene.pair}
    if not one.actors:
        return _between_the_pair(one, scene)
    if len(one.actors) != 1 or one.actors[0].code not in codes:
        return one
    return replace(one, recipients=[other for other in scene.pair if other.code != one.actors[0].code])


def _is_own_matter(one: Reading, scene: Scene) -> bool:
    """ "Wants to see it built", "rejected the notion": nothing that is asked of or refused to anybody."""
    tree, hit = scene.tree, one.candidate.hit
    if one.type == "REQUEST" and hit.kind == "verb":
        deeds = [verb for verb in contents(hit, tree) if tree.links[verb] == "xcomp" and tree.heads[verb] == hit.token]
        is_passive_wish = any(tree.linked(verb, "auxpass") for verb in deeds)
        return bool(deeds) and not is_passive_wish and not tree.linked(hit.token, "dobj")
    vague = scene.lexicon.exact["vague"]
    return one.type == "REJECT" and any(tree.lower[noun] in vague for noun in fill("obj", hit, tree))


def _between_the_pair(one: Reading, scene: Scene) -> Reading:
    """A passive that names nobody ("operations have been curtailed"): who says so does it, else both states."""
    named = any(test.words and not test.negated and test.place != "subj" for test in one.candidate.sense.tests)
    if not named or one.type not in ("SANCTION", "CONCEDE") or one.candidate.hit.kind != "verb":
        return one
    codes = {found.code for found in _speakers(one.candidate, scene)}
    actors = [found for found in scene.pair if found.code in codes]
    if len(actors) == 1:
        return replace(one, actors=actors, recipients=[found for found in scene.pair if found not in actors])
    return replace(one, actors=list(scene.pair), recipients=list(scene.pair)) if one.type == "SANCTION" else one


def _counts(one: Reading, read: dict[int, Reading], tree: Tree) -> bool:
    """Whether the candidate is an event of its own: what stands aside only with two parties that have codes."""
    if not one.actors and not one.recipients:
        return False
    parent = read.get(one.parent) if one.parent is not None else None
    if parent is not None and parent.candidate.sense.type in GOVERNING:
        return _has_own_parties(one, parent)
    if one.aside:
        if one.type == "SUPPORT" and tree.links[one.candidate.hit.token] == "acl":  # "forces backed by Chad"
            return False
        return one.modality != "hypothetical" and _is_dyad(one) and _are_states(one)
    hit = one.candidate.hit
    if hit.kind != "noun" or hit.carrier is not None or (one.actors and one.recipients):
        return True
    return one.type in SAID and any(found.code for found in one.actors) and bool(tree.linked(hit.token, "prep", "acl"))


def _is_dyad(one: Reading) -> bool:
    """Two parties with different codes."""
    actors, recipients = _codes(one.actors), _codes(one.recipients)
    return bool(actors and recipients and len(actors | recipients) > 1)


def _are_states(one: Reading) -> bool:
    """A state on either side."""
    return all(any(found.is_state for found in side) for side in (one.actors, one.recipients))


def _has_own_parties(one: Reading, parent: Reading) -> bool:
    """Two coded parties, none of the parent's actors acting."""
    actors, recipients = _codes(one.actors), _codes(one.recipients)
    return bool(actors and recipients) and not actors & _codes(parent.actors)


def _codes(found: list[Found]) -> set[str]:
    """Codes that the text shows: guesses make no event of what is told in the background."""
    return {one.code for one in found if one.code and not one.is_guess}
