"""Room 1: what tells texts of one story. Enters: texts and their days. Leaves: a story's name, and tables.SIGNATURES.

Both are functions of the one text: which texts are near copies of each other is found by the store, which has them all
(sql/load/batch_links.sql). The rule and its measurements: docs/decisions/0007-stories.md.
"""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import date
from zlib import crc32

import polars as pl
from rensa import RMinHash  # type: ignore[import-untyped]

from flows.tables import SIGNATURES, conform, frame_of

# A figure with its separators is one word: the rates 6-3/16 and 6-5/16 have nothing in common.
WORD = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+")

# "three" for 3 is a change of house style, not of the story; "one" is more often a pronoun.
FIGURES = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

# Words; a shorter text is of one story only with the same words: headlines are names and formulas.
NEAR_WORDS = 40
# MinHash values of a text, and the seed of their hash functions: stored values are comparable for one pair only.
VALUES = 128
SEED = 1987
# Words for each figure, below which a text counts as a table.
WORDS_PER_FIGURE = 4
# A table may have thousands; the smallest hashes are the same sample in a copy.
MAX_FIGURES = 200


@dataclass(frozen=True, slots=True)
class Signature:
    """What a text is compared by. `minhash` and `figures` are empty for a text of fewer than NEAR_WORDS words."""

    words_hash: int
    shingle_count: int
    is_table: bool
    minhash: list[int]
    figures: list[int]


def story_id_of(text: str, published_date: date | None = None) -> str:
    """ "s" and 16 hex digits over day and words: the story that the text founds when it is the first to tell it."""
    day = published_date.isoformat() if published_date else ""
    return f"s{_hash_of(day, words_of(text) or [text]):016x}"


def sign_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """One row of SIGNATURES per row of ARTICLES."""
    texts = articles.select("article_id", "content_hash", "text").iter_rows()
    rows: list[dict[str, object]] = [
        {"article_id": article_id, "content_hash": content_hash, **asdict(sign_text(text))}
        for article_id, content_hash, text in texts
    ]
    return conform(frame_of(rows, SIGNATURES), SIGNATURES)


def sign_text(text: str) -> Signature:
    """The signature of a text's words; case, punctuation, line breaks and numbers in letters do not count."""
    words = words_of(text)
    words_hash = _hash_of("", words or [text])
    shingles = {f"{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)}
    if len(words) < NEAR_WORDS:
        return Signature(words_hash, len(shingles), False, [], [])
    figures = [word for word in words if word[0].isdigit()]
    return Signature(
        words_hash,
        len(shingles),
        is_table=len(figures) * WORDS_PER_FIGURE >= len(words),
        minhash=minhash_of(shingles),
        figures=sorted({crc32(figure.encode()) & 0xFFFF for figure in figures})[:MAX_FIGURES],
    )


def words_of(text: str) -> list[str]:
    """Words in lower case and figures, those up to 99 in digits.

    >>> words_of("Twenty-five MPs paid $1,200 (6-3/16 pct).")
    ['25', 'mps', 'paid', '1200', '6-3/16', 'pct']
    """
    words = WORD.findall(text.lower())
    distinct = set(words)
    spelled = {word: FIGURES.get(word) or word.replace(",", "") for word in distinct if word in FIGURES or "," in word}
    if not distinct.isdisjoint(TENS):
        words = _join_tens(words)
    return [spelled.get(word, word) for word in words] if spelled else words


def _join_tens(words: list[str]) -> list[str]:
    """The words with "twenty", "five" as "25"."""
    joined: list[str] = []
    tens = 0
    for word in words:
        figure = FIGURES.get(word, "")
        if tens and len(figure) == 1:
            joined[-1] = str(tens + int(figure))
        else:
            joined.append(str(TENS.get(word, word)))
        tens = TENS.get(word, 0)
    return joined


def minhash_of(shingles: set[str]) -> list[int]:
    """VALUES / 2 numbers of 32 bits, two values folded to 16 bits in each: an equal number is an equal band of two."""
    sketch = RMinHash(num_perm=VALUES, seed=SEED)
    sketch.update(list(shingles))
    values = [(value ^ value >> 16) & 0xFFFF for value in sketch.digest()]
    return [first << 16 | second for first, second in zip(values[::2], values[1::2], strict=True)]


def _hash_of(day: str, words: list[str]) -> int:
    line = f"{day} {' '.join(words)}"
    return int.from_bytes(hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
