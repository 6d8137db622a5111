"""The export: a folder of Parquet files that says what the database says."""

from pathlib import Path

import duckdb
import pytest

from flows.errors import StoreError, UsageError
from flows.report.export import export_tables
from tests.report.helpers import ACTUAL, THREAT, Article, build


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = (Article("2024-01-01", (ACTUAL, THREAT), names=("Acme",)), Article(None, title="Ünïcode \x07"))
    return build(tmp_path_factory.mktemp("export") / "d.duckdb", *articles)


def rows_of(con: duckdb.DuckDBPyConnection, source: str) -> list[tuple[object, ...]]:
    return con.execute(f"select * from {source} order by all").fetchall()  # noqa: S608


def test_reading_back_equals_every_table_and_view(db: Path, tmp_path: Path) -> None:
    counts = export_tables(db, tmp_path / "out", memory="200MB")
    with duckdb.connect(db, read_only=True) as con:
        names = con.execute(
            "select table_name from information_schema.tables where table_schema = 'main' order by 1"
        ).fetchall()
        assert sorted(counts) == [name for (name,) in names]
        for name, count in counts.items():
            file = f"'{tmp_path / 'out' / name}.parquet'"
            assert rows_of(con, f'"{name}"') == rows_of(con, file), name
            assert con.execute(f"select count(*) from {file}").fetchone() == (count,)  # noqa: S608
            kinds = "select column_name, column_type from (describe from {})"
            assert con.execute(kinds.format(f'"{name}"')).fetchall() == con.execute(kinds.format(file)).fetchall()
    assert counts["sanctions"] == 2


def test_the_readme_explains_every_file(db: Path, tmp_path: Path) -> None:
    export_tables(db, tmp_path / "out", memory="200MB")
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    for path in (tmp_path / "out").glob("*.parquet"):
        assert f"]({path.name})" in readme
        assert f"## {path.stem}\n" in readme


def test_a_second_run_replaces_the_first(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_tables(db, out, memory="200MB")
    (out / "gone.parquet").write_bytes(b"of a table that is no more")
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    export_tables(db, out, memory="200MB")
    second = {path.name: path.read_bytes() for path in out.iterdir()}
    assert first.pop("gone.parquet")
    assert second == first
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["notes.txt", "README.md", "holiday.parquet", ".hidden"])
def test_a_folder_with_other_files_is_left_alone(db: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        export_tables(db, tmp_path, memory="200MB")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_file_in_the_place_of_the_folder_is_named(db: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UsageError, match="a file lies there"):
        export_tables(db, tmp_path / "out", memory="200MB")


def test_an_export_that_fails_leaves_the_earlier_one(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_tables(db, out, memory="200MB")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(StoreError, match="cannot be"):
        export_tables(db, out, memory="1KB")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dateline run"):
        export_tables(tmp_path / "none.duckdb", tmp_path / "out", memory="200MB")
    assert list(tmp_path.iterdir()) == []
