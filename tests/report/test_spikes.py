"""Spikes: when one begins, how long it lasts, and that later articles change none that is known."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.report.run import find_reports, open_published, run_report
from flows.sqlfile import Value
from tests.report.helpers import ACTUAL, Article, build

FIRST_WEEK = date(2024, 1, 1)
WEEKLY = 10


def articles_of(hits: Sequence[int], *, weekly: int = WEEKLY) -> list[Article]:
    """Ten articles a week, of which so many have a statement."""
    weeks = [FIRST_WEEK + timedelta(weeks=number) for number in range(len(hits))]
    return [
        Article(week.isoformat(), (ACTUAL,) if place < count else (), story=f"{week} {place}")
        for week, count in zip(weeks, hits, strict=True)
        for place in range(weekly)
    ]


def spikes(db: Path, **values: Value) -> pl.DataFrame:
    """The spikes of all statements, oldest first."""
    with open_published(db) as con:
        rows = run_report(con, find_reports(["spikes"])[0], values)
    return rows.filter(pl.col("series_kind") == "all").sort("start_date")


def week(number: int) -> date:
    return FIRST_WEEK + timedelta(weeks=number)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that is quiet but for weeks 20 to 22."""
    hits = [1 + n % 2 for n in range(30)]
    hits[20:23] = [7, 9, 6]
    return build(tmp_path_factory.mktemp("spikes") / "d", *articles_of(hits))


def test_consecutive_high_weeks_are_one_spike(db: Path) -> None:
    (spike,) = spikes(db).rows(named=True)
    assert (spike["start_date"], spike["peak_date"]) == (week(20), week(21))
    assert spike["end_date"] == week(23) - timedelta(days=1)
    assert (spike["period_count"], spike["is_ongoing"]) == (3, False)
    assert (spike["sanctions_article_count"], spike["article_count"], spike["article_share"]) == (9, 10, 0.9)


def test_score_is_the_distance_from_the_median_in_deviations(db: Path) -> None:
    """Week 21: of the 13 weeks before six have 0.1, six 0.2, one 0.7: median 0.2, their deviations' median 0.1; 25 of
    130 articles make a chance error of sqrt(p (1 - p) / 10) = 0.1252, p = 25.5 / 131, which is less than 1.4826 * 0.1;
    (0.9 - 0.2) / 0.14826 = 4.72. A season there is not yet."""
    (spike,) = spikes(db).rows(named=True)
    assert (spike["usual_share"], spike["score"]) == (0.2, 4.72)


def test_where_the_weeks_before_are_alike_chance_is_the_measure(tmp_path: Path) -> None:
    """13 weeks with 0.1: no deviation; p = 13.5 / 131, error sqrt(p (1 - p) / 10) = 0.09615; 0.5 / 0.09615 = 5.2."""
    (spike,) = spikes(build(tmp_path / "d", *articles_of([1] * 13 + [6]))).rows(named=True)
    assert spike["score"] == 5.2


def test_the_sentences_that_drove_it_are_of_other_stories(db: Path) -> None:
    (spike,) = spikes(db).rows(named=True)
    assert spike["sentence"][spike["evidence_start"] : spike["evidence_end"]] == "imposed an embargo"
    assert len(spike["other_sentences"]) == 2


def test_action_and_all_are_series_of_their_own(db: Path) -> None:
    with open_published(db) as con:
        rows = run_report(con, find_reports(["spikes"])[0])
    assert set(rows.select("series_kind", "series").iter_rows()) == {("all", "all"), ("action", "impose")}


def test_threshold_and_least_count_are_asked_for(db: Path) -> None:
    assert spikes(db, threshold=7.0).is_empty()
    assert spikes(db, least=10).is_empty()


def test_a_window_shows_the_spikes_that_reach_into_it_and_changes_none(db: Path) -> None:
    whole = spikes(db)
    assert spikes(db, since=week(22)).equals(whole)
    assert spikes(db, since=week(23)).is_empty()
    assert spikes(db, until=week(20)).is_empty()


def test_a_quiet_start_is_no_baseline_until_there_are_eight_periods(tmp_path: Path) -> None:
    assert spikes(build(tmp_path / "a", *articles_of([1] * 7 + [9]))).is_empty()
    assert spikes(build(tmp_path / "b", *articles_of([1] * 8 + [9]))).height == 1


def test_weeks_without_articles_are_in_no_baseline_and_end_no_spike(tmp_path: Path) -> None:
    articles = articles_of([1] * 12 + [9, 0, 9, 1])
    gap = [article for article in articles if article.day != week(13).isoformat()]
    (spike,) = spikes(build(tmp_path / "d", *gap)).rows(named=True)
    assert (spike["start_date"], spike["period_count"]) == (week(12), 3)


@cache
def _known(hits: tuple[int, ...], folder: Path) -> list[tuple[date, date]]:
    db = build(folder / f"{abs(hash(hits))}", *articles_of(hits, weekly=6))
    return list(spikes(db, least=3, threshold=2.0).select("start_date", "end_date").iter_rows())


@settings(max_examples=12, deadline=None)
@given(hits=st.lists(st.sampled_from([0, 0, 1, 1, 4, 6]), min_size=12, max_size=18), cut=st.integers(9, 17))
def test_later_weeks_extend_the_last_spike_at_most(
    tmp_path_factory: pytest.TempPathFactory, hits: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("later")
    before, after = _known(tuple(hits[:cut]), folder), _known(tuple(hits), folder)
    assert [start for start, _ in before] == [start for start, _ in after][: len(before)]
    assert before[:-1] == after[: len(before)][:-1]
    assert all(known <= later for (_, known), (_, later) in zip(before, after, strict=False))
