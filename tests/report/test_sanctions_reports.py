"""The sanctions reports on rows made by hand: shares with intervals and changes, panel, indices, pairs, what is new."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import UsageError
from flows.report.run import GRAINS, find_reports, open_published, run_report
from flows.settings import share
from flows.sqlfile import Value, read_sql_file
from tests.report.helpers import ACTUAL, THREAT, Article, build, insert

MENTION = ("mention", None)


def ask(db: Path, name: str, **values: Value) -> pl.DataFrame:
    """The rows of one report."""
    with open_published(db) as con:
        return run_report(con, find_reports([name])[0], values)


def set_parties(db: Path, parties: dict[str, tuple[Sequence[str] | None, Sequence[str] | None]]) -> None:
    """Nothing; the statements have these senders and targets."""
    with duckdb.connect(db) as con:
        for statement, (senders, targets) in parties.items():
            con.execute(
                "update sanctions set senders = ?, targets = ? where statement_id = ?", [senders, targets, statement]
            )


# Over time.


def test_share_has_its_wilson_interval(tmp_path: Path) -> None:
    """1 of 2 lies between 0.0945 and 0.9055, 0 of 1 between 0 and 0.7935 (Wilson 1927, z = 1.96)."""
    db = build(tmp_path / "d", Article("2024-01-01", (ACTUAL,)), Article("2024-01-02"), Article("2024-02-01"))
    first, second, undated = ask(db, "sanctions_mentions").rows(named=True)
    assert (first["article_share"], first["article_share_low"], first["article_share_high"]) == (
        0.5,
        0.094529,
        0.905471,
    )
    assert (second["article_share"], second["article_share_low"], second["article_share_high"]) == (0, 0, 0.793457)
    assert (undated["article_share"], undated["article_share_low"]) == (None, None)


def test_changes_are_against_the_period_before_and_the_year_before(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        *(Article("2023-03-01", (ACTUAL,)), Article("2023-03-02"), Article("2023-03-03"), Article("2023-03-04")),
        *(Article("2024-01-01", (ACTUAL,)), Article("2024-01-02")),
        *(Article("2024-02-01"), Article("2024-03-01", (ACTUAL, MENTION))),
    )
    rows = ask(db, "sanctions_mentions").tail(4).rows(named=True)
    assert [row["article_share_change"] for row in rows] == [None, -0.5, 1.0, None]
    assert [row["article_share_year_change"] for row in rows] == [None, None, 0.75, None]
    assert [row["article_share_mean"] for row in rows] == [0.5, 0.25, 0.5, None]


def test_the_first_period_of_a_window_is_compared_with_those_before_the_window(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        *(Article("2023-02-10", (ACTUAL,)), Article("2024-01-05"), Article("2024-01-20", (ACTUAL,))),
        *(Article("2024-02-03", (ACTUAL,)), Article("2024-02-20"), Article("2024-02-21"), Article("2024-02-22")),
    )
    first, undated = ask(db, "sanctions_mentions", since=date(2024, 2, 15)).rows(named=True)
    assert (first["period_date"], first["article_count"], first["article_share"]) == (date(2024, 2, 1), 3, 0)
    assert (first["article_share_change"], first["article_share_year_change"]) == (-0.5, -1)
    assert undated["period_date"] is None


def test_a_week_is_compared_with_the_same_weekday_364_days_before(tmp_path: Path) -> None:
    db = build(tmp_path / "d", Article("2023-01-02", (ACTUAL,)), Article("2024-01-01"))
    for grain in ("week", "day"):
        rows = ask(db, "sanctions_mentions", grain=grain)
        assert rows.filter(pl.col("period_date") == date(2024, 1, 1))["article_share_year_change"].to_list() == [-1]


def test_a_new_outlet_does_not_move_the_panel(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        *(Article(f"2024-0{month}-01", (ACTUAL,)) for month in range(1, 7)),
        *(Article("2024-06-02", source="Newcomer"), Article("2024-06-03", source="Newcomer")),
        *(Article("2024-01-02", source="Leaver"), Article("2024-06-04", source=None)),
        *(Article("2024-01-03", source="Seldom"), Article("2024-06-05", source="Seldom")),
    )
    rows = ask(db, "sanctions_mentions").rows(named=True)
    assert rows[5]["article_share"] == 0.2
    assert [row["panel_share"] for row in rows] == [1, 1, 1, 1, 1, 1, None]
    assert [row["panel_source_count"] for row in rows] == [1, 1, 1, 1, 1, 1, 0]
    looser = ask(db, "sanctions_mentions", panel_fill=0.3).rows(named=True)
    assert [row["panel_share"] for row in looser] == [0.5, 1, 1, 1, 1, 0.5, None]


@settings(max_examples=15, deadline=None)
@given(
    days=st.lists(st.none() | st.dates(date(2023, 11, 1), date(2024, 4, 1)), max_size=10),
    counts=st.lists(st.integers(0, 2), min_size=10, max_size=10),
    grain=st.sampled_from(GRAINS),
    cut=st.dates(date(2023, 11, 2), date(2024, 4, 1)),
)
def test_periods_and_windows_add_up_to_the_whole(
    tmp_path_factory: pytest.TempPathFactory, days: list[date | None], counts: list[int], grain: str, cut: date
) -> None:
    told = (ACTUAL, THREAT)
    articles = [Article(d.isoformat() if d else None, told[:n]) for d, n in zip(days, counts, strict=False)]
    db = build(tmp_path_factory.mktemp("sum") / "d", *articles)
    for name, column in (("sanctions_mentions", "statement_count"), ("sanctions_actions", "statement_count")):
        values: dict[str, Value] = {"grain": grain}
        if name == "sanctions_actions":
            values["modality"] = "all"
        parts = [ask(db, name, **values, until=cut), ask(db, name, **values, since=cut)]
        dated = sum(sum(part.filter(pl.col("period_date").is_not_null())[column]) for part in parts)
        undated = sum(parts[0].filter(pl.col("period_date").is_null())[column])
        assert dated + undated == sum(len(article.statements) for article in articles)


# By action.


def test_actions_have_the_share_of_all_articles_and_its_change(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        *(Article("2024-01-01", (ACTUAL, ACTUAL, ("lift", "actual"))), Article("2024-01-02")),
        *(Article("2024-02-01", (ACTUAL,)), Article(None, (("lift", "actual"),))),
    )
    rows = ask(db, "sanctions_actions")
    impose = rows.filter(pl.col("action") == "impose")
    assert impose["statement_count"].to_list() == [2, 1, 0]
    assert impose["article_share"].to_list() == [0.5, 1, 0]
    assert impose["article_share_change"].to_list() == [None, 0.5, None]
    assert rows.filter(pl.col("action") == "lift")["statement_count"].to_list() == [1, 0, 1]


def test_indices_average_the_shares_of_the_sources(tmp_path: Path) -> None:
    """January: Gazette 1 of 1, Courier 0 of 3; February: Gazette 0 of 1, Courier 3 of 3. Means 0.5, 0.5; pooled they
    would be 0.25 and 0.75. A newcomer is left out."""
    db = build(
        tmp_path / "d",
        *(Article("2024-01-01", (ACTUAL,)), *(Article(f"2024-01-0{n}", source="Courier") for n in (1, 2, 3))),
        *(Article("2024-02-28"), *(Article("2024-02-28", (ACTUAL,), source="Courier") for _ in range(3))),
        *(Article("2024-02-27", (ACTUAL,), source="Newcomer") for _ in range(5)),
    )
    assert ask(db, "sanctions_actions")["act_index"].to_list() == [100, 100, None]
    assert set(ask(db, "sanctions_actions")["threat_index"].to_list()) == {None}


def test_an_index_does_not_depend_on_the_window(tmp_path: Path) -> None:
    days = ("2024-01-01", "2024-02-01", "2024-03-01")
    told = ((ACTUAL, THREAT), (THREAT,), (("ease", "actual"),))
    db = build(tmp_path / "d", *(Article(day, said) for day, said in zip(days, told, strict=True)))
    whole = ask(db, "sanctions_actions", modality="all").filter(pl.col("action") == "impose")
    part = ask(db, "sanctions_actions", modality="all", since=date(2024, 2, 1)).filter(pl.col("action") == "impose")
    by_month = dict(whole.select("period_date", "act_index").iter_rows())
    assert by_month == {date(2024, 1, 1): 300, date(2024, 2, 1): 0, date(2024, 3, 1): 0, None: None}
    assert set(part.select("period_date", "act_index").iter_rows()) <= set(by_month.items())


def test_an_unknown_modality_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no modality 'real'; possible are actual, planned"):
        ask(build(tmp_path / "d"), "sanctions_actions", modality="real")


# Who sanctions whom.


def test_a_statement_counts_for_each_pair_of_its_parties(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        Article("2024-01-01", (ACTUAL, THREAT), story="t"),
        Article("2024-02-01", (ACTUAL,), source="Courier", story="t"),
        Article("2024-03-01", (MENTION,)),
        Article(None, (ACTUAL,)),
    )
    both = (["GRA", "RUR"], ["SYL"])
    rur = (["RUR"], ["SYL"])
    set_parties(db, {"s0_0": both, "s0_1": rur, "s1_0": rur, "s2_0": (None, None), "s3_0": (["RUR"], None)})
    rows = ask(db, "sanctions_dyads").rows()
    assert rows == [
        ("RUR", "SYL", 3, 2, 2, 1, 2, date(2024, 1, 1), date(2024, 2, 1), 0),
        ("GRA", "SYL", 1, 1, 1, 1, 1, date(2024, 1, 1), date(2024, 1, 1), 0),
        ("RUR", None, 0, 0, 0, 0, 0, None, None, 1),
    ]
    assert ask(db, "sanctions_dyads", top=1).rows() == rows[:1]
    assert ask(db, "sanctions_dyads", source="Courier").height == 1


# What is new.


def put_in_cluster(db: Path, cluster: str, *statements: str) -> None:
    """Nothing; each statement describes an event of this happening."""
    with duckdb.connect(db) as con:
        for statement in statements:
            row = {"event_id": f"e-{statement}", "article_id": "a", "cluster_key": cluster, "run_id": "r1"}
            insert(con, "event_cluster_members", **row, cluster_id=cluster)
            con.execute("update sanctions set event_id = ? where statement_id = ?", [f"e-{statement}", statement])


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A happening in three articles of two stories; one in two of one story; one alone; a mention; an undated one."""
    db = build(
        tmp_path / "d",
        Article("2024-01-01", (ACTUAL,), story="t"),
        Article("2024-01-03", (ACTUAL,), story="t", source="Courier"),
        Article("2024-02-01", (ACTUAL, MENTION), story="u", source="Courier"),
        Article("2024-03-01", (THREAT,), story="v", url="https://gazette.example/v"),
        Article("2024-03-02", (THREAT,), story="v", source="Courier"),
        Article("2024-03-02", (THREAT,), story="w", source="Courier"),
        Article(None, (("lift", "actual"),)),
    )
    put_in_cluster(db, "c1", "s0_0", "s1_0", "s2_0")
    return db


def test_brief_has_a_line_a_happening_newest_first_and_undated_last(told: Path) -> None:
    rows = ask(told, "sanctions_brief")
    counts = rows.select(
        *("first_date", "last_date", "action", "statement_count"),
        *("sanctions_article_count", "sanctions_story_count", "source_count"),
    )
    assert counts.rows() == [
        (date(2024, 3, 2), date(2024, 3, 2), "impose", 1, 1, 1, 1),
        (date(2024, 3, 1), date(2024, 3, 2), "impose", 2, 2, 1, 2),
        (date(2024, 1, 1), date(2024, 2, 1), "impose", 3, 3, 2, 2),
        (None, None, "lift", 1, 1, 1, 1),
    ]


def test_what_was_reported_before_the_window_is_not_new(told: Path) -> None:
    rows = ask(told, "sanctions_brief", since=date(2024, 1, 2))
    assert rows["first_date"].to_list() == [date(2024, 3, 2), date(2024, 3, 1), None]
    until = ask(told, "sanctions_brief", until=date(2024, 2, 1))
    assert until.filter(pl.col("first_date").is_not_null())["statement_count"].to_list() == [2]


def test_brief_quotes_the_surest_sentence_with_its_sources(told: Path) -> None:
    with duckdb.connect(told) as con:
        con.execute("update sanctions set confidence = 0.95, sentence = 'The surest.' where statement_id = 's2_0'")
        chain = [("anonymous", "US official"), ("media", "Northquay Wire"), ("publisher", "Courier")]
        for place, (kind, name) in enumerate(chain):
            row = {"statement_id": "s2_0", "article_id": "a2", "run_id": "r1"}
            insert(con, "statement_sources", **row, position=place, kind=kind, name=name)
    row = ask(told, "sanctions_brief").row(2, named=True)
    assert (row["statement_id"], row["sentence"], row["source"]) == ("s2_0", "The surest.", "Courier")
    assert row["told_by"] == "anonymous: US official → Northquay Wire → Courier"
    earliest = ask(told, "sanctions_brief").row(1, named=True)
    assert (earliest["statement_id"], earliest["url"]) == ("s3_0", "https://gazette.example/v")
    assert earliest["sentence"][earliest["evidence_start"] : earliest["evidence_end"]] == "imposed an embargo"


def test_brief_keeps_the_newest(told: Path) -> None:
    assert ask(told, "sanctions_brief", top=2)["first_date"].to_list() == [date(2024, 3, 2), date(2024, 3, 1)]


@pytest.mark.parametrize("top", range(1, 5))
def test_the_statements_behind_the_brief_are_those_of_its_happenings(told: Path, top: int) -> None:
    behind = read_sql_file(share("sql", "drill", "sanctions_brief.sql"))
    with open_published(told) as con:
        found = run_report(con, behind, {"top": top})
    shown = ask(told, "sanctions_brief", top=top)
    assert set(found["statement_id"]) == set(shown["statement_id"])
    assert found.height == sum(shown["statement_count"])
