"""In extraction: what stands in a place of an entry ("subj", "against", "obj.owner") for one trigger in one sentence.

In go the tree and a hit; out come heads of noun phrases, conjuncts apart.
"""

from flows.extract.events.hit import Hit
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
from flows.extract.events.where import names_treaty

# "Willing to send arms to help defend": deeds within deeds that are looked at.
MAX_NESTED = 3
DEED_PREPOSITIONS = ("against", "with", "to", "on", "from", "of", "into", "in", "for", "between", "at")
DEEPER = frozenset((*DEED_PREPOSITIONS, "by", "over", "outside"))


def fill(place: str, hit: Hit, tree: Tree) -> list[int]:
    """Heads of the phrases in a place, conjuncts spread out, in the order of the text."""
    known = hit.filled.get(place)
    if known is None:
        heads = FILLERS[place](hit, tree) if place in FILLERS else _after(place, hit, tree)
        spread = {one for head in heads for one in with_conjuncts(head, tree)}
        known = sorted(one for one in spread if tree.tags[one] not in VERBS or one in tree.mentions)
        hit.filled[place] = known
    return known


def _subj(hit: Hit, tree: Tree) -> list[int]:
    if hit.kind == "verb":
        return subjects(hit.token, tree)
    if hit.kind == "noun":
        if hit.carrier is None or hit.happens:
            return []
        if tree.links[top_of(hit.token, tree)] == "nsubjpass" or is_passive(hit.carrier, tree):
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
    if not found and hit.kind == "verb" and hit.particles:  # "asked Haiti for help", "warned Haiti of war"
        found = objects(token, tree)
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
    named = [one for one in before if one in tree.mentions and tree.mentions[one].label != "PERSON"]
    return [one for one in named if not names_treaty(tree.mentions[one], tree)]


def _hyphened(named: list[int], tree: Tree) -> list[int]:
    """Both of "Russia-US talks"."""
    return named + [
        one
        for token in named
        for one in tree.children[token]
        if one in tree.mentions and tree.links[one] in ("compound", "nmod", "amod", "poss", "npadvmod", "conj", "punct")
    ]


def _obj_owner(hit: Hit, tree: Tree) -> list[int]:
    return [
        owner
        for head in _obj(hit, tree)
        for noun in with_conjuncts(head, tree)
        for owner in _doers_of_deed(noun, tree) or _owners(noun, tree)
    ]


def _doers_of_deed(noun: int, tree: Tree) -> list[int]:
    """Whose deed it is where the noun names one and whom it hits: "Chad's shelling of", "the shelling of X by Chad"."""
    by = after(noun, "by", tree) + [one for verb in tree.linked(noun, "acl") for one in agents(verb, tree)]
    owners = [one for one in tree.linked(noun, "poss") if tree.tags[one] != "PRP$"]
    return by or (owners if after(noun, "of", tree) else [])


def _owners(noun: int, tree: Tree) -> list[int]:
    found = [
        one
        for inner in (noun, *after(noun, "of", tree))
        for one in (*tree.linked(inner, "poss"), *_modifiers(inner, tree))
    ]
    return found + [one for preposition in ("from", "of") for one in after(noun, preposition, tree)]


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
    """Whom the deed concerns: its objects first, then what stands behind the trigger's nouns ("a meeting of"), then
    whom the purpose of those nouns concerns ("a meeting to discuss")."""
    said = contents(hit, tree)
    of_nouns = [verb for verb in said if tree.links[verb] == "acl" and tree.heads[verb] not in (hit.token, hit.judged)]
    found = _undergoing_all([verb for verb in said if verb not in of_nouns], tree)
    for stage in (_behind_nouns(hit, tree), _undergoing_all(of_nouns, tree), _behind_clauses(said, tree)):
        if any(noun in tree.mentions for noun in found):
            return found
        found += stage
    return found


def _behind_clauses(clauses: list[int], tree: Tree) -> list[int]:
    """ "To mediate in the dispute between": what stands behind the nouns of a clause's prepositions."""
    hits = [Hit(clause, clause, clause + 1, "verb") for clause in clauses]
    return [one for hit in hits for preposition in DEED_PREPOSITIONS for one in fill_deeper(preposition, hit, tree)]


def _undergoing_all(clauses: list[int], tree: Tree) -> list[int]:
    """Whom the deeds concern, and deeds within them where that names nobody: "willing to send arms to defend"."""
    found: list[int] = []
    for _ in range(MAX_NESTED):
        found += [noun for clause in clauses for noun in _undergoing(clause, tree)]
        if any(noun in tree.mentions for noun in found):
            break
        clauses = [nested for clause in clauses for nested in contents(Hit(clause, clause, clause + 1, "verb"), tree)]
    return found


def _behind_nouns(hit: Hit, tree: Tree) -> list[int]:
    """What stands behind the prepositions of the trigger's object or of what follows it."""
    prepositions = ("to", "for", "on", "of") if hit.kind == "verb" else ("of", "for", "to", "on")
    nouns = objects(hit.token, tree) if hit.kind == "verb" else []
    nouns = nouns + [one for preposition in prepositions for one in after(hit.token, preposition, tree)]
    return [one for noun in nouns for preposition in DEED_PREPOSITIONS for one in after(noun, preposition, tree)]


def top_of(noun: int, tree: Tree) -> int:
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
        tokens += [one for one in (hit.carrier, top_of(hit.token, tree)) if one is not None and one != hit.token]
        if preposition != "of":
            tokens += after(hit.token, "of", tree)
    else:
        tokens += [*range(hit.first, hit.last), *([governor] if (governor := _governor(hit, tree)) is not None else [])]
    if preposition == "between" and hit.kind == "verb":
        tokens += subjects(hit.token, tree)  # "talks between X and Y collapsed"
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


def fill_deeper(place: str, hit: Hit, tree: Tree) -> list[int]:
    """Heads behind a preposition that hangs on the noun of another one: "for" in "2 million in aid for Haiti"."""
    if hit.kind != "verb" or place not in DEEPER:
        return []
    tokens = dict.fromkeys([hit.token, *objects(hit.token, tree)[:2]])
    preps = [prep for token in tokens for prep in tree.linked(token, "prep", "dative")]
    nouns = [noun for prep in preps for noun in tree.linked(prep, "pobj") if noun not in tree.mentions]
    heads = [head for noun in nouns for head in after(noun, place, tree)]
    return sorted({one for head in heads for one in with_conjuncts(head, tree)})


FILLERS = {
    "subj": _subj,
    "obj": _obj,
    "iobj": _iobj,
    "owner": _owner,
    "obj.owner": _obj_owner,
    "clause": _clause,
    "deed": _deed,
}
