"""How good the data is: each measure on a database that has a few of its faults."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.report.run import find_reports, open_published, run_report
from flows.sqlfile import Value
from tests.report.helpers import ACTUAL, Article, build, insert

Measures = dict[str, tuple[int, int]]


def ask(db: Path, **values: Value) -> pl.DataFrame:
    with open_published(db) as con:
        return run_report(con, find_reports(["data_quality"])[0], values)


def measures(db: Path, **values: Value) -> Measures:
    rows = ask(db, **values).iter_rows(named=True)
    return {row["measure"]: (row["row_count"], row["total_count"]) for row in rows}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    db = build(
        tmp_path / "d",
        Article("2024-01-01", (ACTUAL, ACTUAL), names=("Acme",), story="s", extractor_version="x2"),
        Article("2024-01-02", names=("Acme",), story="s", extractor_version="x2"),
        Article("2024-02-01", source=None, extractor_version="x1"),
        Article(None, problem="in the future", source="Courier", extractor_version="x2"),
    )
    with duckdb.connect(db) as con:
        con.execute("update runs set extractor_version = 'x2', read_count = 10, duplicate_count = 3")
        con.execute("update articles set language = 'en', extraction_status = 'extracted'")
        con.execute("update articles set language = 'de', extraction_status = 'skipped_language' where source is null")
    return db


def test_a_share_is_of_what_the_row_says(db: Path) -> None:
    row = ask(db).row(0, named=True)
    assert (row["topic"], row["measure"], row["row_count"]) == ("dates", "articles without a date", 1)
    assert (row["of_what"], row["total_count"], row["row_share"]) == ("articles", 4, 0.25)


def test_dates_sources_copies_and_languages_are_counted(db: Path) -> None:
    found = measures(db)
    assert found["articles whose stated date was not believed"] == (1, 4)
    assert found["articles without a source"] == (1, 4)
    assert found["copies of a story told by another article"] == (1, 4)
    assert found["records that repeat another of their run"] == (3, 10)
    assert found["articles in en"] == (3, 4)
    assert found["articles in de"] == found["articles in another language, stored and not read"] == (1, 4)


def test_what_an_older_extractor_read_is_stale(db: Path) -> None:
    found = measures(db)
    assert found["articles read by an older extractor than the last run's"] == (1, 4)
    assert (found["articles read by extractor x1"], found["articles read by extractor x2"]) == ((1, 4), (3, 4))


def test_statements_lack_a_target_where_none_is_told(db: Path) -> None:
    found = measures(db)
    assert found["statements without a target"] == (2, 2)
    assert found["statements without a sender"] == (0, 2)
    assert found["articles with a sanctions statement"] == (1, 4)


def test_a_record_that_two_runs_reject_counts_once_and_a_skip_as_the_last_run_met_it(db: Path) -> None:
    with duckdb.connect(db) as con:
        for detail in ("line 17", "line 17 again"):
            insert(con, "rejects", run_id="r1", last_run_id="r1", uri="x", record=17, reason="bad_json", detail=detail)
        insert(con, "rejects", run_id="r1", last_run_id="r1", uri="x", record=18, reason="no_text", detail="empty")
        for run, count in (("r1", 5), ("r2", 2), ("r2", 1)):
            insert(con, "skips", run_id=run, uri="crawl", reason="media_type", record_count=count)
    found = measures(db)
    assert found["records rejected: bad_json"] == (1, 2)
    assert found["records passed over: media_type"] == (3, 3)


def test_window_and_source_narrow_articles_and_their_layers_and_undated_ones_stay(db: Path) -> None:
    with duckdb.connect(db) as con:
        con.execute("update mentions set entity_id = null where article_id = 'a1'")
    assert measures(db)["mentions not linked to an entity"] == (1, 2)
    assert measures(db, until="2024-01-02")["mentions not linked to an entity"] == (0, 1)
    assert measures(db, until="2024-01-02")["articles without a date"] == (1, 2)
    assert measures(db, source="Gazette")["articles without a date"] == (0, 2)
    assert measures(db, profile={"sources": ["Courier"]})["articles without a date"] == (1, 1)


def test_runs_that_came_to_no_good_end_are_counted(db: Path) -> None:
    with duckdb.connect(db) as con:
        for run, status in (("r2", "failed"), ("r3", "died")):
            insert(con, "runs", run_id=run, started_at="2025-01-02", status=status)
    found = measures(db)
    assert found["runs that failed, of a check or otherwise"] == (1, 3)
    assert found["runs that died"] == (1, 3)
