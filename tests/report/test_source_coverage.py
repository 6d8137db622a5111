"""The calendar of each source and the table of sources: zero periods, gaps against the source's own rhythm."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from flows.report.run import find_reports, open_published, run_report
from flows.sqlfile import Value
from tests.report.helpers import ACTUAL, Article, build


def ask(db: Path, name: str = "source_coverage", **values: Value) -> pl.DataFrame:
    with open_published(db) as con:
        return run_report(con, find_reports([name])[0], values)


def daily(first: date, days: int, *, source: str = "Gazette", count: int = 1) -> list[Article]:
    return [Article((first + timedelta(days=n)).isoformat(), source=source) for n in range(days) for _ in range(count)]


def test_periods_from_the_first_article_on_are_present_with_zero(tmp_path: Path) -> None:
    db = build(tmp_path / "d", Article("2024-01-05"), Article("2024-03-05"), Article("2023-12-01", source="Courier"))
    rows = ask(db).filter(pl.col("source") == "Gazette")
    assert rows.select("period_date", "article_count").rows() == [
        (date(2024, 1, 1), 1),
        (date(2024, 2, 1), 0),
        (date(2024, 3, 1), 1),
    ]


def test_a_source_that_has_fallen_silent_is_a_gap_to_the_end(tmp_path: Path) -> None:
    silent = daily(date(2024, 1, 1), 10, count=2)
    db = build(tmp_path / "d", *silent, *daily(date(2024, 1, 1), 20, source="Courier"))
    gazette = ask(db, grain="day").filter(pl.col("source") == "Gazette")
    # 20 articles in 20 days: the ten silent ones should have brought ten.
    assert gazette.filter("is_gap")["period_date"].to_list() == [
        date(2024, 1, 11) + timedelta(days=n) for n in range(10)
    ]
    assert set(gazette.filter("is_gap")["gap_period_count"]) == {10}


def test_a_hole_that_chance_would_leave_is_no_gap(tmp_path: Path) -> None:
    days = [1, 2, 4, 5, 8, 9, 11]
    db = build(tmp_path / "d", *(Article(f"2024-01-{day:02}") for day in days))
    rows = ask(db, grain="day")
    assert rows["article_count"].to_list() == [1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1]
    assert not rows["is_gap"].any()


def test_days_on_which_a_source_never_appears_are_no_gap(tmp_path: Path) -> None:
    monday = date(2024, 1, 1)
    weeks = [article for week in range(8) for article in daily(monday + timedelta(weeks=week), 5, count=4)]
    rows = ask(build(tmp_path / "d", *weeks), grain="day")
    weekend = rows.filter(pl.col("period_date").dt.weekday() > 5)
    assert weekend.height == 14
    assert weekend["usual_count"].max() == 0
    assert not rows["is_gap"].any()
    without = [article for article in weeks if article.day not in ("2024-01-16", "2024-01-17")]
    gaps = ask(build(tmp_path / "e", *without), grain="day").filter("is_gap")
    assert gaps["period_date"].to_list() == [date(2024, 1, 16), date(2024, 1, 17)]


def test_undated_articles_are_apart_and_copies_count_once_as_a_story(tmp_path: Path) -> None:
    copies = [Article("2024-01-05", (ACTUAL,), story="s"), Article("2024-01-06", story="s")]
    dated, undated = ask(build(tmp_path / "d", *copies, Article(None))).rows(named=True)
    assert (dated["article_count"], dated["story_count"], dated["sanctions_article_count"]) == (2, 1, 1)
    assert (undated["period_date"], undated["article_count"], undated["source_article_count"]) == (None, 1, 2)


def test_the_largest_sources_come_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    db = build(tmp_path / "d", *daily(date(2024, 1, 1), 3), *daily(date(2024, 1, 1), 5, source="Courier"))
    assert ask(db)["source"].to_list() == ["Courier", "Gazette"]
    assert ask(db, top=1)["source"].to_list() == ["Courier"]
    assert ask(db, profile={"sources": ["Gazette"]})["source"].to_list() == ["Gazette"]


def test_a_source_without_dated_articles_has_its_undated_row_alone(tmp_path: Path) -> None:
    rows = ask(build(tmp_path / "d", Article(None), Article("2024-01-01", source="Courier")))
    assert rows.select("source", "period_date").rows() == [("Courier", date(2024, 1, 1)), ("Gazette", None)]


def test_the_table_of_sources_has_one_row_each_also_for_articles_without(tmp_path: Path) -> None:
    db = build(tmp_path / "d", Article("2024-01-05", (ACTUAL,)), Article("2024-03-05"), Article(None, source=None))
    gazette, nameless = ask(db, "sources").rows(named=True)
    assert (gazette["article_count"], gazette["empty_period_count"], gazette["article_share"]) == (2, 1, 0.5)
    assert (nameless["source"], nameless["article_count"], nameless["undated_article_count"]) == (None, 0, 1)
