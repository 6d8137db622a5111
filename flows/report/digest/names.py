"""Room 4, the mail desk's words: codes as names, counts as phrases."""

from flows.config.words import code_names

NOT_NAMED = "not named"


def name_of(code: str) -> str:
    """What a reader calls a code.

    >>> name_of("RUS"), name_of("ORG:Rosneft"), name_of("XXX")
    ('Russia', 'Rosneft', 'XXX')
    """
    return code_names().get(code) or code.partition(":")[2] or code


def pair_told(sender: str | None, target: str | None) -> str:
    """Who against whom, by name; what the text does not tell is not guessed.

    >>> pair_told("EUU, USA", None)
    'European Union, United States → not named'
    """
    return f"{_names(sender)} → {_names(target)}"


def _names(codes: str | None) -> str:
    return ", ".join(map(name_of, codes.split(", "))) if codes else NOT_NAMED


def count_told(number: int, noun: str) -> str:
    """A count with its noun.

    >>> count_told(1, "article"), count_told(2, "article")
    ('1 article', '2 articles')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def share_told(share: float) -> str:
    """A share in per cent.

    >>> share_told(0.0314)
    '3.1 %'
    """
    return f"{100 * share:.1f} %"
