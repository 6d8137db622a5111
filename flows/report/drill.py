"""Room 4, behind the numbers: a report's drill file in, the sentences that its figures were counted from out.

A drill is sql/drill/<report>.sql, with the parameters of the report. A row is one counted thing with its sentence. Its
columns are told by their names: those of `THING` are the thing itself; a `_count` column that the report has as well
is a flag, true where the row is counted in that figure; any other column in common with the report is a key, what says
in which row of the report it is counted (`key_source` for the report's `source`, since a thing has one as well); the
rest are tags, shown beside the sentence. Newest first; the file keeps so
many a key and so many in all, and the page says how many there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.errors import SqlFileError
from flows.report.cells import label_of, text_of, web_address
from flows.report.run import Given, run_report
from flows.settings import share
from flows.sqlfile import SqlFile, read_sql_file

# What `dateline explain` is asked for, and where the sentence stands.
THING = ("thing_id", "published_date", "source", "title", "url", "sentence", "evidence_start", "evidence_end")

# Before the name of a key that a thing has as well.
KEY = "key_"

# Rows of a report whose figures are told on the page: a bar may stand for rows that the table does not show.
FIGURE_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class DrillColumns:
    """The columns of a drill by what they are for; keys by their names in the report."""

    keys: tuple[str, ...]
    flags: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill that has been run."""

    columns: DrillColumns
    rows: pl.DataFrame


@dataclass(slots=True)
class Texts:
    """Every text once, by its place: sentences, headlines and sources come back many times."""

    found: dict[str, int] = field(default_factory=dict)

    def place(self, text: object) -> int:
        """Where the text stands; -1 stands for null."""
        return -1 if text is None else self.found.setdefault(str(text), len(self.found))


def read_drill(name: str, *, folder: Path | None = None) -> SqlFile | None:
    """The drill of a report; None where it has none."""
    path = (folder or share("sql", "drill")) / f"{name}.sql"
    return read_sql_file(path) if path.is_file() else None


def drill_columns(file: SqlFile, of_report: Iterable[str]) -> DrillColumns:
    """What each column of the file's header is for. Raises SqlFileError when it does not fit the report."""
    has = set(of_report)
    names = tuple(file.columns)
    if absent := [name for name in THING if name not in names]:
        raise SqlFileError(file.path, 1, f"a drill has the columns {', '.join(THING)}; missing: {', '.join(absent)}")
    others = [name for name in names if name not in THING]
    flags = tuple(name for name in others if name.endswith("_count") and name in has)
    own = {name: name.removeprefix(KEY) for name in others if name not in flags}
    keys = tuple(key for key in own.values() if key in has)
    if not keys or not flags:
        problem = "a key" if not keys else "a `_count` column"
        raise SqlFileError(file.path, 1, f"the drill has not {problem} in common with its report")
    return DrillColumns(keys, flags, tuple(name for name, key in own.items() if key not in has))


def run_drill(con: duckdb.DuckDBPyConnection, file: SqlFile, of_report: Iterable[str], given: Given) -> Drill:
    """The drill's rows, in its order. Raises SqlFileError when they are not what the header says."""
    columns = drill_columns(file, of_report)
    rows = run_report(con, file, given)
    if tuple(rows.columns) != tuple(file.columns):
        raise SqlFileError(file.path, 1, f"the columns are {', '.join(rows.columns)}, the header has others")
    return Drill(columns, rows)


def pack_drills(drills: dict[str, tuple[Drill, pl.DataFrame]], *, grains: dict[str, str]) -> dict[str, Any]:
    """One value for the page's script: every text and every thing once, and what each report has of them.

    `drills` gives each report's drill with the report's rows in the order of the page's table.
    """
    texts, things = Texts(), dict[tuple[Any, ...], int]()
    reports = {name: _pack(drill, rows, texts, things, grain=grains[name]) for name, (drill, rows) in drills.items()}
    return {"texts": list(texts.found), "things": [list(thing) for thing in things], "reports": reports}


def _pack(
    drill: Drill, shown: pl.DataFrame, texts: Texts, things: dict[tuple[Any, ...], int], *, grain: str
) -> dict[str, Any]:
    keys, flags, tags = drill.columns.keys, drill.columns.flags, drill.columns.tags
    labels = {_key(value): text_of(value, name, grain=grain) for name in keys for value in shown[name].unique()}
    return {
        "keys": list(keys),
        "flags": [[name, name.removesuffix("_count").replace("_", " "), label_of(name)] for name in flags],
        "labels": {str(key): label for key, label in labels.items() if key is not None and key != label},
        "figures": _figures(shown.head(FIGURE_ROWS), keys, flags, texts),
        "rows": [
            [
                things.setdefault(_thing(row, texts), len(things)),
                [texts.place(_key(row.get(KEY + name, row.get(name)))) for name in keys],
                sum(bool(row[name]) << place for place, name in enumerate(flags)),
                [texts.place(row[name]) for name in tags if row[name] is not None],
            ]
            for row in drill.rows.iter_rows(named=True)
        ],
    }


def _figures(shown: pl.DataFrame, keys: Sequence[str], flags: Sequence[str], texts: Texts) -> list[list[int]]:
    """One row per row of the report: the places of its keys, then its figures."""
    return [
        [*(texts.place(_key(row[name])) for name in keys), *(row[name] or 0 for name in flags)]
        for row in shown.select(*keys, *flags).iter_rows(named=True)
    ]


def _thing(row: dict[str, Any], texts: Texts) -> tuple[Any, ...]:
    """The thing in the order of `THING`, its texts as places."""
    address = web_address(row["url"])
    told = [texts.place(row[name]) for name in ("thing_id", "published_date", "source", "title")]
    return (*told, texts.place(address), texts.place(row["sentence"]), row["evidence_start"], row["evidence_end"])


def _key(value: object) -> str | None:
    """A key as the script compares it: days in ISO form, as the chart's data has them."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
