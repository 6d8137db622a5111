"""Room 3, the foundations: the numbered files of sql/schema, the views of sql/views, the macros of sql/macros.

Enters: a connection to the writer. Leaves: a database with today's tables, views, macros and comments, and a row in
`schema_version` for each file. A migration is never edited after a release, it gets a successor; a view or a macro is
replaced when its file has changed. Macros come by name: one that uses another sorts after it.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from flows.errors import StoreError
from flows.settings import share
from flows.store.frames import Connection, execute, fetch, transaction

# What tells a database whose articles bear ids of the first rule for addresses (docs/decisions/0004-identity.md).
OLD_IDS, NEW_IDS = "016_event_clusters", "028_marks"


def migrate(
    con: Connection, *, schema: Path | None = None, views: Path | None = None, macros: Path | None = None
) -> None:
    """Nothing; what is missing is applied in order, a transaction each. Another schema has only the macros given.

    Raises StoreError for a database that a newer program has changed, or that is not ours.
    """
    migrations = {path: _number(path) for path in sorted((schema or share("sql", "schema")).glob("*.sql"))}
    applied = applied_files(con)
    newest = max((version for _, version in applied.values() if version), default=0)
    if newest > max(migrations.values()):
        raise StoreError(f"the database has schema {newest}, this program knows {max(migrations.values())}: update it")
    if OLD_IDS in applied and NEW_IDS not in applied and con.table("articles").limit(1).fetchall():
        raise StoreError(
            f"{fetch(con, 'database_file').item()}: from before article ids changed, would count its articles twice; "
            "move it away or name another with --db, and read your inputs again"
        )
    for path, version in migrations.items():
        if path.stem not in applied:
            _apply(con, path, version)
    for path in _made_anew(views or share("sql", "views"), macros if schema else share("sql", "macros")):
        if applied.get(path.stem, ("", None))[0] != _hash(path):
            _apply(con, path, None)


def _made_anew(*folders: Path | None) -> Iterator[Path]:
    """The files that replace what they made before, folder by folder."""
    for folder in folders:
        yield from sorted(folder.glob("*.sql")) if folder else ()


def applied_files(con: Connection) -> dict[str, tuple[str, int | None]]:
    """Each applied file's hash and number by its name; none in an empty database.

    Raises StoreError when there are tables, but no ledger of ours.
    """
    tables = fetch(con, "table_names")["table_name"].to_list()
    if not tables:
        return {}
    if "schema_version" not in tables:
        raise StoreError(f"not a Dateline database: it holds {', '.join(tables[:5])}; name another with --db")
    return {name: (hash_, version) for name, hash_, version in fetch(con, "applied_files").iter_rows()}


def _apply(con: Connection, path: Path, version: int | None) -> None:
    with transaction(con):
        con.execute(path.read_text(encoding="utf-8"))
        execute(con, "schema_version", {"name": path.stem, "version": version, "content_hash": _hash(path)})


def _number(path: Path) -> int:
    """The number that the file's name begins with."""
    return int(path.stem.partition("_")[0])


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
