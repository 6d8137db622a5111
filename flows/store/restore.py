"""Room 3, the workshop: a damaged database is made good from the copy beside it.

The writer's file and the published one hold the same: what is published was copied from the writer, and a missing
writer's file starts from what is published. Enters: the path of the published database. Leaves: the damaged file beside
its place under another name, and the sound one in both places.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from flows.errors import StoreError
from flows.store.database import Connection, open_writer, writer_path
from flows.store.migrate import applied_files
from flows.store.snapshot import publish


@dataclass(frozen=True, slots=True)
class Restored:
    """What was found wrong, and what was done about it; both empty when nothing was wrong."""

    damages: tuple[str, ...]
    deeds: tuple[str, ...]


def restore(db: Path, *, now: datetime, memory: str) -> Restored:
    """What was damaged and is sound again. Every table is read whole; damaged files are moved aside, never deleted.

    Raises StoreError when a run is at work, when there is nothing to restore from, or when both files are damaged.
    """
    writer = writer_path(db)
    if not db.exists() and not writer.exists():
        raise StoreError(f"{db}: there is no database, and no writer's file beside it; `dateline run` makes one")
    found = {path: find_damage(path) for path in (writer, db)}
    damages = tuple(f"{path}: {damage}" for path, damage in found.items() if damage and path.exists())
    if found[writer] and found[db]:
        raise StoreError(
            f"both files are damaged: {'; '.join(damages) or db}\n"
            "Take a copy of either from a backup, or move both away and read the inputs again"
        )
    deeds = [_set_aside(path, now) for path, damage in found.items() if damage and path.exists()]
    if found[writer] or found[db]:
        with open_writer(db, memory=memory) as con:
            publish(con, db)
        deeds.append(f"{db}: sound, and so is its writer's file" if damages else f"{db}: made from its writer's file")
    return Restored(damages, tuple(deeds))


def find_damage(path: Path) -> str:
    """What is wrong with a database file, "" when all of it can be read. Raises StoreError while a run writes to it."""
    if not path.exists():
        return "it is missing"
    try:
        with duckdb.connect(path, read_only=True) as con:
            return "it holds no tables of ours" if not applied_files(con) else _read_all(con)
    except (duckdb.Error, RuntimeError, OSError) as error:
        # DuckDB has no kind of error for "in use": one message for another process, one for this one.
        if isinstance(error, duckdb.ConnectionException) or "Could not set lock" in str(error):
            raise StoreError(f"{path}: a run or a client holds it; wait until it is done, then restore") from error
        return _first_line(error)


def _read_all(con: Connection) -> str:
    """Nothing to tell; every block of every table has been read, and its checksum with it."""
    tables = con.execute("select table_name from duckdb_tables() where not internal order by 1").fetchall()
    for (name,) in tables:
        con.execute(f'select bit_xor(hash(t)) from "{name}" as t').fetchall()  # noqa: S608 names from the catalogue
    return ""


def _set_aside(path: Path, now: datetime) -> str:
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S}")
    path.rename(aside)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.rename(aside.with_name(aside.name + ".wal"))
    return f"{path}: moved to {aside.name}"


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
