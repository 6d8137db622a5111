"""Room extract, quotes: what a sentence says that somebody says, thinks, demands or announces.

In: the tree, the direct quotes, the lexicon. Out: `Reported` values: a verb of saying with a clause, an infinitive or
an object (here), nouns and phrases of saying (nouns).
"""

from collections.abc import Iterator

from flows.extract.quotes.clauses import MIN_CLAUSE, Content, clause_of, trimmed, without_aside
from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.nouns import of_noun, of_phrase
from flows.extract.quotes.syntax import reporter_of, subject_of
from flows.extract.quotes.tree import VERB_TAGS, Tree
from flows.extract.quotes.values import Reported

DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
# A shorter object is no news: "announced it".
MIN_OBJECT = 2


def said_indirectly(tree: Tree, muted: list[tuple[int, int]], lexicon: SpeechLexicon) -> list[Reported]:
    """Reported speech in order of the cues; `muted` are characters in which nobody but the quoted one speaks."""
    found: list[Reported] = []
    every = lexicon.words
    quiet = iter([*muted, (len(tree.text) + 1, len(tree.text) + 1)])
    start, end = next(quiet)
    for token, word in enumerate(tree.lower):
        if word not in every:
            continue
        at = tree.starts[token]
        while at >= end:
            start, end = next(quiet)
        if at < start:
            found.extend(_of_word(token, word, tree, lexicon))
    return found


def _of_word(token: int, word: str, tree: Tree, lexicon: SpeechLexicon) -> Iterator[Reported]:
    """What a word introduces, as the tagger reads it."""
    if word in lexicon.cues and tree.tags[token] in VERB_TAGS:
        yield from _of_verb(token, tree, lexicon)
    elif word in lexicon.noun_forms and tree.tags[token].startswith("NN"):
        yield from of_noun(token, tree, lexicon)
    elif word in lexicon.phrases:
        yield from of_phrase(token, tree, lexicon)


def _of_verb(verb: int, tree: Tree, lexicon: SpeechLexicon) -> Iterator[Reported]:
    """What the verb introduces, by the first frame that fits, if it has a subject."""
    is_aside = tree.tags[verb] == "VBG" and tree.relations[verb] in ("advcl", "acl", "prep")
    if is_aside and "citing" in lexicon.cues[tree.lower[verb]].frames:
        cited = _cited(verb, tree, lexicon)
        if cited:
            yield cited
            return
    content = _content(verb, tree, lexicon)
    if content is None:
        return
    first, last, rule = content
    first, last = trimmed(first, last, tree)
    head = subject_of(verb, tree)
    if head is None or last < first or (first <= head <= last and not first <= verb <= last):
        return
    if tree.lower[head] in lexicon.nobody:
        return
    yield Reported(first, last, verb, verb, head, rule, reporter_of(verb, tree))


def _content(verb: int, tree: Tree, lexicon: SpeechLexicon) -> Content | None:
    cue = lexicon.cues[tree.lower[verb]]
    frames = cue.frames
    children = list(tree.children(verb))
    by_relation: dict[str, int] = {}
    for child in children:
        by_relation.setdefault(tree.relations[child], child)
    if frames & {"clause", "thrown in"}:
        found = clause_of(verb, by_relation, children, tree, may_follow="quote" in frames, lexicon=lexicon)
        if found:
            return found
    if "addressee" in frames and (found := _addressed(verb, by_relation, tree)):
        return found
    goal = by_relation.get("xcomp", -1)
    if "infinitive" in frames and goal > verb and _has_to(goal, tree):
        return tree.left[goal], tree.right[goal], "infinitive"
    if cue.particles or cue.addressees:
        for child in children:
            if child > verb and tree.lower[child] in cue.particles and _is_matter(child, tree):
                return child + 1, tree.right[child], "particle"
            if verb < child < goal and tree.lower[child] in cue.addressees and _has_to(goal, tree):
                return child + 1, tree.right[goal], "addressee"
    if "naming" in frames and (found := _named(verb, by_relation, children, tree)):
        return found
    thing = by_relation.get("dobj", -1)
    if "object" in frames and thing > verb and tree.right[thing] - tree.left[thing] + 1 >= MIN_OBJECT:
        return tree.left[thing], tree.right[thing], "object"
    return None


def _is_matter(particle: int, tree: Tree) -> bool:
    """Whether it is no day that stands behind a particle: "called on Sunday for talks"."""
    thing = tree.child(particle, "pobj", "pcomp")
    return thing is not None and tree.lower[thing] not in DAYS


def _has_to(goal: int, tree: Tree) -> bool:
    return any(tree.tags[child] == "TO" for child in tree.children(goal))


def _addressed(verb: int, by_relation: dict[str, int], tree: Tree) -> Content | None:
    """ "Urged the council to act": whom and what."""
    goal = by_relation.get("xcomp", by_relation.get("ccomp"))
    if goal is None or goal < verb or not _has_to(goal, tree):
        return None
    whom = by_relation.get("dobj", by_relation.get("dative"))
    first = min(tree.left[goal], tree.left[whom] if whom is not None and whom > verb else tree.left[goal])
    return (first, tree.right[goal], "addressee") if first > verb else None


def _named(verb: int, by_relation: dict[str, int], children: list[int], tree: Tree) -> Content | None:
    """ "Called the plan a farce", "described it as bold", "accused them of lying": whom and what."""
    thing = by_relation.get("dobj")
    clause = by_relation.get("ccomp", by_relation.get("oprd", by_relation.get("xcomp")))
    if thing is not None and thing > verb:
        for child in children:
            if child > thing and (
                tree.relations[child] in ("oprd", "xcomp", "ccomp") or tree.lower[child] in ("as", "of", "for")
            ):
                return tree.left[thing], tree.right[child], "naming"
        if any(tree.lower[part] in ("as", "of", "for") for part in tree.children(thing) if part > thing):
            return tree.left[thing], tree.right[thing], "naming"
        return None
    if clause is not None and clause > verb:
        return max(tree.left[clause], verb + 1), tree.right[clause], "naming"
    return None


def _cited(verb: int, tree: Tree, lexicon: SpeechLexicon) -> Reported | None:
    """ "The paper said it was late, citing officials": what the officials say, passed on by the paper."""
    source = tree.child(verb, "dobj", "pobj")
    head = tree.heads[verb]
    while tree.tags[head] not in VERB_TAGS and tree.heads[head] != head:
        head = tree.heads[head]
    if source is None or head == verb or tree.tags[head] not in VERB_TAGS:
        return None
    if not tree.tags[source].startswith("NNP") and tree.lower[source] not in lexicon.speakers.all:
        return None
    if tree.relations[head] == "ccomp" and tree.heads[head] < head:
        head = tree.heads[head]  # the parser hangs "citing" on the clause
    clause = tree.child(head, "ccomp")
    if clause is not None and head < clause:
        first, last = max(tree.left[clause], head + 1), min(without_aside(clause, tree, lexicon), tree.right[head])
        last = tree.left[verb] - 1 if clause < verb <= last else last
    else:
        first, last = tree.left[head], tree.left[verb] - 1
    first, last = trimmed(first, last, tree)
    if last - first + 1 < MIN_CLAUSE or verb < first:
        return None
    reporter = subject_of(head, tree) if clause is not None else None
    return Reported(first, last, verb, verb, source, "citing", reporter)
