"""Events over time and who does what to whom, on rows worked out by hand."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.report.run import find_reports, open_published, run_report
from flows.sqlfile import Value
from tests.report.helpers import Article, build, insert

Party = str | tuple[str, ...]


def ask(db: Path, name: str, **values: Value) -> pl.DataFrame:
    with open_published(db) as con:
        return run_report(con, find_reports([name])[0], values)


def tell(
    db: Path,
    article: int,
    type_: str,
    actors: Party = (),
    recipients: Party = (),
    *,
    modality: str = "actual",
    cluster: str | None = None,
) -> None:
    """One more event of the article, with its parties; of a happening where one is named."""
    with duckdb.connect(db) as con:
        number = con.execute("select count(*) from events").fetchall()[0][0]
        key = {"event_id": f"v{number}", "article_id": f"a{article}", "run_id": "r1"}
        span = {"trigger_start": 0, "trigger_end": 8, "sentence_start": 0, "sentence_end": 42}
        insert(con, "events", **key, **span, type=type_, modality=modality, confidence=0.9)
        sides = [(role, code) for role, codes in (("actor", actors), ("recipient", recipients)) for code in _all(codes)]
        for role, code in sides:
            insert(con, "event_parties", **key, role=role, code=code)
        countries = [(role, code) for role, code in sides if ":" not in code]
        pairs = {(a, r) for x, a in countries for y, r in countries if x == "actor" and y == "recipient" and a != r}
        for actor, recipient in pairs:
            insert(con, "event_dyads", **key, actor=actor, recipient=recipient)
        if cluster:
            insert(con, "event_cluster_members", **key, cluster_id=cluster, cluster_key=cluster)


def _all(codes: Party) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else codes


def rows_of(rows: pl.DataFrame, type_: str) -> list[dict[str, object]]:
    return rows.filter(pl.col("type") == type_).to_dicts()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Three months with an empty one between, and an undated article.

    January 2024: 4 articles, 2 with an ASSAULT (one happening told twice, and one event without a known recipient).
    March 2024: 2 articles, 1 with an ASSAULT and an AID. January 2023: 2 articles, 1 with an ASSAULT.
    """
    db = build(
        tmp_path / "d.duckdb",
        *(Article("2024-01-10"), Article("2024-01-11"), Article("2024-01-12"), Article("2024-01-31", source="Courier")),
        *(Article("2024-03-01"), Article("2024-03-31")),
        *(Article("2023-01-05"), Article("2023-01-06")),
        Article(None),
    )
    tell(db, 0, "ASSAULT", "RUR", "GRA", cluster="c1")
    tell(db, 1, "ASSAULT", "RUR", "GRA", cluster="c1")
    tell(db, 1, "ASSAULT", "RUR")
    tell(db, 2, "ASSAULT", "RUR", "GRA", modality="threatened", cluster="c2")
    tell(db, 4, "ASSAULT", "GRA", "RUR", cluster="c3")
    tell(db, 4, "AID", "RUR", ("GRA", "SYL"), cluster="c4")
    tell(db, 6, "ASSAULT", "RUR", "GRA", cluster="c5")
    tell(db, 8, "AID", "RUR", "GRA", cluster="c6")
    return db


def test_periods_without_an_event_are_present_with_zero_and_undated_ones_are_apart(db: Path) -> None:
    rows = rows_of(ask(db, "event_trends", since=date(2024, 1, 1)), "ASSAULT")
    months = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1), None]
    assert [row["period_date"] for row in rows] == months
    assert [row["event_count"] for row in rows] == [3, 0, 1, 0]
    assert [row["article_count"] for row in rows] == [4, 0, 2, 1]
    assert [row["event_count"] for row in rows_of(ask(db, "event_trends"), "AID")][-1] == 1


def test_what_is_told_twice_is_two_events_and_one_happening(db: Path) -> None:
    january = rows_of(ask(db, "event_trends", since=date(2024, 1, 1)), "ASSAULT")[0]
    assert (january["event_count"], january["cluster_count"], january["event_article_count"]) == (3, 1, 2)
    assert january["quad"] == "material conflict"


def test_share_is_compared_with_the_period_before_and_the_year_before_even_outside_the_window(db: Path) -> None:
    january, february, march, undated = rows_of(ask(db, "event_trends", since=date(2024, 1, 1)), "ASSAULT")
    assert (january["article_share"], february["article_share"], march["article_share"]) == (0.5, None, 0.5)
    assert january["article_share_year_change"] == 0.0
    assert january["article_share_change"] is None
    assert undated["article_share_change"] is None
    first = rows_of(ask(db, "event_trends", since=date(2024, 1, 1), grain="year"), "AID")[0]
    assert (first["article_share"], first["article_share_change"]) == (round(1 / 6, 6), round(1 / 6, 6))


def test_a_period_that_the_window_cuts_counts_from_the_window_on(db: Path) -> None:
    january = rows_of(ask(db, "event_trends", since=date(2024, 1, 11), until=date(2024, 1, 31)), "ASSAULT")[0]
    assert (january["article_count"], january["event_count"]) == (2, 2)


def test_only_what_is_said_to_have_happened_counts_unless_asked(db: Path) -> None:
    every = rows_of(ask(db, "event_trends", since=date(2024, 1, 1), modality="all"), "ASSAULT")[0]
    threats = rows_of(ask(db, "event_trends", since=date(2024, 1, 1), modality="threatened"), "ASSAULT")[0]
    assert (every["event_count"], threats["event_count"]) == (4, 1)


def test_modalities_of_a_profile_stand_in_place_of_the_parameter(db: Path) -> None:
    rows = ask(db, "event_trends", since=date(2024, 1, 1), profile={"modalities": ["threatened"]})
    assert rows_of(rows, "ASSAULT")[0]["event_count"] == 1


def test_profile_and_source_narrow_the_events(db: Path) -> None:
    syldavian = ask(db, "event_trends", profile={"countries": ["SYL"]})
    assert set(syldavian["type"]) == {"AID"}
    assert sum(syldavian["event_count"]) == 1
    courier = ask(db, "event_trends", source="Courier", profile={"event_types": ["ASSAULT"]})
    assert courier.height == 0


def test_events_of_all_types_and_periods_add_up(db: Path) -> None:
    for grain in ("day", "week", "month", "quarter", "year"):
        rows = ask(db, "event_trends", grain=grain, modality="all")
        assert sum(rows["event_count"]) == 8


def test_a_pair_counts_happenings_by_class_and_events_beside_them(db: Path) -> None:
    pairs = {(row["actor"], row["recipient"]): row for row in ask(db, "event_dyads").iter_rows(named=True)}
    assert list(pairs) == [("RUR", "GRA"), ("GRA", "RUR"), ("RUR", "SYL")]
    pair = pairs["RUR", "GRA"]
    assert (pair["event_count"], pair["cluster_count"], pair["article_count"]) == (4, 3, 4)
    assert (pair["material_conflict_count"], pair["material_cooperation_count"]) == (2, 1)
    assert (pair["verbal_conflict_count"], pair["verbal_cooperation_count"]) == (0, 0)
    assert pair["net_balance"] == round((1 - 2) / 3, 6)
    assert (pair["first_date"], pair["last_date"]) == (date(2023, 1, 5), date(2024, 3, 1))
    assert pair["undated_event_count"] == 1


def test_balance_is_one_for_cooperation_alone_and_minus_one_for_conflict_alone(db: Path) -> None:
    rows = ask(db, "event_dyads")
    assert rows["net_balance"].to_list()[1:] == [-1.0, 1.0]


def test_a_party_that_is_no_country_and_a_country_with_itself_make_no_pair(db: Path) -> None:
    tell(db, 0, "ACCUSE", "PER:Zenda", "RUR")
    tell(db, 0, "PROTEST", "RUR", "RUR")
    assert ask(db, "event_dyads").height == 3


def test_pairs_of_a_window_and_no_more_than_asked_for(db: Path) -> None:
    rows = ask(db, "event_dyads", since=date(2024, 1, 1), until=date(2024, 2, 1), top=1)
    assert rows.height == 1
    assert rows.row(0, named=True)["event_count"] == 2
    assert ask(db, "event_dyads", top=1).height == 1


def test_every_event_type_has_one_class(db: Path) -> None:
    with open_published(db) as con:
        found = pl.DataFrame(con.sql("from event_types"))
    assert found["type"].n_unique() == found.height == 16
    assert found["quad"].n_unique() == 4
