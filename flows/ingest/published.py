"""A given publication date -> an instant and a day that may be believed, or the reason why not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = date(1900, 1, 1)
# Two days: clocks, time zones and "tomorrow's paper"; what lies further ahead is a misprint.
AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Moment:
    """`text` ISO as stated; `at` UTC, None when no time of day is stated; `day` in the stated zone; `order` sorts."""

    text: str
    at: datetime | None
    day: date
    order: datetime


def read_moment(given: str | None, *, run_day: date) -> tuple[Moment | None, str | None]:
    """The moment and None, or None and the reason (None for nothing given). Never another date in its place.

    >>> read_moment("0001-11-30", run_day=date(2026, 1, 1))
    (None, '0001-11-30 lies before 1900-01-01')
    """
    if given is None:
        return None, None
    moment = _parse(given.strip())
    if moment is None:
        return None, f"{given[:60]!r} is not a date"
    if moment.day < EARLIEST:
        return None, f"{moment.text} lies before {EARLIEST}"
    if moment.day > run_day + AHEAD:
        return None, f"{moment.text} lies more than {AHEAD.days} days after the run"
    return moment, None


def _parse(text: str) -> Moment | None:
    """ISO 8601, else the form of mail and RSS (RFC 2822)."""
    try:
        day = date.fromisoformat(text)
        return Moment(day.isoformat(), None, day, datetime(day.year, day.month, day.day, tzinfo=UTC))
    except ValueError:
        pass
    try:
        return _moment_of(datetime.fromisoformat(text), text)
    except ValueError:
        pass
    try:
        stated = parsedate_to_datetime(text)
        return _moment_of(stated, stated.isoformat())
    except (ValueError, IndexError, OverflowError, TypeError):
        return None


def _moment_of(stated: datetime, text: str) -> Moment | None:
    """A time without a zone is taken as UTC for ordering; its day stays the stated one."""
    try:
        instant = stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
    except OverflowError:  # year 1 or 9999, pushed over the edge by its zone
        return Moment(text, None, stated.date(), stated.replace(tzinfo=UTC))
    return Moment(text, instant, stated.date(), instant)
