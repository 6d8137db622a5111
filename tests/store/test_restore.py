"""A damaged file is moved aside, and its place taken by what the other one holds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.errors import StoreError
from flows.store.database import open_published, open_writer, writer_path
from flows.store.restore import find_damage, restore
from tests.runs import query, run_directly, write_articles
from tests.test_pipeline import CALM

NOW = datetime(2025, 3, 4, 12, 30, tzinfo=UTC)
ASIDE = "damaged-20250304T123000"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    texts = [f"{CALM['text']} Number {i}." for i in range(40)]
    path = write_articles(tmp_path / "a.jsonl", [{**CALM, "id": str(i), "text": text} for i, text in enumerate(texts)])
    run_directly(tmp_path, path)
    return tmp_path / "news.duckdb"


def spoil(path: Path) -> None:
    """Zeroes over the middle of the file, as a bad disk leaves them; the header stays."""
    data = bytearray(path.read_bytes())
    data[3 * 4096 : -4096] = bytes(len(data) - 4 * 4096)
    path.chmod(0o644)
    path.write_bytes(data)


def count(db: Path) -> object:
    return query(db.parent, "select count(*) from articles")[0][0]


def test_damaged_writer_starts_again_from_what_is_published(db: Path) -> None:
    spoil(writer_path(db))
    restored = restore(db, now=NOW, memory="500MB")
    assert len(restored.damages) == 1
    assert (db.parent / f"news.writer.duckdb.{ASIDE}").exists()
    assert find_damage(writer_path(db)) == ""
    assert count(db) == 40


def test_damaged_publication_is_made_anew_from_the_writer(db: Path) -> None:
    spoil(db)
    restore(db, now=NOW, memory="500MB")
    assert (db.parent / f"news.duckdb.{ASIDE}").exists()
    assert count(db) == 40


def test_missing_publication_is_made_anew(db: Path) -> None:
    db.unlink()
    assert restore(db, now=NOW, memory="500MB").deeds == (f"{db}: made from its writer's file",)
    assert count(db) == 40


def test_sound_database_is_left_alone(db: Path) -> None:
    before = db.read_bytes()
    restored = restore(db, now=NOW, memory="500MB")
    assert (restored.damages, restored.deeds) == ((), ())
    assert db.read_bytes() == before


def test_two_damaged_files_are_named_and_left_where_they_are(db: Path) -> None:
    spoil(db)
    spoil(writer_path(db))
    with pytest.raises(StoreError, match="both files are damaged"):
        restore(db, now=NOW, memory="500MB")
    assert not list(db.parent.glob("*.damaged-*"))


def test_database_at_work_is_not_touched(db: Path) -> None:
    with open_writer(db, memory="500MB"), pytest.raises(StoreError, match="holds it"):
        restore(db, now=NOW, memory="500MB")


def test_next_run_after_a_restore_finds_nothing_new(db: Path) -> None:
    spoil(writer_path(db))
    restore(db, now=NOW, memory="500MB")
    assert run_directly(db.parent, db.parent / "a.jsonl").counts["unchanged"] == 40


def test_run_on_a_damaged_database_says_what_makes_it_good(db: Path) -> None:
    spoil(writer_path(db))
    with pytest.raises(StoreError, match="`dateline restore` makes it good"):
        run_directly(db.parent, db.parent / "a.jsonl")


def test_reader_of_a_damaged_database_is_told_what_makes_it_good(db: Path) -> None:
    spoil(db)
    with pytest.raises(StoreError, match="`dateline restore` makes it good"), open_published(db):
        pass
