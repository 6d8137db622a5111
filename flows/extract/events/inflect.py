"""In extraction: the forms of a verb and of a noun, from the base form that the lexicon gives.

In go a base form and seeds/lexicon/events/forms.toml (irregular verbs, verbs that double their last letter).
"""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from flows.extract.lexicon import read_lexicon

VOWELS = "aeiou"
# Nouns whose plural no rule makes.
PLURALS = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "persons",
    "thief": "thieves",
    "wife": "wives",
}


class FormsFile(BaseModel):
    """seeds/lexicon/events/forms.toml: "break broke broken", and verbs such as "drop" that double."""

    model_config = ConfigDict(extra="forbid")

    irregular: list[str]
    doubling: list[str]


@dataclass(frozen=True, slots=True)
class Forms:
    """Past and participle of irregular verbs, and the verbs that double their last letter."""

    irregular: dict[str, tuple[str, str]]
    doubling: frozenset[str]

    def of_verb(self, verb: str) -> list[str]:
        """Base, third person, past, participle, -ing; written out when the entry has slashes.

        >>> Forms({"break": ("broke", "broken")}, frozenset({"drop"})).of_verb("drop")
        ['drop', 'drops', 'dropped', 'dropping']
        """
        if "/" in verb:
            return verb.split("/")
        stem = verb + verb[-1] if verb in self.doubling else verb
        if verb.endswith("ie"):
            present = verb[:-2] + "ying"
        elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
            present = verb[:-1] + "ing"
        else:
            present = stem + "ing"
        both = [verb + "led", verb + "ling"] if verb.endswith("l") and verb[-2:-1] in "aeiou" and stem == verb else []
        past = self.irregular.get(verb)
        regular = verb[:-1] + "ied" if _ends_in_y(verb) else stem + ("d" if verb.endswith("e") else "ed")
        return list(dict.fromkeys([verb, plural_of(verb), *(past or (regular,)), present, *both]))


def plural_of(noun: str) -> str:
    """The noun with -s, -es or -ies; the same rule gives a verb's third person.

    >>> plural_of("ally"), plural_of("clash"), plural_of("man")
    ('allies', 'clashes', 'men')
    """
    head = noun.rpartition(" ")[2]
    if head in PLURALS or (head.endswith("man") and head != "german"):
        return noun[: -len(head)] + PLURALS.get(head, head[:-3] + "men")
    if _ends_in_y(noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in VOWELS


def load_forms() -> Forms:
    """The table of irregular forms. Raises LexiconError naming the entry."""
    rows = read_lexicon("events/forms", FormsFile)
    parted = [row.split() for row in rows.irregular]
    return Forms({base: (past, participle) for base, past, participle in parted}, frozenset(rows.doubling))
