"""In extraction: a Doc's grammar as plain lists, and the walks on it that events need.

Tokens are indexes. `subjects` and `objects` give the heads of the phrases that do and undergo what a verb names, also
in passives, participles, relative clauses, conjuncts, and infinitives under other verbs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from flows.extract.names import Mention
from flows.extract.sense import grammar_of

VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
# Links of what stands before a noun and belongs to its phrase.
LEFT = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nmod",
        "poss",
        "nummod",
        "quantmod",
        "case",
        "punct",
        "predet",
    }
)
MAX_STEPS = 7


@dataclass(frozen=True, slots=True)
class Tree:
    """Words, tags, links and heads of a Doc by token, the children of each, and the mention that covers it."""

    doc: Doc
    text: str  # asking the Doc for it puts it together each time: two thirds of the layer's time
    lower: list[str]
    tags: list[str]
    links: list[str]
    heads: list[int]
    children: list[list[int]]
    starts: list[int]
    words: list[str]
    mentions: dict[int, Mention]
    steering: frozenset[str]  # verbs whose object shall do what the infinitive says
    references: dict[int, list[Mention]]  # of a token in a phrase that stands for several: "the two countries"
    names: dict[int, set[str]]  # what a noun may be called, as far as it has been asked

    def linked(self, token: int, *links: str) -> list[int]:
        """Children of the token under one of the links."""
        children, own = self.children[token], self.links
        return [child for child in children if own[child] in links] if children else []

    def end_of(self, token: int) -> int:
        """The character behind the token."""
        return self.starts[token] + len(self.words[token])

    def climb(self, token: int) -> Iterator[int]:
        """The token's governors upwards."""
        for _ in range(4 * MAX_STEPS):
            head = self.heads[token]
            if head == token:
                return
            yield head
            token = head


def tree_of(doc: Doc, mentions: Iterable[Mention], *, steering: frozenset[str] = frozenset()) -> Tree:
    """The Doc read once into lists."""
    grammar = grammar_of(doc)
    words = grammar.words
    children: list[list[int]] = [[] for _ in words.heads]
    for token, head in enumerate(words.heads):
        if token != head:
            children[head].append(token)
    at: dict[int, Mention] = {}
    references: dict[int, list[Mention]] = {}
    for mention in mentions:
        for token in range(mention.first, mention.last):
            at.setdefault(token, mention)
            if mention.label is None:
                references.setdefault(token, []).append(mention)
    links, heads = list(words.relations), list(words.heads)
    return Tree(
        doc,
        words.text,
        grammar.lower,
        list(words.tags),  # repair.py changes these, and the other layers read them
        links,
        heads,
        children,
        words.starts,
        words.words,
        at,
        steering,
        references,
        {},
    )


def is_passive(verb: int, tree: Tree) -> bool:
    """ "Was attacked", "the town attacked by rebels", "rebels were killed and wounded"."""
    links = [tree.links[child] for child in tree.children[verb]]
    if "nsubjpass" in links or "auxpass" in links:
        return True
    if tree.tags[verb] not in ("VBN", "VBD") or "nsubj" in links or "aux" in links or "dobj" in links:
        return False
    if "agent" in links:
        return True
    if tree.links[verb] in ("acl", "amod"):
        return True
    return tree.links[verb] == "conj" and tree.tags[verb] == "VBN" and is_passive(tree.heads[verb], tree)


def with_conjuncts(token: int, tree: Tree) -> list[int]:
    """The phrase's head and the heads joined to it by "and"."""
    found, links, tags = [token], tree.links, tree.tags
    for one in found:  # grows meanwhile
        for child in tree.children[one]:
            if links[child] == "conj" and tags[child] not in VERBS:
                found.append(child)
    return sorted(found) if len(found) > 1 else found


def agents(verb: int, tree: Tree) -> list[int]:
    """Who is named after "by"."""
    lower, links = tree.lower, tree.links
    phrases = [child for child in tree.children[verb] if lower[child] == "by" and links[child] in ("agent", "prep")]
    return [noun for by in phrases for noun in tree.linked(by, "pobj")]


def subjects(verb: int, tree: Tree, *, depth: int = 0) -> list[int]:
    """Heads of the phrases that do what the verb names, not spread over conjuncts; empty where none is said."""
    if is_passive(verb, tree):
        return agents(verb, tree)
    own = tree.linked(verb, "nsubj") or [one for aux in tree.linked(verb, "aux") for one in tree.linked(aux, "nsubj")]
    if own:
        return _antecedent(own, verb, tree)
    return _subjects_above(verb, tree, depth=depth) if depth < MAX_STEPS else []


def _antecedent(own: list[int], verb: int, tree: Tree) -> list[int]:
    """ "Rebels who attacked": the pronoun's noun."""
    if tree.lower[own[0]] in RELATIVE and tree.links[verb] in ("relcl", "acl", "ccomp"):
        return [tree.heads[verb]] if tree.tags[tree.heads[verb]] not in VERBS else own
    return own


def _subjects_above(verb: int, tree: Tree, *, depth: int) -> list[int]:
    head, link = tree.heads[verb], tree.links[verb]
    if head == verb:
        return []
    if link == "relcl":
        return [head]
    if link == "acl":
        return [head] if tree.tags[verb] == "VBG" else doers_of_noun(head, tree, depth=depth + 1)
    if link == "conj" and tree.tags[head] in VERBS:
        if is_passive(head, tree):
            return tree.linked(head, "nsubjpass") or _subjects_above(head, tree, depth=depth + 1)
        return subjects(head, tree, depth=depth + 1)
    if link in ("xcomp", "ccomp"):
        return _steered(head, tree, depth=depth + 1)
    if link == "advcl":
        return patients_or_doers(head, tree, depth=depth + 1)
    if link == "pcomp":
        return _subjects_behind(head, tree, depth=depth + 1)
    if link in ("dobj", "pobj", "nsubj", "attr", "oprd", "amod", "dep"):  # gerunds, "announced withdrawing"
        return doers_of_noun(verb, tree, depth=depth + 1) if depth < 3 else []
    return []


def patients_or_doers(verb: int, tree: Tree, *, depth: int = 0) -> list[int]:
    """The grammatical subject: of a passive the one who undergoes it."""
    if tree.tags[verb] not in VERBS:
        return tree.linked(verb, "nsubj")
    if is_passive(verb, tree):
        return objects(verb, tree, depth=depth + 1)
    return subjects(verb, tree, depth=depth)


def _steered(head: int, tree: Tree, *, depth: int) -> list[int]:
    """ "Asked Iran to leave", "Iran was asked to leave": Iran leaves; "promised Iran to leave": the subject."""
    if tree.tags[head] not in VERBS:
        return (
            patients_or_doers(head, tree, depth=depth)
            if tree.links[head] != "acomp"
            else patients_or_doers(tree.heads[head], tree, depth=depth)
        )
    if is_passive(head, tree):
        return objects(head, tree, depth=depth + 1)
    if tree.lower[head] in tree.steering and (done_to := objects(head, tree, depth=depth + 1)):
        return done_to
    return subjects(head, tree, depth=depth)


def _subjects_behind(preposition: int, tree: Tree, *, depth: int) -> list[int]:
    """ "Accused Iran of attacking", "charged with spying": the object; "after attacking": the subject."""
    head = tree.heads[preposition]
    if tree.links[head] in ("acomp", "oprd") and tree.tags[head] not in NOUNS:  # "was found guilty of attacking"
        return patients_or_doers(tree.heads[head], tree, depth=depth)
    if tree.links[head] == "ccomp" and tree.tags[head] not in VERBS:  # "found Chad guilty of attacking"
        return tree.linked(head, "nsubj")
    if tree.tags[head] in VERBS and tree.lower[preposition] in ("of", "for", "with", "from", "over"):
        done_to = objects(head, tree, depth=depth + 1)
        if done_to and (
            tree.lower[head] in tree.steering
            or is_passive(head, tree)
            or tree.lower[preposition] == "from"
            or (tree.lower[preposition] == "for" and any(one in tree.mentions for one in done_to))
        ):
            return done_to
    return (
        patients_or_doers(head, tree, depth=depth)
        if tree.tags[head] in VERBS
        else doers_of_noun(head, tree, depth=depth)
    )


def doers_of_noun(noun: int, tree: Tree, *, depth: int = 0) -> list[int]:
    """Whose plan or attack it is: "Iran's plan to leave", else the subject of the verb that has it as object."""
    if owners := tree.linked(noun, "poss"):
        return owners
    if named := [child for child in tree.linked(noun, "compound", "amod", "nmod") if child in tree.mentions]:
        return named
    head, link = tree.heads[noun], tree.links[noun]
    if depth >= MAX_STEPS or head == noun:
        return []
    if tree.tags[head] in VERBS:
        if link in ("dobj", "oprd", "attr", "xcomp", "dative"):
            return subjects(head, tree, depth=depth + 1)
        if link == "nsubjpass":
            return agents(head, tree)
    if link == "pobj" and tree.heads[head] != head:
        above = tree.heads[head]
        return (
            subjects(above, tree, depth=depth + 1)
            if tree.tags[above] in VERBS
            else doers_of_noun(above, tree, depth=depth + 1)
        )
    return []


def objects(verb: int, tree: Tree, *, depth: int = 0) -> list[int]:
    """Heads of the phrases that undergo what the verb names."""
    own = tree.linked(verb, "nsubjpass")
    if own:
        return _antecedent(own, verb, tree)
    if depth >= MAX_STEPS:
        return []
    if is_passive(verb, tree):
        if tree.links[verb] in ("acl", "amod", "relcl"):
            return [tree.heads[verb]]
        head = tree.heads[verb]
        if tree.links[verb] == "conj" and depth < MAX_STEPS:
            return objects(head, tree, depth=depth + 1)
        if tree.links[verb] in ("advcl", "xcomp", "ccomp") and depth < MAX_STEPS and tree.tags[head] in VERBS:
            subject = patients_or_doers(head, tree, depth=depth + 1)
            return _objects_first(head, tree) or subject if tree.lower[head] in tree.steering else subject
        return []
    own = [child for child in tree.linked(verb, "dobj") if tree.lower[child] not in RELATIVE]
    if own := own or _told(verb, tree):
        return own
    if tree.links[verb] == "relcl" and not _fills_gap(verb, tree):
        return [tree.heads[verb]]
    return _shared_object(verb, tree)


def _told(verb: int, tree: Tree) -> list[int]:
    """ "Help Chad to build a dam", read as "help (that) Chad build": who is helped, asked, forced to do it."""
    steering = tree.lower[verb] in tree.steering
    deeds = [
        one for one in tree.linked(verb, "ccomp", "xcomp") if tree.tags[one] == "VB" and not tree.linked(one, "mark")
    ]
    deeds = [one for one in deeds if steering or any(tree.tags[aux] == "TO" for aux in tree.linked(one, "aux"))]
    return [one for deed in deeds for one in tree.linked(deed, "nsubj")]


def _shared_object(verb: int, tree: Tree) -> list[int]:
    """ "Detained and tortured protesters": the object stands with the second verb."""
    if tree.linked(verb, "prep", "xcomp", "ccomp", "prt"):
        return []
    for child in tree.linked(verb, "conj"):
        if tree.tags[child] == tree.tags[verb] and not tree.linked(child, "nsubj") and tree.linked(child, "dobj"):
            return tree.linked(child, "dobj")
    return []


def _objects_first(verb: int, tree: Tree) -> list[int]:
    return tree.linked(verb, "dobj")


def _fills_gap(verb: int, tree: Tree) -> bool:
    """Whether the relative clause's noun is its subject or stands after a preposition."""
    subject = tree.linked(verb, "nsubj", "nsubjpass")
    return (
        not subject
        or tree.lower[subject[0]] in RELATIVE
        or any(tree.lower[child] in RELATIVE for prep in tree.linked(verb, "prep") for child in tree.children[prep])
    )


def after(token: int, preposition: str, tree: Tree) -> list[int]:
    """Objects of a preposition that hangs on the token, also "out of" and clauses with gerunds."""
    found: list[int] = []
    links, lower = tree.links, tree.lower
    for child in tree.children[token]:
        if links[child] in ("prep", "agent", "dative", "prt", "advmod") and child > token - 40:
            if lower[child] == preposition:
                found.extend(tree.linked(child, "pobj"))
            for inner in tree.linked(child, "prep"):
                if lower[inner] == preposition:
                    found.extend(tree.linked(inner, "pobj"))
    return found


def left_edge(head: int, tree: Tree) -> int:
    """The first token of a noun phrase, its article left out."""
    first = head
    waiting = [child for child in tree.children[head] if child < head]
    while waiting:
        child = waiting.pop()
        if tree.links[child] in LEFT and tree.lower[child] not in (
            "the",
            "a",
            "an",
            ",",
            "(",
            "“",
            '"',
            "-",
            "--",
            "–",
        ):
            first = min(first, child)
            waiting.extend(one for one in tree.children[child] if one < head)
    return first
