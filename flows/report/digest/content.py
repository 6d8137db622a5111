"""Room 4, what a digest tells: the same reports as on the page, run for the period, the one before and a year before.

How it looks in a mail is the business of mail.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.report.digest.asked import Asked, Row, run_for
from flows.report.digest.figures import Figure, interval_told, make_figures, row_of
from flows.report.digest.news import Item, fetch_items, fetch_spikes
from flows.report.digest.pictures import Picture, draw_pictures
from flows.report.digest.tables import Table, fetch_tables
from flows.report.digest.window import LOOK_BACK, Window, day_told, told, window_before, year_before
from flows.report.rendered import filters_told
from flows.report.run import open_published, page_query, run_report
from flows.settings import share
from flows.sqlfile import read_sql_file


@dataclass(frozen=True, slots=True)
class Digest:
    """All that is told. `item_count` counts all that is new, shown or not, `command` shows it.

    `finished_at` is when the last run ended, in UTC.
    """

    asked: Asked
    period: str
    notice: str
    figures: tuple[Figure, ...]
    interval: str
    spikes: tuple[str, ...]
    items: tuple[Item, ...]
    item_count: int
    command: str
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    foot: tuple[str, ...]
    finished_at: datetime | None


def make_digest(db: Path, asked: Asked) -> Digest:
    """What the database says of the period. Raises StoreError when there is no database."""
    with open_published(db) as con:
        facts = run_report(con, page_query("database_facts")).row(0, named=True)
        trends = _trends(con, asked)
        now, before, past = _compared(con, asked, trends["sanctions_mentions"])
        items, item_count = fetch_items(con, asked)
        return Digest(
            asked=asked,
            period=told(asked.window),
            notice=_notice(asked.window, facts, has_articles=bool(now)),
            figures=make_figures(now, before, past),
            interval=interval_told(now),
            spikes=fetch_spikes(con, asked),
            items=items,
            item_count=item_count,
            command=_command(asked),
            pictures=draw_pictures(trends, window=asked.window),
            tables=fetch_tables(con, asked),
            foot=_foot(asked, facts),
            finished_at=_finished_at(con),
        )


def _trends(con: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, pl.DataFrame]:
    """The reports that pictures are made of, over the periods that a mail looks back; undated rows are left out."""
    window = asked.window
    first = window_before(window, times=LOOK_BACK[window.period] - 1)
    long = Window(window.period, first.since, window.until)
    rows = {name: run_for(con, name, asked, long) for name in ("sanctions_mentions", "sanctions_actions")}
    return {name: frame.filter(pl.col("period_date").is_not_null()) for name, frame in rows.items()}


def _compared(con: duckdb.DuckDBPyConnection, asked: Asked, trend: pl.DataFrame) -> tuple[Row, Row, Row]:
    """The row of sanctions_mentions for the period, the one before, the one a year before; empty without articles."""
    past = year_before(asked.window)
    year_ago = run_for(con, "sanctions_mentions", asked, past)
    return (
        row_of(trend, asked.window.since),
        row_of(trend, window_before(asked.window).since),
        row_of(year_ago, past.since),
    )


def _notice(window: Window, facts: Row, *, has_articles: bool) -> str:
    """What has to be known before any number is read."""
    lines = []
    if not has_articles:
        last = f"the last one is of {day_told(facts['last_date'])}" if facts["last_date"] else "none is dated"
        lines.append(f"No article of this {window.period} is in the database; {last}.")
    if demo := facts["demo_article_count"]:
        which = "All articles are" if demo == facts["article_count"] else f"{demo:,} articles are"
        lines.append(f"Demonstration: {which} samples that come with the program.")
    return " ".join(lines)


def _command(asked: Asked) -> str:
    """What shows all that is new."""
    profile = f" --profile {asked.filters['name']}" if asked.filters else ""
    return f"dateline report sanctions_brief{profile} --since {asked.window.since} --until {asked.window.until}"


def _foot(asked: Asked, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What the numbers are of, and where they come from."""
    filters = "; ".join(f"{name}: {words}" for name, words in filters_told(asked.filters))
    year = "the same month" if asked.window.period == "month" else "52 weeks"
    return (
        f"Filtered by {filters}." if filters else "About everything in the database, without a profile.",
        "A statement is one thing that a sentence says about sanctions; it is actual when the text says that it has "
        f"happened. By day of publication; undated articles are left out. A year before is {year} "
        f"{'of the year before' if asked.window.period == 'month' else 'before'}.",
        f"From {facts['article_count']:,} articles, {facts['first_date']} to {facts['last_date']}; "
        f"run {facts['run_id']}, dateline {facts['code_version']}.",
    )


def _finished_at(con: duckdb.DuckDBPyConnection) -> datetime | None:
    rows = run_report(con, read_sql_file(share("sql", "digest", "last_run.sql")))
    return rows["finished_at"][0] if rows.height else None
