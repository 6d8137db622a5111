"""Room extract: candidate spans, before they are mentions, and the edges of a name.

In: spaCy's entities as characters and labels. Out: spans without what does not belong to a name: articles, titles,
possessives, brackets, a line end in the middle; with the label that the name's own words call for.
"""

import re
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel
from spacy.tokens import Doc

from flows.extract.gazetteer import Entry
from flows.extract.lexicon import read_reference
from flows.extract.nlp import text_of

NAMES = frozenset(("PERSON", "ORG", "GPE", "LOC", "NORP", "PRODUCT", "FAC", "WORK_OF_ART"))
LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters that may be a mention, and how we came to them."""

    start: int
    end: int
    label: str
    rule: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A Doc's tokens as plain lists, read once: asking spaCy for each again costs most of the time."""

    text: str
    words: list[str]
    starts: list[int]
    tags: list[str]
    relations: list[str]
    heads: list[int]


class WordRow(BaseModel, extra="forbid"):
    """name_words.csv: a word that tells what kind of name it stands in; cue_words.csv: one beside it."""

    word: str
    kind: str


ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVES = ("'s", "’s", "'", "’", "'S", "’S")
CODE_LIKE = re.compile(r"[A-Z]{1,3}-?\d+")
EDGE_LEFT = frozenset(" \n\t\"“”‘'`([{-–—,.;:*#/>$+")
EDGE_RIGHT = frozenset(" \n\t\"“”‘'`’([{-–—,;:*#/<+")
DIRECTIONS = ("Northern ", "Southern ", "Eastern ", "Western ", "Central ", "Northeastern ", "Northwestern ")
NUMERALS = frozenset(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "XII", "XIV", "XVI", "XXIII"))
# Lines of this many characters are lines of wrapped running text: a name may go on in the next line.
WRAPPED = range(45, 90)


def words_of(doc: Doc) -> Words:
    """The Doc's tokens as lists, with the character at which each starts, its tag, relation and head.

    One call for all: reading the attributes token by token took two thirds of the time of names and links. The lists
    are made once a Doc and shared by all layers: who changes one takes a copy.
    """
    known: Words | None = doc.user_data.get("words")
    if known is None:
        known = doc.user_data["words"] = _read_words(doc)
    return known


def _read_words(doc: Doc) -> Words:
    table = doc.to_array(["ORTH", "IDX", "TAG", "DEP", "HEAD"]).T
    orths, starts, tags, relations, _ = table.tolist()
    offsets = table[4].astype("int64").tolist()  # the only signed one: negative where the head stands before
    strings = doc.vocab.strings
    name = {key: strings[key] for key in {*orths, *tags, *relations}}
    heads = [token + offset for token, offset in enumerate(offsets)]
    return Words(
        text_of(doc),
        [name[key] for key in orths],
        starts,
        [name[key] for key in tags],
        [name[key] for key in relations],
        heads,
    )


@cache
def words_like(kind: str) -> frozenset[str]:
    """Words of name_words.csv and cue_words.csv of one kind: title, given_name, firm_ending, place_preposition ..."""
    return _words_by_kind()[kind]


@cache
def _words_by_kind() -> dict[str, frozenset[str]]:
    by_kind: dict[str, set[str]] = {}
    for name in ("name_words", "cue_words"):
        for row in read_reference(name, WordRow):
            by_kind.setdefault(row.kind, set()).add(row.word)
    return {kind: frozenset(words) for kind, words in by_kind.items()}


@cache
def institutional_words() -> frozenset[str]:
    """Words that no person's name holds."""
    kinds = ("firm_ending", "organisation_word", "place_word", "event_word", "law_word")
    return frozenset().union(*(words_like(kind) for kind in kinds)) | {"&"}


def clean(text: str, start: int, end: int, label: str) -> list[Span]:
    """The entity without what does not belong to the name; cut at a line end; empty where nothing is left."""
    spans = []
    for first, last in _cut_lines(text, start, end):
        for left, right in _cut_brackets(text, first, last):
            left, right = trim(text, left, right)
            if label == "PERSON":
                left, right = _after_titles(text, left, right), _before_tail(text, left, right)
            name = text[left:right]
            if name and name not in words_like("no_name") and not name.isdigit() and name != name.lower():
                spans.append(Span(left, right, likely_label(name, label), "spacy"))
    return spans


def _cut_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cut = text.find("\n", start, end)
    if cut < 0:
        return [(start, end)]
    line = cut - (text.rfind("\n", 0, cut) + 1)
    if line in WRAPPED and text[cut - 1].isalpha() and not text[cut + 1 : end].startswith("\n"):
        return [(start, end)]
    return [(start, cut), *_cut_lines(text, cut + 1, end)]


def _cut_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A name and what stands in brackets after it, as two; as one where the name goes on behind the bracket."""
    bracket = text.find(" (", start, end)
    dash = text.find(" - ", start, end)
    if dash > 0 and bracket < 0:
        return [(start, dash), (dash + 3, end)] if text[start:dash].isupper() else [(start, end)]
    if bracket < 0 or ")" in text[bracket : end - 1]:
        return [(start, end)]
    return [(start, bracket), (bracket + 2, end - (text[end - 1] == ")"))]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without quotation marks, brackets, articles and possessives at the edges."""
    while start < end and text[start] in EDGE_LEFT:
        start += 1
    if article := ARTICLE.match(text, start, end):
        start = article.end()
    for ending in POSSESSIVES:
        if text.endswith(ending, start, end):
            end -= len(ending)
            break
    while start < end and text[end - 1] in EDGE_RIGHT:
        end -= 1
    if text[end - 1 : end] == "." and _ends_sentence(text, start, end):
        end -= 1
    space = text.find(" ", start, end)
    if space > 0 and text[start:space] in words_like("month_or_day"):
        start = space + 1
    if text.startswith(DIRECTIONS, start, end) and (
        start == 0 or text[start - 1] in '\n"“' or text[start - 2] in ".!?"
    ):
        start = text.index(" ", start) + 1
    return start, end


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the point after "Corp" is the sentence's as well: then it does not belong to the name."""
    return text[end : end + 1] in ("", "\n", '"', "”") or (
        text[end : end + 2] in (' "', " “") and not text[start : end - 1].isupper()
    )


def _after_titles(text: str, start: int, end: int) -> int:
    """Where the person's own name begins: after titles and lower-case words, of which at least one word is left."""
    titles = words_like("title")
    while True:
        space = text.find(" ", start, end)
        word = text[start:space]
        if space < 0 or not (
            word in titles or (word[:1].islower() and word.split("-")[0] not in words_like("name_particle"))
        ):
            return start
        start = space + 1


def _before_tail(text: str, start: int, end: int) -> int:
    """Where the person's own name ends: before lower-case words ("Faik Nerwey of")."""
    while (
        (space := text.rfind(" ", start, end)) > 0 and text[space + 1].islower() and text[space + 1] not in "0123456789"
    ):
        if text[space + 1 : end].startswith(("al-", "el-", "d'")):
            break
        end = space
    return end


def likely_label(name: str, label: str) -> str:
    """The label that the words of the name call for: a firm's ending, an organisation's head, a given name."""
    parts = name.replace("-", " ").split()
    last = parts[-1] if parts else ""
    if CODE_LIKE.fullmatch(name):
        return "PRODUCT"
    if len(parts) < 2:
        return label
    if label != "ORG" and label in NAMES and _is_organisation(parts):
        return "ORG"
    if label in ("PERSON", "ORG") and last in words_like("building_word"):
        return "FAC"
    return "PERSON" if label in NAMES and _is_person(parts) else label


def _is_organisation(parts: list[str]) -> bool:
    return parts[-1] in words_like("firm_ending") or parts[-1] in words_like("organisation_word") or "&" in parts


def _is_person(parts: list[str]) -> bool:
    """A given name and one or two words that are not of an institution."""
    has_given_name = parts[0] in words_like("given_name") and len(parts) < 4
    return has_given_name and not institutional_words().intersection(parts) and not parts[-1].islower()


def without_overlaps(spans: list[Span]) -> list[Span]:
    """Sorted; of two that overlap the longer, of equals the known one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.entry is None)):
        if kept and span.start < kept[-1].end:
            if span.end - span.start > kept[-1].end - kept[-1].start:
                kept[-1] = span
            continue
        kept.append(span)
    return kept
