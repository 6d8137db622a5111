"""Room 4, the fine print: one value of a report in, its text for a person or a spreadsheet out.

A column's name says its kind (`_count`, `_share`, `_date`, `_index`), so that a new report needs no formats of its own.
"""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

import polars as pl

UNDATED = "undated"
NOTHING = "–"

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); a tab or line end may hide one.
FORMULA = r"^[=+\-@\t\r\n]"

# Characters; a column of shorter texts keeps each on one line, one with a longer text gets room to wrap.
SHORT_TEXT, LONG_TEXT = 28, 48

# Columns that a headline or a sentence takes in: its link, where its evidence stands.
TAKEN_IN = {"url": ("title", "source"), "evidence_start": ("sentence",), "evidence_end": ("sentence",)}

# Nouns that already say how many.
NO_PLURAL = ("actual", "total", "direct", "indirect", "usual")


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
    return noun if noun in NO_PLURAL else noun + "s"


def is_hidden(column: str, columns: Sequence[str]) -> bool:
    """Whether a reader is spared the column: keys, and what another column takes in.

    >>> is_hidden("event_id", []), is_hidden("url", ["title", "url"]), is_hidden("url", ["url"])
    (True, True, False)
    """
    return column.endswith("_id") or any(host in columns for host in TAKEN_IN.get(column, ()))


def look_of(column: pl.Series) -> str:
    """How a column is set: n numbers, d days, s short texts, t long ones, empty for the rest."""
    if column.dtype.is_numeric():
        return "n"
    if column.dtype.is_temporal():
        return "d"
    texts = join_lists(column.to_frame()).to_series().cast(pl.String)
    longest = int(texts.str.len_chars().max() or 0)  # type: ignore[arg-type]
    return "s" if longest <= SHORT_TEXT else "t" if longest > LONG_TEXT else ""


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
    """A cell as a person reads it; null is an en dash, but for an undated period; long texts of a list a line each."""
    if column == "period_date" and (value is None or isinstance(value, date)):
        return period_label(value, grain)
    if value is None or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number_text(value, column)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        texts = [text_of(one, "", grain=grain) for one in value]
        return ("\n" if max(map(len, texts)) > LONG_TEXT else ", ").join(texts)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _number_text(value: float, column: str) -> str:
    """Shares in per cent, their changes in percentage points, with a sign; a small number keeps digits that tell.

    >>> _number_text(0.25, "article_share"), _number_text(0.0004, "p_value"), _number_text(1234.56, "act_index")
    ('25.0 %', '0.0004', '1,234.6')
    >>> _number_text(0.25, "count_change"), _number_text(-0.02, "article_share_change")
    ('+0.25', '-2.0 pp')
    """
    sign = "+" if "change" in column else ""
    if "_share" in column:
        return f"{100 * value:{sign}.1f} {'pp' if sign else '%'}"
    if abs(value) >= 10 or value == 0:
        return f"{value:{sign},.1f}"
    return f"{value:{sign}.2f}" if abs(value) >= 0.1 else f"{value:{sign}.2g}"


def web_address(url: object) -> str | None:
    """The address if a link may lead there: `javascript:` and the like may not."""
    return url if isinstance(url, str) and url.lower().startswith(("http://", "https://")) else None


def host_of(url: str) -> str:
    """The address's host without www, to stand for a bare link; the address itself when it has none.

    >>> host_of("https://www.example.org/a/b")
    'example.org'
    """
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def safe_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """The frame for a spreadsheet: lists joined, and texts that begin like a formula behind an apostrophe."""
    joined = join_lists(rows)
    texts = [name for name, kind in joined.schema.items() if kind == pl.String]
    return joined.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA)).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )


def join_lists(rows: pl.DataFrame) -> pl.DataFrame:
    """The frame with every list as one text."""
    lists = [name for name, kind in rows.schema.items() if kind.base_type() is pl.List]
    return rows.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(", ")) if lists else rows
