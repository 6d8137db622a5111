"""A report's folder is there with all of its files, or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.report.whole import whole_folder

RUN, OTHER = "20250304T120000.000000Z", "20250304T130000.000000Z"
# Begins a report and is killed.
KILLED = """
import os, pathlib, sys
from flows.report.whole import whole_folder
with whole_folder(pathlib.Path(sys.argv[1])) as part:
    (part / "index.html").write_text("half")
    os.kill(os.getpid(), 9)
"""


def test_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out" / RUN) as part:
        (part / "index.html").write_text("whole")
        assert not (tmp_path / "out" / RUN).exists()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [RUN]
    assert (tmp_path / "out" / RUN / "index.html").read_text() == "whole"


def test_report_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no chart"), whole_folder(tmp_path / RUN):
        raise ValueError("no chart")
    assert list(tmp_path.iterdir()) == []


def test_half_a_report_of_a_killed_run_is_swept_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, tmp_path / RUN], check=False, cwd=Path.cwd())
    assert [path.name for path in tmp_path.iterdir()] == [f".{RUN}.part"]
    with whole_folder(tmp_path / OTHER):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [OTHER]


def test_report_that_is_being_made_is_left_alone(tmp_path: Path) -> None:
    with whole_folder(tmp_path / RUN) as part:
        with whole_folder(tmp_path / OTHER):
            pass
        assert part.exists()
    assert {path.name for path in tmp_path.iterdir()} == {RUN, OTHER}


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".mine.part").mkdir()
    with whole_folder(tmp_path / RUN):
        pass
    assert (tmp_path / ".mine.part").exists()
