"""Names most in the news, names on the rise: on rows worked out by hand."""

import math
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.report.run import find_reports, open_published, run_report
from flows.sqlfile import Value
from tests.report.helpers import ACTUAL, Article, build

FIRST = date(2024, 1, 1)


def ask(db: Path, name: str, **values: Value) -> pl.DataFrame:
    with open_published(db) as con:
        return run_report(con, find_reports([name])[0], values)


def value_of(db: Path, expression: str) -> float:
    with open_published(db) as con:
        return float(con.execute(f"select {expression}").fetchall()[0][0])


def merge(db: Path, name: str, into: str) -> None:
    with duckdb.connect(db) as con:
        con.execute("update entities set merged_into = ? where entity_id = ?", [f"e{into}", f"e{name}"])


def two_windows(path: Path, *, now: int, before: int, total: int = 40) -> Path:
    """Ten days and the ten before, `total` stories each; Acme is in so many of either, Bolt in every other one."""
    articles = []
    for window, hits in enumerate((before, now)):
        for number in range(total):
            day = (FIRST + timedelta(days=10 * window + number % 10)).isoformat()
            names = (("Acme",) if number < hits else ()) + (("Bolt",) if number % 2 else ())
            articles.append(Article(day, names=names))
    return build(path, *articles)


def test_share_is_of_all_dated_articles_with_its_interval(tmp_path: Path) -> None:
    articles = [Article("2024-01-01", names=("Acme",) if n < 3 else ()) for n in range(12)]
    (acme,) = ask(build(tmp_path / "d", *articles, Article(None)), "top_entities").rows(named=True)
    assert (acme["article_count"], acme["article_share"]) == (3, 0.25)
    # Wilson, 3 of 12.
    assert (round(acme["article_share_low"], 3), round(acme["article_share_high"], 3)) == (0.089, 0.532)


def test_variants_of_a_name_count_as_one_and_an_article_with_both_once(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        Article("2024-01-01", (ACTUAL,), names=("Acme", "Acme Ltd", "Acme Ltd")),
        Article("2024-01-02", names=("Acme Ltd",)),
        Article("2024-01-03", names=("Acme",)),
    )
    merge(db, "Acme Ltd", "Acme")
    (acme,) = ask(db, "top_entities").rows(named=True)
    assert (acme["name"], acme["article_count"], acme["mention_count"]) == ("Acme", 3, 5)
    assert acme["sanctions_article_count"] == 1


def test_an_entity_that_only_references_mean_is_not_named(tmp_path: Path) -> None:
    db = build(tmp_path / "d", Article("2024-01-01", names=("Acme",)))
    with duckdb.connect(db) as con:
        con.execute("update article_entities set mention_count = 0")
    assert ask(db, "top_entities").height == 0


def test_names_of_a_profile_are_those_in_articles_about_it_and_shares_stay_of_all(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        Article("2024-01-01", names=("Acme", "Bolt")),
        Article("2024-01-02", names=("Bolt",)),
        Article("2024-01-03", names=("Cole",)),
        Article("2024-01-04"),
    )
    rows = ask(db, "top_entities", profile={"entities": ["Acme"]})
    assert rows.select("name", "article_count", "article_share").rows() == [("Acme", 1, 0.25), ("Bolt", 1, 0.25)]


def test_the_window_before_is_as_long_and_ends_where_the_window_begins(tmp_path: Path) -> None:
    db = two_windows(tmp_path / "d", now=20, before=4)
    (acme, _) = ask(db, "entity_trends", since=date(2024, 1, 11), until=date(2024, 1, 21)).rows(named=True)
    assert (acme["before_date"], acme["since_date"], acme["until_date"]) == (
        FIRST,
        date(2024, 1, 11),
        date(2024, 1, 21),
    )
    assert (acme["story_count"], acme["before_story_count"]) == (20, 4)
    assert (acme["story_share"], acme["before_story_share"], acme["story_share_change"]) == (0.5, 0.1, 0.4)
    assert acme["direction"] == "rise"


def test_without_a_window_it_is_the_last_days_that_have_articles(tmp_path: Path) -> None:
    acme = ask(two_windows(tmp_path / "d", now=20, before=4), "entity_trends", days=10).row(0, named=True)
    assert (acme["since_date"], acme["until_date"]) == (date(2024, 1, 11), date(2024, 1, 21))


def test_a_sure_change_is_significant_and_an_even_share_is_not(tmp_path: Path) -> None:
    acme, bolt = ask(two_windows(tmp_path / "d", now=20, before=4), "entity_trends", days=10).rows(named=True)
    assert (acme["name"], acme["is_significant"]) == ("Acme", True)
    assert (bolt["name"], bolt["is_significant"], bolt["p_value"]) == ("Bolt", False, pytest.approx(1, abs=1e-6))


def test_the_probability_is_that_of_the_likelihood_ratio(tmp_path: Path) -> None:
    acme = ask(two_windows(tmp_path / "d", now=20, before=4), "entity_trends", days=10).row(0, named=True)
    table = [(20, 12), (20, 28), (4, 12), (36, 28)]
    ratio = 2 * sum(seen * math.log(seen / expected) for seen, expected in table)
    assert acme["p_value"] == pytest.approx(math.erfc(math.sqrt(ratio / 2)), rel=1e-6)
    # Two entities are tested: the smaller p doubles (Benjamini and Hochberg).
    assert acme["q_value"] == pytest.approx(2 * acme["p_value"], rel=1e-9)


def test_a_fall_is_called_one(tmp_path: Path) -> None:
    acme = ask(two_windows(tmp_path / "d", now=3, before=25), "entity_trends", days=10).row(0, named=True)
    assert (acme["direction"], acme["is_significant"]) == ("fall", True)


def test_copies_of_one_story_are_no_evidence_of_a_rise(tmp_path: Path) -> None:
    copies = [Article("2024-01-15", names=("Acme",), story="s") for _ in range(30)]
    others = [Article("2024-01-05", names=("Bolt",)) for _ in range(30)]
    db = build(tmp_path / "d", *copies, *others, *(Article("2024-01-16", names=("Bolt",)) for _ in range(30)))
    rows = ask(db, "entity_trends", since=date(2024, 1, 11), until=date(2024, 1, 21), least=1)
    acme = rows.filter(pl.col("name") == "Acme").row(0, named=True)
    assert (acme["story_count"], acme["article_count"], acme["is_significant"]) == (1, 30, False)


def test_rare_names_are_not_tested_and_undated_articles_are_in_neither_window(tmp_path: Path) -> None:
    articles = [Article("2024-01-15", names=("Acme",))] * 4 + [Article(None, names=("Acme",))] * 9
    db = build(tmp_path / "d", *articles, *(Article("2024-01-05", names=("Bolt",)) for _ in range(5)))
    window: dict[str, Value] = {"since": date(2024, 1, 11), "until": date(2024, 1, 21), "least_total": 1}
    assert ask(db, "entity_trends", **window)["name"].to_list() == ["Bolt"]
    assert ask(db, "entity_trends", **window, least=4)["story_count"].max() == 4


def test_too_few_stories_in_one_window_are_not_compared(tmp_path: Path) -> None:
    db = two_windows(tmp_path / "d", now=15, before=5, total=19)
    assert ask(db, "entity_trends", days=10).height == 0
    assert ask(db, "entity_trends", days=10, least_total=19).height == 2


def test_without_articles_in_one_window_there_is_nothing_to_compare(tmp_path: Path) -> None:
    db = build(tmp_path / "d", *(Article("2024-01-15", names=("Acme",)) for _ in range(9)))
    assert ask(db, "entity_trends", least_total=0).height == 0


@pytest.mark.parametrize("z", [0.0, 0.3, 1.0, 1.959964, 3.0, 6.0, 12.0, 30.0])
def test_the_normal_tail_is_that_of_the_standard_library(tmp_path: Path, z: float) -> None:
    db = build(tmp_path / "d")
    assert value_of(db, f"tail_of({z})") == pytest.approx(math.erfc(z / math.sqrt(2)), rel=2e-7)
    assert value_of(db, f"tail_of({-z})") == value_of(db, f"tail_of({z})")


@pytest.mark.parametrize("counts", [(0, 10, 0, 10), (0, 10, 5, 10), (10, 10, 10, 10), (10, 10, 0, 10)])
def test_the_likelihood_ratio_takes_zeros(tmp_path: Path, counts: tuple[int, int, int, int]) -> None:
    hits, total, before_hits, before_total = counts
    share = (hits + before_hits) / (total + before_total)
    cells = [(hits, total * share), (before_hits, before_total * share)]
    cells += [(total - hits, total * (1 - share)), (before_total - before_hits, before_total * (1 - share))]
    ratio = 2 * sum(seen * math.log(seen / wanted) for seen, wanted in cells if seen)
    arguments = ", ".join(map(str, counts))
    assert value_of(build(tmp_path / "d"), f"g2_of({arguments})") == pytest.approx(ratio, abs=1e-9)
