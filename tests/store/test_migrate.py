from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.errors import StoreError
from flows.settings import share
from flows.store.frames import Connection
from flows.store.migrate import applied_files, migrate
from flows.tables import ARTICLES, INPUTS, LAYERS, REJECTS

CONTRACT = set(LAYERS) | {"runs", "inputs", "rejects", "articles", "entities", "event_cluster_members", "feed_state"}
VIEWS = [
    "article_namings",
    "article_text",
    "entity_daily",
    "entity_names",
    "event_clusters",
    "event_daily",
    "event_types",
    "sanctions_mentions",
    "sanctions_monthly",
    "source_coverage",
]


@pytest.fixture
def con() -> Iterator[Connection]:
    with duckdb.connect() as con:
        yield con


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A schema of one table and one view over it, with the program's own ledger."""
    schema, views = tmp_path / "schema", tmp_path / "views"
    schema.mkdir()
    views.mkdir()
    ledger = share("sql", "schema", "001_schema_version.sql").read_text(encoding="utf-8")
    (schema / "001_schema_version.sql").write_text(ledger)
    (schema / "002_birds.sql").write_text("create table birds (name text);")
    (views / "names.sql").write_text("create or replace view names as select name from birds;")
    return schema, views


def names_of(con: Connection, function: str) -> list[str]:
    kind = function.removeprefix("duckdb_").removesuffix("s")
    found = pl.DataFrame(con.table_function(function)).filter(~pl.col("internal"))
    return sorted(found[f"{kind}_name"].to_list())


def test_new_database_has_the_tables_and_views_of_the_contract(con: Connection) -> None:
    migrate(con)
    assert set(names_of(con, "duckdb_tables")) >= CONTRACT
    assert names_of(con, "duckdb_views") == VIEWS


def test_articles_under_old_ids_are_not_counted_twice(con: Connection) -> None:
    migrate(con)
    con.execute("update schema_version set name = '016_event_clusters' where name = '016_event_cluster_members'")
    con.execute("delete from schema_version where name = '028_marks'")
    con.execute(
        "insert into articles by name select 'a1' as article_id, 1 as revision, true as is_current, "
        "'1' as record_id, 'none' as published_method, 'en' as language, 'x' as text, '{}' as extra, "
        "1 as word_count, 'h' as content_hash, 's' as story_id, 'r' as run_id, 'f' as input_uri, 1 as input_record"
    )
    with pytest.raises(StoreError, match="move it away"):
        migrate(con)


def test_second_migration_changes_nothing(con: Connection) -> None:
    migrate(con)
    before = con.table("schema_version").fetchall()
    migrate(con)
    assert con.table("schema_version").fetchall() == before


@pytest.mark.parametrize("function", ["duckdb_tables", "duckdb_views", "duckdb_columns"])
def test_every_table_view_and_column_has_a_comment(con: Connection, function: str) -> None:
    migrate(con)
    found = pl.DataFrame(con.table_function(function)).filter(~pl.col("internal"))
    assert found.height
    assert found.filter(pl.col("comment").is_null() | (pl.col("comment") == "")).rows() == []


@pytest.mark.parametrize(
    ("table", "schema"), {"articles": ARTICLES, "inputs": INPUTS, "rejects": REJECTS, **LAYERS}.items()
)
def test_table_has_the_columns_of_its_frame_and_a_run(con: Connection, table: str, schema: dict[str, object]) -> None:
    migrate(con)
    # The marks of an article are a table of their own.
    assert (set(schema) | {"run_id"}) - {"marks"} <= set(con.table(table).columns)


def test_further_migration_is_applied_once(con: Connection, folders: tuple[Path, Path]) -> None:
    schema, views = folders
    migrate(con, schema=schema, views=views)
    con.execute("insert into birds values ('wren')")
    (schema / "003_wings.sql").write_text("alter table birds add column wings integer;\nupdate birds set wings = 2;")
    migrate(con, schema=schema, views=views)
    con.execute("update birds set wings = 3")
    migrate(con, schema=schema, views=views)
    assert con.table("birds").fetchall() == [("wren", 3)]


def test_changed_view_is_replaced(con: Connection, folders: tuple[Path, Path]) -> None:
    schema, views = folders
    migrate(con, schema=schema, views=views)
    (views / "names.sql").write_text("create or replace view names as select upper(name) as name from birds;")
    migrate(con, schema=schema, views=views)
    con.execute("insert into birds values ('wren')")
    assert con.table("names").fetchall() == [("WREN",)]


def test_changed_macro_is_replaced(con: Connection, folders: tuple[Path, Path], tmp_path: Path) -> None:
    schema, views = folders
    macros = tmp_path / "macros"
    macros.mkdir()
    for answer in (1, 2):
        (macros / "birds_of.sql").write_text(f"create or replace macro birds_of(n) as n + {answer};")
        migrate(con, schema=schema, views=views, macros=macros)
        assert con.sql("select birds_of(40)").fetchall() == [(40 + answer,)]


def test_every_macro_says_what_it_is(con: Connection) -> None:
    migrate(con)
    macros = con.sql("select function_name, comment from duckdb_functions() where not internal").fetchall()
    assert {name for name, _ in macros} >= {path.stem for path in share("sql", "macros").glob("*.sql")}
    assert [name for name, comment in macros if not comment] == []


def test_migration_that_fails_leaves_no_half_of_itself(con: Connection, folders: tuple[Path, Path]) -> None:
    schema, views = folders
    (schema / "003_wings.sql").write_text("create table wings (n integer);\nselect nonsense from nowhere;")
    with pytest.raises(StoreError, match="nowhere"):
        migrate(con, schema=schema, views=views)
    assert names_of(con, "duckdb_tables") == ["birds", "schema_version"]
    assert set(applied_files(con)) == {"001_schema_version", "002_birds"}


def test_database_of_a_newer_program_is_refused(con: Connection, folders: tuple[Path, Path]) -> None:
    schema, views = folders
    (schema / "003_wings.sql").write_text("create table wings (n integer);")
    migrate(con, schema=schema, views=views)
    (schema / "003_wings.sql").unlink()
    with pytest.raises(StoreError, match="has schema 3, this program knows 2"):
        migrate(con, schema=schema, views=views)


def test_database_of_someone_else_is_refused(con: Connection) -> None:
    con.execute("create table sales (n integer)")
    with pytest.raises(StoreError, match="it holds sales"):
        migrate(con)


def test_each_file_of_the_schema_makes_the_table_it_is_named_after(con: Connection) -> None:
    migrate(con)
    files = {path.stem.partition("_")[2] for path in share("sql", "schema").glob("*.sql")}
    assert files == set(names_of(con, "duckdb_tables"))
