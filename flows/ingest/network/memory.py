"""What servers said last time, so that only news is asked for; and what they say now, for the next time.

Enters: the frames FEED_STATE and FEED_PAGES that the pipeline fetched from the store. Leaves: rows of the same frames,
to be stored after the articles that came with them: a run that is killed in between asks again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from flows.ingest.drafts import Draft
from flows.ingest.network.client import NOT_CHANGED, Answer
from flows.tables import FEED_PAGES, FEED_STATE, Frames, frame_of


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an address. `moved_to`: where it lies now; `has_pages`: its items' pages were asked for too."""

    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    has_pages: bool = False
    checked_at: datetime | None = None


class Memory:
    """The states of addresses, and which feed items came with the text of their page."""

    def __init__(self, stored: Mapping[str, pl.DataFrame] | None = None) -> None:
        stored = stored or {}
        states = stored.get("feed_state", frame_of([], FEED_STATE))
        self._states = {uri: State(*values) for uri, *values in states.select(*FEED_STATE).iter_rows()}
        self._pages = set(stored.get("feed_pages", frame_of([], FEED_PAGES))["item_hash"])
        self._new_states: dict[str, State] = {}
        self._new_pages: dict[str, str] = {}

    def state_of(self, uri: str) -> State:
        """What is known of the address; nothing of a new one."""
        return self._states.get(uri, State())

    def remember(self, uri: str, answer: Answer, *, has_pages: bool) -> None:
        """Notes a whole answer, or that nothing has changed since the last."""
        last, is_new = self.state_of(uri), answer.status != NOT_CHANGED
        moved_to = answer.moved_to or last.moved_to
        etag = answer.etag if is_new else answer.etag or last.etag
        modified = answer.last_modified if is_new else answer.last_modified or last.last_modified
        self._note(uri, State(etag, modified, moved_to, has_pages if is_new else last.has_pages, datetime.now(UTC)))

    def forget(self, uri: str) -> None:
        """Notes that nothing is known of the address: the next run asks for all of it, where the user said."""
        if uri in self._states:
            self._note(uri, State(checked_at=datetime.now(UTC)))

    def knows_page(self, item_hash: str) -> bool:
        """Whether the item, as it is, was stored with the text of its page."""
        return item_hash in self._pages

    def remember_page(self, item_hash: str, url: str) -> None:
        """Notes that the item's page was read."""
        self._new_pages[item_hash] = url

    def take(self) -> Frames:
        """What was noted since the last time, no frames for nothing; from now on it counts as stored."""
        if not self._new_states and not self._new_pages:
            return {}
        states = [
            {"uri": uri} | {name: getattr(state, name) for name in State.__slots__}
            for uri, state in self._new_states.items()
        ]
        pages: list[dict[str, object]] = [{"item_hash": key, "url": url} for key, url in self._new_pages.items()]
        self._pages.update(self._new_pages)
        self._new_states, self._new_pages = {}, {}
        return {"feed_state": frame_of(states, FEED_STATE), "feed_pages": frame_of(pages, FEED_PAGES)}

    def _note(self, uri: str, state: State) -> None:
        self._states[uri] = self._new_states[uri] = state


def item_hash_of(item: Draft) -> str:
    """16 hex digits over all that a feed says of an item: another hash, and its page is asked for again."""
    parts = (item.url, item.id, item.title, item.published, item.updated, item.text)
    return hashlib.blake2b("\0".join(part or "" for part in parts).encode(), digest_size=8).hexdigest()
