"""A batch that comes to grief: its article is found and named, and every other article is read."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.errors import DatelineError, RunnerError
from flows.extract.names import find_mentions
from flows.pipeline import Failure
from flows.runners import Runner, open_runner
from flows.settings import load_settings
from flows.tables import FAILED
from tests.runs import query, run_directly, write_articles
from tests.test_pipeline import CALM

GOOD, POISON, LETHAL = "good", "poison", "lethal"


def write_out(articles: pl.DataFrame, _model: str) -> bytes:
    """Work as a worker does it: some articles cannot be worked, and some end the process."""
    done = b""
    for article_id, text, status in articles.select("article_id", "text", "extraction_status").iter_rows():
        if status != FAILED and text == LETHAL:
            os.kill(os.getpid(), signal.SIGKILL)
        if status != FAILED and text == POISON:
            raise ValueError("a rule that cannot count")
        done += article_id.encode()
    return done


def break_down(_articles: pl.DataFrame, _model: str) -> None:
    raise DatelineError("there is no model")


def articles_of(*texts: str) -> pl.DataFrame:
    rows = [{"article_id": f"a{i}", "text": t, "extraction_status": "extracted"} for i, t in enumerate(texts)]
    return pl.DataFrame(rows).with_columns(word_count=pl.lit(1))


@pytest.fixture(scope="module", params=["inline", "processes"])
def runner(request: pytest.FixtureRequest) -> Iterator[Runner]:
    with open_runner(load_settings(runner=request.param, workers=2)) as opened:
        yield opened


def test_article_that_raises_is_found_and_the_others_are_worked(runner: Runner) -> None:
    parts, failures = runner.carry(write_out, articles_of(GOOD, GOOD, POISON, GOOD, POISON))
    assert b"".join(parts) == b"a0a1a2a3a4"
    told = "ValueError: a rule that cannot count"
    assert failures == [Failure("a2", told), Failure("a4", told)]


def test_article_that_kills_its_worker_is_found_and_the_pool_goes_on() -> None:
    with open_runner(load_settings(runner="processes", workers=2)) as pool:
        parts, failures = pool.carry(write_out, articles_of(GOOD, LETHAL, GOOD))
        assert b"".join(parts) == b"a0a1a2"
        assert [(failure.article_id, "killed" in failure.detail) for failure in failures] == [("a1", True)]
        # And the pool goes on.
        assert pool.carry(write_out, articles_of(GOOD)) == ([b"a0"], [])


def test_fault_of_the_program_is_no_article_s(runner: Runner) -> None:
    with pytest.raises(DatelineError, match="there is no model"):
        runner.carry(break_down, articles_of(GOOD))


def test_too_many_failures_end_the_run() -> None:
    with open_runner(load_settings(runner="inline")) as runner, pytest.raises(RunnerError, match="30 articles of one"):
        runner.carry(write_out, articles_of(*[POISON] * 30))


def test_article_that_cannot_be_extracted_is_stored_counted_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"{CALM['text']} Number {i}." for i in range(3)]
    path = write_articles(tmp_path / "a.jsonl", [{**CALM, "id": str(i), "text": text} for i, text in enumerate(texts)])
    find = find_mentions

    def stumble(doc, **more):  # type: ignore[no-untyped-def]
        if "Number 1." in doc.text:
            raise IndexError("list index out of range")
        return find(doc, **more)

    monkeypatch.setattr("flows.extract.record.find_mentions", stumble)
    summary = run_directly(tmp_path, path)
    assert (summary.counts["new"], summary.counts["failed"]) == (3, 1)
    assert query(tmp_path, "select uri, record, reason, detail from rejects") == [
        (str(path), 2, "extraction_failed", "IndexError: list index out of range")
    ]
    assert query(tmp_path, "select given_id, extraction_status from articles order by 1") == [
        ("0", "extracted"),
        ("1", "failed"),
        ("2", "extracted"),
    ]
    monkeypatch.undo()
    assert run_directly(tmp_path, path).counts["unchanged"] == 3
