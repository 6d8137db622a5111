"""Room 4, the body of a digest: what is new, each with its best sentence, and what is out of the ordinary."""

from dataclasses import dataclass

import duckdb
import polars as pl

from flows.report.cells import web_address
from flows.report.digest.asked import Asked, Row, run_for
from flows.report.digest.names import count_told, name_of, pair_told, share_told
from flows.report.digest.window import day_told

# A reader of mail stops there; the report has them all.
ITEMS = 12
SPIKES = 5
# More than anybody counts: the report's own default stops at 100.
EVERY = 1_000_000

# What an action is called when it stands beside those who take it.
NOUNS = {
    "impose": "new sanctions",
    "tighten": "tighter sanctions",
    "extend": "extension",
    "ease": "easing",
    "lift": "lifting",
    "enforce": "enforcement",
    "evade": "evasion",
    "mention": "sanctions mentioned",
}

SERIES = {"all": "Sanctions", "action": "Sanctions, {name}", "target": "Sanctions against {name}"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something new: its best sentence in three parts, the second the evidence; who says so; how widely it is told."""

    head: str
    sentence: tuple[str, str, str]
    chain: str
    day: str
    title: str
    url: str | None
    spread: str


def fetch_items(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[tuple[Item, ...], int]:
    """The newest happenings of the period and how many there are in all.

    Undated ones are left out: they would be new in every digest.
    """
    rows = run_for(con, "sanctions_brief", asked, asked.window, top=EVERY).filter(pl.col("first_date").is_not_null())
    return tuple(_item(row) for row in rows.head(ITEMS).iter_rows(named=True)), rows.height


def _item(row: Row) -> Item:
    noun = NOUNS[row["action"]] + (f", {row['modality']}" if row["modality"] else "")
    pair = pair_told(row["sender"], row["target"])
    return Item(
        head=f"{pair[:1].upper()}{pair[1:]}: {noun}",
        sentence=_cut(row["sentence"], row["evidence_start"], row["evidence_end"]),
        chain=f"Told by {row['told_by'] or row['source'] or 'an unnamed outlet'}.",
        day=day_told(row["first_date"]),
        title=" ".join((row["title"] or "").split()),
        url=web_address(row["url"]),
        spread=_spread(row["sanctions_article_count"], row["source_count"]),
    )


def _cut(sentence: str, start: int, end: int) -> tuple[str, str, str]:
    """Before, in and after the evidence; every gap one blank, so that lines of the text do not break ours.

    >>> _cut("They \\n did  it.", 7, 10)
    ('They ', 'did', ' it.')
    """
    before, evidence, after = (
        " ".join(f"|{p}|".split()) for p in (sentence[:start], sentence[start:end], sentence[end:])
    )
    return before[1:-1].lstrip(), evidence[1:-1], after[1:-1].rstrip()


def _spread(articles: int, sources: int) -> str:
    if articles == 1:
        return "1 article"
    return f"{count_told(articles, 'article')} of {count_told(sources, 'source')}"


def fetch_spikes(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[str, ...]:
    """A sentence for each spike that began in the period: that of all statements, then the strongest.

    One that goes on is not told again.
    """
    window = asked.window
    rows = run_for(con, "spikes", asked, window).filter(
        pl.col("start_date").is_between(window.since, window.until, "left")
    )
    return tuple(
        _spike(row)
        for row in rows.sort(pl.col("series_kind") != "all", -pl.col("score"), "series")
        .head(SPIKES)
        .iter_rows(named=True)
    )


def _spike(row: Row) -> str:
    kind = row["series_kind"]
    name = name_of(row["series"]) if kind == "target" else NOUNS.get(row["series"], row["series"])
    return (
        f"{SERIES.get(kind, '{name}').format(name=name)}: in {share_told(row['article_share'])} of the articles "
        f"({row['sanctions_article_count']:,} of {row['article_count']:,}), usually {share_told(row['usual_share'])}; "
        f"since {day_told(row['start_date'])}."
    )
