"""One .sql file and its header -> title, grain, params, columns, text.

The header is a run of comment lines at the top of the file:

    -- title:   Sanctions mentions over time
    -- grain:   one row per period; periods without mentions are present with 0
    -- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month;
    --          profile profile = null; modality text = actual (one of: actual, planned, all)
    -- columns: period_date first day of the period; statement_count statements

A profile is a set of named filters: lists of words by the keys of PROFILE_KEYS, an empty list lets all pass; the macros
of sql/macros read it. A note `one of: ...` names all values that a text may have; `at least 1`, `at most 100` in a note
bound a number.

A check's header is "-- Fails if ..." and the reasoning; it has no fields.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path

from flows.errors import SqlFileError, UsageError

FIELD = re.compile(r"--\s*(title|grain|params|columns):\s*(.*)")
PARAM = re.compile(r"(?P<name>[a-z_]+)\s+(?P<type>[a-z]+)\s*=\s*(?P<default>[^()]*?)\s*(?:\((?P<note>[^)]*)\))?")
BOUND = re.compile(r"\bat (least|most) (-?\d+(?:\.\d+)?)")
TYPES = ("date", "text", "int", "float", "profile")

# DuckDB's BIGINT: a larger number would bind as another type.
LARGEST_INT = 2**63 - 1

# What an analyst's brief may narrow a report to.
PROFILE_KEYS = ("countries", "entities", "actions", "modalities", "event_types", "sources", "words")
Profile = Mapping[str, Sequence[str]]

Value = date | str | int | float | Profile | None


@dataclass(frozen=True, slots=True)
class Param:
    """One bound parameter: `null` as default means not given."""

    name: str
    type: str
    default: Value
    note: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it may have; none where any will do."""
        _, one_of, words = self.note.partition("one of: ")
        return tuple(word.strip() for word in words.split(",")) if one_of else ()

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The smallest and the largest number that it may be; None where there is no such bound."""
        found = {side: float(number) for side, number in BOUND.findall(self.note)}
        return found.get("least"), found.get("most")

    def typed(self, value: Value) -> Value:
        """The value as the type has it, of text or as given. Raises UsageError that names the parameter."""
        if value is None:
            return None
        if isinstance(value, Mapping):
            return make_profile(value)
        if self.choices and value not in self.choices:
            raise UsageError(f"there is no {self.name} {value!r}; possible are {', '.join(self.choices)}")
        try:
            found = parse_value(value, self.type) if isinstance(value, str) else value
        except UsageError as error:
            raise UsageError(f"{self.name}: {error}") from error
        if isinstance(found, int | float):
            self._refuse_beyond(found)
        return found

    def _refuse_beyond(self, number: float) -> None:
        least, most = self.bounds
        if least is not None and number < least:
            raise UsageError(f"{self.name}: {number} is too small; it is at least {least:g}")
        if most is not None and number > most:
            raise UsageError(f"{self.name}: {number} is too large; it is at most {most:g}")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A parsed file: `text` is the whole of it, comments included, ready to be executed."""

    path: Path
    title: str
    grain: str
    params: tuple[Param, ...]
    columns: Mapping[str, str]
    text: str
    comment: str

    @property
    def name(self) -> str:
        """The stem: the name of the table, view, check or report."""
        return self.path.stem

    def bind(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Exactly the file's parameters, each as given or by its default; values given for others are left out."""
        return {p.name: given[p.name] if given.get(p.name) is not None else p.default for p in self.params}


def read_sql_file(path: Path) -> SqlFile:
    """The parsed file. Raises SqlFileError with the line of a malformed header field, or of what is not UTF-8."""
    text = _read_text(path)
    header, fields = _header(text)
    return SqlFile(
        path=path,
        title=fields.get("title", ("", 0))[0],
        grain=fields.get("grain", ("", 0))[0],
        params=_params(path, *fields.get("params", ("", 0))),
        columns=_columns(path, *fields.get("columns", ("", 0))),
        text=text,
        comment="\n".join(header),
    )


def read_sql_folder(folder: Path) -> list[SqlFile]:
    """Every .sql file of a folder, by name."""
    return [read_sql_file(path) for path in sorted(folder.glob("*.sql"))]


def _read_text(path: Path) -> str:
    """The file's text; a byte order mark, as some editors write, is no part of it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SqlFileError(path, 1, f"cannot be read: {error.strerror or error}") from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SqlFileError(path, line, "not UTF-8; save the file in that encoding") from error


def _header(text: str) -> tuple[list[str], dict[str, tuple[str, int]]]:
    """The leading comment lines without their dashes, and each field's value with the line where it starts."""
    lines: list[str] = []
    fields: dict[str, tuple[str, int]] = {}
    current = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
        if match := FIELD.match(line):
            current = match[1]
            fields[current] = (match[2].strip(), number)
        elif current:
            value, first = fields[current]
            fields[current] = (f"{value} {lines[-1]}".strip(), first)
    return lines, fields


def _params(path: Path, value: str, line: int) -> tuple[Param, ...]:
    found = []
    for part in filter(None, (piece.strip() for piece in value.split(";"))):
        match = PARAM.fullmatch(part)
        if not match or match["type"] not in TYPES:
            raise SqlFileError(path, line, f"parameter {part!r} is not `name type = default`, type one of {TYPES}")
        param = Param(match["name"], match["type"], None, match["note"] or "")
        try:
            found.append(replace(param, default=param.typed(_default(match["default"]))))
        except UsageError as error:
            raise SqlFileError(path, line, f"the default does not fit: {error}") from error
    return tuple(found)


def _default(text: str) -> str | None:
    return None if text == "null" else text


def _columns(path: Path, value: str, line: int) -> dict[str, str]:
    columns = {}
    for part in filter(None, (piece.strip() for piece in value.split(";"))):
        name, _, meaning = part.partition(" ")
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", name) or not meaning:
            raise SqlFileError(path, line, f"column {part!r} is not `name meaning`")
        columns[name] = meaning
    return columns


def parse_value(text: str, kind: str) -> Value:
    """A parameter's value from text. Raises UsageError when it is not of its kind; a profile is no text.

    >>> parse_value("2025-03-04", "date")
    datetime.date(2025, 3, 4)
    >>> parse_value("null", "text") is None
    True
    """
    if text == "null":
        return None
    try:
        return PARSERS[kind](text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no {kind}{HINTS.get(kind, '')}") from error


def make_profile(given: Mapping[str, object]) -> Profile:
    """The profile with every key, what was not given an empty list. Raises UsageError for another key or form.

    Its `name`, where it has one, filters nothing; pages tell it.
    """
    filters = {key: words for key, words in given.items() if key != "name"}
    if unknown := [key for key in filters if key not in PROFILE_KEYS]:
        raise UsageError(f"a profile has no filter {', '.join(unknown)}; possible are {', '.join(PROFILE_KEYS)}")
    for key, words in filters.items():
        if not isinstance(words, list | tuple) or not all(isinstance(word, str) and word for word in words):
            raise UsageError(f"a profile's {key} is not a list of words: {words!r}")
    name = {"name": str(given["name"])} if "name" in given else {}
    return name | {key: list(filters.get(key, ())) for key in PROFILE_KEYS}  # type: ignore[call-overload]


def _no_profile(text: str) -> Value:
    raise ValueError(text)


def _int(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_INT:
        raise ValueError(text)
    return number


def _float(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


PARSERS: Mapping[str, Callable[[str], Value]] = {
    "date": date.fromisoformat,
    "int": _int,
    "float": _float,
    "text": str,
    "profile": _no_profile,
}
HINTS = {
    "date": " (YYYY-MM-DD)",
    "int": f" (a whole number, {LARGEST_INT:,} at most)",
    "float": " (a number)",
    "profile": ": its filters stand in dateline.toml",
}
