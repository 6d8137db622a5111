"""Where in a JSON document the articles lie: the one list whose objects have a text, or the document itself.

Enters: the beginning of a document, as much as one record may take. Leaves: the path to the articles, or what there is
instead, for the message that asks for `--records`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.errors import RecordError
from flows.ingest.columns import guess_columns, names_of
from flows.ingest.json_walk import BrokenJsonError, Place, Walker, parse_json

# Objects of a list that are looked at: the first may be odd.
TRIED = 3
WHOLE_TEXT, SUMMARY, NO_TEXT = 2, 1, 0


@dataclass(slots=True)
class Search:
    """What the beginning of a document shows.

    `strong` and `weak`: paths whose objects have a text, or a summary only; "" is the top. `others`: paths of objects
    without, and the names in them. `seen`: all paths of lists. `fault`: why the bytes were not walked to their end.
    """

    strong: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    fault: str | None = None

    @property
    def paths(self) -> list[str]:
        """The paths to choose from: whole texts go before summaries, and an article before what it holds."""
        found = self.strong or self.weak
        return [path for path in found if not any(holds(other, path) for other in found)]


def search(head: bytes, *, given: Mapping[str, str]) -> Search:
    """What the bytes show; they may end anywhere."""
    found, tried = Search(), Counter[str]()
    walker = Walker(iter([head]), limit=len(head))
    try:
        while place := walker.next():
            if place.kind in (b"{", b"["):
                _look(walker, place, found, tried, given)
            if found.strong[:1] == [""]:
                break
    except BrokenJsonError as error:
        found.fault = error.detail
    return found


def holds(outer: str, inner: str) -> bool:
    """Whether the inner path leads on from the outer one.

    >>> holds("data", "data.articles"), holds("", "data"), holds("data", "database")
    (True, True, False)
    """
    return inner != outer and (not outer or inner.startswith(f"{outer}."))


def strength_of(data: bytes | None, *, given: Mapping[str, str]) -> tuple[int, tuple[str, ...]]:
    """WHOLE_TEXT, SUMMARY or NO_TEXT, whichever the object's names speak for; and the names."""
    try:
        value = parse_json(data or b"0")
    except RecordError:
        return NO_TEXT, ()
    names = tuple(names_of(value)) if isinstance(value, dict) else ()
    columns = guess_columns(names, given=given)
    if not columns.has_text:
        return NO_TEXT, names
    return (WHOLE_TEXT if columns.is_strong else SUMMARY), names


def _look(walker: Walker, place: Place, found: Search, tried: Counter[str], given: Mapping[str, str]) -> None:
    """Note what the place is, and go into it or past it."""
    path = place.path
    if place.kind == b"[":
        found.seen.add(path)
    elif place.is_item and path in (*found.strong, *found.weak):
        walker.skip()
        return
    elif place.is_item and tried[path] < TRIED:
        tried[path] += 1
        at = walker.tell()
        try:
            strength, names = strength_of(walker.take(), given=given)
        except BrokenJsonError:  # the beginning ends in it
            strength, names = NO_TEXT, ()
        if strength:
            is_whole = strength == WHOLE_TEXT
            (found.strong if is_whole else found.weak).append(path)
            found.others.pop(path, None)
            if is_whole or path in found.seen:  # an article, whatever lists it holds
                return
        elif names and path not in found.others:
            found.others[path] = names
        walker.seek(at)
    walker.enter(place)
