"""In reading: what becomes of a text whose article may be known, and which text of an article is its current one.

In go the texts that are stored (tables.KNOWN) and, one by one, the texts that a run reads; out comes one of the
outcomes for each. The rule is the store's (sql/load/revisions.sql): of the texts of one article the one with the
latest version_at is current, else the one that a later run stored, else the one with the greater hash. version_at is
the latest that any delivery of the text states, so that a text which its outlet restores is current again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import polars as pl

# Sorts behind every run that is stored.
THIS_RUN = "\U0010ffff"


class Stored(NamedTuple):
    """A text in the database. `has_layers`: it is current, and the present extractor has read it."""

    content_hash: str
    version_at: datetime | None
    run_id: str
    has_layers: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored: each article's texts."""

    texts: Mapping[str, tuple[Stored, ...]]

    @classmethod
    def of(cls, known: pl.DataFrame, *, extractor_version: str) -> "Known":
        """From tables.KNOWN."""
        texts: dict[str, tuple[Stored, ...]] = {}
        runs: dict[str, str] = {}  # one string a run, not one a text
        columns = known.select("article_id", "content_hash", "version_at", "run_id", "is_current", "extractor_version")
        for article_id, content_hash, version_at, run_id, is_current, version in columns.iter_rows():
            run = runs.setdefault(run_id or "", run_id or "")
            stored = Stored(content_hash, version_at, run, bool(is_current) and version == extractor_version)
            texts[article_id] = (*texts.get(article_id, ()), stored)
        return cls(texts)


@dataclass(slots=True)
class _Text:
    """A text of an article that this run has met.

    `is_stored`: it came with an earlier batch or run. `is_waiting`: it shall get layers, with the batch being filled.
    """

    content_hash: str
    version_at: datetime | None
    run_id: str = THIS_RUN
    has_layers: bool = False
    is_stored: bool = False
    is_seen: bool = False
    is_waiting: bool = False

    @property
    def order(self) -> tuple[bool, datetime | None, str, str]:
        """By this the latest text is the greatest."""
        return (self.version_at is not None, self.version_at, self.run_id, self.content_hash)


class Judgement(NamedTuple):
    """`outcome` counts the record; `is_news` says that the store has something to learn from it."""

    outcome: str
    is_news: bool


class Ledger:
    """The texts of all articles while a run goes on: stored ones, and those that it has read so far."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._met: dict[str, dict[str, _Text]] = {}

    def judge(self, article_id: str, content_hash: str, version_at: datetime | None) -> Judgement:
        """What becomes of a record, which is then met."""
        texts = self._texts(article_id)
        text = texts.get(content_hash)
        if text is None:
            outcome = "revised" if texts else "new"
            texts[content_hash] = _Text(content_hash, version_at, is_seen=True, is_waiting=True)
            return Judgement(outcome, is_news=True)
        is_later = _is_later(version_at, text.version_at)
        if is_later:
            text.version_at = version_at
        outcome = "duplicate" if text.is_seen else "unchanged"
        text.is_seen = True
        if not text.has_layers and not text.is_waiting and text is _current(texts.values()):
            text.is_waiting = True
            return Judgement("reextracted", is_news=True)
        return Judgement(outcome, is_news=is_later)

    def would_displace(self, article_id: str, content_hash: str, version_at: datetime | None) -> bool:
        """Whether the record would take the place of a stored text that waits to be extracted again.

        The batch must be closed before: that text has been counted as extracted.
        """
        current = _current(self._texts(article_id).values())
        if current is None or not current.is_waiting or not current.is_stored:
            return False
        text = self._texts(article_id).get(content_hash) or _Text(content_hash, version_at)
        latest = version_at if _is_later(version_at, text.version_at) else text.version_at
        return text is not current and _Text(content_hash, latest, text.run_id).order > current.order

    def wants_layers(self, article_id: str, content_hash: str) -> bool:
        """Whether the text is extracted with the batch: it waits for it, and is the current one."""
        texts = self._texts(article_id)
        return texts[content_hash].is_waiting and _current(texts.values()) is texts[content_hash]

    def close(self, article_ids: Iterable[str]) -> None:
        """Nothing; the batch with these articles is on its way: their current texts have layers, no others."""
        for article_id in article_ids:
            texts = self._texts(article_id)
            current = _current(texts.values())
            for text in texts.values():
                text.has_layers = text is current and (text.has_layers or text.is_waiting)
                text.is_stored = True
                text.is_waiting = False

    def _texts(self, article_id: str) -> dict[str, _Text]:
        if (texts := self._met.get(article_id)) is None:
            stored = self._known.texts.get(article_id, ())
            texts = self._met[article_id] = {one.content_hash: _Text(*one, is_stored=True) for one in stored}
        return texts


def _current(texts: Iterable[_Text]) -> _Text | None:
    return max(texts, key=lambda text: text.order, default=None)


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
