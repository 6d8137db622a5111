"""In extraction: the words of sanctions statements, checked. seeds/lexicon/sanctions.toml in, SanctionsLexicon out."""

import re
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, PrivateAttr
from spacy.tokens import Token

from flows.extract.lexicon import read_lexicon
from flows.extract.modality import ModalityLexicon, Strict, load_modality, verb_forms

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
    usual_targets: frozenset[str]
    less_usual_targets: frozenset[str]
    sender_words: dict[str, list[str]]
    adjective_words: dict[str, list[str]]
    state_nouns: frozenset[str]
    target_words: dict[str, list[str]]
    vetoes: frozenset[str]


class Named(Strict):
    """A measure or a programme and the words that tell of it."""

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


class SanctionsLexicon(BaseModel):
    """seeds/lexicon/sanctions.toml, checked, with modality.toml beside it."""

    trigger: list[Trigger]
    out: Out
    sanctionable: Sanctionable
    words: Words
    measure: list[Named]
    programme: list[Named]
    frame: list[Frame]
    enforcing: Enforcing
    _modality: ModalityLexicon = PrivateAttr()

    @property
    def modality(self) -> ModalityLexicon:
        """The cues that judge what is claimed."""
        return self._modality

    @property
    def examples(self) -> list[Example]:
        """Every example of the file."""
        groups: list[Any] = [*self.trigger, self.out, *self.frame, self.enforcing]
        return [example for group in groups for example in group.examples]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every trigger form, longest first; words may be parted by any space."""
        forms = sorted({form for trigger in self.trigger for form in trigger.forms}, key=len, reverse=True)
        return re.compile(
            r"(?<!\w)(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms) + r")(?!\w)", re.I
        )

    @cached_property
    def needles(self) -> list[list[str]]:
        """The words of each strong form, without the forms that hold another one: what a text must have, cheaply."""
        forms = [form for trigger in self.trigger if not trigger.weak for form in trigger.forms]
        least = {form for form in forms if not any(other != form and other in form for other in forms)}
        return [form.split() for form in sorted(least)]

    def may_speak_in(self, text: str) -> bool:
        """Whether a text can hold a strong trigger: a tenth of the pattern's time."""
        small = text.lower()
        return any(all(word in small for word in words) for words in self.needles)

    @cached_property
    def triggers(self) -> dict[str, list[Trigger]]:
        """The triggers of a form: "sanctions" is a noun or a verb."""
        found: dict[str, list[Trigger]] = {}
        for trigger in self.trigger:
            for form in trigger.forms:
                found.setdefault(form, []).append(trigger)
        return found

    @cached_property
    def verbs(self) -> dict[str, list[tuple[Frame, str]]]:
        """The frames of a verb form, each with the particle that it needs or ""."""
        found: dict[str, list[tuple[Frame, str]]] = {}
        for frame in self.frame:
            for entry in frame.verbs:
                verb, _, particle = entry.partition("+")
                for form in verb_forms(verb):
                    found.setdefault(form, []).append((frame, particle))
        return found

    @cached_property
    def object_verbs(self) -> dict[str, Frame]:
        """The frame of each verb form that takes sanctions as its object and needs no particle."""
        found: dict[str, Frame] = {}
        for form, frames in self.verbs.items():
            for frame, particle in frames:
                if "object" in frame.roles and not particle:
                    found.setdefault(form, frame)
        return found

    @cached_property
    def nouns(self) -> dict[str, list[Frame]]:
        """The frames of a noun."""
        found: dict[str, list[Frame]] = {}
        for frame in self.frame:
            for noun in frame.nouns:
                found.setdefault(noun, []).append(frame)
        return found

    @cached_property
    def sender_codes(self) -> dict[str, str]:
        """The code of each word that names a sender without naming a country."""
        return {word: code for code, words in self.words.sender_words.items() for word in words}

    def codes_in_title(self, title: str) -> list[str]:
        """The codes of a headline's words that name a sender without naming a country, each once."""
        words = re.findall(r"[\w-]+", title.lower())
        return list(dict.fromkeys(self.sender_codes[word] for word in words if word in self.sender_codes))

    @cached_property
    def adjective_codes(self) -> dict[str, str]:
        """The code of each word that names a party only where grammar points at it."""
        return {word: code for code, words in self.words.adjective_words.items() for word in words}

    @cached_property
    def target_codes(self) -> dict[str, str]:
        """The code of each word that, with a capital and "the" before it, names a country under sanctions."""
        return {word: code for code, words in self.words.target_words.items() for word in words}

    def sender_word(self, token: Token) -> str | None:
        """The code that a word stands for by itself."""
        return self.sender_codes.get(token.lower_)

    @cached_property
    def reactions(self) -> frozenset[str]:
        """All forms of the verbs of talk."""
        return frozenset(form for verb in self.words.reaction for form in verb_forms(verb))

    @cached_property
    def see_through(self) -> frozenset[str]:
        """Nouns that stand for the sanctions they are made of."""
        return self.words.transparent | self.words.bills

    @cached_property
    def bringers(self) -> frozenset[str]:
        """All forms of the verbs that only bring a bill in."""
        return frozenset(form for verb in self.words.bringing_in for form in verb_forms(verb))

    @cached_property
    def preparers(self) -> frozenset[str]:
        """All forms of the verbs under which sanctions are only being prepared."""
        return frozenset(form for verb in self.words.preparing for form in verb_forms(verb.partition("+")[0]))

    @cached_property
    def spurners(self) -> frozenset[str]:
        """All forms of the verbs that only speak against sanctions."""
        return frozenset(form for verb in self.words.spurning for form in verb_forms(verb))

    @cached_property
    def undoers(self) -> frozenset[str]:
        """All forms of the verbs that take relief away."""
        return frozenset(form for verb in self.words.undoing for form in verb_forms(verb))

    @cached_property
    def ending(self) -> frozenset[str]:
        """All forms of the verbs by which sanctions end of themselves."""
        return frozenset(form for verb in self.words.ending for form in verb_forms(verb))

    @cached_property
    def enforcers(self) -> frozenset[str]:
        """All forms of the words of punishment."""
        return frozenset(form for verb in self.enforcing.verbs for form in verb_forms(verb)) | set(self.enforcing.nouns)


def load_sanctions() -> SanctionsLexicon:
    """The lexicon of sanctions statements. Raises LexiconError naming file and entry."""
    lexicon = read_lexicon("sanctions", SanctionsLexicon)
    lexicon._modality = load_modality()
    return lexicon
