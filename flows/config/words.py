"""The words that a configuration may use: codes, actions, modalities, event types, time zones, and the near misses.

Enter: what somebody wrote, seeds/reference. Leave: the word as reports know it, or what to write instead. A test holds
the fixed words against those of extraction, which may not be imported from here.
"""

import csv
import re
import zoneinfo
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from operator import eq

from flows.settings import share

ACTIONS = ("impose", "tighten", "extend", "ease", "lift", "enforce", "evade", "mention")
MODALITIES = (
    *("actual", "planned", "considered", "threatened", "demanded", "promised", "refused", "hypothetical", "denied"),
)
EVENT_TYPES = (
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)

# Codes that name a thing themselves (contract, section 2): nobody lists them all.
NAMED_CODE = re.compile(r"(IGO|ORG|PER|GRP|SEC):\S.*")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# A field of a cron line: its name, its lowest and highest number, the words for them (0 or 7 is Sunday).
CRON_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, 7, DAYS),
)
CRON_PART = re.compile(r"(\*|(?P<low>\w+)(-(?P<high>\w+))?)(/(?P<step>\d+))?")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, upper and lower case alike; None when none is close.

    >>> nearest("tigthen", ACTIONS), nearest("SANCTIONS", EVENT_TYPES), nearest("banana", ACTIONS)
    ('tighten', 'SANCTION', None)
    """
    as_known = {name.lower(): name for name in known}
    # 0.7: about one letter in three may be wrong or missing.
    close = get_close_matches(word.lower(), as_known, n=1, cutoff=0.7)
    return as_known[close[0]] if close else None


def or_meant(word: str, known: Iterable[str]) -> str:
    """What to say after an unknown word: the near miss, else all that is possible."""
    names = list(known)
    near = nearest(word, names)
    return f"did you mean {near}?" if near else f"possible are {', '.join(names)}"


@cache
def code_names() -> dict[str, str]:
    """Code -> name: countries, the bodies that have a code of their own, and the named groups."""
    names: dict[str, str] = {}
    for file in ("countries", "bodies", "groups"):
        for row in _rows(file):
            names.setdefault(row["code"], row["name"])
    return names


@cache
def codes_by_name() -> dict[str, str]:
    """Name in lower case -> code: names, other names and adjectives of what has a code; the first one counts."""
    codes: dict[str, str] = {}
    for file in ("countries", "bodies", "groups"):
        for row in _rows(file):
            for column in ("name", "other_names", "demonyms", "adjectives"):
                for name in (row.get(column) or "").split("|"):
                    codes.setdefault(name.strip().lower(), row["code"])
    codes.pop("", None)
    return codes


def _rows(file: str) -> list[dict[str, str]]:
    with share("seeds", "reference", f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def check_code(code: str) -> str:
    """The code. Raises ValueError that says which code was meant.

    >>> check_code("RUS"), check_code("GRP:West")
    ('RUS', 'GRP:West')
    """
    names = code_names()
    if code in names or NAMED_CODE.fullmatch(code):
        return code
    if meant := _meant(code):
        raise ValueError(f"there is no code {code!r}; did you mean {meant} ({names[meant]})?")
    raise ValueError(
        f"there is no code {code!r}; codes are those of ISO 3166-1 alpha-3, such as USA, and EUU, UNO, NAT"
    )


def _meant(code: str) -> str | None:
    by_name = codes_by_name()
    if found := by_name.get(code.strip().lower()):
        return found
    if len(code) <= 3:
        # Of three letters two must stand in their place.
        return next((known for known in code_names() if sum(map(eq, known, code.upper())) == 2), None)
    near = nearest(code, by_name)
    return by_name[near] if near else None


def check_word(word: str, known: tuple[str, ...], *, kind: str) -> str:
    """The word. Raises ValueError with the near miss."""
    if word in known:
        return word
    raise ValueError(f"there is no {kind} {word!r}; {or_meant(word, known)}")


def check_time_zone(name: str) -> str:
    """The time zone's name. Raises ValueError with the near miss."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # Listed only now: that walks through a thousand files.
        known = zoneinfo.available_timezones()
    else:
        return name
    near = nearest(name, known) or next((zone for zone in sorted(known) if zone.endswith(f"/{name}")), None)
    raise ValueError(
        f"there is no time zone {name!r}; " + (f"did you mean {near}?" if near else "write it as in Europe/Vienna")
    )


def check_cron(line: str) -> str:
    """The cron line: minute, hour, day, month, weekday. Raises ValueError that names the field.

    >>> check_cron("30 5 * * mon-fri")
    '30 5 * * mon-fri'
    """
    parts = line.split()
    if len(parts) != len(CRON_FIELDS):
        raise ValueError(f"{line!r} has {len(parts)} fields, cron has five: minute hour day month weekday")
    for part, (name, low, high, words) in zip(parts, CRON_FIELDS, strict=True):
        if not all(_is_cron_part(piece, low, high, words) for piece in part.split(",")):
            raise ValueError(f"{line!r}: {part!r} is no {name}: write *, {low} to {high}, 1-5, */2 or 1,15")
    return line


def _is_cron_part(piece: str, low: int, high: int, words: tuple[str, ...]) -> bool:
    match = CRON_PART.fullmatch(piece)
    if not match or match["step"] == "0":
        return False
    # A word's number is its place: months count from 1, weekdays from 0.
    ends = [
        low + words.index(end.lower()) if end.lower() in words else end for end in match.group("low", "high") if end
    ]
    numbers = [int(end) for end in ends if str(end).isdecimal()]
    return len(numbers) == len(ends) and all(low <= n <= high for n in numbers) and numbers == sorted(numbers)
