"""Room extract, quotes: the clause that a verb of saying governs, and where it begins and ends.

In: the tree and a verb. Out: the first and last token of what is said, with the frame: behind the verb ("said it was
late"), before it ("it was late, she said"), or around it ("it was, she said, late").
"""

from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.tree import Tree

Content = tuple[int, int, str]

# Fewer tokens than these say nothing.
MIN_CLAUSE = 2
QUESTION = frozenset(("whether", "if", "what", "when", "where", "why", "how", "who", "which"))
# How the parser hangs a summing-up noun on what it sums up.
SUMMED_UP = frozenset(("appos", "npadvmod", "conj", "dobj", "attr"))
EDGES = frozenset((",", ":", ";", ".", "-", "--", "—", "–", "?", "!"))


def clause_of(
    verb: int,
    by_relation: dict[str, int],
    children: list[int],
    tree: Tree,
    *,
    may_follow: bool,
    lexicon: SpeechLexicon,
) -> Content | None:
    """The clause that the verb governs, behind or before it; or the sentence into which it is thrown."""
    clause = by_relation.get("ccomp")
    thing = by_relation.get("dobj")
    if clause is None and (thing is None or tree.lower[thing] == "it"):
        is_as = tree.relations[verb] == "advcl" and tree.lower[tree.left[verb]] == "as"
        return _around(verb, tree) if is_as or tree.relations[verb] == "parataxis" else None
    if clause is None:
        return None
    if clause > verb:
        if _is_denied_question(verb, clause, tree):
            return None
        first, last = max(tree.left[clause], verb + 1), without_aside(clause, tree, lexicon)
        return (first, last, "clause") if last - first + 1 >= MIN_CLAUSE else None
    return _clause_before(verb, clause, children, tree) if may_follow else None


def _clause_before(verb: int, clause: int, children: list[int], tree: Tree) -> Content | None:
    """ "The talks, she said, would fail": what stands before the verb, and what goes on behind it."""
    subjects = [c for c in children if tree.relations[c] in ("nsubj", "nsubjpass") and c > clause]
    last = min([tree.left[c] for c in subjects] + [verb]) - 1
    first = min(tree.left[clause], tree.left[verb])
    if last - first + 1 < MIN_CLAUSE or tree.lower[last] not in (",", "?", "!", "”", '"', "''"):
        return None
    behind = max([tree.right[c] for c in subjects if c > verb] + [verb]) + 1
    end = tree.right[verb]
    if end - behind > 2 and tree.lower[behind] in (",", ":") and not _starts_anew(behind + 1, tree):
        return first, end, "thrown in"
    return first, last, "clause before"


def _starts_anew(token: int, tree: Tree) -> bool:
    """Whether what follows a comma is no more what is said: ", adding", ", and", ", who"."""
    return tree.tags[token] in ("VBG", "CC", "WP", "WDT", "WRB", "VBN") or tree.lower[token] in (
        "as",
        "though",
        "while",
    )


def without_aside(clause: int, tree: Tree, lexicon: SpeechLexicon) -> int:
    """The last token of a clause, without what the writer adds at its end: ", which ...", ", while ...", ", a sign that
    ..."."""
    last = tree.right[clause]
    for token in range(clause + 1, last - 1):
        word, follow = tree.lower[token], tree.lower[token + 1]
        may_begin = word == "," and (follow in lexicon.asides.openers or follow in ("a", "an", "the"))
        if may_begin and _end_of_aside(token + 1, clause, tree, lexicon) >= last - 1:
            return token - 1
    return last


def _end_of_aside(token: int, clause: int, tree: Tree, lexicon: SpeechLexicon) -> int:
    """The last token of the clause or summing-up noun that begins at a token; 0 if there is none."""
    if tree.lower[token] in lexicon.asides.openers:
        verb = token
        while tree.relations[verb] not in ("relcl", "advcl") and tree.heads[verb] != verb and verb != clause:
            verb = tree.heads[verb]
        return tree.right[verb] if verb != clause else 0
    noun = tree.heads[token]
    is_aside = tree.relations[noun] in SUMMED_UP and tree.lower[noun] in lexicon.asides.summing
    return tree.right[noun] if is_aside else 0


def _around(verb: int, tree: Tree) -> Content | None:
    """The sentence around "as Doe put it" or ", Doe said,"."""
    head = tree.heads[verb]
    first, last = tree.left[head], tree.right[head]
    if tree.left[verb] == first or all(tree.lower[t] in EDGES for t in range(first, tree.left[verb])):
        first = tree.right[verb] + 1
    elif tree.right[verb] >= last - 1:
        last = tree.left[verb] - 1
    return (first, last, "thrown in") if last - first + 1 >= MIN_CLAUSE else None


def _is_denied_question(verb: int, clause: int, tree: Tree) -> bool:
    """ "Did not say whether": nothing is said."""
    negated = any(tree.relations[child] == "neg" for child in tree.children(verb))
    return negated and tree.lower[tree.left[clause]] in QUESTION


def trimmed(first: int, last: int, tree: Tree) -> tuple[int, int]:
    """Without the marks and spaces at the edges."""
    while first <= last and (tree.lower[first] in EDGES or tree.words[first].isspace()):
        first += 1
    while last >= first and (tree.lower[last] in EDGES or tree.words[last].isspace()):
        last -= 1
    return first, last
