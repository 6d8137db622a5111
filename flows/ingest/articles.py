"""Read the inputs one after the other, and give every record a date, a language and an identity.

Enters: names, and what is stored already (tables.KNOWN). Leaves: batches, each with the ARTICLES that have to be
extracted, the REJECTS, and a count for every record read: nothing is lost, nothing is counted twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from flows.ingest.drafts import Draft, Limits, Note, Reject, Same, Skip
from flows.ingest.files import Meter, file_digest, shown_name
from flows.ingest.identity import article_id_of, content_hash_of
from flows.ingest.language import is_read, language_of
from flows.ingest.network.manners import Manners
from flows.ingest.network.session import AHEAD, Network
from flows.ingest.prose import find_dateline, find_marks
from flows.ingest.published import Dated, date_draft, read_moment
from flows.ingest.reading import Item, read_input
from flows.ingest.stories import story_id_of
from flows.ingest.versions import Known, Ledger
from flows.tables import ARTICLES, EXTRACTED, INPUTS, REJECTS, SKIPPED_LANGUAGE, SKIPS, Frames, frame_of

# What becomes of a record; the seven add up to the records read.
OUTCOMES = ("new", "revised", "reextracted", "unchanged", "duplicate", "skipped", "rejected")
FRESH = ("new", "revised", "reextracted")

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Identified:
    """A draft, the article it belongs to, the day it may be believed to be of, and the time of this text of it."""

    draft: Draft
    article_id: str
    content_hash: str
    published: Dated
    updated: str | None
    updated_problem: str | None
    version_at: datetime | None

    @property
    def text_key(self) -> tuple[str, str, datetime | None]:
        """What the ledger judges by."""
        return self.article_id, self.content_hash, self.version_at


@dataclass(frozen=True, slots=True)
class Batch:
    """A portion of a run; `counts` adds up to the records read.

    `articles` are to be extracted, one text an article; `other_texts` are to be stored only: texts that are not
    current, and known ones that were delivered again with a later time. `answers`: what servers said of the inputs
    that end with this batch, as frames by table, to be stored after it.
    """

    articles: pl.DataFrame
    other_texts: pl.DataFrame
    rejects: pl.DataFrame
    skips: pl.DataFrame
    inputs: pl.DataFrame
    counts: Counter[str]
    notes: Sequence[str] = ()
    answers: Frames = field(default_factory=dict)


@dataclass(slots=True)
class _Portion:
    """A batch in the making."""

    rows: dict[tuple[str, str, int], Row] = field(default_factory=dict)
    rejects: list[Row] = field(default_factory=list)
    skips: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    inputs: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    answers: Frames = field(default_factory=dict)
    words: int = 0

    def add(self, row: Row, *, number: int = 0) -> None:
        """A row, in the place of an earlier one of the same text; texts with different numbers stand side by side."""
        self.rows[(str(row["article_id"]), str(row["content_hash"]), number)] = row
        self.words += int(str(row["word_count"]))

    def set_aside(self, item: Item, *, name: str, uri: str) -> None:
        """A reject is kept with its sample, a skip is counted by its reason; others leave nothing."""
        if isinstance(item, Reject):
            self.rejects.append(_reject_row(uri, item))
        elif isinstance(item, Skip):
            self.skips[(name, item.reason)] += 1

    def end_input(self, row: Row, answers: Frames) -> None:
        """An input is read; what servers said of it goes with this batch."""
        self.inputs.append(row)
        for name, new in answers.items():
            self.answers[name] = pl.concat([self.answers[name], new]) if name in self.answers else new

    def is_full(self, portions: "Portions") -> bool:
        return len(self.rows) + len(self.rejects) >= portions.articles or self.words >= portions.words

    def closed(self, ledger: Ledger | None = None) -> Batch:
        """The batch; with a ledger only the current texts are to be extracted."""
        wanted = {key: ledger is None or ledger.wants_layers(*key[:2]) for key in self.rows}
        if ledger:
            ledger.close({key[0] for key in self.rows})
        return Batch(
            frame_of([row for key, row in self.rows.items() if wanted[key]], ARTICLES),
            frame_of([row for key, row in self.rows.items() if not wanted[key]], ARTICLES),
            frame_of(self.rejects, REJECTS),
            frame_of([_skip_row(*key, count) for key, count in self.skips.items()], SKIPS),
            frame_of(self.inputs, INPUTS),
            self.counts,
            self.notes,
            self.answers,
        )


@dataclass(frozen=True, slots=True)
class Portions:
    """When a batch is full, in articles and in words."""

    articles: int
    words: int


def read_articles(
    names: Iterable[str], *, limits: Limits, network: Network, meter: Meter | None = None
) -> Iterator[tuple[str, str, Item | None]]:
    """Each input's items in order with the input and the stream they stand in; a None ends every input."""
    meter = meter or Meter()
    names = list(names)
    for place, name in enumerate(names):
        network.look_ahead(names[place : place + AHEAD])
        yield from ((name, uri, item) for uri, item in read_input(name, limits=limits, meter=meter, network=network))
        yield name, name, None


def read_batches(
    names: Iterable[str],
    *,
    known: Known,
    limits: Limits,
    portions: Portions,
    run_day: date,
    meter: Meter | None = None,
    network: Network | None = None,
) -> Iterator[Batch]:
    """The inputs in batches: what is stored with the same content and extractor version is counted and left out."""
    network = network or Network(Manners())
    ledger = Ledger(known)
    portion = _Portion()
    in_input: Counter[str] = Counter()
    for name, uri, item in read_articles(names, limits=limits, network=network, meter=meter):
        if item is None:
            portion.end_input(_input_row(name, in_input), network.memory.take())
            in_input.clear()
            continue
        if isinstance(item, Note):
            portion.notes.append(f"{uri}: {item.text}")
            continue
        article = identify(item, uri, run_day=run_day) if isinstance(item, Draft) else None
        if portion.is_full(portions) or (article and ledger.would_displace(*article.text_key)):
            yield portion.closed(ledger)
            portion = _Portion()
        outcome, is_news = ledger.judge(*article.text_key) if article else (_outcome_without_article(item), False)
        in_input.update(("read", outcome))
        portion.counts.update(("read", outcome))
        if article and is_news:
            portion.add(article_row(article, uri))
        elif not article:
            portion.set_aside(item, name=name, uri=uri)
    yield portion.closed(ledger)


def read_whole(
    names: Iterable[str],
    *,
    limits: Limits,
    portions: Portions,
    run_day: date,
    meter: Meter | None = None,
    network: Network | None = None,
) -> Iterator[Batch]:
    """The inputs in batches with every usable record, duplicates too, whatever is stored."""
    network = network or Network(Manners())
    portion = _Portion()
    for name, uri, item in read_articles(names, limits=limits, network=network, meter=meter):
        if isinstance(item, Draft):
            row = article_row(identify(item, uri, run_day=run_day), uri)
            portion.add(row, number=len(portion.rows))
        elif isinstance(item, Note):
            portion.notes.append(f"{uri}: {item.text}")
        elif item:
            portion.set_aside(item, name=name, uri=uri)
        if portion.is_full(portions):
            yield portion.closed()
            portion = _Portion()
    yield portion.closed()


def identify(draft: Draft, uri: str, *, run_day: date) -> Identified:
    """The draft with its day and identity: cheap, and all that a record needs that is stored already."""
    dateline = find_dateline(draft.text) if draft.published is None else None
    published = date_draft(draft, name=uri, dateline=dateline.day if dateline else None, run_day=run_day)
    updated, updated_problem = read_moment(draft.updated, run_day=run_day)
    stated = published.moment.text if published.moment else None
    latest = updated or published.moment
    return Identified(
        draft,
        article_id=article_id_of(url=draft.url, source=draft.source, given_id=draft.id, text=draft.text),
        content_hash=content_hash_of(text=draft.text, title=draft.title, published=stated),
        published=published,
        updated=updated.text if updated else None,
        updated_problem=updated_problem,
        version_at=latest.order if latest else None,
    )


def article_row(article: Identified, uri: str) -> Row:
    """One row of ARTICLES, with language, story and marks."""
    draft, moment = article.draft, article.published.moment
    language = language_of(draft.text, given=draft.language)
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
        "published": moment.text if moment else None,
        "published_at": moment.at if moment else None,
        "published_date": moment.day if moment else None,
        "published_method": article.published.method,
        "published_problem": article.published.problem,
        "updated": article.updated,
        "updated_problem": article.updated_problem,
        "version_at": article.version_at,
        "language": language,
        "extraction_status": EXTRACTED if is_read(language) else SKIPPED_LANGUAGE,
        "text": draft.text,
        "extra": draft.extra,
        "word_count": len(draft.text.split()),
        "content_hash": article.content_hash,
        "story_id": story_id_of(draft.text, moment.day if moment else None),
        "marks": _mark_rows(draft.text) if is_read(language) else [],
    }


def _mark_rows(text: str) -> list[Row]:
    names = ("start", "end", "kind", "place", "agency", "rule")
    return [
        {"text": text[mark.start : mark.end], **{name: getattr(mark, name) for name in names}}
        for mark in find_marks(text)
    ]


def _outcome_without_article(item: Item) -> str:
    """Skipped, rejected, or (a feed item whose page was read before) unchanged."""
    if isinstance(item, Same):
        return "unchanged"
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
