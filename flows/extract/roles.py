"""Room extract: the offices and roles that a text gives to persons, and whose they are.

In: the grammar and the mentions of a document. Out: for each person's mention the span that shows a role, with the
mention of its owner ("Russian President", "Kremlin spokesman", "the press secretary of President Vladimir Putin").
Only what the text says counts; nothing is known of persons beforehand.
"""

from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from flows.extract.lexicon import read_reference
from flows.extract.names import Mention
from flows.extract.sense import Grammar
from flows.extract.spans import Words, words_like

# Tokens that a role before or after a name may take: "the United Arab Emirates' minister of state for foreign affairs".
MAX_ROLE_TOKENS = 14
FORMER = frozenset(("former", "ex", "late", "then", "onetime", "ousted", "deposed", "exiled", "would-be", "outgoing"))
PAST = FORMER - {"outgoing", "late", "then"}
STOPS = frozenset(".;:()\"“”'‘\n—") | {
    "--",
    "who",
    "which",
    "that",
    "whose",
    "where",
    "when",
    "while",
    "said",
    "says",
    "told",
}


@dataclass(frozen=True, slots=True)
class Role:
    """What the text says someone is: characters of the evidence, half-open."""

    text: str
    start: int
    end: int


class RoleRow(BaseModel, extra="forbid"):
    """roles.csv: a role, whether it is an office of a government or body, and the country that its name alone shows."""

    role: str
    office: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A role of a person's mention, whose it is, and the country that the role's own name says."""

    person: Mention
    role: Role
    owner: Mention | None
    is_office: bool
    code: str | None


@cache
def _roles() -> tuple[dict[str, RoleRow], frozenset[str], int]:
    """Roles by their words; all words of roles; the number of words of the longest."""
    rows = {row.role: row for row in read_reference("roles", RoleRow)}
    words = frozenset(word for role in rows for word in role.replace("-", " ").split())
    return rows, words, max(len(role.split()) for role in rows)


def roles_shown(grammar: Grammar, mentions: list[Mention]) -> list[Shown]:
    """Roles before and after persons' names, in the order of the text."""
    at = {token: mention for mention in mentions for token in range(mention.first, mention.last)}
    shown: list[Shown] = []
    for mention in mentions:
        if mention.label == "PERSON":
            found = [rule(mention, at, grammar) for rule in (_before, _after, _as_role, _administration)]
            shown.extend(role for role in found if role)
    return shown


def _before(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Shown | None:
    """ "Russian President X", "Iran's foreign minister, X", "President X"."""
    lower, words = grammar.lower, _roles()[1]
    token = person.first - 1
    if token >= 0 and lower[token] == "," and token > 0 and _may_stand_in_role(token - 1, words, grammar):
        token -= 1
    last = token + 1
    owner = None
    first = last
    while token >= 0 and last - token < MAX_ROLE_TOKENS:
        mention = at.get(token)
        if mention and mention.label == "PERSON":
            break
        if mention:
            if owner and lower[first] not in ("of", "for", "'s", "’s", "'", "’") and not _is_owner(mention):
                break
            if not _is_addressed(mention, grammar):
                owner = mention if owner is None or _is_country(mention) else owner
            first = mention.first
            token = mention.first - 1
            continue
        if lower[token] not in words and lower[token] not in words_like("role_filler"):
            break
        first = token
        token -= 1
    if owner is None and first < last and (country := _of_country(person, at, grammar)):
        return _shown(person, first, last, country, grammar, end=country.last)
    return _shown(person, first, last, owner, grammar)


def _of_country(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Mention | None:
    """ "President X of Venezuela": the country behind the name."""
    country = at.get(person.last + 1)
    is_behind = grammar.lower[person.last : person.last + 1] == ["of"]
    return country if is_behind and country and _is_country(country) else None


def _may_stand_in_role(token: int, words: frozenset[str], grammar: Grammar) -> bool:
    return grammar.lower[token] in words


def _after(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Shown | None:
    """ "X, the Russian foreign minister,", "X, the press secretary of President Y,"."""
    lower = grammar.lower
    token = person.last
    if token + 1 >= len(lower) or lower[token] != ",":
        return None
    first = token = token + 1
    while first < len(lower) and lower[first] in ("the", "a", "an"):
        first += 1
    token = first
    owner = None
    while token < len(lower) and token - first < MAX_ROLE_TOKENS and lower[token] not in STOPS and lower[token] != ",":
        mention = at.get(token)
        is_better = mention and (owner is None or (_is_country(mention) and not _is_country(owner)))
        if mention and is_better and not _is_addressed(mention, grammar):
            owner = mention
        token = mention.last if mention else token + 1
    return _shown(person, first, token, owner, grammar)


def _as_role(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Shown | None:
    """ "X began his term as US president": the role of the subject."""
    lower = grammar.lower
    if grammar.relations[person.last - 1] not in ("nsubj", "nsubjpass"):
        return None
    for token in range(person.last, min(person.last + 12, len(lower))):
        if lower[token] in (".", "\n"):
            return None
        if lower[token] == "as" and token + 1 < len(lower):
            first = token + 1 + (lower[token + 1] in ("the", "a", "an"))
            owner = at.get(first)
            end = owner.last if owner else first
            while end < len(lower) and lower[end] in _roles()[1]:
                end += 1
            return _shown(person, first, end, owner, grammar) if end > first else None
    return None


def _administration(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Shown | None:
    """ "The X administration", "X's new administration": English says so of presidents of the United States."""
    follow = grammar.lower[person.last : person.last + 3]
    if "administration" not in follow or any(
        person.last + step in at for step in range(follow.index("administration"))
    ):
        return None
    first = person.last + follow.index("administration")
    if first > person.last and follow[0] not in ("'s", "’s"):
        return None
    return _shown(person, first, first + 1, None, grammar)


def _is_country(mention: Mention) -> bool:
    return bool(
        mention.entry and mention.entry.party.code and mention.entry.kind in ("country", "demonym", "capital", "seat")
    )


def _is_addressed(mention: Mention, grammar: Grammar) -> bool:
    """Whether the office is only directed at the party: ambassador to Russia, envoy for Iran."""
    before = mention.first - 1 - (mention.first > 1 and grammar.lower[mention.first - 1] == "the")
    return before >= 0 and grammar.lower[before] in ("to", "for", "on", "from")


def _is_owner(mention: Mention) -> bool:
    return bool(mention.entry and mention.entry.party.code)


def _shown(
    person: Mention, first: int, last: int, owner: Mention | None, grammar: Grammar, *, end: int | None = None
) -> Shown | None:
    """The role between two tokens, if a word of a role is there that is not the owner's; `end` is where its evidence
    ends when that is behind the name."""
    words: Words = grammar.words
    skip = range(owner.first, owner.last) if owner else range(0)
    role = _role_in([grammar.lower[token] for token in range(first, last) if token not in skip])
    if not role or first >= last:
        return None
    while first < last and grammar.lower[first] in ("the", "a", "an", "and", ",", "of", "'s", "’s", "-", "for"):
        first += 1
    if PAST.intersection(grammar.lower[max(first - 1, 0) : last]):
        owner, role = None, RoleRow(role=role.role, office="other")
    final = (end or last) - 1
    start, stop = words.starts[first], words.starts[final] + len(words.words[final])
    evidence = Role(words.text[start:stop], start, stop)
    return Shown(person, evidence, owner, role.office == "government", role.code)


def _role_in(tokens: list[str]) -> RoleRow | None:
    """The longest role that stands in the words, the first of equals."""
    rows, words, longest = _roles()
    if not words.intersection(tokens):
        return None
    for size in range(min(longest, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            if row := rows.get(" ".join(tokens[start : start + size])):
                return row
    return None
