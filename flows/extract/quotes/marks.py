"""Room extract, quotes: which parts of a text stand between quotation marks.

In: a text. Out: its marked parts in order, never overlapping: the outermost marks only. No parse is needed. Marks are
read by their surroundings as much as by their shape, for texts mix them (“so"), turn them (”so“) and lose them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = re.compile(r"''|``|[\"“”„‟«»‘’'`]")
DOUBLE = frozenset(('"', "“", "”", "„", "‟", "''", "``", "«", "»"))
OPENERS = frozenset(("“", "„", "‟", "``", "«", "‘", "`"))
# What stands before an opening mark: space, brackets, dashes; anything else before it makes it a closing one.
BEFORE = frozenset(" \t\n\r\xa0([{—–-/:;,=>\u2009\u200b\u2060\ufeff")
# What stands before the mark that closes a sentence; an apostrophe stands behind a letter.
ENDINGS = frozenset(".,!?…;:—–-")
# Words that begin with an apostrophe.
CLIPPED = re.compile(r"['’‘](?:\d|(?:em|til|tis|twas|cause|n|bout|round|cos|s|t|re|ve|ll|d|m)\b)", re.IGNORECASE)
# A paragraph ends at a blank line, at an indented line, or at a line end after the end of a sentence.
PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]{2,})|(?<=[.!?…:\"”’'»)])[ \t\r]*\n(?=\S)")
# Longer parts between two marks are two marks of different quotes.
MAX_CHARS = 3000
# Marks behind an opening one that are looked at: more are a drawing, not quotes in a quote.
MAX_MARKS = 80


@dataclass(frozen=True, slots=True)
class Marked:
    """A part between marks: characters, half-open, the marks included. `is_closed` is False where the closing mark is
    lacking because the next paragraph opens again; `paragraph` counts from 0; `is_first` in its paragraph."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool
    is_single: bool
    paragraph: int
    is_first: bool


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """The text's paragraphs as characters, without the space between them."""
    spans, start = [], 0
    for gap in PARAGRAPH.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    return [*spans, (start, len(text))]


def marked_parts(text: str, paragraphs: list[tuple[int, int]]) -> list[Marked]:
    """The parts of the text between quotation marks."""
    if not MARKS.search(text):
        return []
    found: list[Marked] = []
    for number, (start, end) in enumerate(paragraphs):
        opens_next = number + 1 < len(paragraphs) and _opens_with_mark(text, *paragraphs[number + 1])
        found.extend(_in_paragraph(text, start, end, number=number, opens_next=opens_next))
    return found


def _opens_with_mark(text: str, start: int, end: int) -> bool:
    mark = MARKS.match(text, start)
    return mark is not None and mark.end() < end and mark.group() != "'" and not text[mark.end()].isspace()


def _in_paragraph(text: str, start: int, end: int, *, number: int, opens_next: bool) -> Iterator[Marked]:
    marks = list(MARKS.finditer(text, start, end))
    if not marks:
        return
    paragraph = text[start:end]
    begin, stop = end - len(paragraph.lstrip()), start + len(paragraph.rstrip())
    after = start
    for at, mark in enumerate(marks):
        if mark.start() < after or not _may_open(text, mark, start):
            continue
        single, is_first = mark.group() not in DOUBLE, mark.start() == begin
        close = _closing(text, mark, marks[at + 1 : at + (MAX_MARKS // 4 if single else MAX_MARKS)], single=single)
        if close is not None:
            yield Marked(mark.start(), close.end(), mark.end(), close.start(), True, single, number, is_first)
            after = close.end()
        elif not single:
            if stop > mark.end() and (opens_next or is_first):
                yield Marked(mark.start(), stop, mark.end(), stop, False, single, number, is_first)
            return


def _may_open(text: str, mark: re.Match[str], paragraph: int) -> bool:
    """Whether the mark can begin something: nothing but space or brackets before it, something right behind it."""
    here, behind = mark.start(), text[mark.end() : mark.end() + 1]
    if not behind or (behind.isspace() and mark.group() not in ("«", "“")):
        return False
    is_free = here == paragraph or text[here - 1] in BEFORE
    if mark.group() in ("'", "’", "‘", "`"):
        return is_free and not CLIPPED.match(text, here)
    if mark.group() in ("”", "»", "''"):
        return is_free and behind not in ".,;:!?)"
    if mark.group() == '"':
        return is_free
    return is_free or not text[here - 1].isalnum()


def _closing(text: str, opening: re.Match[str], marks: list[re.Match[str]], *, single: bool) -> re.Match[str] | None:
    """The mark that closes an opened one. Other quotes may stand inside it, in the other kind of marks or the same."""
    inside, first = 0, None
    for mark in marks:
        if mark.start() - opening.end() > MAX_CHARS:
            break
        form, before, behind = mark.group(), text[mark.start() - 1], text[mark.end() : mark.end() + 1]
        if mark.start() == opening.end() or (form in DOUBLE) == single:
            continue
        if single:
            if first and _opens_inside('"', before, behind):
                return first
            if not behind.isalnum() and before in ENDINGS:
                return mark
            if not behind.isalnum() and not before.isspace():
                first = first or mark  # or the apostrophe of "the crews' wish"
        elif _opens_inside(form, before, behind):
            inside += 1
        elif inside == 0 or form == '"' != opening.group():
            return mark
        else:
            first = first or mark
            inside -= 1
    return first


def _opens_inside(form: str, before: str, behind: str) -> bool:
    """Whether a double mark begins a quote in a quote."""
    return form in ('"', "“", "„", "``", "«", "‟") and before in BEFORE and behind.isalnum()
