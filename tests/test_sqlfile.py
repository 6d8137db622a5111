"""Headers of .sql files, and what is wrong with a wrong one."""

from datetime import date
from pathlib import Path

import pytest

from flows.errors import SqlFileError, UsageError
from flows.sqlfile import PROFILE_KEYS, make_profile, parse_value, read_sql_file

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
    [("-- params:  since = 1900-01-01", 2), ("-- params:  n number = 1", 2), ("-- columns: Period", 2)],
)
def test_wrong_header_is_named_by_file_and_line(tmp_path: Path, line: str, number: int) -> None:
    with pytest.raises(SqlFileError, match=rf"mentions\.sql:{number}:"):
        read_sql_file(write(tmp_path, f"-- title: x\n{line}\nselect 1"))


@pytest.mark.parametrize(
    ("text", "kind"), [("2025-02-31", "date"), ("x", "int"), ("x", "float"), ("energy", "profile")]
)
def test_value_of_another_kind_is_refused(text: str, kind: str) -> None:
    with pytest.raises(UsageError):
        parse_value(text, kind)
