"""Calendar arithmetic for time expressions: days in, intervals out. Knows neither words nor documents.

An Interval is inclusive at both ends. What lies outside the years 1 to 9999 raises OverflowError or ValueError, as
datetime does; `flows.extract.dates.find_dates` turns both into an expression without dates.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Units that are whole months long, and those that are whole days long.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
PRECISE = ("day", "week", "month", "quarter", "half", "year", "decade")


@dataclass(frozen=True, slots=True)
class Interval:
    """From `first` to `last`, both included; `precision` is a calendar unit or "other"."""

    first: date
    last: date
    precision: str

    def distance(self, day: date) -> int:
        """Days between the interval and a day; 0 inside."""
        return max((self.first - day).days, (day - self.last).days, 0)


def months(index: int, *, count: int, precision: str) -> Interval:
    """`count` calendar months from month number `index`; month 0 is January of the year 0.

    >>> months(2025 * 12 + 1, count=1, precision="month").last
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(index + count - 1, 12)
    last = date(year, month + 1, monthrange(year, month + 1)[1])
    return Interval(date(max(index, 12) // 12, index % 12 + 1, 1), last, precision)


def days(first: date, *, count: int, precision: str = "other") -> Interval:
    """`count` days from `first` on."""
    return Interval(first, first + timedelta(count - 1), precision)


def one_day(day: date) -> Interval:
    """The day as an interval."""
    return Interval(day, day, "day")


def year_of(year: int) -> Interval:
    """The calendar year."""
    return months(year * 12, count=12, precision="year")


def month_of(year: int, month: int) -> Interval:
    """The calendar month, 1 to 12."""
    return months(year * 12 + month - 1, count=1, precision="month")


def unit_of(unit: str, day: date, *, step: int = 0) -> Interval:
    """The calendar unit that holds the day, or the one `step` units after it. Weeks are ISO weeks.

    >>> unit_of("week", date(2025, 3, 4), step=-1).first
    datetime.date(2025, 2, 24)
    """
    precision = unit if unit in PRECISE else "other"
    if size := MONTHS.get(unit):
        return months((day.year * 12 + day.month - 1) // size * size + step * size, count=size, precision=precision)
    if unit in ("day", "night"):
        return one_day(day + timedelta(step))
    monday = day + timedelta(DAYS.get(unit, 7) * step - day.weekday())
    if unit == "weekend":
        return days(monday + timedelta(5), count=2)
    return days(monday, count=DAYS[unit], precision=precision)


def shifted(day: date, unit: str, count: int) -> date:
    """The day `count` units later; the last day of a shorter month stands in for a missing one."""
    if unit in DAYS:
        return day + timedelta(DAYS[unit] * count)
    index = day.year * 12 + day.month - 1 + MONTHS[unit] * count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nearest(candidates: Iterable[Interval], day: date, *, direction: str | None) -> Interval | None:
    """The last candidate begun by the day ("past"), the first not over on it ("future"), else the nearest."""
    choice = list(candidates)
    if direction == "past":
        choice = [one for one in choice if one.first <= day]
    elif direction == "future":
        choice = [one for one in choice if one.last >= day]
    return min(choice, key=lambda one: one.distance(day), default=None)


def around(year: int) -> range:
    """The year and its neighbours, as far as the calendar reaches."""
    return range(max(year - 1, 1), min(year + 1, 9998) + 1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7  # noqa: E741
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)
