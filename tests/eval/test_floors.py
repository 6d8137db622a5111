"""No layer reads our own labelled sentences worse than its floor in floors.toml, which only a person lowers."""

import tomllib
from pathlib import Path

import pytest

from flows.evaluate.judgement import Figures
from flows.pipeline import ExtractLines, Hands, evaluate_file
from flows.runners import open_hands, open_runner
from flows.settings import Settings, load_settings
from tests.eval.sets import FOLDER, gold_sets, write_sets

FLOORS: dict[str, dict[str, float]] = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8"))
CASES = [(name, measure, floor) for name, floors in FLOORS.items() for measure, floor in floors.items()]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Figures]]:
    """The figures of each set, read once as `dateline eval` reads it."""
    folder = tmp_path_factory.mktemp("eval")
    settings = load_settings(db=folder / "news.duckdb", runner="inline", quiet=True)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        paths = write_sets(folder)
        return {name: _figures(paths[name], settings, hands, runner.extract_json) for name in paths}


def _figures(path: Path, settings: Settings, hands: Hands, extract: ExtractLines) -> dict[str, Figures]:
    return dict(evaluate_file(path, settings=settings, hands=hands, extract=extract).figures)


def test_there_are_at_least_300_texts() -> None:
    assert sum(len(records) for records in gold_sets().values()) >= 300


def test_every_label_slices_back() -> None:
    for records in gold_sets().values():
        for record in records:
            for row in [*record.get("mentions", []), *record.get("references", [])]:
                words = record["text"][row["start"] : row["end"]]
                assert words, record["id"]
                assert words == words.strip("[] "), record["id"]


@pytest.mark.parametrize(("name", "measure", "floor"), CASES, ids=lambda value: str(value))
def test_a_measure_does_not_fall_below_its_floor(
    name: str, measure: str, floor: float, figures: dict[str, dict[str, Figures]]
) -> None:
    assert figures[name][measure].f1 >= floor
