"""Room 3, the way out: a copy of what the writer holds replaces, in one rename, the file that everyone reads.

Enters: the writer's connection and the path of the published file. Leaves: that file, read-only, or nothing when it is
already the same. Readers who have the old file open keep it until they close it.
"""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import duckdb

from flows.errors import StoreError
from flows.store.frames import Connection, execute, fetch

# DuckDB's main header and its two database headers; a checkpoint writes a new number and a new root into one of them.
HEADER_BYTES = 3 * 4096
READ_ONLY = 0o444

COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


def publish(con: Connection, db: Path) -> bool:
    """Whether the published file was replaced: not when nothing was loaded since it was made, and it is still there.

    Raises StoreError when there is no room or no right; the published file is then as it was.
    """
    sweep(db.parent, _temporary_prefix(db))
    if not is_stale(con, db):
        return False
    temporary = db.with_name(f"{_temporary_prefix(db)}{os.getpid()}")
    try:
        con.execute("checkpoint")
        copy_file(_file_of(con), temporary)
        temporary.chmod(READ_ONLY)
        # A log that a stranger's read-write client left: DuckDB would replay it into the new file (seen).
        db.with_name(db.name + ".wal").unlink(missing_ok=True)
        temporary.replace(db)
        _sync(db.parent)
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"{db}: cannot be published, it stays as it was: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)
    note_publication(con, db)
    return True


def note_publication(con: Connection, db: Path) -> None:
    """Nothing; the ledger says that the published file holds what this database holds."""
    execute(con, "publications", {"state": _state(con), "header_hash": _header_hash(db)})


def copy_file(source: Path, target: Path) -> None:
    """Nothing; the target is a copy of the source, on disk. Raises OSError.

    The copy is made by a child: were this process to open and close the file of an open database, the system would
    drop DuckDB's lock on it (POSIX record locks belong to the process, and any close ends them).
    """
    done = subprocess.run([sys.executable, "-IS", "-c", COPY, source, target], capture_output=True, text=True)
    if done.returncode:
        raise OSError(done.stderr.strip().rpartition("\n")[2] or f"copying stopped with code {done.returncode}")
    _sync(target)


def sweep(folder: Path, prefix: str) -> None:
    """Nothing; temporaries of runs that died are gone. Only for the one who holds the writer: no other run is alive."""
    for left in folder.iterdir():
        if left.name.startswith(prefix):
            left.unlink(missing_ok=True)


def is_stale(con: Connection, db: Path) -> bool:
    """Whether the published file is missing, is not the one we made, or lacks what was loaded since."""
    # A log beside it is a stranger's: readers would see the stranger's changes until the next publication.
    if not db.is_file() or db.with_name(db.name + ".wal").exists():
        return True
    last = fetch(con, "last_publication").rows()
    return last != [(_state(con), _header_hash(db))]


def _state(con: Connection) -> str:
    return str(fetch(con, "state").item())


def _header_hash(db: Path) -> str:
    with db.open("rb") as file:
        return sha256(file.read(HEADER_BYTES)).hexdigest()


def _file_of(con: Connection) -> Path:
    return Path(fetch(con, "database_file").item())


def _temporary_prefix(db: Path) -> str:
    return f".{db.name}.publishing."


def _sync(path: Path) -> None:
    """A file's bytes, or a folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
