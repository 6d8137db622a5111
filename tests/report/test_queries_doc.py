"""docs/queries.md and docs/opening.md: every query and program in them runs on the sample articles."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from flows.report.examples import Example, read_examples
from flows.report.export import export_tables
from flows.report.query import write_query
from tests.renew import QUERIES, queries_page
from tests.runs import run_directly

ROOT = Path(__file__).parents[2]
EXAMPLES = read_examples(QUERIES)
OPENING = (ROOT / "docs" / "opening.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles' database where the page says that it lies."""
    path = tmp_path_factory.mktemp("queries")
    run_directly(path)
    (path / ".data").mkdir()
    (path / "news.duckdb").rename(path / ".data" / "dateline.duckdb")
    return path


@pytest.fixture(scope="module")
def db(folder: Path) -> Path:
    return folder / ".data" / "dateline.duckdb"


def test_there_are_twenty_five() -> None:
    assert len(EXAMPLES) == len({example.question for example in EXAMPLES}) == 25
    assert QUERIES.read_text(encoding="utf-8").count("```sql") == 25, "every block is an example"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.question[:50])
def test_every_question_is_answered_in_the_sandbox(db: Path, example: Example, tmp_path: Path) -> None:
    assert write_query(db, example.query, form="csv", out=tmp_path / "a.csv", timeout=30, memory="500MB") > 0


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.question[:50])
def test_every_order_is_complete(db: Path, example: Example, tmp_path: Path) -> None:
    """The same rows in the same order, twice: an answer that changes from run to run cannot be checked."""
    answers = []
    for name in ("1", "2"):
        write_query(db, example.query, form="jsonl", out=tmp_path / name, timeout=30, memory="500MB")
        answers.append((tmp_path / name).read_text(encoding="utf-8"))
    assert answers[0] == answers[1]


def test_answers_on_the_page_are_those_of_the_sample_articles(db: Path) -> None:
    assert QUERIES.read_text(encoding="utf-8") == queries_page(db), "run `uv run python -m tests.renew`, read the diff"


@pytest.mark.parametrize("program", re.findall(r"```python\n(.*?)```", OPENING, re.DOTALL))
def test_every_program_in_python_runs(folder: Path, db: Path, program: str) -> None:
    assert db.exists()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_export_is_read_as_the_page_says(folder: Path, db: Path) -> None:
    export_tables(db, folder / "parquet", memory="500MB")
    query = re.findall(r"```sql\n(.*?)```", OPENING, re.DOTALL)[-1]
    with duckdb.connect() as con:
        con.execute(f"set file_search_path = '{folder}'")
        assert len(con.execute(query).fetchall()) == 8


@pytest.mark.parametrize("command", re.findall(r"^dateline (\w+)", OPENING, re.MULTILINE))
def test_every_command_on_the_page_is_one(command: str) -> None:
    assert command in main.commands
