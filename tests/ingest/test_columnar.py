"""Parquet and Arrow: types, batches, damage."""

import gzip
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from pyarrow import feather, ipc

from flows.ingest.drafts import Limits
from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of


def _write_file(table: Any, path: Path) -> None:
    with ipc.new_file(path, table.schema) as file:
        file.write_table(table, max_chunksize=2)


def _write_stream(table: Any, path: Path) -> None:
    with ipc.new_stream(path, table.schema) as stream:
        stream.write_table(table, max_chunksize=2)


WRITERS: dict[str, Callable[[Any, Path], None]] = {
    "a.parquet": lambda table, path: pq.write_table(table, path, row_group_size=2),
    "a.arrow": _write_file,
    "a.ipc": _write_file,
    "b.arrow": _write_stream,
    "a.feather": lambda table, path: feather.write_feather(table, str(path), compression="zstd"),
}


def write(folder: Path, name: str, **columns: object) -> Path:
    WRITERS[name](pa.table(columns), folder / name)
    return folder / name


def notes_of(path: Path) -> list[str]:
    return [note.removeprefix(f"{path}: ") for batch in batches_of(path) for note in batch.notes]


@pytest.mark.parametrize("name", WRITERS)
def test_rows_become_articles(tmp_path: Path, name: str) -> None:
    path = write(
        tmp_path,
        name,
        headline=["A", "B", "C", "D", "E"],
        body=["One", "Two\n\nlines ", None, " ", "Five"],
        pub_date=pa.array([date(2024, 5, day) for day in range(1, 6)]),
        rank=[1, 2, 3, 4, 5],
    )
    assert [(row["input_record"], row["title"], row["text"], row["published"]) for row in articles_of(path)] == [
        (1, "A", "One", "2024-05-01"),
        (2, "B", "Two\n\nlines ", "2024-05-02"),
        (5, "E", "Five", "2024-05-05"),
    ]
    assert rejects_of(path) == [(3, "empty_text"), (4, "empty_text")]
    assert notes_of(path) == ["columns: title=headline, published=pub_date, text=body; not used: rank"]


@pytest.mark.parametrize(
    ("values", "published"),
    [
        (pa.array([datetime(2024, 5, 1, 10, 30)], pa.timestamp("ms")), "2024-05-01T10:30:00"),
        (pa.array([1714559400123456789], pa.timestamp("ns")), "2024-05-01T10:30:00.123456"),
        (pa.array([datetime(2024, 5, 1, 14, 30, tzinfo=UTC)], pa.timestamp("us", "America/New_York")), "-04:00"),
        (pa.array(["2024-05-01"]).dictionary_encode(), "2024-05-01"),
        (pa.array([date(2024, 5, 1)], pa.date64()), "2024-05-01"),
    ],
)
def test_dates_of_every_type_become_iso(tmp_path: Path, values: Any, published: str) -> None:
    (row,) = articles_of(write(tmp_path, "a.parquet", text=["One"], published=values))
    assert str(row["published"]).endswith(published) or str(row["published"]) == published


def test_other_values_go_to_extra_as_json(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.parquet",
        text=["One"],
        price=[Decimal("1.50")],
        tags=[["a", "b"]],
        meta=[{"seen": date(2024, 1, 1), "n": 1.5}],
        picture=[b"\xff\xd8"],
        empty=pa.nulls(1),
    )
    (row,) = articles_of(path)
    assert row["extra"] == '{"price":"1.50","tags":["a","b"],"meta":{"seen":"2024-01-01","n":1.5}}'
    assert notes_of(path) == ["columns of bytes are not kept: picture"]


def test_text_that_is_typed_as_bytes_is_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.parquet", text=pa.array(["Öl".encode(), b"\xff"], pa.binary()))
    assert [row["text"] for row in articles_of(path)] == ["Öl"]
    assert rejects_of(path) == [(2, "no_text")]


def test_value_that_python_has_no_form_for_costs_its_row(tmp_path: Path) -> None:
    days = pa.array([19_000, 200_000_000, 19_001], pa.int32()).cast(pa.date32())
    path = write(tmp_path, "a.parquet", text=["One", "Two", "Three"], published=days)
    assert [row["text"] for row in articles_of(path)] == ["One", "Three"]
    assert rejects_of(path) == [(2, "bad_value")]


def test_two_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    table = pa.table([["One"], ["Two"]], names=["text", "text"])
    _write_file(table, tmp_path / "a.arrow")
    (row,) = articles_of(tmp_path / "a.arrow")
    assert (row["text"], row["extra"]) == ("One", '{"text_2":"Two"}')


@pytest.mark.parametrize("name", WRITERS)
def test_no_text_column_is_one_reject(tmp_path: Path, name: str) -> None:
    assert rejects_of(write(tmp_path, name, kop=["A"] * 9, inhoud=["One"] * 9)) == [(1, "no_text_column")]


@pytest.mark.parametrize("name", WRITERS)
def test_packed_file_is_read_from_memory_up_to_a_limit(tmp_path: Path, name: str) -> None:
    plain = write(tmp_path, name, text=["One"])
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [row["text"] for row in articles_of(packed)] == ["One"]
    small = Limits(LIMITS.article_chars, LIMITS.record_bytes, member_bytes=100)
    assert rejects_of(packed, limits=small) == [(1, "too_large")]


@pytest.mark.parametrize("name", WRITERS)
def test_empty_files_are_rejects(tmp_path: Path, name: str) -> None:
    assert rejects_of(write(tmp_path, name, text=pa.array([], pa.string()))) == [(1, "empty_input")]
    (tmp_path / name).write_bytes(b"")
    assert rejects_of(tmp_path / name) == [(1, "empty_input")]


def test_old_feather_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.feather").write_bytes(b"FEA1" + b"\0" * 100)
    assert rejects_of(tmp_path / "a.feather") == [(1, "old_format")]


@pytest.mark.parametrize("name", WRITERS)
def test_damaged_file_ends_in_a_reject(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, text=[f"Article {number}" for number in range(50)], n=list(range(50)))
    data, dice = path.read_bytes(), random.Random(7)
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(dice.choice([1, 5, 30])):
            damaged[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(damaged[: dice.choice([len(data), dice.randrange(len(data))])])
        counts = counts_of(batches_of(path))
        assert counts["read"] == sum(count for outcome, count in counts.items() if outcome != "read") > 0
