"""Profiles: what their filters let pass, the macros that read them, and the shares they are taken of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.errors import UsageError
from flows.report.run import bind_params, find_reports, list_reports, open_published, run_report
from flows.sqlfile import PROFILE_KEYS, make_profile
from tests.report.helpers import ACTUAL, Article, build, insert

MACROS = ("articles_of", "articles_about", "sanctions_of", "events_of", "mentions_of", "quotes_of", "entities_of")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Three articles: of two sources, with one statement, event, mention and quotation each."""
    texts = ("Gas (LNG) flows north.", "A gasworks opens.", "Élan Energy pays.")
    path = build(
        tmp_path / "d",
        Article("2024-01-01", (ACTUAL,), source="Gazette", text=texts[0]),
        Article("2024-01-02", (("lift", "planned"),), source="Courier", text=texts[1]),
        Article(None, (("mention", None),), source="Courier", text=texts[2]),
    )
    with duckdb.connect(path) as con:
        for n, (entity, name, code) in enumerate(
            [("e0", "Acme", "ORG:Acme"), ("e1", "Ruritania", "RUR"), ("e2", "X", "GRA")]
        ):
            insert(con, "entities", entity_id=entity, name=name, code=code, article_count=1, run_id="r")
            named: dict[str, Any] = {"article_id": f"a{n}", "entity_id": entity, "code": code, "run_id": "r"}
            insert(con, "article_entities", **named, name=name, mention_count=1)
            insert(con, "mentions", **named, start=0, end=1, text=name, label="ORG")
            insert(con, "quotes", article_id=f"a{n}", start=0, end=1, text=name, speaker_id=entity, run_id="r")
            event = {"event_id": f"v{n}", "article_id": f"a{n}", "run_id": "r"}
            span = dict.fromkeys(("trigger_start", "trigger_end", "sentence_start", "sentence_end"), 0)
            insert(con, "events", **event, **span, type=("AID", "SANCTION", "AID")[n], modality="actual")
            insert(con, "event_parties", **event, role="actor", code=code)
            target = ["GRA"] if n == 1 else None
            con.execute("update sanctions set targets = ? where article_id = ?", [target, f"a{n}"])
    return path


@pytest.fixture
def con(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(db) as con:
        yield con


def articles(con: duckdb.DuckDBPyConnection, macro: str, profile: object) -> list[str]:
    """The articles whose rows a macro gives, by the last figure of their ids."""
    found = con.execute(f"select article_id from {macro}($profile)", {"profile": profile}).fetchall()  # noqa: S608
    return sorted(article.removeprefix("a") for (article,) in found)


@pytest.mark.parametrize("macro", MACROS)
def test_no_profile_and_an_empty_one_let_all_pass(con: duckdb.DuckDBPyConnection, macro: str) -> None:
    assert articles(con, macro, None) == articles(con, macro, make_profile({})) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("filters", "macro", "expected"),
    [
        ({"sources": ["Courier"]}, "articles_of", "12"),
        ({"sources": ["Courier"]}, "sanctions_of", "12"),
        ({"sources": ["Courier"]}, "mentions_of", "12"),
        ({"words": ["lng"]}, "sanctions_of", "0"),
        ({"words": ["gas"]}, "events_of", "0"),
        ({"words": ["gas (lng)", "nothing"]}, "quotes_of", "0"),
        ({"words": ["élan"]}, "mentions_of", "2"),
        ({"words": ["lng"]}, "articles_of", "012"),
        ({"entities": ["acme"]}, "sanctions_of", "0"),
        ({"entities": ["e1"]}, "quotes_of", "1"),
        ({"entities": ["ORG:Acme", "X"]}, "entities_of", "02"),
        ({"countries": ["GRA"]}, "sanctions_of", "1"),
        ({"countries": ["RUR"]}, "sanctions_of", "012"),
        ({"countries": ["RUR"]}, "events_of", "1"),
        ({"countries": ["GRA", "RUR"]}, "mentions_of", "12"),
        ({"actions": ["lift", "ease"]}, "sanctions_of", "1"),
        ({"modalities": ["actual"]}, "sanctions_of", "0"),
        ({"event_types": ["AID"]}, "events_of", "02"),
        ({"event_types": ["AID"], "words": ["gas"]}, "events_of", "0"),
        ({"actions": ["lift"], "sources": ["Gazette"]}, "sanctions_of", ""),
    ],
)
def test_filters_narrow_what_they_speak_of(
    con: duckdb.DuckDBPyConnection, filters: dict[str, list[str]], macro: str, expected: str
) -> None:
    assert articles(con, macro, make_profile(filters)) == list(expected)


def test_a_profile_typed_by_hand_need_not_have_every_key(con: duckdb.DuckDBPyConnection) -> None:
    assert con.sql("select article_id from sanctions_of({'countries': ['GRA']})").fetchall() == [("a1",)]


def test_a_variant_of_a_name_is_found_with_it(db: Path) -> None:
    with duckdb.connect(db) as con:
        con.execute("update entities set merged_into = 'e0' where entity_id = 'e2'")
        assert articles(con, "articles_about", {"entities": ["Acme"]}) == ["0", "2"]
        assert articles(con, "articles_about", {"entities": ["X"]}) == ["0", "2"]


def test_a_profile_that_asks_nothing_leaves_one_scan_and_one_join(con: duckdb.DuckDBPyConnection) -> None:
    query = "explain select count(*) from sanctions_of($profile)"
    ((_, plan),) = con.execute(query, {"profile": None}).fetchall()
    assert plan.count("SEQ_SCAN") == 2
    assert plan.count("HASH_JOIN") == 1


def test_a_share_is_of_all_articles_of_the_profile_s_sources(db: Path) -> None:
    with open_published(db) as con:
        report = find_reports(["sanctions_mentions"])[0]
        rows = run_report(con, report, {"profile": {"words": ["gas"]}, "grain": "year"}).rows(named=True)
    assert [(row["sanctions_article_count"], row["article_count"]) for row in rows] == [(1, 2), (0, 1)]


@pytest.mark.parametrize("name", [report.name for report in list_reports()])
def test_every_report_takes_since_until_source_and_profile(db: Path, name: str) -> None:
    report = find_reports([name])[0]
    assert {"since", "until", "source", "profile"} <= {param.name for param in report.params}
    filters = {"words": ["gas"], "entities": ["acme"], "countries": ["RUR"], "actions": ["lift"]}
    with open_published(db) as con:
        assert run_report(con, report, {"profile": filters}).columns == list(report.columns)


def test_a_profile_has_every_key_when_it_is_bound() -> None:
    report = find_reports(["sanctions_mentions"])[0]
    bound = bind_params(report, {"profile": {"countries": ["RUR"]}})
    assert bound["profile"] == {key: ["RUR"] if key == "countries" else [] for key in PROFILE_KEYS}


@pytest.mark.parametrize(
    ("given", "message"),
    [({"lands": []}, "no filter lands"), ({"words": "gas"}, "not a list of words"), ({"words": [1]}, "list of words")],
)
def test_a_wrong_profile_is_told(given: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make_profile(given)


def test_a_profile_is_not_given_as_text() -> None:
    with pytest.raises(UsageError, match=r"dateline\.toml"):
        bind_params(find_reports(["sanctions_mentions"])[0], {"profile": "gas"})


@pytest.mark.parametrize("profile", ["{'country': ['RUS']}", "5", "{'countries': 'RUS'}", "['RUS']"])
def test_profile_that_would_filter_nothing_is_an_error(db: Path, profile: str) -> None:
    with open_published(db) as con, pytest.raises(duckdb.Error, match=r"a profile is|is a list"):
        con.sql(f"select count(*) from sanctions_of({profile})").fetchall()  # noqa: S608


def test_sources_count_what_the_profile_lets_pass(db: Path) -> None:
    for name in ("sources", "source_coverage"):
        (report,) = find_reports([name])
        with open_published(db) as con:
            rows = run_report(con, report, {"profile": make_profile({"actions": ["lift"]})})
        counts = dict(rows.filter(pl.col("sanctions_article_count") > 0)["source", "sanctions_article_count"].rows())
        assert counts == {"Courier": 1}
