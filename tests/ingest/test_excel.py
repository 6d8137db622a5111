"""Excel: sheets, headers, dates, what formulas show, damage."""

import io
import random
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl import Workbook  # type: ignore[import-untyped]

from flows.ingest.drafts import Limits
from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of

SHEET = "xl/worksheets/sheet1.xml"


def write(path: Path, **sheets: Iterable[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """The workbook with a passage of one of its parts replaced."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def notes_of(path: Path) -> list[str]:
    return [note.removeprefix(f"{path}: ") for batch in batches_of(path) for note in batch.notes]


def test_rows_become_articles(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Headline", "Body", "Date", "n"],
        ["A", " One\n", date(2024, 5, 1), 7],
        [],
        ["B", "Two", None, 1.5],
    ]
    path = write(tmp_path / "a.xlsx", News=rows)
    assert [(r["input_record"], r["title"], r["text"], r["published"], r["extra"]) for r in articles_of(path)] == [
        (1, "A", " One\n", "2024-05-01", '{"n":7}'),
        (3, "B", "Two", None, '{"n":1.5}'),
    ]
    assert notes_of(path) == ["sheet 'News': columns: title=Headline, published=Date, text=Body; not used: n"]


@pytest.mark.parametrize(
    ("cell", "published"),
    [
        (datetime(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 10, 30), "2024-05-01T10:30:00"),
        ("2024-05-01", "2024-05-01"),
        (time(10, 30), None),
    ],
)
def test_dates_become_iso(tmp_path: Path, cell: object, published: str | None) -> None:
    (row,) = articles_of(write(tmp_path / "a.xlsx", News=[["text", "published"], ["One", cell]]))
    assert row["published"] == published


def test_strings_that_cells_share_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(4):
            sheet.write_row(row, 0, ["text", "source"] if row == 0 else [f"Text {row}", "Quay Post"])
    assert "xl/sharedStrings.xml" in zipfile.ZipFile(tmp_path / "a.xlsx").namelist()
    assert [(r["text"], r["source"]) for r in articles_of(tmp_path / "a.xlsx")][2] == ("Text 3", "Quay Post")


def test_every_sheet_with_a_text_is_read_and_the_others_are_told_of(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        Cover=[["Clippings"], ["of May"]],
        One=[["text"], ["One"], ["Two"]],
        Blank=[],
        Two=[["title", "body"], ["A", "Three"]],
    )
    assert [(row["input_record"], row["text"]) for row in articles_of(path)] == [(1, "One"), (2, "Two"), (3, "Three")]
    assert notes_of(path)[-1] == "sheet 'Cover' has no column for the text and was not read"


def test_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["Clippings"], [], ["Headline", "Body"], ["A", "One"]])
    assert [row["text"] for row in articles_of(path)] == ["One"]


def test_formula_counts_as_the_value_saved_with_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text", "n", "m"], ["One", "=1+1", "#N/A"]])
    path = rewritten(path, SHEET, "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    (row,) = articles_of(path)
    assert row["extra"] == '{"n":2}'


def test_cells_beside_the_table_are_kept(tmp_path: Path) -> None:
    (row,) = articles_of(write(tmp_path / "a.xlsx", News=[["text"], ["One", None, "a remark"]]))
    assert row["extra"] == '{"column_3":"a remark"}'


def test_escapes_of_the_format_are_taken_back(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text"], ["One MARK two"]])
    path = rewritten(path, SHEET, "MARK", "_x000D_ _x005F_x000D_")
    assert [row["text"] for row in articles_of(path)] == ["One \r _x000D_ two"]


def test_texts_as_long_as_a_cell_are_told_of(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text"], ["x" * 32_767], ["One"]])
    assert notes_of(path) == ["sheet 'News': 1 texts fill a cell (32,767 characters) and may have been cut"]


def test_workbook_without_text_is_one_reject(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", A=[["x", "y"], [1, 2]], B=[["z"], [3]])
    assert rejects_of(path) == [(1, "no_text_column")]
    assert rejects_of(write(tmp_path / "b.xlsx", A=[])) == [(1, "empty_input")]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"text", b"\0" * 100])
def test_what_is_no_workbook_is_one_reject(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    assert rejects_of(tmp_path / "a.xlsx") == [(1, "unparsable")]


def test_part_that_unfolds_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text"], ["MARK"]])
    rewritten(path, SHEET, "MARK", "x" * 30_000_000)
    assert path.stat().st_size < 100_000
    assert rejects_of(path) == [(1, "too_large")]
    path = write(tmp_path / "b.xlsx", News=[["text"], ["MARK" * 1_000]])
    assert rejects_of(path, limits=Limits(1_000, 1_000, member_bytes=500)) == [(1, "too_large")]


def test_entities_are_not_expanded_without_end(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text"], ["MARK"]])
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    rewritten(path, SHEET, "<worksheet", f'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{entities}]><worksheet')
    rewritten(path, SHEET, "MARK", "&e9;")
    assert rejects_of(path) == [(1, "unparsable")]


def test_cell_at_the_far_corner_takes_no_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text"], ["One"], ["MARK"]])
    rewritten(path, SHEET, 'r="3"', 'r="1048576"')
    rewritten(path, SHEET, 'r="A3"', 'r="XFD1048576"')
    assert [(row["input_record"], row["text"]) for row in articles_of(path)] == [(1, "One")]
    rewritten(path, SHEET, 'r="1048576"', 'r="99999999999"')
    assert counts_of(batches_of(path))["new"] == 1


def test_damaged_workbook_ends_in_a_reject(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", News=[["text", "date"], *[[f"Article {n}", date(2024, 5, 1)] for n in range(20)]])
    data, dice = path.read_bytes(), random.Random(7)
    source = zipfile.ZipFile(io.BytesIO(data))
    for _ in range(60):
        hit = dice.choice(source.namelist())
        with zipfile.ZipFile(path, "w") as book:
            for name in source.namelist():
                part = bytearray(source.read(name))
                if name == hit:
                    at = dice.randrange(len(part))
                    part[at : at + dice.randrange(9)] = dice.choice([b"", b"<", b"9" * 12, b'"', b"\xff"])
                book.writestr(name, bytes(part))
        counts = counts_of(batches_of(path, limits=LIMITS))
        assert counts["read"] == sum(count for outcome, count in counts.items() if outcome != "read") > 0
