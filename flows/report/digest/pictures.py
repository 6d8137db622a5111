"""Room 4, pictures for the mail: rows of reports over time in, PNG pictures out, the digest's own period marked.

What they look like stands in reports/templates/digest.toml; one that has nothing to draw is left out.
"""

import tomllib
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.report.chart import draw_png, make_chart
from flows.report.digest.window import Window, told
from flows.settings import share

# Pixels of a mail's text column; drawn twice as fine.
WIDTH, HEIGHT = 520, 150


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `name` is a word, for its file and its place in the mail; `alt` says what it shows to those who do not
    see it."""

    name: str
    title: str
    alt: str
    png: bytes


def draw_pictures(rows: dict[str, pl.DataFrame], *, window: Window) -> tuple[Picture, ...]:
    """One picture for each entry of digest.toml whose report is among the rows and has something to show."""
    specs = tomllib.loads((share("reports", "templates") / "digest.toml").read_text(encoding="utf-8"))
    drawn = [_draw(name, dict(spec), rows.get(spec["report"]), window) for name, spec in specs.items()]
    return tuple(picture for picture in drawn if picture)


def _draw(name: str, spec: dict[str, Any], rows: pl.DataFrame | None, window: Window) -> Picture | None:
    del spec["report"]
    title, measure = spec.pop("title"), spec["y"]["field"]
    if rows is None or not rows[measure].sum():
        return None
    marked = rows.with_columns(is_now=pl.col("period_date") == window.since)
    chart = make_chart({"width": WIDTH, "height": HEIGHT, **spec}, marked, name="digest", grain=window.period)
    if chart is None:
        return None
    now = int(marked.filter("is_now")[measure].sum())
    alt = f"Bars by {window.period}: {spec['y']['title']}; {now:,} in {told(window)}."
    return Picture(name, title, alt, draw_png(chart))
