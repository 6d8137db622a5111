"""In extraction: the tables of seeds/lexicon/sanctions.toml as checked values."""

from typing import Literal

from flows.extract.modality import Strict

Action = Literal["impose", "tighten", "extend", "ease", "lift", "enforce", "evade", "mention"]


class Example(Strict):
    """A text and what it says: one line "action modality sender>target" a statement."""

    text: str
    says: list[str]


class Trigger(Strict):
    """Words that bring sanctions up. `weak` ones count only where the sentence speaks of sanctions anyway, or, with
    `among_states`, where it names one that usually imposes and one that usually suffers them. `objects`: what the verb
    must be done to, or the noun be about. `is_cap`: to lower it is to tighten it.
    """

    name: str
    kind: Literal["noun", "verb"]
    forms: list[str]
    action: Action | None = None
    measures: tuple[str, ...] = ()
    weak: bool = False
    among_states: bool = False
    is_cap: bool = False
    objects: frozenset[str] = frozenset()
    examples: list[Example]


class Out(Strict):
    """What tells of another sense: words before the trigger, words in the sentence."""

    modifiers: frozenset[str]
    not_out: frozenset[str]
    context: frozenset[str]
    weak_context: frozenset[str]
    news_context: frozenset[str]
    examples: list[Example]


class Sanctionable(Strict):
    """What the verb may be done to, and what states approve rather than punish."""

    nouns: frozenset[str]
    never: frozenset[str]


class Words(Strict):
    """The small word lists; see the comments in the file."""

    transparent: frozenset[str]
    money: frozenset[str]
    bills: frozenset[str]
    laws: frozenset[str]
    bringing_in: list[str]
    preparing: list[str]
    new: frozenset[str]
    more: frozenset[str]
    partial: frozenset[str]
    possible: dict[str, frozenset[str]]
    reaction: list[str]
    unspecific: frozenset[str]
    spurning: list[str]
    undoing: list[str]
    suffering: list[str]
    striving: list[str]
    causing: list[str]
    implementing: frozenset[str]
    settling: frozenset[str]
    bargaining: frozenset[str]
    ways: frozenset[str]
    durations: frozenset[str]
    treaties: frozenset[str]
    ending: list[str]
    orders: frozenset[str]
    occasions: frozenset[str]
    target_prepositions: frozenset[str]
    naming_prepositions: frozenset[str]
    country_words: frozenset[str]
    issue_prepositions: frozenset[str]
    usual_senders: frozenset[str]
    others_of: frozenset[str]
    usual_targets: frozenset[str]
    less_usual_targets: frozenset[str]
    sender_words: dict[str, list[str]]
    adjective_words: dict[str, list[str]]
    state_nouns: frozenset[str]
    sector_nouns: frozenset[str]
    measure_nouns: frozenset[str]
    target_words: dict[str, list[str]]
    vetoes: frozenset[str]


class Named(Strict):
    """A measure or a programme and the words that tell of it."""

    name: str
    words: list[str]


class Sector(Strict):
    """A branch of the economy as a target, and the words before "sector" or "industry" that name it."""

    name: str
    words: list[str]


class Frame(Strict):
    """Verbs and nouns that do one thing with sanctions, and the places in which sanctions stand to them."""

    action: Action
    roles: frozenset[str]
    verbs: list[str]
    nouns: list[str]
    modality: str | None = None
    examples: list[Example]


class Enforcing(Strict):
    """Words that tell of punishment or police when a breach is spoken of."""

    verbs: list[str]
    nouns: list[str]
    examples: list[Example]
