"""Room 4, the fine print: one value of a report in, its text for a person or a spreadsheet out.

A column's name says its kind (`_count`, `_share`, `_date`, `_index`), so that a new report needs no formats of its own.
"""

from datetime import date

import polars as pl

UNDATED = "undated"

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); a tab or line end may hide one.
FORMULA = r"^[=+\-@\t\r\n]"


def label_of(column: str) -> str:
    """A column's heading.

    >>> label_of("sanctions_story_count"), label_of("period_date"), label_of("article_share")
    ('sanctions stories', 'period', 'article share')
    """
    if column == "period_date":
        return "period"
    if not column.endswith("_count"):
        return column.replace("_", " ")
    noun = column.removesuffix("_count").replace("_", " ")
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun if noun in ("actual", "total") else noun + "s"


def period_label(day: date | None, grain: str) -> str:
    """A period by its first day, short and sortable; weeks are those of ISO 8601.

    >>> period_label(date(2025, 3, 3), "week"), period_label(date(2025, 4, 1), "quarter"), period_label(None, "month")
    ('2025-W10', '2025-Q2', 'undated')
    """
    if day is None:
        return UNDATED
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02}",
        "month": day.isoformat()[:7],
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": day.isoformat()[:4],
    }[grain]


def text_of(value: object, column: str, *, grain: str) -> str:
    """A cell as a person reads it; null is an empty text, but for an undated period."""
    if column == "period_date" and (value is None or isinstance(value, date)):
        return period_label(value, grain)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{100 * value:.1f} %" if column.endswith("_share") else f"{value:,.1f}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def safe_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """The frame for a spreadsheet: lists joined, and texts that begin like a formula behind an apostrophe."""
    lists = [name for name, kind in rows.schema.items() if kind.base_type() is pl.List]
    joined = rows.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(", ")) if lists else rows
    texts = [name for name, kind in joined.schema.items() if kind == pl.String]
    return joined.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA)).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
