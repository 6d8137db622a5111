"""The ad-hoc query: what it answers, in which formats, and what it refuses."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from flows.errors import DatelineError, QueryError, StoreError, UsageError
from flows.report.query import write_query
from tests.report.helpers import ACTUAL, Article, build

FOREVER = "select count(*) from range(1000000000) a, range(1000000) b where a.range * b.range % 7 = 3"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("query") / "d.duckdb", Article("2024-01-01", (ACTUAL,)), Article(None))
    path.chmod(0o444)
    return path


def ask(db: Path, query: str, *, form: str = "csv", timeout: float = 20, memory: str = "200MB") -> str:
    """The answer as text."""
    stream = io.StringIO()
    write_query(db, query, form=form, out=stream, timeout=timeout, memory=memory)
    return stream.getvalue()


@pytest.mark.parametrize(
    "query",
    [
        "select article_id from articles",
        "from sanctions_mentions",
        "with a as (select 1 as one) select * from a",
        "values (1)",
        "describe articles",
        "summarize articles",
        "show tables",
        "explain select 1",
        "-- why\nexplain analyze select count(*) from articles",
        "pivot articles on source in ('Gazette') using count(*)",
        "table runs",
        "select comment from duckdb_columns() limit 1",
        "select 1;",
    ],
)
def test_questions_are_answered(db: Path, query: str) -> None:
    assert ask(db, query).count("\n") >= 2


def test_a_pivot_without_its_values_is_told_how(db: Path) -> None:
    with pytest.raises(QueryError, match="PIVOT wants its values named"):
        ask(db, "pivot articles on source using count(*)")


def test_time_is_limited(db: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.3 s"):
        ask(db, FOREVER, timeout=0.3)
    assert time.monotonic() - begin < 10


def test_time_is_limited_while_rows_are_fetched(db: Path) -> None:
    with pytest.raises(QueryError, match="stopped after"):
        ask(db, "select repeat('x', 100), range from range(100000000)", timeout=0.5, memory="2GB")


def test_memory_is_limited_and_nothing_spills_to_disk(db: Path) -> None:
    with pytest.raises(QueryError, match="50MB of memory"):
        ask(db, "select list(repeat('x', 1000) || range) from range(10000000)", memory="50MB")
    assert [path.name for path in db.parent.iterdir()] == [db.name]


def test_a_memory_that_is_none_is_a_two_line_error(db: Path) -> None:
    with pytest.raises(DatelineError, match="lots"):
        ask(db, "select 1", memory="lots")


def test_a_wrong_column_comes_with_duckdbs_hint(db: Path) -> None:
    with pytest.raises(QueryError, match="artcle_id"):
        ask(db, "select artcle_id from articles")


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dateline run"):
        ask(tmp_path / "none.duckdb", "select 1")


MIXED = """select 1 as n, 'a|b\nc' as text, null as nothing, date '2024-01-01' as day, ['x', 'y'] as list,
    0.5::double as part"""


def test_csv_is_read_back(db: Path) -> None:
    rows = list(csv.reader(io.StringIO(ask(db, MIXED))))
    assert rows == [
        ["n", "text", "nothing", "day", "list", "part"],
        ["1", "a|b\nc", "", "2024-01-01", '["x", "y"]', "0.5"],
    ]


def test_json_and_json_lines_are_read_back(db: Path) -> None:
    row = {"n": 1, "text": "a|b\nc", "nothing": None, "day": "2024-01-01", "list": ["x", "y"], "part": 0.5}
    assert json.loads(ask(db, MIXED, form="json")) == [row]
    assert json.loads(ask(db, "select 1 where false", form="json")) == []
    assert [json.loads(line) for line in ask(db, MIXED, form="jsonl").splitlines()] == [row]


def test_table_keeps_a_row_on_one_line_and_counts(db: Path) -> None:
    lines = ask(db, MIXED, form="table").splitlines()
    assert len(lines) == 4
    assert "a|b c" in lines[2]
    assert lines[3] == "(1 row)"


def test_table_shows_no_control_characters(db: Path) -> None:
    assert "\x1b" not in ask(db, "select chr(27) || '[2J' as evil", form="table")


def test_markdown_escapes_bars(db: Path) -> None:
    assert "| 1 | a\\|b c |" in ask(db, MIXED, form="markdown")


def test_parquet_keeps_types_and_turns_strange_ones_into_text(db: Path, tmp_path: Path) -> None:
    query = (
        "select 1::bigint as n, date '2024-01-01' as d, interval 1 day as i, uuid() as u, 1::hugeint as h, null as x"
    )
    count = write_query(db, query, form="parquet", out=tmp_path / "a.parquet", timeout=9, memory="200MB")
    rows = pl.read_parquet(tmp_path / "a.parquet")
    assert count == rows.height == 1
    assert [str(kind) for kind in rows.dtypes] == [
        "Int64",
        "Date",
        "String",
        "String",
        "Decimal(precision=38, scale=0)",
        "Int32",
    ]


def test_parquet_wants_a_file(db: Path) -> None:
    with pytest.raises(UsageError, match="--out"):
        ask(db, "select 1", form="parquet")


def test_unknown_format_names_the_possible_ones(db: Path) -> None:
    with pytest.raises(UsageError, match=r"xlsx.*possible are table, csv"):
        ask(db, "select 1", form="xlsx")


def test_a_file_that_cannot_be_written_is_named(db: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone"):
        write_query(db, "select 1", form="csv", out=tmp_path / "gone" / "a.csv", timeout=9, memory="200MB")


def test_long_answers_pass_through(db: Path) -> None:
    assert ask(db, "select range from range(20000)", form="jsonl").count("\n") == 20_000
    assert "the first 10000 rows" in ask(db, "select range from range(20000)", form="table")


def test_an_open_reader_does_not_stand_in_the_way(db: Path) -> None:
    program = (
        f"import duckdb, time; c = duckdb.connect({str(db)!r}, read_only=True); print(1, flush=True); time.sleep(30)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        try:
            assert ask(db, "select 1 as one") == "one\n1\n"
        finally:
            reader.kill()


@pytest.mark.parametrize(
    "module", ["flows.report.query", "flows.report.prompt", "flows.report.run", "flows.report.status"]
)
def test_no_heavy_library_is_imported_for_a_query(module: str) -> None:
    program = f"import sys, {module}; print(sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    for heavy in ("prefect", "spacy", "altair", "vl_convert", "jinja2"):
        assert f"'{heavy}'" not in done.stdout


def test_settings_are_closed_and_locked(db: Path) -> None:
    names = "('enable_external_access', 'lock_configuration', 'python_enable_replacements', 'temp_directory')"
    found = ask(db, f"select name, value from duckdb_settings() where name in {names} order by name")  # noqa: S608
    assert found.splitlines()[1:] == [
        "enable_external_access,false",
        "lock_configuration,true",
        "python_enable_replacements,false",
        "temp_directory,",
    ]


def test_the_command_imports_neither_polars_nor_the_prompt(db: Path) -> None:
    program = (
        "import sys; sys.argv = ['dateline', 'sql', '--db', sys.argv[1], 'select 1']\n"
        "from flows.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(db)], capture_output=True, text=True, check=True)
    for heavy in ("polars", "pyarrow", "prompt_toolkit", "rich", "prefect", "spacy"):
        assert f"'{heavy}'" not in done.stdout
    assert "(1 row)" in done.stdout


def test_json_knows_no_nan_and_no_infinity(db: Path) -> None:
    row = ask(
        db, "select 'nan'::double as a, '-inf'::float as b, [1.5, 'inf'::double] as c, 1::hugeint as d", form="jsonl"
    )
    assert json.loads(row, parse_constant=pytest.fail) == {"a": None, "b": None, "c": [1.5, None], "d": 1}


def test_one_huge_string_does_not_pass_the_memory_limit(db: Path) -> None:
    with pytest.raises(QueryError, match="100MB of memory"):
        ask(db, "select length(repeat('x', 3000000000))", memory="100MB")


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "parquet"])
def test_memory_stays_flat_while_a_long_answer_passes(db: Path, form: str, tmp_path: Path) -> None:
    query = "select range as n, repeat('x', 300) as text from range(200000)"
    out = tmp_path / f"a.{form}"
    assert write_query(db, query, form=form, out=out, timeout=60, memory="40MB") == 200_000
    assert out.stat().st_size > 300_000


def test_the_time_of_a_slow_reader_is_not_counted(db: Path) -> None:
    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            time.sleep(0.2 if text else 0)
            return super().write(text)

    out = Slow()
    assert (
        write_query(db, "select repeat('x', 1000) from range(1500)", form="csv", out=out, timeout=3, memory="99MB")
        == 1500
    )
    assert out.getvalue().count("\n") == 1501


def test_a_file_stays_as_it_was_when_the_query_fails(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    with pytest.raises(QueryError):
        write_query(db, "select * from nowhere", form="csv", out=path, timeout=9, memory="99MB")
    assert [found.read_text() for found in tmp_path.iterdir()] == ["before"]


def test_a_device_is_written_to_and_stays_a_device(db: Path) -> None:
    assert write_query(db, "select 1", form="csv", out=Path("/dev/null"), timeout=9, memory="99MB") == 1
    assert Path("/dev/null").is_char_device()


def test_a_wide_table_is_fitted_to_the_terminal(db: Path) -> None:
    out = io.StringIO()
    query = "select 1 as n, repeat('word ', 30) as a, repeat('b', 60) as b"
    write_query(db, query, out=out, timeout=9, memory="99MB", width=80)
    assert max(map(len, out.getvalue().splitlines())) <= 80


def test_ctrl_c_ends_the_query_and_its_child(db: Path) -> None:
    program = "import sys; sys.argv = ['dateline', 'sql', '--db', *sys.argv[1:]]; from flows.cli import main; main()"
    query = [sys.executable, "-c", program, str(db), FOREVER]
    with subprocess.Popen(query, stderr=subprocess.PIPE, start_new_session=True, text=True) as command:
        time.sleep(2)
        begin = time.monotonic()
        os.killpg(command.pid, signal.SIGINT)
        assert command.wait(10) == 130
        assert time.monotonic() - begin < 5
        with pytest.raises(ProcessLookupError):
            os.killpg(command.pid, 0)
