"""Headers of .sql files, and what is wrong with a wrong one."""

from datetime import date
from pathlib import Path

import pytest

from flows.errors import SqlFileError, UsageError
from flows.sqlfile import PROFILE_KEYS, Value, make_profile, parse_value, read_sql_file, read_sql_folder

HEADER = """-- title:   Mentions over time
-- grain:   one row per period;
--          empty periods are there
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null
-- columns: period_date first day of the period; statement_count statements
select 1
"""


def write(folder: Path, text: str) -> Path:
    """A .sql file."""
    path = folder / "mentions.sql"
    path.write_text(text)
    return path


def test_header_gives_title_grain_params_and_columns(tmp_path: Path) -> None:
    found = read_sql_file(write(tmp_path, HEADER))
    assert (found.name, found.title) == ("mentions", "Mentions over time")
    assert found.grain == "one row per period; empty periods are there"
    assert [(p.name, p.type, p.default, p.note) for p in found.params] == [
        ("since", "date", date(1900, 1, 1), ""),
        ("until", "date", date(9999, 12, 31), "exclusive"),
        ("source", "text", None, ""),
    ]
    assert found.columns == {"period_date": "first day of the period", "statement_count": "statements"}


def test_numbers_profiles_and_choices_are_parameters(tmp_path: Path) -> None:
    line = "-- params: z float = 3.5; profile profile = null; m text = all (one of: actual, planned, all)"
    score, profile, modality = read_sql_file(write(tmp_path, f"{line}\nselect 1")).params
    assert (score.default, profile.default) == (3.5, None)
    assert (score.choices, modality.choices) == ((), ("actual", "planned", "all"))


def test_a_note_bounds_a_number(tmp_path: Path) -> None:
    line = "-- params: top int = 5 (at least 1); rate float = 0.5 (sure, at least 0, at most 1); n int = 1"
    top, rate, free = read_sql_file(write(tmp_path, f"{line}\nselect 1")).params
    assert (top.bounds, rate.bounds, free.bounds) == ((1, None), (0, 1), (None, None))
    assert (top.typed("1"), rate.typed(1), free.typed("-3")) == (1, 1, -3)


@pytest.mark.parametrize("value", ["-1", "0", -1, "11", "99999999999999999999", "abc", "1.5", ""])
def test_a_value_beyond_its_bounds_or_of_another_kind_names_the_parameter(tmp_path: Path, value: Value) -> None:
    (top,) = read_sql_file(write(tmp_path, "-- params: top int = 5 (at least 1, at most 10)\nselect 1")).params
    with pytest.raises(UsageError, match=r"^top: "):
        top.typed(value)


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert read_sql_file(write(tmp_path, "\ufeff-- title: Marked\r\nselect 1")).title == "Marked"


def test_what_is_not_utf_8_is_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "mentions.sql").write_bytes(b"-- title: x\nselect '\xe9'")
    with pytest.raises(SqlFileError, match=r"mentions\.sql:2: not UTF-8"):
        read_sql_file(tmp_path / "mentions.sql")


def test_a_folder_with_the_name_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.sql").mkdir()
    with pytest.raises(SqlFileError, match=r"b\.sql:1: cannot be read"):
        read_sql_folder(tmp_path)


def test_a_profile_has_every_key() -> None:
    assert make_profile({"words": ("gas",)}) == {key: ["gas"] if key == "words" else [] for key in PROFILE_KEYS}


def test_binding_gives_exactly_the_file_s_parameters(tmp_path: Path) -> None:
    found = read_sql_file(write(tmp_path, HEADER))
    assert found.bind({"since": date(2024, 1, 1), "grain": "day", "source": None}) == {
        "since": date(2024, 1, 1),
        "until": date(9999, 12, 31),
        "source": None,
    }


@pytest.mark.parametrize(
    ("line", "number"),
    [("-- params:  since = 1900-01-01", 2), ("-- params:  n number = 1", 2), ("-- columns: Period", 2)]
    + [(f"-- params:  {param}", 2) for param in ("n int = many", "d date = 2025-02-31", "n int = 0 (at least 1)")]
    + [("-- params:  m text = x (one of: a, b)", 2)],
)
def test_wrong_header_is_named_by_file_and_line(tmp_path: Path, line: str, number: int) -> None:
    with pytest.raises(SqlFileError, match=rf"mentions\.sql:{number}:"):
        read_sql_file(write(tmp_path, f"-- title: x\n{line}\nselect 1"))


@pytest.mark.parametrize(
    ("text", "kind"), [("2025-02-31", "date"), ("x", "int"), ("x", "float"), ("nan", "float"), ("energy", "profile")]
)
def test_value_of_another_kind_is_refused(text: str, kind: str) -> None:
    with pytest.raises(UsageError):
        parse_value(text, kind)
