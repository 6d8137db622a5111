from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import StoreError
from flows.store import load
from flows.store.check import describe, run_checks
from flows.store.frames import Connection
from flows.store.migrate import migrate
from flows.tables import KNOWN, LAYERS
from tests.store.helpers import (
    Text,
    all_rows,
    article_frame,
    begin,
    layer_frames,
    reject_frame,
    rows_of,
    run_batches,
    store,
    writer,
)

FIRST = Text()
LATER = Text(hour=11, tail="lifted its embargo on Sylvania on Friday.")
OTHER = Text(key="2", sender="Osterlich", day=None, hour=None)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with writer(tmp_path) as con:
        yield con


def texts_of(con: Connection, article_id: str = "a1") -> list[tuple[object, ...]]:
    return con.execute(
        "select revision, is_current, text, extractor_version from articles where article_id = ? order by revision",
        [article_id],
    ).fetchall()


def test_new_texts_are_stored_with_every_layer(con: Connection) -> None:
    assert store(con, [FIRST, OTHER]).new == 2
    assert texts_of(con) == [(1, True, FIRST.text, "x1")]
    assert {name for name in LAYERS if not rows_of(con, name)} == set()


def test_same_batch_twice_adds_nothing(con: Connection) -> None:
    store(con, [FIRST, OTHER])
    before = all_rows(con)
    assert store(con, [FIRST, OTHER], run_id="r2") == load.Loaded(0, 0, 0, 2, 0)
    assert all_rows(con) == before


def test_later_text_becomes_the_current_revision(con: Connection) -> None:
    store(con, [FIRST])
    assert store(con, [LATER]).revised == 1
    assert texts_of(con) == [(1, False, FIRST.text, None), (2, True, LATER.text, "x1")]
    assert [row[0] for row in con.sql("select sentence from sanctions_mentions").fetchall()] == [LATER.text]


def test_older_text_that_comes_late_takes_its_place_and_leaves_the_layers(con: Connection) -> None:
    store(con, [LATER])
    layers = {name: rows_of(con, name) for name in LAYERS}
    assert store(con, [FIRST]).revised == 1
    assert texts_of(con) == [(1, False, FIRST.text, None), (2, True, LATER.text, "x1")]
    assert {name: rows_of(con, name) for name in LAYERS} == layers


def test_text_without_a_time_is_older_than_one_with(con: Connection) -> None:
    store(con, [FIRST])
    undated = Text(hour=None, tail="denied it on Friday.")
    store(con, [undated], run_id="r2")
    assert [row[2] for row in texts_of(con)] == [undated.text, FIRST.text]


def test_of_two_texts_of_the_same_time_the_later_run_is_current(con: Connection) -> None:
    earlier, later = Text(tail="b on Friday."), Text(tail="a on Friday.")
    store(con, [earlier], run_id="r1")
    store(con, [later], run_id="r2")
    assert [row[2] for row in texts_of(con)] == [earlier.text, later.text]


def test_newer_extractor_replaces_the_layers_and_adds_no_text(con: Connection) -> None:
    store(con, [FIRST])
    assert store(con, [FIRST], run_id="r2", extractor="x2").reextracted == 1
    assert texts_of(con) == [(1, True, FIRST.text, "x2")]
    assert con.sql("select run_id from sanctions").fetchall() == [("r2",)]
    assert con.sql("select run_id from articles").fetchall() == [("r1",)]


def test_newer_extractor_does_not_touch_a_superseded_text(con: Connection) -> None:
    store(con, [FIRST])
    store(con, [LATER])
    before = all_rows(con)
    assert store(con, [FIRST], run_id="r2", extractor="x2").unchanged == 1
    assert all_rows(con) == before


def test_entity_that_no_article_names_any_more_is_gone(con: Connection) -> None:
    store(con, [FIRST])
    store(con, [Text(sender="Sylvania", hour=11)])
    assert con.sql("select entity_id, article_count from entities").fetchall() == [("e-Sylvania", 1)]


def test_entity_bears_the_name_that_most_articles_use(con: Connection) -> None:
    texts = [Text(key=key) for key in "123"]
    layers = layer_frames(texts)
    names = layers["article_entities"].with_row_index()
    layers["article_entities"] = names.select(
        "article_id", "entity_id", "type", "code", name=(names["index"] == 0).replace_strict({True: "A", False: "B"})
    )
    load.load_batch(
        con,
        run_id="r1",
        extractor_version="x1",
        articles=article_frame(texts),
        layers=layers,
        rejects=reject_frame(),
    )
    assert con.sql("select name, code, article_count from entities").fetchall() == [("B", "FRE", 3)]


def test_reject_met_again_stays_one_row_with_its_latest_run(con: Connection) -> None:
    assert store(con, [], rejects=reject_frame("line 17", "line 17")).rejects == 1
    assert store(con, [], run_id="r2", rejects=reject_frame("line 17")).rejects == 0
    assert con.sql("select run_id, last_run_id, detail from rejects").fetchall() == [("r1", "r2", "line 17")]


def test_batch_with_layers_for_two_texts_of_one_article_is_refused(con: Connection) -> None:
    with pytest.raises(StoreError, match="two texts of one article"):
        store(con, [FIRST, LATER])


def load_texts(
    con: Connection, extracted: list[Text], others: list[Text], *, at: dict[str, int] | None = None, run_id: str = "r1"
) -> load.Loaded:
    """A batch of texts with layers and texts without; `at` gives another hour to the texts of that tail."""
    frames = [article_frame(texts) for texts in (extracted, others)]
    for tail, hour in (at or {}).items():
        later = pl.lit(datetime(2024, 3, 1, hour, tzinfo=UTC)).dt.cast_time_unit("us")
        is_meant = pl.col("text").str.ends_with(tail)
        frames = [
            frame.with_columns(version_at=pl.when(is_meant).then(later).otherwise("version_at")) for frame in frames
        ]
    return load.load_batch(
        con,
        run_id=run_id,
        extractor_version="x1",
        articles=frames[0],
        other_texts=frames[1],
        layers=layer_frames(extracted),
        rejects=reject_frame(),
    )


def test_two_texts_of_a_new_article_come_in_one_batch(con: Connection) -> None:
    assert load_texts(con, [LATER], [FIRST]) == load.Loaded(1, 1, 0, 0, 0)
    assert texts_of(con) == [(1, False, FIRST.text, None), (2, True, LATER.text, "x1")]


def test_text_restored_under_a_later_time_is_current_again(con: Connection) -> None:
    load_texts(con, [LATER], [FIRST])
    assert load_texts(con, [FIRST], [], at={FIRST.tail: 12}) == load.Loaded(0, 0, 1, 0, 0)
    assert texts_of(con) == [(1, False, LATER.text, None), (2, True, FIRST.text, "x1")]
    assert con.sql("select sentence from sanctions_mentions").fetchall() == [(FIRST.text,)]


def test_later_time_of_the_current_text_is_kept_and_its_layers_stay(con: Connection) -> None:
    store(con, [FIRST])
    layers = {name: rows_of(con, name) for name in LAYERS}
    assert load_texts(con, [], [FIRST], at={FIRST.tail: 15}, run_id="r2") == load.Loaded(0, 0, 0, 1, 0)
    assert con.sql("select hour(version_at), run_id from articles").fetchall() == [(15, "r1")]
    assert {name: rows_of(con, name) for name in LAYERS} == layers
    assert con.sql("select restated_count from batches order by batch_id").fetchall() == [(0,), (1,)]


def test_later_delivery_brings_its_other_fields_and_an_earlier_one_none(con: Connection) -> None:
    store(con, [FIRST])
    for hour, author in ((15, "Ann Poe"), (8, "Nobody")):
        frame = article_frame([FIRST]).with_columns(
            author=pl.lit(author), version_at=pl.lit(datetime(2024, 3, 1, hour, tzinfo=UTC)).dt.cast_time_unit("us")
        )
        load.load_batch(
            con,
            run_id="r2",
            extractor_version="x1",
            articles=frame.clear(),
            other_texts=frame,
            layers={},
            rejects=reject_frame(),
        )
    assert con.sql("select author, hour(version_at) from articles").fetchall() == [("Ann Poe", 15)]


def test_current_text_without_layers_is_refused(con: Connection) -> None:
    store(con, [FIRST])
    with pytest.raises(StoreError, match="without layers"):
        load_texts(con, [], [LATER])
    assert texts_of(con) == [(1, True, FIRST.text, "x1")]


def test_status_stands_with_the_current_text_only(con: Connection) -> None:
    load_texts(con, [LATER], [FIRST])
    statuses = con.sql("select extraction_status from articles order by revision").fetchall()
    assert statuses == [(None,), ("extracted",)]


def test_layer_of_an_article_outside_the_batch_is_refused(con: Connection) -> None:
    with pytest.raises(StoreError, match="not in the batch"):
        load.load_batch(
            con,
            run_id="r1",
            extractor_version="x1",
            articles=article_frame([FIRST]),
            layers=layer_frames([OTHER]),
            rejects=reject_frame(),
        )


def test_batch_that_fails_half_way_leaves_nothing(con: Connection) -> None:
    con.execute("drop table sanctions")
    with pytest.raises(Exception, match="sanctions"):
        store(con, [FIRST], rejects=reject_frame("line 17"))
    assert [rows_of(con, table) for table in ("articles", "mentions", "rejects", "batches")] == [[], [], [], []]


def test_earlier_run_that_never_ended_has_died(con: Connection) -> None:
    begin(con, "r1")
    begin(con, "r2")
    assert con.sql("select run_id, status from runs order by run_id").fetchall() == [("r1", "died"), ("r2", "running")]


def test_finished_run_tells_its_numbers(con: Connection) -> None:
    run_batches(con, [[FIRST], [LATER, OTHER]])
    run = pl.DataFrame(con.table("runs")).row(0, named=True)
    names = ("status", "input_count", "read_count", "article_count", "new_count", "revised_count", "statement_count")
    assert [run[name] for name in names] == ["done", 1, 3, 3, 2, 1, 2]
    assert run["finished_at"] > run["started_at"]


def test_known_texts_are_those_stored(con: Connection) -> None:
    store(con, [FIRST])
    store(con, [LATER])
    known = load.fetch_known(con)
    assert known.schema == KNOWN
    assert known.drop("version_at").rows() == [
        ("a1", FIRST.content_hash, "r1", False, None),
        ("a1", LATER.content_hash, "r1", True, "x1"),
    ]
    assert known["version_at"].to_list() == [text.article()["version_at"] for text in (FIRST, LATER)]


def test_empty_database_knows_nothing(con: Connection) -> None:
    assert load.fetch_known(con).schema == KNOWN


# Two articles with revisions, equal times and missing times among them, that share entities.
CORPUS = [
    Text(key="1", hour=9),
    Text(key="1", hour=11, sender="Osterlich"),
    Text(key="1", hour=None, tail="did so on Friday."),
    Text(key="2", hour=9, sender="Osterlich"),
    Text(key="2", hour=9, tail="had done so on Friday."),
    Text(key="3", hour=None, day=None),
]


@st.composite
def orders(draw: st.DrawFn) -> list[list[Text]]:
    """The corpus in any order, cut anywhere, with at most one text of an article in a batch."""
    batches: list[list[Text]] = [[]]
    for text in draw(st.permutations(CORPUS)):
        if draw(st.booleans()) or any(text.key == other.key for other in batches[-1]):
            batches.append([])
        batches[-1].append(text)
    return batches


@cache
def rows_in_order() -> dict[str, list[tuple[object, ...]]]:
    """What the corpus leaves when it is loaded text by text."""
    with duckdb.connect() as con:
        migrate(con)
        run_batches(con, [[text] for text in CORPUS])
        return all_rows(con)


@settings(max_examples=6, deadline=None)
@given(batches=orders())
def test_rows_are_the_same_whatever_the_order(batches: list[list[Text]]) -> None:
    with duckdb.connect() as con:
        migrate(con)
        run_batches(con, batches)
        assert all_rows(con) == rows_in_order()
        assert describe(run_checks(con)) == ""


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(batches=orders())
def test_rows_are_the_same_in_very_many_orders(batches: list[list[Text]]) -> None:
    with duckdb.connect() as con:
        migrate(con)
        run_batches(con, batches)
        assert all_rows(con) == rows_in_order()
