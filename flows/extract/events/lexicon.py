"""In extraction: seeds/lexicon/events/*.toml, checked, and indexed by the word forms that trigger an event.

One file a PLOVER category; words.toml holds the word lists that entries name with "@list", forms.toml irregular verbs.
"""

from dataclasses import dataclass, field
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flows import settings
from flows.errors import LexiconError
from flows.extract.events.inflect import Forms, load_forms, plural_of
from flows.extract.events.kinds import PREPOSITIONS, Category
from flows.extract.lexicon import read_lexicon

CATEGORIES = get_args(Category)
PLACES = frozenset({"subj", "obj", "iobj", "owner", "obj.owner", "clause", "deed", "speaker", "other"}) | PREPOSITIONS
TESTED = PLACES | {"actor", "recipient", "dyad"}
KINDS = frozenset({"party", "state", "person", "org", "place", "money", "any", "clause", "wish"})
# Lists of words.toml whose words are people who act.
PEOPLE = ("captives", "civilians", "diplomats", "leaders", "police", "protesters", "rebels")
# Of them, those who are of the place where they act.
LOCAL = ("police", "protesters", "rebels")
# A word list shorter than this is a narrow one.
SHORT = 24
SAYS = r"^[A-Z]+ (actual|planned|considered|threatened|demanded|promised|refused|hypothetical|denied) [^> ]+>[^> ]+$"


class Strict(BaseModel):
    """A table of the lexicon: unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """A text and what the entry finds in it: "AID actual JPN>HTI", one line an event."""

    text: str
    says: list[Annotated[str, StringConstraints(pattern=SAYS)]]


class SenseRow(Strict):
    """An entry: trigger words that share one frame."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    cameo: Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")]
    mode: str | None = None
    verbs: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []
    phrases: list[str] = []
    actor: str = "subj"
    recipient: str = "obj"
    noun_actor: str | None = None
    noun_recipient: str | None = None
    mutual: bool = False
    keeps: bool = False
    where: list[str] = []
    examples: list[Example] = Field(min_length=1)


class SenseFile(Strict):
    """One file: the entries of a category."""

    sense: list[SenseRow] = []


class Carrying(Strict):
    """Words that the engine itself goes by."""

    verbs: list[str]
    happening: list[str]
    actors: list[str]
    tellers: list[str]
    speech: list[str]
    domestic: list[str]
    offices: list[str]
    institutions: list[str]
    local: list[str]
    codes: dict[str, list[str]]
    homes: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Test:
    """A constraint: in one of these places stands one of these kinds or words, or none does."""

    place: str
    negated: bool
    kinds: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sense:
    """A checked entry. `actor` and the rest are places in the order in which they are tried."""

    rule: str  # "aid/donate"
    type: str
    cameo: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    noun_actor: tuple[str, ...]
    noun_recipient: tuple[str, ...]
    mutual: bool
    keeps: bool
    tests: tuple[Test, ...]
    examples: tuple[Example, ...]
    trigger_count: int


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """The senses of each word form, the most constrained first; a verb's with the particles that it wants."""

    senses: list[Sense] = field(default_factory=list)
    verbs: dict[str, list[tuple[Sense, tuple[str, ...]]]] = field(default_factory=dict)
    nouns: dict[str, list[Sense]] = field(default_factory=dict)
    adjectives: dict[str, list[Sense]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)
    carriers: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    happening: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    tellers: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    domestic: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    codes: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)  # the country of a group, by the group's code
    exact: dict[str, frozenset[str]] = field(default_factory=dict)
    pairs: set[tuple[str, ...]] = field(default_factory=set)  # phrases of two words
    past: set[str] = field(default_factory=set)  # past forms of verbs


def load_events() -> EventLexicon:
    """All senses, indexed. Raises LexiconError naming file and entry."""
    lists = read_lexicon("events/words", WordsFile)
    forms = load_forms()
    lexicon = _with_words(lists, forms)
    for category in CATEGORIES:
        if not settings.share("seeds", "lexicon", "events", f"{category.lower()}.toml").is_file():
            continue
        for row in read_lexicon(f"events/{category.lower()}", SenseFile).sense:
            _add(lexicon, row, category, lists.expanded, forms)
    for verbs in lexicon.verbs.values():
        verbs.sort(key=lambda entry: _weight(*entry), reverse=True)
    for senses in (*lexicon.nouns.values(), *lexicon.adjectives.values()):
        senses.sort(key=_weight, reverse=True)
    for phrases in lexicon.phrases.values():
        phrases.sort(key=lambda entry: (len(entry[0]), _weight(entry[1])), reverse=True)
    lexicon.pairs.update(words for phrases in lexicon.phrases.values() for words, _ in phrases if len(words) == 2)
    lexicon.past.update(form for form in lexicon.verbs if form.endswith("ed"))
    lexicon.forms.update(lexicon.verbs, lexicon.nouns, lexicon.adjectives, lexicon.phrases)
    return lexicon


class WordsFile(BaseModel):
    """words.toml: lists by name, and the table of the engine's own words."""

    model_config = ConfigDict(extra="allow")

    carrying: Carrying
    exact: dict[str, frozenset[str]]
    __pydantic_extra__: dict[str, list[str]]

    @property
    def expanded(self) -> dict[str, frozenset[str]]:
        """Each list with its plurals."""
        return {name: with_plurals(words) for name, words in (self.__pydantic_extra__ or {}).items()}


def with_plurals(words: list[str]) -> frozenset[str]:
    """The words and their plurals."""
    return frozenset(words) | frozenset(plural_of(word) for word in words)


def _with_words(lists: WordsFile, forms: Forms) -> EventLexicon:
    words = lists.carrying
    carriers: dict[str, list[tuple[str, ...]]] = {}
    for entry in words.verbs:
        verb, *particles = entry.split("+")
        for form in forms.of_verb(verb):
            carriers.setdefault(form, []).append(tuple(particles))
    return EventLexicon(
        carriers=carriers,
        happening=frozenset(form for verb in words.happening for form in forms.of_verb(verb)),
        actors=with_plurals(words.actors).union(*(lists.expanded[name] for name in PEOPLE)),
        tellers=with_plurals(words.tellers),
        speech=frozenset(form for verb in words.speech for form in forms.of_verb(verb)),
        domestic=with_plurals(words.domestic),
        offices=with_plurals(words.offices),
        institutions=with_plurals(words.institutions),
        local=with_plurals(words.local).union(*(lists.expanded[name] for name in LOCAL)),
        exact=lists.exact,
        codes={word: code for code, nouns in words.codes.items() for word in with_plurals(nouns)},
        homes={group: code for code, groups in words.homes.items() for group in groups},
    )


def _weight(sense: Sense, particles: tuple[str, ...] = ()) -> float:
    """How much an entry asks for: what asks for more, in shorter word lists, is tried first."""
    asked = [test for test in sense.tests if not test.negated]
    worded = sum(3.0 if len(test.words) < SHORT else 2.0 for test in asked if test.words and not test.kinds)
    worded += sum(1.5 for test in asked if test.words and test.kinds)
    kinds = sum(0.5 for test in asked if not test.words)
    return worded + kinds + 2.0 * len(particles) + 0.1 * (len(sense.tests) - len(asked))


def _add(lexicon: EventLexicon, row: SenseRow, category: str, lists: dict[str, frozenset[str]], forms: Forms) -> None:
    sense = sense_of(row, category, lists)
    lexicon.senses.append(sense)
    for entry in row.verbs:
        verb, *particles = entry.split("+")
        for form in forms.of_verb(verb):
            lexicon.verbs.setdefault(form, []).append((sense, tuple(particles)))
    for noun in row.nouns:
        if " " in noun or "-" in noun:
            for phrase in (noun, plural_of(noun)):
                words = tuple(phrase.replace("-", " - ").split())
                lexicon.phrases.setdefault(words[0], []).append((words, sense))
            continue
        for form in {noun[1:]} if noun.startswith("=") else {noun, plural_of(noun)}:
            lexicon.nouns.setdefault(form, []).append(sense)
    for adjective in row.adjectives:
        lexicon.adjectives.setdefault(adjective, []).append(sense)
    for phrase in row.phrases:
        words = tuple(phrase.replace("-", " - ").split())
        lexicon.phrases.setdefault(words[0], []).append((words, sense))


def sense_of(row: SenseRow, category: str, lists: dict[str, frozenset[str]]) -> Sense:
    rule = f"{category.lower()}/{row.name}"
    actor, recipient = _places(row.actor, rule), _places(row.recipient, rule)
    nouns = tuple("of" if place == "obj" else place for place in recipient if place not in ("subj", "iobj", "clause"))
    return Sense(
        rule=rule,
        type=category,
        cameo=row.cameo,
        mode=row.mode,
        actor=actor,
        recipient=recipient,
        noun_actor=_places(row.noun_actor, rule) if row.noun_actor else ("owner", "subj"),
        noun_recipient=_places(row.noun_recipient, rule) if row.noun_recipient is not None else nouns,
        mutual=row.mutual,
        keeps=row.keeps,
        tests=tuple(_test(text, rule, lists) for text in row.where),
        examples=tuple(row.examples),
        trigger_count=sum(map(len, (row.verbs, row.nouns, row.adjectives, row.phrases))),
    )


def _places(text: str, rule: str) -> tuple[str, ...]:
    places = tuple(text.split())
    if unknown := set(places) - PLACES:
        raise _error(rule, f"no such place: {', '.join(sorted(unknown))}")
    return places


def _test(text: str, rule: str, lists: dict[str, frozenset[str]]) -> Test:
    """ "!obj:@sports|money" as a Test. Raises LexiconError where a place or a list is unknown."""
    place, colon, alternatives = text.removeprefix("!").partition(":")
    if not colon or place not in TESTED:
        raise _error(rule, f"a constraint is place:kind|kind, not {text!r}")
    kinds, words = set[str](), set[str]()
    for one in alternatives.split("|"):
        if one.startswith("@"):
            if one[1:] not in lists:
                raise _error(rule, f"no list {one} in words.toml")
            words |= lists[one[1:]]
        elif one in KINDS:
            kinds.add(one)
        else:
            words |= with_plurals([one])
    return Test(place, text.startswith("!"), frozenset(kinds), frozenset(words))


def _error(rule: str, problem: str) -> LexiconError:
    name, _, entry = rule.partition("/")
    return LexiconError(settings.share("seeds", "lexicon", "events", f"{name}.toml"), entry, problem)
