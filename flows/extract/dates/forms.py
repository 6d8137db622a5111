"""Texts cut into tokens, and tokens with digits sorted by their form: a year, a clock time, an ordinal.

Enters a text or a token; leaves tokens, and the name of a form with the categories that it may stand for.
"""

import re
from functools import lru_cache

# A blank line is a token, so that no expression reaches over it. A number keeps what joins its parts: 1987/88, 10:30.
# Words that begin with a letter other than that of "a.m." come first: most do, and nothing else begins so.
TOKEN = re.compile(r"[b-oq-zB-OQ-Z]\w*|\n\s*\n|(?<!\w)[apAP]\.\s?[mM]\b\.?|\d+(?:[.,:/–-]\d+)*\w*|\w+|[^\w\s]")
YEARS = range(1000, 2200)
# No number that means a time is longer; int() refuses more than 4,300 digits.
MAX_CHARS = 19

# Categories of tokens with digits, by form: all that a form may be. `digits` is any whole number.
FORMS: dict[str, frozenset[str]] = {
    name: frozenset(categories.split())
    for name, categories in {
        "isodate": "isodate",
        "slashdate": "slashdate",
        "year": "year digits",
        "hour": "daynum hour digits yy",
        "hour1": "daynum hour digits",
        "day": "daynum digits yy",
        "two": "digits yy",
        "digits": "digits",
        "number": "decimal",
        "fraction": "fraction",
        "clock": "clock",
        "fulltime": "clock fulltime",
        "clockdot": "clockdot decimal",
        "ordinal": "ordinal",
        "ordinal31": "ordinal daynum",
        "ordinal4": "ordinal daynum ord4",
        "decade": "decade",
        "yearrange": "yearrange",
        "dayrange": "dayrange numberrange",
        "numberrange": "numberrange",
        "quartercode": "quartercode",
        "fiscalcode": "fiscalcode",
    }.items()
}


_FORM_PATTERNS = [
    ("isodate", re.compile(r"\d{4}-\d\d-\d\d(t\d*)?")),
    ("slashdate", re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{4}|\d\d)")),
    ("number", re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")),
    ("fraction", re.compile(r"[1-9]/[1-9]")),
    ("clock", re.compile(r"\d{1,2}:\d\d(:\d\d)?")),
    ("fulltime", re.compile(r"\d{1,2}([:.]\d\d){0,2}[ap]m")),
    ("clockdot", re.compile(r"\d{1,2}\.[0-5]\d")),
    ("number", re.compile(r"\d+\.\d+")),
    ("decade", re.compile(r"([12]\d)?\d0s")),
    ("quartercode", re.compile(r"q[1-4]|[1-4]q|h[12]|[12]h")),
    ("fiscalcode", re.compile(r"fy(20)?\d\d")),
]


@lru_cache(maxsize=8192)
def form_of(word: str) -> str | None:
    """The name of the form of a token with digits (a key of FORMS), None when it has none of them.

    >>> form_of("1987/88"), form_of("21st"), form_of("1,987")
    ('yearrange', 'ordinal31', 'number')
    """
    if len(word) > MAX_CHARS or not (word.isascii() or "–" in word):
        return None
    word = word.lower().replace("–", "-")
    if word.isdigit():
        return _whole_number(word)
    if match := re.fullmatch(r"(\d{1,4})(st|nd|rd|th)", word):
        number = int(match[1])
        return "ordinal4" if 1 <= number <= 4 else "ordinal31" if 1 <= number <= 31 else "ordinal"
    if match := re.fullmatch(r"(\d{4})(/|-)(\d{4}|\d\d)", word):
        return "yearrange" if range_years(word) else None
    if match := re.fullmatch(r"(\d{1,2})-(\d{1,2})", word):
        return "dayrange" if 1 <= int(match[1]) < int(match[2]) <= 31 else "numberrange"
    return next((name for name, pattern in _FORM_PATTERNS if pattern.fullmatch(word)), None)


def range_years(word: str) -> tuple[int, int] | None:
    """First and last year of "1987/88", "2014-2016"; None when they do not follow each other."""
    first, last = re.split(r"[/–-]", word)
    end = int(last) if len(last) == 4 else int(first) // 100 * 100 + int(last)
    end += 100 if len(last) == 2 and end < int(first) else 0
    return (int(first), end) if int(first) in YEARS and int(first) < end <= int(first) + 99 else None


def _whole_number(word: str) -> str:
    number = int(word)
    if len(word) == 4 and number in YEARS:
        return "year"
    if len(word) > 2 or number == 0:
        return "digits"
    if number <= 12:
        return "hour" if len(word) == 2 else "hour1"
    return "day" if number <= 31 else "two"
