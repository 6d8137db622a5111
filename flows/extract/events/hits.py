"""In extraction: the words of a sentence that may trigger an event, in each sense that the lexicon gives them.

A word is a verb, a noun, an adjective or part of a phrase; verbs with particles need those near.
"""

from collections.abc import Iterator

from flows.extract.events.carriers import carrier_of
from flows.extract.events.hit import Hit
from flows.extract.events.lexicon import EventLexicon, Sense
from flows.extract.events.scene import Scene
from flows.extract.events.tree import NOUNS, VERBS, Tree, is_passive

PARTICLE_LINKS = frozenset({"prt", "prep", "advmod", "agent", "dative", "acomp", "aux", "mark", "dobj", "pobj"})
PREDICATIVE = frozenset({"acomp", "oprd", "attr", "conj", "ROOT", "ccomp", "advcl", "acl", "relcl", "xcomp"})
NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "conj", "pcomp"})
# A particle this many tokens away is left out of the trigger's span.
MAX_APART = 4


def hits_at(token: int, scene: Scene) -> Iterator[tuple[Hit, Sense]]:
    """The senses that the word at a token may have, each with the hit that it would be, phrases first."""
    yield from _phrases(token, scene)
    yield from _verbs(token, scene)
    yield from _nouns(token, scene)
    if scene.tree.links[token] in PREDICATIVE and not _is_active(token, scene.tree):
        for sense in scene.lexicon.adjectives.get(scene.tree.lower[token], ()):
            yield Hit(token, token, token + 1, "adjective"), sense


def _is_active(token: int, tree: Tree) -> bool:
    """ "As he prepared to leave": a verb, no adjective."""
    return tree.tags[token] == "VBD" and bool(tree.linked(token, "nsubj"))


def _phrases(token: int, scene: Scene) -> Iterator[tuple[Hit, Sense]]:
    words = scene.tree.lower
    for phrase, sense in scene.lexicon.phrases.get(words[token], ()):
        if tuple(words[token : token + len(phrase)]) == phrase:
            yield _phrase_hit(token, token + len(phrase), scene.tree, scene.lexicon), sense


def _verbs(token: int, scene: Scene) -> Iterator[tuple[Hit, Sense]]:
    tree = scene.tree
    senses = scene.lexicon.verbs.get(tree.lower[token], ())
    if tree.tags[token] == "MD" and tree.tags[tree.heads[token]] in VERBS:  # "must": the verb below is the deed
        yield from ((Hit(tree.heads[token], token, token + 1, "verb"), sense) for sense, _ in senses)
    if not senses or not _is_verb(token, tree):
        return
    near = _near(token, scene) if any(particles for _, particles in senses) else {}
    alone = Hit(token, token, token + 1, "verb")
    for sense, particles in senses:
        if not particles:
            yield alone, sense
        elif all(particle in near for particle in particles):
            ends = [near[particle] for particle in particles if near[particle] - token < MAX_APART]
            yield Hit(token, token, max([token, *ends]) + 1, "verb", particles), sense


def _nouns(token: int, scene: Scene) -> Iterator[tuple[Hit, Sense]]:
    tree = scene.tree
    senses = scene.lexicon.nouns.get(tree.lower[token], ())
    mention = tree.mentions.get(token)
    if not senses or (mention is not None and mention.code):
        return
    if token and (tree.lower[token - 1], tree.lower[token]) in scene.lexicon.pairs:  # a "phone call" is no call for
        return
    if tree.tags[token] in NOUNS or (tree.tags[token] in ("VBG", "JJ") and tree.links[token] in NOMINAL):
        carrier, happens = carrier_of(token, tree, scene.lexicon)
        hit = Hit(token, token, token + 1, "noun", (), carrier, happens)
        yield from ((hit, sense) for sense in senses)


def _phrase_hit(first: int, last: int, tree: Tree, lexicon: EventLexicon) -> Hit:
    inside = range(first, last)
    root = next((token for token in inside if tree.heads[token] not in inside or tree.heads[token] == token), first)
    if tree.tags[root] in VERBS and not is_passive(root, tree):
        return Hit(root, first, last, "verb")
    if tree.tags[root] in NOUNS:
        carrier, happens = carrier_of(root, tree, lexicon)
        return Hit(root, first, last, "noun", (), carrier, happens)
    return Hit(root, first, last, "phrase")


def _is_verb(token: int, tree: Tree) -> bool:
    """By its tag; or by its subject and object, where the tagger of a headline went wrong."""
    if tree.tags[token] in VERBS:
        return tree.links[token] not in ("amod", "compound", "aux", "nmod")
    if tree.tags[token] not in ("NNS", "NN", "NNP", "NNPS"):
        return False
    links = {tree.links[child] for child in tree.children[token]}
    return bool(links & {"dobj", "nsubj"}) and tree.links[token] in ("ROOT", "ccomp", "conj", "parataxis")


def _near(token: int, scene: Scene) -> dict[str, int]:
    """Particles and prepositions of a verb, also those that hang on its particle or object, by their words."""
    tree = scene.tree
    found: dict[str, int] = {}
    for child in tree.children[token]:
        if child > token and tree.links[child] in PARTICLE_LINKS and not _is_of_time(child, scene):
            found.setdefault(tree.lower[child], child)
            for inner in tree.children[child]:
                if tree.links[inner] in ("prep", "prt"):
                    found.setdefault(tree.lower[inner], inner)
    return found


def _is_of_time(preposition: int, scene: Scene) -> bool:
    """ "Agreed on Saturday" is not "agreed on"."""
    tree = scene.tree
    return any(tree.lower[noun] in scene.lexicon.exact["calendar"] for noun in tree.linked(preposition, "pobj"))
