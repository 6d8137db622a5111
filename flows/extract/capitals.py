"""Room extract: names in lines of capitals, where the shape of a word tells nothing.

In: the text and its candidate spans. Out: the same, but in a line that is all capitals only what may be a name: what
the rest of the text writes as one ("TRUMP SLAMS RIVAL" over an article on Donald Trump), and short spans whose words
it does not write in lower case. Known names are found there by the gazetteer, as everywhere.
"""

import re

from flows.extract.spans import Span, words_like

# A line of fewer words is a dateline, a signature or an acronym.
MIN_WORDS = 3
# Words that a span of a line in capitals may have without being doubted.
MAX_WORDS = 2
# A longer text all in capitals is not doubted: there is nothing to compare it with. In characters.
MAX_HEADLINE = 300
# A name of fewer letters is looked for only where spaCy sees one.
MIN_LETTERS = 4


def without_shouting(text: str, spans: list[Span]) -> list[Span]:
    """The spans, those in lines of capitals doubted and completed; as they are in a text without such lines."""
    lines = _lines_of_capitals(text)
    if not lines or (len(text) > MAX_HEADLINE and text.isupper()):
        return spans
    shouted = {span: any(start <= span.start < end for start, end in lines) for span in spans}
    calm = [span for span in spans if not shouted[span]]
    names = _names_of(text, calm)
    lower = set(re.findall(r"\b[a-z]{3,}\b", text))
    found = [span for start, end in lines for span in _named(text, start, end, names)]
    kept = [
        span
        for span in spans
        if shouted[span]
        and not any(one.start < span.end and span.start < one.end for one in found)
        and _may_be_name(text[span.start : span.end], lower)
    ]
    return sorted([*calm, *found, *kept], key=lambda span: (span.start, span.end))


def _lines_of_capitals(text: str) -> list[tuple[int, int]]:
    """Character spans of the lines that are all capitals and long enough for a headline."""
    lines, start = [], 0
    for line in text.split("\n"):
        if line.isupper() and sum(word.isalpha() for word in line.split()) >= MIN_WORDS:
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _names_of(text: str, calm: list[Span]) -> dict[str, str]:
    """Names of the other lines in capitals, with their label; of persons the last word as well."""
    names: dict[str, str] = {}
    for span in calm:
        name = text[span.start : span.end]
        names.setdefault(name.upper(), span.label)
        if span.label == "PERSON":
            names.setdefault(name.split()[-1].upper(), "PERSON")
    return {name: label for name, label in names.items() if len(name) >= MIN_LETTERS}


def _named(text: str, start: int, end: int, names: dict[str, str]) -> list[Span]:
    """The names of the article in one line, longer ones first."""
    present = sorted((name for name in names if text.find(name, start, end) >= 0), key=lambda name: (-len(name), name))
    found: list[Span] = []
    for name in present:
        for match in re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").finditer(text, start, end):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Span(match.start(), match.end(), names[name], "capitals"))
    return found


def _may_be_name(name: str, lower: set[str]) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", name)]
    return len(words) <= MAX_WORDS and not any(word in lower or word in words_like("headline_word") for word in words)
