"""Room extract: spans that name an entity.

In: a parsed Doc and the gazetteer. Out: mentions, in order, never overlapping. They are spaCy's entities with their
edges cleaned (flows.extract.spans), relabelled and completed from the gazetteer (here), and then made consistent over
the document (flows.extract.consistency): a surname after the full name, an acronym after its long form, one label for
one name.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from flows.extract.capitals import without_shouting
from flows.extract.consistency import make_consistent
from flows.extract.gazetteer import Entry, Found, Gazetteer
from flows.extract.spans import LABELS, Span, Words, clean, trim, without_overlaps, words_like, words_of


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


# What is joined to a name and no part of it.
PREFIXES = ("pro-", "anti-", "non-", "ex-", "pre-", "post-", "mid-")
# "The State and Treasury departments": words before a noun that they share.
SHARED_NOUN = re.compile(r"\b((?:[A-Z]\w+, )*[A-Z]\w+,? and [A-Z]\w+) ([Dd]epartment|[Mm]inistrie)s\b")
NOUNS = {"department": "Department", "ministrie": "Ministry"}
BETWEEN = re.compile(r"(?:[\s,/&–-]|and|or)*")
CAPITALISED = re.compile(r" (?:[A-Z][\w.&'-]*(?: |$|(?=\W)))+")


def find_mentions(doc: Doc, *, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions of named entities in the Doc, sorted by start, not overlapping; not linked yet."""
    words = words_of(doc)
    spans: list[Span] = []
    others: set[int] = set()
    for ent in doc.ents:
        if ent.label_ in LABELS:
            spans.extend(clean(words.text, ent.start_char, ent.end_char, ent.label_))
        else:
            others.update(range(ent.start, ent.end))
    spans = without_shouting(words.text, spans)
    spans = _with_gazetteer(words.text, spans, _known_names(words.text, gazetteer))
    return [_mention(words, span) for span in make_consistent(words, spans, other_entities=others)]


def _known_names(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Names of the gazetteer in the text, in order; of those that share a noun each by its full name."""
    found = gazetteer.find(text)
    if "epartments" not in text and "inistries" not in text:
        return found
    shared = [
        Found(start, start + len(word), known[0].entry)
        for names in SHARED_NOUN.finditer(text)
        for word, start in ((one[0], names.start() + one.start()) for one in re.finditer(r"[A-Z]\w+", names[1]))
        if (known := gazetteer.find(full := f"{word} {NOUNS[names[2].lower()]}")) and known[0].end == len(full)
    ]
    apart = [one for one in found if not any(one.start < two.end and two.start < one.end for two in shared)]
    return sorted([*apart, *shared], key=lambda one: one.start)


def _mention(words: Words, span: Span) -> Mention:
    first = bisect_right(words.starts, span.start) - 1
    last = bisect_left(words.starts, span.end)
    text = words.text[span.start : span.end]
    return Mention(span.start, span.end, first, last, text, span.label, None, None, None, span.rule, span.entry)


def _with_gazetteer(text: str, spans: list[Span], found: list[Found]) -> list[Span]:
    """Spans and known names brought together: a known name is taken unless it is part of a longer name."""
    kept: list[Span] = []
    names = iter([*found, None])
    name = next(names)
    for span in [*spans, None]:
        inside: list[Found] = []
        while name and (span is None or name.start < span.end):
            if span is None or name.end <= span.start:
                kept.extend(_alone(text, name))
            else:
                inside.append(name)
            name = next(names)
        if span:
            kept.extend(_settle(text, span, inside))
    return without_overlaps(kept)


def _known(name: Found) -> Span:
    return Span(name.start, name.end, name.entry.label, "gazetteer", name.entry)


def _alone(text: str, name: Found) -> list[Span]:
    """A known name outside every span; not when it is but a word of a longer name ("Hong Kong Standard")."""
    entry = name.entry
    if not name.is_sure:
        return []
    if (
        entry.needs_context
        and not entry.context
        and entry.kind not in ("country", "demonym", "capital", "seat", "place")
    ):
        return []
    if (
        entry.needs_context
        and name.start > 1
        and text[name.start - 1] == " "
        and entry.kind in ("institution", "body", "firm")
    ):
        before = text[max(0, name.start - 24) : name.start - 1].split()[-1:]
        if before and before[0][0].isupper() and before[0] not in ("The", "U.S.", "US"):
            return []
    if entry.kind in ("country", "capital", "place") and (after := CAPITALISED.match(text, name.end)):
        rest = after.group().split()
        if rest[-1].strip(".,") in words_like("organisation_word") and text[name.start : name.end] not in (
            "US",
            "U.S.",
        ):
            return [Span(name.start, name.end + len(after.group().rstrip()), "ORG", "ending")]
    return [_known(name)]


def _settle(text: str, span: Span, inside: list[Found]) -> list[Span]:
    """What remains of a span and the known names that touch it."""
    if any(name.entry.kind == "phrase" for name in inside):
        return []
    inside = [name for name in inside if name.is_sure or _is_seconded(name, span)]
    if not inside:
        # What the gazetteer would not read as the country is the pronoun: "TELLS US".
        return [] if text[span.start : span.end].upper() == "US" else [span]
    first, last = inside[0], inside[-1]
    if first.start < span.start or last.end > span.end:
        return [_known(name) for name in inside]
    if _only_names(text, inside) and not _letters(text[span.start : first.start] + text[last.end : span.end]):
        return [_known(name) for name in inside if not _is_other_reading(name, span)] or [span]
    return _settle_longer(text, span, inside)


def _is_seconded(name: Found, span: Span) -> bool:
    """Whether spaCy, too, sees a place in the name of a place, an organisation in that of an organisation."""
    places = ("GPE", "LOC", "FAC")
    return (name.start, name.end) == (span.start, span.end) and (
        span.label == name.entry.label or (span.label in places and name.entry.label in places)
    )


def _letters(rest: str) -> bool:
    return any(letter.isalnum() for letter in rest)


def _only_names(text: str, inside: list[Found]) -> bool:
    return all(BETWEEN.fullmatch(text, one.end, two.start) for one, two in pairwise(inside))


def _is_other_reading(name: Found, span: Span) -> bool:
    """Whether spaCy sees a person in a name that may well be one (Jordan, Chad, Georgia)."""
    return span.label == "PERSON" and name.entry.needs_context and name.entry.context is None


def _settle_longer(text: str, span: Span, inside: list[Found]) -> list[Span]:
    """A span longer than the known names in it: the longer name, or the known name and what is left of the span."""
    first, last = inside[0], inside[-1]
    before, after = text[span.start : first.start], text[last.end : span.end]
    if before.lower() in PREFIXES or (before.lower() == before and after.lower() == after):
        return [_known(name) for name in inside]
    if (
        first.start == span.start
        and _is_modifier(first.entry)
        and (span.label == "PERSON" or _is_office(first.entry, after))
    ):
        start, end = trim(text, last.end, span.end)
        return [*(_known(name) for name in inside), *clean(text, start, end, span.label)]
    if first.start == span.start and len(inside) == 1 and _is_titled(first.entry, after):  # "Kazakh President X Y"
        return [_known(first), *clean(text, *trim(text, first.end, span.end), "PERSON")]
    if span.label == "PERSON" and last.end == span.end and last.entry.kind == "seat":  # "the Obama White House"
        return [*clean(text, *trim(text, span.start, first.start), span.label), *(_known(name) for name in inside)]
    if first.start == span.start and text[first.end : first.end + 3] in ("'s ", "’s "):
        return [_known(name) for name in inside] + clean(text, *trim(text, first.end + 3, span.end), span.label)
    return [span]


def _is_modifier(entry: Entry) -> bool:
    """Known names that stand before a person's name and are not part of it: Russian, U.S., Kremlin, NATO."""
    if entry.needs_context and entry.kind != "demonym":
        return False
    return entry.kind in ("demonym", "seat", "body", "institution", "media", "country")


def _is_titled(entry: Entry, after: str) -> bool:
    """A title and a name behind the adjective: spaCy may take the whole for an organisation."""
    parts = after.split()
    is_name = len(parts) > 1 and parts[-1][0].isupper() and parts[-1] not in words_like("organisation_word")
    return entry.kind == "demonym" and is_name and parts[0] in words_like("title")


def _is_office(entry: Entry, after: str) -> bool:
    """ "German Foreign Ministry": the adjective and the institution are two names."""
    parts = after.split()
    return (
        entry.kind == "demonym"
        and bool(parts)
        and parts[-1] in ("Ministry", "Parliament", "Government", "Army", "Navy", "Embassy", "Office")
        and len(parts) < 4
    )
