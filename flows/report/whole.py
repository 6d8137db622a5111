"""Room 4, the last latch: a report's folder takes its name when all of it is there.

Enters: the name of a folder that does not exist yet. Leaves: that folder, whole, or nothing; what runs that died left
half made is gone.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The folder of a run, hidden while it is made.
HALF_MADE = ".[0-9]*T*Z.part"


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write to, renamed to `folder` at the end of the block; removed when the block fails.

    Reports are made when the writer's lock is free again, so each folder has a lock of its own, which ends with its
    process: who can take it knows that the other one died.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent)
    part = folder.with_name(f".{folder.name}.part")
    part.mkdir()
    with _locked(part):
        try:
            yield part
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _locked(part: Path) -> Iterator[None]:
    """The folder's lock. Raises BlockingIOError when a living process has it."""
    descriptor = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _sweep(parent: Path) -> None:
    for left in parent.glob(HALF_MADE):
        try:
            with _locked(left):
                shutil.rmtree(left, ignore_errors=True)
        except OSError:  # it is being made, or is gone since we looked
            continue
