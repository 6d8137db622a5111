"""Room extract, quotes: words between quotation marks, each with the one who says them.

In: the tree, the marked parts of the text. Out: `Said` values for those parts that are speech: tied to a verb of
saying before or behind them, gone on from the quote before, or inherited from a neighbour. Words in marks that nobody
is shown to say (titles, scare quotes) are left out.
"""

from dataclasses import dataclass, replace

from flows.extract.quotes.attribution import (
    DASHES,
    ENDS,
    Attribution,
    attribution_of,
    behind,
    clause_start,
    is_full_part,
    is_sentence,
)
from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.marks import Marked
from flows.extract.quotes.tree import VERB_TAGS, Tree


@dataclass(frozen=True, slots=True)
class Said:
    """A quote before its speaker is known: characters, half-open. Without an attribution of its own: `heir` is the
    index of the quote whose speaker it has, unless one person acts between the character `since` and its start."""

    start: int
    end: int
    attribution: Attribution | None
    rule: str
    heir: int | None = None
    since: int | None = None


def said_directly(
    tree: Tree, parts: list[Marked], paragraphs: list[tuple[int, int]], lexicon: SpeechLexicon
) -> list[Said]:
    """The marked parts that are speech, in order; parts of one quote around its speaker as one."""
    found: list[Said] = []
    used: list[Marked] = []  # the last part of each quote found
    skip = -1
    for number, part in enumerate(parts):
        if number <= skip:
            continue
        own = attribution_of(part, parts, number, tree, lexicon)
        if own is None:
            if said := _inherited(part, found, used, paragraphs, tree):
                found.append(said)
                used.append(part)
            continue
        skip = number
        while own.rule == "after" and skip + 1 < len(parts) and _goes_on(own, parts, skip, number, tree, lexicon):
            skip += 1
        rule = own.rule if skip == number else "continued"
        begin = _sentence_start(part, found, tree) if rule == "after" else part.start
        found.append(Said(begin, parts[skip].end, own, rule if begin == part.start else "part quoted"))
        used.append(parts[skip])
    return _with_speakers_behind(found, used)


def _sentence_start(part: Marked, found: list[Said], tree: Tree) -> int:
    """Where the sentence begins of which a part before its speaker is the end ("The talks "will fail," she said")."""
    opening = tree.holding(part.start)
    inner = tree.text[part.inner_start]
    if part.is_first or opening == 0 or (tree.lower[opening - 1] in (":", ",") and inner.isupper()):
        return part.start
    first = clause_start(opening - 1, found[-1].end if found else 0, tree)
    while first < opening and (tree.tags[first] in ("CC", ",", ":", "_SP", "``", "''") or tree.words[first].isspace()):
        first += 1
    is_same = tree.lower[opening - 1] in ENDS or opening - first < 2
    return part.start if is_same else tree.starts[first]


def _goes_on(own: Attribution, parts: list[Marked], last: int, number: int, tree: Tree, lexicon: SpeechLexicon) -> bool:
    """Whether the next part continues the quote: in its paragraph, right behind the words that say who speaks."""
    part, following = parts[last], parts[last + 1]
    is_alike = following.paragraph == part.paragraph and following.is_single == part.is_single
    if not is_alike or not is_full_part(following, tree):
        return False
    begin = tree.end(own.last) if last == number else part.end
    gap = tree.text[begin : following.start].strip(" \n\t\xa0")
    if gap not in ("", ".", ",", ";", "?", "!", ":", "—", "–", "-", "--", ". .", "..."):
        return False
    beyond = parts[last + 2].start if last + 2 < len(parts) else len(tree.text)
    if behind(following, beyond, tree, lexicon):
        return False
    is_ended = gap != "" or tree.words[own.last].endswith(".") or own.last in (own.cue, own.head)
    return last > number or is_ended or _is_thrown_in(own, tree, lexicon)


def _is_thrown_in(own: Attribution, tree: Tree, lexicon: SpeechLexicon) -> bool:
    """ "...," she said, "...": a comma, and no second verb of saying, before the quote goes on."""
    if tree.lower[own.last] not in DASHES | {","}:
        return False
    verbs = range(int(own.cue or 0) + 1, own.last)
    return not any(tree.lower[token] in lexicon.quoting and tree.tags[token] in VERB_TAGS for token in verbs)


def _inherited(
    part: Marked, found: list[Said], used: list[Marked], paragraphs: list[tuple[int, int]], tree: Tree
) -> Said | None:
    """A whole utterance that nobody is shown to say: its speaker is that of the quote just before, or who acts just
    before it."""
    inner = tree.text[part.inner_start : part.inner_end].rstrip()
    if not is_sentence(part, tree) or (part.is_closed and inner[-1] == ","):
        return None
    before = used[-1] if found else None
    if before and before.paragraph == part.paragraph:
        return Said(part.start, part.end, None, "same paragraph", len(found) - 1, before.end)
    if before and part.is_first and before.paragraph == part.paragraph - 1:
        return Said(part.start, part.end, None, "paragraph before", len(found) - 1)
    return Said(part.start, part.end, None, "subject before", None, paragraphs[part.paragraph][0])


def _with_speakers_behind(found: list[Said], used: list[Marked]) -> list[Said]:
    """The quotes, where a paragraph ends open the speaker of the next paragraph's quote given to it."""
    for index in range(len(found) - 2, -1, -1):
        one, after = found[index], found[index + 1]
        is_open = not used[index].is_closed and used[index + 1].paragraph == used[index].paragraph + 1
        goes_before = one.rule == "paragraph before" and not used[index - 1].is_closed
        if one.attribution is None and is_open and after.attribution and not goes_before:
            found[index] = replace(one, rule="paragraph after", heir=index + 1, since=None)
    return found


def muted_spans(parts: list[Marked], direct: list[Said]) -> list[tuple[int, int]]:
    """The characters between marks in which only the one who is quoted speaks, in order."""
    spans, said = [], iter([*direct, None])
    one = next(said)
    for part in parts:
        while one is not None and one.end <= part.start:
            one = next(said)
        if one is not None and one.start <= part.start < one.end:
            spans.append((part.start, part.end))
    return spans
