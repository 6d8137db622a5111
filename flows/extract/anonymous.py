"""Room extract: speakers whom the text does not name, as entities of their own kind.

In: an article's quotes and its linking. Out: both, with an entity for each "US official" and "person familiar with the
matter" that says something: id `anonymous:usa-official`, type anonymous, the code of the country that the words show.
It stands for the kind of source, not for one person: nobody can tell whether two officials are the same.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extract.link import Entity, Linking
from flows.extract.names import Mention
from flows.extract.quotes.lexicon import SpeechLexicon
from flows.extract.quotes.values import Quote

ARTICLE = re.compile(r"(?:an?|one|two|three|four|several|some|many|other|another|these|those|the)\s+", re.IGNORECASE)
STATE = re.compile(r"[A-Z]{3}")


def with_anonymous(quotes: list[Quote], linking: Linking, *, lexicon: SpeechLexicon) -> tuple[list[Quote], Linking]:
    """The quotes with their anonymous speakers as entities, and the linking with these behind the named ones.

    "The official" is the one anonymous official of the article, nobody where there are several.
    """
    entities: dict[str, Entity] = {}
    told: list[Quote] = []
    for quote in quotes:
        entity = _speaker_of(quote, linking.mentions, entities, lexicon)
        if entity:
            entities.setdefault(entity.entity_id, entity)
        told.append(replace(quote, speaker_id=entity.entity_id) if entity else quote)
    return told, Linking(linking.mentions, [*linking.entities, *entities.values()])


def _speaker_of(
    quote: Quote, mentions: Sequence[Mention], known: dict[str, Entity], lexicon: SpeechLexicon
) -> Entity | None:
    """The entity of an unnamed speaker: the noun for what he is and the country beside it; None for other speakers."""
    if quote.kind != "anonymous" or quote.speaker_id or not quote.speaker or quote.speaker_start is None:
        return None
    words = " ".join(quote.speaker.split())
    noun = next((m for m in re.finditer(r"[A-Za-z]+", words) if m[0].lower() in lexicon.speakers.anonymous), None)
    if noun is None:
        return None
    kind = noun[0].lower()
    inside = (m for m in mentions if quote.speaker_start <= m.start and m.end <= (quote.speaker_end or 0))
    code = next((m.code for m in inside if m.label and m.code and STATE.fullmatch(m.code)), None)
    if code is None and words.lower().startswith("the "):
        same = [one for one in known.values() if one.entity_id.endswith(kind)]
        return same[0] if len(same) == 1 else None
    entity_id = f"anonymous:{code.lower()}-{kind}" if code else f"anonymous:{kind}"
    name = ARTICLE.sub("", words[: noun.end()], count=1)
    return Entity(entity_id, name if code else name.lower(), "anonymous", code, [])
