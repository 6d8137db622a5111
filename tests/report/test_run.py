"""Reports on small databases: zero periods, undated apart, shares, grains, sources, half-open windows."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import SqlFileError, StoreError, UsageError
from flows.report.run import GRAINS, find_reports, list_reports, open_published, page_query, run_report
from flows.settings import share
from flows.sqlfile import Value, read_sql_folder
from tests.report.helpers import ACTUAL, THREAT, Article, build, insert


def ask(db: Path, name: str, **values: Value) -> pl.DataFrame:
    """The rows of one report."""
    with open_published(db) as con:
        return run_report(con, find_reports([name])[0], values)


def column(rows: pl.DataFrame, name: str) -> list[object]:
    return rows[name].to_list()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return build(
        tmp_path / "d.duckdb",
        Article("2024-01-31", (ACTUAL, ("mention", None))),
        Article("2024-01-31", (), source="Courier"),
        Article("2024-04-01", (THREAT,), story="t"),
        Article("2024-04-30", (ACTUAL,), story="t", source="Courier"),
        Article(None, (ACTUAL,)),
        Article("2024-04-02", (ACTUAL,), is_current=False),
    )


def test_periods_between_the_first_and_the_last_article_are_present_with_zero(db: Path) -> None:
    rows = ask(db, "sanctions_mentions")
    months = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1), None]
    assert column(rows, "period_date") == months
    assert column(rows, "statement_count") == [2, 0, 0, 2, 1]


def test_an_older_revision_is_not_counted(tmp_path: Path) -> None:
    rows = ask(build(tmp_path / "d", Article("2024-01-01"), Article("2024-01-02", is_current=False)), "source_coverage")
    assert column(rows, "article_count") == [1]


def test_undated_articles_stand_apart_in_the_last_row(db: Path) -> None:
    last = ask(db, "sanctions_mentions").row(-1, named=True)
    assert (last["period_date"], last["article_count"], last["statement_count"]) == (None, 1, 1)


def test_statements_articles_and_stories_are_counted_each_in_its_way(db: Path) -> None:
    first, *_, april, _ = ask(db, "sanctions_mentions").rows(named=True)
    assert (first["statement_count"], first["actual_count"], first["sanctions_article_count"]) == (2, 1, 1)
    assert (april["sanctions_article_count"], april["sanctions_story_count"]) == (2, 1)


def test_share_is_of_all_articles_and_null_where_there_are_none(db: Path) -> None:
    assert column(ask(db, "sanctions_mentions"), "article_share") == [0.5, None, None, 1.0, 1.0]


@pytest.mark.parametrize(
    ("grain", "first", "period_count"),
    [
        ("day", date(2024, 1, 31), 91),
        ("week", date(2024, 1, 29), 14),
        ("month", date(2024, 1, 1), 4),
        ("quarter", date(2024, 1, 1), 2),
        ("year", date(2024, 1, 1), 1),
    ],
)
def test_grain_sets_the_length_of_a_period(db: Path, grain: str, first: date, period_count: int) -> None:
    periods = column(ask(db, "sanctions_mentions", grain=grain), "period_date")
    assert periods[0] == first
    assert len(periods) == period_count + 1


def test_window_holds_its_first_day_and_not_its_last(db: Path) -> None:
    rows = ask(db, "sanctions_mentions", since=date(2024, 4, 1), until=date(2024, 4, 30))
    assert column(rows, "period_date") == [date(2024, 4, 1), None]
    assert column(rows, "article_count") == [1, 1]


def test_window_before_the_first_article_has_no_periods(db: Path) -> None:
    assert column(ask(db, "sanctions_mentions", until=date(2024, 1, 5)), "period_date") == [None]


def test_source_narrows_articles_and_undated_ones(db: Path) -> None:
    rows = ask(db, "sanctions_mentions", source="Courier")
    assert column(rows, "article_count") == [1, 0, 0, 1, 0]


def test_values_may_be_given_as_text(db: Path) -> None:
    assert ask(db, "sanctions_mentions", since="2024-04-01").height == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.none() | st.dates(date(2023, 11, 1), date(2025, 2, 1)), max_size=12),
    counts=st.lists(st.integers(0, 2), min_size=12, max_size=12),
    grain=st.sampled_from(GRAINS),
)
def test_periods_add_up_to_the_total(
    tmp_path_factory: pytest.TempPathFactory, days: list[date | None], counts: list[int], grain: str
) -> None:
    articles = [Article(d.isoformat() if d else None, (ACTUAL,) * n) for d, n in zip(days, counts, strict=False)]
    db = build(tmp_path_factory.mktemp("sum") / "d", *articles)
    rows = ask(db, "sanctions_mentions", grain=grain)
    assert sum(rows["article_count"]) == len(articles)
    assert sum(rows["statement_count"]) == sum(len(article.statements) for article in articles)
    dated = rows["period_date"].drop_nulls()
    assert dated.is_sorted()
    assert dated.n_unique() == len(dated) == rows.height - 1
    actions = ask(db, "sanctions_actions", grain=grain)
    assert sum(actions["statement_count"]) == sum(rows["statement_count"])


@settings(max_examples=20, deadline=None)
@given(cut=st.dates(date(2024, 1, 1), date(2024, 5, 31)))
def test_two_windows_that_meet_add_up_to_the_whole(tmp_path_factory: pytest.TempPathFactory, cut: date) -> None:
    first = date(2024, 1, 1)
    days = [(first + timedelta(days=n)).isoformat() for n in (0, 17, 31, 60, 61, 90, 151)]
    db = build(tmp_path_factory.mktemp("cut") / "d", *(Article(day, (ACTUAL,)) for day in days))
    parts = [ask(db, "sanctions_mentions", until=cut)] if cut > first else []
    parts.append(ask(db, "sanctions_mentions", since=cut))
    assert sum(sum(part["statement_count"]) for part in parts) == len(days)


def test_actions_count_what_has_happened_unless_asked(db: Path) -> None:
    rows = ask(db, "sanctions_actions")
    assert set(column(rows, "modality")) == {"actual"}
    assert column(rows, "statement_count") == [1, 0, 0, 1, 1]


def test_actions_give_every_modality_and_mentions_when_asked(db: Path) -> None:
    rows = ask(db, "sanctions_actions", modality="all")
    pairs = Counter(rows.select("action", "modality").iter_rows())
    assert pairs == {("impose", "actual"): 5, ("impose", "threatened"): 5, ("mention", None): 5}
    assert sum(rows["statement_count"]) == sum(ask(db, "sanctions_mentions")["statement_count"])


def test_indices_are_a_hundred_on_average_of_the_base_period(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        *(Article("2024-01-05", (ACTUAL,)), Article("2024-01-06", (THREAT,))),
        *(Article("2024-02-05", (ACTUAL,)), Article("2024-02-06", (("tighten", "actual"),))),
    )
    rows = ask(db, "sanctions_actions").filter(pl.col("action") == "impose")
    assert column(rows, "act_index")[:2] == [66.7, 133.3]
    assert column(rows, "threat_index")[:2] == [200.0, 0.0]
    based = ask(db, "sanctions_actions", base_until=date(2024, 2, 1)).filter(pl.col("action") == "impose")
    assert column(based, "act_index")[:2] == [100.0, 200.0]


def test_top_entities_count_articles_once_and_undated_ones_apart(tmp_path: Path) -> None:
    db = build(
        tmp_path / "d",
        Article("2024-01-01", names=("Acme", "Acme", "Bolt"), story="s"),
        Article("2024-01-02", names=("Acme",), story="s"),
        Article(None, names=("Bolt",)),
    )
    acme, bolt = ask(db, "top_entities").rows(named=True)
    assert (acme["name"], acme["article_count"], acme["story_count"], acme["mention_count"]) == ("Acme", 2, 1, 3)
    assert (bolt["name"], bolt["article_count"], bolt["undated_article_count"]) == ("Bolt", 1, 1)
    assert ask(db, "top_entities", top=1).height == 1


def test_sources_show_empty_periods_and_the_longest_gap(db: Path) -> None:
    gazette = ask(db, "sources", source="Gazette").row(0, named=True)
    assert (gazette["first_date"], gazette["last_date"]) == (date(2024, 1, 31), date(2024, 4, 1))
    assert (gazette["period_count"], gazette["empty_period_count"], gazette["longest_gap_days"]) == (4, 2, 61)
    assert (gazette["article_count"], gazette["undated_article_count"]) == (2, 1)


def test_data_quality_counts_undated_articles_and_distinct_rejects(db: Path) -> None:
    with duckdb.connect(db) as con:
        for detail in ("line 17", "line 17 again"):
            insert(con, "rejects", run_id="r1", last_run_id="r1", uri="x", record=17, reason="bad_json", detail=detail)
    rows = {row["measure"]: row for row in ask(db, "data_quality").iter_rows(named=True)}
    assert rows["articles without a date"]["row_count"] == 1
    assert rows["articles without a date"]["row_share"] == 0.2
    assert rows["statements without a target"]["row_count"] == rows["statements without a target"]["total_count"] == 5
    assert rows["records rejected: bad_json"]["row_count"] == 1
    assert rows["earlier texts kept as revisions"]["row_count"] == 0


@pytest.mark.parametrize("name", [report.name for report in list_reports()])
def test_report_has_the_columns_of_its_header_and_runs_on_an_empty_database(tmp_path: Path, name: str) -> None:
    db = build(tmp_path / "d")
    for grain in GRAINS:
        assert ask(db, name, grain=grain).columns == list(find_reports([name])[0].columns)


@pytest.mark.parametrize("folder", ["page", "status"])
def test_other_queries_have_the_columns_of_their_headers(db: Path, folder: str) -> None:
    with open_published(db) as con:
        for query in read_sql_folder(share("sql", folder)):
            assert run_report(con, query).columns == list(query.columns), query.name


def test_latest_statements_slice_back_to_their_evidence(db: Path) -> None:
    with open_published(db) as con:
        rows = run_report(con, page_query("latest_statements")).rows(named=True)
    assert [row["published_date"] for row in rows][-1] is None
    for row in rows:
        assert row["sentence"][row["evidence_start"] : row["evidence_end"]] == "imposed an embargo"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"grain": "fortnight"}, "possible are day, week, month, quarter, year"),
        ({"since": "yesterday"}, "since: 'yesterday'"),
        ({"panel_fill": "2"}, "panel_fill: 2.0 is too large; it is at most 1"),
        ({"panel_fill": "much"}, "panel_fill: 'much'"),
        ({"since": date(2024, 2, 1), "until": date(2024, 2, 1)}, "since must be before until"),
    ],
)
def test_impossible_values_are_named(db: Path, values: dict[str, Value], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ask(db, "sanctions_mentions", **values)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("select 1 as one, 2 as one", "two columns are called one"),
        ("select interval '1' day as long", "long is of type INTERVAL"),
        ("select [{'a': interval '1' day}] as long", "long is of type INTERVAL"),
        ("select union_value(a := 1) as either", "either is of type UNION"),
        ("select 'soon' as period_date", "period_date is of type VARCHAR, not DATE"),
        ("select 'infinity'::date as day", "day has days outside"),
        ("select '-infinity'::timestamp as moment", "moment has days outside"),
    ],
)
def test_columns_that_cannot_be_shown_are_named(tmp_path: Path, db: Path, statement: str, problem: str) -> None:
    (tmp_path / "odd.sql").write_text(f"-- title: Odd\n{statement}\n")
    with open_published(db) as con, pytest.raises(SqlFileError, match=rf"odd\.sql:1: .*{problem}"):
        run_report(con, list_reports(tmp_path)[0])


def test_a_word_in_an_enum_is_no_type(tmp_path: Path, db: Path) -> None:
    (tmp_path / "odd.sql").write_text("-- title: Odd\nselect 'BIT'::enum('BIT') as word, {'UNION': 1} as pair\n")
    with open_published(db) as con:
        assert run_report(con, list_reports(tmp_path)[0]).rows() == [("BIT", {"UNION": 1})]


def test_unknown_report_names_the_possible_ones() -> None:
    with pytest.raises(UsageError, match=r"nonsense.*sanctions_mentions"):
        find_reports(["nonsense"])


def test_a_new_report_is_one_file(tmp_path: Path, db: Path) -> None:
    (tmp_path / "sources.sql").write_text("-- title: Sources\n-- grain: one row\n\nselect 1 as one\n")
    with open_published(db) as con:
        assert run_report(con, list_reports(tmp_path)[0]).rows() == [(1,)]


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dateline run"), open_published(tmp_path / "none.duckdb"):
        pass


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "d.duckdb").write_text("not a database")
    with pytest.raises(StoreError, match=r"d\.duckdb"), open_published(tmp_path / "d.duckdb"):
        pass


def test_a_database_of_another_program_is_named(tmp_path: Path) -> None:
    duckdb.connect(tmp_path / "d.duckdb").close()
    with pytest.raises(StoreError, match="not a Dateline database"), open_published(tmp_path / "d.duckdb"):
        pass
