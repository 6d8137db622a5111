import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.errors import StoreError
from flows.store import load
from flows.store.database import open_published, open_writer, writer_path
from tests.store.helpers import MEMORY, Text, run_once

HOLDER = """
import sys, pathlib
from flows.store.database import open_writer
with open_writer(pathlib.Path(sys.argv[1]), memory="300MB"):
    print("open", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "news.duckdb"


def count_known(db: Path) -> int:
    with open_writer(db, memory=MEMORY) as con:
        return load.fetch_known(con).height


def test_writer_lies_beside_the_published_file(db: Path) -> None:
    assert writer_path(db) == db.parent / "news.writer.duckdb"


def test_missing_writer_starts_from_the_published_file(db: Path) -> None:
    run_once(db, [[Text()]])
    writer_path(db).unlink()
    assert count_known(db) == 1


def test_writer_that_starts_from_the_published_file_has_nothing_to_publish(db: Path) -> None:
    run_once(db, [[Text()]])
    writer_path(db).unlink()
    assert not run_once(db, [], run_id="r2")


def test_log_of_a_writer_that_is_gone_is_not_replayed(db: Path) -> None:
    run_once(db, [[Text()]])
    writer_path(db).unlink()
    log = writer_path(db).with_name("news.writer.duckdb.wal")
    log.write_bytes(b"left behind")
    assert count_known(db) == 1


def test_second_process_is_told_that_the_writer_is_held(db: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=rf"news\.writer\.duckdb.*PID {holder.pid}.*\n.*wait until it is done"):
            count_known(db)
        holder.stdin.write("\n")
        holder.stdin.flush()
    assert count_known(db) == 0


def test_second_run_of_the_same_process_is_refused(db: Path) -> None:
    with open_writer(db, memory=MEMORY), pytest.raises(StoreError, match="another run of this process"):
        count_known(db)
    assert count_known(db) == 0


def test_published_database_that_is_missing_says_what_to_do(db: Path) -> None:
    with pytest.raises(StoreError, match="run `dateline run` first"), open_published(db):
        pass


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and so on"])
def test_file_that_is_no_database_is_refused(db: Path, content: bytes) -> None:
    db.parent.mkdir()
    db.write_bytes(content)
    with pytest.raises(StoreError, match="not a DuckDB database"), open_published(db):
        pass
    with pytest.raises(StoreError, match="not a DuckDB database"):
        count_known(db)
    assert not writer_path(db).exists()


def test_database_of_someone_else_is_refused_and_left_alone(db: Path) -> None:
    db.parent.mkdir()
    with duckdb.connect(db) as con:
        con.execute("create table sales (n integer)")
    with pytest.raises(StoreError, match="not a Dateline database: it holds sales"), open_published(db):
        pass
    with pytest.raises(StoreError, match="not a Dateline database: it holds sales"):
        count_known(db)
    assert [path.name for path in db.parent.iterdir()] == ["news.duckdb"]


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        count_known(tmp_path / "file" / "news.duckdb")


def test_published_connection_cannot_write(db: Path) -> None:
    run_once(db, [[Text()]])
    with open_published(db) as con, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        con.execute("delete from articles")
