"""Copies of an article as papers make them: cut, headed anew, edited lightly, with another agency's line."""

import re
from collections.abc import Callable
from random import Random

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“'‘(])")
PARAGRAPH_END = re.compile(r"\n\s*\n|\n {2,}")
DATELINE = re.compile(r"^[A-Z][A-Z .,]+[^-–—]{0,40}[-–—]{1,2}\s")
AGENCY_LINES = (
    "LONDON, March 4 (Northquay) - ",
    "WASHINGTON (Harbour News Agency) — ",
    "By our staff and agencies\n\n",
    "(Varnholt Wire) ",
)
ATTRIBUTIONS = ("he said", "she said", "the company said", "officials said", "it said", "they said")
OTHER_ATTRIBUTIONS = (
    "the agency was told",
    "a spokesman confirmed",
    "people familiar with the matter said",
    "the statement read",
)
FILLERS = ("still", "now", "then", "reportedly", "meanwhile")
SYNONYMS = {
    "said": "stated", "says": "states", "also": "as well", "told": "informed", "about": "around", "but": "however",
    "because": "since", "big": "large", "large": "big", "many": "numerous", "help": "assist", "show": "indicate",
    "showed": "indicated", "begin": "start", "began": "started", "start": "begin", "started": "began",
    "end": "finish", "ended": "finished", "buy": "purchase", "bought": "purchased", "get": "obtain",
    "got": "obtained", "near": "close to", "while": "whereas", "although": "though", "after": "following",
    "before": "ahead of", "during": "in the course of", "new": "fresh", "last": "past", "high": "elevated",
    "rise": "increase", "rose": "increased", "fell": "dropped", "fall": "drop", "increase": "rise",
    "increased": "rose", "however": "still", "company": "firm", "government": "administration",
    "official": "spokesman", "officials": "authorities", "people": "persons", "years": "yrs",
    "percent": "per cent", "pct": "percent", "mln": "million", "billion": "bn", "dlrs": "dollars",
    "will": "is going to", "would": "might", "expected": "forecast", "announced": "made known", "plan": "scheme",
    "plans": "intends", "first": "initial", "against": "versus", "until": "till", "major": "important",
    "important": "major", "likely": "probable", "added": "went on", "reported": "disclosed", "called": "termed",
    "used": "employed", "made": "produced", "make": "produce", "between": "amid", "over": "above",
    "through": "via", "under": "below", "several": "a number of", "recent": "latest", "early": "initial",
    "only": "just", "more": "further", "most": "nearly all",
}  # fmt: skip
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def make_copies(text: str, other: str, rng: Random) -> dict[str, str]:
    """One copy of each kind; `other` is an article that lends two paragraphs."""
    kinds: dict[str, Callable[[], str]] = {
        "tail cut, 40 to 85 % left": lambda: cut_tail(text, rng.uniform(0.40, 0.85)),
        "tail cut, 40 % left": lambda: cut_tail(text, 0.40),
        "paragraph in the middle cut": lambda: cut_middle(text, rng),
        "two paragraphs added": lambda: add_paragraphs(text, other, rng),
        "headed anew": lambda: add_headline(text, rng),
        "edited lightly": lambda: edit(text, rng),
        "agency line": lambda: change_agency(text, rng),
        "all of these": lambda: add_headline(
            edit(cut_middle(cut_tail(change_agency(text, rng), rng.uniform(0.55, 0.9)), rng), rng), rng
        ),
    }
    return {kind: make() for kind, make in kinds.items()}


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs; of a text without, its sentences two by two."""
    parts = [part for part in PARAGRAPH_END.split(text) if part.strip()]
    if len(parts) >= 3:
        return parts
    sentences = SENTENCE_END.split(" ".join(text.split()))
    return [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]


def cut_tail(text: str, share: float) -> str:
    """The first `share` of the words."""
    words = text.split(" ")
    return " ".join(words[: max(1, int(len(words) * share))])


def cut_middle(text: str, rng: Random) -> str:
    """Without one paragraph in five, in one piece from the middle."""
    parts = paragraphs_of(text)
    if len(parts) < 3:
        return cut_tail(text, rng.uniform(0.6, 0.9))
    count = max(1, len(parts) // 5)
    first = rng.randrange(1, max(2, len(parts) - count))
    return "\n\n".join(parts[:first] + parts[first + count :])


def add_paragraphs(text: str, other: str, rng: Random) -> str:
    """With two foreign paragraphs at its end, together not longer than itself."""
    parts = paragraphs_of(other)
    first = rng.randrange(max(1, len(parts) - 1))
    foreign = " ".join(parts[first : first + 2]).split()
    return "\n\n".join([*paragraphs_of(text), " ".join(foreign[: len(text.split())])])


def add_headline(text: str, rng: Random) -> str:
    """Under a headline made of words of its first lines."""
    words = re.findall(r"\w+", text)[:40]
    rng.shuffle(words)
    return " ".join(words[:9]).capitalize() + "\n\n" + text


def change_agency(text: str, rng: Random) -> str:
    """Without its dateline, or with another agency's line."""
    found = DATELINE.match(text)
    return text[found.end() :] if found else rng.choice(AGENCY_LINES) + text


def edit(text: str, rng: Random) -> str:
    """One word in fifteen or so another: a third of the usual words swapped, small figures spelled out, attributions
    changed, one word in fifty dropped, one in a hundred put in.
    """
    text = re.sub(r"[A-Za-z]+", lambda found: _swap(found[0], rng), text)
    spell = re.compile(r"(?<![\d.,/$-])\b([2-9]|[1-9]\d)\b(?![\d.,/-]*\d)")
    text = spell.sub(lambda found: _spell(int(found[1])) if rng.random() < 0.5 else found[0], text)
    for attribution in ATTRIBUTIONS:
        if rng.random() < 0.7:
            text = re.sub(rf"\b{attribution}\b", rng.choice(OTHER_ATTRIBUTIONS), text, count=1)
    words: list[str] = []
    for word in text.split(" "):
        chance = rng.random()
        words += [] if chance < 0.02 else [rng.choice(FILLERS), word] if chance < 0.03 else [word]
    return " ".join(words)


def _swap(word: str, rng: Random) -> str:
    other = SYNONYMS.get(word.lower())
    if not other or rng.random() > 0.36:
        return word
    return other.capitalize() if word[0].isupper() else other


def _spell(number: int) -> str:
    if number < len(ONES):
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
