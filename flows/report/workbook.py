"""Room 4, for Excel: a report that has been run in, the bytes of a workbook out: a sheet of typed rows, a sheet that
says what they are.

Texts are written as texts and never as formulas; one that begins like a formula bears Excel's own mark for text as
well, so that it stays one when the cell is edited. The file's date is fixed: same input, same bytes.
"""

import io
import re
from datetime import datetime
from typing import Any

import polars as pl

from flows.report.cells import FORMULA, label_of, text_of
from flows.report.rendered import Rendered, filters_told, grain_told, shown_rows, values_told

# Excel's own limits: rows of a sheet with its heading, characters of a cell.
SHEET_ROWS, CELL_CHARS = 1_048_575, 32_767

# Characters; wider columns wrap.
NARROW, WIDE = 9, 60

# Rows that a column's width is judged by.
JUDGED = 500

# A workbook states when it was made.
MADE_AT = datetime(2000, 1, 1)


def to_xlsx(one: Rendered) -> bytes:
    """The workbook: `rows` with every row, frozen headings and filters, and `about` with title, values, meanings."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": one.report.title, "created": MADE_AT})
    _write_rows(book, shown_rows(one.rows).head(SHEET_ROWS), grain=one.grain)
    _write_about(book, one)
    book.close()
    return stream.getvalue()


def _write_rows(book: Any, rows: pl.DataFrame, *, grain: str) -> None:
    sheet = book.add_worksheet("rows")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for place, name in enumerate(rows.columns):
        column = _as_text(rows[name])
        sheet.set_column(place, place, _width(column, name, grain=grain))
        sheet.write_string(0, place, label_of(name), head)
        _write_column(book, sheet, place, column)
    sheet.freeze_panes(1, 1)
    if rows.width:
        sheet.autofilter(0, 0, max(rows.height, 1), rows.width - 1)


def _as_text(column: pl.Series) -> pl.Series:
    """The column, lists and whatever a sheet has no type for as texts; time zones are told by the contract: UTC."""
    kind = column.dtype
    if kind.base_type() is pl.List:
        return column.cast(pl.List(pl.String)).list.join(", ")
    if isinstance(kind, pl.Datetime):
        return column.dt.replace_time_zone(None)
    return column if kind.is_numeric() or kind in (pl.Date, pl.Boolean, pl.String) else column.cast(pl.String)


def _write_column(book: Any, sheet: Any, place: int, column: pl.Series) -> None:
    """Every cell with its type; null is an empty cell."""
    plain = book.add_format({"valign": "top", **_look(column)})
    marked = book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True})
    write = sheet.write_string if column.dtype == pl.String else sheet.write
    for number, value in enumerate(column, start=1):
        if value is None:
            continue
        if isinstance(value, str):
            write(number, place, value[:CELL_CHARS], marked if re.match(FORMULA, value) else plain)
        else:
            write(number, place, value, plain)


def _look(column: pl.Series) -> dict[str, Any]:
    """The format of a column by its type and name."""
    kind = column.dtype
    if kind.is_integer():
        return {"num_format": "#,##0"}
    if kind.is_float():
        return {"num_format": "0.0%" if "_share" in column.name else "#,##0.00"}
    if kind == pl.Date:
        return {"num_format": "yyyy-mm-dd", "align": "left"}
    if isinstance(kind, pl.Datetime):
        return {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}
    return {"text_wrap": True}


def _width(column: pl.Series, name: str, *, grain: str) -> int:
    """Characters: as wide as the widest of the first cells, or the longest word of the heading."""
    cells = (len(text_of(value, name, grain=grain)) for value in column.head(JUDGED))
    heading = max(len(word) for word in label_of(name).split() or [""])
    return min(max([NARROW, heading + 4, *(cell + 2 for cell in cells)]), WIDE)


def _write_about(book: Any, one: Rendered) -> None:
    sheet = book.add_worksheet("about")
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    lines = [("report", one.report.title), ("a row is", grain_told(one)), *values_told(one.bound)]
    lines += [(f"profile: {name}", value) for name, value in filters_told(one.bound.get("profile"))]
    if one.rows.height > SHEET_ROWS:
        lines.append(("rows left out", f"{one.rows.height - SHEET_ROWS:,}: a sheet holds no more"))
    lines += [("", ""), *((label_of(name), meaning) for name, meaning in one.report.columns.items())]
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, value, wrap)
