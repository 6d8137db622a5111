"""Room extract: words that stand for a name given elsewhere in the article.

In: the grammar and the linked mentions. Out: further mentions, label None, each with the rule that resolved it: "the
two countries" (two mentions of one span), "the country", "the ministry", "the president", "it" and "he". Only the
article decides, and where two answers fit there is none. Words and examples are in seeds/lexicon/references.toml;
what shows of "he" and "she" (titles, first names) is shared with the quotes (seeds/lexicon/speech.toml).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel
from spacy.tokens import Doc

from flows.extract.lexicon import read_lexicon
from flows.extract.link import Entity, Linking
from flows.extract.names import Mention
from flows.extract.nlp import text_of
from flows.extract.quotes.cast import gender_of
from flows.extract.quotes.lexicon import load_speech
from flows.extract.roles import role_words
from flows.extract.sense import GOVERNMENT, LITERAL, Grammar, grammar_of

# Sentences before its own in which a reference looks for its name.
LOOK_BACK = 2
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
Fits = Callable[[Mention], bool]
STATE = re.compile(r"[A-Z]{3}")
# Parties that "it" may be: one thing that acts.
THINGS = frozenset(("country", "organisation", "group", "city", "state"))
# Steps up the tree from a pronoun to the verb whose subject it may repeat.
MAX_CLIMB = 12


class Example(BaseModel, extra="forbid"):
    """A text, and the codes of what is resolved in it, in order."""

    text: str
    says: list[str]


class Kind(BaseModel, extra="forbid"):
    """Phrases that are resolved alike."""

    name: str
    kind: Literal["pair", "persons", "state", "neighbour", "named", "office"]
    phrases: list[str]
    examples: list[Example]


class Pronouns(BaseModel, extra="forbid"):
    """Pronouns for a thing, a man and a woman; `ready` are adjectives that only one who acts can be."""

    thing: list[str]
    he: list[str]
    she: list[str]
    ready: list[str]
    examples: list[Example]


class ReferenceLexicon(BaseModel, extra="forbid"):
    """references.toml."""

    reference: list[Kind]
    heads: dict[str, list[str]]
    pronouns: Pronouns

    @cached_property
    def by_phrase(self) -> dict[str, Kind]:
        """Each phrase with its kind."""
        return {phrase: kind for kind in self.reference for phrase in kind.phrases}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All phrases as whole words, longest first."""
        phrases = sorted(self.by_phrase, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's names, where its sentences begin (tokens), and the subjects of its verbs."""

    grammar: Grammar
    mentions: Sequence[Mention]
    firsts: Sequence[int]  # of the mentions
    entities: dict[str, Entity]
    sentences: Sequence[int]
    subjects: dict[int, list[int]]
    genders: dict[str, set[str]]  # by entity id: what the text shows
    lexicon: ReferenceLexicon
    resolved: dict[int, Mention]  # pronouns so far, by token
    joined: frozenset[int]  # tokens to which another name is joined: "Norway" of "Norway and Kenya"

    def before(self, token: int) -> Iterator[Sequence[Mention]]:
        """Mentions before the token: in its own sentence, then sentence by sentence backwards."""
        own = bisect_right(self.sentences, token) - 1
        last = token
        for at in range(own, max(-1, own - LOOK_BACK - 1), -1):
            first = self.sentences[at]
            yield self.mentions[bisect_left(self.firsts, first) : bisect_left(self.firsts, last)]
            last = first

    def said_at(self, token: int) -> Mention | None:
        """The mention that holds the token, or what the pronoun there stands for."""
        return self.resolved.get(token) or self.named_at(token)

    def named_at(self, token: int) -> Mention | None:
        """The mention that holds the token."""
        at = bisect_right(self.firsts, token) - 1
        return self.mentions[at] if at >= 0 and token < self.mentions[at].last else None


@cache
def load_references() -> ReferenceLexicon:
    """The words of references.toml. Raises LexiconError."""
    return read_lexicon("references", ReferenceLexicon)


def with_references(doc: Doc, linking: Linking, *, lexicon: ReferenceLexicon) -> Linking:
    """The linking with the references that are resolved among its mentions, sorted by start."""
    scene = _scene_of(doc, linking, lexicon)
    found = [one for one in (*_phrases(doc, scene), *_pronouns(scene)) if not scene.named_at(one.first)]
    return Linking(sorted((*linking.mentions, *found), key=lambda one: (one.start, one.end)), linking.entities)


def _scene_of(doc: Doc, linking: Linking, lexicon: ReferenceLexicon) -> Scene:
    grammar = grammar_of(doc)
    subjects: dict[int, list[int]] = {}
    for token, relation in enumerate(grammar.relations):
        if relation in SUBJECTS and token < grammar.heads[token]:
            subjects.setdefault(grammar.heads[token], []).append(token)
    return Scene(
        grammar,
        linking.mentions,
        [mention.first for mention in linking.mentions],
        {entity.entity_id: entity for entity in linking.entities},
        [sentence.start for sentence in doc.sents],
        subjects,
        _genders(grammar, linking.mentions),
        lexicon,
        {},
        frozenset(
            grammar.heads[mention.first] for mention in linking.mentions if grammar.relations[mention.first] == "conj"
        ),
    )


def _genders(grammar: Grammar, mentions: Sequence[Mention]) -> dict[str, set[str]]:
    """Of each person "he" or "she", as titles and first names show it; persons that nothing shows are left out."""
    genders: dict[str, set[str]] = {}
    for m in mentions:
        if m.label == "PERSON" and m.entity_id:
            before = set(grammar.lower[max(0, m.first - 2) : m.first])
            if shown := gender_of(grammar.words.words[m.first], m.last - m.first > 1, before, load_speech()):
                genders.setdefault(m.entity_id, set()).add(shown)
    return genders


def _phrases(doc: Doc, scene: Scene) -> Iterator[Mention]:
    """The resolved phrases; one that goes on ("the two sides of the coin", "the country house") is none."""
    for match in scene.lexicon.pattern.finditer(text_of(doc)):
        span = doc.char_span(match.start(), match.end())
        kind = scene.lexicon.by_phrase[match[0].lower()]
        if span is None or _goes_on(scene.grammar, span.end, has_of=kind.kind != "neighbour"):
            continue
        for mention in _resolve(kind, span.start, match[0].lower().split()[-1], scene):
            meant = _as_state(mention, scene) if kind.kind in ("pair", "state", "neighbour") else mention
            # "its" is a reference of its own.
            first = span.start + (kind.kind == "neighbour")
            yield _mention(scene.grammar, first, span.end, meant, f"reference: {kind.name}")


def _as_state(mention: Mention, scene: Scene) -> Mention:
    """The state itself where its seat was named, if the article has it as an entity: "the country" is no house."""
    state = f"country:{mention.code}"
    return replace(mention, entity_id=state) if state in scene.entities else mention


def _goes_on(grammar: Grammar, after: int, *, has_of: bool) -> bool:
    """Whether a noun follows, or "of", which is part of most phrases; but "accused its neighbour of delay"."""
    words = grammar.words
    if after >= len(words.words):
        return False
    return (has_of and grammar.lower[after] == "of") or words.tags[after] in ("NN", "NNS", "NNP", "NNPS", "HYPH")


def _resolve(kind: Kind, token: int, noun: str, scene: Scene) -> list[Mention]:
    """The mentions that the phrase stands for: none, one, or two for a pair."""
    if kind.kind == "pair":
        return _pair(token, scene, _stands_for_state, key=lambda m: str(m.code))
    if kind.kind == "persons":
        gender = {"men": "he", "women": "she"}.get(noun)
        return _pair(token, scene, lambda m: _is_person(m, gender, scene), key=_key)
    if kind.kind == "state":
        found = _nearest(token, scene, lambda m: _is_state(m) and not _acts_on(m, token, scene))
        return [m for m in found if f"country:{m.code}" in scene.entities]
    if kind.kind == "neighbour":
        return _neighbour(token, scene)
    if kind.kind == "named":
        heads = [head.lower() for head in scene.lexicon.heads.get(noun, [noun])]
        return _nearest(token, scene, lambda m: _is_called(m, heads, scene))
    phrase = " ".join(scene.grammar.lower[token + 1 : token + 3])
    return _in_office(token, phrase if phrase.endswith("minister") else noun, scene)


def _pair(token: int, scene: Scene, fits: Fits, *, key: Callable[[Mention], str]) -> list[Mention]:
    """The two that fit in the nearest sentences; sentences are added backwards until there are two or more."""
    found: dict[str, Mention] = {}
    for mentions in scene.before(token):
        for mention in reversed(mentions):
            if fits(mention):
                found.setdefault(key(mention), mention)
        if len(found) > 1:
            break
    return sorted(found.values(), key=lambda m: m.start) if len(found) == 2 else []


def _stands_for_state(mention: Mention) -> bool:
    """A state, or a person who acts for one: "after his clash with the Ukrainian president ... the two allies"."""
    return _is_state(mention) or (mention.label == "PERSON" and bool(STATE.fullmatch(mention.code or "")))


def _key(mention: Mention) -> str:
    """What makes two mentions one party: the state of its capital, the person himself whatever his office."""
    return str(mention.entity_id if mention.label == "PERSON" else mention.code or mention.entity_id)


def _nearest(token: int, scene: Scene, fits: Fits) -> list[Mention]:
    """The one party that fits in the nearest sentence where any does."""
    for mentions in scene.before(token):
        fitting = {_key(m): m for m in mentions if fits(m)}
        if fitting:
            return list(fitting.values()) if len(fitting) == 1 else []
    return []


def _neighbour(its: int, scene: Scene) -> list[Mention]:
    """The one other state that the sentence and the one before it name, where "its" is a state's. Who borders on whom
    is no question: a text that names a third state leaves it open."""
    subject = _subject_above(its, scene)
    owner = scene.said_at(subject) if subject is not None else None
    if owner is None or not _is_state(owner):
        return []
    own = bisect_right(scene.sentences, its) - 1
    first, end = scene.sentences[max(own - 1, 0)], [*scene.sentences, len(scene.grammar.lower)][own + 1]
    named = scene.mentions[bisect_left(scene.firsts, first) : bisect_left(scene.firsts, end)]
    others = {_key(m): m for m in named if _is_state(m) and _key(m) != _key(owner)}
    return list(others.values()) if len(others) == 1 else []


def _in_office(token: int, noun: str, scene: Scene) -> list[Mention]:
    """The only person named so far whose role, as the text gives it, ends in the noun."""
    found: dict[str, Mention] = {}
    for mention in scene.mentions:
        if mention.first >= token:
            break
        entity = scene.entities.get(str(mention.entity_id))
        if entity and any(role.text.lower().endswith(noun) for role in entity.roles):
            found[entity.entity_id] = mention
    return list(found.values()) if len(found) == 1 else []


def _pronouns(scene: Scene) -> Iterator[Mention]:
    """Pronouns whose antecedent is the subject above them, or the only person in reach."""
    words = scene.lexicon.pronouns
    things = frozenset(words.thing)
    genders = dict.fromkeys(words.he, "he") | dict.fromkeys(words.she, "she")
    for token, word in enumerate(scene.grammar.lower):
        if word in things:
            found, rule = _thing_for(token, scene), "subject above"
        elif word in genders:
            found, rule = _person_for(token, genders[word], scene)
        else:
            continue
        if found:
            scene.resolved[token] = found
            yield _mention(scene.grammar, token, token + 1, found, f"pronoun: {rule}")


def _thing_for(token: int, scene: Scene) -> Mention | None:
    """The party that is the subject above "it", where no other party stands between and "it" is not the weather's."""
    if _is_empty(token, scene):
        return None
    subject = _subject_above(token, scene)
    found = scene.said_at(subject) if subject is not None else None
    if subject is None or found is None or _type(found, scene) not in THINGS:
        return None
    between = (m for m in scene.mentions[bisect_left(scene.firsts, subject + 1) : bisect_left(scene.firsts, token)])
    return None if any(_key(m) != _key(found) and _type(m, scene) in THINGS for m in between) else found


def _is_empty(token: int, scene: Scene) -> bool:
    """Whether "it" only opens a clause: "said it was hard to say", "it is clear that"."""
    lower = scene.grammar.lower
    rest = lower[token + 1 : token + 7]
    if lower[token] != "it" or not rest or not {"is", "was", "be", "been", "'s", "’s"}.intersection(rest[:3]):
        return False
    return bool({"to", "that", "for"}.intersection(rest)) and not set(scene.lexicon.pronouns.ready).intersection(rest)


def _person_for(token: int, gender: str, scene: Scene) -> tuple[Mention | None, str]:
    """The person who is the subject above, else the only one in reach; nobody where another may be meant."""
    subject = _subject_above(token, scene)
    found = scene.said_at(subject) if subject is not None else None
    if subject is not None and found and _is_person(found, gender, scene):
        rivals = scene.mentions[bisect_left(scene.firsts, subject + 1) : bisect_left(scene.firsts, token)]
        is_open = any(_is_person(m, gender, scene) and _key(m) != _key(found) for m in rivals)
        return (None, "") if is_open else (found, "subject above")
    only = _nearest(token, scene, lambda m: _is_person(m, gender, scene))
    if not only or _has_rival(only[0], token, scene):
        return None, ""
    is_shown = gender in scene.genders.get(str(only[0].entity_id), ())
    if not is_shown and not _is_subject(only[0], scene):
        return None, ""
    return only[0], "only person"


def _is_person(mention: Mention, gender: str | None, scene: Scene) -> bool:
    """Whether it is a person of whom the text shows no other gender."""
    if _type(mention, scene) != "person":
        return False
    shown = scene.genders.get(str(mention.entity_id))
    return gender is None or not shown or gender in shown


def _is_subject(mention: Mention, scene: Scene) -> bool:
    return scene.grammar.relations[_head_token(mention, scene.grammar)] in SUBJECTS


def _has_rival(person: Mention, token: int, scene: Scene) -> bool:
    """Whether a noun that is no name may be meant: the subject of something, or an office, in the person's sentence or
    between it and the word; but not the subject of the verb whose object the word is ("The crowd cheered her")."""
    grammar = scene.grammar
    first = scene.sentences[bisect_right(scene.sentences, person.first) - 1]
    own = grammar.heads[token] if grammar.relations[token] not in SUBJECTS else -1
    for at in range(first, token):
        relation, tag = grammar.relations[at], grammar.words.tags[at]
        if person.first <= at < person.last or tag not in ("NN", "NNP") or grammar.heads[at] == own:
            continue
        if relation in SUBJECTS and (other := scene.named_at(at)) is None:
            return True
        if relation in SUBJECTS and other and _type(other, scene) != "person" and at > person.last:
            return True
        if relation in ("dobj", "pobj") and grammar.lower[at] in role_words() and scene.named_at(at) is None:
            return True
    return False


def _subject_above(token: int, scene: Scene) -> int | None:
    """The subject of the nearest verb over the pronoun which has one before it; None where several share it, or it is
    but a part of a name ("The minister of Norway said it ..." is not about Norway)."""
    for verb in _verbs_over(token, scene.grammar):
        subjects = [subject for subject in scene.subjects.get(verb, ()) if subject < token]
        if subjects:
            named = scene.named_at(subjects[-1])
            is_whole = named is None or _head_token(named, scene.grammar) == subjects[-1]
            return subjects[-1] if len(subjects) == 1 and is_whole and not _has_company(subjects[-1], scene) else None
    return None


def _verbs_over(token: int, grammar: Grammar) -> Iterator[int]:
    """What the token hangs on, from the nearest to the root."""
    at = token
    for _ in range(MAX_CLIMB):
        head = grammar.heads[at]
        if head == at:
            return
        yield head
        at = head


def _has_company(subject: int, scene: Scene) -> bool:
    """Whether another name is joined to the subject: "Norway and Kenya said it" leaves "it" open."""
    return subject in scene.joined


def _head_token(mention: Mention, grammar: Grammar) -> int:
    inside = range(mention.first, mention.last)
    return next((i for i in reversed(inside) if grammar.heads[i] not in inside), mention.last - 1)


def _acts_on(mention: Mention, token: int, scene: Scene) -> bool:
    """Whether the mention is a subject of a verb over the token: nobody calls himself "the country". But "Peru agreed
    and the country signed": a subject may well be the subject before."""
    grammar = scene.grammar
    subject = _head_token(mention, grammar)
    while grammar.relations[subject] == "conj" and grammar.heads[subject] < subject:
        subject = grammar.heads[subject]
    if grammar.relations[token + 1] in SUBJECTS:
        return False
    return any(subject in scene.subjects.get(verb, ()) for verb in _verbs_over(token, grammar))


def _is_state(mention: Mention) -> bool:
    return bool(mention.code and STATE.fullmatch(mention.code)) and (
        mention.sense == GOVERNMENT or str(mention.entity_id).startswith("country:")
    )


def _is_called(mention: Mention, heads: list[str], scene: Scene) -> bool:
    """Whether the party's name, or this mention of it, has one of the words."""
    entity = scene.entities.get(str(mention.entity_id))
    if entity is None or entity.type == "person":
        return False
    named = f"{entity.name} {mention.text}".lower().split()
    return any(head in named for head in heads)


def _type(mention: Mention, scene: Scene) -> str | None:
    entity = scene.entities.get(str(mention.entity_id))
    return entity.type if entity else None


def _mention(grammar: Grammar, first: int, last: int, of: Mention, rule: str) -> Mention:
    words = grammar.words
    start, end = words.starts[first], words.starts[last - 1] + len(words.words[last - 1])
    sense = GOVERNMENT if _is_state(of) else LITERAL
    return Mention(start, end, first, last, words.text[start:end], None, of.entity_id, of.code, sense, rule)
