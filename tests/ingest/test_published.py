"""A date is believed as stated, or not at all and with the reason."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.drafts import Draft
from flows.ingest.published import date_draft, day_in_name, day_in_url, read_moment

RUN_DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("given_date", "at", "day"),
    [
        ("2025-03-04", None, date(2025, 3, 4)),
        ("2025-03-04T23:30:00-05:00", datetime(2025, 3, 5, 4, 30, tzinfo=UTC), date(2025, 3, 4)),
        ("1987-02-26T15:01:01", datetime(1987, 2, 26, 15, 1, 1, tzinfo=UTC), date(1987, 2, 26)),
        ("2025-03-04T10:00:00+00:00", datetime(2025, 3, 4, 10, tzinfo=UTC), date(2025, 3, 4)),
        ("2026-11-24", None, date(2026, 11, 24)),
    ],
)
def test_day_is_the_one_in_the_stated_zone(given_date: str, at: datetime | None, day: date) -> None:
    moment, problem = read_moment(given_date, run_day=RUN_DAY)
    assert problem is None
    assert moment is not None
    assert (moment.text, moment.at, moment.day) == (given_date, at, day)


def test_date_of_a_mail_header_is_read_and_stated_as_iso() -> None:
    moment, _ = read_moment("Tue, 04 Mar 2025 10:00:00 +0300", run_day=RUN_DAY)
    assert moment is not None
    assert moment.text == "2025-03-04T10:00:00+03:00"


@pytest.mark.parametrize(
    ("given_date", "reason"),
    [
        ("0001-11-30", "before 1900"),
        ("2050-09-30", "after the run"),
        ("2026-11-25", "after the run"),
        ("yesterday", "not a date"),
        ("2025-02-31", "not a date"),
        ("2012-04", "not a date"),
    ],
)
def test_what_cannot_be_believed_is_no_date_and_says_why(given_date: str, reason: str) -> None:
    moment, problem = read_moment(given_date, run_day=RUN_DAY)
    assert moment is None
    assert problem is not None
    assert reason in problem


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_given_is_no_date_and_no_problem(nothing: str | None) -> None:
    assert read_moment(nothing, run_day=RUN_DAY) == (None, None)


def test_either_order_of_day_and_month_is_no_date() -> None:
    assert read_moment("03/04/2025", run_day=RUN_DAY) == (None, "'03/04/2025' is ambiguous: day or month first?")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-03-04-russia.txt", date(2025, 3, 4)),
        ("dump/20240513.jsonl", date(2024, 5, 13)),
        ("news.zip!/2024_05_13.html", date(2024, 5, 13)),
        ("crawl-20240513T101500Z.json", date(2024, 5, 13)),
        ("https://news.example/2024-05-13.jsonl?since=2024-01-01", date(2024, 5, 13)),
        ("2024-05-13/story.txt", None),
        ("2024-05.txt", None),
        ("2024-05-01_2024-05-31.jsonl", None),
        ("dump_20240501_20240531.jsonl", None),
        ("id-12024051355.txt", None),
        ("v1.2.2024.05.13.txt", None),
        ("20112013.txt", None),
    ],
)
def test_name_of_a_file_gives_the_one_day_it_states(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/05/13/summit", date(2024, 5, 13)),
        ("/world/2024/5/3", date(2024, 5, 3)),
        ("/2024/may/13/summit", date(2024, 5, 13)),
        ("/2024-05-13-summit.html", date(2024, 5, 13)),
        ("/summit-2024-05-13/", date(2024, 5, 13)),
        ("/2024/05/summit", None),
        ("/2024/mayor/13/summit", None),
        ("/world-20150101", None),
        ("/2024/05/13/ten-years-after-2014-05-13", None),
        ("/summit?date=2024-05-13", None),
    ],
)
def test_path_of_an_address_gives_the_day_it_states(path: str, day: date | None) -> None:
    assert day_in_url(f"https://news.example{path}") == day


def dated(**fields: str | None) -> tuple[str | None, str, str | None]:
    """Date, method and problem of a draft whose name, address and dateline all state a day."""
    draft = Draft(1, "Some news.", url=fields.get("url"), published=fields.get("published"))
    found = date_draft(draft, name=fields.get("name") or "a.txt", dateline=date(2024, 5, 3), run_day=RUN_DAY)
    return found.moment.text if found.moment else None, found.method, found.problem


def test_rules_are_asked_in_their_order() -> None:
    url, name = "https://news.example/2024/05/02/a", "2024-05-01.txt"
    assert dated(url=url, name=name, published="2024-04-30") == ("2024-04-30", "given", None)
    assert dated(url=url, name=name) == ("2024-05-01", "filename", None)
    assert dated(url=url) == ("2024-05-02", "url", None)
    assert dated() == ("2024-05-03", "dateline", None)


def test_page_of_a_crawl_is_dated_by_its_address() -> None:
    url = "https://news.example/2024-05-02-summit"
    assert dated(url=url, name=f"2024-05-01.warc.gz!/{url}") == ("2024-05-02", "url", None)


def test_name_that_states_an_impossible_day_gives_way_to_the_next_rule() -> None:
    assert dated(name="2050-05-01.txt", url="https://news.example/1234/05/02/a") == ("2024-05-03", "dateline", None)


def test_stated_date_that_is_not_believed_has_no_substitute() -> None:
    date_, method, problem = dated(name="2024-05-01.txt", published="2050-05-01")
    assert (date_, method) == (None, "none")
    assert "after the run" in str(problem)


@given(st.text(max_size=40))
def test_any_text_gives_a_moment_or_a_reason(text: str) -> None:
    moment, problem = read_moment(text, run_day=RUN_DAY)
    assert (moment is None) == (problem is not None or not text.strip())


@given(st.datetimes(timezones=st.timezones()))
def test_day_never_depends_on_our_time_zone(stated: datetime) -> None:
    moment, _ = read_moment(stated.isoformat(), run_day=RUN_DAY)
    assert moment is None or moment.day == stated.date()
