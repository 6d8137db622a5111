"""What is stored, extracted again: a window of days, or everything that an older extractor made.

The texts come from the database, not from the inputs, which may be gone. A month is worked after the other, oldest
first; what a run that was broken off has done is not stale any more, so the next one goes on where it stood.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

import polars as pl

from flows.extract.version import Extractor, describe_extractor
from flows.ingest.articles import Batch, Portions
from flows.ingest.language import is_read
from flows.pipeline import (
    Extract,
    Hands,
    Job,
    Progress,
    Summary,
    Tally,
    begin,
    report,
    settle,
    stored,
    work_through,
)
from flows.store import database, load
from flows.tables import ARTICLES, EXTRACTED, INPUTS, REJECTS, SKIPPED_LANGUAGE, SKIPS, frame_of


@dataclass(frozen=True, slots=True)
class Window:
    """Which stored articles: days half-open, a source, at most so many articles; None is no limit.

    Articles without a date are in a window without days only.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    limit: int | None = None


def backfill(
    job: Job,
    window: Window,
    *,
    hands: Hands,
    extract: Extract,
    width: int | None = None,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Summary:
    """The window's articles that the present extractor has not read, read by it; checked, published and reported.

    A second run changes nothing. Raises StoreError, CheckError as `pipeline.run`.
    """
    began = monotonic()
    extractor = describe_extractor(job.settings.model)
    with database.open_writer(job.settings.db, memory=job.settings.writer_memory) as writer:
        job = hands.call(begin, writer, job, extractor)
        stale = hands.call(list_stale, writer, extractor, window)

        def seen(counts: Counter[str]) -> None:
            watch(Progress(stored(counts), counts["words"], stored(counts), stale.height, monotonic() - began))

        tally = work_through(
            writer,
            job,
            extractor,
            stored_batches(writer, stale, job),
            hands=hands,
            extract=extract,
            width=width,
            seen=seen,
        )
        is_published = settle(writer, job, tally, hands=hands)
    pages = hands.call(report, job) if is_published else []
    return _summary(tally, job, is_published=is_published, pages=pages, seconds=monotonic() - began)


def _summary(tally: Tally, job: Job, **more: Any) -> Summary:
    months = tally.counts.pop("months", 0)
    tally.notes.append(f"{tally.counts['reextracted']:,} stored articles of {months} months extracted again")
    return tally.summary(job, **more)


def list_stale(writer: database.Connection, extractor: Extractor, window: Window) -> pl.DataFrame:
    """One row per article of the window that another extractor made: article_id, word_count, month_date; by month."""
    stale = load.fetch_stale(
        writer, extractor_version=extractor.version, since=window.since, until=window.until, source=window.source
    )
    return stale if window.limit is None else stale.head(window.limit)


def stored_batches(writer: database.Connection, stale: pl.DataFrame, job: Job) -> Iterator[Batch]:
    """The stale articles in batches, each of one month, read from the database as they are asked for."""
    portions = Portions(job.settings.batch_articles, job.settings.batch_words)
    for (month,), articles in stale.group_by("month_date", maintain_order=True):
        cuts = [part["article_id"].to_list() for part in _portions_of(articles, portions)]
        for place, ids in enumerate(cuts):
            is_last = place == len(cuts) - 1
            yield _batch_of(load.fetch_stored(writer, ids), _input_of(month, articles.height) if is_last else None)


def _portions_of(articles: pl.DataFrame, portions: Portions) -> list[pl.DataFrame]:
    """The rows cut where a portion is full, in articles or in words."""
    by_words = (pl.col("word_count").cum_sum() - pl.col("word_count")) // portions.words
    by_count = pl.int_range(pl.len()) // portions.articles
    return articles.with_columns(portion=pl.struct(by_words, by_count.alias("count"))).partition_by(
        "portion", maintain_order=True
    )


def _input_of(month: object, count: int) -> dict[str, object]:
    """The month as an input of the run: the books say what every record came from."""
    return {
        "uri": f"stored articles of {str(month)[:7]}" if month else "stored articles without a date",
        "content_hash": None,
        "status": "read",
        "record_count": count,
        "rejected_count": 0,
        "skipped_count": 0,
    }


def _batch_of(articles: pl.DataFrame, source: dict[str, object] | None) -> Batch:
    status = [EXTRACTED if is_read(language) else SKIPPED_LANGUAGE for language in articles["language"]]
    return Batch(
        articles.with_columns(extraction_status=pl.Series(status, dtype=pl.String)),
        frame_of([], ARTICLES),
        frame_of([], REJECTS),
        frame_of([], SKIPS),
        frame_of([source] if source else [], INPUTS),
        Counter(read=articles.height, reextracted=articles.height, months=int(source is not None)),
    )
