"""Room extract: the offices and roles that a text gives to persons, and whose they are.

In: the grammar and the mentions of a document. Out: for each person's mention the span that shows a role, with the
mention of its owner ("Russian President", "Kremlin spokesman", "the press secretary of President Vladimir Putin").
Only what the text says counts; nothing is known of persons beforehand.
"""

from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from flows.extract.lexicon import read_reference
from flows.extract.names import Mention, Words
from flows.extract.sense import Grammar

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


class RoleRow(BaseModel, extra="forbid"):
    """roles.csv: a role, whether it is an office of a government or body, and the country that its name alone shows."""

    role: str
    office: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A role of a person's mention: its characters, whose it is, and what the role's own name says."""

    person: Mention
    start: int
    end: int
    owner: Mention | None
    is_office: bool
    code: str | None


@cache
def _roles() -> tuple[dict[str, RoleRow], frozenset[str], int]:
    """Roles by their words; all words of roles; the number of words of the longest."""
    rows = {row.role: row for row in read_reference("roles", RoleRow)}
    words = frozenset(word for role in rows for word in role.replace("-", " ").split())
    return rows, words, max(len(role.split()) for role in rows)


# What a role before a name is made of, beside the words of roles themselves.
FILLERS = frozenset(
    """'s ’s ' ’ of for the and - & foreign affairs state deputy first vice former ex acting interim new top chief senior
    national security central bank ministry department military army police defence defense finance interior oil nuclear
    opposition ruling party republican democratic conservative labour liberal communist socialist democrat elect
    counterpart hardline veteran then late outgoing ousted billionaire media mr mr. mrs. ms. dr. sen. rep. gen. lt. col.
    sir lord""".split()
)


def roles_shown(grammar: Grammar, mentions: list[Mention]) -> list[Shown]:
    """Roles before and after persons' names, in the order of the text."""
    at = {token: mention for mention in mentions for token in range(mention.first, mention.last)}
    shown = []
    for mention in mentions:
        if mention.label == "PERSON":
            found = (_before(mention, at, grammar), _after(mention, at, grammar), _as_role(mention, at, grammar))
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
            owner = mention if owner is None or _is_country(mention) else owner
            first = mention.first
            token = mention.first - 1
            continue
        if lower[token] not in words and lower[token] not in FILLERS:
            break
        first = token
        token -= 1
    return _shown(person, first, last, owner, grammar)


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
        if mention and (owner is None or not _is_country(owner) and _is_country(mention)):
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


def _is_country(mention: Mention) -> bool:
    return bool(
        mention.entry and mention.entry.party.code and mention.entry.kind in ("country", "demonym", "capital", "seat")
    )


def _is_owner(mention: Mention) -> bool:
    return bool(mention.entry and mention.entry.party.code)


def _shown(person: Mention, first: int, last: int, owner: Mention | None, grammar: Grammar) -> Shown | None:
    """The role between two tokens, if a word of a role is there that is not the owner's."""
    words: Words = grammar.words
    skip = range(owner.first, owner.last) if owner else range(0)
    role = _role_in([grammar.lower[token] for token in range(first, last) if token not in skip])
    if not role or first >= last:
        return None
    while first < last and grammar.lower[first] in ("the", "a", "an", "and", ",", "of", "'s", "’s", "-", "for"):
        first += 1
    if PAST.intersection(grammar.lower[max(first - 1, 0) : last]):
        owner, role = None, RoleRow(role=role.role, office="other")
    start, end = words.starts[first], words.starts[last - 1] + len(words.words[last - 1])
    return Shown(person, start, end, owner, role.office == "government", role.code)


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
