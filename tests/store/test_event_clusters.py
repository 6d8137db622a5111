"""Happenings: events of the same type, modality and parties whose days overlap, whatever the order of loading."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.store.frames import Connection
from tests.store.helpers import Text, run_batches, writer

DAY = date(2024, 3, 1)


def happenings(con: Connection) -> list[tuple[Any, ...]]:
    """Each happening's events, in order."""
    return con.execute(
        "select list_sort(list(event_id)) from event_cluster_members group by cluster_id order by 1"
    ).fetchall()


def text(key: str, days: int, sender: str = "Freedonia") -> Text:
    return Text(key=key, sender=sender, day=DAY + timedelta(days))


def test_reports_of_one_day_are_one_happening_and_other_parties_another(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        run_batches(con, [[text("1", 0), text("2", 0), text("3", 0, "Osterlich"), text("4", 40)]])
        assert happenings(con) == [(["v1-Freedonia", "v2-Freedonia"],), (["v3-Osterlich"],), (["v4-Freedonia"],)]


def test_a_happening_counts_articles_stories_and_sources(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        run_batches(con, [[text("1", 0), text("2", 0)]])
        row = con.execute(
            "select type, actors, recipients, article_count, story_count, source_count, first_seen_date, best_event_id "
            "from event_clusters"
        ).fetchall()
        assert row == [("SANCTION", ["FRE"], ["SYL"], 2, 2, 1, DAY, "v2-Freedonia")]


def test_a_happening_keeps_its_id_when_a_later_report_joins(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        run_batches(con, [[text("1", 0)]])
        before = con.execute("select cluster_id from event_cluster_members").fetchall()
        run_batches(con, [[text("2", 0)]], run_id="r2")
        assert con.execute("select distinct cluster_id from event_cluster_members").fetchall() == before


def test_a_revision_that_no_longer_tells_it_leaves_the_happening(tmp_path: Path) -> None:
    with writer(tmp_path) as con:
        run_batches(con, [[text("1", 0), text("2", 0)]])
        run_batches(con, [[Text(key="2", sender="Osterlich", hour=11, day=DAY)]], run_id="r2")
        assert happenings(con) == [(["v1-Freedonia"],), (["v2-Osterlich"],)]


TEXTS = [
    text(str(i), days, sender) for i, (days, sender) in enumerate([(0, "Ostia"), (1, "Ostia"), (9, "Ostia"), (0, "Po")])
]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(TEXTS), cut=st.integers(1, 3))
def test_any_order_and_any_batches_give_the_same_happenings(
    order: list[Text], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def ids(batches: list[list[Text]]) -> list[tuple[Any, ...]]:
        with writer(tmp_path_factory.mktemp("db")) as con:
            for number, batch in enumerate(batches):
                run_batches(con, [batch], run_id=f"r{number}")
            return con.execute("select event_id, cluster_id from event_cluster_members order by 1").fetchall()

    assert ids([order[:cut], order[cut:]]) == ids([TEXTS])
