"""Room extract, quotes: the persons and parties of an article, as far as speakers are looked for among them.

In: the tree, the article's linked mentions and entities. Out: a `Cast`.
"""

from dataclasses import dataclass, field

from flows.extract.link import Entity, Linking
from flows.extract.names import Mention
from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.tree import SUBJECTS, Tree
from flows.extract.quotes.values import Speaker
from flows.extract.spans import words_like


@dataclass(slots=True)
class Cast:
    """The persons and parties of an article, and who spoke last: filled while the quotes are read in order."""

    tree: Tree
    lexicon: SpeechLexicon
    at: dict[int, Mention]
    entities: dict[str, Entity]
    subjects: list[tuple[int, Mention]]
    genders: dict[str, set[str]]
    spoken: list[tuple[int, Speaker]] = field(default_factory=list)


def cast_of(tree: Tree, linking: Linking, lexicon: SpeechLexicon) -> Cast:
    """The article's mentions by token, its persons as subjects, and what their titles show of "he" and "she"."""
    at = {token: mention for mention in linking.mentions for token in range(mention.first, mention.last)}
    entities = {entity.entity_id: entity for entity in linking.entities}
    subjects = []
    genders: dict[str, set[str]] = {}
    for mention in linking.mentions:
        if mention.label != "PERSON" or mention.entity_id is None:
            continue
        if any(tree.relations[token] in SUBJECTS for token in range(mention.first, mention.last)):
            subjects.append((mention.first, mention))
        before = set(tree.lower[max(0, mention.first - 2) : mention.first])
        if shown := gender_of(tree.words[mention.first], mention.last - mention.first > 1, before, lexicon):
            genders.setdefault(mention.entity_id, set()).add(shown)
    return Cast(tree, lexicon, at, entities, subjects, genders)


def gender_of(first: str, is_full: bool, before: set[str], lexicon: SpeechLexicon) -> str | None:
    """ "he" or "she" where title or first name tells."""
    gender = lexicon.gender
    if before & gender.he or before & gender.she:
        return "he" if before & gender.he else "she"
    if not is_full or first in gender.either:
        return None
    if first in gender.she_names:
        return "she"
    return "he" if first in words_like("given_name") else None
