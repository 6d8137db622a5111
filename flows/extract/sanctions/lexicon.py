"""In extraction: the words of sanctions statements, ready for look-ups. seeds/lexicon/sanctions.toml in,
SanctionsLexicon out.
"""

import re
from functools import cached_property
from typing import Any

from pydantic import BaseModel, PrivateAttr
from spacy.tokens import Token

from flows.extract.lexicon import read_lexicon
from flows.extract.modality import ModalityLexicon, load_modality, verb_forms
from flows.extract.sanctions.words import Enforcing, Example, Frame, Named, Out, Sanctionable, Sector, Trigger, Words


class SanctionsLexicon(BaseModel):
    """seeds/lexicon/sanctions.toml, checked, with modality.toml beside it."""

    trigger: list[Trigger]
    out: Out
    sanctionable: Sanctionable
    words: Words
    measure: list[Named]
    programme: list[Named]
    sector: list[Sector]
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

    @cached_property
    def sectors(self) -> dict[str, str]:
        """The sector of each word that names one."""
        return {word: sector.name for sector in self.sector for word in sector.words}

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
    def sufferers(self) -> frozenset[str]:
        """All forms of the verbs whose subject is who the sanctions lie on."""
        return frozenset(form for verb in self.words.suffering for form in verb_forms(verb))

    @cached_property
    def causes(self) -> frozenset[str]:
        """All forms of the verbs by which a deed brings sanctions on."""
        return frozenset(form for verb in self.words.causing for form in verb_forms(verb))

    @cached_property
    def strivers(self) -> frozenset[str]:
        """All forms of the verbs whose subject wants relief rather than grants it."""
        return frozenset(form for verb in self.words.striving for form in verb_forms(verb))

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
