"""In reading: a date as people and machines write it -> the instant and the day that it states.

In goes a text such as `2025-03-04T10:15Z`, `Tue, 4 March 2025 10:15 GMT`, `04.03.2025` or `1741083300`; out comes a
Moment with one spelling, ISO 8601. Nothing is guessed: no year is filled in, no order of day and month assumed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*)?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})"
CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
ZONE = r"\(?(?P<zone>z|[a-z]{2,5}|(?:gmt|utc)?\s*[+-]\d{1,2}(?::?\d{2})?)?\)?"
TIME = rf"{CLOCK}\s*{ZONE}"
# March 4, 2025 · 4 March 2025, 4-Mar-2025 · 2025/3/4 · 2025 March 4 · 4.3.2025, 4/3/2025
DAYS = (
    rf"{MONTH}[\s-]*{DAY}[\s,-]+{YEAR}",
    rf"{DAY}(?:\s+of)?[\s-]*{MONTH}[\s,-]*{YEAR}",
    rf"{YEAR}[\s-]{MONTH}[\s-]{DAY}",
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<number>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second_number>\d{1,2})(?P=mark)(?P<year>\d{4})",
)
FORMS = (
    *(rf"{WEEKDAY}{days}(?:\s*,?\s*(?:at|t|[-–—|@])?\s*{TIME})?" for days in DAYS),
    *(rf"{TIME},?\s*(?:on\s+)?{WEEKDAY}{days}" for days in DAYS),
    rf"{WEEKDAY}{MONTH} {DAY} {TIME} {YEAR}",  # Tue Mar 4 10:15:00 +0000 2025
)
WRITTEN = tuple(re.compile(form, re.IGNORECASE) for form in FORMS)
# What follows an offset in brackets only names it: +0200 (CEST), +02:00[Europe/Paris].
NAMED_OFFSET = re.compile(r"(?<=\d\d|.Z|MT|TC)\s?[\[(][A-Za-z /_]+[\])]$")
ISO = re.compile(r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)(?:[T ].*)?", re.IGNORECASE)
EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})(?:\.0)?")
COMPACT = re.compile(r"(\d{8})(\d{4}|\d{6})")
# RFC 822 allows two digits for the year when a time follows; without one it may be anything.
MAIL = re.compile(r"(?:[a-z]{3},\s*)?\d{1,2}\s+[a-z]{3}\s+(?:\d{2}|\d{4})\s+\d{1,2}:\d{2}\b.*", re.IGNORECASE)
# Hours east of Greenwich. EST to PDT as RFC 2822 has them; a zone that is not here counts as none stated
# (ET, IST, which are several).
ZONES = {"z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3}
ZONES |= {"msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
ZONES |= {"sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13}
OFFSET = re.compile(r"(?:gmt|utc)?\s*(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """`text` ISO as stated; `at` UTC, None when no time of day is stated; `day` in the stated zone; `order` sorts."""

    text: str
    at: datetime | None
    day: date
    order: datetime


class AmbiguousDateError(ValueError):
    """Either order of day and month gives a day."""


def moment_of(text: str) -> Moment | None:
    """What the text states, None when it is no date. Raises AmbiguousDateError for 03/04/2025.

    >>> moment_of("4 March 2025 10:15 EST").text
    '2025-03-04T10:15:00-05:00'
    """
    text = NAMED_OFFSET.sub("", " ".join(text.split()))
    try:
        return _machine_written(text) or _written(text) or _mailed(text)
    except AmbiguousDateError:
        raise
    except (ValueError, IndexError, OverflowError, TypeError, OSError):
        return None


def moment_of_day(day: date) -> Moment:
    """A day without a time of day."""
    return Moment(day.isoformat(), None, day, datetime(day.year, day.month, day.day, tzinfo=UTC))


def _machine_written(text: str) -> Moment | None:
    """Seconds or milliseconds since 1970, ISO 8601, 20250304101500."""
    if epoch := EPOCH.fullmatch(text):
        seconds = int(epoch[1]) if epoch[1] else int(epoch[2]) / 1000
        return _moment(datetime.fromtimestamp(seconds, UTC))
    if compact := COMPACT.fullmatch(text):
        text = "T".join(compact.groups())
    if not ISO.fullmatch(text):
        return None
    try:
        return moment_of_day(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return _moment(datetime.fromisoformat(text.upper()))
    except ValueError:
        return None


def _written(text: str) -> Moment | None:
    for form in WRITTEN:
        if match := form.fullmatch(text):
            return _matched(match)
    return None


def _matched(match: re.Match[str]) -> Moment:
    """The moment of a match. Raises ValueError for a day that no calendar has."""
    parts = match.groupdict()
    day = _day(parts)
    if parts["hour"] is None:
        return moment_of_day(day)
    hour = int(parts["hour"])
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"no hour {hour} before or after noon")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    clock = time(hour, int(parts["minute"]), int(parts["second"] or 0))
    return _moment(datetime.combine(day, clock, tzinfo=_zone(parts["zone"])))


def _day(parts: dict[str, str | None]) -> date:
    year = int(parts["year"] or 0)
    if month := parts.get("month"):
        return date(year, MONTHS.index(month[:3].lower()) + 1, int(parts["day"] or 0))
    if number := parts.get("number"):
        return date(year, int(number), int(parts["day"] or 0))
    first, second = int(parts["first"] or 0), int(parts["second_number"] or 0)
    if parts["mark"] == "." or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise AmbiguousDateError


def _zone(name: str | None) -> timezone | None:
    key = (name or "").lower()
    if offset := OFFSET.fullmatch(key):
        span = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return timezone(-span if offset["sign"] == "-" else span)
    return timezone(timedelta(hours=ZONES[key])) if key in ZONES else None


def _mailed(text: str) -> Moment | None:
    return _moment(parsedate_to_datetime(text)) if MAIL.fullmatch(text) else None


def _moment(stated: datetime) -> Moment:
    """A time without a zone is taken as UTC for ordering; its day stays the stated one."""
    try:
        instant = stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
    except OverflowError:  # year 1 or 9999, pushed over the edge by its zone
        return Moment(stated.isoformat(), None, stated.date(), stated.replace(tzinfo=UTC))
    return Moment(stated.isoformat(), instant, stated.date(), instant)
