"""Numbers in words and digits: tokens in, whole numbers out, None where the words leave the number open."""

from collections.abc import Sequence

NUMBERS = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16},
    **{"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "couple": 2},
}
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000}


def number_of(words: Sequence[str]) -> int | None:
    """The value of a number in digits or words; None for "several", halves and the like.

    >>> number_of(["twenty", "-", "four"]), number_of(["a", "couple", "of"]), number_of(["several"])
    (24, 2, None)
    """
    total = 0
    for word in words:
        if word.isascii() and word.isdigit() and len(word) <= 6:
            total += int(word)
        elif word in NUMBERS:
            total += NUMBERS[word]
        elif word in SCALES:
            total = (total or 1) * SCALES[word]
        elif word not in ("a", "an", "-", "of", "and", "or", "so"):
            return None
    return total or (1 if words and words[0] in ("a", "an") else None)


def number_of_year(words: Sequence[str]) -> int | None:
    """Nineteen ninety-seven, two thousand."""
    if "thousand" in words:
        split = list(words).index("thousand")
        return (number_of(words[:split]) or 1) * 1000 + (number_of(words[split + 1 :]) or 0)
    rest = number_of(words[1:])
    return None if rest is None else NUMBERS[words[0]] * 100 + rest


def split_numbers(word: str) -> list[int]:
    """The numbers of "31/12/2024", "3-5".

    >>> split_numbers("31.12.2024")
    [31, 12, 2024]
    """
    for sign in "/.–":
        word = word.replace(sign, "-")
    return [int(part) for part in word.split("-")]
