"""In reading: what stands in a text and is not its story - datelines, notes of correction, lines of the trade.

In goes a text, and seeds/lexicon/prose.toml with the agencies and places of seeds/reference; out come Marks: spans
with their kind, nothing taken away. A dateline gives place and agency, and the day when it states a year.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from flows import settings
from flows.errors import LexiconError
from flows.ingest.moments import moment_of

Kind = Literal["dateline", "correction", "boilerplate"]
Known = Literal["agency", "place"]
# A dateline opens the text; a headline, a byline and a caption may stand before it.
TOP_CHARS = 1_000
TOP_LINES = 8
# A line of the trade is short; a longer one is a paragraph that begins like one.
LINE_CHARS = 600
BRACKETS = re.compile(r"⟦(.*?)⟧", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """A span [start, end) of the text. `place` as written, `agency` by its usual name; `day` only with its year."""

    start: int
    end: int
    kind: Kind
    rule: str
    place: str | None = None
    agency: str | None = None
    day: date | None = None


class Strict(BaseModel):
    """A table of the lexicon: unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """A text with what is to be marked between brackets."""

    text: str
    place: str | None = None
    agency: str | None = None
    day: date | None = None

    @property
    def plain(self) -> str:
        """The text without its brackets."""
        return BRACKETS.sub(r"\1", self.text)

    @property
    def marked(self) -> list[str]:
        """What stands between the brackets."""
        return BRACKETS.findall(self.text)


class Rule(Strict):
    """One pattern with its examples."""

    name: str
    pattern: str
    known: list[Known] = []  # any of these must be known by name
    inside: bool = False
    cased: bool = False
    examples: list[Example]


class ProseLexicon(BaseModel):
    """prose.toml with its patterns made ready."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    parts: dict[str, str]
    dateline: list[Rule]
    correction: list[Rule]
    boilerplate: list[Rule]

    @cached_property
    def datelines(self) -> list[tuple[Rule, re.Pattern[str]]]:
        """The patterns of datelines, each from the beginning of a line."""
        return [(rule, re.compile(self._filled(rule.pattern) + r"(?=\s|$)")) for rule in self.dateline]

    @cached_property
    def lines(self) -> re.Pattern[str]:
        """All patterns of whole lines in one, each a group under its kind and name."""
        return re.compile(rf"[ \t]*(?:{self._either(inside=False)})[ \t\r]*")

    @cached_property
    def insides(self) -> re.Pattern[str]:
        """All patterns of parts of lines in one."""
        return re.compile(self._either(inside=True))

    def _either(self, *, inside: bool) -> str:
        rules: list[tuple[Kind, Rule]] = [("correction", rule) for rule in self.correction]
        rules += [("boilerplate", rule) for rule in self.boilerplate]
        return "|".join(
            f"(?P<{kind}__{rule.name}>{'(?:' if rule.cased else '(?i:'}{rule.pattern}))"
            for kind, rule in rules
            if rule.inside == inside
        )

    def _filled(self, pattern: str) -> str:
        """The pattern with its parts put in, and the parts' own parts."""
        while found := re.search(r"\{([A-Za-z]+)\}", pattern):
            pattern = pattern.replace(found[0], self.parts[found[1]])
        return pattern


@cache
def load_prose() -> ProseLexicon:
    """seeds/lexicon/prose.toml. Raises LexiconError naming the entry."""
    path = settings.share("seeds", "lexicon", "prose.toml")
    try:
        lexicon = ProseLexicon.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        _ = lexicon.datelines, lexicon.lines, lexicon.insides
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(path, ".".join(str(part) for part in first["loc"]), first["msg"]) from error
    except (tomllib.TOMLDecodeError, re.error, KeyError) as error:
        raise LexiconError(path, "syntax", str(error)) from error
    return lexicon


@cache
def agency_names() -> Mapping[str, str]:
    """Every name of a medium in lower case -> its usual name (reference/media.csv)."""
    names: dict[str, str] = {}
    for row in _reference("media"):
        for name in (row["name"], *row["other_names"].split("|")):
            names.setdefault(name.lower(), row["name"])
    return {name: usual for name, usual in names.items() if name}


@cache
def place_names() -> frozenset[str]:
    """Cities, states, countries, capitals and seats in lower case."""
    cells = [cell for row in _reference("places") for cell in (row["name"], row["other_names"])]
    for row in _reference("countries"):
        cells += [row["name"], row["other_names"], row["capitals"], row["seats"]]
    return frozenset(name.lower() for cell in cells for name in cell.split("|") if name) | {"united nations"}


def find_marks(text: str, *, lexicon: ProseLexicon | None = None) -> list[Mark]:
    """The marks of a text by their beginning; no two share a character."""
    lexicon = lexicon or load_prose()
    found = find_dateline(text, lexicon=lexicon)
    marks = [found] if found else []
    for start, line in _lines(text):
        marks.extend(_line_marks(line, start, lexicon))
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return [mark for i, mark in enumerate(marks) if not any(mark.start < other.end for other in marks[:i])]


def find_dateline(text: str, *, lexicon: ProseLexicon | None = None) -> Mark | None:
    """The first line near the top that begins with a dateline."""
    lexicon = lexicon or load_prose()
    for number, (start, line) in enumerate(_lines(text[: TOP_CHARS + 200])):
        if number == TOP_LINES or start > TOP_CHARS:
            break
        indent = len(line) - len(line.lstrip())
        for rule, pattern in lexicon.datelines:
            if (match := pattern.match(line, indent)) and (mark := _dateline(rule, match, start)):
                return mark
    return None


def _dateline(rule: Rule, match: re.Match[str], offset: int) -> Mark | None:
    parts = match.groupdict()
    place, written, day = parts.get("place"), (parts.get("agency") or "").strip(), parts.get("day")
    agency = agency_names().get(written.lower())
    is_known = {"agency": agency is not None, "place": _is_known_place(place or "")}
    if rule.known and not any(is_known[part] for part in rule.known):
        return None
    moment = moment_of(day) if day and re.search(r"\d{4}", day) else None
    return Mark(
        offset + match.start(),
        offset + match.end(),
        "dateline",
        rule.name,
        place=place,
        agency=agency or written or None,
        day=moment.day if moment else None,
    )


def _is_known_place(place: str) -> bool:
    """Whether one of the places, or the state it lies in, is known."""
    return any(name in place_names() for name in re.split(r"\s*[,/&]\s*", place.lower()))


def _line_marks(line: str, offset: int, lexicon: ProseLexicon) -> Iterator[Mark]:
    """The line as a whole, else its parts."""
    if len(line) <= LINE_CHARS and (match := lexicon.lines.fullmatch(line)):
        yield _mark(match, offset)
    else:
        for match in lexicon.insides.finditer(line):
            yield _mark(match, offset)


def _mark(match: re.Match[str], offset: int) -> Mark:
    kind, _, rule = str(match.lastgroup).partition("__")
    start, end = match.span(str(match.lastgroup))
    text = match[0][start - match.start() : end - match.start()]
    end -= len(text) - len(text.rstrip())
    return Mark(offset + start, offset + end, "correction" if kind == "correction" else "boilerplate", rule)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that holds something, with where it begins."""
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield match.start(), match[0]


def _reference(name: str) -> list[dict[str, str]]:
    with settings.share("seeds", "reference", f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
