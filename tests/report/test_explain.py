"""What is behind an id."""

from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.report.explain import explain
from tests.runs import query, run_directly, write_articles
from tests.test_pipeline import CALM


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of one article."""
    path = tmp_path_factory.mktemp("explain")
    run_directly(path, write_articles(path / "a.jsonl", [CALM]))
    return path


def test_statement_shows_its_sentence_with_the_evidence_marked(folder: Path) -> None:
    ((statement_id,),) = query(folder, "select statement_id from sanctions")
    row = explain(folder / "news.duckdb", str(statement_id))["Sanctions statement"].row(0, named=True)
    assert row["sentence"] == "The United States imposed «sanctions» on Iran on Tuesday."
    assert (row["says"], row["sender"], row["target"]) == ("impose, actual", "USA", "IRN")


def test_article_is_found_by_either_id_and_shows_its_statements(folder: Path) -> None:
    ((article_id,),) = query(folder, "select article_id from articles")
    by_ours, by_given = (explain(folder / "news.duckdb", key) for key in (str(article_id), "1"))
    assert by_ours["Article"].equals(by_given["Article"])
    assert by_ours["What it says about sanctions"].height == 1


def test_entity_shows_the_names_it_goes_by(folder: Path) -> None:
    names = explain(folder / "news.duckdb", "country:IRN")["The names it goes by"]
    assert {"Iran", "Tehran"} >= set(names["text"])


def test_unknown_id_is_an_error_that_names_it(folder: Path) -> None:
    with pytest.raises(UsageError, match="nobody"):
        explain(folder / "news.duckdb", "nobody")
