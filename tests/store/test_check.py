from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import share
from flows.sqlfile import read_sql_file
from flows.store.check import describe, run_checks
from flows.store.database import open_published
from flows.store.frames import Connection
from tests.store.helpers import Text, run_batches, run_once, writer

CORPUS = [[Text(), Text(key="2", sender="Osterlich", day=None)], [Text(hour=11, sender="Osterlich")]]

# What makes a good database wrong, by the check that must see it.
FAULTS = [
    ("spans_inside_text", """update mentions set "end" = 5000"""),
    ("spans_inside_text", "update sanctions set start = -1"),
    ("spans_inside_text", "update events set condition_start = 3"),
    ("spans_inside_text", 'update statement_sources set start = 7, "end" = 7'),
    ("spans_slice_back", """update mentions set start = start + 1, "end" = "end" + 1"""),
    ("spans_slice_back", "update quotes set text = 'never said'"),
    ("no_orphan_rows", "delete from articles where article_id = 'a2'"),
    ("no_orphan_rows", "update articles set extractor_version = null"),
    ("no_orphan_parties", "delete from sanctions"),
    ("no_orphan_parties", "update event_parties set event_id = 'v9'"),
    ("no_orphan_parties", "update events set parent_id = 'v9'"),
    ("statements_inside_sentence", "update sanctions set sentence_start = 2"),
    ("statements_inside_sentence", "update events set sentence_end = 5"),
    ("one_current_revision", "update articles set is_current = true"),
    ("one_current_revision", "update articles set is_current = false"),
    ("one_current_revision", "update articles set revision = 7 where is_current"),
    ("one_current_revision", "update articles set extractor_version = 'x1'"),
    ("run_counts_add_up", "update runs set unchanged_count = 1"),
    ("run_counts_add_up", "update runs set new_count = new_count - 1, unchanged_count = unchanged_count + 1"),
    ("run_counts_add_up", "update inputs set record_count = 9"),
    ("words_are_known", "update sanctions set action = 'punish'"),
    ("words_are_known", "update sanctions set modality = 'maybe'"),
    ("words_are_known", "update sanctions set measures = ['trade', 'chess']"),
    ("words_are_known", "update sanctions_parties set role = 'victim'"),
    ("words_are_known", "update mentions set label = 'PLANET'"),
    ("words_are_known", "update mentions set sense = 'metonym'"),
    ("words_are_known", "update dates set precision = 'century'"),
    ("words_are_known", "update articles set published_method = 'guess'"),
    ("words_are_known", "update events set type = 'INVADE'"),
    ("words_are_known", "update runs set status = 'finished'"),
    ("quotes_have_speakers", "update quotes set speaker = null"),
    ("quotes_have_speakers", "update quotes set speaker_id = 'nobody'"),
    ("quotes_have_speakers", "update quotes set direct = true"),
    ("events_are_clustered", "update event_cluster_members set cluster_id = null"),
    ("dyads_match_parties", "update event_dyads set actor = recipient, recipient = actor"),
    ("dyads_match_parties", "delete from event_dyads"),
    ("dyads_match_parties", "insert into event_dyads select * from event_dyads"),
    ("events_hold_their_sentence", "update events set sentence = 'Nobody said this.'"),
    ("events_hold_their_sentence", "update events set sentence_end = sentence_end - 1"),
    ("happenings_hold_their_parties", "update event_cluster_members set actors = recipients"),
    ("happenings_hold_their_parties", "update event_cluster_members set recipients = null"),
    ("happenings_hold_their_parties", "delete from event_parties where role = 'actor'"),
    ("statements_hold_their_parts", "update sanctions set senders = ['SYL']"),
    ("statements_hold_their_parts", "update sanctions set sentence = 'Nobody said this.'"),
    ("statements_hold_their_parts", "update sanctions_parties set code = 'SYL'"),
    ("statements_hold_their_parts", "delete from sanctions_parties"),
    ("modality_unless_mention", "update sanctions set modality = null"),
    ("modality_unless_mention", "update sanctions set action = 'mention'"),
    ("intervals_in_order", "update dates set end_date = '2020-01-01'"),
    ("dates_have_a_method", "update articles set published_method = 'none'"),
    ("dates_have_a_method", "update articles set published_date = null"),
    (
        "undated_not_in_series",
        "create or replace view sanctions_monthly as "
        "select published_date as month_date, 1 as statement_count from sanctions_mentions",
    ),
    (
        "undated_not_in_series",
        "create or replace view entity_daily as select date '2024-03-01' as published_date, 9 as mention_count",
    ),
    ("keys_are_unique", "insert into sanctions select * from sanctions"),
    ("keys_are_unique", "insert into mentions select * from mentions"),
    ("keys_are_unique", "insert into articles select * from articles"),
    ("stories_bear_their_first_name", "update articles set story_id = 'sx'"),
    ("stories_bear_their_first_name", "update story_texts set story_id = 'sx'"),
    ("keys_are_unique", "insert into story_texts select * from story_texts"),
    ("variants_lead_to_parties", "update entities set merged_into = 'nobody'"),
    ("variants_lead_to_parties", "update entities set merged_into = entity_id"),
    ("entities_match_articles", "update entities set article_count = 9"),
    ("entities_match_articles", "delete from entities"),
    ("entities_match_articles", "update mentions set entity_id = 'e-Sylvania'"),
    ("entities_match_articles", "update article_entities set mention_count = mention_count + 1"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A database with revisions, an undated article and every layer; what a test does to it is rolled back."""
    with writer(tmp_path_factory.mktemp("good")) as con:
        run_batches(con, CORPUS)
        yield con


def test_good_database_passes_every_check(good: Connection) -> None:
    assert describe(run_checks(good)) == ""


@pytest.mark.parametrize(("name", "fault"), FAULTS)
def test_check_finds_what_breaks_its_claim(good: Connection, name: str, fault: str) -> None:
    check = read_sql_file(share("sql", "checks", f"{name}.sql"))
    good.begin()
    try:
        good.execute(fault)
        found = run_checks(good, checks=[check])
    finally:
        good.rollback()
    assert [finding.name for finding in found] == [name]
    assert found[0].row_count >= found[0].rows.height >= 1


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {path.stem for path in share("sql", "checks").glob("*.sql")} == {name for name, _ in FAULTS}


def test_every_check_says_first_when_it_fails() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in share("sql", "checks").glob("*.sql")}
    assert [name for name, text in texts.items() if not text.startswith("-- Fails if ")] == []


def test_finding_names_the_claim_and_shows_rows(good: Connection) -> None:
    good.begin()
    try:
        good.execute("update sanctions set modality = null")
        text = describe(run_checks(good))
    finally:
        good.rollback()
    assert text.splitlines() == [
        "check modality_unless_mention found 2 rows: "
        "a mention of sanctions has a modality, or any other action has none.",
        "    article_id a1, statement_id s1-Osterlich, action impose, modality None",
        "    article_id a2, statement_id s2-Osterlich, action impose, modality None",
    ]


def test_published_database_passes_too(tmp_path: Path) -> None:
    run_once(tmp_path / "news.duckdb", CORPUS)
    with open_published(tmp_path / "news.duckdb") as con:
        assert run_checks(con) == []
