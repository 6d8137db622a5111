"""Room extract: spans that name an entity.

In: a parsed Doc and the gazetteer. Out: mentions, in order, never overlapping. They are spaCy's entities with their
edges cleaned (articles, titles, possessives), relabelled and completed from the gazetteer, and then made consistent
over the document: a surname after the full name, an acronym after its long form, one label for one name.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel
from spacy.attrs import IDX
from spacy.tokens import Doc

from flows.extract.gazetteer import Entry, Found, Gazetteer
from flows.extract.lexicon import read_reference

LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A span naming an entity: `start, end` in characters, `first, last` in tokens, both half-open.

    `label` is OntoNotes 5 (PERSON ORG GPE LOC NORP FAC EVENT LAW PRODUCT WORK_OF_ART), None for a resolved
    reference ("the two allies"). `entity_id`, `code` and `sense` are None until flows.extract.link has set them.
    `entry` is what the gazetteer knows of the name, None where it knows nothing.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    label: str | None
    entity_id: str | None
    code: str | None
    sense: str | None
    rule: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate, before it is a mention."""

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


class WordRow(BaseModel, extra="forbid"):
    """name_words.csv: a word that tells what kind of name it stands in."""

    word: str
    kind: str


ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?:\s*['’]s?|\s*['’]S)$")
EDGE_LEFT = " \n\t\"“”‘'`([{-–—,.;:*#/>"
EDGE_RIGHT = " \n\t\"“”‘'`’([{-–—,;:*#/<"
BETWEEN = re.compile(r"(?:[\s,/&–-]|and|or)*")
ACRONYM = re.compile(r"\s*\(\s*(?:the )?([A-Z][A-Za-z&.-]{1,9})\s*\)")
# Lines of this many characters are lines of wrapped running text: a name may go on in the next line.
WRAPPED = range(45, 90)


def find_mentions(doc: Doc, *, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions of named entities in the Doc, sorted by start, not overlapping; not linked yet."""
    words = words_of(doc)
    raw = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in LABELS]
    spans = [span for start, end, label in raw for span in _clean(words.text, start, end, label)]
    spans = _with_gazetteer(words.text, spans, gazetteer.find(words.text))
    spans = _consistent(words, spans)
    return [_mention(words, span) for span in spans]


def words_of(doc: Doc) -> Words:
    """The Doc's text, token texts, token starts in characters, and tags."""
    starts: list[int] = doc.to_array([IDX]).reshape(-1).tolist()
    return Words(doc.text, [token.text for token in doc], starts, [token.tag_ for token in doc])


@cache
def words_like(kind: str) -> frozenset[str]:
    """Words of name_words.csv of one kind: title, given_name, firm_ending, organisation_word ..."""
    return frozenset(row.word for row in read_reference("name_words", WordRow) if row.kind == kind)


def _mention(words: Words, span: Span) -> Mention:
    first = bisect_right(words.starts, span.start) - 1
    last = bisect_left(words.starts, span.end)
    text = words.text[span.start : span.end]
    return Mention(span.start, span.end, first, last, text, span.label, None, None, None, span.rule, span.entry)


# ---- spaCy's entities, cleaned


def _clean(text: str, start: int, end: int, label: str) -> list[Span]:
    """The entity without what does not belong to the name; cut at a line end; empty where nothing is left."""
    pieces = []
    for start, end in _cut_lines(text, start, end):
        start, end = _trim(text, start, end)
        if label == "PERSON":
            start = _after_titles(text, start, end)
        name = text[start:end]
        if name and any(letter.isupper() for letter in name):
            pieces.append(Span(start, end, _likely_label(name, label), "spacy"))
    return pieces


def _cut_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cut = text.find("\n", start, end)
    if cut < 0:
        return [(start, end)]
    line = cut - (text.rfind("\n", 0, cut) + 1)
    if line in WRAPPED and text[cut - 1].isalpha() and not text[cut + 1 : end].startswith("\n"):
        return [(start, end)]
    return [(start, cut), *_cut_lines(text, cut + 1, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without quotation marks, brackets, articles and possessives at the edges."""
    while start < end and text[start] in EDGE_LEFT:
        start += 1
    if article := ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := POSSESSIVE.search(text, start, end):
        end = possessive.start()
    while start < end and text[end - 1] in EDGE_RIGHT:
        end -= 1
    return start, end


def _after_titles(text: str, start: int, end: int) -> int:
    """Where the person's own name begins: after titles and lower-case words, of which at least one word is left."""
    titles = words_like("title")
    while True:
        space = text.find(" ", start, end)
        word = text[start:space]
        if space < 0 or not (
            word in titles
            or word[:1].islower()
            and not word.startswith(("al-", "el-", "bin", "de", "van", "von", "di", "da", "ben"))
        ):
            return start
        start = space + 1


def _likely_label(name: str, label: str) -> str:
    """The label that the words of the name call for: a firm's ending, an organisation's head, a given name."""
    parts = name.replace("-", " ").split()
    last = parts[-1]
    if label in ("PERSON", "GPE", "LOC", "NORP", "PRODUCT", "FAC", "WORK_OF_ART") and len(parts) > 1:
        if last in words_like("firm_ending") or last in words_like("organisation_word"):
            return "ORG"
    if label in ("ORG", "GPE", "LOC", "PRODUCT", "FAC", "NORP", "WORK_OF_ART") and 1 < len(parts) < 4:
        if parts[0] in words_like("given_name") and not _is_institutional(parts):
            return "PERSON"
    return label


def _is_institutional(parts: list[str]) -> bool:
    kinds = ("firm_ending", "organisation_word", "place_word", "event_word", "law_word")
    return "&" in parts or any(part in words_like(kind) for part in parts for kind in kinds) or parts[-1].islower()


# ---- the gazetteer


def _with_gazetteer(text: str, spans: list[Span], found: list[Found]) -> list[Span]:
    """Spans and known names brought together: a known name is taken unless it is part of a longer name."""
    kept: list[Span] = []
    names = iter([*found, None])
    name = next(names)
    for span in [*spans, None]:
        inside: list[Found] = []
        while name and (span is None or name.start < span.end):
            if span is None or name.end <= span.start:
                kept.append(_known(name, text, None))
            else:
                inside.append(name)
            name = next(names)
        if span:
            kept.extend(_settle(text, span, inside))
    return _without_overlaps(kept)


def _known(name: Found, text: str, label: str | None) -> Span:
    return Span(name.start, name.end, name.entry.label, "gazetteer", name.entry)


def _settle(text: str, span: Span, inside: list[Found]) -> list[Span]:
    """What remains of a span and the known names that touch it."""
    if not inside:
        return [span]
    first, last = inside[0], inside[-1]
    if first.start <= span.start and span.end <= last.end and _only_names(text, inside):
        return [_known(name, text, span.label) for name in inside if not _is_other_reading(name, span)] or [span]
    if first.start < span.start or last.end > span.end:
        return [_known(name, text, None) for name in inside]
    if (
        _only_names(text, inside)
        and not text[last.end : span.end].strip(" .")
        and not text[span.start : first.start].strip()
    ):
        return [_known(name, text, span.label) for name in inside]
    return _settle_longer(text, span, inside)


def _only_names(text: str, inside: list[Found]) -> bool:
    return all(BETWEEN.fullmatch(text, one.end, two.start) for one, two in zip(inside, inside[1:], strict=False))


def _is_other_reading(name: Found, span: Span) -> bool:
    """Whether spaCy sees a person in a name that may well be one (Jordan, Chad, Georgia)."""
    return span.label == "PERSON" and name.entry.needs_context


def _settle_longer(text: str, span: Span, inside: list[Found]) -> list[Span]:
    """A span longer than the known names in it: the longer name, or the known name and what is left of the span."""
    first, last = inside[0], inside[-1]
    before, after = text[span.start : first.start], text[last.end : span.end]
    lower = not any(letter.isupper() for letter in before + after)
    if lower or span.label == "PERSON" and first.start == span.start and _is_modifier(first.entry):
        rest = Span(last.end, span.end, span.label, span.rule)
        start, end = _trim(text, rest.start, rest.end)
        person = [] if lower else _clean(text, start, end, "PERSON")
        return [*(_known(name, text, None) for name in inside), *person]
    return [span]


def _is_modifier(entry: Entry) -> bool:
    """Known names that stand before a person's name and are not part of it: Russian, U.S., Kremlin, NATO."""
    return not entry.needs_context and (
        entry.kind in ("demonym", "seat", "body", "institution", "media") or entry.party.name == "United States"
    )


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """Sorted; of two that overlap the longer, of equals the known one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.entry is None)):
        if kept and span.start < kept[-1].end:
            if span.end - span.start > kept[-1].end - kept[-1].start:
                kept[-1] = span
            continue
        kept.append(span)
    return kept


# ---- one name, one label


def _consistent(words: Words, spans: list[Span]) -> list[Span]:
    """Spans with one label a name, and with short forms found wherever they stand."""
    spans = _by_majority(words.text, spans)
    short = _short_forms(words.text, spans)
    spans = [_relabelled(span, words.text[span.start : span.end], short) for span in spans]
    return _without_overlaps([*spans, *_more(words, spans, short)])


def _by_majority(text: str, spans: list[Span]) -> list[Span]:
    votes: dict[str, Counter[str]] = {}
    for span in spans:
        votes.setdefault(text[span.start : span.end], Counter())[span.label] += 1
    mixed = {name: labels.most_common(1)[0][0] for name, labels in votes.items() if len(labels) > 1}
    if not mixed:
        return spans
    return [
        Span(span.start, span.end, mixed[name], "majority", span.entry)
        if (name := text[span.start : span.end]) in mixed and mixed[name] != span.label and not span.entry
        else span
        for span in spans
    ]


def _short_forms(text: str, spans: list[Span]) -> dict[str, str]:
    """Short forms that the document introduces, with their label: surnames, acronyms, first words of firms."""
    short: dict[str, str] = {}
    for span in spans:
        parts = text[span.start : span.end].split()
        if span.label == "PERSON" and len(parts) > 1 and not span.entry:
            surname = parts[-1] if parts[-1] not in ("Jr", "Jr.", "II", "III") else parts[-2]
            if len(surname) > 2 and surname[0].isupper() and surname not in words_like("given_name"):
                short[surname] = "PERSON"
                short[surname.upper()] = "PERSON"
        elif span.label == "ORG":
            if known := ACRONYM.match(text, span.end):
                short[known.group(1)] = "ORG"
    return short


def _relabelled(span: Span, name: str, short: dict[str, str]) -> Span:
    label = short.get(name)
    if not label or span.label == label or (span.entry and not span.entry.needs_context):
        return span
    return Span(span.start, span.end, label, "short form")


def _more(words: Words, spans: list[Span], short: dict[str, str]) -> list[Span]:
    """Short forms that stand outside every span."""
    if not short:
        return []
    ends = [span.end for span in spans]
    more = []
    for word, start in zip(words.words, words.starts, strict=True):
        if word in short:
            after = bisect_right(ends, start)
            if after == len(spans) or spans[after].start >= start + len(word):
                more.append(Span(start, start + len(word), short[word], "short form"))
    return more
