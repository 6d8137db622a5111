"""Room 4, the head of a digest: the period's numbers beside those of the period before and of a year before."""

from dataclasses import dataclass

import polars as pl

from flows.report.digest.asked import Row
from flows.report.digest.names import share_told

# Column of sanctions_mentions -> what it is called in the mail.
FIGURES = {
    "statement_count": "Sanctions statements",
    "actual_count": "of them actual",
    "sanctions_article_count": "Articles on sanctions",
    "sanctions_story_count": "distinct stories among them",
    "article_share": "Share of all articles",
    "article_count": "All articles",
}

# Below this a change in per cent says little: from 2 to 3 is +50 %.
ENOUGH_FOR_PERCENT = 10

NO_ARTICLES, NOTHING = "no articles", "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the period and of the two that it is compared with; None where there were no articles to count in."""

    label: str
    now: float | None
    before: float | None
    year_before: float | None
    is_share: bool

    @property
    def number(self) -> str:
        """The period's number as a reader wants it."""
        return number_told(self.now, is_share=self.is_share)

    @property
    def compared(self) -> tuple[tuple[str, str], ...]:
        """The number of the period before and of a year before, each with the change since."""
        return tuple(
            (number_told(then, is_share=self.is_share), change_told(self.now, then, is_share=self.is_share))
            for then in (self.before, self.year_before)
        )


def make_figures(now: Row, before: Row, past: Row) -> tuple[Figure, ...]:
    """One figure for each entry of FIGURES; the rows are of sanctions_mentions, empty where there were no articles."""
    return tuple(
        Figure(label, now.get(name), before.get(name), past.get(name), is_share=name.endswith("_share"))
        for name, label in FIGURES.items()
    )


def row_of(rows: pl.DataFrame, day: object) -> Row:
    """The row of a period; empty where the period is not there, or had no articles."""
    found = rows.filter(pl.col("period_date") == day, pl.col("article_count") > 0).to_dicts()
    return found[0] if found else {}


def interval_told(now: Row) -> str:
    """How far the share can be trusted; empty where there is none."""
    low, high = now.get("article_share_low"), now.get("article_share_high")
    if low is None or high is None:
        return ""
    return f"Share of all articles: 95 % interval {100 * low:.1f} to {share_told(high)}."


def number_told(value: float | None, *, is_share: bool) -> str:
    """A number; a period without articles has none, not 0."""
    if value is None:
        return NO_ARTICLES
    return share_told(value) if is_share else f"{value:,.0f}"


def change_told(now: float | None, then: float | None, *, is_share: bool) -> str:
    """A change; in per cent only where there was enough to be a part of, with a true minus sign.

    >>> [change_told(now, then, is_share=False) for now, then in ((15, 12), (3, 2), (0, 1), (4, 4), (4, None))]
    ['+3 (+25 %)', '+1', '−1', 'unchanged', '–']
    >>> change_told(0.05, 0.03, is_share=True)
    '+2.0 points'
    """
    if now is None or then is None:
        return NOTHING
    change = now - then
    if round(change, 3) == 0:
        told = "unchanged"
    elif is_share:
        told = f"{100 * change:+.1f} points"
    else:
        told = f"{change:+,.0f}" + (f" ({100 * change / then:+.0f} %)" if then >= ENOUGH_FOR_PERCENT else "")
    return told.replace("-", "−")
