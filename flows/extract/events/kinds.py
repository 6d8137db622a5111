"""In extraction: the values that pass between the parts of the event layer."""

from dataclasses import dataclass, field
from typing import Any, Literal

Category = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
# PLOVER: what is done to help, what is done to harm, and what is said.
FRIENDLY = frozenset({"AID", "COOPERATE", "RETREAT"})
HOSTILE = frozenset({"SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT"})

PREPOSITIONS = frozenset({
    "about", "above", "across", "after", "against", "ahead", "along", "alongside", "among", "around", "as", "at",
    "away", "before", "behind", "between", "by", "concerning", "down", "during", "for", "from", "in", "inside",
    "into", "near", "of", "off", "on", "onto", "out", "outside", "over", "past", "regarding", "through", "to",
    "toward", "towards", "under", "until", "up", "upon", "versus", "via", "with", "within", "without",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """Who acts or is acted on; `start, end` are None and `inferred` is true where the text only implies it."""

    entity_id: str | None
    code: str | None
    start: int | None
    end: int | None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom; offsets in characters, half-open, into the text. Fields as in the article record."""

    event_id: str
    parent_id: str | None
    type: str
    cameo: str | None
    mode: str | None
    modality: str
    trigger_start: int
    trigger_end: int
    sentence_start: int
    sentence_end: int
    actors: list[Party]
    recipients: list[Party]
    start_date: Any
    end_date: Any
    precision: str | None
    place_code: str | None
    condition_start: int | None
    condition_end: int | None
    sources: list[Any]
    rule: str
    confidence: float
    modality_rule: str | None = None  # why the modality: the cue's name, "past", "negation", "supposing"
    cues: list[dict[str, int]] = field(default_factory=list)  # spans of the words that say so
    confidence_reasons: list[str] = field(default_factory=list)
