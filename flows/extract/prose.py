"""Room extract: what the marks of an article mean for its layers.

In: the marks that ingest made (datelines, corrections, boilerplate) and the layers. Out: the layers without what was
said in a correction note or in boilerplate ("Sign up for our newsletter on sanctions"), and the agency of a dateline
as a link of the source chain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from flows.extract.events import Event
from flows.extract.names import Mention
from flows.extract.sanctions import Statement
from flows.extract.sources import Source

Mark = Mapping[str, Any]

# Nothing is told in these.
SILENT = frozenset({"correction", "boilerplate"})


class Placed(Protocol):
    """Something that begins at a character."""

    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=Placed)


def told(found: Sequence[T], marks: Sequence[Mark]) -> list[T]:
    """What begins outside corrections and boilerplate."""
    return [one for one in found if not _is_silent(one.start, marks)]


def told_events(
    events: Sequence[Event], statements: Sequence[Statement], marks: Sequence[Mark]
) -> tuple[list[Event], list[Statement]]:
    """Events and statements outside of them, none pointing to one that is gone."""
    kept = [one for one in events if not _is_silent(one.trigger_start, marks)]
    ids = {one.event_id for one in kept}
    return (
        [one if one.parent_id in ids else replace(one, parent_id=None) for one in kept],
        [one if one.event_id in ids else replace(one, event_id=None) for one in told(statements, marks)],
    )


def with_agency(chain: list[Source], marks: Sequence[Mark], mentions: Sequence[Mention]) -> list[Source]:
    """The chain with the agency of the dateline before the publisher, unless it is a link already.

    Only a chain that ends in a publisher tells an agency from the publisher.
    """
    line = next((mark for mark in marks if mark["kind"] == "dateline" and mark["agency"]), None)
    names = {str(link.name).lower() for link in chain}
    if line is None or not chain or chain[-1].kind != "publisher" or line["agency"].lower() in names:
        return chain
    inside = (m for m in mentions if line["start"] <= m.start < line["end"] and str(m.entity_id).startswith("media:"))
    named = next(inside, None)
    start, end = (named.start, named.end) if named else (line["start"], line["end"])
    agency = Source("media", line["agency"], named.entity_id if named else None, start, end)
    return [*chain[:-1], agency, chain[-1]]


def _is_silent(at: int, marks: Sequence[Mark]) -> bool:
    return any(mark["start"] <= at < mark["end"] for mark in marks if mark["kind"] in SILENT)
