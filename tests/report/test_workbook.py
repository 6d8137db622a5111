"""Workbooks: read back with openpyxl, types kept, formulas never, same bytes."""

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from flows.report.rendered import Rendered
from flows.report.workbook import CELL_CHARS, to_xlsx
from flows.sqlfile import read_sql_file

HEADER = """-- title:   Things
-- grain:   one row per thing
-- params:  top int = 5
-- columns: name what it is called; article_count how many; article_share part of all; first_date since when
select 1 as one
"""

ROWS = pl.DataFrame(
    {
        "name": ["Ruritania", "=1+1", None],
        "codes": [["RUR", "GRK"], [], None],
        "article_count": [1200, 0, None],
        "article_share": [0.25, 0.0, None],
        "first_date": [date(2024, 1, 31), date(2024, 2, 1), None],
        "read_at": [datetime(2024, 1, 31, 9, 5), None, None],
        "is_ongoing": [True, False, None],
    }
)


@pytest.fixture
def one(tmp_path: Path) -> Rendered:
    (tmp_path / "things.sql").write_text(HEADER)
    bound = {"top": 5, "profile": {"name": "p", "countries": ["RUR"]}}
    return Rendered(read_sql_file(tmp_path / "things.sql"), ROWS, bound)


def rows_of(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))["rows"]


def test_cells_keep_their_types(one: Rendered) -> None:
    sheet = rows_of(to_xlsx(one))
    _, first, second = sheet.iter_rows(values_only=True)
    day, moment = datetime(2024, 1, 31), datetime(2024, 1, 31, 9, 5)
    assert first == ("Ruritania", "RUR, GRK", 1200, 0.25, day, moment, True)
    assert second[2:4] == (0, 0)
    assert sheet["A4"].value is None
    assert [cell.number_format for cell in sheet[2]][2:5] == ["#,##0", "0.0%", "yyyy-mm-dd"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "\n=1"])
def test_a_text_is_never_a_formula(one: Rendered, text: str) -> None:
    rows = ROWS.with_columns(name=pl.lit(text))
    cell = rows_of(to_xlsx(Rendered(one.report, rows, {})))["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    # openpyxl leaves the carriage return as Excel writes it.
    assert cell.value.replace("_x000D_", "\r") == text


def test_an_ordinary_text_bears_no_mark(one: Rendered) -> None:
    assert not rows_of(to_xlsx(one))["A2"].quotePrefix


def test_headings_are_frozen_and_filtered(one: Rendered) -> None:
    sheet = rows_of(to_xlsx(one))
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:G4"
    assert [cell.value for cell in sheet[1]][:4] == ["name", "codes", "articles", "article share"]
    assert sheet.column_dimensions["A"].width >= len("Ruritania")


def test_a_second_sheet_says_what_it_is(one: Rendered) -> None:
    about = openpyxl.load_workbook(io.BytesIO(to_xlsx(one)))["about"]
    told = {name: value for name, value in about.iter_rows(values_only=True) if name}
    assert told["report"] == "Things"
    assert told["a row is"] == "One row per thing."
    assert told["top"] == "5"
    assert told["profile"] == "p"
    assert told["profile: countries"] == "RUR"
    assert told["articles"] == "how many"


def test_a_text_too_long_for_a_cell_is_cut(one: Rendered) -> None:
    rows = ROWS.with_columns(name=pl.lit("x" * (CELL_CHARS + 5)))
    assert len(rows_of(to_xlsx(Rendered(one.report, rows, {})))["A2"].value) == CELL_CHARS


def test_no_rows_and_no_columns_give_a_workbook(one: Rendered) -> None:
    assert rows_of(to_xlsx(Rendered(one.report, ROWS.clear(), {}))).max_row == 1
    assert rows_of(to_xlsx(Rendered(one.report, pl.DataFrame(), {}))).max_row == 1


def test_numbers_that_are_none_do_not_break_it(one: Rendered) -> None:
    rows = pl.DataFrame({"act_index": [float("nan"), float("inf"), 1.5]})
    assert rows_of(to_xlsx(Rendered(one.report, rows, {})))["A4"].value == 1.5


def test_same_rows_give_same_bytes(one: Rendered) -> None:
    assert to_xlsx(one) == to_xlsx(one)
