"""Texts delivered again and again, in any order and split into any runs: dates decide which text is current.

Through the real readers and the real load; only the extraction is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from flows.ingest.articles import read_batches
from flows.ingest.versions import Known
from flows.store import load
from flows.store.check import describe, run_checks
from flows.store.frames import Connection
from flows.store.migrate import migrate
from flows.tables import INPUTS, frame_of
from tests.ingest.helpers import LIMITS, PORTIONS, RUN_DAY, write_jsonl

Record = dict[str, str]
COUNTED = ("read", "new", "revised", "reextracted", "unchanged", "duplicate", "skipped", "rejected")


def deliver(con: Connection, runs: Sequence[Sequence[Record]], folder: Path, *, batch_articles: int = 3) -> None:
    """Each run reads its records from a file and loads them, without layers."""
    for records in runs:
        number = len(list(folder.iterdir()))
        path = write_jsonl(folder / f"news{number}.jsonl", records)
        deliver_file(con, path, run_id=f"r{number:06}", batch_articles=batch_articles)


def deliver_file(con: Connection, path: Path, *, run_id: str, batch_articles: int) -> None:
    load.begin_run(con, load.Run(run_id, datetime(2026, 11, 22, tzinfo=UTC), "1", "x", "sm", "lex", "{}"))
    known = Known.of(load.fetch_known(con), extractor_version="x")
    portions = type(PORTIONS)(batch_articles, 100_000)
    counts = dict.fromkeys(COUNTED, 0)
    for batch in read_batches([str(path)], known=known, limits=LIMITS, portions=portions, run_day=RUN_DAY):
        load.load_batch(
            con,
            run_id=run_id,
            extractor_version="x",
            articles=batch.articles,
            other_texts=batch.other_texts,
            layers={},
            rejects=batch.rejects,
        )
        load.load_inputs(con, run_id, batch.inputs if batch.inputs.height else frame_of([], INPUTS), skips=batch.skips)
        counts = {name: count + batch.counts[name] for name, count in counts.items()}
    load.finish_run(con, run_id, counts=counts, status="done")


def texts_of(con: Connection, prefix: str) -> list[tuple[object, ...]]:
    """Every stored text of the articles: id, text, who delivered its latest statement and when, whether current."""
    query = """select given_id, text, author, updated, strftime(version_at, '%Y-%m-%d'), is_current
        from articles where given_id like $prefix || '%' order by given_id, revision"""
    return con.execute(query, {"prefix": prefix}).fetchall()


def expected_texts(records: list[Record]) -> list[tuple[object, ...]]:
    """The same from the records alone: of each text the latest statement, in its order; the last is current."""
    latest = {(one["id"], one["text"]): one for one in sorted(records, key=lambda one: one["updated"])}
    ordered = sorted(latest.values(), key=lambda one: (one["id"], one["updated"]))
    ends = {one["id"]: one for one in ordered}
    return [
        (one["id"], one["text"], one["author"], one["updated"], one["updated"], one is ends[one["id"]])
        for one in ordered
    ]


def record(article: str, text: str, day: int) -> Record:
    """A statement of that day, told by an author of its own."""
    return {
        "id": article,
        "source": "Example Post",
        "text": text,
        "published": "2024-03-01",
        "updated": f"2024-03-{day:02}",
        "author": f"Author {day}",
    }


Case = tuple[str, list[Record], list[list[Record]], int]


@st.composite
def deliveries(draw: st.DrawFn) -> Case:
    """Records whose days differ within an article, the same in another order and cut into runs, and a batch size."""
    prefix = f"{uuid4().hex} "
    records = [
        record(prefix + draw(st.sampled_from("ab")), draw(st.sampled_from(["One.", "Two.", "Three."])), day)
        for day in draw(st.permutations(range(1, 13)))
        if draw(st.booleans())
    ]
    again = draw(st.lists(st.sampled_from(records), max_size=3)) if records else []
    runs: list[list[Record]] = [[]]
    for one in [*draw(st.permutations(records)), *again]:
        if draw(st.integers(0, 2)) == 0:
            runs.append([])
        runs[-1].append(one)
    return prefix, records, runs, draw(st.integers(1, 4))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Path]]:
    """One database for all cases, whose articles have ids of their own; and the folder of what it has read."""
    with duckdb.connect() as con:
        migrate(con)
        yield con, tmp_path_factory.mktemp("read")


def check_deliveries(database: tuple[Connection, Path], case: Case) -> None:
    """The texts are those expected, whatever the order and the runs, and the counts add up."""
    prefix, records, runs, batch_articles = case
    con, folder = database
    deliver(con, runs, folder, batch_articles=batch_articles)
    assert texts_of(con, prefix) == expected_texts(records)
    assert describe(run_checks(con)) == ""


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(case=deliveries())
def test_latest_word_is_current_whatever_the_order_and_the_runs(database: tuple[Connection, Path], case: Case) -> None:
    check_deliveries(database, case)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(case=deliveries())
def test_latest_word_is_current_in_very_many_orders(database: tuple[Connection, Path], case: Case) -> None:
    check_deliveries(database, case)


ONE, TWO = record("a", "One.", 1), record("a", "Two.", 2)


@pytest.mark.parametrize("runs", [[[ONE, TWO, record("a", "One.", 3)]], [[ONE], [TWO], [record("a", "One.", 3)]]])
def test_restored_text_is_current_again(tmp_path: Path, runs: list[list[Record]]) -> None:
    with duckdb.connect() as con:
        migrate(con)
        deliver(con, runs, tmp_path)
        assert con.sql("select text from articles where is_current").fetchall() == [("One.",)]
        assert con.sql("select count(*) from articles").fetchall() == [(2,)]


def test_text_read_again_without_a_date_changes_nothing(tmp_path: Path) -> None:
    undated = [{name: value for name, value in one.items() if name in ("id", "text")} for one in (ONE, TWO)]
    with duckdb.connect() as con:
        migrate(con)
        deliver(con, [undated[:1], undated[1:], undated[:1]], tmp_path)
        assert con.sql("select text from articles where is_current").fetchall() == [("Two.",)]


def test_metadata_alone_is_no_news(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        migrate(con)
        deliver(con, [[ONE], [{**ONE, "author": "John Roe"}]], tmp_path)
        assert con.sql("select author from articles").fetchall() == [("Author 1",)]
        assert pl.DataFrame(con.table("batches")).height == 1
