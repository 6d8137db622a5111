"""Room 4, second door: a report's rows and its chart spec in, a Vega-Lite chart out (checked by Altair), or a picture.

A spec is reports/charts/<report>.toml: Vega-Lite with two shortcuts. Channels (x, y, color, tooltip ...) may stand
beside `mark` instead of in `encoding`, in layers and joined charts as well, and `top = 20` draws the first rows only.
Where x is `period_date`, bars reach over their period, whatever the grain is, and undated rows are left to the table.
"""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import DatelineError
from flows.report.cells import period_label
from flows.settings import share

Spec = dict[str, Any]

CHANNELS = (
    *("x", "x2", "y", "y2", "color", "fill", "opacity", "size", "shape", "text", "detail", "order", "tooltip"),
    *("strokeDash", "xOffset", "yOffset", "row", "column", "facet", "href"),
)

# Where a chart is made of charts.
PARTS = ("layer", "hconcat", "vconcat", "concat")

# A column in an expression: `datum.article_count`, `datum['article_count']`.
DATUM = re.compile(r"datum(?:\.|\[['\"])(\w+)")

# Pixels; a page stretches the chart to its own width.
WIDTH, HEIGHT = 760, 260

# Binned: the days are first days of periods already. In UTC: a local scale would draw May 1 as April 30. Vega's own
# weeks begin on Sunday, a binned week begins on the day that is given.
TIME_UNITS = {
    "day": "binnedutcyearmonthdate",
    "week": "binnedutcyearweek",
    "month": "binnedutcyearmonth",
    "quarter": "binnedutcyearquarter",
    "year": "binnedutcyear",
}

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"

INK, FAINT = "#3c4753", "#dde2e8"
CONFIG: Spec = {
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "range": {"category": ["#3b7bbf", "#e8825a", "#5aa59a", "#8e6bb5", "#c9a227", "#8a8f98", "#b5576b", "#6f8f3f"]},
    "axis": {
        **{"labelColor": INK, "titleColor": INK, "gridColor": FAINT, "domainColor": FAINT, "tickColor": FAINT},
        **{"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
    },
    "legend": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 11,
        "labelLimit": 0,
        "orient": "top",
        "title": None,
    },
}


def read_chart(name: str, *, folder: Path | None = None) -> Spec | None:
    """The chart spec of a report; None where it has none. Raises DatelineError for a file that is not TOML."""
    path = (folder or share("reports", "charts")) / f"{name}.toml"
    if not path.is_file():
        return None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DatelineError(f"{path}: not TOML: {error}") from error


def make_chart(
    spec: Spec,
    rows: pl.DataFrame,
    *,
    name: str,
    grain: str,
    keys: Collection[str] = (),
    file: Path | None = None,
) -> Spec | None:
    """A complete Vega-Lite chart with its data in it; None when there is nothing to draw.

    `keys` are columns that the data has besides those drawn, so that a bar can be told from the next.
    `file` is a user's own spec, which is tried out first.
    Raises DatelineError naming the file and what it has wrong.
    """
    told_as = str(file or f"reports/charts/{name}.toml")
    top = spec.get("top", rows.height)
    if not isinstance(top, int) or top < 0:
        raise DatelineError(f"{told_as}: top is not a number of rows: {top!r}")
    drawn = _with_periods(rows.head(top), grain)
    chart = _encode({key: value for key, value in spec.items() if key != "top"})
    if file:
        check_chart(chart, told_as)
    fields = _fields(chart) - _made(chart)
    if absent := fields - set(drawn.columns):
        raise DatelineError(f"{told_as}: the report has no column {', '.join(sorted(absent))}")
    chart = _prune_scales(_stretch_bars(chart, grain), drawn)
    size = {} if set(chart) & {"hconcat", "vconcat", "concat"} else {"width": WIDTH, "height": HEIGHT}
    whole = {"$schema": SCHEMA, **size, **chart, "config": CONFIG}
    if file:
        check_chart(whole, told_as)
        _try_out(whole, told_as)
    if drawn.is_empty():
        return None
    told = _without_empty_bars(chart, drawn).select(sorted(fields | set(keys)))
    return {**whole, "data": {"values": _values(told)}}


def check_chart(chart: Spec, told_as: str) -> None:
    """Raises DatelineError for what is no Vega-Lite; without the data, for checking thousands of rows takes seconds.

    Our own charts are checked by a test: eleven of them cost each run 3 s of processor time.
    """
    import altair as alt
    from jsonschema import ValidationError  # type: ignore[import-untyped]

    try:
        alt.Chart.from_dict({**chart, "data": {"values": []}}).to_dict()
    except ValidationError as error:
        problem = " ".join(f"{error.json_path}: {error.message[:200]}".split())
        raise DatelineError(f"{told_as}: not a Vega-Lite chart: {problem}") from error


def _try_out(chart: Spec, told_as: str) -> None:
    """Raises DatelineError for a chart that fits the schema and cannot be drawn, such as a line without x and y."""
    import vl_convert

    try:
        vl_convert.vegalite_to_vega({**chart, "data": {"values": []}})
    except ValueError as error:
        # First what was done, then the script's own words, then its stack.
        problem = "".join(str(error).splitlines()[1:2]).strip()
        raise DatelineError(f"{told_as}: cannot be drawn (has each mark its x and y?): {problem}") from error


def draw_svg(chart: Spec) -> str:
    """The chart as an SVG picture."""
    import vl_convert

    # Without a label for every bar: they are two thirds of the bytes, and the table says the same.
    return _renumbered(str(vl_convert.vegalite_to_svg({**chart, "config": {**chart["config"], "aria": False}})))


def _renumbered(svg: str) -> str:
    """The drawing with its ids counted from 0: Vega counts through all drawings of a process.

    >>> _renumbered('<g id="gradient_7"/><path fill="url(#gradient_7)" clip-path="url(#clip3)"/>')
    '<g id="gradient_0"/><path fill="url(#gradient_0)" clip-path="url(#clip1)"/>'
    """
    found: dict[str, int] = {}

    def renumber(match: re.Match[str]) -> str:
        before, kind, number = match.groups()
        return f"{before}{kind}{found.setdefault(kind + number, len(found))}"

    return re.sub(r"(id=\"|url\(#|href=\"#)([A-Za-z]+_?)(\d+)", renumber, svg)


def draw_png(chart: Spec) -> bytes:
    """The chart as a PNG picture on white, two pixels for one so that it prints well."""
    import vl_convert

    on_white = {**chart, "config": {**chart["config"], "background": "white"}}
    return bytes(vl_convert.vegalite_to_png(on_white, scale=2))


def _with_periods(rows: pl.DataFrame, grain: str) -> pl.DataFrame:
    """Dated rows with their period's label for the tooltip; other reports' rows as they are."""
    if "period_date" not in rows.columns:
        return rows
    labels = [period_label(day, grain) for day in rows["period_date"]]
    return rows.with_columns(period=pl.Series(labels, dtype=pl.String)).filter(pl.col("period_date").is_not_null())


def _without_empty_bars(chart: Spec, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without those of no height, where bars of several series stand over time: they are most of the bytes.

    The first and the last period stay, for they say how far the axis reaches.
    """
    mark, encoding = chart.get("mark"), chart.get("encoding", {})
    is_bar = (mark.get("type") if isinstance(mark, dict) else mark) == "bar"
    y, x, color = (encoding.get(channel, {}).get("field") for channel in ("y", "x", "color"))
    if not is_bar or x != "period_date" or y not in rows.columns or not color or rows.is_empty():
        return rows
    ends = pl.col(x).is_in([rows[x].min(), rows[x].max()])
    return rows.filter((pl.col(y).fill_null(0) != 0) | ends)


def _encode(spec: Spec) -> Spec:
    """Channels moved into `encoding`, in every layer as well."""
    channels = {key: spec[key] for key in CHANNELS if key in spec}
    rest = {key: value for key, value in spec.items() if key not in channels}
    if channels:
        beside = rest.get("encoding", {})
        rest["encoding"] = {**beside, **channels} if isinstance(beside, dict) else beside
    return rest | {part: [_encode(one) for one in rest[part]] for part in PARTS if _has_charts(rest.get(part))}


def _has_charts(part: object) -> bool:
    """Whether these are charts; what else stands there is told by Altair."""
    return isinstance(part, list) and all(isinstance(one, dict) for one in part)


def _stretch_bars(spec: Spec, grain: str) -> Spec:
    """Where x is the period, its unit of time: a bar is as wide as its period."""
    spec = spec | {part: [_stretch_bars(one, grain) for one in spec[part]] for part in PARTS if part in spec}
    x = spec.get("encoding", {}).get("x", {})
    if x.get("field") != "period_date":
        return spec
    return {**spec, "encoding": {**spec["encoding"], "x": {"type": "temporal", **x, "timeUnit": TIME_UNITS[grain]}}}


def _prune_scales(spec: Spec, rows: pl.DataFrame) -> Spec:
    """A colour scale without the values that do not occur: they would stand in the legend for nothing."""
    color = spec.get("encoding", {}).get("color", {})
    scale = color.get("scale", {})
    lists = [scale.get(side) for side in ("domain", "range")] if isinstance(scale, dict) else []
    if color.get("field") not in rows.columns or not lists or not all(isinstance(one, list) for one in lists):
        return spec
    present = set(rows[color["field"]].drop_nulls().unique())
    kept = [(v, c) for v, c in zip(scale["domain"], scale["range"], strict=False) if v in present]
    pruned = {**color, "scale": {**scale, "domain": [v for v, _ in kept], "range": [c for _, c in kept]}}
    return {**spec, "encoding": {**spec["encoding"], "color": pruned}}


def _fields(node: object) -> set[str]:
    """Every column that a spec names: in its channels, in what it folds, groups or calculates with."""
    if isinstance(node, list):
        return set().union(*map(_fields, node))
    if not isinstance(node, dict):
        return set()
    own = {node["field"]} if isinstance(node.get("field"), str) else set()
    for many in ("fold", "groupby"):
        own |= {name for name in node.get(many, []) if isinstance(name, str)}
    for told in ("calculate", "filter", "test"):
        own |= set(DATUM.findall(node[told])) if isinstance(node.get(told), str) else set()
    return own | _fields(list(node.values()))


def _made(node: object) -> set[str]:
    """Every column that a spec makes itself."""
    if isinstance(node, list):
        return set().union(*map(_made, node))
    if not isinstance(node, dict):
        return set()
    named = node.get("as", ["key", "value"] if "fold" in node else [])
    own = {named} if isinstance(named, str) else {name for name in named if isinstance(name, str)}
    return own | _made(list(node.values()))


def _values(rows: pl.DataFrame) -> list[dict[str, object]]:
    """The rows as JSON values; days as ISO texts, which a browser takes for UTC."""
    days = [name for name, kind in rows.schema.items() if kind.is_temporal()]
    return rows.with_columns(pl.col(days).cast(pl.String), pl.col(pl.String).fill_null("–")).to_dicts()
