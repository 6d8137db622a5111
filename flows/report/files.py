"""Room 4, tables and pictures: a report that has been run in, the bytes of one file out; one function a format.

No clock is read and nothing is numbered by chance: same input, same bytes.
"""

import io
import json
from collections.abc import Callable

from flows.report.cells import label_of, safe_texts, text_of
from flows.report.chart import draw_png, draw_svg
from flows.report.rendered import (
    Rendered,
    grain_told,
    omission_told,
    page_rows,
    shown_columns,
    shown_rows,
    values_told,
)
from flows.report.workbook import to_xlsx


def to_csv(one: Rendered) -> bytes:
    """Every row; texts that a spreadsheet would take for formulas stand behind an apostrophe."""
    return safe_texts(one.rows).write_csv().encode()


def to_json(one: Rendered) -> bytes:
    """An object with what the report is, the values that were bound, and every row."""
    report = one.report
    whole = {
        "report": report.name,
        "title": report.title,
        "grain": report.grain,
        "params": one.bound,
        "columns": report.columns,
        "rows": one.rows.to_dicts(),
    }
    return (json.dumps(whole, default=str, ensure_ascii=False, indent=1) + "\n").encode()


def to_parquet(one: Rendered) -> bytes:
    """Every row, typed."""
    stream = io.BytesIO()
    one.rows.write_parquet(stream)
    return stream.getvalue()


def to_markdown(one: Rendered) -> bytes:
    """Title, grain, values and table; HTML and bars in texts are escaped."""
    every = shown_rows(one.rows)
    shown = page_rows(every)
    names = shown_columns(shown.columns)
    values = [f"* {_markdown_cell(name)}: {_markdown_cell(value)}" for name, value in values_told(one.bound)]
    lines = [f"# {one.report.title}", "", grain_told(one), "", *values, ""]
    lines += [_markdown_line([label_of(name) for name in names])]
    lines += ["|" + "|".join(" ---: " if shown.schema[name].is_numeric() else " --- " for name in names) + "|"]
    lines += [
        _markdown_line([text_of(row[name], name, grain=one.grain) for name in names])
        for row in shown.iter_rows(named=True)
    ]
    if omitted := omission_told(every, shown):
        lines += ["", omitted]
    return ("\n".join(lines) + "\n").encode()


def _markdown_line(cells: list[str]) -> str:
    return "| " + " | ".join(_markdown_cell(cell) for cell in cells) + " |"


def _markdown_cell(text: str) -> str:
    """One line of inert text.

    >>> _markdown_cell("a|b <script>")
    'a\\\\|b &lt;script&gt;'
    """
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + char if char in "\\|`*_[]" else char for char in flat)


def to_svg(one: Rendered) -> bytes | None:
    """The chart; None for a report without."""
    return draw_svg(one.chart).encode() if one.chart else None


def to_png(one: Rendered) -> bytes | None:
    """The chart; None for a report without."""
    return draw_png(one.chart) if one.chart else None


WRITERS: dict[str, Callable[[Rendered], bytes | None]] = {
    "md": to_markdown,
    "csv": to_csv,
    "xlsx": to_xlsx,
    "json": to_json,
    "parquet": to_parquet,
    "svg": to_svg,
    "png": to_png,
}
