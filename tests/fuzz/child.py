"""Reads damaged files, from one number to another, in a process of its own: `python -m tests.fuzz.child 0 200 FOLDER`.

Leaves one line of JSON: what was wrong with which file, the longest time and the utmost memory. The number of the file
that is being read stands in FOLDER/now, for the case that the process does not live to say anything.
"""

import faulthandler
import json
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from flows.ingest.articles import OUTCOMES
from tests.fuzz.damage import damaged_file
from tests.ingest.helpers import batches_of, counts_of

# Longer than any file may take, by the clock of a busy machine.
HANGS_AFTER = 120


def main(first: int, last: int, folder: Path) -> None:
    """Reads the files and prints what came of them."""
    faults: dict[int, str] = {}
    outcomes: Counter[str] = Counter()
    slowest = (0.0, 0)
    for seed in range(first, last):
        (folder / "now").write_text(str(seed))
        name, data = damaged_file(seed)
        path = folder / name
        path.write_bytes(data)
        faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
        began = time.process_time()
        try:
            counts = counts_of(batches_of(path))
        except BaseException:  # noqa: BLE001 - a panic of a library in Rust is no Exception
            counts = {}
            faults[seed] = f"{name}: {traceback.format_exc()}"
        slowest = max(slowest, (time.process_time() - began, seed))
        if counts and not counts["read"] == sum(counts.get(outcome, 0) for outcome in OUTCOMES) >= 1:
            faults[seed] = f"{name}: not accounted for: {counts}"
        outcomes.update(counts)
        path.unlink()
    faulthandler.cancel_dump_traceback_later()
    memory = _utmost_memory()
    print(json.dumps({"faults": faults, "slowest": slowest, "memory": memory, "outcomes": outcomes}))


def _utmost_memory() -> int:
    """Bytes that this process held at most. Not by getrusage where it can be helped: Linux hands its figure on from the
    process that started this one, and a test session of an hour holds a gigabyte."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
