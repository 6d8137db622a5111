"""Room 3, the doors: the writer's file for the one run that writes, the published file for everyone who reads.

Enters: the path of the published database. Leaves: connections. No run opens the published file for writing; the
writer's file lies beside it and outlives the run.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.errors import StoreError
from flows.store.frames import Connection as Connection
from flows.store.migrate import applied_files, migrate
from flows.store.snapshot import copy_file, note_publication, sweep

# DuckDB's file format has this word after an eight-byte checksum.
MAGIC, MAGIC_AT = b"DUCK", 8
# For loading one thread is as fast (3,000 synthetic articles in batches of 200: 856 and 933 a second with two, 974 and
# 1,013 with one); the checks at the end, when no worker extracts any more, gain by the second. Letting go of the order
# of insertion gained nothing (790 and 796).
WRITER_THREADS = 2
# DuckDB has one kind of error for a file in use and a damaged one.
RESTORE = "`dateline restore` makes it good from the copy beside it"

_open_here: set[Path] = set()
_open_here_lock = threading.Lock()


def writer_path(db: Path) -> Path:
    """The writer's file that belongs to a published one, beside it.

    >>> writer_path(Path("news/dateline.duckdb")).as_posix()
    'news/dateline.writer.duckdb'
    """
    return db.with_name(f"{db.stem}.writer.duckdb")


@contextmanager
def open_writer(db: Path, *, memory: str) -> Iterator[Connection]:
    """The only connection that writes, migrated; `memory` is DuckDB's limit ("800MB").

    A missing writer's file starts from a copy of the published one: nothing stored is lost. Raises StoreError when
    another run holds it or when the file is not ours.
    """
    writer = writer_path(db)
    with _only_once(writer):
        is_copy = _prepare(db, writer)
        con = _connect_writer(writer, memory)
        try:
            sweep(writer.parent, _copy_prefix(writer))
            applied = applied_files(con)
            if is_copy and applied:
                note_publication(con, db)
            migrate(con)
            yield con
        finally:
            con.close()


@contextmanager
def open_published(db: Path) -> Iterator[Connection]:
    """The published database, read-only. Raises StoreError when there is none or when it is not ours."""
    if not db.is_file():
        raise StoreError(f"{db}: there is no database; run `dateline run` first, or name another with --db")
    _ask_magic(db)
    try:
        con = duckdb.connect(db, read_only=True)
    except duckdb.Error as error:
        raise StoreError(f"{db}: cannot be read: {_first_line(error)}\nIf it is damaged, {RESTORE}") from error
    try:
        if not applied_files(con):
            raise StoreError(f"{db}: not a Dateline database, it holds no tables; name another with --db")
        yield con
    finally:
        con.close()


@contextmanager
def _only_once(writer: Path) -> Iterator[None]:
    """DuckDB's lock keeps other processes out; a second run within this process would share its database instead."""
    key = writer.resolve()
    with _open_here_lock:
        if key in _open_here:
            raise StoreError(f"{writer}: another run of this process is writing; wait until it is done")
        _open_here.add(key)
    try:
        yield
    finally:
        _open_here.discard(key)


def _prepare(db: Path, writer: Path) -> bool:
    """Whether the writer's file had to be made, as a copy of the published one."""
    try:
        db.parent.mkdir(parents=True, exist_ok=True)
        if writer.exists():
            _ask_magic(writer)
            return False
        # Its file is gone, so this log belongs to nothing; DuckDB would replay it into the new file.
        writer.with_name(writer.name + ".wal").unlink(missing_ok=True)
        return _start_from_published(db, writer) if db.is_file() else False
    except OSError as error:
        raise StoreError(f"{writer}: cannot be written: {error}") from error


def _start_from_published(db: Path, writer: Path) -> bool:
    """Whether this process made the writer's file; linked into place, so of two runs at once only one does."""
    with open_published(db):
        pass
    copy = writer.with_name(f"{_copy_prefix(writer)}{os.getpid()}")
    try:
        copy_file(db, copy)
        os.link(copy, writer)
        return True
    except (FileExistsError, FileNotFoundError):  # made, or made and our copy swept, by the other one
        return False
    finally:
        copy.unlink(missing_ok=True)


def _copy_prefix(writer: Path) -> str:
    return f".{writer.name}.copy."


def _connect_writer(writer: Path, memory: str) -> Connection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": WRITER_THREADS,
        "temp_directory": str(writer.with_name(f"{writer.name}.tmp")),
        "autoinstall_known_extensions": False,
        # A table that is not there is an error, not a Python variable of that name.
        "python_enable_replacements": False,
    }
    try:
        return duckdb.connect(writer, config=config)
    except duckdb.IOException as error:
        raise StoreError(
            f"{writer}: cannot be opened for writing: {_first_line(error)}\n"
            "If another run is at work, wait until it is done, and close clients that hold the file; "
            f"if it is damaged, {RESTORE}"
        ) from error
    except duckdb.Error as error:
        raise StoreError(f"{writer}: cannot be opened: {_first_line(error)}\nIf it is damaged, {RESTORE}") from error


def _ask_magic(path: Path) -> None:
    """Raises StoreError for a file that is no DuckDB database."""
    with path.open("rb") as file:
        head = file.read(MAGIC_AT + len(MAGIC))
    if head[MAGIC_AT:] != MAGIC:
        raise StoreError(f"{path}: not a DuckDB database; move it away, or name another with --db")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
