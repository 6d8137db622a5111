"""In extraction: the events of a text: who did what to whom, and what the text claims of it.

In go a parsed Doc, its linked mentions and dates; out come Events. The words stand in seeds/lexicon/events. The steps:
trigger words by their forms (triggers.py), parties by grammar (places.py, parties.py), what is claimed of them and
which hang on which (structure.py), then dates, places, sources and confidence (details.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from flows.extract.dates import DateExpression
from flows.extract.events.context import bare_offices, main_pair
from flows.extract.events.details import event_of
from flows.extract.events.kinds import Event
from flows.extract.events.lexicon import EventLexicon, load_events
from flows.extract.events.parties import resolve_party
from flows.extract.events.repair import repair
from flows.extract.events.scene import Found, Scene
from flows.extract.events.statements import join_statements
from flows.extract.events.structure import readings
from flows.extract.events.tree import tree_of
from flows.extract.events.triggers import candidates
from flows.extract.modality import ModalityLexicon
from flows.extract.names import Mention
from flows.extract.quotes import Quote

# A text of fewer sentences shows no context to infer a party from.
MIN_SENTENCES = 3

__all__ = ["Event", "EventLexicon", "find_events", "join_statements", "load_events"]


def find_events(
    doc: Doc,
    mentions: Sequence[Mention],
    *,
    dates: Sequence[DateExpression],
    lexicon: EventLexicon,
    modality: ModalityLexicon,
    article_id: str,
    quotes: Sequence[Quote] = (),
) -> list[Event]:
    """The events of a text in the order of their triggers; a text without a trigger word costs a look at its words."""
    tree = tree_of(doc, mentions, steering=lexicon.exact["steering"])
    repair(tree, lexicon.past)
    sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
    scene = Scene(tree, lexicon, resolve_party, speeches=_speeches(quotes, mentions))
    if len(sentences) >= MIN_SENTENCES:
        scene.pair, scene.home = main_pair(mentions)
        scene.offices = bare_offices(mentions, tree, scene.pair)
    scene.named = frozenset(mention.code for mention in mentions if mention.code)
    scene.orgs = frozenset(one.entity_id for one in mentions if one.entity_id and (one.code or "").startswith("ORG:"))
    events: list[Event] = []
    for first, last in sentences:
        scene.sentence_start, scene.sentence_end = first, last
        if not lexicon.forms.isdisjoint(tree.lower[first:last]):
            found = readings(candidates(first, last, scene), scene, modality)
            ids: dict[int, str] = {}
            for one in found:
                event = event_of(one, first, last, scene, dates, article_id, ids)
                ids[one.candidate.hit.token] = event.event_id
                events.append(event)
        _remember(first, last, scene)
    return _once(events)


def _once(events: Sequence[Event]) -> list[Event]:
    """Each deed once: a verb and the noun that it carries ("imposed waves of sanctions") may both have been read."""
    kept: list[Event] = []
    same: dict[str, str] = {}
    for event in events:
        twin = next((one for one in kept if _is_twin(one, event)), None)
        if twin is None:
            kept.append(event)
        else:
            same[event.event_id] = twin.event_id
    return [replace(one, parent_id=same[one.parent_id]) if one.parent_id in same else one for one in kept]


def _is_twin(one: Event, two: Event) -> bool:
    """The same words, or a deed within the other with the same parties: "sent tents to help X"."""
    overlaps = one.trigger_start < two.trigger_end and two.trigger_start < one.trigger_end
    within = two.parent_id == one.event_id and _codes(one) == _codes(two)
    return (overlaps or within) and (one.type, one.modality) == (two.type, two.modality)


def _codes(event: Event) -> tuple[set[str | None], set[str | None]]:
    return {party.code for party in event.actors}, {party.code for party in event.recipients}


def _speeches(quotes: Sequence[Quote], mentions: Sequence[Mention]) -> list[tuple[int, int, Found]]:
    """Quotes with their speakers as parties: whom "we" and "I" mean in them."""
    by_entity = {mention.entity_id: mention for mention in mentions if mention.entity_id}
    found = []
    for quote in quotes:
        named = by_entity.get(quote.speaker_id or "")
        if named is not None and named.code:
            speaker = Found(-1, 0, 0, named.code, named.entity_id, True, named.label == "PERSON", inferred=True)
            found.append((quote.start, quote.end, speaker))
    return found


def _remember(first: int, last: int, scene: Scene) -> None:
    """Whom the next sentence's pronouns may mean: this sentence's last person, its subject or first state."""
    tree = scene.tree
    for mention in dict.fromkeys(tree.mentions[i] for i in range(first, last) if i in tree.mentions):
        found = scene.party(mention.last - 1)
        if mention.label == "PERSON":
            scene.last_person = found
        if found.is_state and (tree.links[mention.last - 1] in ("nsubj", "nsubjpass") or scene.last_state is None):
            scene.last_state = found
