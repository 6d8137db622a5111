"""Which column of a table, or member of a JSON object, holds which field of an article, when nobody has said so.

Enters: the names that a file has, and what `--map` says. Leaves: field -> name, and drafts made by it. The usual names
are data: seeds/reference/columns.toml. What was guessed is told in a note.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.errors import LexiconError, RecordError
from flows.ingest.drafts import INPUT_FIELDS, Draft, Limits, Note, Reject, draft_of, reject_of
from flows.settings import share

# Names listed in a message; tables may have thousands of columns.
MOST_NAMES = 15


class UsualNames(BaseModel):
    """seeds/reference/columns.toml: names by field, the best first; `summary`: names of what is less than the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: tuple[str, ...]
    summary: tuple[str, ...]
    title: tuple[str, ...]
    source: tuple[str, ...]
    author: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    url: tuple[str, ...]
    id: tuple[str, ...]
    language: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Field -> name for the fields that were found or given; `guessed` are fields whose name is not their own."""

    names: Mapping[str, str]
    guessed: frozenset[str]
    unused: tuple[str, ...]
    has_text: bool
    # A name that stands for whole texts, not for summaries, or one that was given.
    is_strong: bool


def guess_columns(names: Sequence[str], *, given: Mapping[str, str]) -> Columns:
    """The fields' columns: as given, else named as the field is, else by the usual names; each column used once.

    A nested member is named `source.name`. Where no name of the first level can be a text, the members of one object
    may be: then its members are looked at after those of the first level for every field.

    >>> guess_columns(["Headline", "Body", "PubDate", "n"], given={}).names
    {'title': 'Headline', 'published': 'PubDate', 'text': 'Body'}
    """
    by_key = {_key(name): name for name in reversed(names)}
    found = {name: column if column in names else by_key.get(_key(column), column) for name, column in given.items()}
    found |= {name: name for name in INPUT_FIELDS if name in names and name not in found}
    parent = "" if _text_of(by_key) or "text" in found else _parent_of_text(names)
    for name in INPUT_FIELDS:
        keys = [_key(usual) for usual in _usual(name)]
        places = [key for prefix in dict.fromkeys(("", _key(parent))) for key in (prefix + each for each in keys)]
        if name not in found and (column := _first_free(places, by_key, found)):
            found[name] = column
    text = found.get("text", "")
    return Columns(
        {name: found[name] for name in INPUT_FIELDS if name in found},
        frozenset(name for name, column in found.items() if column != name and name not in given),
        tuple(name for name in names if name not in found.values()),
        has_text=text in names,
        is_strong="text" in given or not _key(text).endswith(tuple(map(_key, usual_names().summary))),
    )


class Records:
    """Drafts from the named values of one input's records, and notes of what was guessed of their names."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: dict[tuple[str, ...], tuple[Columns, Limits]] = {}
        self._told: set[tuple[str, str]] = set()

    def read(self, record: int, values: Mapping[str, object]) -> Iterator[Draft | Reject | Note]:
        """The record's draft or reject, after a note when names were guessed that have not been told of."""
        columns, limits = self._columns(tuple(names_of(values)))
        if note := self._note(columns, is_first=not self._told):
            yield note
        try:
            if not columns.has_text and "text" not in self._limits.columns:
                raise RecordError("no_text", without_text(tuple(names_of(values))))
            yield draft_of(record, _flat(values, columns), limits=limits)
        except RecordError as error:
            yield reject_of(record, error)

    def _columns(self, names: tuple[str, ...]) -> tuple[Columns, Limits]:
        if names not in self._known:
            if len(self._known) >= 1_000:  # objects whose keys are data
                self._known.clear()
            columns = guess_columns(names, given=self._limits.columns)
            self._known[names] = columns, replace(self._limits, columns=columns.names)
        return self._known[names]

    def _note(self, columns: Columns, *, is_first: bool) -> Note | None:
        """All columns the first time, later those that another record's names have added."""
        new = {(name, columns.names[name]) for name in columns.guessed} - self._told
        if not new or not columns.has_text:
            return None
        self._told |= new
        if is_first:
            return Note(in_words(columns))
        return Note(
            f"columns of some records: {printable(', '.join(f'{name}={column}' for name, column in sorted(new)))}"
        )


def in_words(columns: Columns) -> str:
    """One line on what is taken for what.

    >>> in_words(guess_columns(["title", "Body", "n"], given={}))
    'columns: title, text=Body; not used: n'
    """
    used = ", ".join(name if name == column else f"{name}={column}" for name, column in columns.names.items())
    return f"columns: {printable(used)}" + (f"; not used: {listed(columns.unused)}" if columns.unused else "")


def without_text(names: Sequence[str]) -> str:
    """What to say of a file, or a record, that has no column for the text."""
    return f"no column looks like a text; say --map text=COLUMN. Columns: {listed(names)}"


def listed(names: Sequence[str]) -> str:
    """The names with commas, the first of them where there are very many."""
    shown = [printable(name if len(name) <= 40 else f"{name[:40]}…") for name in names[:MOST_NAMES]]
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(shown) + more if names else "none"


def names_of(values: Mapping[str, object]) -> Iterator[str]:
    """The names of the values, `outer.inner` for those of a nested object."""
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield name


@cache
def usual_names() -> UsualNames:
    """The checked list. Raises LexiconError."""
    path = share("seeds", "reference", "columns.toml")
    try:
        return UsualNames.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(path, "TOML", str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(path, ".".join(str(part) for part in first["loc"]), first["msg"]) from error


@cache
def _usual(name: str) -> tuple[str, ...]:
    usual = usual_names()
    return (name, *getattr(usual, name), *(usual.summary if name == "text" else ()))


def _text_of(by_key: Mapping[str, str]) -> str | None:
    return next((by_key[_key(usual)] for usual in _usual("text") if _key(usual) in by_key), None)


def _parent_of_text(names: Sequence[str]) -> str:
    """The object whose member can be a text, the best by the order of the usual names; "" for none."""
    for usual in map(_key, _usual("text")):
        for name in names:
            parent, dot, inner = name.partition(".")
            if dot and _key(inner) == usual:
                return parent
    return ""


def _first_free(keys: Sequence[str], by_key: Mapping[str, str], found: Mapping[str, str]) -> str | None:
    taken = set(found.values())
    return next((by_key[key] for key in keys if key in by_key and by_key[key] not in taken), None)


def printable(name: str) -> str:
    """The name, with half a character in it as an escape."""
    return name.encode("utf-8", "backslashreplace").decode()


@lru_cache(10_000)  # names may be data: no end of them
def _key(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def _flat(values: Mapping[str, object], columns: Columns) -> Mapping[str, object]:
    """The values, those that a name such as `source.name` points at beside the object that they stood in."""
    nested = [name for name in columns.names.values() if "." in name and name not in values]
    if not nested:
        return values
    flat = dict(values)
    for name in nested:
        flat[name] = _moved_out(flat, name)
    return flat


def _moved_out(values: dict[str, object], name: str) -> object:
    """The nested value, which the object in `values` then lacks; None where nothing stands there."""
    outer, _, inner = name.partition(".")
    value = values.get(outer)
    if not isinstance(value, dict):
        return None
    rest = dict(value)
    found = rest.pop(inner) if inner in rest or "." not in inner else _moved_out(rest, inner)
    values[outer] = rest or None
    return found
