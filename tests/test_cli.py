"""The commands as a user types them, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs import write_articles
from tests.test_pipeline import BAD, CALM, SEED


def dateline(*args: str | Path, folder: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The finished command, run in `folder` on its database."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, args)],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"DATELINE_DB": "news.duckdb", "DATELINE_OUT": "out", "NO_COLOR": "1"} | environment,
        timeout=200,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of two articles."""
    path = tmp_path_factory.mktemp("desk")
    done = dateline("run", "--direct", SEED, write_articles(path / "a.jsonl", [CALM]), folder=path)
    assert done.returncode == 0, done.stderr
    return path


def test_run_ends_with_a_table_that_names_the_report(folder: Path) -> None:
    done = dateline("run", "--direct", SEED, folder=folder)
    words = done.stdout.split()
    assert words[words.index("unchanged") :][1:3] == ["│", "1"]
    page = next(line.split("│")[2].strip() for line in done.stdout.splitlines() if "report" in line)
    assert (folder / page).is_file()


def test_extract_prints_a_record_per_article_in_input_order(folder: Path) -> None:
    done = dateline("extract", folder / "a.jsonl", SEED, folder=folder)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records[0]["id"] == "1"
    assert [record["input"]["record"] for record in records] == [1, 1]
    layers = ("mentions", "entities", "dates", "quotes", "events", "sanctions")
    assert all(isinstance(record[name], list) for record in records for name in layers)
    for record in records:
        for layer in ("mentions", "dates"):
            for row in record[layer]:
                assert record["text"][row["start"] : row["end"]] == row["text"]


def test_extract_reads_standard_input(folder: Path) -> None:
    done = dateline("extract", "-", folder=folder, stdin=json.dumps(CALM) + "\n" + json.dumps(CALM) + "\n")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "1"]


def test_columns_are_told_and_a_list_in_a_document_may_be_named(folder: Path) -> None:
    lists = {name: [{"headline": name, "body": f"All was calm in {name}."}] for name in ("world", "home")}
    (folder / "a.json").write_text(json.dumps(lists))
    done = dateline("extract", "a.json", "--records", "home", folder=folder)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["home"]
    assert "a.json: columns: title=headline, text=body" in done.stderr
    assert "--records" in dateline("extract", "a.json", folder=folder).stderr


def test_strict_run_with_rejects_ends_with_3(folder: Path) -> None:
    assert dateline("extract", "--strict", BAD, folder=folder).returncode == 3
    assert dateline("extract", BAD, folder=folder).returncode == 0


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["run", "--direct", "nowhere.txt"], 1, "nowhere.txt"),
        (["extract", "--map", "body", "a.jsonl"], 2, "FIELD=COLUMN"),
        (["report", "no_such_report"], 2, "sanctions_mentions"),
        (["report", "--grain", "fortnight"], 2, "month"),
        (["report", "--format", "docx"], 2, "parquet"),
        (["report", "--since", "yesterday"], 2, "yesterday"),
        (["sql", "drop table articles"], 1, "SELECT"),
        (["sql", "select nonsense"], 1, "nonsense"),
        (["sql", "--db", "gone.duckdb", "select 1"], 1, "dateline run"),
        (["run", "--frobnicate"], 2, "--frobnicate"),
    ],
)
def test_error_is_short_and_names_its_cause(folder: Path, args: list[str], code: int, words: str) -> None:
    done = dateline(*args, folder=folder)
    assert done.returncode == code, done.stderr
    assert words.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 4


def test_debug_shows_the_traceback(folder: Path) -> None:
    assert "Traceback" in dateline("run", "--direct", "--debug", "nowhere.txt", folder=folder).stderr


def test_wrong_setting_is_named(folder: Path) -> None:
    done = dateline("status", folder=folder, DATELINE_WORKERS="many")
    assert (done.returncode, "DATELINE_WORKERS" in done.stderr) == (2, True)


def test_sql_answers_in_the_format_asked_for(folder: Path) -> None:
    done = dateline("sql", "select count(*) as articles from articles", "--format", "json", folder=folder)
    assert json.loads(done.stdout) == [{"articles": 2}]


def test_status_check_and_list_answer(folder: Path) -> None:
    assert "Example Post" in dateline("status", folder=folder).stdout
    assert dateline("check", folder=folder).returncode == 0
    assert "sanctions_mentions" in dateline("report", "--list", folder=folder).stdout


def test_second_writer_says_who_holds_the_database(folder: Path) -> None:
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(folder / "news.writer.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        done = dateline("run", "--direct", SEED, folder=folder)
        holder.stdin.close()
    assert done.returncode == 1
    assert "news.writer.duckdb" in done.stderr


@pytest.mark.parametrize("command", [["sql", "select 1"], ["report", "--list"], ["status"], ["check"]])
def test_light_command_imports_nothing_heavy(folder: Path, command: list[str]) -> None:
    script = (
        "import sys\nfrom flows.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('heavy:', *sorted({'prefect', 'spacy', 'thinc', 'altair', 'vl_convert', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, cwd=folder,
        env=os.environ | {"DATELINE_DB": "news.duckdb"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "heavy:", done.stderr
