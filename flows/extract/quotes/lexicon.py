"""Room extract, quotes: the words of speech, seeds/lexicon/speech.toml, checked.

In: the file. Out: a `SpeechLexicon` with look-ups by word form. Every group of words has examples, which the tests run.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.extract.lexicon import read_lexicon
from flows.extract.modality import verb_forms

# How what is said may stand with a verb: "said it was", "said: ...", "vowed to go", "announced a plan", "called for a
# truce", "called it a farce", "urged them to go", "citing officials", "as she put it".
Frame = Literal["quote", "clause", "infinitive", "object", "particle", "naming", "addressee", "citing", "thrown in"]


class Strict(BaseModel):
    """A table of the lexicon: unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """A text, what is said in it between ⟦ and ⟧, and by whom: the words and, where it differs, the name.

    Without brackets nothing is said in the text that the layer should find.
    """

    text: str
    speaker: str | None = None
    name: str | None = None
    cue: str | None = None


class Verbs(Strict):
    """Verbs in their base form, "verb+particle" where they need one, and the frames that they take."""

    name: str
    frames: frozenset[Frame]
    verbs: list[str]
    examples: list[Example]


class Nouns(Strict):
    """Nouns of saying: "his claim that ...", "a warning that ..."; with `particles`: "his call for ..."."""

    name: str
    nouns: frozenset[str]
    particles: frozenset[str] = frozenset()
    examples: list[Example]


class Phrase(Strict):
    """Words before the one who says so: "according to"."""

    words: str
    examples: list[Example]


class Speakers(Strict):
    """Nouns that tell the kind of a speaker without a name."""

    anonymous: frozenset[str]
    document: frozenset[str]
    media: frozenset[str]
    government: frozenset[str]
    offices: frozenset[str]
    organisation: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """Every noun of these."""
        return self.anonymous | self.document | self.media | self.government | self.organisation


class Asides(Strict):
    """What sets off, behind a comma, the writer's own addition: words that open a clause, nouns that sum up."""

    openers: frozenset[str]
    summing: frozenset[str]


class Gender(Strict):
    """Words beside a name that show whether it is "he" or "she"."""

    he: frozenset[str]
    she: frozenset[str]
    she_names: frozenset[str]
    either: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """What one form of a verb may introduce: its frames; the particles behind which its object is what is said
    ("call for"); those behind which it is who is spoken to ("call on them to go")."""

    frames: frozenset[Frame]
    particles: frozenset[str]
    addressees: frozenset[str]


class SpeechLexicon(BaseModel):
    """seeds/lexicon/speech.toml, checked."""

    verbs: list[Verbs]
    nouns: list[Nouns]
    phrase: list[Phrase]
    speakers: Speakers
    gender: Gender
    asides: Asides
    nobody: frozenset[str]
    text_example: list[Example]

    @cached_property
    def cues(self) -> dict[str, Cue]:
        """The frames of every inflected verb form, of all groups that hold it."""
        frames: dict[str, set[Frame]] = {}
        particles: dict[str, set[str]] = {}
        addressees: dict[str, set[str]] = {}
        for group in self.verbs:
            for entry in group.verbs:
                verb, _, particle = entry.partition("+")
                for form in verb_forms(verb):
                    if particle:
                        kept = addressees if "addressee" in group.frames else particles
                        kept.setdefault(form, set()).add(particle)
                        frames.setdefault(form, set()).add("particle")
                    else:
                        frames.setdefault(form, set()).update(group.frames)
        return {
            form: Cue(frozenset(found), frozenset(particles.get(form, ())), frozenset(addressees.get(form, ())))
            for form, found in frames.items()
        }

    @cached_property
    def quoting(self) -> frozenset[str]:
        """Verb forms that stand with a direct quote."""
        return frozenset(form for form, cue in self.cues.items() if "quote" in cue.frames)

    @cached_property
    def noun_forms(self) -> dict[str, frozenset[str]]:
        """All nouns of saying, each with the particles behind which it has an object."""
        found: dict[str, frozenset[str]] = {}
        for group in self.nouns:
            for noun in group.nouns:
                found[noun] = found.get(noun, frozenset()) | group.particles
        return found

    @cached_property
    def phrases(self) -> dict[str, list[list[str]]]:
        """Phrases as words, by their first."""
        found: dict[str, list[list[str]]] = {}
        for phrase in self.phrase:
            words = phrase.words.split()
            found.setdefault(words[0], []).append(words)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that may introduce something said."""
        return frozenset([*self.cues, *self.noun_forms, *self.phrases])

    @cached_property
    def examples(self) -> list[Example]:
        """Every example of the file."""
        examples = [*self.text_example]
        groups: list[Verbs | Nouns | Phrase] = [*self.verbs, *self.nouns, *self.phrase]
        for group in groups:
            examples.extend(group.examples)
        return examples


@cache
def load_speech() -> SpeechLexicon:
    """The lexicon, read once a process. Raises LexiconError naming the file and the entry."""
    return read_lexicon("speech", SpeechLexicon)
