"""In extraction: the words of modality, checked. seeds/lexicon/modality.toml in, ModalityLexicon out."""

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.extract.lexicon import read_lexicon

Modality = Literal[
    "actual", "planned", "considered", "threatened", "demanded", "promised", "refused", "hypothetical", "denied"
]


class Strict(BaseModel):
    """A table of the lexicon: unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """A text with the word in question between brackets, and the modality expected of it."""

    text: str
    modality: Modality


class Auxiliaries(Strict):
    """Forms that are not inflected."""

    planned: list[str]
    conditional: list[str]
    considered: list[str]
    demanded: list[str]
    negation: list[str]
    supposing: list[str]
    maybe: list[str]
    exchange: list[str]
    requiring: frozenset[str]
    laws: frozenset[str]
    anyone: frozenset[str]
    believing: frozenset[str]
    telling: frozenset[str]
    ensuring: frozenset[str]


class Cue(Strict):
    """Words that say one thing about the action they govern."""

    name: str
    modality: Modality
    negated: Modality
    bare: bool
    infinitive: bool = False
    verbs: list[str]
    nouns: list[str]
    adjectives: list[str]
    examples: list[Example]


class ModalityLexicon(BaseModel):
    """seeds/lexicon/modality.toml, checked."""

    auxiliaries: Auxiliaries
    auxiliary_example: list[Example]
    cue: list[Cue]

    @cached_property
    def verbs(self) -> dict[str, list[tuple[Cue, str]]]:
        """The cues of each inflected verb form, with the particle that they need ("rule+out") or ""."""
        found: dict[str, list[tuple[Cue, str]]] = {}
        for cue in self.cue:
            for entry in cue.verbs:
                verb, _, particle = entry.partition("+")
                for form in verb_forms(verb):
                    found.setdefault(form, []).append((cue, particle))
        return found

    @cached_property
    def nouns(self) -> dict[str, Cue]:
        """The cue of each noun."""
        return {word: cue for cue in self.cue for word in cue.nouns}

    @cached_property
    def adjectives(self) -> dict[str, Cue]:
        """The cue of each adjective."""
        return {word: cue for cue in self.cue for word in cue.adjectives}

    @property
    def examples(self) -> list[Example]:
        """Every example of the file."""
        return [*self.auxiliary_example, *(example for cue in self.cue for example in cue.examples)]


def load_modality() -> ModalityLexicon:
    """The cues of seeds/lexicon/modality.toml. Raises LexiconError naming the entry."""
    return read_lexicon("modality", ModalityLexicon)


def verb_forms(entry: str) -> list[str]:
    """All forms of a verb: written out when the entry has slashes, else inflected regularly.

    >>> verb_forms("impose"), verb_forms("deny")
    (['impose', 'imposes', 'imposed', 'imposing'], ['deny', 'denies', 'denied', 'denying'])
    """
    if "/" in entry:
        return entry.split("/")
    if entry.endswith("e"):
        return [entry, entry + "s", entry + "d", entry[:-1] + "ing"]
    if entry.endswith("y") and entry[-2] not in "aeiou":
        return [entry, entry[:-1] + "ies", entry[:-1] + "ied", entry + "ing"]
    plural = "es" if entry.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [entry, entry + plural, entry + "ed", entry + "ing"]
