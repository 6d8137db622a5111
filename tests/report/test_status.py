"""How things stand, from a small database."""

from pathlib import Path

import duckdb
import pytest

from flows.report.status import read_status
from tests.report.helpers import Article, build, insert


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = build(
        tmp_path / "d",
        Article("2024-01-01"),
        Article("2024-02-02", extractor_version="x2"),
        Article("2024-02-03"),
        Article(None, source=None),
    )
    with duckdb.connect(path) as con:
        for record in (17, 18):
            insert(con, "rejects", run_id="r1", last_run_id="r1", uri="x.jsonl", record=record, reason="bad_json")
    return path


def test_sources_have_their_dates_and_undated_articles(db: Path) -> None:
    gazette, unknown = read_status(db)["Sources"].rows(named=True)
    assert (str(gazette["first_date"]), str(gazette["last_date"]), gazette["article_count"]) == (
        *("2024-01-01", "2024-02-03"),
        3,
    )
    assert (unknown["source"], unknown["undated_article_count"]) == (None, 1)


def test_a_gap_is_a_month_without_an_article(db: Path) -> None:
    gap = read_status(db)["Coverage gaps"].row(0, named=True)
    assert (str(gap["last_before_date"]), str(gap["first_after_date"]), gap["gap_days"]) == (
        *("2024-01-01", "2024-02-02"),
        31,
    )


def test_stale_is_what_another_extractor_read(db: Path) -> None:
    stale = read_status(db, extractor_version="x2")["Stale extractions"].rows(named=True)
    assert [(row["extractor_version"], row["article_count"]) for row in stale] == [("x1", 3)]
    assert read_status(db)["Stale extractions"].is_empty()


def test_rejects_are_counted_by_reason_and_listed_when_asked(db: Path) -> None:
    assert read_status(db)["Rejected records by reason"]["record_count"].to_list() == [2]
    assert "Rejected records" not in read_status(db)
    assert read_status(db, with_rejects=True)["Rejected records"]["record"].to_list() == [17, 18]


def test_runs_come_newest_first(db: Path) -> None:
    assert read_status(db)["Last runs"]["run_id"].to_list() == ["r1"]
