"""The file -> `Config`, or one line that names the file, the key and what to write instead."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flows.config.models import Config, Profile, filters_of
from flows.config.words import or_meant
from flows.errors import UsageError
from flows.settings import config_file

# https://, s3:// and the like: not a path.
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)

# pydantic's own words are those of a programmer.
MESSAGES = {
    "missing": "is missing",
    "dict_type": "is a table of named tables: write [TABLE.NAME], then a line for each value",
    "model_type": "is a table: write its name in brackets, then a line for each value",
    "tuple_type": 'is a list: ["one", "another"]; tables in a list are written [[inputs]]',
    "string_type": "is a text: write it between quotation marks",
}


def load_config() -> Config:
    """The configuration in force; that of an empty file where there is none. Raises UsageError, as `read_config`."""
    path = config_file()
    return read_config(path) if path else Config()


def read_config(path: Path) -> Config:
    """The file's values. Raises UsageError naming the file, the first wrong key and the remedy."""
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}; `dateline init` writes one") from error
    except ValidationError as error:
        raise UsageError(f"{path}: {_told(error)}") from error


@dataclass(frozen=True, slots=True)
class InputGroup:
    """Inputs that are read alike, in one run."""

    read: tuple[str, ...]
    columns: Mapping[str, str]
    records: str | None


def input_groups(config: Config, names: Sequence[str] | None = None) -> list[InputGroup]:
    """The named inputs, else all that are enabled, those of one shape together; paths count from the file's folder.

    Raises UsageError for a name that no input has.
    """
    known = {one.name: one for one in config.inputs}
    if unknown := next((name for name in names or () if name not in known), None):
        raise UsageError(f"there is no input {unknown!r}; {or_meant(unknown, known)}")
    wanted = [known[name] for name in names] if names else [one for one in config.inputs if one.enabled]
    path = config_file()
    groups: dict[tuple[object, str | None], InputGroup] = {}
    for one in wanted:
        shape = (tuple(sorted(one.columns.items())), one.records)
        before = groups[shape].read if shape in groups else ()
        read = tuple(_from(path.parent, name) if path else name for name in one.read)
        groups[shape] = InputGroup(before + read, one.columns, one.records)
    return list(groups.values())


def _from(folder: Path, name: str) -> str:
    return name if ADDRESS.match(name) else str(folder / name)


def find_profile(config: Config, name: str) -> Profile:
    """The named profile. Raises UsageError with the near miss, or where profiles are written."""
    if name in config.profiles:
        return config.profiles[name]
    if not config.profiles:
        raise UsageError(f"--profile {name}: no profile is defined; write [profiles.{name}] into dateline.toml")
    raise UsageError(f"--profile {name}: there is none; {or_meant(name, config.profiles)}")


def profile_filters(name: str | None) -> dict[str, Any] | None:
    """A profile's name and seven lists, as reports take them; None for no profile. Raises UsageError."""
    return None if name is None else filters_of(find_profile(load_config(), name), name)


def _told(error: ValidationError) -> str:
    """The first finding, with its key; how many there are besides. A misspelt key before what is missing for it."""
    first, *others = sorted(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    more = f" ({len(others)} more)" if others else ""
    return f"{_problem(first)}{more}"


def _problem(found: ErrorDetails) -> str:
    at = [part for part in found["loc"] if part != "[key]"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in at)
    if found["type"] == "extra_forbidden":
        return f"{key}: {_unknown_key(at)}"
    message = MESSAGES.get(found["type"]) or found["msg"].removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def _unknown_key(at: Sequence[int | str]) -> str:
    if at[-1] == "password":
        return "a password does not belong in a file; password_env names the environment variable that holds it"
    model = _table_at(at[:-1])
    return f"unknown key; {or_meant(str(at[-1]), model.model_fields)}"


def _table_at(at: Sequence[int | str]) -> type[BaseModel]:
    """The model of the table that a path leads to: `profiles`, `russia-energy` -> Profile."""
    kind: Any = Config
    for part in at:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = _bare(kind.model_fields[str(part)].annotation)
        else:
            # A table of named tables or a list of tables: their own kind is the last argument but an ellipsis.
            kind = _bare([one for one in get_args(kind) if one is not ...][-1])
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else Config


def _bare(kind: Any) -> Any:
    """The kind without what is only said about it: `Annotated`, `| None`."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(one for one in get_args(kind) if one is not type(None)))
    return kind
