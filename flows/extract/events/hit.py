"""In extraction: a trigger where it stands in a sentence: what passes from hits.py to places and constraints."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in a sentence: its token, its words `first..last`, its kind, and the verb that carries a noun."""

    token: int
    first: int
    last: int
    kind: str  # verb noun adjective phrase
    particles: tuple[str, ...] = ()
    carrier: int | None = None
    happens: bool = False
    # What stands in its places: the senses of a word ask for the same ones, so each is looked up once a trigger.
    filled: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)
    heads: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def judged(self) -> int:
        """The token whose tense and auxiliaries count."""
        return self.token if self.carrier is None else self.carrier
