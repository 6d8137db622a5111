"""In extraction: the light verb that carries a noun trigger: "held talks", "talks began", "a strike called by"."""

from flows.extract.events.lexicon import EventLexicon
from flows.extract.events.places import top_of
from flows.extract.events.tree import RELATIVE, VERBS, Tree, is_passive


def carrier_of(noun: int, tree: Tree, lexicon: EventLexicon) -> tuple[int | None, bool]:
    """The light verb that carries a noun trigger, and whether the noun is its subject ("talks began")."""
    top = top_of(noun, tree)
    head, link = tree.heads[top], tree.links[top]
    if link in ("dobj", "nsubjpass", "attr", "oprd") and tree.tags[head] in VERBS and _carries(head, tree, lexicon):
        return head, False
    if link == "nsubj" and tree.tags[head] in VERBS and tree.lower[head] in lexicon.happening:
        return head, True
    if link == "nsubj" and tree.tags[head] in VERBS:  # "talks are unlikely to happen"
        for word in (head, *tree.linked(head, "acomp")):
            for inner in tree.linked(word, "xcomp"):
                if tree.lower[inner] in lexicon.happening:
                    return inner, True
    if link == "pobj" and tree.tags[tree.heads[head]] in VERBS:
        verb = tree.heads[head]
        if any(
            particles and particles[-1] == tree.lower[head] for particles in lexicon.carriers.get(tree.lower[verb], ())
        ):
            return verb, False
    for child in tree.linked(top, "acl", "relcl"):
        if tree.lower[child] in lexicon.carriers and (is_passive(child, tree) or tree.linked(child, "nsubj")):
            subject = tree.linked(child, "nsubj")
            if not subject or tree.lower[subject[0]] not in RELATIVE:
                return child, False
    return None, False


def _carries(verb: int, tree: Tree, lexicon: EventLexicon) -> bool:
    near = {tree.lower[child] for child in tree.children[verb]}
    return any(set(particles) <= near for particles in lexicon.carriers.get(tree.lower[verb], ()))
