"""seeds/lexicon/*.toml and seeds/reference/*.csv -> checked values.

A layer describes its file as a pydantic model; what does not fit is a LexiconError that names file and entry.
Examples stand in the same files as the entries they test; the tests of each layer run all of its.
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from flows import settings
from flows.errors import LexiconError

M = TypeVar("M", bound=BaseModel)


def read_lexicon(name: str, model: type[M]) -> M:
    """seeds/lexicon/<name>.toml as the model. Raises LexiconError naming the file and the entry."""
    path = settings.share("seeds", "lexicon", f"{name}.toml")
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(path, "syntax", str(error)) from error
    except ValidationError as error:
        raise _lexicon_error(path, "", error) from error


def read_reference(name: str, model: type[M]) -> list[M]:
    """seeds/reference/<name>.csv, one model a row, empty cells left out. Raises LexiconError naming file and line."""
    path = settings.share("seeds", "reference", f"{name}.csv")
    rows = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                rows.append(model.model_validate({key: value for key, value in row.items() if value}))
            except ValidationError as error:
                raise _lexicon_error(path, f"line {number} ", error) from error
    return rows


def lexicon_files() -> list[Path]:
    """Every file that extraction reads, in a fixed order."""
    lexicon, reference = settings.share("seeds", "lexicon"), settings.share("seeds", "reference")
    return sorted(lexicon.rglob("*.toml")) + sorted(reference.glob("*.csv"))


def digest_of(files: Iterable[Path]) -> str:
    """Twelve hex digits over names and contents: another lexicon is another extractor."""
    total = hashlib.blake2b(digest_size=6)
    for path in files:
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _lexicon_error(path: Path, where: str, error: ValidationError) -> LexiconError:
    first = error.errors()[0]
    return LexiconError(path, where + ".".join(str(part) for part in first["loc"]), first["msg"])
