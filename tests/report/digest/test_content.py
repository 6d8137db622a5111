"""What a digest tells of a small database, worked out by hand."""

from pathlib import Path

import pytest

from flows.report.digest.content import Digest, make_digest
from flows.report.digest.window import Window, window_before
from tests.report.digest.desk import ARTICLES, WEEK, ask, build_desk
from tests.report.helpers import EVIDENCE, SENTENCE, Article


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """The week's digest of everything."""
    return make_digest(build_desk(tmp_path_factory.mktemp("desk")), ask())


def test_numbers_stand_beside_the_week_before_and_a_year_before(digest: Digest) -> None:
    numbers = {figure.label: [figure.now, figure.before, figure.year_before] for figure in digest.figures}
    assert numbers["Sanctions statements"] == [4, 1, 2]
    assert numbers["of them actual"] == [2, 0, 2]
    assert numbers["Articles on sanctions"] == [3, 1, 2]
    assert numbers["Share of all articles"] == [0.75, 0.5, 1.0]
    assert numbers["All articles"] == [4, 2, 2]


def test_the_share_comes_with_its_interval(digest: Digest) -> None:
    # Wilson, 3 of 4: centre (0.75 + 1.9207 / 4) / 1.9604, half width 0.3244.
    assert digest.interval == "Share of all articles: 95 % interval 30.1 to 95.4 %."


def test_what_is_new_bears_its_sentence_source_and_link(digest: Digest) -> None:
    last, *_ = digest.items
    assert "".join(last.sentence) == SENTENCE
    assert last.sentence[1] == EVIDENCE
    assert last.chain == "Told by Gazette."
    assert {item.url for item in digest.items} <= {"https://gazette.example/1", None}
    assert digest.item_count == len(digest.items)


def test_undated_articles_are_in_no_digest(digest: Digest) -> None:
    assert "Some day" not in {item.title for item in digest.items}


def test_both_pictures_are_drawn_and_told(digest: Digest) -> None:
    assert [picture.name for picture in digest.pictures] == ["trend", "actions"]
    assert all(picture.png.startswith(b"\x89PNG") for picture in digest.pictures)
    assert digest.pictures[0].alt == "Bars by week: articles on sanctions; 3 in 3 to 9 March 2025."


def test_tables_count_the_week_and_the_week_before(digest: Digest) -> None:
    (dyads,) = (table for table in digest.tables if table.title == "Who sanctions whom")
    assert dyads.columns == ("sender → target", "statements", "actual", "week before")
    assert dyads.rows == (("RUR → not named", "4", "2", "1"),)


def test_a_profile_narrows_it(tmp_path: Path) -> None:
    digest = make_digest(build_desk(tmp_path), ask(profile={"sources": ["Courier"], "actions": ["impose"]}))
    numbers = {figure.label: figure.now for figure in digest.figures}
    assert (numbers["Sanctions statements"], numbers["All articles"]) == (1, 1)
    assert digest.foot[0] == "Filtered by actions: impose; sources: Courier."
    assert digest.command == "dateline report sanctions_brief --profile oil --since 2025-03-03 --until 2025-03-10"


def test_a_week_without_articles_says_so_and_counts_nothing(tmp_path: Path) -> None:
    digest = make_digest(build_desk(tmp_path), ask(window_before(WEEK, times=3)))
    assert digest.notice == "No article of this week is in the database; the last one is of 9 March 2025."
    assert {figure.number for figure in digest.figures} == {"no articles"}
    assert (digest.items, digest.pictures, digest.tables, digest.interval) == ((), (), (), "")


def test_an_empty_database_has_a_digest(tmp_path: Path) -> None:
    digest = make_digest(build_desk(tmp_path, ()), ask())
    assert digest.notice == "No article of this week is in the database; none is dated."


def test_a_spike_is_told_in_the_week_in_which_it_begins(tmp_path: Path) -> None:
    calm = [Article(f"2025-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 29) for _ in range(5)]
    loud = [Article("2025-03-04", ARTICLES[0].statements) for _ in range(30)]
    after = [Article("2025-03-11", ARTICLES[0].statements) for _ in range(30)]
    path = build_desk(tmp_path, [*calm, *loud, *after])
    told = make_digest(path, ask()).spikes
    assert told[0].startswith("Sanctions: in 100.0 % of the articles (30 of 30), usually")
    assert told[0].endswith("since 3 March 2025.")
    assert (
        make_digest(path, ask(Window("week", WEEK.until, window_before(WEEK).since.replace(month=3, day=17)))).spikes
        == ()
    )
