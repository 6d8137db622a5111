"""Room 4, the small tables of a digest: who against whom, what happened, who is in the news."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from flows.report.digest.asked import Asked, run_for
from flows.report.digest.names import pair_told
from flows.report.digest.window import window_before

ROWS = 8


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: headings, whether each column is of numbers, and cells as texts."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_number(self) -> tuple[bool, ...]:
        """What a column is set as: the first names the row, the others count."""
        return (False, *(True for _ in self.columns[1:]))


def fetch_tables(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[Table, ...]:
    """The tables that have rows."""
    found = (_dyads(con, asked), _events(con, asked), _entities(con, asked))
    return tuple(table for table in found if table.rows)


def _dyads(con: duckdb.DuckDBPyConnection, asked: Asked) -> Table:
    keys, counts = ["sender", "target"], ["statement_count", "actual_count"]
    rows = _with_before(con, asked, "sanctions_dyads", keys, counts)
    names = [pair_told(*pair) for pair in rows.select(keys).iter_rows()]
    note = "By statements. One with several senders or targets counts for each pair."
    return _table(asked, "Who sanctions whom", note, "sender → target", names, rows, ("statements", "actual"))


def _events(con: duckdb.DuckDBPyConnection, asked: Asked) -> Table:
    """Events that have happened, by type; the report's modality is `actual` unless the profile has its own."""
    rows = _with_before(con, asked, "event_trends", ["type", "quad"], ["cluster_count", "event_article_count"])
    names = [f"{type_.lower()} ({quad})" for type_, quad in rows.select("type", "quad").iter_rows()]
    note = "Distinct happenings by PLOVER category, and the articles that tell of them."
    return _table(asked, "What happened", note, "event type", names, rows, ("happenings", "articles"))


def _entities(con: duckdb.DuckDBPyConnection, asked: Asked) -> Table:
    counts = ["article_count", "sanctions_article_count"]
    rows = _with_before(con, asked, "top_entities", ["entity_id"], counts, also=["name"])
    note = "Articles that name them; of these, articles on sanctions."
    return _table(asked, "Most in the news", note, "name", rows["name"].to_list(), rows, ("articles", "on sanctions"))


def _with_before(
    con: duckdb.DuckDBPyConnection,
    asked: Asked,
    report: str,
    keys: list[str],
    counts: list[str],
    *,
    also: Sequence[str] = (),
) -> pl.DataFrame:
    """The period's rows with most of the first count, and that count in the period before (0 when it had no row)."""
    first = counts[0]
    now, before = (
        _dated(run_for(con, report, asked, window)).filter(pl.col(first) > 0)
        for window in (asked.window, window_before(asked.window))
    )
    then = before.select(*keys, pl.col(first).alias("before"))
    joined = now.select(*keys, *also, *counts).join(then, on=keys, how="left", nulls_equal=True, maintain_order="left")
    ranked = joined.sort([*counts, *keys], descending=[True] * len(counts) + [False] * len(keys), nulls_last=True)
    return ranked.with_columns(pl.col("before").fill_null(0)).head(ROWS).rename({counts[0]: "n", counts[1]: "m"})


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    """Without the rows that a report over time has for undated articles."""
    return rows.filter(pl.col("period_date").is_not_null()) if "period_date" in rows.columns else rows


def _table(
    asked: Asked, title: str, note: str, head: str, names: list[str], rows: pl.DataFrame, counts: tuple[str, str]
) -> Table:
    cells = [
        (name, *(f"{number:,}" for number in numbers))
        for name, numbers in zip(names, rows.select("n", "m", "before").iter_rows(), strict=True)
    ]
    return Table(title, note, (head, *counts, f"{asked.window.period} before"), tuple(cells))
