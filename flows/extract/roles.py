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
# After these an office is held by someone else: "spokesman for X", "under President X".
OTHERS = frozenset(("for", "of", "to", "from", "with", "against", "the"))
# Tags of words that make a clause of what follows a comma; a word before the role that none of these is, opens no role.
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD", "PRP"))
OPENERS = ("NN", "JJ", "CD", "RB", "VBN", "``", "POS", "$", "HYPH", "PRP$")
# What a role does not begin with.
SKIPPED = frozenset(("the", "a", "an", "and", ",", "of", "'s", "’s", "-", "for", '"', "“", "``"))
# Verbs whose subject holds the office that "as" names.
HOLDS = frozenset(
    (
        *(
            "serve",
            "serves",
            "served",
            "serving",
            "act",
            "acts",
            "acted",
            "acting",
            "begin",
            "begins",
            "began",
            "begun",
        ),
        *("start", "starts", "started", "resign", "resigns", "resigned", "quit", "quits", "step", "steps", "stepped"),
        *("elected", "appointed", "named", "inaugurated", "sworn", "installed", "took", "takes", "return", "returned"),
    )
)
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


def role_words() -> frozenset[str]:
    """All words of roles in lower case: president, minister, spokesman."""
    return _roles()[1]


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
    if token > 0 and lower[token] == "," and _may_stand_in_role(token - 1, at, words, grammar):
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
            if not _is_addressed(mention, grammar) and not _is_leaning(mention, grammar):
                owner = mention if owner is None or _is_country(mention) else owner
            first = mention.first
            token = mention.first - 1
            continue
        is_addressing = lower[token] == "to" and token + 1 in at
        if not is_addressing and lower[token] not in words and lower[token] not in words_like("role_filler"):
            break
        if _is_break(token, first, last, at, grammar) or (owner and owner.first == first and lower[token] == "and"):
            break
        first = token
        token -= 1
    if first < last and last - 1 not in at and lower[last - 1] in OTHERS:
        return None
    if owner and owner.last == last and _follows_title(owner, grammar):
        return None
    if owner is None and first < last and (country := _of_country(person, at, grammar)):
        return _shown(person, first, last, country, grammar, end=country.last)
    return _shown(person, first, last, owner, grammar)


def _is_break(token: int, first: int, last: int, at: dict[int, Mention], grammar: Grammar) -> bool:
    """Whether the role begins after the word: "an aide under President X", "Dole of Kansas and Sen. X"."""
    if grammar.lower[token] == "under":
        return first < last and grammar.lower[first] not in ("secretary", "-")
    return grammar.lower[token] == "and" and token - 1 in at


def _follows_title(owner: Mention, grammar: Grammar) -> bool:
    """ "Rep. Dutch Ruppersberger": what stands between a title and a name is a part of the name."""
    before = grammar.words.words[owner.first - 1] if owner.first else ""
    return before in words_like("title") and before.endswith(".")


def _of_country(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Mention | None:
    """ "President X of Venezuela", "General X of the Polish army": the country behind the name."""
    lower = grammar.lower
    country = at.get(person.last + 1 + (lower[person.last + 1 : person.last + 2] == ["the"]))
    if lower[person.last : person.last + 1] != ["of"] or country is None or not _is_country(country):
        return None
    is_adjective = country.label == "NORP"
    return (
        country if not is_adjective or lower[country.last : country.last + 1][0] in words_like("state_noun") else None
    )


def _may_stand_in_role(token: int, at: dict[int, Mention], words: frozenset[str], grammar: Grammar) -> bool:
    """Whether a role may end before the comma: "the foreign minister, X", "the Ghanaian ambassador to Togo, X"."""
    mention = at.get(token)
    return _is_addressed(mention, grammar) if mention else grammar.lower[token] in words


def _after(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Shown | None:
    """ "X, the Russian foreign minister,", "X, the press secretary of President Y,"."""
    lower = grammar.lower
    token = person.last
    if token + 1 >= len(lower) or lower[token] != ",":
        return None
    first = token + 1
    while first < len(lower) and lower[first] in ("the", "a", "an"):
        first += 1
    if first >= len(lower) or not (first in at or grammar.words.tags[first].startswith(OPENERS)):
        return None
    token = first
    owner = None
    while token < len(lower) and token - first < MAX_ROLE_TOKENS and lower[token] not in STOPS and lower[token] != ",":
        mention = at.get(token)
        if mention is None and grammar.words.tags[token] in FINITE:
            return None
        if mention is None and grammar.words.tags[token] == "VBG" and token > first:
            break
        if mention and mention.label == "PERSON" and _is_titled(mention, first, at, grammar):
            return None
        if (
            mention
            and _is_better(mention, owner, grammar)
            and (_is_private(mention) or not _is_addressed(mention, grammar))
        ):
            owner = mention
        token = mention.last if mention else token + 1
    if lower[token : token + 1] in (["said"], ["says"], ["told"]):  # "..., punishing X, an EU official said"
        return None
    return _shown(person, first, token, owner, grammar)


def _is_titled(other: Mention, first: int, at: dict[int, Mention], grammar: Grammar) -> bool:
    """Whether the role from the token on is that of another person right behind it: "X, President Y, Senator Z"."""
    between = [grammar.lower[token] for token in range(first, other.first) if token not in at]
    return not {"of", "to", "for", "'s", "’s", "under"}.intersection(between) or " ".join(between) in _roles()[0]


def _is_leaning(mention: Mention, grammar: Grammar) -> bool:
    """ "The pro-Moscow president", "the Western-backed leader": no office of theirs."""
    text = grammar.words.text
    before, after = text[: mention.start][-5:].lower(), text[mention.end : mention.end + 8]
    return before.endswith(("pro-", "anti-", "pro‑")) or after.startswith(("-backed", "-leaning", "-born", "-educat"))


def _is_better(mention: Mention, owner: Mention | None, grammar: Grammar) -> bool:
    """Whether the mention is rather the owner: a country than another, a firm or paper than where it sits."""
    before = grammar.lower[mention.first - 1 - (grammar.lower[mention.first - 1] == "the")]
    if _is_private(mention):
        return owner is None or before in ("for", "of", "at") or before in words_like("organisation_noun")
    if _is_leaning(mention, grammar) or before in ("at", "near"):
        return False
    if owner is None:
        return before != "in" or _is_state(mention)
    return _is_country(mention) and not _is_country(owner) and not _is_private(owner)


def _is_private(mention: Mention) -> bool:
    """Whether it is a firm, a paper, a club: who works for it holds no office of a state."""
    if mention.label != "ORG" or words_like("state_institution").intersection(mention.text.split()):
        return False
    return mention.entry is None or mention.entry.kind in ("firm", "media")


def _is_state(mention: Mention) -> bool:
    return bool(mention.entry and mention.entry.kind in ("country", "place"))


def _as_role(person: Mention, at: dict[int, Mention], grammar: Grammar) -> Shown | None:
    """ "X began his term as US president": the role of the subject."""
    lower = grammar.lower
    if grammar.relations[person.last - 1] not in ("nsubj", "nsubjpass"):
        return None
    verb = grammar.heads[person.last - 1]
    for token in range(person.last, min(person.last + 12, len(lower))):
        if lower[token] in (".", "\n") or (token in at and at[token].label == "PERSON"):
            return None
        if lower[token] == "as" and token + 1 < len(lower):
            first = token + 1 + (lower[token + 1] in ("the", "a", "an"))
            owner = at.get(first)
            end = owner.last if owner else first
            while end < len(lower) and lower[end] in _roles()[1]:
                end += 1
            is_held = lower[verb] in HOLDS and not (end in at and at[end].label == "PERSON")
            return _shown(person, first, end, owner, grammar) if end > first and is_held else None
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
    while first < last and grammar.lower[first] in SKIPPED:
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
