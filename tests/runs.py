"""Runs of the real pipeline in a folder of the test's own, and what they leave."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import polars as pl

from flows.pipeline import Summary, new_job, run
from flows.runners import open_hands, open_runner
from flows.settings import load_settings

# Columns that say which run wrote a row; all others are the same whatever the run.
RUN_COLUMNS = {"run_id", "extracted_by", "extracted_at", "stored_at"}
# Tables that are about runs.
RUN_TABLES = {"runs", "inputs", "rejects", "batches", "publications", "schema_version"}


def run_directly(folder: Path, *inputs: Path | str, columns: dict[str, str] | None = None, **given: object) -> Summary:
    """A run without Prefect, in this process, on `folder/news.duckdb`."""
    options = {"db": folder / "news.duckdb", "out": folder / "out", "runner": "inline", "quiet": True} | given
    settings = load_settings(**options)
    job = new_job([str(name) for name in inputs], settings=settings, columns=columns)
    with open_runner(settings) as runner, open_hands(settings) as hands:
        return run(job, hands=hands, extract=runner.extract)


def query(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Rows of a query on the published database."""
    with duckdb.connect(folder / "news.duckdb", read_only=True) as con:
        return con.execute(sql).fetchall()


def rows_of(folder: Path) -> dict[str, pl.DataFrame]:
    """Every table of the published database that is about articles, sorted, without the columns that name a run."""
    with duckdb.connect(folder / "news.duckdb", read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        frames = {}
        for name in names:
            if name not in RUN_TABLES:
                frame = con.sql(f'select columns(c -> c not in {tuple(RUN_COLUMNS)}) from "{name}" order by all').pl()  # noqa: S608
                frames[name] = frame
    return frames


def write_articles(path: Path, records: Iterable[Mapping[str, object]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
