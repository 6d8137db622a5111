"""Room 4, the mail book: who was sent which digest of which period, in `<stem>.sent.json` beside the database.

The published database is read only and replaced at every run; what was sent has to outlive it.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.errors import MailError

SENDING, SENT = "sending", "sent"


def ledger_path(db: Path) -> Path:
    """Where it is kept who got what: beside the published database, which is read only."""
    return db.with_name(f"{db.stem}.sent.json")


def read_ledger(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Digest and period -> recipient -> state, time, Message-ID. Raises MailError for a file that is not one."""
    if not path.exists():
        return {}
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        return {key: dict(entries) for key, entries in whole.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise MailError(
            f"{path}: not a ledger of sent mails: {error}; move it away, and every digest may be sent once more"
        ) from error


def write_entries(path: Path, key: str, entries: Mapping[str, dict[str, str] | None]) -> None:
    """The ledger replaced at once, a digest's entries renewed; None takes one out."""
    whole = read_ledger(path)
    merged: dict[str, Any] = {**whole.get(key, {}), **entries}
    whole[key] = {name: entry for name, entry in sorted(merged.items()) if entry is not None}
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps({name: value for name, value in sorted(whole.items()) if value}, indent=1) + "\n")
        stream.flush()
        # A machine that loses power must not forget that a mail is on its way.
        os.fsync(stream.fileno())
    part.replace(path)


@contextmanager
def locked(ledger: Path) -> Iterator[None]:
    """One sender at a time: the second waits, then finds that the mail is out."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.with_name(f".{ledger.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
