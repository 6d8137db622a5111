"""In extraction: what events are looked for in: the tree, the lexicon, whom the article is about, whom it has named.

Parties pass as Found: a noun phrase with the code that it stands for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from flows.extract.events.lexicon import EventLexicon
from flows.extract.events.tree import Tree


def is_state_code(code: str | None) -> bool:
    """Whether a code is that of a country or an international body.

    >>> is_state_code("PER"), is_state_code("IGO:OPEC"), is_state_code("PER:Ana Rojas"), is_state_code(None)
    (True, True, False, False)
    """
    return code is not None and (len(code) == 3 or code.startswith("IGO:"))


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase as a party: its head, its tokens, its code, and what is known of it."""

    head: int
    first: int
    last: int
    code: str | None
    entity_id: str | None
    is_party: bool
    is_person: bool = False
    is_place: bool = False
    inferred: bool = False
    is_teller: bool = False
    is_guess: bool = False  # named by a word whose code only the article tells: "the government"
    is_group: bool = False  # of a country without acting for it: rebels, parties, unions

    @property
    def is_state(self) -> bool:
        """Whether the code is that of a country or an international body."""
        return is_state_code(self.code)


@dataclass(slots=True)
class Scene:
    """What parties are read by: the tree, the lexicon, and whom the text has named so far."""

    tree: Tree
    lexicon: EventLexicon
    resolve: Callable[[int, "Scene"], list[Found]]  # who a phrase is, by its head
    sentence_start: int = 0
    sentence_end: int = 0
    last_state: Found | None = None
    last_person: Found | None = None
    pair: tuple[Found, ...] = ()  # the two states that the article is about
    home: Found | None = None  # the state whose institutions an article means by "the government"
    offices: dict[str, str] = field(default_factory=dict)  # codes of persons in an office of a state told elsewhere
    named: frozenset[str] = frozenset()  # all codes of the article
    orgs: frozenset[str] = frozenset()  # entities that the names layer takes for nobody's institutions
    speeches: list[tuple[int, int, Found]] = field(default_factory=list)
    known: dict[int, list[Found]] = field(default_factory=dict)

    def speaker_at(self, token: int) -> Found | None:
        """Who says the quote that the token stands in."""
        at = self.tree.starts[token]
        return next((found for start, end, found in self.speeches if start <= at < end), None)

    def parties(self, head: int) -> list[Found]:
        """The phrase as parties, resolved once: two for "Russia and US teams", "Irish and Welsh miners"."""
        if head not in self.known:
            self.known[head] = [Found(head, head, head + 1, None, None, False)]  # for "one of those who said they"
            self.known[head] = self.resolve(head, self)
        return self.known[head]

    def party(self, head: int) -> Found:
        """The phrase as one party: the one that its head names."""
        return self.parties(head)[0]
