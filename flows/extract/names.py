"""Spans that name an entity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A span naming an entity: `start, end` in characters, `first, last` in tokens, both half-open.

    `label` is OntoNotes 5 (PERSON ORG GPE LOC NORP FAC EVENT LAW PRODUCT WORK_OF_ART), None for a resolved
    reference ("the two allies"). `entity_id`, `code` and `sense` are None until flows.extract.link has set them.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    label: str | None
    entity_id: str | None
    code: str | None
    sense: str | None
    rule: str
