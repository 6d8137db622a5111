"""search() with an index and without: the same name, the same columns, the same articles for the same words."""

import csv
import io
from pathlib import Path

import duckdb
import pytest

from flows.errors import StoreError, UsageError
from flows.report import search
from flows.report.query import write_query
from flows.report.search import build_index, find_extension, index_path, use_index
from tests.report.helpers import Article, build, insert

TEXTS = (
    "The council capped the price of Lutetian oil. The price cap took effect on Monday.",
    "Prices of bread rose. A cap on rents was discussed by the council of Ruritania.",
    "The price\ncap on oil was criticised; sanctioning Lutetia, they said, cost more than sanctions alone.",
    "Nothing of the kind happened in Graustark, where capes and caps are sold.",
)

needs_extension = pytest.mark.skipif(not find_extension(), reason="the package duckdb-extension-fts is not installed")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    articles = [Article(f"2024-01-0{n}", text=text, title=f"Title {n}") for n, text in enumerate(TEXTS, start=1)]
    return build(tmp_path / "d.duckdb", *articles, Article("2024-01-09", text="The price cap.", is_current=False))


def found(db: Path, words: str) -> list[str]:
    """Titles in the order of the answer."""
    out = io.StringIO()
    query = "select title, score, passage, article_id, published_date, source from search($words)"
    write_query(db, query, params={"words": words}, form="csv", out=out, timeout=30, memory="200MB")
    return [row["title"].removeprefix("Title ") for row in csv.DictReader(io.StringIO(out.getvalue()))]


BOTH = [
    ("price cap", {"1", "2", "3"}),
    ('"price cap"', {"1", "3"}),
    ("PRICE oil", {"1", "3"}),
    ("council", {"1", "2"}),
    ('graustark "caps are sold"', {"4"}),
    ("zebra", set()),
    ("price zebra", set()),
    ("", set()),
    ("'; drop table articles; --", set()),
    ("q.*x (z", set()),
]


@pytest.mark.parametrize(("words", "titles"), BOTH)
def test_without_an_index_all_words_must_stand_in_the_text(db: Path, words: str, titles: set[str]) -> None:
    assert set(found(db, words)) == titles


@needs_extension
@pytest.mark.parametrize(("words", "titles"), BOTH)
def test_with_an_index_the_same_articles_are_found(db: Path, words: str, titles: set[str]) -> None:
    build_index(db, memory="200MB")
    assert set(found(db, words)) == titles


@needs_extension
def test_an_index_knows_word_stems(db: Path) -> None:
    assert found(db, "sanctioned") == []
    build_index(db, memory="200MB")
    assert found(db, "sanctioned") == ["3"]


def test_the_article_that_says_it_most_comes_first(db: Path) -> None:
    assert found(db, "price cap")[0] == "1"


@needs_extension
def test_the_score_is_that_of_the_extension(db: Path) -> None:
    build_index(db, memory="200MB")
    out = io.StringIO()
    query = "select article_id, score from search('price council') order by article_id"
    write_query(db, query, form="csv", out=out, timeout=30, memory="200MB")
    ours = {row["article_id"]: float(row["score"]) for row in csv.DictReader(io.StringIO(out.getvalue()))}
    with duckdb.connect(index_path(db), read_only=True) as con:
        con.execute(f"load '{find_extension()}'")
        theirs = dict(
            con.execute(
                "select name, fts_main_articles.match_bm25(name, 'price council', conjunctive := 1) as score "
                "from fts_main_articles.docs where score is not null"
            ).fetchall()
        )
    assert ours == pytest.approx(theirs)
    assert len(ours) == 2


def test_a_passage_shows_the_place(db: Path) -> None:
    out = io.StringIO()
    write_query(db, "select passage from search('rents')", form="csv", out=out, timeout=30, memory="200MB")
    assert "A cap on rents was discussed" in out.getvalue()


@needs_extension
def test_an_index_older_than_the_database_is_left_alone(db: Path, capfd: pytest.CaptureFixture[str]) -> None:
    build_index(db, memory="200MB")
    with duckdb.connect(db) as con:
        counts = {f"{name}_count": 1 for name in ("new", "revised", "reextracted", "unchanged", "reject")}
        insert(con, "batches", batch_id=9, run_id="r9", loaded_at="2025-01-01", extractor_version="x", **counts)
    assert found(db, "sanctioned") == []
    assert "older than the database" in capfd.readouterr().err
    build_index(db, memory="200MB")
    assert found(db, "sanctioned") == ["3"]


@needs_extension
def test_an_index_that_is_none_is_named(db: Path) -> None:
    index_path(db).write_text("not a database")
    with pytest.raises(StoreError, match=r"d\.search\.duckdb"):
        found(db, "oil")
    build_index(db, memory="200MB")
    assert found(db, "oil")


@needs_extension
def test_making_an_index_leaves_nothing_else(db: Path) -> None:
    before = db.read_bytes()
    build_index(db, memory="200MB")
    build_index(db, memory="200MB")
    assert sorted(path.name for path in db.parent.iterdir()) == ["d.duckdb", "d.search.duckdb"]
    assert db.read_bytes() == before
    with duckdb.connect(index_path(db), read_only=True) as con:
        names = con.execute("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
    assert names == [("made_from",)], "the texts stay in the database only"


def test_without_the_extension_search_reads_the_texts(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PACKAGE", "no_such_package")
    with pytest.raises(UsageError, match=r"dateline\[fts\]"):
        build_index(db, memory="200MB")
    with duckdb.connect(db, read_only=True) as con:
        assert not use_index(con, db=db)
    assert set(found(db, "price cap")) == {"1", "2", "3"}


def test_an_index_of_no_database_is_an_error(tmp_path: Path) -> None:
    with pytest.raises((StoreError, UsageError)):
        build_index(tmp_path / "none.duckdb", memory="200MB")
    assert list(tmp_path.iterdir()) == []
