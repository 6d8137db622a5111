"""Stored articles extracted again: a window, what is stale, in portions, and nothing twice."""

from datetime import date
from pathlib import Path

import pytest

from flows import pipeline
from flows.backfill import Window, backfill
from flows.extract.version import Extractor
from flows.pipeline import Summary, new_job
from flows.runners import open_hands, open_runner
from flows.settings import load_settings
from tests.runs import query, rows_of, run_directly, write_articles
from tests.test_pipeline import CALM

DAYS = ("2025-01-30", "2025-02-03", "2025-02-04", "2025-03-01", None)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of five articles that an older extractor made; their input is gone."""
    records = [
        {
            **CALM,
            "id": str(i),
            "published": day,
            "text": f"{CALM['text']} Note {i}.",
            "source": "Relay" if i else "Post",
        }
        for i, day in enumerate(DAYS)
    ]
    path = write_articles(tmp_path / "a.jsonl", records)
    monkeypatch.setattr(pipeline, "describe_extractor", lambda _: Extractor("older", "model 1", "lexicon"))
    run_directly(tmp_path, path)
    monkeypatch.undo()
    path.unlink()
    return tmp_path


def run_backfill(folder: Path, window: Window, **given: object) -> Summary:
    options = {"db": folder / "news.duckdb", "out": folder / "out", "runner": "inline", "quiet": True} | given
    settings = load_settings(**options)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        return backfill(new_job([], settings=settings), window, hands=hands, extract=runner.extract)


def stale_in(folder: Path) -> list[str]:
    rows = query(folder, "select given_id from articles where extractor_version = 'older' order by given_id")
    return [str(given_id) for (given_id,) in rows]


def test_window_is_half_open_and_only_its_articles_are_extracted(folder: Path) -> None:
    summary = run_backfill(folder, Window(date(2025, 2, 3), date(2025, 3, 1)))
    assert summary.counts["reextracted"] == 2
    assert stale_in(folder) == ["0", "3", "4"]


def test_one_source_only(folder: Path) -> None:
    run_backfill(folder, Window(source="Post"))
    assert stale_in(folder) == ["1", "2", "3", "4"]


def test_everything_stale_undated_too_and_the_rows_are_those_of_a_fresh_run(folder: Path) -> None:
    before = rows_of(folder)
    summary = run_backfill(folder, Window(), batch_articles=1)
    assert (summary.counts["read"], summary.counts["reextracted"]) == (5, 5)
    assert stale_in(folder) == []
    after = rows_of(folder)
    unversioned = [row for name in before if name != "articles" for row in before[name]]
    assert [row for name in after if name != "articles" for row in after[name]] == unversioned


def test_second_run_changes_nothing(folder: Path) -> None:
    run_backfill(folder, Window())
    published = (folder / "news.duckdb").read_bytes()
    summary = run_backfill(folder, Window())
    assert (summary.counts["read"], summary.is_published) == (0, False)
    assert (folder / "news.duckdb").read_bytes() == published


def test_portions_go_on_where_the_last_one_stopped(folder: Path) -> None:
    run_backfill(folder, Window(limit=2))
    left = stale_in(folder)
    assert "0" not in left  # January comes first
    assert len(left) == 3
    run_backfill(folder, Window(limit=2))
    assert stale_in(folder) == ["4"]  # undated ones last


def test_batches_are_of_one_month_each(folder: Path) -> None:
    summary = run_backfill(folder, Window())
    assert summary.counts["read"] == 5
    asked = "select uri, record_count from inputs where run_id = (select max(run_id) from runs) order by 1"
    assert query(folder, asked) == [
        ("stored articles of 2025-01", 1),
        ("stored articles of 2025-02", 2),
        ("stored articles of 2025-03", 1),
        ("stored articles without a date", 1),
    ]


def test_broken_off_run_keeps_what_it_has_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, calls = pipeline.store_batch, []

    def stop_at_third(*args: object, **more: object) -> object:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return store(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "store_batch", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        run_backfill(folder, Window(), batch_articles=1)
    monkeypatch.undo()
    assert run_backfill(folder, Window()).counts["reextracted"] == 3
    assert stale_in(folder) == []
