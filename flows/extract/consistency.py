"""Room extract: one name, one label, wherever it stands in a document.

In: candidate spans of a document. Out: the same, each name with the label that most speaks for, and the names that
were overlooked: surnames and first words of firms after the full name, acronyms after the long form, names in places
that call for one ("the town of X", "X spokesman"). What speaks for a label: spaCy's own labels, the words around each
occurrence (seeds/reference/cue_words.csv: before_person, after_organisation ...), and longer forms of the name
elsewhere.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest

from flows.extract.spans import NUMERALS, Span, Words, institutional_words, without_overlaps, words_like

ACRONYM = re.compile(r"\s*\(\s*(?:the )?([A-Z][A-Za-z&.-]{1,9})\s*\)")
FIRM_TAIL = re.compile(
    r"(?:[ ,]+(?:Inc|Corp|Ltd|Co|Plc|plc|PLC|AG|SA|S\.A|NV|N\.V|Corporation|Company|Limited|Incorporated)\.?)+$"
)

# Weights. spaCy's labels of a name count as shares that sum to 2; a cue outweighs them where it comes twice.
SPACY, CUE, WEAK, FORM = 2.0, 1.5, 0.6, 3.0
# A cue that alone makes a name of capitalised words that spaCy left out.
ENOUGH = 1.5

PLACE_BEFORE = frozenset(("in", "near", "outside"))
PERSON_AFTER = frozenset(("who", "himself", "herself", "whose", "aged"))
OF_OFFICE = (["secretary", "of"], ["minister", "of"], ["minister", "for"])
GROUPS = {"LOC": "GPE", "FAC": "GPE"}
NAME_TAGS = frozenset(("NNP", "NNPS"))

Votes = dict[str, float]


def make_consistent(words: Words, spans: list[Span], *, other_entities: set[int]) -> list[Span]:
    """Spans with one label a name, and with overlooked names added. `other_entities` are tokens of dates, sums of
    money and the like, which are no names."""
    places = {span.start for span in spans if span.entry and span.label == "GPE"}
    spans = _merged_persons(words.text, [span for span in spans if not _is_common_word(words, span)])
    lowest = _first_tokens(words, spans)
    more = list(_overlooked(words, spans, lowest, other_entities))
    votes = _votes(words, spans, lowest, places)
    short = _short_forms(words.text, spans, votes)
    for name, label in short.items():
        votes[name.upper()][label] += FORM
    kept = [_relabelled(span, votes.get(words.text[span.start : span.end].upper())) for span in spans]
    found = [span for one in more if (span := _wanted(words, one, votes))]
    return without_overlaps(kept + found)


# ---- what is no name after all


def _is_common_word(words: Words, span: Span) -> bool:
    """Whether the span is one plain word: capitalised only where a sentence begins, part of a title, or a kind of
    organisation without its name ("Department officials", "Defence Minister")."""
    name = words.text[span.start : span.end]
    if span.entry or " " in name or not name.isalpha():
        return False
    if name in words_like("organisation_word") or name in words_like("month_or_day"):
        return True
    token = bisect_right(words.starts, span.start) - 1
    after = words.words[token + 1] if token + 1 < len(words.words) else ""
    if span.label == "ORG" and after in ("Minister", "Secretary", "Commissioner"):
        return True
    if span.label == "ORG" and [word.lower() for word in words.words[max(token - 2, 0) : token]] in OF_OFFICE:
        return True
    if not _starts_sentence(words, token):
        return False
    return (
        words.tags[token] in ("NNS", "NN", "JJ", "RB", "VBG", "IN") and span.label != "PERSON"
    ) or name.lower() in words.words


def _starts_sentence(words: Words, token: int) -> bool:
    while token > 0 and words.words[token - 1] in ('"', "“", "'", "‘", "``", "--", "-"):
        token -= 1
    return token == 0 or words.words[token - 1][:1] in (".", "!", "?", "\n", ":")


# ---- persons in pieces


def _merged_persons(text: str, spans: list[Span]) -> list[Span]:
    """Persons whose name came in two pieces, and the rest of a name that the pieces left out (In-so, II, wa Dondo)."""
    merged: list[Span] = []
    for span in spans:
        before = merged[-1] if merged else None
        if (
            before
            and before.label == span.label == "PERSON"
            and not (before.entry or span.entry)
            and _is_one_name(text, before, span)
        ):
            merged[-1] = Span(before.start, span.end, "PERSON", "spacy joined")
        else:
            merged.append(span)
    return [_completed(text, span, after) for span, after in zip_longest(merged, merged[1:])]


def _is_one_name(text: str, one: Span, two: Span) -> bool:
    """Whether two pieces are one name: not where each has a first and a last name of its own."""
    first, second = text[one.start : one.end].split(), text[two.start : two.end].split()
    is_particle = second[0].lower() in words_like("name_particle") or second[0] == "Ben"
    is_own = len(second) > 1 and not is_particle and second[0] in words_like("given_name")
    return text[one.end : two.start] == " " and len(first) < 4 and not is_own


# "I" and "V" are a pronoun and an initial more often than a number.
TAIL = re.compile(rf"-[a-z]{{2,}}\b| (?:{'|'.join(sorted(NUMERALS - {'I', 'V'}))})(?![\w.])")
NO_TAIL = frozenset(("-led", "-based", "-style", "-born", "-backed", "-era", "-controlled", "-held"))


def _completed(text: str, span: Span, after: Span | None) -> Span:
    if span.label != "PERSON" or span.entry or not (tail := TAIL.match(text, span.end)):
        return span
    if (after and after.start < tail.end()) or tail.group() in NO_TAIL:
        return span
    return Span(span.start, tail.end(), "PERSON", span.rule)


# ---- what speaks for a label


def _first_tokens(words: Words, spans: list[Span]) -> list[int]:
    return [bisect_right(words.starts, span.start) - 1 for span in spans]


def _votes(words: Words, spans: list[Span], first_tokens: list[int], places: set[int]) -> dict[str, Votes]:
    """By name, in capitals, and label what spaCy and the words around it say; the gazetteer's names left out."""
    seen: dict[str, list[str]] = defaultdict(list)
    votes: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    for span, token in zip(spans, first_tokens, strict=True):
        if not span.entry:
            name = words.text[span.start : span.end].upper()
            seen[name].append(GROUPS.get(span.label, span.label))
            for label, weight in cues(words, token, span.end):
                votes[name][label] += weight
            if words.text[span.end : span.end + 2] == ", " and span.end + 2 in places:
                votes[name]["GPE"] += CUE
    for name, labels in seen.items():
        for label in labels:
            votes[name][label] += SPACY / len(labels)
    return votes


def cues(words: Words, token: int, end: int) -> Iterator[tuple[str, float]]:
    """Labels that the words before and after a name call for, with their weights."""
    texts = words.words
    last = token + 1
    while last < len(texts) and words.starts[last] < end:
        last += 1
    before = texts[token - 1].lower() if token else ""
    before2 = texts[token - 2].lower() if token > 1 else ""
    after = texts[last] if last < len(texts) else ""
    after2 = texts[last + 1] if last + 1 < len(texts) else ""
    yield from _cues_before(before, before2)
    if after in words_like("after_place"):
        yield "GPE", CUE
    elif after.lower() in words_like("after_organisation"):
        yield "ORG", CUE
    elif after == "'s":
        if after2 in ("shares", "stock", "chairman", "chief"):
            yield "ORG", CUE
        elif after2 in words_like("owned_by_person"):
            yield "PERSON", CUE
    elif after == "," and (
        after2 in PERSON_AFTER or (after2.isdigit() and len(after2) == 2 and texts[last + 2 : last + 3] == [","])
    ):
        yield "PERSON", CUE
    elif after in words_like("person_verb") or (after in ("was", "is") and after2 in words_like("person_verb")):
        yield "PERSON", WEAK


def _cues_before(before: str, before2: str) -> Iterator[tuple[str, float]]:
    if before in words_like("before_person"):
        yield "PERSON", CUE
    elif before in words_like("before_organisation"):
        yield "ORG", CUE
    elif before == "of" and before2 in words_like("before_of_place"):
        yield "GPE", CUE
    elif before in PLACE_BEFORE:
        yield "GPE", WEAK
    elif before in ("at", "of", "in", "from", "by") and before2 in (
        "analyst",
        "economist",
        "shares",
        "stake",
        "trader",
        "unit",
        "dealer",
    ):
        yield "ORG", CUE


def _short_forms(text: str, spans: list[Span], votes: dict[str, Votes]) -> dict[str, str]:
    """Short forms that the document introduces, with their label: surnames, acronyms, firms without their ending."""
    short: dict[str, str] = {}
    for span in spans:
        name = text[span.start : span.end]
        if span.entry and span.label != "ORG":
            continue
        if span.label == "PERSON" and " " in name:
            for form in _surnames(name, votes):
                short.setdefault(form, "PERSON")
        elif span.label == "ORG":
            if known := ACRONYM.match(text, span.end):
                short[known.group(1)] = "ORG"
            base = FIRM_TAIL.sub("", name)
            if base != name:
                short[base] = "ORG"
                if _is_distinctive(first := base.split()[0], votes):
                    short[first] = "ORG"
    return short


def _surnames(name: str, votes: dict[str, Votes]) -> Iterator[str]:
    """The last word; the first where the document uses it alone and it is no common given name."""
    parts = [part for part in name.split() if part not in NUMERALS and part not in ("Jr", "Jr.", "Sr.")]
    if len(parts) < 2:
        return
    given = words_like("given_name")
    last, first = parts[-1], parts[0]
    if len(last) > 2 and last[0].isupper() and last not in given:
        yield last
        if parts[-2].lower() in words_like("name_particle") or parts[-2].startswith(("al-", "Al-", "Ben", "Suu")):
            yield f"{parts[-2]} {last}"
    if first.upper() in votes and first not in given:
        yield first


def _is_distinctive(word: str, votes: dict[str, Votes]) -> bool:
    return (
        len(word) > 3
        and word.upper() in votes
        and word not in institutional_words()
        and word not in words_like("given_name")
    )


def _relabelled(span: Span, votes: Votes | None) -> Span:
    if not votes or (span.entry and not span.entry.needs_context):
        return span
    best = max(votes, key=lambda label: (votes[label], label))
    if GROUPS.get(span.label, span.label) == best or votes[best] < 1.0:
        return span
    if span.entry and votes[best] < FORM:
        return span
    return Span(span.start, span.end, best, "document")


# ---- names that were overlooked


def _overlooked(words: Words, spans: list[Span], first_tokens: list[int], other_entities: set[int]) -> Iterator[Span]:
    """Runs of capitalised words outside every span, tagged as names; "?" as their label."""
    taken = set(other_entities)
    for span, token in zip(spans, first_tokens, strict=True):
        while token < len(words.words) and words.starts[token] < span.end:
            taken.add(token)
            token += 1
    titles = words_like("title")
    free = [at for at, tag in enumerate(words.tags) if tag in NAME_TAGS and at not in taken and _may_be_name(words, at)]
    after = 0
    for place, first in enumerate(free):
        if first < after or words.words[first] in titles:
            continue
        after = first + 1
        for following in free[place + 1 :]:
            if following != after:
                break
            after += 1
        end = words.starts[after - 1] + len(words.words[after - 1])
        yield Span(words.starts[first], end, "?", "context")


def _may_be_name(words: Words, token: int) -> bool:
    word = words.words[token]
    return (
        word[0].isupper()
        and words.tags[token] in NAME_TAGS
        and word not in words_like("month_or_day")
        and len(word) > 1
    )


def _wanted(words: Words, span: Span, votes: dict[str, Votes]) -> Span | None:
    """An overlooked name with its label, when the document has it elsewhere or the words around it call for one."""
    name = words.text[span.start : span.end]
    known = votes.get(name.upper())
    if known:
        best = max(known, key=lambda label: (known[label], label))
        return Span(span.start, span.end, best, "document")
    token = bisect_right(words.starts, span.start) - 1
    parts = name.split()
    if parts[-1] in words_like("firm_ending") and len(parts) > 1:
        return Span(span.start, span.end, "ORG", "ending")
    if len(parts) in (2, 3) and parts[0] in words_like("given_name") and not institutional_words().intersection(parts):
        return Span(span.start, span.end, "PERSON", "given name")
    if (name.isupper() and len(name) > 5) or name in institutional_words():
        return None
    around: Votes = defaultdict(float)
    for label, weight in cues(words, token, span.end):
        around[label] += weight
    best = max(around, key=lambda label: (around[label], label), default="")
    return Span(span.start, span.end, best, "context") if best and around[best] >= ENOUGH else None
