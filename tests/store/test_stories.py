"""Which stored articles are one story: sql/load/batch_stories.sql and what follows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ingest.stories import sign_articles, story_id_of
from flows.settings import share
from flows.sqlfile import read_sql_folder
from flows.store import load
from flows.store.check import run_checks
from flows.store.frames import Connection
from flows.store.migrate import migrate
from flows.tables import ARTICLES, REJECTS, frame_of
from tests.store.helpers import rows_of, writer

DAY = date(2024, 3, 1)
REPORT = (
    "The harbour board of Portobasco put off the opening of its new grain terminal for a third time on Monday. "
    "The board said 14 of 62 cranes had failed their inspection, and that the builder would pay 2.5 million crowns "
    "a month until the last of them passes. Shippers who booked berths for the summer will be sent to Marrowby, "
    "forty miles up the coast. The mayor, who had invited 300 guests, called it a disgrace and left before the "
    "questions. Grain merchants in Quillmere expect the price of barley to rise before the harvest, because the old "
    "terminal can load one ship at a time. The builder answered that the cranes had been ordered by the board itself, "
    "against its advice, from the cheapest of five bidders."
)
CUT = REPORT[: REPORT.index(" Shippers")]
HEADED = "Third delay for Portobasco\n\n" + REPORT
EDITED = (
    REPORT.replace("put off", "postponed").replace("14 of 62", "fourteen of sixty-two").replace("said", "stated")
    + " The terminal was to open in May."
)
MONEY = (
    "The bank of Sylvania lent the money market {} million crowns today. It bought {} million crowns of bills in band "
    "one and {} million crowns in band two. This is the first help that the bank has given this week, and compares "
    "with a shortage that it put at {} million crowns. Overnight money was between {} and {} pct."
)
HEADLINE = "Portobasco puts off its grain terminal for a third time"
OTHER = (
    "Drumesker won the cup final by a late goal on Saturday, the first time in its history that the club has taken a "
    "trophy home. The referee had sent off two of its players before the break, and most of the crowd in the north "
    "stand had gone when the captain headed in a corner that no one had wanted to take."
)


NEIGHBOUR = (
    "Across the bay the port of Varnholt opened its second ferry pier without a speech. The pier was built in a year "
    "by a firm of the town and takes the three boats that cross in winter.\n\nIts cafe sells soup."
)


@dataclass(frozen=True)
class Item:
    """A text of an article; `at` is an hour of its day."""

    text: str
    key: str = "1"
    day: date | None = DAY
    at: int | None = None

    def article(self) -> dict[str, object]:
        moment = datetime(self.day.year, self.day.month, self.day.day, self.at) if self.day and self.at else None
        given: dict[str, object] = {
            "article_id": f"a{self.key}",
            "record_id": self.key,
            "published_date": self.day,
            "published_at": moment,
            "version_at": moment,
            "text": self.text,
            "content_hash": f"hash of {self.text} {self.day} {self.at}",
            "story_id": story_id_of(self.text, self.day),
        }
        return dict.fromkeys(ARTICLES) | given


def keep(con: Connection, *items: Item, run_id: str = "r1", extractor: str = "x1") -> None:
    """One batch stored."""
    articles = frame_of([item.article() for item in items], ARTICLES)
    load.load_batch(
        con,
        run_id=run_id,
        extractor_version=extractor,
        articles=articles,
        signatures=sign_articles(articles),
        layers={},
        rejects=frame_of([], REJECTS),
    )


def stories_of(con: Connection) -> list[str]:
    """The story of each text, by article and revision."""
    return [row[0] for row in con.sql("select story_id from articles order by article_id, revision").fetchall()]


def later(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with writer(tmp_path) as con:
        yield con


@pytest.mark.parametrize("copy", [REPORT.upper(), CUT, HEADED, EDITED, REPORT + "\n\n" + NEIGHBOUR])
def test_near_copy_within_days_is_of_the_same_story(con: Connection, copy: str) -> None:
    keep(con, Item(REPORT, "1"), Item(OTHER, "2"))
    keep(con, Item(copy, "3", later(2)))
    first, other, third = stories_of(con)
    assert first == third == story_id_of(REPORT, DAY) != other


def test_copies_in_one_batch_are_of_one_story(con: Connection) -> None:
    keep(con, Item(EDITED, "1", later(1)), Item(REPORT, "2"), Item(HEADED, "3", later(2)))
    assert set(stories_of(con)) == {story_id_of(REPORT, DAY)}


@pytest.mark.parametrize("text", [REPORT, HEADLINE])
def test_story_ends_when_nobody_tells_it_for_days(con: Connection, text: str) -> None:
    keep(con, Item(text, "1"), Item(text, "2", later(3)), Item(text, "3", later(7)))
    first, second, third = stories_of(con)
    assert first == second != third


def test_form_filled_in_with_other_figures_is_another_story(con: Connection) -> None:
    keep(con, Item(MONEY.format(120, 31, 89, 400, "6-3/16", "6-1/4"), "1"))
    keep(con, Item(MONEY.format(95, 60, 35, 350, "6-5/16", "6-3/8"), "2"))
    assert len(set(stories_of(con))) == 2


def test_short_texts_are_one_story_only_with_the_same_words(con: Connection) -> None:
    keep(con, Item(HEADLINE, "1"), Item(HEADLINE + "!", "2", later(1)), Item(HEADLINE + " again", "3"))
    first, second, third = stories_of(con)
    assert first == second != third


def test_undated_copy_is_of_the_story_and_does_not_name_it(con: Connection) -> None:
    keep(con, Item(HEADED, "1", None))
    keep(con, Item(REPORT, "2"))
    assert set(stories_of(con)) == {story_id_of(REPORT, DAY)}


def test_later_copy_leaves_the_name_and_an_earlier_one_takes_it(con: Connection) -> None:
    keep(con, Item(REPORT, "1", at=9))
    keep(con, Item(EDITED, "2", at=11))
    assert set(stories_of(con)) == {story_id_of(REPORT, DAY)}
    keep(con, Item(HEADED, "3", at=7))
    assert set(stories_of(con)) == {story_id_of(HEADED, DAY)}


def test_same_words_found_earlier_that_day_name_the_story(con: Connection) -> None:
    keep(con, Item(EDITED, "1", at=9), Item(REPORT, "2", at=11))
    assert set(stories_of(con)) == {story_id_of(EDITED, DAY)}
    keep(con, Item(REPORT, "3", at=7))
    assert set(stories_of(con)) == {story_id_of(REPORT, DAY)}


def test_text_between_two_stories_makes_them_one(con: Connection) -> None:
    keep(con, Item(REPORT, "1"), Item(REPORT, "2", later(5)))
    assert len(set(stories_of(con))) == 2
    keep(con, Item(EDITED, "3", later(3)))
    assert set(stories_of(con)) == {story_id_of(REPORT, DAY)}


def test_revisions_keep_their_own_stories(con: Connection) -> None:
    keep(con, Item(REPORT, "1", at=9), Item(EDITED, "2", at=10))
    keep(con, Item(OTHER, "1", at=11))
    assert stories_of(con) == [story_id_of(REPORT, DAY), story_id_of(OTHER, DAY), story_id_of(REPORT, DAY)]


def test_text_read_again_changes_nothing(con: Connection) -> None:
    items = [Item(REPORT, "1"), Item(EDITED, "2", later(1)), Item(OTHER, "3")]
    keep(con, *items)
    before = rows_of(con, "articles"), rows_of(con, "story_texts")
    keep(con, *items, run_id="r2", extractor="x1")
    assert (rows_of(con, "articles"), rows_of(con, "story_texts")) == before


def test_text_of_an_older_database_finds_its_story_when_read_again(con: Connection) -> None:
    keep(con, Item(REPORT, "1"), Item(HEADED, "2"))
    con.execute("update articles set story_id = 's' || article_id")
    con.execute("update story_texts set story_key = 's' || story_key, story_id = 's' || story_id, minhash = null")
    keep(con, Item(REPORT, "1"), Item(HEADED, "2"), run_id="r2", extractor="x2")
    assert set(stories_of(con)) == {min(story_id_of(REPORT, DAY), story_id_of(HEADED, DAY))}


def misnamed(con: Connection) -> int:
    """How many stories the check finds."""
    check = [
        check for check in read_sql_folder(share("sql", "checks")) if check.name == "stories_bear_their_first_name"
    ]
    return sum(finding.row_count for finding in run_checks(con, checks=check))


def test_check_finds_a_story_with_another_name(con: Connection) -> None:
    keep(con, Item(REPORT, "1"), Item(EDITED, "2"), Item(OTHER, "3"))
    assert misnamed(con) == 0
    con.execute("update articles set story_id = 'sx' where article_id = 'a3'")
    assert misnamed(con) == 1
    con.execute("update story_texts set story_id = 'sx' where story_id = ?", [story_id_of(OTHER, DAY)])
    assert misnamed(con) == 1


# Two chains of copies that meet, a form twice, headlines, an undated copy, and an article with two texts.
CORPUS = [
    Item(REPORT, "1", at=9),
    Item(EDITED, "2", later(2)),
    Item(CUT, "3", later(4)),
    Item(HEADED, "4", later(7), at=8),
    Item(HEADED, "5", later(12)),
    Item(REPORT.upper(), "6", at=7),
    Item(OTHER, "7"),
    Item(OTHER + " They kept it.", "8", None),
    Item(MONEY.format(120, 31, 89, 400, "6-3/16", "6-1/4"), "9"),
    Item(MONEY.format(95, 60, 35, 350, "6-5/16", "6-3/8"), "10"),
    Item(HEADLINE, "11", None),
    Item(HEADLINE, "12", later(30)),
    Item(OTHER, "13", later(40), at=3),
    Item(REPORT, "13", later(40), at=4),
]


@cache
def database() -> Connection:
    """One database for all orders: making it takes longer than filling it."""
    con = duckdb.connect()
    migrate(con)
    return con


Grouped = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def grouped(batches: Sequence[Sequence[Item]]) -> Grouped:
    """Articles and wordings after the batches."""
    con = database()
    con.execute("delete from articles; delete from story_texts; delete from batches")
    for batch in batches:
        keep(con, *batch)
    assert misnamed(con) == 0
    return rows_of(con, "articles"), rows_of(con, "story_texts")


@cache
def one_by_one() -> Grouped:
    """What the corpus leaves text by text."""
    return grouped([[item] for item in CORPUS])


@st.composite
def orders(draw: st.DrawFn) -> list[list[Item]]:
    """The corpus in any order, cut anywhere, with at most one text of an article in a batch."""
    batches: list[list[Item]] = [[]]
    for item in draw(st.permutations(CORPUS)):
        if draw(st.booleans()) or any(item.key == other.key for other in batches[-1]):
            batches.append([])
        batches[-1].append(item)
    return batches


def test_corpus_of_the_property_has_the_stories_meant() -> None:
    grouped([[item] for item in CORPUS])
    found = database().sql("select article_id[2:]::int, story_id from articles").fetchall()
    same: dict[str, set[int]] = {}
    for key, story in found:
        same.setdefault(story, set()).add(key)
    assert sorted(map(sorted, same.values())) == [[1, 2, 3, 4, 6], [5], [7, 8, 13], [9], [10], [11, 12], [13]]


@settings(max_examples=6, deadline=None)
@given(batches=orders())
def test_stories_are_the_same_in_any_order_and_batches(batches: list[list[Item]]) -> None:
    assert grouped(batches) == one_by_one()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(batches=orders())
def test_stories_are_the_same_in_very_many_orders(batches: list[list[Item]]) -> None:
    assert grouped(batches) == one_by_one()
