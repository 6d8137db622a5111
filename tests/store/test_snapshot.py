import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.errors import StoreError
from flows.store import snapshot
from flows.store.database import open_published, open_writer, writer_path
from tests.store.helpers import MEMORY, Text, reject_frame, run_batches, run_once, store

FIRST = Text()
LATER = Text(hour=11, tail="lifted its embargo on Sylvania on Friday.")

# Opens the published file, says so, waits for a word, then reads.
READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
print(con.sql("select count(*) from articles").fetchone()[0], flush=True)
sys.stdin.readline()
print(con.sql("select count(*) from articles").fetchone()[0], flush=True)
"""

# Loads a batch, says so, and is killed before it publishes.
KILLED = """
import sys, pathlib, time
from flows.store.database import open_writer
from tests.store.helpers import MEMORY, Text, begin, store
with open_writer(pathlib.Path(sys.argv[1]), memory=MEMORY) as con:
    begin(con, "r2")
    store(con, [Text(key="2")], run_id="r2")
    print("stored", flush=True)
    time.sleep(60)
"""

# A stranger who writes into the published file and is killed: DuckDB leaves its log.
STRANGER = """
import os, sys, duckdb
os.chmod(sys.argv[1], 0o644)
con = duckdb.connect(sys.argv[1])
con.execute("set checkpoint_threshold = '1GB'")
con.execute("create table stranger (n integer)")
con.execute("insert into stranger values (1)")
os.kill(os.getpid(), 9)
"""

# The same, but he has had the file open since before the publication that lies between his two lines.
LATE_STRANGER = """
import os, sys, duckdb
os.chmod(sys.argv[1], 0o644)
con = duckdb.connect(sys.argv[1])
con.execute("set checkpoint_threshold = '1GB'")
print("open", flush=True)
sys.stdin.readline()
con.execute("create table stranger (n integer)")
con.execute("insert into stranger values (1)")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "news.duckdb"


def count_articles(db: Path) -> int:
    with open_published(db) as con:
        return len(con.table("articles").fetchall())


def identity(db: Path) -> tuple[int, int]:
    """Which file it is, and when it was written."""
    return db.stat().st_ino, db.stat().st_mtime_ns


def start(program: str, db: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )


def test_published_file_is_read_only_and_complete(db: Path) -> None:
    assert run_once(db, [[FIRST], [LATER]])
    assert db.stat().st_mode & 0o777 == 0o444
    assert sorted(path.name for path in db.parent.iterdir()) == ["news.duckdb", "news.writer.duckdb"]
    assert count_articles(db) == 2


def test_run_without_news_leaves_the_file_as_it_is(db: Path) -> None:
    run_once(db, [[FIRST]])
    before = identity(db)
    assert not run_once(db, [[FIRST]], run_id="r2")
    assert identity(db) == before


def test_run_that_loads_nothing_leaves_the_file_as_it_is(db: Path) -> None:
    run_once(db, [[FIRST]])
    assert not run_once(db, [], run_id="r2")


@pytest.mark.parametrize("news", [LATER, Text(hour=7), Text(key="2")], ids=["later text", "older text", "article"])
def test_every_new_text_is_published(db: Path, news: Text) -> None:
    run_once(db, [[FIRST]])
    assert run_once(db, [[news]], run_id="r2")
    assert count_articles(db) == 2


def test_new_extraction_is_published(db: Path) -> None:
    run_once(db, [[FIRST]])
    assert run_once(db, [[FIRST]], run_id="r2", extractor="x2")


def test_new_reject_is_published_and_a_known_one_is_not(db: Path) -> None:
    run_once(db, [[FIRST]])
    for run_id, is_news in (("r2", True), ("r3", False)):
        with open_writer(db, memory=MEMORY) as con:
            store(con, [], run_id=run_id, rejects=reject_frame("line 17"))
            assert snapshot.publish(con, db) is is_news


def test_missing_published_file_is_made_again(db: Path) -> None:
    run_once(db, [[FIRST]])
    db.unlink()
    assert run_once(db, [], run_id="r2")
    assert count_articles(db) == 1


def test_first_run_without_any_article_publishes_an_empty_database(db: Path) -> None:
    assert run_once(db, [])
    assert count_articles(db) == 0


def test_published_file_that_is_not_ours_any_more_is_replaced(db: Path) -> None:
    run_once(db, [[FIRST]])
    shutil.copyfile(db, db.parent / "old")
    run_once(db, [[LATER]], run_id="r2")
    (db.parent / "old").replace(db)
    assert run_once(db, [], run_id="r3")
    assert count_articles(db) == 2


def test_changed_view_is_published(db: Path) -> None:
    run_once(db, [[FIRST]])
    with open_writer(db, memory=MEMORY) as con:
        con.execute("update schema_version set content_hash = 'of an older program' where name = 'article_text'")
        assert snapshot.publish(con, db)
    assert run_once(db, [], run_id="r2")


def test_batches_of_a_killed_run_are_published_by_the_next(db: Path) -> None:
    run_once(db, [[FIRST]])
    with start(KILLED, db) as killed:
        assert killed.stdout
        assert killed.stdout.readline() == "stored\n"
        killed.kill()
    assert count_articles(db) == 1
    assert run_once(db, [], run_id="r3")
    assert count_articles(db) == 2
    with open_published(db) as con:
        runs = con.sql("select run_id, status from runs order by run_id").fetchall()
    assert runs == [("r1", "done"), ("r2", "died"), ("r3", "done")]


def test_reader_keeps_the_old_file_while_a_new_one_is_published(db: Path) -> None:
    run_once(db, [[FIRST]])
    with start(READER, db) as reader:
        assert reader.stdout
        assert reader.stdin
        assert reader.stdout.readline() == "1\n"
        assert run_once(db, [[LATER]], run_id="r2")
        reader.stdin.write("go on\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"
    assert count_articles(db) == 2


def test_log_of_a_stranger_is_not_replayed_into_the_new_file(db: Path) -> None:
    run_once(db, [[FIRST]])
    subprocess.run([sys.executable, "-c", STRANGER, db], check=False)
    log = db.with_name("news.duckdb.wal")
    assert log.exists()
    assert run_once(db, [[LATER]], run_id="r2")
    assert not log.exists()
    with open_published(db) as con:
        assert con.sql("select table_name from duckdb_tables() where table_name = 'stranger'").fetchall() == []


def test_log_of_a_stranger_who_writes_after_a_publication_is_gone_with_the_next_run(db: Path) -> None:
    run_once(db, [[FIRST]])
    with start(LATE_STRANGER, db) as stranger:
        assert stranger.stdout
        assert stranger.stdout.readline() == "open\n"
        assert run_once(db, [[LATER]], run_id="r2")
        stranger.communicate("write\n")
    run_once(db, [], run_id="r3")
    assert count_articles(db) == 2
    assert not db.with_name("news.duckdb.wal").exists()
    with open_published(db) as con:
        assert con.sql("select table_name from duckdb_tables() where table_name = 'stranger'").fetchall() == []


def test_temporaries_of_dead_runs_are_swept(db: Path) -> None:
    run_once(db, [[FIRST]])
    left = [db.with_name(f".news.{name}.12345") for name in ("duckdb.publishing", "writer.duckdb.copy")]
    for path in left:
        path.write_bytes(b"half a copy")
    run_once(db, [], run_id="r2")
    assert not any(path.exists() for path in left)


def test_writer_stays_locked_after_publishing(db: Path) -> None:
    with open_writer(db, memory=MEMORY) as con:
        run_batches(con, [[FIRST]])
        snapshot.publish(con, db)
        done = subprocess.run(
            [sys.executable, "-c", "import sys, duckdb; duckdb.connect(sys.argv[1])", writer_path(db)],
            capture_output=True,
            text=True,
        )
    assert "lock" in done.stderr


def test_failed_copy_leaves_the_published_file(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_once(db, [[FIRST]])
    before = identity(db)
    monkeypatch.setattr(snapshot, "COPY", "raise OSError('No space left on device')")
    with pytest.raises(StoreError, match="stays as it was: OSError: No space left on device"):
        run_once(db, [[LATER]], run_id="r2")
    assert identity(db) == before
    monkeypatch.undo()
    assert run_once(db, [], run_id="r3")


def test_publication_that_was_not_noted_is_made_again(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "note_publication", lambda *_: None)
    assert run_once(db, [[FIRST]])
    monkeypatch.undo()
    assert run_once(db, [], run_id="r2")
    assert not run_once(db, [], run_id="r3")


def test_plain_client_opens_the_published_file_read_only(db: Path) -> None:
    run_once(db, [[FIRST]])
    with duckdb.connect(db, read_only=True) as con:
        assert con.sql("select sender, target, sentence from sanctions_mentions").fetchall() == [
            ("FRE", "SYL", FIRST.text)
        ]
