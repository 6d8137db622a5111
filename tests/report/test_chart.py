"""Chart specs: shortcuts, periods, and errors that name the file."""

import tomllib
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.errors import DatelineError
from flows.report.chart import SCHEMA, Spec, draw_png, draw_svg, make_chart, read_chart
from flows.report.run import find_reports
from flows.settings import share

ROWS = pl.DataFrame(
    {
        "period_date": [date(2025, 1, 1), date(2025, 2, 1), None],
        "action": ["lift", "ease", "ease"],
        "n_count": [1, 2, 9],
    }
)
SPEC = tomllib.loads("""
mark = "bar"
x = { field = "period_date" }
y = { field = "n_count", type = "quantitative" }

[color]
field = "action"
type = "nominal"
scale = { domain = ["impose", "ease", "lift"], range = ["red", "blue", "navy"] }
""")


def made(spec: Spec, rows: pl.DataFrame, *, grain: str) -> Spec:
    """The chart of a report `x` that has something to draw."""
    chart = make_chart(spec, rows, name="x", grain=grain)
    assert chart is not None
    return chart


def test_nothing_to_draw_is_no_chart() -> None:
    assert make_chart(SPEC, ROWS.tail(1), name="x", grain="month") is None


def test_channels_may_stand_beside_the_mark() -> None:
    assert set(made(SPEC, ROWS, grain="month")["encoding"]) == {"x", "y", "color"}


def test_undated_rows_are_left_to_the_table() -> None:
    values = made(SPEC, ROWS, grain="month")["data"]["values"]
    assert [value["period_date"] for value in values] == ["2025-01-01", "2025-02-01"]


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_bars_of_every_grain_are_drawn(grain: str) -> None:
    svg = draw_svg(made(SPEC, ROWS, grain=grain))
    assert 'fill="blue"' in svg
    assert 'fill="navy"' in svg


def test_legend_shows_only_what_occurs() -> None:
    assert made(SPEC, ROWS, grain="month")["encoding"]["color"]["scale"]["domain"] == ["ease", "lift"]


def test_top_draws_the_first_rows_only() -> None:
    assert len(made({**SPEC, "top": 1}, ROWS, grain="month")["data"]["values"]) == 1


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(DatelineError, match=r"charts/x\.toml.*wrong_count"):
        made({**SPEC, "y": {"field": "wrong_count"}}, ROWS, grain="month")


@pytest.mark.parametrize("path", sorted(share("reports", "charts").glob("*.toml")), ids=lambda path: path.stem)
def test_every_chart_that_comes_with_the_program_is_vega_lite_and_fits_its_report(path: Path) -> None:
    (report,) = find_reports([path.stem])
    kinds = {name: pl.Date() if name.endswith("_date") else pl.String() for name in report.columns}
    spec = read_chart(path.stem)
    assert spec
    assert make_chart(spec, pl.DataFrame(schema=kinds), name=path.stem, grain="month", file=path) is None


def test_schema_is_that_of_the_library_that_checks() -> None:
    import altair

    assert altair.SCHEMA_URL == SCHEMA


def test_a_wrong_mark_is_named() -> None:
    with pytest.raises(DatelineError, match=r"charts/x\.toml.*Vega-Lite"):
        make_chart({**SPEC, "mark": "bart"}, ROWS, name="x", grain="month", file=Path("own/charts/x.toml"))


@pytest.mark.parametrize(
    "spec",
    [
        {"mark": "line"},
        {"mark": "bar", "x": "n_count"},
        {"mark": "bar", "encoding": 3},
        {"layer": 3},
        {"layer": ["bar"]},
        {"top": "all", **SPEC},
        {},
        {**SPEC, "transform": [{"calculate": "1 +", "as": "more"}]},
    ],
)
def test_a_user_s_chart_that_cannot_be_drawn_is_told_in_one_line_with_its_own_file(spec: Spec) -> None:
    with pytest.raises(DatelineError, match=r"^own/charts/x\.toml: ") as raised:
        make_chart(spec, ROWS, name="x", grain="month", file=Path("own/charts/x.toml"))
    assert "\n" not in str(raised.value)


def test_a_domain_without_a_range_of_its_own_is_left_as_it_is() -> None:
    color = {"field": "action", "type": "nominal", "scale": {"domain": ["ease", "lift"], "range": "category"}}
    assert made({**SPEC, "color": color}, ROWS, grain="month")["encoding"]["color"]["scale"]["range"] == "category"


def test_texts_in_a_drawing_are_escaped() -> None:
    rows = ROWS.with_columns(action=pl.lit("<script>"))
    spec = {**SPEC, "color": {"field": "action", "type": "nominal"}}
    assert "<script" not in draw_svg(made(spec, rows, grain="month"))


def test_png_is_a_picture() -> None:
    assert draw_png(made(SPEC, ROWS, grain="month")).startswith(b"\x89PNG")


def test_no_spec_is_no_chart() -> None:
    assert read_chart("data_quality") is None
