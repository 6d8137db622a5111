"""Which extractor this is. Nothing heavy is imported: a run without new articles must not load spaCy to know it."""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.errors import DatelineError
from flows.extract.lexicon import digest_of, lexicon_files


@dataclass(frozen=True, slots=True)
class Extractor:
    """What a record depends on beside its article."""

    version: str  # of all below together: another one extracts again
    model: str  # "name version"
    lexicon_hash: str


@cache
def describe_extractor(model: str) -> Extractor:
    """The present extractor: spaCy, model, our code in this room, lexicon. Raises DatelineError without a model."""
    try:
        model_version = version(model.replace("_", "-"))
    except PackageNotFoundError as error:
        raise DatelineError(f"the spaCy model {model!r} is not installed; set DATELINE_MODEL to one that is") from error
    lexicon = digest_of(lexicon_files())
    code = digest_of(sorted(Path(__file__).parent.rglob("*.py")))
    parts = digest_of_words(code, lexicon, model, model_version, version("spacy"))
    return Extractor(parts, f"{model} {model_version}", lexicon)


def digest_of_words(*words: str) -> str:
    """Twelve hex digits over the words."""
    return blake2b("\0".join(words).encode(), digest_size=6).hexdigest()
