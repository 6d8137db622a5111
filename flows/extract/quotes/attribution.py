"""Room extract, quotes: the words before or behind a part between marks that say who speaks.

In: the tree and a marked part. Out: its `Attribution`, or None for a part that nobody is shown to say.
"""

import re
from dataclasses import dataclass

from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.marks import Marked
from flows.extract.quotes.syntax import noun_after, noun_before, subject_of
from flows.extract.quotes.tree import VERB_TAGS, Tree

# Tokens between a quote and the verb that says it.
AFTER, BEFORE = 45, 30
ENDS = frozenset((".", "!", "?", ";"))
DASHES = frozenset(("-", "—", "–", "--"))
# A name by itself behind a whole utterance and a dash, to the end of the line, a comma or a bracket: "..." — Ada Byron.
NAME_WORD = r"[A-Z](?:[\w.'’-]*\w)?"
SIGNED = re.compile(
    rf"[^\S\n]*([―—–]|--)[^\S\n]*({NAME_WORD}(?:\.? (?:[a-z]{{1,3}} )?{NAME_WORD}){{0,4}})(?=\.?[^\S\n]*(?:[\n,(]|$))"
)
# A part of fewer words that ends no sentence is no utterance.
MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quote: the tokens of cue and speaker's head, and the tokens from first to last that say so."""

    cue: int | None
    head: int
    first: int
    last: int
    rule: str


def attribution_of(
    part: Marked, parts: list[Marked], number: int, tree: Tree, lexicon: SpeechLexicon
) -> Attribution | None:
    """Who says a part: looked for behind it, then before it."""
    following = parts[number + 1].start if number + 1 < len(parts) else len(tree.text)
    before = parts[number - 1].end if number else 0
    return behind(part, following, tree, lexicon) or in_front(part, before, tree, lexicon)


def behind(part: Marked, following: int, tree: Tree, lexicon: SpeechLexicon) -> Attribution | None:
    text = tree.text
    first = tree.at(part.end)
    if not part.is_closed or first >= len(tree.words) or _is_title(part, tree):
        return None
    if signed := _signed(part, tree):
        return signed
    first = _skip(first, tree, (",", "-", "—", "–", "--", "''", '"', "”", "'", "’"))
    last = _clause_end(first, following, tree)
    if last < first or "\n" in text[part.end : tree.end(first)]:
        return None
    ending = text[part.inner_start : part.inner_end].rstrip(" '’\"”")[-1:]
    is_comma = ending in (*",?!…-—–",) or text[part.end : part.end + 1] in (",", "—")
    for verb in range(first, min(last, first + AFTER) + 1):
        if not _may_say(verb, first, part, tree, lexicon):
            if _is_finite_main(verb, first, tree):
                return None
            continue
        head = _subject_around(verb, first, last, tree)
        if head is None:
            continue
        is_lower = tree.words[first][:1].islower() and ending == "."
        if (is_comma or is_lower) and tree.tags[first] not in ("CC", "IN", "WDT", "TO"):
            return Attribution(verb, head, first, last, "after")
        is_bare = _is_bare(verb, head, first, last) and is_full_part(part, tree)
        return Attribution(verb, head, first, last, "after") if is_bare else None
    return None


def _signed(part: Marked, tree: Tree) -> Attribution | None:
    """The name with which a whole utterance is signed behind a dash."""
    name = SIGNED.match(tree.text, part.end)
    if name is None or not is_full_part(part, tree):
        return None
    dash, head = tree.holding(name.start(1)), tree.holding(name.end(2) - 1)
    return Attribution(dash, head, dash, head, "signed") if dash < head else None


def _is_title(part: Marked, tree: Tree) -> bool:
    """ "On "Meet the Press," she said": a name of two words or more, in capitals, behind a word."""
    words = tree.text[part.inner_start : part.inner_end].rstrip(",").split()
    before = tree.text[max(0, part.start - 2) : part.start].strip()
    if part.is_first or len(words) < 2 or len(words) > 8 or not before or before[-1] in ".:,!?":
        return False
    return all(not word[0].islower() for word in words if len(word) > 3) and words[-1][-1] not in ".!?"


def _may_say(verb: int, first: int, part: Marked, tree: Tree, lexicon: SpeechLexicon) -> bool:
    """A verb of saying; or whatever verb stands right behind name or pronoun after a whole sentence with a comma
    ("...," the coach barked)."""
    if tree.lower[verb] in lexicon.quoting:
        return tree.tags[verb] in VERB_TAGS or verb == first
    if tree.tags[verb] not in ("VBD", "VBZ") or not is_sentence(part, tree):
        return False
    subject = tree.child(verb, "nsubj")
    return subject is not None and first <= subject < verb <= first + 5 and not _is_linking(verb, tree)


def _is_linking(verb: int, tree: Tree) -> bool:
    return tree.lower[verb] in ("is", "was", "has", "had", "are", "were", "does", "did")


def _is_finite_main(verb: int, first: int, tree: Tree) -> bool:
    """A verb that is not of saying and has a subject: then the words behind the quote do something else."""
    if tree.relations[verb] in ("relcl", "acl", "aux", "auxpass") or verb <= first:
        return False
    return tree.tags[verb] in ("VBD", "VBZ", "VBP") and subject_of(verb, tree) is not None


def _is_bare(verb: int, head: int, first: int, last: int) -> bool:
    """ "..." he said. — with nothing but speaker and verb behind a quote without a comma."""
    return last - first <= 3 and abs(verb - head) <= 2


def _subject_around(verb: int, first: int, last: int, tree: Tree) -> int | None:
    """The subject of a verb behind a quote: between quote and verb, or right behind the verb."""
    subject = subject_of(verb, tree)
    if subject is not None and first <= subject <= last:
        return subject
    if verb - first <= 1 and tree.tags[first] not in ("PRP", "NNP"):
        inverted = noun_after(verb, last, tree)
        if inverted is not None:
            return inverted
    return noun_before(verb, first, tree)


def _clause_end(first: int, following: int, tree: Tree) -> int:
    """The last token of the sentence that goes on behind a quote: before its full stop, the next quote or line end."""
    token = first
    limit = min(len(tree.words), first + AFTER + 30)
    while token < limit and tree.starts[token] < following:
        if tree.lower[token] in ENDS or (tree.words[token][0] == "\n" and tree.words[token].count("\n") > 1):
            break
        token += 1
    return token - 1


def _skip(token: int, tree: Tree, forms: tuple[str, ...]) -> int:
    while token + 1 < len(tree.words) and (
        tree.lower[token] in forms or (tree.words[token].isspace() and "\n" not in tree.words[token])
    ):
        token += 1
    return token


def in_front(part: Marked, before: int, tree: Tree, lexicon: SpeechLexicon) -> Attribution | None:
    opening = tree.holding(part.start)
    last = opening - 1
    while last >= 0 and tree.words[last].isspace():
        last -= 1
    if last < 0 or tree.starts[last] < before:
        return None
    link = tree.lower[last]
    first = clause_start(last - 1 if link in (":", ",") else last, before, tree)
    is_full = is_full_part(part, tree)
    if link == ":":
        found = _by_verb(first, last - 1, tree, lexicon)
        return found or (_by_colon(first, last - 1, tree) if is_full else None)
    if link == "," and tree.lower[last - 1] in lexicon.quoting and not tree.text[part.inner_start].islower():
        is_full = True
    if not is_full or link in ENDS:
        return None
    if link in (",", "-", "—", "--", "–"):
        found = _by_verb(first, last - 1, tree, lexicon)
        return None if found and _has_other_object(found, tree, lexicon) else found
    if not tree.text[part.inner_start].isupper() or tree.text[part.inner_end - 1] == ",":
        return None
    found = _by_verb(max(first, last - 7), last, tree, lexicon)
    return found if found and found.cue is not None and _leads_up(found.cue, last, tree) else None


def _has_other_object(found: Attribution, tree: Tree, lexicon: SpeechLexicon) -> bool:
    """ "Wrote a book, "Winter"": the verb has its object already."""
    cue = int(found.cue or 0)
    thing = tree.child(cue, "dobj")
    return thing is not None and cue < thing <= found.last and "addressee" not in lexicon.cues[tree.lower[cue]].frames


def _leads_up(verb: int, last: int, tree: Tree) -> bool:
    """Whether nothing but an addressee or an adverb stands between verb and quote."""
    return all(tree.tags[token] not in ("VB", "VBD", "VBZ", "IN", "TO", ",") for token in range(verb + 1, last + 1))


def _by_verb(first: int, last: int, tree: Tree, lexicon: SpeechLexicon) -> Attribution | None:
    """The nearest verb of saying before a quote that has a subject."""
    for verb in range(last, max(first, last - BEFORE) - 1, -1):
        if tree.lower[verb] in lexicon.quoting and tree.tags[verb] in VERB_TAGS:
            head = subject_of(verb, tree)
            if head is None or head > last:
                head = noun_before(verb, first, tree)
            if head is not None:
                return Attribution(verb, head, first, last, "before")
    return None


def _by_colon(first: int, last: int, tree: Tree) -> Attribution | None:
    """ "Doe:" or "Doe had one message:" — the colon alone says that she speaks."""
    for token in range(first, last + 1):
        if tree.relations[token] in ("nsubj", "nsubjpass") and tree.tags[token] != "WDT":
            return Attribution(None, token, first, last, "colon")
    if last - first > 12:
        return None
    head = noun_before(last + 1, first, tree)
    return Attribution(None, head, first, last, "colon") if head is not None else None


def clause_start(last: int, before: int, tree: Tree) -> int:
    """The first token of the sentence that leads up to a quote."""
    token = last
    while token > 0 and tree.starts[token - 1] >= before and last - token < BEFORE + 10:
        if tree.lower[token - 1] in ENDS or "\n" in tree.words[token - 1]:
            break
        token -= 1
    return token


def is_full_part(part: Marked, tree: Tree) -> bool:
    """Whether the part is a whole utterance: it ends as a sentence ends, and is more than a word or two."""
    inner = tree.text[part.inner_start : part.inner_end].rstrip()
    behind = tree.text[part.end : part.end + 1]
    words = inner.count(" ") + 1
    return (
        bool(inner)
        and (inner[-1] in ".!?,…" or (behind in (".", "!", "?") and words >= MIN_WORDS))
        and (words > 1 or inner[-1] in ".!?")
    )


def is_sentence(part: Marked, tree: Tree) -> bool:
    text = tree.text
    inner = text[part.inner_start : part.inner_end].strip()
    before = text[: part.start].rstrip()[-1:] if not part.is_first else ""
    return (
        inner.count(" ") >= MIN_WORDS
        and (not part.is_closed or inner[-1] in ".!?…,")
        and (part.is_first or before in '.!?”"')
        and (inner[0].isupper() or not inner[0].isalpha())
    )
