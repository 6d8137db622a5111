"""Room extract: whether the name of a country, a capital or a seat means the government or the place.

In: the tokens with their grammar and a mention. Out: `government` where the name acts, speaks, owns or is acted on
("Moscow said", "sanctions against Moscow", "US officials"), `literal` where one is or goes there ("talks in Moscow").

The words that decide are in seeds/reference/cue_words.csv: place_preposition (in), motion_word (flew to),
addressed_noun (ambassador to: the government after all), place_verb (left, invaded), place_noun (the capital of, the
X war), owned_place_noun (X's airport; but X's invasion is the government's), state_noun (Russian officials),
nature_word (storms hit X), city_verb (X fell), origin_noun (a baker from X), falling_word (rain fell on X).
"""

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from flows.extract.names import Mention
from flows.extract.spans import Words, words_like, words_of

GOVERNMENT, LITERAL = "government", "literal"

# What stands before the second name of a pair: "US-" in "US-China talks".
PAIRED = re.compile(r"(?<![\w-])[A-Z][A-Za-z.]+[-–]$")
# What stands before the country in "NAIROBI, Kenya (AP)".
DATELINE_CITY = re.compile(r"[A-Z][A-Z .'-]+, $")
# With these the verb or noun before decides: travel to, fly from, leave for; but aid to, demands from, support for.
DIRECTIONAL = frozenset(("to", "from", "for", "toward", "towards", "by"))


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words, their lower-case forms, their heads and relations, as lists by token."""

    words: Words
    lower: list[str]
    heads: list[int]
    relations: list[str]


def grammar_of(doc: Doc) -> Grammar:
    """The Doc's tokens, read once and shared as `words_of` is."""
    known: Grammar | None = doc.user_data.get("grammar")
    if known is None:
        words = words_of(doc)
        known = Grammar(words, [word.lower() for word in words.words], words.heads, words.relations)
        doc.user_data["grammar"] = known
    return known


def sense_of(mention: Mention, grammar: Grammar) -> tuple[str, str]:
    """`government` or `literal`, and the rule that says so."""
    entry = mention.entry
    if entry is None or entry.kind not in ("country", "capital", "seat", "demonym"):
        return LITERAL, "kind"
    joined = _joined(mention, grammar)
    if joined:
        return joined
    if _is_dateline(mention, grammar):
        return LITERAL, "dateline"
    head = head_of(mention, grammar)
    if entry.label == "NORP":
        return _sense_of_adjective(mention, head, grammar)
    return _sense_of_name(head, grammar, depth=0)


def head_of(mention: Mention, grammar: Grammar) -> int:
    """The mention's token that hangs on a word outside of it."""
    inside = range(mention.first, mention.last)
    for token in reversed(inside):
        if grammar.heads[token] not in inside or grammar.heads[token] == token:
            return token
    return mention.last - 1


def _joined(mention: Mention, grammar: Grammar) -> tuple[str, str] | None:
    """Names in a compound with a hyphen: "US-led" acts, "Moscow-based" is a place, "Russia-US" are two governments."""
    text = grammar.words.text
    if text[mention.end : mention.end + 1] not in ("-", "–"):
        pair = PAIRED.search(text, max(0, mention.start - 24), mention.start) if mention.label != "NORP" else None
        return (GOVERNMENT, "compound") if pair else None
    rest = text[mention.end + 1 : mention.end + 12].split()
    follower = rest[0].strip(".,;:") if rest else ""
    if follower in ("based", "born", "bound", "held", "area", "wide", "style", "registered", "listed"):
        return LITERAL, "compound"
    return GOVERNMENT, "compound"


def _is_dateline(mention: Mention, grammar: Grammar) -> bool:
    """Whether the mention opens a line as its place: "LONDON (Reuters) -", "PARIS, March 3", "ROME 1996-08-30"."""
    text = grammar.words.text
    after = text[mention.end : mention.end + 4]
    line = text.rfind("\n", 0, mention.start) + 1
    if line != mention.start:
        city = mention.start - line < 40 and DATELINE_CITY.fullmatch(text, line, mention.start)
        return bool(city) and after.startswith((" (", " -", " —", " –"))
    capitals = mention.text.isupper() and len(mention.text) > 3
    return after.startswith((" (", " -- ", " — ", " – ")) or (
        capitals and (after.startswith((", ", "\n", " - ", ",\n")) or after[1:2].isdigit())
    )


def _sense_of_adjective(mention: Mention, head: int, grammar: Grammar) -> tuple[str, str]:
    owner = grammar.heads[head]
    for _ in range(4):
        if grammar.relations[head] not in ("compound", "amod", "nmod", "poss", "conj") or owner == head:
            break
        if grammar.lower[owner] in words_like("state_noun"):
            return GOVERNMENT, "adjective of a state noun"
        head, owner = owner, grammar.heads[owner]
    follower = grammar.lower[mention.last : mention.last + 2]
    if follower and (
        follower[0] in words_like("state_noun") or (follower[-1] in words_like("state_noun") and follower[0].isalpha())
    ):
        return GOVERNMENT, "adjective of a state noun"
    return LITERAL, "adjective"


def _sense_of_name(head: int, grammar: Grammar, *, depth: int) -> tuple[str, str]:
    relation, owner = grammar.relations[head], grammar.heads[head]
    if relation in ("conj", "appos") and depth < 4 and owner != head and _is_name(owner, grammar):
        return _sense_of_name(owner, grammar, depth=depth + 1)
    if relation in ("compound", "nmod", "amod", "poss"):
        places = words_like("owned_place_noun") if relation == "poss" else words_like("place_noun")
        if grammar.lower[owner] in places:
            return LITERAL, "modifier of a place noun"
        return GOVERNMENT, "possessor" if relation == "poss" else "modifier"
    if relation in ("dobj", "nsubjpass"):
        is_place = grammar.lower[owner] in words_like("place_verb") or _is_struck(owner, head, grammar)
        return (LITERAL, "object of a place verb") if is_place else (GOVERNMENT, relation)
    if relation == "pobj":
        return _sense_after(owner, grammar)
    before = grammar.lower[_before(head, grammar)]
    if relation != "nsubj" and before in words_like("place_preposition"):
        return LITERAL, "place preposition"
    if relation == "nsubj" and grammar.lower[owner] in words_like("city_verb"):
        return LITERAL, "subject of a place verb"
    return GOVERNMENT, relation.lower()


def _is_struck(verb: int, name: int, grammar: Grammar) -> bool:
    """ "Storms hit Manila": what nature does, it does to the place."""
    subjects = (token for token in range(max(0, verb - 8), verb) if grammar.heads[token] == verb)
    return verb < name and any(
        grammar.relations[token] == "nsubj" and grammar.lower[token] in words_like("nature_word") for token in subjects
    )


def _is_name(token: int, grammar: Grammar) -> bool:
    return grammar.words.tags[token].startswith("NNP")


def _before(head: int, grammar: Grammar) -> int:
    """The word before the name, articles and the name's own words left out."""
    token = head - 1
    while token > 0 and (grammar.lower[token] == "the" or grammar.relations[token] == "compound"):
        token -= 1
    return max(token, 0)


def _sense_after(preposition: int, grammar: Grammar) -> tuple[str, str]:
    """The sense that a preposition gives to its object."""
    word = grammar.lower[preposition]
    if word in words_like("place_preposition"):
        return LITERAL, "place preposition"
    above = grammar.heads[preposition]
    if grammar.relations[above] == "pobj" and word in DIRECTIONAL:  # "fled to Chad from Sudan" is one flight
        above = grammar.heads[grammar.heads[above]]
    owner = grammar.lower[above]
    if word == "of":
        return (LITERAL, "of a place noun") if owner in words_like("place_noun") else (GOVERNMENT, "of")
    if word in DIRECTIONAL and owner in words_like("motion_word") and owner not in words_like("addressed_noun"):
        return LITERAL, "direction"
    if word == "from" and owner in words_like("origin_noun"):
        return LITERAL, "origin"
    if word in ("on", "upon", "over") and owner in words_like("falling_word"):
        return LITERAL, "direction"
    return GOVERNMENT, "preposition"
