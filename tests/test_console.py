"""What a person sees of a run."""

import pytest

from flows.console import print_split


def test_the_split_shows_layers_below_extraction_and_the_rest_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    steps = {"read_batch": (2.0, 1.0), "extract_batch": (9.0, 8.0)}
    print_split(steps, {"parsing": 5.0, "events": 1.0}, imports=1.0, total=10.0, words=40_000)
    lines = [" ".join(line.split()) for line in capsys.readouterr().err.splitlines()]
    assert "reading 1.00 10.0% 2.00" in lines
    assert "extraction 8.00 80.0% 9.00" in lines
    assert "events 1.00 10.0%" in lines
    assert "model, lexicons, frames 2.00 20.0%" in lines
    assert lines[-1] == "40,000 words, 5,000 a CPU second of extraction"


def test_the_split_of_a_run_without_new_articles_has_no_rate(capsys: pytest.CaptureFixture[str]) -> None:
    print_split({"read_batch": (2.0, 1.0)}, {}, imports=1.0, total=2.0, words=0)
    assert "CPU second" not in capsys.readouterr().err
