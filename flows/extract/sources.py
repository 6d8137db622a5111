"""Room extract: the chain of who says so, for any span of a text.

In: the span, the article's quotes, its mentions and publisher. Out: the links of the chain, innermost first: an
anonymous official, the agency that quotes him, the publisher of the article.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.names import Mention
from flows.extract.quotes.values import Kind, Quote


@dataclass(frozen=True, slots=True)
class Source:
    """One link: who says so. Offsets in characters, half-open; null for the publisher, which stands in no text."""

    kind: Kind
    name: str | None
    entity_id: str | None
    start: int | None
    end: int | None


def sources_of(
    start: int, end: int, *, quotes: Sequence[Quote], mentions: Sequence[Mention], publisher: str | None
) -> list[Source]:
    """Who says what stands between two characters, innermost first, the publisher (where it is known) last.

    A quote counts when it holds the whole span: what stands outside of all quotes is the publisher's own word.
    """
    holders = sorted((q for q in quotes if q.start <= start and end <= q.end), key=lambda q: (q.end - q.start, q.start))
    chain: list[Source] = []
    for quote in holders:
        for link in _links(quote):
            if not any(_is_same(link, known) for known in chain):
                chain.append(link)
    if publisher is None:
        return chain
    own = [link for link in chain if not (link.kind == "media" and (link.name or "").lower() == publisher.lower())]
    return [*own, Source("publisher", publisher, _media_id(publisher, mentions), None, None)]


def _links(quote: Quote) -> list[Source]:
    """The speaker of a quote and those who passed it on."""
    speaker = (
        [Source(quote.kind, quote.speaker, quote.speaker_id, quote.speaker_start, quote.speaker_end)]
        if quote.speaker
        else []
    )
    return speaker + [Source(one.kind, one.name, one.entity_id, one.start, one.end) for one in quote.via]


def _is_same(one: Source, two: Source) -> bool:
    if one.entity_id or two.entity_id:
        return one.entity_id == two.entity_id
    return one.name == two.name


def _media_id(publisher: str, mentions: Sequence[Mention]) -> str | None:
    """The publisher's entity, where the text names it as well."""
    name = publisher.lower()
    return next(
        (m.entity_id for m in mentions if (m.entity_id or "").startswith("media:") and m.text.lower() == name), None
    )
