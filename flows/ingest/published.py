"""In reading: when an article was published - an instant and day that may be believed, and where they are from.

In goes a draft with its input's name and its dateline; out comes a Dated. The rules in their order: what the input
states (its field, front matter, feed item, meta tag, JSON-LD), else the name of a file that holds one article (a dump
is named after the day it was made), else the path of the URL, else a dateline that states a year. A stated date that
cannot be believed stays unknown: no weaker rule takes its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from flows.ingest.drafts import Draft
from flows.ingest.files import format_suffix
from flows.ingest.moments import MONTHS, AmbiguousDateError, Moment, moment_of, moment_of_day

EARLIEST = date(1900, 1, 1)
# Two days: clocks, time zones and "tomorrow's paper"; what lies further ahead is a misprint.
AHEAD = timedelta(days=2)

# Numbers in names and addresses are dates only in full and with nothing of a number beside them: 2024-05-13,
# 2024_05_13, 20240513, and 20240513T101500 or 20240513101500.
NAME_DAYS = (
    re.compile(r"(?<![\d.])(\d{4})([-_.])(\d{2})\2(\d{2})(?!\d)"),
    re.compile(r"(?<![\d.])((?:19|20)\d{2})()(\d{2})(\d{2})(?:[T_-]?\d{6}Z?|[T_-]\d{4})?(?!\d)"),
)
MONTH_NAME = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
MONTH_NAME += "|nov(?:ember)?|dec(?:ember)?"
ONE_ARTICLE = frozenset({".txt", ".md", ".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht"})
WEB_NAME = re.compile(r"(?:^|!/)https?://", re.I)
# /2024/05/13/, /2024/5/13/, /2024/may/13/ · 2024-05-13-slug, slug-2024-05-13. Never a month alone, and no bare number:
# articles of 2012 have numbers such as 20150101.
FOLDERS = re.compile(rf"/(\d{{4}})/(\d{{1,2}}|{MONTH_NAME})/(\d{{1,2}})(?=/|$)", re.I)
SLUG = re.compile(r"(?:/|(?<=[a-z])[-_])(\d{4})-(\d{2})-(\d{2})(?=[-_/.]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date: `method` is one of the contract's words; `problem` says why a stated date is not believed."""

    moment: Moment | None
    method: str
    problem: str | None


def date_draft(draft: Draft, *, name: str, dateline: date | None, run_day: date) -> Dated:
    """The draft's publication date by the first rule that has something to say; `name` is the input's."""
    if draft.published is not None:
        moment, problem = read_moment(draft.published, run_day=run_day)
        return Dated(moment, draft.published_method if moment else "none", problem)
    # The name of a page out of a crawl is its address: that is the next rule's.
    is_web = bool(draft.url and WEB_NAME.search(name))
    in_name = day_in_name(name) if format_suffix(name) in ONE_ARTICLE and not is_web else None
    for method, day in (("filename", in_name), ("url", day_in_url(draft.url)), ("dateline", dateline)):
        if day and EARLIEST <= day <= run_day + AHEAD:
            return Dated(moment_of_day(day), method, None)
    return Dated(None, "none", None)


def read_moment(given: str | None, *, run_day: date) -> tuple[Moment | None, str | None]:
    """The moment and None, or None and the reason (None for nothing given). Never another date in its place.

    >>> read_moment("0001-11-30", run_day=date(2026, 1, 1))
    (None, '0001-11-30 lies before 1900-01-01')
    """
    if given is None or not given.strip():
        return None, None
    try:
        moment = moment_of(given)
    except AmbiguousDateError:
        return None, f"{given[:60]!r} is ambiguous: day or month first?"
    if moment is None:
        return None, f"{given[:60]!r} is not a date"
    if moment.day < EARLIEST:
        return None, f"{moment.text} lies before {EARLIEST}"
    if moment.day > run_day + AHEAD:
        return None, f"{moment.text} lies more than {AHEAD.days} days after the run"
    return moment, None


def day_in_name(name: str) -> date | None:
    """The one day that a file's name states; none when it states two, as the name of a month's dump does.

    >>> day_in_name("news.zip!/archive/2024_05_13-summit.html")
    datetime.date(2024, 5, 13)
    """
    if "://" in name:
        name = name.partition("?")[0]
    last = re.split(r"[/\\]", name)[-1]
    found = {_day(year, month, day) for form in NAME_DAYS for year, _, month, day in form.findall(last)} - {None}
    return found.pop() if len(found) == 1 else None


def day_in_url(url: str | None) -> date | None:
    """The day in the path of an address; none for a month alone, and for two different days.

    >>> day_in_url("https://news.example/world/2024/may/13/summit")
    datetime.date(2024, 5, 13)
    """
    found = set(_days_in_path(_path(url)))
    return found.pop() if len(found) == 1 else None


def _days_in_path(path: str) -> Iterator[date]:
    for form in (FOLDERS, SLUG):
        for year, month, day in form.findall(path):
            if stated := _day(year, month, day):
                yield stated


def _path(url: str | None) -> str:
    try:
        return unquote(urlsplit((url or "").strip()).path)
    except ValueError:
        return ""


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
