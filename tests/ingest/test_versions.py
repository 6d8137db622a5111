"""What becomes of a text whose article is known, and which of an article's texts is current."""

from datetime import UTC, datetime

import polars as pl

from flows.ingest.versions import Known, Ledger
from flows.tables import KNOWN, frame_of


def at(hour: int) -> datetime:
    return datetime(2024, 3, 1, hour, tzinfo=UTC)


def stored(*texts: tuple[str, int | None, bool], extractor: str = "1") -> Known:
    """Texts of article a as (hash, hour, whether current), stored by run r1 and its extractor."""
    rows: list[dict[str, object]] = [
        {
            "article_id": "a",
            "content_hash": content_hash,
            "version_at": None if hour is None else at(hour),
            "run_id": "r1",
            "is_current": is_current,
            "extractor_version": extractor if is_current else None,
        }
        for content_hash, hour, is_current in texts
    ]
    known: pl.DataFrame = frame_of(rows, KNOWN)
    return Known.of(known, extractor_version="1")


NOTHING = stored()
TWO = stored(("one", 8, False), ("two", 9, True))


def outcomes(ledger: Ledger, *texts: tuple[str, int | None]) -> list[str]:
    """Outcomes of the texts of article a, in order, in one batch."""
    return [ledger.judge("a", content_hash, None if hour is None else at(hour)).outcome for content_hash, hour in texts]


def test_first_text_is_new_another_revises_it_the_same_is_a_duplicate() -> None:
    assert outcomes(Ledger(NOTHING), ("one", 8), ("two", 9), ("one", 8)) == ["new", "revised", "duplicate"]


def test_only_the_current_text_of_a_batch_is_extracted() -> None:
    ledger = Ledger(NOTHING)
    outcomes(ledger, ("two", 9), ("one", 8))
    assert [ledger.wants_layers("a", name) for name in ("one", "two")] == [False, True]


def test_stored_texts_are_unchanged() -> None:
    assert outcomes(Ledger(TWO), ("one", 8), ("two", 9)) == ["unchanged", "unchanged"]


def test_text_restored_under_a_later_time_is_extracted_again() -> None:
    assert outcomes(Ledger(TWO), ("one", 10)) == ["reextracted"]


def test_text_restored_within_a_batch_needs_no_second_extraction() -> None:
    ledger = Ledger(NOTHING)
    assert outcomes(ledger, ("one", 8), ("two", 9), ("one", 10)) == ["new", "revised", "duplicate"]
    assert [ledger.wants_layers("a", name) for name in ("one", "two")] == [True, False]


def test_text_restored_in_a_later_batch_is_extracted_again() -> None:
    ledger = Ledger(NOTHING)
    outcomes(ledger, ("one", 8), ("two", 9))
    ledger.close(["a"])
    assert outcomes(ledger, ("one", 10), ("one", 11)) == ["reextracted", "duplicate"]


def test_later_time_of_the_current_text_is_news_and_an_earlier_one_is_not() -> None:
    ledger = Ledger(TWO)
    assert [ledger.judge("a", "two", at(hour)) for hour in (10, 8)] == [("unchanged", True), ("duplicate", False)]


def test_known_text_without_a_date_changes_nothing() -> None:
    ledger = Ledger(stored(("one", None, False), ("two", None, True)))
    assert ledger.judge("a", "one", None) == ("unchanged", False)


def test_undated_text_of_a_later_run_is_current() -> None:
    ledger = Ledger(stored(("two", None, True)))
    outcomes(ledger, ("one", None))
    assert ledger.wants_layers("a", "one")


def test_newer_extractor_reads_the_current_text_again() -> None:
    known = stored(("one", 8, False), ("two", 9, True), extractor="0")
    assert outcomes(Ledger(known), ("one", 8), ("two", 9)) == ["unchanged", "reextracted"]


def test_batch_is_closed_before_a_text_takes_the_place_of_one_to_be_extracted_again() -> None:
    ledger = Ledger(stored(("one", 8, False), ("two", 9, True), extractor="0"))
    outcomes(ledger, ("two", 9))
    cases = [("one", 8), ("one", 10), ("three", 8), ("three", 10), ("two", 10)]
    assert [ledger.would_displace("a", name, at(hour)) for name, hour in cases] == [False, True, False, True, False]


def test_batch_is_closed_before_a_text_of_an_earlier_batch_loses_its_place_again() -> None:
    ledger = Ledger(NOTHING)
    outcomes(ledger, ("one", 8), ("two", 9))
    ledger.close(["a"])
    outcomes(ledger, ("one", 10))
    assert ledger.would_displace("a", "two", at(11))
