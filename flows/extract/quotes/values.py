"""Room extract, quotes: what the layer hands on.

A `Quote` is one thing said, a `Speaker` one who says it or passes it on.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "organisation", "government", "anonymous", "media", "publisher", "document"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: `name` is the entity's where one is known, else the words; offsets in characters, half-open.

    `entity_id` is None for speakers without a name; `rule` says how the words came to stand for the entity.
    """

    start: int | None
    end: int | None
    name: str
    entity_id: str | None
    kind: Kind
    rule: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What is said indirectly, in tokens: its first and last; the first and last of its cue; the head words of its
    speaker and of the one who quotes the speaker. `rule` is the frame."""

    first: int
    last: int
    cue_first: int
    cue_last: int
    head: int
    rule: str
    reporter: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One thing said, as in the contract, section 3; offsets in characters, half-open.

    `direct`: the span begins with a quotation mark. A direct quote that goes on after its speaker ("...," she said.
    "...") is one span. `kind` is the speaker's, `via` who passed the words on ("told Reuters"), nearest first: both
    for the source chain only.
    """

    start: int
    end: int
    text: str
    direct: bool
    cue_start: int | None
    cue_end: int | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_id: str | None
    speaker: str | None
    rule: str
    kind: Kind = "anonymous"
    via: tuple[Speaker, ...] = ()
