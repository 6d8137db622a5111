"""Room 3, a reading lamp for names: what of a name is compared when two may be one.

Enters: a name as an article gives it. Leaves: its plain letters, the same as one would hear them (letter groups that
transliterate alike are one: seeds/variants/letters.csv), its consonants, the group of its given name
(seeds/variants/given_names.csv), an organisation's name without its legal form. Pure functions of the name.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from flows.settings import share

# Letters that Unicode does not take apart into a letter and a mark.
SPECIAL = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
WORD = re.compile(r"[^\W_]+")
QUOTES = re.compile(r"['’‘`´ʼ]s\b|['’‘`´ʼ]")
GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
# Arabic articles, written or not: Bashar al-Assad, Bashar Assad.
ARTICLES = frozenset(("al", "el", "ul", "ad", "ash", "as", "ar", "an", "az"))
# Legal forms by what they say; firms that differ in it are different firms (Merck & Co, Merck KGaA).
LEGAL = {
    **dict.fromkeys(("inc", "incorporated", "corp", "corporation"), "inc"),
    **dict.fromkeys(("co", "company", "cos"), "co"),
    **dict.fromkeys(("ltd", "limited", "plc", "llc", "lp", "llp", "pty"), "ltd"),
    **dict.fromkeys(("ag", "gmbh", "kg", "kgaa", "se"), "ag"),
    **dict.fromkeys(("sa", "nv", "bv", "spa", "srl", "ab", "asa", "oy", "oyj", "as"), "sa"),
    **dict.fromkeys(("pjsc", "ojsc", "jsc", "oao", "pao", "ooo", "zao"), "jsc"),
    **dict.fromkeys(("kk", "bhd", "sdn", "tbk"), "kk"),
}
# British and American, long and short.
SAME_WORDS = {
    **{"programme": "program", "organisation": "organization", "centre": "center", "labour": "labor"},
    **{"defence": "defense", "dept": "department", "intl": "international", "assn": "association", "natl": "national"},
    **{"univ": "university", "govt": "government", "cttee": "committee", "harbour": "harbor", "theatre": "theater"},
}
BODIES = {"united nations": "un", "united states": "us", "european union": "eu", "united kingdom": "uk"}
NO_WORDS = frozenset(("the", "of", "for", "and", "on", "in"))
# Words whose body is the same before and after what it is for: Ministry of Justice, Justice Ministry.
TURNED = frozenset(("ministry", "department", "embassy", "parliament"))


@dataclass(frozen=True, slots=True)
class Spelling:
    """What is compared of a name. Words are joined without a space in `plain` (letters only), `sound` (as one hears
    them) and `base` (an organisation without its legal form); `first`, `last`: of a person, as one hears them."""

    plain: str
    sound: str
    consonants: str
    ordered: str
    first: str
    middle: str
    last: str
    given: str
    generation: str
    base: str
    legal: str
    initials: str
    word_count: int
    is_turned: bool
    is_short: bool


def spell(name: str, *, is_person: bool) -> Spelling:
    """The name's keys.

    >>> spell("Volodymyr Zelenskyy", is_person=True).sound == spell("Volodymyr Zelenskiy", is_person=True).sound
    True
    >>> spell("Acme Oil Co. Ltd", is_person=False).base
    'acmeoil'
    """
    words = plain_words(name)
    return _spell_person(words, name) if is_person else _spell_organisation(words, name)


def plain_words(name: str) -> list[str]:
    """The words in plain lower-case letters; abbreviations with dots as one word.

    >>> plain_words("U.N. Programme for Łódź")
    ['un', 'programme', 'for', 'lodz']
    """
    lower = name.lower().translate(SPECIAL)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode() or lower
    return WORD.findall(DOTTED.sub(lambda m: m.group().replace(".", "") + " ", QUOTES.sub("", plain)))


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """The word with letter groups that stand for one sound brought together.

    >>> sound_of("zelenskiy"), sound_of("zelensky"), sound_of("qaddafi"), sound_of("kadafi")
    ('zelenski', 'zelenski', 'kadafi', 'kadafi')
    """
    for letters, read_as in _letters():
        word = letters.sub(read_as, word)
    return word


def _spell_person(words: list[str], name: str) -> Spelling:
    generation = " ".join(word for word in words if word in GENERATIONS)
    own = [word for at, word in enumerate(words) if word not in GENERATIONS and (at == 0 or word not in ARTICLES)]
    own = own or words or [name.lower()]
    sounds = [sound_of(word) for word in own]
    return Spelling(
        plain="".join(own),
        sound="".join(sounds),
        consonants=" ".join(map(_consonants, sounds)),
        ordered=" ".join(sorted(sounds)),
        first=sounds[0],
        middle=" ".join(sounds[1:-1]),
        last=sounds[-1],
        given=_given_groups().get(own[0], own[0]),
        generation=generation,
        base="".join(own),
        legal="",
        initials="",
        word_count=len(own),
        is_turned=False,
        is_short=len(own) == 1,
    )


def _spell_organisation(words: list[str], name: str) -> Spelling:
    own = list(_common_words([word for word in words if word != "the"] or words or [name.lower()]))
    base = list(own)
    forms: set[str] = set()
    while len(base) > 1 and (base[-1] in LEGAL or base[-1] == "and"):
        forms.add(LEGAL.get(base.pop(), ""))
    content = [word for word in own if word not in NO_WORDS]
    is_turned = not TURNED.isdisjoint(content)
    return Spelling(
        plain="".join(own),
        sound="".join(map(sound_of, own)),
        consonants="",
        ordered=" ".join(sorted(content) if is_turned else content),
        first=own[0],
        middle="",
        last=own[-1],
        given="",
        generation=" ".join(word for word in own if word.isdigit()),
        base="".join(base),
        legal=" ".join(sorted(forms - {""})),
        initials="".join(word[0] for word in content),
        word_count=len(own),
        is_turned=is_turned,
        is_short=len(own) == 1 and name.upper() == name and len(name) < 8,
    )


def _common_words(words: list[str]) -> Iterator[str]:
    """The words in one of their spellings; bodies that words name by their letters."""
    rest = iter(zip(words, [*words[1:], ""], strict=True))
    for word, after in rest:
        if body := BODIES.get(f"{word} {after}"):
            yield body
            next(rest)
        else:
            yield SAME_WORDS.get(word, word)


def _consonants(sound: str) -> str:
    """First letter (vowels alike), consonants, last letter: Husein, Hosein; but Mario, Maria."""
    head = "a" if sound[:1] in "aeiou" else sound[:1]
    return head + re.sub("[aeiou]", "", sound[1:-1]) + sound[1:][-1:]


@cache
def _letters() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["letters"]), row["read_as"]) for row in _rows("letters"))


@cache
def _given_groups() -> dict[str, str]:
    """Each form of a given name with the first form of its row."""
    groups = ([plain_words(form)[0] for form in row["forms"].split("|")] for row in _rows("given_names"))
    return {form: forms[0] for forms in groups for form in forms}


def data_files() -> list[Path]:
    """The files that spelling depends on."""
    return sorted(share("seeds", "variants").glob("*.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with share("seeds", "variants", f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
