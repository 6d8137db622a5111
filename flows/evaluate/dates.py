"""Dates: whether an expression was found, and whether its interval is the labelled one.

Gold may state an interval, or a TIMEX3 value (TimeML, ISO 8601 with its extensions) that stands for one. Only
expressions of type DATE are judged; what overlaps a labelled TIME, DURATION or SET neither helps nor harms.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from flows.evaluate.judgement import Judgement, Record, overlap, span_of

Interval = tuple[date, date]

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
MONTH = re.compile(r"(\d{4})-(\d\d)")
YEAR = re.compile(r"(\d{4})")
DECADE = re.compile(r"(\d{3})")
WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
PART = re.compile(r"(\d{4})-([QH])([1-4])")


def judge_dates(gold: Record, found: Record) -> Iterator[Judgement]:
    """`dates found` for every expression, `dates value` for those that have an extent in the calendar."""
    text = str(gold["text"])
    want = [row for row in gold["dates"] if row.get("type", "DATE") == "DATE"]
    apart = [row for row in gold["dates"] if row.get("type", "DATE") != "DATE"]
    have = [row for row in found.get("dates", []) if row.get("type", "DATE") in ("DATE", "TIME")]
    have = [row for row in have if _touches(row, want) or not _touches(row, apart)]
    left = list(have)
    for row in want:
        hit = next((other for other in left if overlap(span_of(row), span_of(other)) > 0), None)
        yield Judgement(
            "dates found", "right" if hit else "missed", repr(text[row["start"] : row["end"]]), row["start"]
        )
        if hit:
            left.remove(hit)
        yield from _judge_value(row, hit, text)
    for row in left:
        yield Judgement("dates found", "spurious", repr(text[row["start"] : row["end"]]), row["start"])


def _judge_value(row: Record, hit: Record | None, text: str) -> Iterator[Judgement]:
    interval = interval_of(row)
    if not interval:
        return
    stated = tuple(day.isoformat() for day in interval)
    given = (hit.get("start_date"), hit.get("end_date")) if hit else None
    what = f"{text[row['start'] : row['end']]!r} is {'..'.join(stated)}, found {given}"
    yield Judgement("dates value", "right" if given == stated else "missed", what, row["start"])
    if given and given != stated:
        yield Judgement("dates value", "spurious", what, row["start"])


def _touches(row: Record, others: list[Record]) -> bool:
    return any(overlap(span_of(row), span_of(other)) > 0 for other in others)


def interval_of(row: Record) -> Interval | None:
    """First and last day that a label stands for; None where it has no extent in the calendar."""
    if row.get("start_date"):
        return date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"])
    try:
        return interval_of_value(row.get("value") or "")
    except ValueError:  # a thirteenth month
        return None


def interval_of_value(value: str) -> Interval | None:
    """The days of a TIMEX3 value; None for durations, seasons and words. Raises ValueError for impossible days.

    >>> interval_of_value("1998-Q2")
    (datetime.date(1998, 4, 1), datetime.date(1998, 6, 30))
    """
    if match := DAY.fullmatch(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := MONTH.fullmatch(value):
        return _months(int(match[1]), int(match[2]), 1)
    if match := YEAR.fullmatch(value):
        return _months(int(match[1]), 1, 12)
    if match := WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday + timedelta(5 if match[3] else 0), monday + timedelta(6)
    if match := PART.fullmatch(value):
        length = 3 if match[2] == "Q" else 6
        return _months(int(match[1]), (int(match[3]) - 1) * length + 1, length)
    if match := DECADE.fullmatch(value):
        return date(int(match[1]) * 10, 1, 1), date(int(match[1]) * 10 + 9, 12, 31)
    return None


def _months(year: int, first: int, count: int) -> Interval:
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
