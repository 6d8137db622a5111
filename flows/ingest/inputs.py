"""What the user names -> the inputs to read, in a stable order: files, `-`, addresses.

Folders are walked by name, patterns expanded; what leads nowhere stays in the list, to become a reject.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.errors import InputError, UsageError
from flows.ingest.files import is_address, is_readable
from flows.ingest.remote import find_remote, is_remote

STDIN = "-"


def find_inputs(inputs: Sequence[str]) -> list[str]:
    """File names, addresses, `-` for standard input: folders walked without hidden files, patterns expanded.

    A name that leads nowhere stays in the list (it becomes a reject). Raises InputError when none leads anywhere.
    """
    found: dict[str, None] = {}
    for given in inputs:
        found |= dict.fromkeys(_expand(given))
    if not any(name == STDIN or is_address(name) or is_readable(name) for name in found):
        raise InputError(f"nothing to read: {', '.join(inputs)} holds no file; name files, folders, patterns or -")
    return list(found)


def _expand(given: str) -> Iterator[str]:
    path = Path(given)
    if not given:
        raise UsageError("an input has no name; leave it out for the sample articles, or write . for this folder")
    if is_remote(given):
        yield from find_remote(given)
    elif given == STDIN or is_address(given) or is_readable(given):
        yield given
    elif path.is_dir():
        yield from sorted(_walk(path))
    else:
        yield from sorted(_matches(path)) or [given]


def _walk(folder: Path) -> Iterator[str]:
    """What lies in the folder at any depth, hidden names left out; folders closed to us too, to become rejects."""
    closed: list[str] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(Path(place, name)) for name in names if not name.startswith("."))
    yield from closed


def _matches(pattern: Path) -> list[str]:
    """The files that a pattern such as news/**/*.txt stands for, where the shell has not done it."""
    parts = pattern.parts
    first = next((i for i, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
    if first == len(parts):
        return []
    try:
        return [str(file) for file in Path(*parts[:first]).glob(str(Path(*parts[first:]))) if file.is_file()]
    except ValueError as error:  # a**b
        raise UsageError(f"{pattern}: {error}") from error
