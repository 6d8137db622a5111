"""Who is quoted: named, anonymous, described and unknown speakers, on rows worked out by hand."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.report.run import find_reports, open_published, run_report
from flows.sqlfile import Value
from tests.report.helpers import Article, build, insert


def ask(db: Path, **values: Value) -> pl.DataFrame:
    with open_published(db) as con:
        return run_report(con, find_reports(["quotes_by_speaker"])[0], values)


def say(
    db: Path, article: int, text: str, speaker: str | None, *, key: str | None = None, direct: bool = False
) -> None:
    """One more quotation of the article."""
    with duckdb.connect(db) as con:
        start = con.execute("select count(*) from quotes").fetchall()[0][0]
        span = {"start": start, "end": start + 1, "text": text, "direct": direct}
        insert(con, "quotes", article_id=f"a{article}", **span, speaker_id=key, speaker=speaker, run_id="r1")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Rudolf is quoted four times, once undated; officials twice, somebody described twice, nobody once."""
    articles = [
        Article("2024-01-01", names=("Rudolf", "Black Michael"), story="s"),
        Article("2024-01-02", names=("Rudolf",), story="s", title="The last word", url="https://gazette.example/2"),
        Article(None, names=("Rudolf",)),
    ]
    db = build(tmp_path / "d", *articles)
    with duckdb.connect(db) as con:
        insert(
            *(con, "entities"),
            entity_id="anonymous:rur-officials",
            name="officials",
            type="anonymous",
            code="RUR",
            article_count=2,
            run_id="r1",
        )
        for article, role in ((0, "King"), (1, "King"), (1, "Prince")):
            span = {"start": 9 if role == "Prince" else 0, "end": 12}
            insert(con, "entity_roles", article_id=f"a{article}", entity_id="eRudolf", text=role, **span, run_id="r1")
    say(db, 0, '"I shall ride."', "Rudolf", key="eRudolf", direct=True)
    say(db, 1, '"I rode."', "Rudolf", key="eRudolf", direct=True)
    say(db, 1, "that he would ride again", "Rudolf", key="eRudolf")
    say(db, 2, "that he might", "Rudolf", key="eRudolf")
    say(db, 0, "that it was so", "officials", key="anonymous:rur-officials")
    say(db, 1, "that it was not", "Officials", key="anonymous:rur-officials")
    say(db, 0, "that bread is dear", "The bakers")
    say(db, 1, "that bread is cheap", "bakers")
    say(db, 0, '"Bread!"', None, direct=True)
    return db


def test_a_speaker_has_one_row_with_direct_and_indirect_quotations_and_undated_ones_apart(db: Path) -> None:
    rudolf = ask(db).row(0, named=True)
    assert (rudolf["speaker"], rudolf["quote_count"], rudolf["direct_count"], rudolf["indirect_count"]) == (
        "Rudolf",
        3,
        2,
        1,
    )
    assert (rudolf["article_count"], rudolf["story_count"], rudolf["undated_quote_count"]) == (2, 1, 1)
    assert (rudolf["first_date"], rudolf["last_date"]) == (date(2024, 1, 1), date(2024, 1, 2))


def test_the_role_is_the_one_that_most_articles_give(db: Path) -> None:
    assert ask(db).row(0, named=True)["role"] == "King"


def test_the_latest_quotation_comes_with_its_article_and_a_direct_one_goes_first(db: Path) -> None:
    rudolf = ask(db).row(0, named=True)
    assert rudolf["latest_quote"] == '"I rode."'
    assert (rudolf["source"], rudolf["title"], rudolf["url"]) == (
        "Gazette",
        "The last word",
        "https://gazette.example/2",
    )


def test_anonymous_described_and_unknown_speakers_are_kinds_of_their_own(db: Path) -> None:
    rows = {row["kind"]: row for row in ask(db).iter_rows(named=True)}
    assert list(rows) == ["ORG", "described", "anonymous", "nobody"]
    assert (rows["anonymous"]["speaker"], rows["anonymous"]["quote_count"]) == ("officials (RUR)", 2)
    assert (rows["described"]["speaker"], rows["described"]["quote_count"]) == ("bakers", 2)
    assert (rows["nobody"]["speaker"], rows["nobody"]["direct_count"]) == (None, 1)


def test_one_kind_may_be_asked_for(db: Path) -> None:
    assert ask(db, kind="anonymous")["speaker_id"].to_list() == ["anonymous:rur-officials"]


def test_variants_of_a_name_speak_as_one(db: Path) -> None:
    say(db, 1, '"Mine!"', "Black Michael", key="eBlack Michael", direct=True)
    with duckdb.connect(db) as con:
        con.execute("update entities set merged_into = 'eRudolf' where name = 'Black Michael'")
    rudolf = ask(db).row(0, named=True)
    assert (rudolf["speaker"], rudolf["quote_count"], rudolf["direct_count"]) == ("Rudolf", 4, 3)


def test_window_profile_and_top_narrow_the_rows(db: Path) -> None:
    first = ask(db, until=date(2024, 1, 2), top=1).row(0, named=True)
    assert (first["quote_count"], first["latest_quote"]) == (1, '"I shall ride."')
    michaels = ask(db, profile={"entities": ["Black Michael"]}).row(0, named=True)
    assert michaels["quote_count"] == 1
    assert ask(db, source="Courier").height == 0
