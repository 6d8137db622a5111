"""The patterns of seeds/lexicon/dates.toml as regular expressions over codes, one character a token.

    {month} .? {daynum} ,? {year}     categories in braces, words and signs as they are, ( | ) ? * + as in `re`
    n:@number {unit}                  @name is a macro; `n:` names what it matches, a category is named after itself
    it:( ... )                        only this part is the expression
    >( ... )  !( ... )                followed by, not followed by

Enters a pattern; leaves its regular expression, the names of its groups, and two facts that spare most attempts to
match it: the codes that it can begin with, and the core codes of which a match holds at least one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

ELEMENT = re.compile(
    r"(?P<name>[a-z]\w*):(?=[({@])|\{(?P<category>\w+)\}|@(?P<macro>\w+)|(?P<look>[>!]\()|(?P<sign>[()|?*+])"
    r"|(?P<word>[a-z]+|[^\w\s])"
)
LOOK = {">(": "(?=", "!(": "(?!"}
MAX_MACRO_DEPTH = 9

Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `groups` gives each named group's category, None where it is more than one element."""

    regex: re.Pattern[str]
    groups: Mapping[str, str | None]
    first: Codes
    core: Codes | None  # None: a match may be without a core word


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern: its regular expression, and the facts of `Pattern`."""

    regex: str
    first: Codes
    empty: bool  # may match nothing
    core: Codes | None


NOTHING = _Part("", frozenset(), True, None)


def words_of(source: str) -> Iterator[str]:
    """The words and signs that a pattern names as they are."""
    return (element["word"] for element in _elements(source) if element["word"])


def expanded(source: str, macros: Mapping[str, str], *, depth: int = 0) -> str:
    """The pattern with its macros written out. Raises ValueError for an unknown macro or one within itself."""
    for name in {element["macro"] for element in _elements(source)} - {None}:
        if name not in macros or depth > MAX_MACRO_DEPTH:
            raise ValueError(f"no macro @{name}, or one within itself")
        body = expanded(macros[name], macros, depth=depth + 1)
        source = re.sub(rf"@{name}\b", f"({body})".replace("\\", r"\\"), source)
    return source


def compile_pattern(source: str, *, codes_of: Callable[[str], Codes], core: Codes) -> Pattern:
    """The pattern without macros, compiled. `codes_of` gives the codes of a category, of a word under "=word".

    Raises ValueError telling what is wrong.
    """
    reader = _Reader(list(_elements(source)), codes_of, core)
    part = reader.read_choice()
    if reader.place < len(reader.elements):
        raise ValueError(f"pattern {source!r}: an unexpected {reader.elements[reader.place][0]!r}")
    if part.empty:
        raise ValueError(f"pattern {source!r} may match nothing")
    return Pattern(re.compile(part.regex), reader.groups, part.first, part.core)


@dataclass(slots=True)
class _Reader:
    """Reads elements from left to right: a choice of sequences of items."""

    elements: list[re.Match[str]]
    codes_of: Callable[[str], Codes]
    core: Codes
    groups: dict[str, str | None] = field(default_factory=dict)
    place: int = 0

    def read_choice(self) -> _Part:
        parts = [self.read_sequence()]
        while self._next_is("|"):
            self.place += 1
            parts.append(self.read_sequence())
        if len(parts) == 1:
            return parts[0]
        cores = [part.core for part in parts]
        return _Part(
            "|".join(part.regex for part in parts),
            frozenset().union(*(part.first for part in parts)),
            any(part.empty for part in parts),
            None if None in cores else frozenset().union(*(core for core in cores if core)),
        )

    def read_sequence(self) -> _Part:
        whole = NOTHING
        while self.place < len(self.elements) and not self._next_is("|", ")"):
            part = self.read_item()
            cores = [core for core in (whole.core, part.core) if core]
            whole = _Part(
                whole.regex + part.regex,
                whole.first | part.first if whole.empty else whole.first,
                whole.empty and part.empty,
                min(cores, key=len, default=None),
            )
        return whole

    def read_item(self) -> _Part:
        """One element or group with its repetition sign."""
        name = None
        if self.elements[self.place]["name"]:
            name = self.elements[self.place]["name"]
            self.place += 1
        part = self.read_group(name) if self._next_is("(", ">(", "!(") else self.read_element(name)
        if self._next_is("?", "*"):
            part = _Part(f"(?:{part.regex}){self._take()}", part.first, True, None)
        elif self._next_is("+"):
            part = _Part(f"(?:{part.regex}){self._take()}", part.first, part.empty, part.core)
        return part

    def read_group(self, name: str | None) -> _Part:
        opening = self._take()
        inner = self.read_choice()
        if not self._next_is(")"):
            raise ValueError("a parenthesis is not closed")
        self.place += 1
        if opening in LOOK:
            return _Part(f"{LOOK[opening]}{inner.regex})", frozenset(), True, None)
        return _Part(self._named(name, None, inner.regex), inner.first, inner.empty, inner.core)

    def read_element(self, name: str | None) -> _Part:
        element = self.elements[self.place]
        self.place += 1
        category, word = element["category"], element["word"]
        if not category and not word:
            raise ValueError(f"an unexpected {element[0]!r}")
        codes = self.codes_of(category or "=" + word)
        regex = f"[{''.join(sorted(codes))}]"
        if category:
            regex = self._named(name or category, category, regex)
        return _Part(regex, codes, False, codes if codes <= self.core else None)

    def _named(self, name: str | None, category: str | None, regex: str) -> str:
        """The regular expression as a group of that name, unless the pattern has one already."""
        if name is None or name in self.groups:
            return f"(?:{regex})"
        self.groups[name] = category
        return f"(?P<{name}>{regex})"

    def _next_is(self, *signs: str) -> bool:
        return self.place < len(self.elements) and self.elements[self.place][0].strip() in signs

    def _take(self) -> str:
        self.place += 1
        return self.elements[self.place - 1][0]


def _elements(source: str) -> Iterator[re.Match[str]]:
    place = 0
    for element in ELEMENT.finditer(source):
        if between := source[place : element.start()].strip():
            raise ValueError(f"pattern {source!r}: what is {between!r}?")
        place = element.end()
        yield element
    if rest := source[place:].strip():
        raise ValueError(f"pattern {source!r}: what is {rest!r}?")
