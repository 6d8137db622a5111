"""Room extract, quotes: nouns and phrases of saying.

In: the tree and such a word. Out: `Reported` values: "his claim that it was late", "her call for a truce", "according
to Doe, it was late".
"""

from collections.abc import Iterator

from flows.extract.quotes.clauses import EDGES, MIN_CLAUSE, trimmed
from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.syntax import is_passive, subject_of
from flows.extract.quotes.tree import VERB_TAGS, Tree
from flows.extract.quotes.values import Reported


def of_noun(noun: int, tree: Tree, lexicon: SpeechLexicon) -> Iterator[Reported]:
    """ "His claim that it was late": the clause of a noun of saying; its speaker owns it or makes it. "His call for a
    truce": its object."""
    particles = lexicon.noun_forms[tree.lower[noun]]
    first, last = 0, -1
    for child in tree.children(noun):
        if child > noun and tree.relations[child] in ("acl", "ccomp", "relcl") and _has_that(child, tree):
            first, last = trimmed(tree.left[child], tree.right[child], tree)
            break
        if child > noun and tree.lower[child] in particles and tree.relations[child] == "prep":
            first, last = trimmed(child + 1, tree.right[child], tree)
            break
    owner = _owner_of(noun, first, tree) if last - first + 1 >= MIN_CLAUSE else None
    if owner is not None and not first <= owner <= last and tree.lower[owner] not in lexicon.nobody:
        yield Reported(first, last, noun, noun, owner, "noun")


def _owner_of(noun: int, before: int, tree: Tree) -> int | None:
    """Whose saying it is: the possessor, the one behind "by" or "from", who does something with it."""
    owner = tree.child(noun, "poss")
    if owner is not None and (tree.tags[owner] != "PRP$" or tree.relations[noun] not in ("dobj", "pobj")):
        return owner
    for child in tree.children(noun):
        if noun < child < before - 1 and tree.lower[child] in ("by", "from", "of"):
            return tree.child(child, "pobj")
    if tree.relations[noun] not in ("dobj", "pobj"):
        return None  # the owner of "its claim" is who makes it
    governor = tree.heads[noun] if tree.relations[noun] == "dobj" else tree.heads[tree.heads[noun]]
    if tree.tags[governor] not in VERB_TAGS or is_passive(governor, tree):
        return owner
    return subject_of(governor, tree) or owner


def _has_that(clause: int, tree: Tree) -> bool:
    return any(
        tree.lower[c] == "that" and tree.relations[c] in ("mark", "dobj") for c in tree.children(clause) if c < clause
    )


def of_phrase(token: int, tree: Tree, lexicon: SpeechLexicon) -> Iterator[Reported]:
    """ "According to Doe, ...": the sentence around it."""
    for words in lexicon.phrases[tree.lower[token]]:
        if tree.lower[token : token + len(words)] == words:
            final = token + len(words) - 1
            source = next((c for c in tree.children(final) if c > final), None)
            if source is None:
                return
            top = _verb_above(token, tree)
            first, last = tree.left[top], tree.right[top]
            behind = tree.right[source]
            if all(
                tree.lower[t] in EDGES or tree.lower[t] in ("and", "but", '"', "“") or tree.words[t].isspace()
                for t in range(first, token)
            ):
                first = behind + 1
            elif all(
                tree.lower[t] in EDGES or tree.words[t].isspace() or tree.words[t] in '”"'
                for t in range(behind + 1, last + 1)
            ):
                last = token - 1
            first, last = trimmed(first, last, tree)
            if last - first + 1 >= MIN_CLAUSE:
                yield Reported(first, last, token, final, source, "according to")
            return


def _verb_above(token: int, tree: Tree) -> int:
    """The verb that heads the clause in which a phrase stands; the root if there is none."""
    while tree.heads[token] != token:
        token = tree.heads[token]
        if tree.tags[token] in ("VBD", "VBZ", "VBP", "MD") or (
            tree.tags[token] in VERB_TAGS and tree.relations[token] in ("ROOT", "ccomp", "conj")
        ):
            break
    return token
