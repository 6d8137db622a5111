"""The grammar of time expressions: seeds/lexicon/dates.toml in, matches of its rules over the tokens of a text out.

Every token of a text becomes one character that stands for the set of categories it may have ("May" is a month and a
plain word, "1990" a year and a number). Rules are patterns over these codes (see patterns.py). They are tried only in
runs of known words that hold a core word, and there only those that such a core word and the first code allow. So the
cost of a text is that of cutting it into tokens, and a rule is an entry of the lexicon.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.extract.dates.forms import FORMS, TOKEN, form_of
from flows.extract.dates.patterns import Codes, Pattern, compile_pattern, expanded, words_of

# One sign may be written in several ways.
ALIASES = {"'": ("'", "’", "‘", "`"), "-": ("-", "–", "—", "‑")}
# The code of every token that is in no category; the codes of the others follow it.
PLAIN = "\u4e00"
# Words whose codes are kept; then they are worked out anew, so that a long run keeps its size.
MAX_WORDS = 100_000


class Strict(BaseModel):
    """A part of the lexicon file; unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """A sentence, and the expression that its rule finds there; `find` left out: the rule finds nothing."""

    text: str
    published: date | None = None
    find: str | None = None
    start: date | None = None
    end: date | None = None
    precision: str | None = None


class Rule(Strict):
    """Patterns that are tried in the order of the file, and the name of the function that gives the dates."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    pattern: list[str] = Field(min_length=1)
    type: Literal["DATE", "TIME", "DURATION", "SET", "NONE"] = "DATE"  # NONE: looks like a date and is none
    value: str = "no_dates"
    check: str | None = None
    args: dict[str, int | str] = {}
    examples: list[Example] = Field(min_length=1)


class DateLexicon(Strict):
    """Words by category, with their values where they have one, and the rules over them.

    A word written with a capital counts only when it is so in the text ("May", "Sat"), or in capitals throughout.
    """

    core: list[str]  # categories and words, one of which every expression holds
    values: dict[str, dict[str, int | str]]
    words: dict[str, list[str]]
    macros: dict[str, str]
    windows: dict[str, int]  # "the coming days": how many days from tomorrow
    rules: list[Rule]

    @cached_property
    def grammar(self) -> "Grammar":
        """The compiled rules."""
        return Grammar(self)

    @cached_property
    def lower_values(self) -> dict[str, dict[str, int | str]]:
        """The values by lower-case word."""
        return {name: {word.lower(): value for word, value in own.items()} for name, own in self.values.items()}

    @model_validator(mode="after")
    def _compiles(self) -> "DateLexicon":
        ids = [rule.id for rule in self.rules]
        if double := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"rule ids given twice: {', '.join(sorted(double))}")
        _ = self.grammar
        return self


class WordCodes(dict[str, str]):
    """Each word with its code, worked out once a word: a text says most of its words again."""

    def __init__(self, table: Mapping[str, str], forms: Mapping[str | None, str]) -> None:
        super().__init__()
        self._table, self._forms = table, forms

    def __missing__(self, word: str) -> str:
        code = self._table.get(word) or self._table.get(word.lower())
        if code is None:
            code = self._forms[form_of(word)] if word[0].isdigit() or word[-1].isdigit() else PLAIN
        if len(self) >= MAX_WORDS:
            self.clear()
        self[word] = code
        return code


class Tokens:
    """A text cut into tokens: words, and one code a token. Where they stand is worked out as far as it is asked for."""

    __slots__ = ("_starts", "_text", "codes", "words")

    def __init__(self, text: str, word_codes: WordCodes) -> None:
        self.words: list[str] = TOKEN.findall(text)
        self.codes = "".join(map(word_codes.__getitem__, self.words))
        self._text = text
        self._starts: list[int] = []

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the tokens, half-open. Between two tokens there is nothing but space."""
        starts, index = self._starts, self._text.index
        end = starts[-1] + len(self.words[len(starts) - 1]) if starts else 0
        for word in self.words[len(starts) : last]:
            start = index(word, end)
            starts.append(start)
            end = start + len(word)
        return starts[first], starts[last - 1] + len(self.words[last - 1])


@dataclass(frozen=True, slots=True)
class Line:
    """One pattern of one rule."""

    rule: "Rule"
    pattern: Pattern


class Match:
    """One match of one rule over the tokens of a text; `first, last` are tokens, `start, end` characters, half-open."""

    __slots__ = ("_found", "_groups", "_values", "_words", "begin", "end", "first", "last", "rule", "start", "stop")

    def __init__(self, found: re.Match[str], line: Line, tokens: Tokens, lexicon: "DateLexicon") -> None:
        self._found, self._groups, self._words = found, line.pattern.groups, tokens.words
        self._values = lexicon.lower_values
        self.rule = line.rule
        self.begin, self.stop = found.span()  # with what stands around the expression
        self.first, self.last = found.span("it") if "it" in self._groups else found.span()
        self.start, self.end = tokens.span(self.first, self.last)

    def has(self, name: str) -> bool:
        """Whether the group took part in the match."""
        return name in self._groups and self._found.start(name) >= 0

    def gives(self, name: str) -> bool:
        """Whether the group took part or the rule's `args` stand for it."""
        return name in self.rule.args or self.has(name)

    def words(self, name: str) -> list[str]:
        """The group's tokens in lower case; none when it took no part."""
        if not self.has(name):
            return []
        first, last = self._found.span(name)
        return [word.lower() for word in self._words[first:last]]

    def word(self, name: str) -> str:
        """The group as one lower-case string, empty when it took no part."""
        return " ".join(self.words(name))

    def value(self, name: str) -> int | str | None:
        """The group's value in the lexicon, else its leading number; without the group what the rule's `args` say."""
        if not self.has(name):
            return self.rule.args.get(name)
        word = self.word(name)
        known = self._values.get(self._groups[name] or "", {}).get(word)
        if known is None and (digits := re.match(r"\d{1,9}", word)):
            return int(digits[0])
        return known

    def number(self, name: str, *, otherwise: int = 0) -> int:
        """The value as a whole number."""
        value = self.value(name)
        return value if isinstance(value, int) else otherwise

    def name(self, name: str) -> str:
        """The value as a word, empty when there is none."""
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def before(self, count: int = 1) -> str:
        """The token `count` places before the expression, in lower case; empty at the beginning."""
        place = self.first - count
        return self._words[place].lower() if place >= 0 else ""

    def after(self, count: int = 1) -> str:
        """The token `count` places after the expression, in lower case; empty at the end."""
        place = self.last + count - 1
        return self._words[place].lower() if place < len(self._words) else ""


class Grammar:
    """Codes for words and forms, and the rules' patterns by the codes that call for them."""

    def __init__(self, lexicon: "DateLexicon") -> None:
        self._lexicon = lexicon
        sources = [(rule, _expanded(rule, pattern, lexicon)) for rule in lexicon.rules for pattern in rule.pattern]
        self._code_words({word for _, source in sources for word in words_of(source)})
        core: Codes = frozenset().union(*(self._codes_of(name) for name in lexicon.core))
        self._lines = [Line(rule, self._compiled(rule, source, core)) for rule, source in sources]
        self._core = re.compile(f"[{''.join(sorted(core))}]")
        self._runs = re.compile(f"[^{PLAIN}]+")
        self._callable: dict[tuple[Codes, str], tuple[Line, ...]] = {}

    def tokens(self, text: str) -> Tokens:
        """The text cut and coded."""
        return Tokens(text, self._word_codes)

    def matches(self, tokens: Tokens, *, accepts: Callable[[Match], bool]) -> Iterator[Match]:
        """What the rules match and `accepts` takes, from left to right, without overlap; the first rule wins."""
        codes = tokens.codes
        for run in self._runs.finditer(codes):
            place, end = run.span()
            core = frozenset(self._core.findall(codes, place, end))
            while core and place < end:
                match = self._match_at(place, end, core, tokens, accepts)
                if match:
                    yield match
                place = match.stop if match else place + 1

    def _match_at(
        self, place: int, end: int, core: Codes, tokens: Tokens, accepts: Callable[[Match], bool]
    ) -> Match | None:
        code = tokens.codes[place]
        lines = self._callable.get((core, code))
        if lines is None:
            lines = self._callable[core, code] = self._lines_for(core, code)
        for line in lines:
            found = line.pattern.regex.match(tokens.codes, place, end)
            if found and accepts(match := Match(found, line, tokens, self._lexicon)):
                return match
        return None

    def _lines_for(self, core: Codes, code: str) -> tuple[Line, ...]:
        """The patterns that can begin with the code in a run that holds these core codes."""
        return tuple(
            line
            for line in self._lines
            if code in line.pattern.first and (line.pattern.core is None or line.pattern.core & core)
        )

    def _code_words(self, literals: set[str]) -> None:
        """Gives each set of categories one character, and each word the character of its set."""
        categories: dict[str, set[str]] = {}
        for category, words in [*self._lexicon.values.items(), *self._lexicon.words.items()]:
            for word in words:
                for form in (word, word.upper()) if word != word.lower() else (word,):
                    categories.setdefault(form, set()).add(category)
        for word in literals:
            for form in ALIASES.get(word, (word,)):
                categories.setdefault(form, set()).add("=" + word)
        for word, own in categories.items():
            own |= categories.get(word.lower(), set())
        sets = sorted({frozenset(own) for own in categories.values()} | set(FORMS.values()), key=sorted)
        self._codes = {own: chr(ord(PLAIN) + number) for number, own in enumerate(sets, start=1)}
        table = {word: self._codes[frozenset(own)] for word, own in categories.items()}
        forms: dict[str | None, str] = {None: PLAIN} | {name: self._codes[own] for name, own in FORMS.items()}
        self._word_codes = WordCodes(table, forms)

    def _codes_of(self, category: str) -> Codes:
        codes = frozenset(code for own, code in self._codes.items() if category in own)
        if not codes:
            raise ValueError(f"no word is in category {category!r}")
        return codes

    def _compiled(self, rule: "Rule", source: str, core: Codes) -> Pattern:
        try:
            return compile_pattern(source, codes_of=self._codes_of, core=core)
        except (ValueError, re.error) as error:
            raise ValueError(f"rule {rule.id}: {error}") from error


def _expanded(rule: "Rule", pattern: str, lexicon: "DateLexicon") -> str:
    try:
        return expanded(pattern, lexicon.macros)
    except ValueError as error:
        raise ValueError(f"rule {rule.id}: {error}") from error
