"""The functions that the rules of seeds/lexicon/dates.toml name: a match and its context in, an interval or None out.

VALUES holds them by name. None means that the text leaves the dates open; nothing here takes the publication day where
the words do not point to it.
"""

from collections.abc import Callable
from datetime import date, timedelta

from flows.extract.dates.context import Context
from flows.extract.dates.forms import range_years
from flows.extract.dates.grammar import Match
from flows.extract.dates.intervals import (
    MONTHS,
    Interval,
    around,
    days,
    easter,
    month_of,
    months,
    nearest,
    one_day,
    shifted,
    unit_of,
    year_of,
)
from flows.extract.dates.numbers import number_of, number_of_year, split_numbers
from flows.extract.dates.tense import FUTURE, PAST, PRESENT

Value = Callable[[Match, Context], Interval | None]

# A day or quarter without a year is the one that the tense points to, unless another is nearer by more than this:
# tense is misread more often than news looks so far. 60, 120, 200, 250 gave value F1 87.4, 87.7, 88.7, 88.1 on 1990s
# newswire (2026-11). Months always follow the tense.
TENSE_WINS_DAYS = 200


def no_dates(_match: Match, _at: Context) -> Interval | None:
    """Vague expressions, durations, sets."""
    return None


# --- absolute ---------------------------------------------------------------------------------------------------


def iso_date(match: Match, _at: Context) -> Interval | None:
    """2025-03-04."""
    return one_day(date.fromisoformat(match.word("isodate")[:10]))


def slash_date(match: Match, _at: Context) -> Interval | None:
    """31/12/2024 and 12/31/2024; none when both orders are possible and differ, or the century is not written."""
    a, b, year = (int(part) for part in split_numbers(match.word("slashdate")))
    orders = {(year, a, b), (year, b, a)}
    known = [one for one in orders if year > 31 and one[1] <= 12]
    return one_day(date(*known[0])) if len(known) == 1 and year >= 100 else None


def calendar_day(match: Match, at: Context) -> Interval | None:
    """A day of a month, of the year that is written, else of the nearest; "to" makes it several days."""
    month, first = match.number("month"), match.number("daynum")
    final = match.number("until", otherwise=first)
    if match.has("dayrange"):
        first, final = split_numbers(match.word("dayrange"))
    last_month = match.number("final_month", otherwise=month)

    def in_year(year: int) -> Interval:
        start, end = date(year, month, first), date(year + (last_month < month), last_month, final)
        return Interval(start, end, "day" if start == end else "other")

    year = written_year(match, at)
    if year is not None:
        return in_year(year)
    return _nearest_year(in_year, match, at)


def month_day_after_and(match: Match, at: Context) -> Interval | None:
    """The "25" of "April 24 and 25": month and year of the day before it."""
    before = at.earlier[-1].interval
    return one_day(before.last.replace(day=match.number("daynum"))) if before else None


def calendar_month(match: Match, at: Context) -> Interval | None:
    """A month, of the year that is written, else the nearest in the direction of the tense; or a part of it."""
    month = match.number("month")
    year = written_year(match, at)
    if year is not None:
        return portion(match, month_of(year, month))
    return portion(match, _nearest_year(lambda year: month_of(year, month), match, at, strict=True))


def months_range(match: Match, at: Context) -> Interval | None:
    """January-March (of a year)."""
    first, last = match.number("month"), match.number("final_month")

    def in_year(year: int) -> Interval:
        return months(year * 12 + first - 1, count=(last - first) % 12 + 1, precision="other")

    year = written_year(match, at)
    return in_year(year) if year is not None else _nearest_year(in_year, match, at)


def calendar_year(match: Match, at: Context) -> Interval | None:
    """A year in digits, in words, or in two digits after an apostrophe; or a part of it."""
    year = written_year(match, at)
    return None if year is None else portion(match, year_of(year))


def year_range(match: Match, _at: Context) -> Interval | None:
    """1987/88, 2014-2016: from the first day of the one to the last day of the other."""
    years = range_years(match.word("yearrange"))
    return Interval(date(years[0], 1, 1), date(years[1], 12, 31), "other") if years else None


def calendar_quarter(match: Match, at: Context) -> Interval | None:
    """A quarter or half, of the year that is written or pointed to, else the nearest in the direction of the tense."""
    unit = match.name("part_unit") or "quarter"
    number = match.number("number")
    if code := match.word("quartercode"):
        number, unit = int(code.strip("qh")), "quarter" if "q" in code else "half"
    size = MONTHS[unit]
    if number < 0:
        number += 12 // size + 1
    if number > 12 // size:
        return None

    def in_year(year: int) -> Interval:
        return months(year * 12 + (number - 1) * size, count=size, precision=unit)

    year = written_year(match, at)
    return in_year(year) if year is not None else _nearest_year(in_year, match, at)


def first_quarters(match: Match, at: Context) -> Interval | None:
    """The first two quarters, the first nine months of a year that is written or pointed to."""
    count = number_of(match.words("n"))
    unit, year = _unit(match), written_year(match, at)
    if not count or year is None or count * MONTHS.get(unit, 99) > 12:
        return None
    size = count * MONTHS[unit]
    return months(year * 12, count=size, precision={3: "quarter", 6: "half", 12: "year"}.get(size, "other"))


def decade(match: Match, at: Context) -> Interval | None:
    """The 1980s, the '80s, the nineties: two digits mean the last such decade begun by the publication."""
    written = match.number("decade") if match.has("decade") else match.number("year")
    if match.has("year") and written % 10:
        return None
    if written < 100:
        if not at.published:
            return None
        century = at.published.year // 100 * 100
        written += century if century + written <= at.published.year else century - 100
    return months(written * 12, count=120, precision="decade")


def century(match: Match, _at: Context) -> Interval | None:
    """The 19th century: 1801 to 1900."""
    number = match.number("ordinal")
    return Interval(date(number * 100 - 99, 1, 1), date(number * 100, 12, 31), "other") if 0 < number < 22 else None


def season(match: Match, at: Context) -> Interval | None:
    """A meteorological season of the north: summer is June to August, winter December to February."""
    first_month = match.number("season")

    def in_year(year: int) -> Interval:
        return months(year * 12 + first_month - 1, count=3, precision="other")

    year = written_year(match, at) if match.has("year") or match.has("of_deictic") else None
    if year is not None:
        return in_year(year)
    if at.published is None:
        return None
    step = match.number("deictic") if match.has("deictic") else None
    if step == 0 or step is None:
        return _nearest_year(in_year, match, at)
    begun = [in_year(year) for year in around(at.published.year)]
    if step < 0:
        return max((one for one in begun if one.last < at.published), key=lambda one: one.first, default=None)
    return min((one for one in begun if one.first > at.published), key=lambda one: one.first, default=None)


def holiday(match: Match, at: Context) -> Interval | None:
    """A holiday of the year that is written or pointed to, else the nearest in the direction of the tense."""
    rule = match.name("holiday")

    def in_year(year: int) -> Interval:
        return one_day(holiday_in(rule, year))

    step = match.number("deictic") if match.has("deictic") else None
    year = written_year(match, at) if match.has("year") or match.has("of_deictic") else None
    if year is not None:
        return in_year(year)
    if step and at.published:
        known = [in_year(year) for year in around(at.published.year)]
        return nearest(known, at.published + timedelta(step), direction=PAST if step < 0 else FUTURE)
    return _nearest_year(in_year, match, at)


# --- from the publication day -----------------------------------------------------------------------------------


def relative_day(match: Match, at: Context) -> Interval | None:
    """Yesterday, today, tomorrow, last night."""
    return one_day(at.published + timedelta(match.number("day"))) if at.published else None


def weekday(match: Match, at: Context) -> Interval | None:
    """The day of that name: the publication day or before it, unless the tense or a word looks ahead."""
    if at.published is None:
        return None
    ahead = (match.number("weekday") - at.published.weekday()) % 7
    if not match.has("deictic"):
        ahead -= 7 if ahead and at.direction(match) not in (FUTURE, PRESENT) else 0
        return one_day(at.published + timedelta(ahead))
    step = match.number("deictic")
    if step < 0:
        return one_day(at.published + timedelta(ahead - 7))
    return one_day(at.published + timedelta(ahead or 7 if step > 0 else ahead - 7 * _is_behind(match, at, ahead)))


def relative_unit(match: Match, at: Context) -> Interval | None:
    """Last week, this year, the coming quarter: the calendar unit before, at or after the publication day."""
    if at.published is None:
        return None
    return portion(match, unit_of(_unit(match), at.published, step=match.number("deictic")))


def weekend(match: Match, at: Context) -> Interval | None:
    """The weekend just past or running, unless the tense looks ahead."""
    if at.published is None:
        return None
    step = -1 if at.direction(match) != FUTURE and at.published.weekday() < 5 else 0
    return unit_of("weekend", at.published, step=step)


def relative_month(match: Match, at: Context) -> Interval | None:
    """Last May, next October: the month of that name before or after the publication month, or of this year."""
    if at.published is None:
        return None
    month, step, now = match.number("month"), match.number("deictic"), at.published
    year = now.year
    if step < 0:
        year -= month >= now.month
    elif step > 0:
        year += month <= now.month
    return portion(match, month_of(year, month))


def ago(match: Match, at: Context) -> Interval | None:
    """Two weeks ago, three months from now: the calendar unit that many units before or after the publication."""
    if at.published is None:
        return None
    return _stepped(match, at.published, match.number("sign"))


def window(match: Match, at: Context) -> Interval | None:
    """The past two weeks, the next three months: from the publication day back, or from the day after on."""
    count, unit = number_of(match.words("n")) if match.has("n") else 1, _unit(match)
    if not count or at.published is None or unit not in (*MONTHS, "day", "week", "fortnight", "weekend"):
        return None
    if match.number("deictic") < 0:
        return Interval(shifted(at.published, unit, -count), at.published, "other")
    return Interval(at.published + timedelta(1), shifted(at.published, unit, count), "other")


def coming(match: Match, at: Context) -> Interval | None:
    """The coming days: a week from tomorrow; other units as the lexicon's `windows` say."""
    length = at.lexicon.windows.get(match.word("units"))
    return days(at.published + timedelta(1), count=length) if at.published and length else None


def week_of(match: Match, at: Context) -> Interval | None:
    """The week of March 3: the ISO week that holds the day."""
    day = calendar_day(match, at)
    return unit_of("week", day.first) if day else None


# --- from what was said before ----------------------------------------------------------------------------------


def later(match: Match, at: Context) -> Interval | None:
    """Two days later, a year earlier: counted from the last date in the text.

    A year from a quarter is a quarter. Without such a date a year earlier is the year before the publication's, for
    newspapers compare with it; other units stay open.
    """
    unit, sign = _unit(match), match.number("sign")
    if unit == "year" and (quarter := at.last_of("quarter", match)):
        return _quarter_later(quarter, match, sign)
    anchor = at.anchor()
    if anchor is None:
        return _stepped(match, at.published, sign) if unit == "year" and at.published else None
    return _stepped(match, anchor.first if sign < 0 else anchor.last, sign)


def year_ago(match: Match, at: Context) -> Interval | None:
    """A year ago: after a quarter the same quarter, else the year before the publication's."""
    quarter = at.last_of("quarter", match)
    if quarter:
        return _quarter_later(quarter, match, -1)
    return unit_of("year", at.published, step=-1) if at.published else None


def that_unit(match: Match, at: Context) -> Interval | None:
    """That day, the same year, the following month: from the last date in the text."""
    anchor = at.anchor()
    unit = _unit(match)
    if anchor is None or (unit == "day" and anchor.precision != "day"):
        return None
    step = match.number("step")
    return portion(match, unit_of(unit, anchor.first if step <= 0 else anchor.last, step=step))


def this_quarter(match: Match, at: Context) -> Interval | None:
    """The quarter, the latest period: the last one named, else the last one complete at the publication."""
    named = at.last_of("quarter", match)
    if named and (at.published is None or not match.has("latest") or named.last < at.published):
        return named
    if at.published is None:
        return None
    return unit_of("quarter", at.published, step=-1)


def quarter_of_year(match: Match, at: Context) -> Interval | None:
    """The 1988 quarter, last year's quarter: the last quarter named, in that year; the year when none was named."""
    year = written_year(match, at)
    if year is None:
        return None
    named = at.last_of("quarter", match)
    if named is None:
        return year_of(year)
    return months(year * 12 + named.first.month - 1, count=3, precision="quarter")


def previous_weekday(match: Match, at: Context) -> Interval | None:
    """The previous Friday: before the last day named, else before the publication."""
    anchor = at.anchor()
    day = anchor.first if anchor and anchor.precision == "day" else at.published
    if day is None:
        return None
    sign = match.number("step")
    distance = ((match.number("weekday") - day.weekday()) * sign) % 7 or 7
    return one_day(day + timedelta(sign * distance))


# --- shared -----------------------------------------------------------------------------------------------------


def written_year(match: Match, at: Context) -> int | None:
    """The year that an expression names: digits, words, "last year", "that year"; None when it names none."""
    if match.gives("year"):
        return match.number("year")
    if match.has("yearwords"):
        return number_of_year(match.words("yearwords"))
    if match.has("fiscalcode"):
        return 2000 + int(match.word("fiscalcode")[-2:])
    if match.has("yy"):
        return _full_year(match.number("yy"), at.published)
    if match.gives("of_deictic"):
        return at.published.year + match.number("of_deictic") if at.published else None
    if match.has("of_that"):
        anchor = at.anchor()
        return anchor.first.year + match.number("of_that") if anchor else None
    return None


def portion(match: Match, interval: Interval | None) -> Interval | None:
    """The end of February is its last seven days, the end of the year its last month; likewise the beginning.

    "Early", "mid" and "late" say less where the interval begins or ends: they keep the whole (so does TimeML).
    """
    part = match.name("portion")
    if interval is None or part not in ("end", "start"):
        return interval
    if interval.precision == "month":
        first = interval.last - timedelta(6) if part == "end" else interval.first
        return days(first, count=7)
    if interval.precision == "year":
        return unit_of("month", interval.last if part == "end" else interval.first)
    return interval


def holiday_in(rule: str, year: int) -> date:
    """The day of a holiday in a year.

    "12-25" is fixed, "11-thu-4" the fourth Thursday (-1: the last), "easter-2" two days before Easter Sunday.

    >>> holiday_in("11-thu-4", 2024), holiday_in("easter-2", 2024)
    (datetime.date(2024, 11, 28), datetime.date(2024, 3, 29))
    """
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule.removeprefix("easter") or 0))
    month, day, *nth = rule.split("-", 2)
    if not nth:
        return date(year, int(month), int(day))
    weekday_number = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(day)
    count, _, after = nth[0].partition("+")
    if int(count) < 0:
        last = month_of(year, int(month)).last
        return last - timedelta((last.weekday() - weekday_number) % 7)
    first = date(year, int(month), 1)
    return first + timedelta((weekday_number - first.weekday()) % 7 + 7 * (int(count) - 1) + int(after or 0))


def _unit(match: Match) -> str:
    """The unit named in the singular or in the plural."""
    return match.name("unit") or match.name("units")


def _nearest_year(
    in_year: Callable[[int], Interval], match: Match, at: Context, *, strict: bool = False
) -> Interval | None:
    """The interval in the year that puts it nearest to the publication; `strict`: in the direction of the tense."""
    if at.published is None:
        return None
    candidates = _possible(in_year, around(at.published.year))
    if match.has("weekday"):  # "Wednesday, Oct. 5": only some years have it
        candidates = [one for one in candidates if one.first.weekday() == match.value("weekday")] or candidates
    direction = at.direction(match)
    chosen = nearest(candidates, at.published, direction=direction)
    if strict or chosen is None:
        return chosen
    plain = nearest(candidates, at.published, direction=None)
    if plain is None:
        return chosen
    return chosen if chosen.distance(at.published) - plain.distance(at.published) <= TENSE_WINS_DAYS else plain


def _possible(in_year: Callable[[int], Interval], years: range) -> list[Interval]:
    """The intervals of the years that have one: 29 February has not every year."""
    found = []
    for year in years:
        try:
            found.append(in_year(year))
        except ValueError:  # no such day in that year
            continue
    return found


def _stepped(match: Match, day: date, sign: int) -> Interval | None:
    """The calendar unit `n` units before or after a day; weeks and longer units whole, days as days."""
    count = number_of(match.words("n"))
    unit = _unit(match)
    if not count or unit not in (*MONTHS, "day", "week", "fortnight", "weekend", "night"):
        return None
    if unit == "decade":
        return unit_of("year", day, step=10 * sign * count)
    if unit == "century":
        return unit_of("year", day, step=100 * sign * count)
    if unit == "fortnight":
        return unit_of("week", day, step=2 * sign * count)
    return unit_of(unit, day, step=sign * count)


def _quarter_later(quarter: Interval, match: Match, sign: int) -> Interval | None:
    count = number_of(match.words("n")) if match.has("n") else 1
    if count is None:
        return None
    return months((quarter.first.year + sign * count) * 12 + quarter.first.month - 1, count=3, precision="quarter")


def _is_behind(match: Match, at: Context, ahead: int) -> int:
    """1 when "this Tuesday" looks back to a day of this week that is over."""
    return int(bool(ahead) and at.direction(match) == PAST)


def _full_year(two: int, published: date | None) -> int | None:
    """'98: the last year with these digits that is not over ten years after the publication."""
    if published is None:
        return None
    limit = published.year + 10
    return limit - (limit - two) % 100


VALUES: dict[str, Value] = {
    one.__name__: one
    for one in (
        no_dates,
        iso_date,
        slash_date,
        calendar_day,
        month_day_after_and,
        calendar_month,
        months_range,
        calendar_year,
        year_range,
        calendar_quarter,
        first_quarters,
        decade,
        century,
        season,
        holiday,
        relative_day,
        weekday,
        relative_unit,
        weekend,
        relative_month,
        ago,
        window,
        coming,
        week_of,
        later,
        year_ago,
        that_unit,
        this_quarter,
        quarter_of_year,
        previous_weekday,
    )
}
