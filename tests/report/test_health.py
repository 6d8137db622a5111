"""What a person should know of the database, told once."""

from datetime import date
from pathlib import Path

import duckdb

from flows.config.models import Health
from flows.report.health import find_faults, health_path, only_new, remember
from tests.report.helpers import ACTUAL, Article, build

TODAY = date(2025, 3, 20)
WEEKLY = tuple(Article(f"2025-{month:02}-{day:02}") for month, day in ((2, 10), (2, 17), (2, 24), (3, 3)))


def keys(path: Path, health: Health | None = None) -> list[str]:
    """The keys of the findings on the day."""
    return [finding.key for finding in find_faults(path, health=health or Health(), today=TODAY)]


def test_a_source_that_published_regularly_and_stopped_is_silent(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", *WEEKLY, Article("2025-03-19", source="Courier"))
    assert keys(path) == ["silent Gazette 2025-03-03"]
    assert keys(path, Health(silent_after_days=17)) == []
    assert keys(path, Health(sources={"Gazette": 30})) == []


def test_a_source_of_a_single_piece_is_rare_unless_it_is_named(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", Article("2025-01-03"))
    assert keys(path) == []
    assert keys(path, Health(sources={"Gazette": 30})) == ["silent Gazette 2025-01-03"]


def test_a_source_that_stopped_long_ago_is_history(tmp_path: Path) -> None:
    assert keys(build(tmp_path / "a.duckdb", *(Article(f"2020-03-0{day}") for day in range(1, 7)))) == []


def test_articles_dated_ahead_do_not_hide_silence(tmp_path: Path) -> None:
    assert keys(build(tmp_path / "a.duckdb", *WEEKLY, Article("2026-01-01"))) == ["silent Gazette 2025-03-03"]


def test_a_source_that_is_back_has_left_a_hole(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", *WEEKLY, Article("2025-03-19"))
    assert keys(path) == ["gap Gazette 2025-03-03"]
    assert keys(path, Health(silent_after_days=16)) == []
    assert keys(path, Health(sources={"Gazette": 30})) == []


def test_a_hole_of_a_single_piece_or_of_long_ago_is_none(tmp_path: Path) -> None:
    assert keys(build(tmp_path / "a.duckdb", Article("2025-03-03"), Article("2025-03-19"))) == []
    later = (Article(f"2025-{month:02}-01") for month in range(4, 9))
    path = build(tmp_path / "b.duckdb", *WEEKLY, Article("2025-03-19"), *later)
    august = [finding.key for finding in find_faults(path, health=Health(), today=date(2025, 8, 5))]
    assert [key for key in august if "2025-03" in key] == []


def test_many_rejects_of_the_last_run_are_told(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb")
    with duckdb.connect(path) as con:
        con.execute("update runs set read_count = 100, rejected_count = 21")
    assert keys(path) == ["rejects r1"]
    assert keys(path, Health(reject_share=0.21)) == []


def test_a_spike_that_began_lately_is_told(tmp_path: Path) -> None:
    calm = [Article(f"2025-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 29) for _ in range(5)]
    path = build(tmp_path / "a.duckdb", *calm, *(Article("2025-03-18", (ACTUAL,)) for _ in range(30)))
    assert "spike all all 2025-03-17" in keys(path)


def test_what_was_told_is_not_told_again_until_it_went_away(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", *WEEKLY)
    known, findings = health_path(path), find_faults(path, health=Health(), today=TODAY)
    assert only_new(findings, known) == findings
    remember(findings, known)
    assert only_new(findings, known) == []
    remember([], known)
    assert only_new(findings, known) == findings
