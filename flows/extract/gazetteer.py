"""Room extract: names that are known beforehand, from seeds/reference.

In: the reference files (countries, bodies, institutions, groups, media, firms, places, regions, peoples). Out: a
`Gazetteer` that finds these names in any text, each with the party it stands for. Names are matched word by word and
in their own spelling; words in capitals also match a name in lower case, so that "MOSCOW" is found in a headline.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from flows.errors import LexiconError
from flows.extract.lexicon import read_reference
from flows.settings import share

# Letters and digits, or an abbreviation with dots ("U.S.", "U.S"), which counts as the same letters without them.
WORD = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?(?![^\W_])|[A-Z]\.[A-Z](?![^\W_])|[^\W_]+")
# What may stand between two words of one name, and how it counts: a hyphen or a line end is as good as a space.
GAPS = {" ": " ", "-": " ", "–": " ", "\n": " ", " \n": " ", "\r\n": " ", "  ": " ", "\xa0": " ", "’": "'", "‘": "'"}
PLACE_KINDS = frozenset(("country", "capital", "seat", "place", "region"))
# A context that no text shows: a phrase is never a name.
NOWHERE = re.compile(r"(?!)")
# In capitals these read as a pronoun, not as the country, when one of the words stands before them.
PRONOUN_BEFORE = frozenset(
    ("TO", "OF", "FOR", "WITH", "FROM", "BY", "LET", "TELL", "TELLS", "TOLD", "GIVE", "GIVES", "GAVE", "HELP")
)


@dataclass(frozen=True, slots=True)
class Party:
    """Whom or what names stand for: `code` as in the contract, None for those without (media, places in the sea)."""

    entity_id: str
    name: str
    type: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of a party. `literal` is the place itself where the name also stands for a government (Moscow).

    `kind`: country demonym capital seat body institution group media firm place region people, or phrase for words
    that hold a name and are none ("Brussels sprouts"). A name that `needs_context` has other common readings;
    `context` matches texts in which this one is meant.
    """

    party: Party
    label: str
    kind: str
    literal: Party | None = None
    needs_context: bool = False
    context: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, in characters, half-open. Not `is_sure` where the name needs a context that the text does not
    show: then it takes a second witness, such as spaCy's label, to believe it."""

    start: int
    end: int
    entry: Entry
    is_sure: bool = True


Rest = tuple[tuple[str, str], ...]
Index = dict[str, list[tuple[Rest, list[Entry]]]]


def _cells(value: object) -> list[str]:
    return [cell.strip() for cell in str(value).split("|") if cell.strip()]


Names = Annotated[list[str], BeforeValidator(_cells)]


class ReferenceRow(BaseModel, extra="forbid"):
    """What every reference file of names has; `other_names` and `needs_context` are lists."""

    name: str
    code: str | None = None
    kind: str = ""
    other_names: Names = []
    needs_context: Names = []
    context_words: Names = []


class CountryRow(ReferenceRow):
    """countries.csv: a country, a territory, a historical state under its successor's code, or a part of one.

    A demonym that ends in a hyphen stands before another ("Franco-German").
    """

    code: str
    demonyms: Names = []
    capitals: Names = []
    seats: Names = []
    until_year: int | None = None


class BodyRow(ReferenceRow):
    """bodies.csv: an international body; its `seats` stand for it as capitals do for countries."""

    seats: Names = []


class GroupRow(ReferenceRow):
    """groups.csv: armed groups, parties and blocs, with adjectives such as Western."""

    adjectives: Names = []


class PhraseRow(BaseModel, extra="forbid"):
    """phrases.csv: words that hold a name of a place or people and mean neither."""

    phrase: str


class OwnedRow(ReferenceRow):
    """media.csv and firms.csv: the home country is information, not a code."""

    country: str


@dataclass(frozen=True)
class Gazetteer:
    """Known names by their first word; `find` and `codes_in` read texts with it."""

    exact: Index = field(repr=False)
    capitals: Index = field(repr=False)
    countries: dict[str, Party] = field(repr=False)

    def find(self, text: str) -> list[Found]:
        """Names in the text, longest first at each place, never overlapping, in order."""
        words = list(WORD.finditer(text))
        found, after = [], 0
        exact, capitals = self.exact, self.capitals
        for position, match in enumerate(words):
            word = match.group()
            if "." in word:
                word = word.replace(".", "")
            if (word not in exact and word not in capitals) or match.start() < after:
                continue
            hit = self._longest(text, words, position)
            if hit:
                found.append(hit)
                after = hit.end
        return found

    def codes_in(self, text: str) -> list[tuple[int, int, str]]:
        """Character spans and codes of the parties that a plain string names: for titles, which spaCy does not read."""
        return [
            (one.start, one.end, one.entry.party.code)
            for one in self.find(text)
            if one.is_sure and one.entry.party.code
        ]

    def _longest(self, text: str, words: list[re.Match[str]], position: int) -> Found | None:
        word, start = _letters(words[position]), words[position].start()
        following = _letters(words[position + 1]) if position + 1 < len(words) else None
        for index in (self.exact, self.capitals):
            for rest, entries in index.get(word, ()):
                if rest and rest[0][1] != following:
                    continue
                end = _end_of(text, words, position, rest)
                if end and (entry := _fitting(entries, text, start, end)):
                    return Found(start, end, entry, not entry.context or bool(entry.context.search(text)))
        return None


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of seeds/reference, read once a process. Raises LexiconError naming file and entry."""
    entries: dict[str, list[Entry]] = {}
    for name, entry in _all_entries():
        entries.setdefault(name, []).append(entry)
    exact: Index = {}
    capitals: Index = {}
    for name, choices in entries.items():
        ordered = _with_literal(choices)
        _add(exact, name, ordered)
        if len(name) > 3 and name != name.upper():
            _add(capitals, name.upper(), ordered)
    for index in (exact, capitals):
        for keys in index.values():
            keys.sort(key=lambda key: -len(key[0]))
    countries = {entry.party.code: entry.party for _, entry in _country_entries() if entry.party.code}
    return Gazetteer(exact=exact, capitals=capitals, countries=countries)


@lru_cache(maxsize=50_000)
def slug(name: str) -> str:
    """A name as part of an id: plain lower-case letters and digits joined by hyphens.

    >>> slug("Côte d'Ivoire"), slug("AT&T Corp.")
    ('cote-d-ivoire', 'at-t-corp')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or name.lower()


def _letters(word: re.Match[str]) -> str:
    """The word as the index has it: an abbreviation without its dots."""
    return word.group().replace(".", "")


def _end_of(text: str, words: list[re.Match[str]], position: int, rest: Rest) -> int | None:
    """Where the name ends in the text when `rest` follows the word at the position, else None."""
    if position + len(rest) >= len(words):
        return None
    end = words[position].end()
    for offset, (gap, word) in enumerate(rest, start=position + 1):
        between = text[end : words[offset].start()]
        if _letters(words[offset]) != word or GAPS.get(between, between) != gap:
            return None
        end = words[offset].end()
    return end


def _fitting(entries: list[Entry], text: str, start: int, end: int) -> Entry | None:
    """The first reading that the text allows: its context is there, or it needs none; else the only reading."""
    if text[start:end] == "US" and _is_pronoun(text, start, end):
        return None
    for entry in entries:
        if entry.context is None or entry.context.search(text):
            return entry
    return entries[0] if len(entries) == 1 else None


def _is_pronoun(text: str, start: int, end: int) -> bool:
    """Whether "US" stands in a line of capitals after a word that asks for a pronoun ("TELL US WHY")."""
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    before = text[max(0, start - 12) : start].split()
    return line.isupper() and bool(before) and before[-1] in PRONOUN_BEFORE


def _add(index: Index, name: str, entries: list[Entry]) -> None:
    words = [(match.group().replace(".", ""), match.start(), match.end()) for match in WORD.finditer(name)]
    rest = tuple((GAPS.get(name[one[2] : two[1]], name[one[2] : two[1]]), two[0]) for one, two in pairwise(words))
    keys = index.setdefault(words[0][0], [])
    for known, others in keys:
        if known == rest:
            others.extend(entry for entry in entries if entry not in others)
            return
    keys.append((rest, list(entries)))


def _with_literal(entries: list[Entry]) -> list[Entry]:
    """Readings in order; a seat that is also a listed place (Brussels) gets that place as its literal sense."""
    seat = next((entry for entry in entries if entry.kind == "seat"), None)
    place = next((entry for entry in entries if entry.kind == "place"), None)
    if seat and place:
        return [Entry(seat.party, "GPE", "capital", place.party)]
    return sorted(entries, key=lambda entry: entry.context is None)


def _all_entries() -> Iterator[tuple[str, Entry]]:
    yield from _country_entries()
    yield from _body_entries()
    yield from _group_entries()
    for phrase in read_reference("phrases", PhraseRow):
        yield phrase.phrase, Entry(Party("phrase", phrase.phrase, "phrase", None), "", "phrase", None, True, NOWHERE)
    for row in read_reference("institutions", ReferenceRow):
        yield from _named(row, Party(f"org:{slug(row.name)}", row.name, "organisation", row.code), "ORG", "institution")
    for outlet in read_reference("media", OwnedRow):
        yield from _named(outlet, Party(f"media:{slug(outlet.name)}", outlet.name, "media", None), "ORG", "media")
    for firm in read_reference("firms", OwnedRow):
        yield from _named(
            firm, Party(f"org:{slug(firm.name)}", firm.name, "organisation", f"ORG:{firm.name}"), "ORG", "firm"
        )
    for row in read_reference("places", ReferenceRow):
        party = Party(f"{row.kind}:{slug(row.name)}", row.name, row.kind, row.code)
        yield from _named(row, party, "GPE", "place")
    for row in read_reference("regions", ReferenceRow):
        yield from _named(row, Party(f"region:{slug(row.name)}", row.name, "region", None), "LOC", "region")
    for row in read_reference("peoples", ReferenceRow):
        yield from _named(row, Party(f"people:{slug(row.name)}", row.name, "people", row.code), "NORP", "people")


@cache
def _country_rows() -> tuple[CountryRow, ...]:
    rows = read_reference("countries", CountryRow)
    known = {row.code for row in rows if row.kind in ("country", "territory")}
    for row in rows:
        if row.code not in known:
            raise LexiconError(
                share("seeds", "reference", "countries.csv"), row.name, f"no country has code {row.code}"
            )
    return tuple(rows)


def _country_entries() -> Iterator[tuple[str, Entry]]:
    rows = _country_rows()
    states = {
        row.code: Party(f"country:{row.code}", row.name, "country", row.code)
        for row in rows
        if row.kind in ("country", "territory")
    }
    for row in rows:
        state = states[row.code]
        party = Party(f"place:{slug(row.name)}", row.name, "place", row.code) if row.kind == "part" else state
        yield from _named(row, party, "GPE", "country")
        for demonym in row.demonyms:
            if demonym.endswith("-"):
                yield demonym[:-1], Entry(party, "NORP", "demonym", None, True, re.compile(rf"\b{demonym}[A-Z]"))
                continue
            for form in _plural(demonym):
                yield form, _entry(row, demonym, party, "NORP", "demonym")
        for capital in row.capitals:
            city = Party(f"city:{slug(row.capitals[0])}", row.capitals[0], "city", row.code)
            yield capital, _entry(row, capital, party, "GPE", "capital", literal=city)
        for seat in row.seats:
            house = Party(f"org:{slug(seat)}", seat, "organisation", row.code)
            yield seat, _entry(row, seat, party, "ORG", "seat", literal=house)


def _body_entries() -> Iterator[tuple[str, Entry]]:
    for row in read_reference("bodies", BodyRow):
        main = row.code in ("EUU", "UNO", "NAT") and not row.name.startswith(
            ("European C", "European P", "Council of the")
        )
        prefix = "igo" if row.code and (main or row.code.startswith("IGO:")) else "org"
        party = Party(f"{prefix}:{slug(row.name)}", row.name, "organisation", row.code)
        yield from _named(row, party, "ORG", "body")
        for seat in row.seats:
            yield seat, _entry(row, seat, party, "ORG", "seat", literal=party)


def _group_entries() -> Iterator[tuple[str, Entry]]:
    for row in read_reference("groups", GroupRow):
        party = Party(f"group:{slug(row.name)}", row.name, "group", row.code)
        label = "LOC" if row.kind == "bloc" else "ORG"
        yield from _named(row, party, label, "group")
        for adjective in row.adjectives:
            yield adjective, _entry(row, adjective, party, "NORP", "people")


def _named(row: ReferenceRow, party: Party, label: str, kind: str) -> Iterator[tuple[str, Entry]]:
    for name in (row.name, *row.other_names):
        short = name.removeprefix("the ").removeprefix("The ") if kind != "media" else name
        yield short, _entry(row, short, party, label, kind)


def _entry(row: ReferenceRow, name: str, party: Party, label: str, kind: str, *, literal: Party | None = None) -> Entry:
    needs = name in row.needs_context
    return Entry(party, label, kind, literal, needs, _context(tuple(row.context_words)) if needs else None)


@cache
def _context(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Matches a text that holds one of the words; None when there are none, so the name is taken at its word."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None


def _plural(demonym: str) -> Iterable[str]:
    """The form as written and, for those that form it with an s, the people: Russian, Russians; but Dutch, Swiss."""
    yield demonym
    if re.search(
        r"(?:an|en|on|in|li|ti|si|ri|mi|bi|ki|ni|gi|qi|ot|at|rk|rb|ek|ak|er|eth|ik|il|ole|ane|ede|vene|ech)$", demonym
    ):
        yield demonym + "s"
