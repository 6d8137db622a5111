"""Room 3, the way in: batches of articles with their layers go into the writer's database, one transaction each.

Enters: the frames of tables.py. Leaves: rows; the same rows whatever the order of loading, run columns aside. What a
batch means for its articles is decided in SQL, in the files of sql/load, in the order of `_load`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import polars as pl

from flows.errors import StoreError
from flows.store.frames import Connection, execute, fetch, shown, transaction
from flows.store.merge import merge_variants
from flows.tables import (
    ARTICLES,
    FEED_PAGES,
    FEED_STATE,
    INPUTS,
    KNOWN,
    LAYERS,
    REJECTS,
    SIGNATURES,
    SKIPS,
    Frames,
    conform,
    frame_of,
)

# What servers said, for the next request.
ANSWERS = {"feed_state": FEED_STATE, "feed_pages": FEED_PAGES}
COUNTS = ("read", "new", "revised", "unchanged", "reextracted", "duplicate", "skipped", "rejected")


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it begins. `run_id` sorts by time."""

    run_id: str
    started_at: datetime
    code_version: str
    extractor_version: str
    model: str
    lexicon_hash: str
    settings_json: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a batch's texts, and the rejects that were not known before."""

    new: int
    revised: int
    reextracted: int
    unchanged: int
    rejects: int


def last_start(con: Connection) -> datetime | None:
    """When the latest run began, by its id; None before the first."""
    last = fetch(con, "last_start").item()
    return None if last is None else last.replace(tzinfo=UTC)


def begin_run(con: Connection, run: Run) -> None:
    """Nothing; the run is in the ledger. Earlier ones that still say `running` died: they would hold the lock."""
    started_at = run.started_at.astimezone(UTC).replace(tzinfo=None)
    with transaction(con):
        execute(con, "died_runs")
        execute(con, "runs", {name: getattr(run, name) for name in Run.__slots__} | {"started_at": started_at})


def finish_run(con: Connection, run_id: str, *, counts: dict[str, int], status: Literal["done", "failed"]) -> None:
    """Nothing; variants of names and happenings are put together, and the run's numbers are in the ledger.

    `counts` has read and its outcomes; others are left out.
    """
    merge_variants(con, run_id)
    execute(con, "event_clusters")
    numbers = {f"{name}_count": counts.get(name, 0) for name in COUNTS}
    stored = fetch(con, "run_counts", {"run_id": run_id}).row(0, named=True)
    execute(con, "finished_runs", {"run_id": run_id, "status": status, **numbers, **stored})


def fetch_known(con: Connection) -> pl.DataFrame:
    """One row per stored text, key (article_id, content_hash): what need not be extracted again."""
    return conform(fetch(con, "known"), KNOWN)


def fetch_stale(
    con: Connection, *, extractor_version: str, since: date | None, until: date | None, source: str | None
) -> pl.DataFrame:
    """One row per current article of the window that this extractor has not read: article_id, word_count, month_date.

    By month, undated ones last; days are half-open.
    """
    days = {"since": since, "until": until, "source": source}
    return fetch(con, "stale_articles", {"extractor_version": extractor_version, **days})


def fetch_stored(con: Connection, article_ids: list[str]) -> pl.DataFrame:
    """The current texts of these articles as ARTICLES, in the order of their ids."""
    wanted = pl.DataFrame({"article_id": article_ids}, schema={"article_id": pl.String})
    with shown(con, {"wanted_articles": wanted}):
        return conform(fetch(con, "stored_articles"), ARTICLES)


def load_inputs(con: Connection, run_id: str, inputs: pl.DataFrame, *, skips: pl.DataFrame) -> None:
    """Nothing; the run's inputs, and what was passed over in them, are in the ledger."""
    if inputs.height:
        with shown(con, {"incoming_inputs": conform(inputs, INPUTS)}):
            execute(con, "inputs", {"run_id": run_id})
    if skips.height:
        with shown(con, {"incoming_skips": conform(skips, SKIPS)}):
            execute(con, "skips", {"run_id": run_id})


def fetch_answers(con: Connection) -> Frames:
    """What servers said of the addresses that were read, by table; for the next request to them."""
    return {name: conform(fetch(con, f"{name}_known"), schema) for name, schema in ANSWERS.items()}


def load_answers(con: Connection, run_id: str, answers: Frames) -> None:
    """Nothing; what servers said now stands in place of what they said before.

    To be called after the articles that came with the answers are stored: else a killed run would never get them.
    """
    if not answers:
        return
    frames = {f"incoming_{name}": conform(answers[name], schema) for name, schema in ANSWERS.items()}
    with shown(con, frames), transaction(con):
        execute(con, "feed_state_old")
        execute(con, "feed_state", {"run_id": run_id})
        execute(con, "feed_pages", {"run_id": run_id})


def load_batch(
    con: Connection,
    *,
    run_id: str,
    extractor_version: str,
    articles: pl.DataFrame,
    layers: Frames,
    rejects: pl.DataFrame,
    other_texts: pl.DataFrame | None = None,
    signatures: pl.DataFrame | None = None,
) -> Loaded:
    """What became of the batch, all of it stored or nothing; a layer that is not given is empty.

    `articles` are extracted, one text an article; `other_texts` are not: texts that are not current, and known ones
    that were delivered again. Texts without signatures are of one story only with those of the same story_id. Raises
    StoreError when the current text of an article would be left without layers, or layers without their article.
    """
    others = frame_of([], ARTICLES) if other_texts is None else other_texts
    if not articles.height and not others.height and not rejects.height:
        return Loaded(0, 0, 0, 0, 0)
    frames = _incoming(articles, others, layers, rejects)
    frames["incoming_signatures"] = frame_of([], SIGNATURES) if signatures is None else conform(signatures, SIGNATURES)
    with shown(con, frames), transaction(con):
        return _load(con, {"run_id": run_id, "extractor_version": extractor_version})


def _incoming(articles: pl.DataFrame, others: pl.DataFrame, layers: Frames, rejects: pl.DataFrame) -> Frames:
    """The batch's frames under the names that sql/load knows them by."""
    if articles["article_id"].n_unique() < articles.height:
        raise StoreError("a batch has layers for two texts of one article; this is a fault of the program")
    texts = pl.concat(
        conform(frame, ARTICLES).drop("marks").with_columns(has_layers=pl.lit(frame is articles))
        for frame in (articles, others)
    )
    if texts.select("article_id", "content_hash").is_duplicated().any():
        raise StoreError("a batch holds a text twice; this is a fault of the program")
    if unknown := layers.keys() - LAYERS.keys():
        raise StoreError(f"no table for the layers {', '.join(sorted(unknown))}; this is a fault of the program")
    frames = {name: conform(layers[name], s) if name in layers else frame_of([], s) for name, s in LAYERS.items()}
    for name, frame in frames.items():
        if frame.join(articles, on="article_id", how="anti").height:
            raise StoreError(f"{name}: rows of an article that is not in the batch; this is a fault of the program")
    given = {"articles": texts, **frames, "rejects": conform(rejects, REJECTS)}
    return {f"incoming_{name}": frame for name, frame in given.items()}


def _load(con: Connection, batch: dict[str, object]) -> Loaded:
    """The steps of a batch, in order; what they ask of each other lies in the temporary tables batch_*."""
    execute(con, "batch_texts", batch)
    execute(con, "articles")
    execute(con, "restated")
    execute(con, "revisions")
    execute(con, "batch_articles")
    execute(con, "batch_entities")
    execute(con, "old_layers")
    execute(con, "old_event_clusters")
    for name in LAYERS:
        execute(con, name)
    execute(con, "event_cluster_members")
    execute(con, "event_dyads")
    execute(con, "extracted")
    if unread := fetch(con, "unread")["article_id"].to_list():
        raise StoreError(f"{unread[0]}: its current text comes without layers; this is a fault of the program")
    _find_stories(con, str(batch["run_id"]))
    execute(con, "old_entities")
    execute(con, "entities")
    execute(con, "batch_rejects", {"run_id": batch["run_id"]})
    execute(con, "known_rejects")
    execute(con, "rejects")
    execute(con, "batches", batch)
    return Loaded(**fetch(con, "last_batch").row(0, named=True))


def _find_stories(con: Connection, run_id: str) -> None:
    """Nothing; the batch's texts bear the ids of their stories, and stories that they connect have become one."""
    execute(con, "batch_stories")
    execute(con, "story_times")
    execute(con, "story_texts", {"run_id": run_id})
    execute(con, "batch_links")
    execute(con, "batch_hits")
    for candidates in ("batch_candidates", "batch_rest"):
        execute(con, candidates)
        execute(con, "near_links")
    execute(con, "batch_moves")
    execute(con, "story_moves")
