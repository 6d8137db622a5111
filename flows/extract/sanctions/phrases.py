"""In extraction: whom a noun phrase names, and whose deed a verb is. Tokens and a Scene in; codes, or the
subject, out.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from flows.extract.sanctions.scene import Scene

# The subject of these stands a clause higher: "the Union agreed to impose", "a plan to lift".
CONTROLLED = frozenset({"xcomp", "conj", "acl", "advcl", "pcomp", "prep", "dobj", "pobj"})
MAX_STEPS = 6


def codes_under(token: Token, scene: Scene) -> list[str]:
    """Codes of the mentions in a noun phrase, without its relative clauses and without what hangs on prepositions
    other than "of", "in" and "and"."""
    return [scene.codes[part.i] for part in _phrase(token) if part.i in scene.codes]


def actors_under(token: Token, scene: Scene) -> list[str]:
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
