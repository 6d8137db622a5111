"""In extraction: the values that pass between the parts of the sanctions layer."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from spacy.tokens import Span, Token

from flows.extract.sanctions.words import Trigger


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a sentence says about sanctions; offsets in characters, half-open, into the text.

    `start, end` is the word that brings sanctions up, with what is done to them around it in the sentence.
    `modality` is None for a mention. Parties are codes. `action_*`: the word that tells the action,
    None where the trigger itself does; `cues`: spans of the words that tell the modality.
    """

    statement_id: str
    action: str
    modality: str | None
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    sender: list[str]
    target: list[str]
    measures: list[str]
    issue_start: int | None
    issue_end: int | None
    programme: str | None
    sources: list[dict[str, Any]]
    rule: str
    confidence: float
    event_id: str | None = None
    action_start: int | None = None
    action_end: int | None = None
    modality_rule: str | None = None
    cues: list[dict[str, int]] = field(default_factory=list)
    confidence_reasons: list[str] = field(default_factory=list)


class Hit(NamedTuple):
    """A trigger in a sentence: its head token and its tokens."""

    trigger: Trigger
    token: Token
    span: Span


class Link(NamedTuple):
    """How the word for sanctions stands to a governing word: "object", "subject", "compound" or a preposition."""

    role: str
    word: Token


class Claim(NamedTuple):
    """An action found in a sentence: `word` names it (the trigger itself for a mention), `carriers` the sanctions."""

    action: str
    modality: str | None
    word: Token
    hit: Hit
    carriers: list[Token]
    cues: tuple[int, ...]
    rule: str
    modality_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Codes of the sender and of the target, in the order of the text; `named_*`: those that grammar itself gave."""

    sender: list[str]
    target: list[str]
    named_sender: frozenset[str] = frozenset()
    named_target: frozenset[str] = frozenset()
