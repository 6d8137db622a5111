"""Runs of the real pipeline in a folder of the test's own, and what they leave."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from flows.pipeline import Summary, new_job, run
from flows.runners import open_hands, open_runner
from flows.settings import load_settings

# Columns that say which run wrote a row; all others are the same whatever the run.
RUN_COLUMNS = {"run_id", "extracted_by", "extracted_at", "stored_at"}
# Tables that are about runs.
RUN_TABLES = {"runs", "inputs", "rejects", "batches", "publications", "schema_version", "variant_runs"}


def run_directly(folder: Path, *inputs: Path | str, columns: dict[str, str] | None = None, **given: object) -> Summary:
    """A run without Prefect, in this process, on `folder/news.duckdb`."""
    options = {"db": folder / "news.duckdb", "out": folder / "out", "runner": "inline", "quiet": True} | given
    settings = load_settings(**options)
    job = new_job([str(name) for name in inputs], settings=settings, columns=columns)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        return run(job, hands=hands, extract=runner.extract)


def query(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Rows of a query on the published database."""
    with duckdb.connect(folder / "news.duckdb", read_only=True) as con:
        return con.execute(sql).fetchall()


def rows_of(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table that is about articles, as text and sorted, without the columns that name a run."""
    with duckdb.connect(folder / "news.duckdb", read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        rows = {}
        for name in set(names) - RUN_TABLES:
            result = con.execute(f'select * from "{name}"')  # noqa: S608
            kept = [i for i, column in enumerate(result.description) if column[0] not in RUN_COLUMNS]
            rows[name] = sorted(tuple(repr(row[i]) for i in kept) for row in result.fetchall())
    return rows


def write_articles(path: Path, records: Iterable[Mapping[str, object]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
