"""A date is believed as stated, or not at all and with the reason."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.published import read_moment

RUN_DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("given_date", "at", "day"),
    [
        ("2025-03-04", None, date(2025, 3, 4)),
        ("2025-03-04T23:30:00-05:00", datetime(2025, 3, 5, 4, 30, tzinfo=UTC), date(2025, 3, 4)),
        ("1987-02-26T15:01:01", datetime(1987, 2, 26, 15, 1, 1, tzinfo=UTC), date(1987, 2, 26)),
        ("2025-03-04T10:00:00Z", datetime(2025, 3, 4, 10, tzinfo=UTC), date(2025, 3, 4)),
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


def test_nothing_given_is_no_date_and_no_problem() -> None:
    assert read_moment(None, run_day=RUN_DAY) == (None, None)


@given(st.text(max_size=40))
def test_any_text_gives_a_moment_or_a_reason(text: str) -> None:
    moment, problem = read_moment(text, run_day=RUN_DAY)
    assert (moment is None) == (problem is not None)


@given(st.datetimes(timezones=st.timezones()))
def test_day_never_depends_on_our_time_zone(stated: datetime) -> None:
    moment, _ = read_moment(stated.isoformat(), run_day=RUN_DAY)
    assert moment is None or moment.day == stated.date()
