"""One .sql file and its header -> title, grain, params, columns, text.

The header is a run of comment lines at the top of the file:

    -- title:   Sanctions mentions over time
    -- grain:   one row per period; periods without mentions are present with 0
    -- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month;
    --          profile profile = null; modality text = actual (one of: actual, planned, all)
    -- columns: period_date first day of the period; statement_count statements

A profile is a set of named filters: lists of words by the keys of PROFILE_KEYS, an empty list lets all pass; the macros
of sql/macros read it. A note `one of: ...` names all values that a text may have.

A check's header is "-- Fails if ..." and the reasoning; it has no fields.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.errors import SqlFileError, UsageError

FIELD = re.compile(r"--\s*(title|grain|params|columns):\s*(.*)")
PARAM = re.compile(r"(?P<name>[a-z_]+)\s+(?P<type>[a-z]+)\s*=\s*(?P<default>[^()]*?)\s*(?:\((?P<note>[^)]*)\))?")
TYPES = ("date", "text", "int", "float", "profile")

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
    """The parsed file. Raises SqlFileError with the line of a malformed header field."""
    text = path.read_text(encoding="utf-8")
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
        default = parse_value(match["default"], match["type"])
        found.append(Param(match["name"], match["type"], default, match["note"] or ""))
    return tuple(found)


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
        raise UsageError(f"{text!r} is not a {kind}{HINTS.get(kind, '')}") from error


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


PARSERS: Mapping[str, Callable[[str], Value]] = {
    "date": date.fromisoformat,
    "int": int,
    "float": float,
    "text": str,
    "profile": _no_profile,
}
HINTS = {"date": " (YYYY-MM-DD)", "profile": ": its filters stand in dateline.toml"}
