"""What changed between two runs, and why."""

from pathlib import Path

import pytest

from flows import pipeline
from flows.errors import UsageError
from flows.extract.version import Extractor
from flows.report.diff import diff_runs
from tests.runs import run_directly, write_articles
from tests.test_pipeline import CALM

FIRST, SECOND = {**CALM, "id": "1", "published": "2025-01-05"}, {**CALM, "id": "2", "published": "2025-03-05"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four runs: two articles; a revision of the first; a new one and a broken record; the second read anew."""
    folder = tmp_path_factory.mktemp("runs")
    second = {**SECOND, "text": SECOND["text"] + " Second."}
    run_directly(folder, write_articles(folder / "1.jsonl", [FIRST, second]))
    revised = {**FIRST, "text": FIRST["text"] + " Corrected.", "updated": "2025-01-06"}
    run_directly(folder, write_articles(folder / "2.jsonl", [revised]))
    third = {**CALM, "id": "3", "published": "2025-03-09", "text": CALM["text"] + " Third."}
    (folder / "3.jsonl").write_text(write_articles(folder / "3.jsonl", [third]).read_text() + "{broken\n")
    run_directly(folder, folder / "3.jsonl")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "describe_extractor", lambda _: Extractor("newer", "model 2", "lexicon"))
        run_directly(folder, write_articles(folder / "4.jsonl", [second]))
    return folder


def causes_of(folder: Path, one: str, other: str) -> list[tuple[object, ...]]:
    return diff_runs(folder / "news.duckdb", one, other)["What changed, and why"]["cause", "article_count"].rows()


def test_revision_is_told_from_a_new_article(folder: Path) -> None:
    assert causes_of(folder, "last-3", "last-2") == [("new revision", 1)]
    assert causes_of(folder, "last-2", "last-1") == [("new article", 1)]


def test_other_extractor_is_the_cause_when_no_text_changed(folder: Path) -> None:
    tables = diff_runs(folder / "news.duckdb", "last-1", "last")
    assert tables["What changed, and why"]["cause"].to_list() == ["read by another extractor"]
    assert tables["The two runs"]["extractor_version"].to_list()[1] == "newer"


def test_order_of_the_two_does_not_matter_and_causes_add_up(folder: Path) -> None:
    assert causes_of(folder, "last", "last-3") == causes_of(folder, "last-3", "last")
    assert sorted(causes_of(folder, "last-3", "last")) == [
        ("new article", 1),
        ("new revision", 1),
        ("read by another extractor", 1),
    ]


def test_months_and_rejects_are_named(folder: Path) -> None:
    tables = diff_runs(folder / "news.duckdb", "last-3", "last")
    months = [(str(row[0]), *row[1:]) for row in tables["Months whose figures changed"].rows()]
    assert months == [("2025-03-01", 1, 0, 1), ("2025-01-01", 0, 1, 0)]
    assert tables["Rejects met for the first time"]["reject_count"].to_list() == [1]


def test_unknown_run_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="2019: there is no such run"):
        diff_runs(folder / "news.duckdb", "2019", "last")
    with pytest.raises(UsageError, match="the same run"):
        diff_runs(folder / "news.duckdb", "last", "last")
