"""Room extract, quotes: the subject of a verb, wherever the parse has put it.

In: the tree and a verb. Out: the head token of its subject: its own, that of the verb that governs or precedes it
("laughed and said", "went on to say"), or the noun that a participle stands with ("a report saying").
"""

from flows.extract.quotes.tree import NOUN_TAGS, SUBJECTS, VERB_TAGS, Tree

# Verbs above one that may lend it their subject; longer chains come from wrong parses.
MAX_STEPS = 5
# How a verb may hang on one that lends it its subject.
LENDING = frozenset(("conj", "xcomp", "advcl", "prep", "pcomp", "dep", "ccomp", "parataxis", "aux", "acl"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def subject_of(verb: int, tree: Tree) -> int | None:
    """The head token of the one who does what the verb says; for a passive the agent behind "by"."""
    if tree.tags[verb] == "VBN" and tree.relations[verb] != "conj" and not _has_auxiliary(verb, tree):
        return None  # "when asked", "told that": done to somebody
    for step in range(MAX_STEPS):
        found = _own(verb, tree, is_first=step == 0)
        if found is not None:
            return found
        relation, head = tree.relations[verb], tree.heads[verb]
        if head == verb or relation not in LENDING:
            return None
        if relation == "acl":
            return _of_participle(verb, head, tree)
        if relation in ("ccomp", "advcl") and tree.tags[verb] not in ("VBG", "VB", "VBN"):
            return None
        if relation == "pcomp" and tree.lower[head] == "as" and (quoted := _quoted(tree.heads[head], tree)) is not None:
            return quoted
        if relation == "xcomp" and (steered := tree.child(head, "dobj")) is not None and head < steered < verb:
            return steered
        verb = head
        if tree.tags[verb] not in VERB_TAGS and tree.tags[verb] not in ("IN", "JJ"):
            return None
    return None


def reporter_of(verb: int, tree: Tree) -> int | None:
    """ "Reuters quoted an official as saying": who passes the words on."""
    preposition = tree.heads[verb]
    if tree.relations[verb] != "pcomp" or tree.lower[preposition] != "as":
        return None
    quoting = tree.heads[preposition]
    return _own(quoting, tree, is_first=True) if _quoted(quoting, tree) is not None else None


def _quoted(verb: int, tree: Tree) -> int | None:
    """The one whom a verb quotes: its object, or the subject of the passive."""
    if tree.tags[verb] not in VERB_TAGS:
        return None
    quoted = tree.child(verb, "nsubjpass", "dobj")
    if quoted is None:
        return tree.heads[verb] if tree.relations[verb] == "acl" else None
    return quoted


def _has_auxiliary(verb: int, tree: Tree) -> bool:
    return any(tree.relations[child] in ("aux", "auxpass") for child in tree.children(verb))


def _of_participle(verb: int, noun: int, tree: Tree) -> int | None:
    """ "A report saying": the noun; but behind a comma, or of a noun that somebody makes, the one who acts."""
    if tree.tags[verb] != "VBG" or tree.tags[noun] not in NOUN_TAGS:
        return None
    is_apart = tree.lower[tree.left[verb] - 1] in (",", "-", "—", "–", "--")
    return _maker(noun, tree, is_apart=is_apart) or noun


def _maker(noun: int, tree: Tree, *, is_apart: bool) -> int | None:
    """ "She released a statement saying": who made it, of a noun that is an object."""
    token = noun
    while is_apart and tree.relations[token] in ("pobj", "prep", "conj", "appos", "dobj", "attr", "npadvmod", "agent"):
        token = tree.heads[token]
        if tree.tags[token] in VERB_TAGS:
            return _own(token, tree, is_first=False)
    verb = tree.heads[noun]
    if tree.relations[noun] == "pobj" and tree.lower[verb] in ("in", "with"):
        verb = tree.heads[verb]
    elif tree.relations[noun] != "dobj":
        return None
    return _own(verb, tree, is_first=False) if tree.tags[verb] in VERB_TAGS else None


def _own(verb: int, tree: Tree, *, is_first: bool) -> int | None:
    """The verb's own subject. Of the verb itself, the subject of a passive does not speak; of one above it, it does."""
    passive, found = False, None
    for child in tree.children(verb):
        relation = tree.relations[child]
        if relation in SUBJECTS and found is None and tree.tags[child] in NOUN_TAGS:
            found = child
        passive = passive or relation in ("nsubjpass", "auxpass")
        if relation == "agent" and is_first:
            return next((part for part in tree.children(child) if tree.relations[part] == "pobj"), None)
    is_done_to = passive and found is not None and tree.relations[found] == "nsubjpass"
    return None if is_done_to and is_first else found


def is_passive(verb: int, tree: Tree) -> bool:
    """ "He was told that", "is said to be"."""
    return any(tree.relations[child] in ("nsubjpass", "auxpass") for child in tree.children(verb))


def noun_before(verb: int, first: int, tree: Tree) -> int | None:
    """Without the parse: the last noun between two tokens, before the first comma ("Jon Alter, an analyst, said")."""
    found = None
    for token in range(first, verb):
        if tree.lower[token] in (",", "(", "who") and found is not None:
            break
        if tree.tags[token] in FINITE:
            return None if found is None else found
        if tree.tags[token] in ("NN", "NNS", "NNP", "NNPS", "PRP") and tree.lower[token] not in ("tuesday", "monday"):
            found = token
    return found


def noun_after(verb: int, last: int, tree: Tree) -> int | None:
    """Without the parse: the last noun of the phrase right behind the verb ("said Jon Alter, an analyst")."""
    found = None
    for token in range(verb + 1, last + 1):
        tag = tree.tags[token]
        if tag in ("NN", "NNS", "NNP", "NNPS", "PRP"):
            found = token
        elif found is not None or tag not in ("DT", "JJ", "PRP$", "POS", "CD", "RB", "VBN", "JJS", "HYPH", "VBG"):
            break
    return found
