"""What a query must not do: read or write files, reach the network, change the database, outlast its limits, crash."""

import io
import re
import time
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from flows.errors import QueryError
from flows.report.query import write_query
from tests.report.helpers import ACTUAL, Article, build

# Seconds: long enough for DuckDB to refuse on a loaded machine.
PATIENCE = 20.0

FILES = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_csv_auto('/etc/passwd')",
    "select * from '/etc/passwd'",
    "from 'other.csv'",
    "from '*.parquet'",
    "from 'other.duckdb'",
    "select * from read_text('/etc/hostname')",
    "select content from read_text(['/etc/hostname', '/etc/passwd'])",
    "select * from read_blob('/etc/hostname')",
    "select * from read_json('/etc/hostname')",
    "select * from read_ndjson_objects('/etc/hostname')",
    "select * from read_parquet('/tmp/x.parquet')",
    "select * from parquet_metadata('/tmp/x.parquet')",
    "select * from parquet_scan('/tmp/*.parquet')",
    "select * from read_duckdb('other.duckdb')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from glob('/etc/*')",
    "select * from \"glob\"('/etc/*')",
    "select * from system.main.glob('/etc/*')",
    "select (select count(*) from glob('/etc/*'))",
    "with found as materialized (from glob('/etc/*')) select 1",
    "from range(3) as r, lateral (select * from read_text('/etc/host' || r.range))",
    "select list_transform([1], x -> (select count(*) from glob('/etc/*')))",
    "describe select * from glob('/etc/*')",
    "summarize (from read_text('/etc/hostname'))",
    "pivot (from glob('/etc/*')) on file in ('a') using count(*)",
    "explain select * from read_text('/etc/hostname')",
    "copy articles to 'out.csv'",
    "copy articles from 'in.csv'",
    "copy (select 1) to '/dev/stdout'",
    "copy (select 1) to '/tmp/out.parquet' (format parquet)",
    "export database 'out'",
    "import database 'in'",
]

NETWORK = [
    "select * from read_parquet('https://example.org/x.parquet')",
    "select * from 'https://example.org/x.csv'",
    "select * from 's3://bucket/x.parquet'",
    "select * from read_text('http://127.0.0.1:1/')",
    "attach 'https://example.org/x.duckdb'",
    "attach 'ducklake:x' as lake",
    "attach 'host=127.0.0.1' as pg (type postgres)",
    "install httpfs",
    "install spatial from community",
    "force install fts",
    "load httpfs",
    "load '/tmp/x.duckdb_extension'",
    "update extensions",
]

SETTINGS = [
    "set enable_external_access = true",
    "set global enable_external_access = true",
    "set memory_limit = '100GB'",
    "set session threads = 64",
    "set temp_directory = '/tmp'",
    "set allowed_directories = ['/']",
    "set lock_configuration = false",
    "set variable x = 1",
    "set schema = 'temp'",
    "reset lock_configuration",
    "reset all",
    "pragma memory_limit = '100GB'",
    "pragma enable_profiling",
    "pragma table_info('articles')",
    "from enable_logging()",
    "from enable_logging(storage_path = '/tmp/hostile_logs')",
    "from enable_logging(storage = 'file', storage_config = {'path': '/tmp/hostile_logs'})",
    "call enable_logging()",
    "call pragma_version()",
    "from enable_profiling()",
]

CHANGES = [
    "drop table articles",
    "drop view sanctions_mentions",
    "delete from articles",
    "update articles set text = ''",
    "insert into articles select * from articles",
    "merge into articles using articles as a on false when not matched then insert",
    "truncate articles",
    "alter table articles add column x int",
    "comment on table articles is 'mine'",
    "create table t as select 1",
    "create temp table t as select 1",
    "create or replace view sanctions_mentions as select 1",
    "create macro f(x) as x",
    "create temp macro articles_of(x) as table (select 1)",
    "create schema s",
    "create sequence s",
    "create type t as enum ('a')",
    "create index i on articles (article_id)",
    "create secret s (type s3)",
    "with gone as (delete from articles returning *) select * from gone",
    "attach 'other.duckdb'",
    "attach ':memory:' as m",
    "detach d",
    "use memory",
    "checkpoint",
    "force checkpoint",
    "from checkpoint()",
    "from force_checkpoint()",
    "vacuum",
    "analyze",
    "begin",
    "rollback",
]

STATEMENTS = [
    "select 1; select 2",
    "select 1; drop table articles",
    "select 1 /* ; */; -- x\ndelete from articles",
    "prepare p as select 1",
    "execute p",
    "deallocate p",
    "explain copy articles to 'out.csv'",
    "explain analyze insert into articles select * from articles",
    "explain analyze delete from articles",
    "/* explain */ explain /* x */ delete from articles",
    "explain (format json) delete from articles",
    "from query('select 1')",
    "from query('drop table articles')",
    "from query_table(['articles'])",
    "from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    "from secret_rows",
    "from pandas_scan(1)",
    "from arrow_scan(1, 2, 3)",
    "from arrow_scan(140000::ubigint::pointer, 2, 3)",
    "from python_map_function(1)",
    "from duckdb_secrets()",
    "from which_secret('s3://x', 's3')",
    "from sql_auto_complete('sel')",
    "select getenv('HOME')",
    "select getenv('PATH') from range(1)",
    "select nextval('s')",
    "",
    ";",
    "-- only a comment",
    "selct 1",
    "select",
    "\x00",
    "select '",
    "select " + "(" * 20_000 + "1" + ")" * 20_000,
    "select " + "not " * 20_000 + "true",
    "select " + "[" * 20_000,
    "select " + "case when true then " * 900 + "1" + " end" * 900,
    "select * from (" * 2_000 + "select 1" + ")" * 2_000,
]

# Each would go on for minutes, or take gigabytes.
DOUBLED = [f"a{n} as (select * from a{n - 1}, a{n - 1} as b)" for n in range(1, 40)]  # noqa: S608
ENDLESS = [
    "select count(*) from range(1000000000) a, range(1000000) b where a.range * b.range % 7 = 3",
    "select count(*) from articles a, range(1000000) b, range(1000000) c where text || b.range || c.range = 'x'",
    "with recursive n as (select 1 as x union all select x + 1 from n) select count(*) from n",
    "with recursive n as (select 1 as x union all select x + 1 from n) select x from n",
    "with recursive n as (select 1.0::double as x union select random() from n, range(100)) select max(x) from n",
    "select sum(generate_series) from generate_series(1, 1000000000000000000)",
    "select len(generate_series(1, 1000000000000000000))",
    "select len(range(3000000000))",
    "select * from range(1000000000000)",
    "select repeat('x', 30000000000)",
    "select length(repeat('x', 3000000000))",
    "select length(lpad('x', 2000000000, 'y'))",
    "select length(repeat(repeat('x', 1000000), range::int)) from range(1000, 1010)",
    "select string_agg(repeat('x', 1000000), '') from range(20000)",
    "select list(repeat('x', 1000) || range) from range(100000000)",
    "select max(len(list_transform(range(100000000), x -> x || 'a')))",
    "select levenshtein(repeat('ab', 200000), repeat('ba', 200000))",
    "select regexp_matches(repeat('a', 300000) || range, '^(((a{1,9}){1,9})*b)*$') from range(100000)",
    "select regexp_replace(repeat('a', 100000), '(x+x+)+y|a?' , 'b', 'g') from range(10000000)",
    "select count(*) from articles where regexp_matches(text, '((a{0,1000}){0,1000}){0,1000}')",
    "select count(distinct md5(range::text)) from range(10000000000)",
    "select * from range(100000000) order by random()",
    "select sleep_ms(100000)",
    f"with a0 as (select 1 as x), {', '.join(DOUBLED)} select count(*) from a39",  # noqa: S608
    " union all ".join(["select 1"] * 20_000),
    "select 1 from " + ", ".join(["articles"] * 300),  # noqa: S608
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("hostile") / "d.duckdb", Article("2024-01-01", (ACTUAL,)), Article(None))
    path.chmod(0o444)
    return path


@pytest.fixture(scope="module")
def fingerprint(db: Path) -> str:
    return hash_of(db)


def hash_of(db: Path) -> str:
    return sha256(db.read_bytes()).hexdigest()


def refuse(db: Path, query: str, *, timeout: float = PATIENCE, memory: str = "100MB") -> str:
    """What the user is told."""
    with pytest.raises(QueryError) as refusal:
        write_query(db, query, form="csv", out=io.StringIO(), timeout=timeout, memory=memory)
    return str(refusal.value)


@pytest.mark.parametrize("query", FILES + NETWORK + SETTINGS + CHANGES + STATEMENTS, ids=lambda query: query[:60])
def test_query_is_refused_in_two_lines(
    db: Path, fingerprint: str, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret_rows = pl.DataFrame({"password": ["hunter2"]})
    monkeypatch.chdir(tmp_path)
    said = refuse(db, query)
    assert len(said.splitlines()) <= 2
    assert "stopped after" not in said
    assert "ended DuckDB" not in said
    assert "hunter2" not in said
    assert secret_rows.height == 1
    assert hash_of(db) == fingerprint
    assert [path.name for path in db.parent.iterdir()] == [db.name]
    assert list(tmp_path.iterdir()) == []
    assert not Path("/tmp/hostile_logs").exists()


@pytest.mark.parametrize("query", ENDLESS, ids=lambda query: query[:60])
def test_query_is_stopped_within_its_limits(db: Path, fingerprint: str, query: str) -> None:
    begin = time.monotonic()
    said = refuse(db, query, timeout=0.4)
    assert time.monotonic() - begin < 5
    assert len(said.splitlines()) <= 2
    assert re.search("stopped after|memory|too |size|larger than", said), said
    assert hash_of(db) == fingerprint


def test_the_next_query_is_answered_after_a_stopped_one(db: Path) -> None:
    refuse(db, ENDLESS[0], timeout=0.3)
    out = io.StringIO()
    write_query(db, "select 42 as n", form="csv", out=out, timeout=PATIENCE, memory="100MB")
    assert out.getvalue() == "n\n42\n"


def test_there_are_enough_of_them() -> None:
    """The issue asks for sixty."""
    assert len({*FILES, *NETWORK, *SETTINGS, *CHANGES, *STATEMENTS, *ENDLESS}) >= 160
