"""In extraction: the values that pass between the parts of the modality layer."""

from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Token

from flows.extract.modality.lexicon import Modality

# How sure a finding is of itself: tense gives way to a modal, a modal to a cue above it.
TENSE, MODAL, CUE = 0, 1, 2


class Finding(NamedTuple):
    """What one word says: how sure, which tokens, the cue's name."""

    modality: Modality
    strength: int
    cues: tuple[int, ...]
    name: str
    bare: bool = False
    spurned: Modality | None = None


class Step(NamedTuple):
    """One link upwards: from `node` to the word that governs it; `reported` when node is what somebody says."""

    node: Token
    governor: Token
    reported: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """The modality, the tokens that say so, and the rule's name.

    `bare`: a cue that suffices without an action word. `conditional`: the clause hangs on an if-clause.
    `reported`: somebody is said to have said it. `spurned`: what was wanted and is refused, "rejected calls to lift".
    """

    modality: Modality
    cues: tuple[int, ...]
    rule: str
    bare: bool = False
    conditional: bool = False
    reported: bool = False
    spurned: Modality | None = None
