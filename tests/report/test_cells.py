"""Values as people and spreadsheets read them."""

from datetime import date

import polars as pl
import pytest

from flows.report.cells import period_label, safe_texts, text_of


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (0.1234, "article_share", "12.3 %"),
        (12345, "article_count", "12,345"),
        (1234.56, "act_index", "1,234.6"),
        (None, "modality", ""),
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
