"""The main job through its front door: articles in, a database and a report out."""

from pathlib import Path

import duckdb
import pytest

from flows import pipeline
from flows.errors import CheckError, InputError
from flows.extract.version import Extractor
from flows.settings import share
from flows.store.database import writer_path
from tests.runs import query, rows_of, run_directly, write_articles

SEED = share("seeds", "articles", "2025-03-04-russia-us-sanctions.txt")
BAD = Path(__file__).parent / "data" / "bad"
CALM = {
    "id": "1",
    "source": "Example Post",
    "published": "2024-05-01",
    "text": "The United States imposed sanctions on Iran on Tuesday. All was calm in Tehran.",
}


def test_seed_article_leaves_statements_that_lead_back_to_their_sentences(tmp_path: Path) -> None:
    summary = run_directly(tmp_path, SEED)
    assert (summary.counts["read"], summary.counts["new"], summary.is_published) == (1, 1, True)
    evidence = 'substr(a.text, s.start + 1, s."end" - s.start)'
    rows = query(
        tmp_path,
        f"select s.action, s.modality, {evidence} from sanctions as s inner join articles as a using (article_id)",  # noqa: S608
    )
    assert ("lift", "demanded") in {row[:2] for row in rows}
    assert not [row for row in rows if row[:2] in {("ease", "actual"), ("lift", "actual")}]
    assert all(str(text) in SEED.read_text() for _, _, text in rows)


def test_second_run_adds_no_rows_and_leaves_the_published_file_alone(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", [CALM, {**CALM, "id": "2"}])
    run_directly(tmp_path, path)
    before, file = rows_of(tmp_path), (tmp_path / "news.duckdb").stat()
    summary = run_directly(tmp_path, path)
    assert (summary.counts["unchanged"], summary.is_published) == (2, False)
    assert (tmp_path / "news.duckdb").stat().st_ino == file.st_ino
    assert rows_of(tmp_path) == before


def test_changed_text_becomes_a_revision_whose_layers_replace_the_old(tmp_path: Path) -> None:
    run_directly(tmp_path, write_articles(tmp_path / "a.jsonl", [CALM]))
    later = {**CALM, "updated": "2024-05-02", "text": "The United States lifted its sanctions on Iran on Thursday."}
    summary = run_directly(tmp_path, write_articles(tmp_path / "b.jsonl", [later]))
    assert summary.counts["revised"] == 1
    assert query(tmp_path, "select revision, is_current, text from articles order by revision") == [
        (1, False, CALM["text"]),
        (2, True, later["text"]),
    ]
    assert query(tmp_path, "select distinct action from sanctions") == [("lift",)]


def test_older_text_that_arrives_late_does_not_become_current(tmp_path: Path) -> None:
    later = {**CALM, "updated": "2024-05-02", "text": "The United States lifted its sanctions on Iran on Thursday."}
    run_directly(tmp_path, write_articles(tmp_path / "b.jsonl", [later]))
    run_directly(tmp_path, write_articles(tmp_path / "a.jsonl", [CALM]))
    assert query(tmp_path, "select text from articles where is_current") == [(later["text"],)]
    assert query(tmp_path, "select distinct action from sanctions") == [("lift",)]


def test_new_extractor_version_reads_stored_articles_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_articles(tmp_path / "a.jsonl", [CALM])
    run_directly(tmp_path, path)
    before = rows_of(tmp_path)
    monkeypatch.setattr(pipeline, "describe_extractor", lambda _: Extractor("newer", "model 2", "lexicon"))
    summary = run_directly(tmp_path, path)
    assert (summary.counts["reextracted"], summary.is_published) == (1, True)
    assert query(tmp_path, "select distinct extractor_version from articles") == [("newer",)]
    after = rows_of(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"articles"}


def test_bad_inputs_are_counted_by_reason_and_the_good_ones_stored(tmp_path: Path) -> None:
    summary = run_directly(tmp_path, BAD, write_articles(tmp_path / "a.jsonl", [CALM]))
    assert summary.counts["rejected"] == sum(summary.reasons.values())
    reasons = ("bad_encoding", "bad_json", "no_text", "empty_text", "bad_characters", "unreadable")
    assert {f"rejected: {reason}" for reason in reasons} <= summary.reasons.keys()
    assert query(tmp_path, "select count(*) from rejects") == [(summary.counts["rejected"],)]
    assert query(tmp_path, "select rejected_count from runs") == [(summary.counts["rejected"],)]


def test_impossible_date_makes_an_article_undated_with_the_reason(tmp_path: Path) -> None:
    run_directly(tmp_path, write_articles(tmp_path / "a.jsonl", [{**CALM, "published": "2050-09-30"}]))
    ((day, method, problem),) = query(
        tmp_path, "select published_date, published_method, published_problem from articles"
    )
    assert (day, method) == (None, "none")
    assert "2050-09-30" in str(problem)


def test_other_languages_are_stored_and_not_read(tmp_path: Path) -> None:
    german = {**CALM, "text": "Die Vereinigten Staaten haben am Dienstag neue Sanktionen gegen den Iran verhängt."}
    run_directly(tmp_path, write_articles(tmp_path / "a.jsonl", [german]))
    assert query(tmp_path, "select language from articles") == [("de",)]
    assert query(tmp_path, "select count(*) from mentions") == [(0,)]


def test_finding_stops_publication_and_names_the_check(tmp_path: Path) -> None:
    run_directly(tmp_path, write_articles(tmp_path / "a.jsonl", [CALM]))
    with duckdb.connect(writer_path(tmp_path / "news.duckdb")) as con:
        con.execute("update sanctions set sentence_end = start")
    file = (tmp_path / "news.duckdb").stat()
    with pytest.raises(CheckError, match="sentence"):
        run_directly(tmp_path, write_articles(tmp_path / "b.jsonl", [{**CALM, "id": "2"}]))
    assert (tmp_path / "news.duckdb").stat().st_ino == file.st_ino


def test_nothing_to_read_is_an_error_and_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run_directly(tmp_path, tmp_path / "nowhere")
    assert not (tmp_path / "news.duckdb").exists()


def test_two_processes_leave_the_same_rows_as_one(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", [{**CALM, "id": str(i)} for i in range(12)])
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, runner in zip(folders, ("inline", "processes"), strict=True):
        folder.mkdir()
        run_directly(folder, path, runner=runner, workers=2, batch_articles=3)
    one, two = map(rows_of, folders)
    assert len(one["sanctions"]) == 12
    assert one == two


def test_page_says_how_many_of_its_articles_are_samples(tmp_path: Path) -> None:
    own = write_articles(tmp_path / "a.jsonl", [CALM])
    assert "Demonstration" not in run_directly(tmp_path, own).pages[0].read_text(encoding="utf-8")
    assert "1 of these 2 articles are the samples" in run_directly(tmp_path, SEED).pages[0].read_text(encoding="utf-8")
