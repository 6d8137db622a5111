"""Room 4, the calendar of digests: a day, week or month that is over, the one before, and the one a year before."""

from dataclasses import dataclass
from datetime import date, timedelta

from flows.config.models import Period
from flows.errors import UsageError

# Periods that a digest's pictures look back: long enough to see what is usual, short enough for a mail's width.
LOOK_BACK = {"day": 35, "week": 27, "month": 25}

# The same weekday a year ago, and thereby the same ISO week but for years of 53: news follows the week.
WEEKS_A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Window:
    """A whole calendar day, ISO week or month: from `since` up to, and without, `until`."""

    period: Period
    since: date
    until: date


def last_window(period: Period, *, until: date | None, today: date) -> Window:
    """The last whole period that ends by `until`, or by today. Raises UsageError where that is not over yet.

    >>> last_window("week", until=None, today=date(2025, 3, 12))
    Window(period='week', since=datetime.date(2025, 3, 3), until=datetime.date(2025, 3, 10))
    """
    try:
        end = begin_of(period, until or today)
        window = window_before(Window(period, end, end))
        year_before(window)
    except (OverflowError, ValueError) as error:
        raise UsageError(f"--until {until}: too early, a digest looks a year back") from error
    if end > today:
        raise UsageError(f"--until {until}: that {period} is not over; give {today} or an earlier day")
    return window


def window_before(window: Window, *, times: int = 1) -> Window:
    """The period so many periods before: none is cut, months have their own lengths."""
    since = window.since
    for _ in range(times):
        since = begin_of(window.period, since - timedelta(days=1))
    return Window(window.period, since, _end_of(window.period, since))


def year_before(window: Window) -> Window:
    """The same month a year before; for days and weeks 52 weeks back, on the same weekdays."""
    if window.period == "month":
        since = window.since.replace(year=window.since.year - 1)
        return Window("month", since, _end_of("month", since))
    return Window(window.period, window.since - WEEKS_A_YEAR, window.until - WEEKS_A_YEAR)


def begin_of(period: Period, day: date) -> date:
    """The first day of the period that a day is in; weeks begin on Monday."""
    if period == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if period == "week" else day


def _end_of(period: Period, since: date) -> date:
    if period == "month":
        return begin_of("month", since + timedelta(days=31))
    return since + timedelta(days=7 if period == "week" else 1)


def told(window: Window) -> str:
    """A period as a reader calls it.

    >>> told(Window("week", date(2025, 2, 24), date(2025, 3, 3)))
    '24 February to 2 March 2025'
    """
    since, last = window.since, window.until - timedelta(days=1)
    if window.period == "month":
        return f"{since:%B %Y}"
    if window.period == "day":
        return f"{since:%A}, {day_told(since)}"
    year = "" if since.year == last.year else f" {since.year}"
    month = "" if (since.month, since.year) == (last.month, last.year) else f" {since:%B}{year}"
    return f"{since.day}{month} to {day_told(last)}"


def day_told(day: date) -> str:
    """A day as a reader calls it.

    >>> day_told(date(2025, 3, 4))
    '4 March 2025'
    """
    return f"{day.day} {day:%B %Y}"
