"""Damaged files through every reader: no crash, no hang, no flood of memory, each record read has one outcome.

Each portion is read by a process of its own, so that its memory can be measured and its death be told. To look at one
file: `python -m tests.fuzz.child 4711 4712 /tmp`.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PORTION = 250
FILES = 20_000
# For one file, in seconds of the processor; for a process that has read a portion.
MOST_SECONDS = 10
MOST_BYTES = 1_000_000_000


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize(
    "first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in range(PORTION, FILES, PORTION))]
)
def test_damaged_files_are_accounted_for(first: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.child", str(first), str(first + PORTION), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"file {(tmp_path / 'now').read_text()}: {done.stderr[-3_000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["faults"] == {}
    assert found["slowest"][0] < MOST_SECONDS, f"file {found['slowest'][1]}"
    assert found["memory"] < MOST_BYTES
