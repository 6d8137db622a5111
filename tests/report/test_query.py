"""The ad-hoc query: what it answers, in which formats, and what it refuses."""

import csv
import io
import json
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


HOSTILE = [
    "drop table articles",
    "delete from articles",
    "update articles set text = ''",
    "insert into articles select * from articles",
    "create table t as select 1",
    "create temp table t as select 1",
    "create macro f(x) as x",
    "alter table articles add column x int",
    "truncate articles",
    "copy articles to 'out.csv'",
    "copy articles from 'in.csv'",
    "export database 'out'",
    "import database 'in'",
    "attach 'other.duckdb'",
    "attach ':memory:' as m",
    "detach d",
    "use memory",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set memory_limit = '100GB'",
    "reset lock_configuration",
    "pragma memory_limit = '100GB'",
    "set variable x = 1",
    "checkpoint",
    "vacuum",
    "begin",
    "call pragma_version()",
    "prepare p as select 1",
    "explain copy articles to 'out.csv'",
    "explain analyze insert into articles select * from articles",
    "/* explain */ explain /* x */ delete from articles",
    "select 1; select 2",
    "select 1; drop table articles",
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from read_text('/etc/hostname')",
    "select * from read_blob('/etc/hostname')",
    "select * from read_parquet('https://example.org/x.parquet')",
    "select * from glob('/etc/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_scan('/tmp/*.parquet')",
    "select * from query('drop table articles')",
    "from secret_rows",
    "select getenv('HOME')",
    "with gone as (delete from articles returning *) select * from gone",
    "",
    "-- only a comment",
    "selct 1",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_or_wrong_query_is_refused_in_two_lines(db: Path, query: str, tmp_path: Path) -> None:
    secret_rows = pl.DataFrame({"password": ["hunter2"]})
    before = db.read_bytes()
    with pytest.raises(QueryError) as refusal:
        ask(db, query)
    assert len(str(refusal.value).splitlines()) <= 2
    assert "hunter2" not in str(refusal.value)
    assert db.read_bytes() == before
    assert list(tmp_path.iterdir()) == []
    assert secret_rows.height == 1


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
    "module", ["flows.report.query", "flows.report.run", "flows.report.status", "flows.report.render"]
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
