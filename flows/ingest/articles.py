"""Read the inputs one after the other, and give every record a date, a language and an identity.

Enters: names, and what is stored already (tables.KNOWN). Leaves: batches, each with the ARTICLES that have to be
extracted, the REJECTS, and a count for every record read: nothing is lost, nothing is counted twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from flows.ingest.drafts import Draft, Limits, Note, Reject, Skip
from flows.ingest.files import Meter, file_digest, shown_name
from flows.ingest.identity import article_id_of, content_hash_of
from flows.ingest.language import language_of
from flows.ingest.published import Moment, read_moment
from flows.ingest.reading import Item, read_input
from flows.ingest.stories import story_id_of
from flows.tables import ARTICLES, INPUTS, REJECTS, SKIPS, frame_of

# What becomes of a record; the seven add up to the records read.
OUTCOMES = ("new", "revised", "reextracted", "unchanged", "duplicate", "skipped", "rejected")
FRESH = ("new", "revised", "reextracted")

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored: for each article its texts' hashes, and the one that the present extractor has read."""

    hashes: Mapping[str, Mapping[str, bool]]

    @classmethod
    def of(cls, known: pl.DataFrame, *, extractor_version: str) -> "Known":
        """From tables.KNOWN: hash -> whether it must be extracted again."""
        hashes: dict[str, dict[str, bool]] = {}
        for article_id, content_hash, is_current, version in known.select(
            "article_id", "content_hash", "is_current", "extractor_version"
        ).iter_rows():
            hashes.setdefault(article_id, {})[content_hash] = bool(is_current) and version != extractor_version
        return cls(hashes)


@dataclass(frozen=True, slots=True)
class Identified:
    """A draft, the article it belongs to, and the day it may be believed to be of."""

    draft: Draft
    article_id: str
    content_hash: str
    published: Moment | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """A portion of a run. `articles` holds at most one text an article; `counts` adds up to the records read."""

    articles: pl.DataFrame
    rejects: pl.DataFrame
    skips: pl.DataFrame
    inputs: pl.DataFrame
    counts: Counter[str]
    notes: Sequence[str] = ()


@dataclass(slots=True)
class _Portion:
    """A batch in the making."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    skips: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    inputs: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    articles: set[object] = field(default_factory=set)
    words: int = 0

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.articles.add(row["article_id"])
        self.words += int(str(row["word_count"]))

    def set_aside(self, item: Item, *, name: str, uri: str) -> None:
        """A reject is kept with its sample, a skip is counted by its reason; others leave nothing."""
        if isinstance(item, Reject):
            self.rejects.append(_reject_row(uri, item))
        elif isinstance(item, Skip):
            self.skips[(name, item.reason)] += 1

    def is_full(self, portions: "Portions") -> bool:
        return len(self.rows) + len(self.rejects) >= portions.articles or self.words >= portions.words

    def closed(self) -> Batch:
        return Batch(
            frame_of(self.rows, ARTICLES),
            frame_of(self.rejects, REJECTS),
            frame_of([_skip_row(*key, count) for key, count in self.skips.items()], SKIPS),
            frame_of(self.inputs, INPUTS),
            self.counts,
            self.notes,
        )


@dataclass(frozen=True, slots=True)
class Portions:
    """When a batch is full, in articles and in words."""

    articles: int
    words: int


def read_articles(
    names: Iterable[str], *, limits: Limits, meter: Meter | None = None
) -> Iterator[tuple[str, str, Item | None]]:
    """Each input's items in order with the input and the stream they stand in; a None ends every input."""
    meter = meter or Meter()
    for name in names:
        yield from ((name, uri, item) for uri, item in read_input(name, limits=limits, meter=meter))
        yield name, name, None


def read_batches(
    names: Iterable[str],
    *,
    known: Known,
    limits: Limits,
    portions: Portions,
    run_day: date,
    meter: Meter | None = None,
) -> Iterator[Batch]:
    """The inputs in batches: what is stored with the same content and extractor version is counted and left out."""
    seen: set[tuple[str, str]] = set()
    portion = _Portion()
    in_input: Counter[str] = Counter()
    for name, uri, item in read_articles(names, limits=limits, meter=meter):
        if item is None:
            portion.inputs.append(_input_row(name, in_input))
            in_input.clear()
            continue
        if isinstance(item, Note):
            portion.notes.append(f"{uri}: {item.text}")
            continue
        article = identify(item, run_day=run_day) if isinstance(item, Draft) else None
        outcome = _outcome(article, known, seen) if article else _outcome_without_article(item)
        is_fresh = outcome in FRESH
        in_input.update(("read", outcome))
        if portion.is_full(portions) or (is_fresh and article and article.article_id in portion.articles):
            yield portion.closed()
            portion = _Portion()
        portion.counts.update(("read", outcome))
        if article and is_fresh:
            portion.add(article_row(article, uri, run_day=run_day))
        else:
            portion.set_aside(item, name=name, uri=uri)
    yield portion.closed()


def read_whole(
    names: Iterable[str], *, limits: Limits, portions: Portions, run_day: date, meter: Meter | None = None
) -> Iterator[Batch]:
    """The inputs in batches with every usable record, duplicates too, whatever is stored."""
    portion = _Portion()
    for name, uri, item in read_articles(names, limits=limits, meter=meter):
        if isinstance(item, Draft):
            portion.add(article_row(identify(item, run_day=run_day), uri, run_day=run_day))
        elif isinstance(item, Note):
            portion.notes.append(f"{uri}: {item.text}")
        elif item:
            portion.set_aside(item, name=name, uri=uri)
        if portion.is_full(portions):
            yield portion.closed()
            portion = _Portion()
    yield portion.closed()


def identify(draft: Draft, *, run_day: date) -> Identified:
    """The draft with its day and identity: cheap, and all that a record needs that is stored already."""
    published, problem = read_moment(draft.published, run_day=run_day)
    stated = published.text if published else None
    return Identified(
        draft,
        article_id=article_id_of(url=draft.url, source=draft.source, given_id=draft.id, text=draft.text),
        content_hash=content_hash_of(text=draft.text, title=draft.title, published=stated),
        published=published,
        problem=problem,
    )


def article_row(article: Identified, uri: str, *, run_day: date) -> Row:
    """One row of ARTICLES, with language and story."""
    draft, published = article.draft, article.published
    updated, _ = read_moment(draft.updated, run_day=run_day)
    order = updated or published
    return {
        "article_id": article.article_id,
        "record_id": draft.id if draft.id is not None else article.article_id,
        "given_id": draft.id,
        "input_uri": uri,
        "input_record": draft.record,
        "url": draft.url,
        "title": draft.title,
        "source": draft.source,
        "author": draft.author,
        "published": published.text if published else None,
        "published_at": published.at if published else None,
        "published_date": published.day if published else None,
        "published_method": draft.published_method if published else "none",
        "published_problem": article.problem,
        "updated": updated.text if updated else None,
        "version_at": order.order if order else None,
        "language": language_of(draft.text, given=draft.language),
        "text": draft.text,
        "extra": draft.extra,
        "word_count": len(draft.text.split()),
        "content_hash": article.content_hash,
        "story_id": story_id_of(draft.text),
    }


def _outcome(article: Identified, known: Known, seen: set[tuple[str, str]]) -> str:
    """One of OUTCOMES for a usable record, which is then seen."""
    article_id, content_hash = article.article_id, article.content_hash
    stored = known.hashes.get(article_id, {})
    if (article_id, content_hash) in seen:
        return "duplicate"
    is_first = not stored and (article_id, "") not in seen
    seen |= {(article_id, content_hash), (article_id, "")}
    if content_hash in stored:
        return "reextracted" if stored[content_hash] else "unchanged"
    return "new" if is_first else "revised"


def _outcome_without_article(item: Item) -> str:
    return "skipped" if isinstance(item, Skip) else "rejected"


def _input_row(name: str, counts: Counter[str]) -> Row:
    return {
        "uri": shown_name(name),
        "content_hash": file_digest(name),
        "status": "rejected" if counts["read"] and counts["read"] == counts["rejected"] else "read",
        "record_count": counts["read"],
        "rejected_count": counts["rejected"],
        "skipped_count": counts["skipped"],
    }


def _skip_row(name: str, reason: str, count: int) -> Row:
    return {"uri": shown_name(name), "reason": reason, "record_count": count}


def _reject_row(uri: str, reject: Reject) -> Row:
    sample = reject.sample.replace("\0", "\\0").encode("utf-8", "replace").decode()[:200]
    return {
        "uri": uri,
        "record": reject.record,
        "reason": reject.reason,
        "detail": reject.detail,
        "sample": sample,
    }
