"""Days, weeks and months that are over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.config.models import Period
from flows.errors import UsageError
from flows.report.digest.window import Window, last_window, told, window_before, year_before

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
PERIODS = st.sampled_from(["day", "week", "month"])


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("day", date(2025, 3, 11), date(2025, 3, 12)),
        ("week", date(2025, 3, 3), date(2025, 3, 10)),
        ("month", date(2025, 2, 1), date(2025, 3, 1)),
    ],
)
def test_the_last_whole_period_is_taken(period: Period, since: date, until: date) -> None:
    assert last_window(period, until=None, today=date(2025, 3, 12)) == Window(period, since, until)
    assert last_window(period, until=date(2025, 3, 12), today=date(2026, 1, 1)) == Window(period, since, until)


def test_a_period_before_all_calendars_is_refused() -> None:
    with pytest.raises(UsageError, match="--until 0001-01-01: too early"):
        last_window("week", until=date(1, 1, 1), today=date(2025, 3, 12))


def test_a_period_that_is_not_over_is_refused() -> None:
    with pytest.raises(UsageError, match="--until 2025-04-01: that month is not over; give 2025-03-12"):
        last_window("month", until=date(2025, 4, 1), today=date(2025, 3, 12))


@given(PERIODS, DAYS)
def test_periods_follow_each_other_without_gap(period: Period, day: date) -> None:
    window = last_window(period, until=None, today=day)
    before = window_before(window)
    assert before.until == window.since < window.until <= day
    assert window_before(window, times=2) == window_before(before)


@given(PERIODS, DAYS)
def test_a_year_before_is_a_whole_period_of_the_same_kind(period: Period, day: date) -> None:
    past = year_before(last_window(period, until=None, today=day))
    assert last_window(period, until=past.until, today=day) == past
    assert timedelta(days=364) <= last_window(period, until=None, today=day).since - past.since <= timedelta(days=366)


@pytest.mark.parametrize(
    ("window", "name"),
    [
        (Window("day", date(2025, 3, 4), date(2025, 3, 5)), "Tuesday, 4 March 2025"),
        (Window("week", date(2025, 3, 3), date(2025, 3, 10)), "3 to 9 March 2025"),
        (Window("week", date(2024, 12, 30), date(2025, 1, 6)), "30 December 2024 to 5 January 2025"),
        (Window("month", date(2025, 12, 1), date(2026, 1, 1)), "December 2025"),
    ],
)
def test_a_period_is_called_as_readers_call_it(window: Window, name: str) -> None:
    assert told(window) == name
