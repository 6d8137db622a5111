"""What is behind the figures: caps told, flags that add up to the figures, files that do not fit."""

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.errors import SqlFileError
from flows.report.drill import THING, drill_columns, pack_drills, read_drill
from flows.report.rendered import Rendered, run_one, shown_rows
from flows.report.run import find_reports, list_reports, open_published
from flows.settings import share
from flows.sqlfile import SqlFile, read_sql_file
from tests.report.helpers import ACTUAL, SENTENCE, THREAT, Article, build, insert

DRILLED = sorted(path.stem for path in share("sql", "drill").glob("*.sql"))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    days = [f"2024-{month:02}-{day:02}" for month in (1, 2, 3) for day in (3, 17)]
    path = build(
        tmp_path_factory.mktemp("drill") / "d.duckdb",
        *(Article(day, (ACTUAL, THREAT), names=("Acme",), story=day[:7]) for day in days),
        Article("2024-03-05", (("mention", None),), source="Courier", names=("Acme", "Bolt")),
        Article(None, (ACTUAL,), names=("Bolt",)),
    )
    with duckdb.connect(path) as con:
        for number, (kind, cluster) in enumerate(
            [("SANCTION", "c1"), ("SANCTION", "c1"), ("AID", "c2"), ("AID", None)]
        ):
            _add_event(con, number, kind=kind, cluster=cluster)
        for number, (who, name) in enumerate(
            [("eAcme", "Acme"), (None, "a spokesman"), (None, None), ("eAcme", "Acme")]
        ):
            said = {"article_id": f"a{number}", "start": 43, "end": 56, "text": "More follows.", "direct": number < 2}
            insert(con, "quotes", **said, speaker_id=who, speaker=name, run_id="r1")
            insert(con, "sentences", article_id=f"a{number}", start=43, end=56, run_id="r1")
    return path


def _add_event(con: duckdb.DuckDBPyConnection, number: int, *, kind: str, cluster: str | None) -> None:
    """Ruritania does something to Graustark in the article of this number; those of one cluster are one happening."""
    event = {"event_id": f"e{number}", "article_id": f"a{number}", "run_id": "r1"}
    span = {"trigger_start": 10, "trigger_end": 17, "sentence_start": 0, "sentence_end": 42}
    told = {"type": kind, "modality": "actual", "sentence": SENTENCE}
    insert(con, "events", **event, **told, **span)
    insert(con, "event_dyads", **event, actor="RUR", recipient="GRK")
    if cluster:
        insert(con, "event_cluster_members", **event, cluster_id=cluster, cluster_key=cluster)


def run(db: Path, name: str, **given: Any) -> Rendered:
    with open_published(db) as con:
        return run_one(con, find_reports([name])[0], given, with_drill=True)


def file_of(tmp_path: Path, columns: str) -> SqlFile:
    (tmp_path / "x.sql").write_text(f"-- title: X\n-- columns: {columns}\nselect 1\n")
    return read_sql_file(tmp_path / "x.sql")


@pytest.mark.parametrize("name", DRILLED)
def test_a_drill_fits_its_report(name: str) -> None:
    report, drill = find_reports([name])[0], read_drill(name)
    assert drill is not None
    columns = drill_columns(drill, report.columns)
    assert columns.keys
    shared = {param.name: param.type for param in report.params}
    for param in drill.params:
        assert shared.get(param.name, param.type) == param.type
    asked = {param.name for param in report.params} & {"since", "until", "grain", "source", "profile", "modality"}
    assert asked <= {param.name for param in drill.params}, "the drill must be narrowed as its report is"


@pytest.mark.parametrize("name", DRILLED)
def test_a_drill_has_the_columns_of_its_header(db: Path, name: str) -> None:
    one = run(db, name)
    drill = read_drill(name)
    assert drill is not None
    assert one.drill is not None
    assert one.drill.rows.columns == list(drill.columns)


@pytest.mark.parametrize("name", DRILLED)
@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_flags_add_up_to_the_figures(db: Path, name: str, grain: str) -> None:
    """Where nothing is capped, as many things are behind a figure as it says."""
    one = run(db, name, grain=grain)
    assert one.drill is not None
    keys, flags = one.drill.columns.keys, one.drill.columns.flags
    assert one.drill.rows.height
    packed = pack_drills({name: (one.drill, one.rows)}, grains={name: grain})["reports"][name]
    for figure in packed["figures"]:
        at, counts = figure[: len(keys)], figure[len(keys) :]
        found = [flagged for _, places, flagged, _ in packed["rows"] if places == at]
        assert [sum(row >> bit & 1 for row in found) for bit in range(len(flags))] == counts


def test_a_key_keeps_its_newest_things(db: Path) -> None:
    one = run(db, "sanctions_mentions", per_key=1)
    assert one.drill is not None
    rows = one.drill.rows
    assert rows["period_date"].is_unique().all()
    days = [str(day) for day in rows["published_date"].drop_nulls()]
    assert days == ["2024-03-17", "2024-02-17", "2024-01-17"]


def test_the_cap_in_all_leaves_something_to_every_key(db: Path) -> None:
    one = run(db, "sanctions_mentions", top=4)
    assert one.drill is not None
    assert one.drill.rows["period_date"].n_unique() == one.drill.rows.height == 4


def test_evidence_slices_back(db: Path) -> None:
    one = run(db, "sanctions_mentions")
    assert one.drill is not None
    for row in one.drill.rows.iter_rows(named=True):
        assert row["sentence"][row["evidence_start"] : row["evidence_end"]] == "imposed an embargo"


def test_rows_of_the_table_come_first_among_the_figures(db: Path) -> None:
    one = run(db, "sanctions_mentions")
    assert one.drill is not None
    packed = pack_drills({"x": (one.drill, shown_rows(one.rows))}, grains={"x": "month"})
    places = [figure[0] for figure in packed["reports"]["x"]["figures"]]
    told = [packed["texts"][place] if place >= 0 else None for place in places]
    assert told == ["2024-03-01", "2024-02-01", "2024-01-01", None]
    assert packed["reports"]["x"]["labels"] == {
        "2024-03-01": "2024-03",
        "2024-02-01": "2024-02",
        "2024-01-01": "2024-01",
    }


def test_things_of_several_reports_are_packed_once(db: Path) -> None:
    one, other = run(db, "sanctions_mentions"), run(db, "sanctions_actions", modality="all")
    assert one.drill is not None
    assert other.drill is not None
    packed = pack_drills(
        {"a": (one.drill, one.rows), "b": (other.drill, other.rows)}, grains={"a": "month", "b": "month"}
    )
    assert len(packed["things"]) == one.drill.rows.height


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ("name x; article_count y", "missing: thing_id"),
        ("; ".join(f"{name} x" for name in (*THING, "article_count")), "a key in common"),
        ("; ".join(f"{name} x" for name in (*THING, "name")), "a `_count` column in common"),
    ],
)
def test_a_drill_that_does_not_fit_is_told_with_its_file(tmp_path: Path, columns: str, problem: str) -> None:
    with pytest.raises(SqlFileError, match=rf"x\.sql:1: .*{re.escape(problem)}"):
        drill_columns(file_of(tmp_path, columns), ["name", "article_count"])


def test_a_key_that_a_thing_has_as_well_goes_by_another_name(tmp_path: Path) -> None:
    columns = "; ".join(f"{name} x" for name in (*THING, "key_source", "article_count", "claim"))
    found = drill_columns(file_of(tmp_path, columns), ["source", "article_count"])
    assert (found.keys, found.flags, found.tags) == (("source",), ("article_count",), ("claim",))


def test_reports_over_time_and_of_pairs_have_sentences_behind_them() -> None:
    quoting = {"sanctions_mentions", "sanctions_actions", "sanctions_dyads", "sanctions_brief", "event_trends"}
    assert quoting <= set(DRILLED) <= {report.name for report in list_reports()}


def test_an_empty_database_has_nothing_behind_its_figures(tmp_path: Path) -> None:
    one = run(build(tmp_path / "d"), "sanctions_mentions")
    assert one.drill is not None
    assert one.drill.rows.equals(pl.DataFrame(schema=one.drill.rows.schema))
