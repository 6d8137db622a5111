"""In extraction: what stands in a place of an entry ("subj", "against", "obj.owner") for one trigger in one sentence.

In go the tree and a hit; out come heads of noun phrases, conjuncts apart.
"""

from dataclasses import dataclass

from flows.extract.events.lexicon import EventLexicon
from flows.extract.events.tree import (
    NOUNS,
    RELATIVE,
    VERBS,
    Tree,
    after,
    agents,
    is_passive,
    left_edge,
    objects,
    subjects,
    with_conjuncts,
)

# "Willing to send arms to help defend": deeds within deeds that are looked at.
MAX_NESTED = 3
DEED_PREPOSITIONS = ("against", "with", "to", "on", "from", "of", "into", "in", "for", "between", "at")


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in a sentence: its token, its words `first..last`, its kind, and the verb that carries a noun."""

    token: int
    first: int
    last: int
    kind: str  # verb noun adjective phrase
    particles: tuple[str, ...] = ()
    carrier: int | None = None
    happens: bool = False

    @property
    def judged(self) -> int:
        """The token whose tense and auxiliaries count."""
        return self.token if self.carrier is None else self.carrier


def fill(place: str, hit: Hit, tree: Tree) -> list[int]:
    """Heads of the phrases in a place, conjuncts spread out, in the order of the text."""
    heads = FILLERS[place](hit, tree) if place in FILLERS else _after(place, hit, tree)
    spread = [one for head in heads for one in with_conjuncts(head, tree)]
    return sorted(dict.fromkeys(one for one in spread if tree.tags[one] not in VERBS or one in tree.mentions))


def _subj(hit: Hit, tree: Tree) -> list[int]:
    if hit.kind == "verb":
        return subjects(hit.token, tree)
    if hit.kind == "noun":
        if hit.carrier is None or hit.happens:
            return []
        if tree.links[_top(hit.token, tree)] == "nsubjpass" or is_passive(hit.carrier, tree):
            return agents(hit.carrier, tree)
        return [one for one in subjects(hit.carrier, tree) if one != hit.token]
    governor = _governor(hit, tree)
    return (subjects(governor, tree) or tree.linked(governor, "nsubj", "nsubjpass")) if governor is not None else []


def _governor(hit: Hit, tree: Tree) -> int | None:
    """The verb that a predicate belongs to: "is critical of", "remains at odds with"."""
    if tree.tags[hit.token] in VERBS and tree.links[hit.token] not in ("acomp", "amod"):
        return hit.token
    return next((above for above in tree.climb(hit.token) if tree.tags[above] in VERBS), None)


def _obj(hit: Hit, tree: Tree) -> list[int]:
    if hit.kind == "verb" and hit.particles:
        found = [noun for particle in hit.particles for noun in after(hit.token, particle, tree)]
        return found or objects(hit.token, tree)
    if hit.kind == "verb":
        return objects(hit.token, tree)
    return after(hit.token, "of", tree)


def _iobj(hit: Hit, tree: Tree) -> list[int]:
    token = hit.judged
    found = [
        one
        for one in tree.linked(token, "dative")
        if tree.tags[one] in NOUNS or one in tree.mentions or tree.tags[one] == "PRP"
    ]
    if not found and is_passive(token, tree) and tree.linked(token, "dobj"):  # "Haiti was given tents"
        found = tree.linked(token, "nsubjpass")
    return found


def _owner(hit: Hit, tree: Tree) -> list[int]:
    token = hit.token
    found = tree.linked(token, "poss")
    named = _modifiers(token, tree)
    found = found + [one for one in _hyphened(named, tree) if one not in found]
    return found + after(token, "by", tree)


def _modifiers(noun: int, tree: Tree) -> list[int]:
    """Names before a noun that tell whose it is: "Russian raids", "UN aid"; not "a Karen stronghold"."""
    before = tree.linked(noun, "compound", "amod", "nmod")
    return [one for one in before if one in tree.mentions and tree.mentions[one].label != "PERSON"]


def _hyphened(named: list[int], tree: Tree) -> list[int]:
    """Both of "Russia-US talks"."""
    return named + [
        one
        for token in named
        for one in tree.children[token]
        if one in tree.mentions and tree.links[one] in ("compound", "nmod", "amod", "poss", "npadvmod", "conj", "punct")
    ]


def _obj_owner(hit: Hit, tree: Tree) -> list[int]:
    found: list[int] = []
    for noun in [one for head in _obj(hit, tree) for one in with_conjuncts(head, tree)]:
        for inner in (noun, *after(noun, "of", tree)):
            named = _modifiers(inner, tree)
            found += [*tree.linked(inner, "poss"), *named]
        for preposition in ("by", "from", "of"):
            found += after(noun, preposition, tree)
    return found


def _clause(hit: Hit, tree: Tree) -> list[int]:
    found: list[int] = []
    for clause in contents(hit, tree):
        own = [one for one in tree.linked(clause, "nsubj", "nsubjpass") if tree.lower[one] not in RELATIVE]
        if own and own[0] in _subj(hit, tree):
            continue
        found += own
    if not found and hit.kind == "verb":
        for clause in contents(hit, tree):
            if tree.links[clause] == "xcomp" and (done_to := tree.linked(hit.token, "dobj")):
                found += done_to
    return found


def contents(hit: Hit, tree: Tree) -> list[int]:
    """The verbs of the clauses and infinitives that say what is demanded, planned, refused: with their conjuncts."""
    found: list[int] = []
    sources = {hit.token, hit.judged}
    for source in sorted(sources):
        links = ("acl", "ccomp", "relcl") if tree.tags[source] in NOUNS else ("ccomp", "xcomp")
        for child in tree.linked(source, *links):
            if tree.links[child] != "acl" or tree.tags[child] == "VB":
                found.append(child)
        if tree.tags[source] in VERBS:
            for child in tree.linked(source, "advcl"):
                if (
                    tree.tags[child] == "VB"
                    and any(tree.tags[aux] == "TO" for aux in tree.linked(child, "aux"))
                    and child > source
                ):
                    found.append(child)
            for noun in tree.linked(source, "dobj"):
                found += [child for child in tree.linked(noun, "acl") if tree.tags[child] == "VB"]
        for prep in tree.linked(source, "prep", "agent", "dative"):
            found += tree.linked(prep, "pcomp")
    spread = list(found)
    for clause in found:
        spread += [child for child in tree.linked(clause, "conj") if tree.tags[child] in VERBS]
    return [one for one in dict.fromkeys(spread) if tree.tags[one] in VERBS or tree.linked(one, "nsubj")]


def _undergoing(verb: int, tree: Tree) -> list[int]:
    """Whom one deed concerns: "give Haiti aid", "send aid to Haiti", "reject Haiti's plan"."""
    hit = Hit(verb, verb, verb + 1, "verb")
    found = _iobj(hit, tree) + objects(verb, tree)
    for preposition in DEED_PREPOSITIONS:
        found += _after(preposition, hit, tree)
    return found + _obj_owner(hit, tree)


def _deed(hit: Hit, tree: Tree) -> list[int]:
    """Whom the deed concerns: its objects first, then what stands after its prepositions, then the objects' owners."""
    found: list[int] = []
    clauses = contents(hit, tree)
    for _ in range(MAX_NESTED):
        found += [noun for clause in clauses for noun in _undergoing(clause, tree)]
        clauses = [nested for clause in clauses for nested in contents(Hit(clause, clause, clause + 1, "verb"), tree)]
    if hit.kind == "verb":
        for noun in objects(hit.token, tree) + [
            one for p in ("to", "for", "on", "of") for one in after(hit.token, p, tree)
        ]:
            for preposition in DEED_PREPOSITIONS:
                found += after(noun, preposition, tree)
    else:
        for preposition in ("of", "for", "to", "on"):
            for noun in after(hit.token, preposition, tree):
                for inner_preposition in DEED_PREPOSITIONS:
                    found += after(noun, inner_preposition, tree)
    return found


def _top(noun: int, tree: Tree) -> int:
    """The noun that stands for the phrase: "hours" of "hours of talks", the first conjunct."""
    for _ in range(3):
        head = tree.heads[noun]
        if tree.links[noun] == "conj" and tree.tags[head] in NOUNS:
            noun = head
        elif tree.links[noun] == "pobj" and tree.lower[head] == "of" and tree.tags[tree.heads[head]] in NOUNS:
            noun = tree.heads[head]
        else:
            return noun
    return noun


def _after(preposition: str, hit: Hit, tree: Tree) -> list[int]:
    """Objects of the preposition at the trigger, at its object, at the verb that carries it."""
    tokens = [hit.token]
    if hit.kind == "verb":
        tokens += [
            *(_obj(hit, tree) if hit.particles else objects(hit.token, tree))[:2],
            *tree.linked(hit.token, "attr", "acomp", "advmod", "prt", "oprd"),
        ]
        if preposition != "of":
            tokens += [noun for of in tree.linked(hit.token, "dobj") for noun in after(of, "of", tree)]
        done_to = objects(hit.token, tree)[:2]
        tokens += [
            child for one in done_to for child in tree.linked(one, "acl") if tree.tags[child] == "VBN" and child > one
        ]
    elif hit.kind == "noun":
        tokens += [one for one in (hit.carrier, _top(hit.token, tree)) if one is not None and one != hit.token]
        if preposition != "of":
            tokens += after(hit.token, "of", tree)
    else:
        tokens += [*range(hit.first, hit.last), *([governor] if (governor := _governor(hit, tree)) is not None else [])]
    found = [noun for token in dict.fromkeys(tokens) for noun in after(token, preposition, tree)]
    if preposition == "between" and len(found) == 1:
        found = with_conjuncts(found[0], tree)
        if len(found) == 1:  # a title before the first name misleads the parser: "between President X and Y's king"
            inside = range(left_edge(found[0], tree), found[0] + 1)
            ends = [
                i for i in inside if i in tree.mentions and tree.mentions[i].last - 1 == i and tree.mentions[i].code
            ]
            found = ends or found
    return list(dict.fromkeys(found))


FILLERS = {
    "subj": _subj,
    "obj": _obj,
    "iobj": _iobj,
    "owner": _owner,
    "obj.owner": _obj_owner,
    "clause": _clause,
    "deed": _deed,
}


def carrier_of(noun: int, tree: Tree, lexicon: EventLexicon) -> tuple[int | None, bool]:
    """The light verb that carries a noun trigger, and whether the noun is its subject ("talks began")."""
    top = _top(noun, tree)
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
