"""In extraction: whom a pronoun stands for: the subject above it in the sentence, else the last one named before."""

from flows.extract.events.scene import Found, Scene
from flows.extract.events.tree import VERBS, Tree, patients_or_doers


def resolve_pronoun(head: int, scene: Scene) -> Found:
    """The party that a pronoun means; without a code where the text leaves it open."""
    tree, word = scene.tree, scene.tree.lower[head]
    human = word in scene.lexicon.exact["persons"]
    pronouns = scene.lexicon.exact["persons"] | scene.lexicon.exact["things"]
    own = _own_subjects(head, tree)
    if own and (other := _named_between(own, head, human, scene)):
        return other
    skipping = word in scene.lexicon.exact["objective"]  # "considers them": not the one who considers
    for above in tree.climb(head):
        if tree.tags[above] not in VERBS:
            continue
        if skipping:
            skipping = False
            own = own or patients_or_doers(above, tree, depth=3)
            continue
        if tree.heads[head] == above and tree.links[head] in ("dobj", "dative", "nsubj", "nsubjpass"):
            continue  # nobody is the object of his own verb
        for subject in patients_or_doers(above, tree, depth=3):
            if subject < head and subject not in own and tree.lower[subject] not in pronouns:
                found = scene.party(subject)
                fits = found.is_party and not found.is_teller and (found.is_person if human else True)
                if fits and (found.code or found.is_party):
                    return found
    if word in scene.lexicon.exact["first_person"]:
        last = scene.speaker_at(head)
    else:
        last = scene.last_person if human else scene.last_state
    if last is None:
        return Found(head, head, head + 1, None, None, word not in ("it", "its"), human)
    return Found(head, head, head + 1, last.code, last.entity_id, True, human, inferred=True)


def _own_subjects(head: int, tree: Tree) -> list[int]:
    """The subjects of the verb that has the pronoun as its object."""
    verb = tree.heads[head]
    if tree.links[head] not in ("dobj", "dative", "pobj"):
        return []
    verb = tree.heads[verb] if tree.links[head] == "pobj" else verb
    return patients_or_doers(verb, tree, depth=3) if tree.tags[verb] in VERBS else []


def _named_between(own: list[int], head: int, human: bool, scene: Scene) -> Found | None:
    """The last person or state before an object pronoun that is not the subject of its own verb."""
    for token in range(head - 1, scene.sentence_start - 1, -1):
        mention = scene.tree.mentions.get(token)
        if mention is None or mention.last - 1 != token or token in own:
            continue
        found = scene.party(token)
        if found.is_party and not found.is_teller and (mention.label == "PERSON" if human else found.is_state):
            return None if any(scene.party(one).code == found.code for one in own if found.code) else found
    return None
