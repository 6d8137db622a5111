"""Room 4, the copyist: the answer of a running query in, its text in one of five formats out.

Rows come in portions and leave in portions, so that an answer of any length passes through; only a table waits for its
rows, since its columns' widths are known at the end.
"""

import csv
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import IO

import duckdb

Row = tuple[object, ...]

# Rows fetched at a time.
FETCH_ROWS = 5_000
# A table on a terminal: widths are known only when all is there, and nobody reads further.
TABLE_ROWS = 10_000
CELL_CHARS = 100
# A column that gives way to others on a narrow terminal keeps so many characters.
NARROW_CHARS = 12
BETWEEN = "  "

NUMBER = re.compile(r"U?[A-Z]*INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*")


@dataclass(frozen=True, slots=True)
class Answer:
    """A running query: names and types of its columns, and `batches`, which gives its rows once."""

    columns: list[str]
    types: list[str]
    batches: Callable[[], Iterator[list[Row]]]


def answer_of(con: duckdb.DuckDBPyConnection, query: str, params: Mapping[str, object] | None = None) -> Answer:
    """The answer; DuckDB works on while its rows are fetched."""
    con.execute(query, params)
    columns = con.description or []
    return Answer([name for name, *_ in columns], [str(kind) for _, kind, *_ in columns], partial(_fetch, con))


def _fetch(con: duckdb.DuckDBPyConnection) -> Iterator[list[Row]]:
    while rows := con.fetchmany(FETCH_ROWS):
        yield rows


def write_csv(answer: Answer, stream: IO[str]) -> int:
    """RFC 4180 but for the line end, which is that of the other tools on a Unix terminal."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    count = 0
    for rows in answer.batches():
        writer.writerows([[_csv_cell(value) for value in row] for row in rows])
        count += len(rows)
    return count


def _csv_cell(value: object) -> object:
    return json.dumps(json_value(value), ensure_ascii=False) if isinstance(value, list | dict | tuple) else value


def write_jsonl(answer: Answer, stream: IO[str]) -> int:
    count = 0
    for line in _json_rows(answer):
        stream.write(line + "\n")
        count += 1
    return count


def write_json(answer: Answer, stream: IO[str]) -> int:
    count = 0
    stream.write("[")
    for line in _json_rows(answer):
        stream.write(("\n" if count == 0 else ",\n") + line)
        count += 1
    stream.write("\n]\n" if count else "]\n")
    return count


def _json_rows(answer: Answer) -> Iterator[str]:
    names = distinct_names(answer.columns)
    for rows in answer.batches():
        for row in rows:
            values = dict(zip(names, map(json_value, row), strict=True))
            yield json.dumps(values, ensure_ascii=False, allow_nan=False)


def distinct_names(columns: Sequence[str]) -> list[str]:
    """The names, each once: an object cannot hold two values under one.

    >>> distinct_names(["a", "b", "a", "a_1"])
    ['a', 'b', 'a_2', 'a_1']
    """
    names: list[str] = []
    for column in columns:
        number, name = 0, column
        while name in names or (number and name in columns):
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def json_value(value: object) -> object:
    """The value in the words of JSON, which knows no NaN and no infinity (they become null), and no dates.

    >>> json_value([float("nan"), 0.5, Decimal("1.5"), {1: b"a"}])
    [None, 0.5, 1.5, {'1': '61'}]
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [json_value(part) for part in value]
    if isinstance(value, dict):
        return {str(key): json_value(part) for key, part in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, timedelta) or not hasattr(value, "isoformat") else value.isoformat()


def _read_some(answer: Answer, *, most: int = TABLE_ROWS) -> tuple[list[list[str]], bool]:
    """The first rows as cells of one line, and whether there are more."""
    cells: list[list[str]] = []
    for rows in answer.batches():
        cells += [[_cell(value) for value in row] for row in rows]
        if len(cells) > most:
            return cells[:most], True
    return cells, False


def _cell(value: object) -> str:
    """One line of printable text: a control character in a headline must not steer the terminal."""
    if value is None:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(_csv_cell(value))
    text = "".join(char if char.isprintable() else " " for char in text[: 2 * CELL_CHARS])
    return _cut(text, CELL_CHARS)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def write_table(answer: Answer, stream: IO[str], *, width: int | None = None, rows: int | None = None) -> int:
    """Columns under their names, numbers to the right; the count of rows below. `width` of the terminal, if any."""
    cells, more = _read_some(answer, most=rows or TABLE_ROWS)
    is_number = [bool(NUMBER.fullmatch(kind)) for kind in answer.types]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(answer.columns)]
    if width:
        widths = _narrowed(widths, width)

    def line(row: list[str]) -> str:
        cut = [_cut(cell, w) for cell, w in zip(row, widths, strict=True)]
        padded = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(cut, widths, is_number, strict=True))
        return BETWEEN.join(padded).rstrip() + "\n"

    stream.write(line(answer.columns) + line(["─" * w for w in widths]))
    stream.writelines(line(row) for row in cells)
    count = len(cells)
    tail = f"the first {count} rows; --format csv or jsonl gives all" if more else f"{count} row{'s' * (count != 1)}"
    stream.write(f"({tail})\n")
    return count


def _narrowed(widths: list[int], width: int) -> list[int]:
    """Widths that fit, the widest columns giving way first, as far as that goes.

    >>> _narrowed([4, 100, 50], 80)
    [4, 36, 36]
    """
    widths = list(widths)
    while sum(widths) + len(BETWEEN) * (len(widths) - 1) > width and max(widths) > NARROW_CHARS:
        widths[widths.index(max(widths))] -= 1
    return widths


def write_markdown(answer: Answer, stream: IO[str]) -> int:
    """A pipe table of the first rows."""
    cells, more = _read_some(answer)

    def line(row: list[str]) -> str:
        return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |\n"

    stream.write(line(answer.columns) + line(["---"] * len(answer.columns)))
    stream.writelines(line(row) for row in cells)
    if more:
        stream.write(f"\nThe first {len(cells)} rows.\n")
    return len(cells)


WRITERS: dict[str, Callable[[Answer, IO[str]], int]] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
    "markdown": write_markdown,
}
