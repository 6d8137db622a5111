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
    assert (
        row["sentence"]
        == "The [sender: United States] [action: imposed] [evidence: sanctions] on [target: Iran] on Tuesday."
    )
    assert (row["says"], row["sender"], row["target"]) == ("impose, actual", "USA", "IRN")


def test_article_is_found_by_either_id_and_shows_its_statements(folder: Path) -> None:
    ((article_id,),) = query(folder, "select article_id from articles")
    by_ours, by_given = (explain(folder / "news.duckdb", key) for key in (str(article_id), "1"))
    assert by_ours["Article"].equals(by_given["Article"])
    assert by_ours["What it says about sanctions"].height == 1


def test_entity_shows_the_names_it_goes_by(folder: Path) -> None:
    names = explain(folder / "news.duckdb", "country:IRN")["The names it goes by"]
    assert {"Iran", "Tehran"} >= set(names["text"])


ORBELL = [
    {
        "id": str(number),
        "source": "Gazette",
        "published": "2024-03-01",
        "text": f"{name}, a baker, said bread was dear.",
    }
    for number, name in enumerate(["Tamsin Q. Orbell", "Tamsin Orbell", "Tamsin Orbell"])
]


def test_entity_shows_the_party_under_all_its_names_and_why(tmp_path: Path) -> None:
    run_directly(tmp_path, write_articles(tmp_path / "a.jsonl", ORBELL))
    found = explain(tmp_path / "news.duckdb", "person:tamsin-q-orbell")
    party = found["Entity"].row(0, named=True)
    assert (party["name"], party["names"], party["article_count"]) == ("Tamsin Orbell", "person:tamsin-q-orbell", 3)
    variant = found["Other names that may be the same party"].row(0, named=True)
    assert (variant["verdict"], variant["rule"]) == ("same", "middle name")
    assert found["Why words were linked to it"]["mention_count"].sum() == 3
    assert "[" in found["Why words were linked to it"]["text"][0]


def test_unknown_id_is_an_error_that_names_it(folder: Path) -> None:
    with pytest.raises(UsageError, match="nobody"):
        explain(folder / "news.duckdb", "nobody")


def test_event_shows_its_evidence_its_sources_and_its_cluster(folder: Path) -> None:
    ((event_id,),) = query(folder, "select event_id from events where type = 'SANCTION'")
    found = explain(folder / "news.duckdb", str(event_id))
    row = found["Event"].row(0, named=True)
    assert "[actor: United States] [trigger: imposed" in row["sentence"]
    assert "on [recipient: Iran]" in row["sentence"]
    assert row["says"].startswith("SANCTION")
    assert row["says"].endswith(", actual")
    assert (row["actors"], row["recipients"]) == ("USA", "IRN")
    assert found["Who says so"]["name"].to_list() == ["Example Post"]
    assert found["The happening that it reports"].height == 1
    assert found["Sanctions statements of it"].height == 1


def test_statement_shows_the_happening_of_its_event(folder: Path) -> None:
    ((statement_id,),) = query(folder, "select statement_id from sanctions")
    found = explain(folder / "news.duckdb", str(statement_id))
    assert found["The happening that it reports"].height == 1
    assert {"action", "evidence", "sender", "target"} == set(found["Evidence"]["kind"])
