"""Values as people and spreadsheets read them."""

from datetime import date, datetime

import polars as pl
import pytest

from flows.report.cells import look_of, period_label, safe_texts, text_of, web_address


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (0.1234, "article_share", "12.3 %"),
        (12345, "article_count", "12,345"),
        (1234.56, "act_index", "1,234.6"),
        (None, "modality", "–"),
        ([], "codes", "–"),
        (["a", "b" * 60], "other_sentences", "a\n" + "b" * 60),
        (True, "is_ongoing", "yes"),
        (0.02, "article_share_change", "+2.0 pp"),
        (0.00042, "p_value", "0.00042"),
        (datetime(2025, 3, 1, 9, 5), "read_at", "2025-03-01 09:05"),
        (None, "period_date", "undated"),
        (date(2025, 3, 1), "first_date", "2025-03-01"),
        (["b", "a"], "measures", "b, a"),
    ],
)
def test_a_cell_is_told_by_its_column(value: object, column: str, text: str) -> None:
    assert text_of(value, column, grain="month") == text


def test_a_week_bears_the_year_it_belongs_to() -> None:
    assert period_label(date(2024, 12, 30), "week") == "2025-W01"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "\n=1"])
def test_formulas_are_made_inert(text: str) -> None:
    assert safe_texts(pl.DataFrame({"title": [text]})).item() == "'" + text


def test_other_texts_and_numbers_stay() -> None:
    rows = pl.DataFrame({"title": ["a=b", None], "change": [-1, 2]})
    assert safe_texts(rows).equals(rows)


@pytest.mark.parametrize(
    ("values", "look"),
    [
        ([1, 2], "n"),
        ([0.5], "n"),
        ([date(2025, 3, 1)], "d"),
        (["RUS", None], "s"),
        (["a name of some more than thirty letters"], ""),
        (["word " * 20], "t"),
        ([["RUS", "BLR"]], "s"),
        ([["word " * 20]], "t"),
        ([None], "s"),
    ],
)
def test_a_column_is_set_by_what_is_in_it(values: list[object], look: str) -> None:
    assert look_of(pl.Series("x", values)) == look


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", None, 7])
def test_only_web_addresses_are_linked(url: object) -> None:
    assert web_address(url) is None
