"""Room extract, quotes: direct and reported speech brought together, each with its speaker.

In: what direct and indirect found, the cast of the article. Out: `Quote` values in order. Speakers are resolved in the
order of the text, so that a pronoun can mean the one who spoke last.
"""

import re
from bisect import bisect_right
from dataclasses import replace

from flows.extract.quotes.cast import Cast
from flows.extract.quotes.direct import Said
from flows.extract.quotes.speakers import entity_speaker, speaker_of
from flows.extract.quotes.tree import VERB_TAGS, Tree
from flows.extract.quotes.values import Quote, Reported, Speaker

# Speakers and reporters by "direct" or "reported" and the index of the quote.
Heard = dict[tuple[str, int], tuple[Speaker, tuple[Speaker, ...]]]
# Pronouns that name nobody when nothing is found for them.
EMPTY = frozenset(("it", "that", "which", "who"))
# Quotes back that may hold another.
NEAR = 12
# Tokens behind a verb of saying in which the medium stands that was told.
MAX_TOLD = 30
CLOSING = re.compile(r"[.,!?]?(?:''|[\"”])")
OPENING = frozenset("\"“”„«»‘'`")


def settle(direct: list[Said], reported: list[Reported], cast: Cast) -> list[Quote]:
    """The quotes in order of their starts. A reported one that repeats a direct one is left out."""
    tree = cast.tree
    used = {said.attribution.cue for said in direct if said.attribution and said.attribution.cue is not None}
    kept = [one for one in reported if one.cue_first not in used and not _repeats(one, direct, tree)]
    heard = _in_order(direct, kept, cast)
    quotes = []
    for index, said in enumerate(direct):
        found = _heard_of(index, direct, heard, cast)
        if found:
            cue = said.attribution.cue if said.attribution else None
            quotes.append(_quote(said.start, said.end, cue, cue, *found, said.rule, tree))
    echoes = _echoes(kept, heard, tree)
    for index, one in enumerate(kept):
        speaker, via = heard["reported", index]
        is_empty = speaker.entity_id is None and tree.lower[one.head] in EMPTY and speaker.rule == "pronoun"
        if index not in echoes and not is_empty:
            start, end = tree.starts[one.first], _closed(tree.starts[one.first], tree.end(one.last), tree.text)
            quotes.append(_quote(start, end, one.cue_first, one.cue_last, speaker, via, one.rule, tree))
    return sorted(_one_each(quotes), key=lambda quote: (quote.start, quote.end))


def _closed(start: int, end: int, text: str) -> int:
    """The end of what is said, with the mark that closes a quote begun in it."""
    inside = text[start:end]
    is_open = inside.count('"') % 2 == 1 or inside.count("“") > inside.count("”") or inside.count("''") % 2 == 1
    closing = CLOSING.match(text, end) if is_open else None
    return closing.end() if closing else end


def _heard_of(index: int, direct: list[Said], heard: Heard, cast: Cast) -> tuple[Speaker, tuple[Speaker, ...]] | None:
    """The speaker of a direct quote: its own, the one person who acts just before it, or that of its neighbour."""
    while direct[index].attribution is None:
        said = direct[index]
        since = said.start if said.since is None else said.since
        acting = {m.entity_id: m for _, m in cast.subjects if since <= m.start < said.start}
        if len(acting) > 1 or (not acting and said.heir is None):
            return None
        for mention in acting.values():
            return entity_speaker(mention, cast, mention.start, mention.end, "subject"), ()
        index = said.heir or 0
    return heard["direct", index]


def _one_each(quotes: list[Quote]) -> list[Quote]:
    """One quote for each span: of two that say the same, the inner source with the outer one as reporter."""
    spans: dict[tuple[int, int], Quote] = {}
    for quote in quotes:
        known = spans.get((quote.start, quote.end))
        if known is None or (quote.via and not known.via):
            spans[(quote.start, quote.end)] = quote
    return list(spans.values())


def _echoes(reported: list[Reported], heard: Heard, tree: Tree) -> set[int]:
    """What speakers are said to say of themselves: of "they said they think that ..." the outer one is enough."""
    found = set()
    for index, one in enumerate(reported):
        if tree.tags[one.head] != "PRP":
            continue
        inner = heard["reported", index][0]
        for other in range(max(0, index - NEAR), index):
            outer = reported[other]
            if outer.first <= one.cue_first <= outer.last and _is_same(inner, heard["reported", other][0]):
                found.add(index)
    return found


def _is_same(one: Speaker, two: Speaker) -> bool:
    if one.entity_id or two.entity_id:
        return one.entity_id == two.entity_id
    return one.name == two.name


def _repeats(one: Reported, direct: list[Said], tree: Tree) -> bool:
    """Whether the reported words are, but for a word or two, those of a direct quote."""
    start, end = tree.starts[one.first], tree.end(one.last)
    first = bisect_right(direct, start, key=lambda said: said.start)
    for said in direct[max(0, first - 1) : bisect_right(direct, end, key=lambda said: said.start)]:
        inner = min(end, said.end) - max(start, said.start)
        if inner > 0 and inner >= 0.6 * min(end - start, said.end - said.start) and inner >= 0.5 * (end - start):
            return True
    return False


def _in_order(direct: list[Said], reported: list[Reported], cast: Cast) -> Heard:
    """Speakers, and who passed their words on, by kind and index of the quote; resolved in the order of the text."""
    order = [(said.attribution.head, "direct", i) for i, said in enumerate(direct) if said.attribution]
    order += [(one.head, "reported", i) for i, one in enumerate(reported)]
    heard: Heard = {}
    for head, kind, index in sorted(order):
        own = direct[index].attribution if kind == "direct" else None
        if own:
            speaker = speaker_of(head, cast, limits=(own.first, own.last))
            via = _told(own.first, own.last, speaker, cast)
        else:
            one = reported[index]
            speaker = speaker_of(head, cast)
            if one.rule == "turn" and cast.tree.words[head].isupper() and speaker.kind == "anonymous":
                speaker = replace(speaker, kind="person")
            via = (speaker_of(one.reporter, cast),) if one.reporter is not None else _told_beside(one, speaker, cast)
        heard[kind, index] = (speaker, via)
        cast.spoken.append((head, speaker))
    return heard


def _told_beside(one: Reported, speaker: Speaker, cast: Cast) -> tuple[Speaker, ...]:
    """The media beside a verb of saying, outside of what is said."""
    tree = cast.tree
    if tree.tags[one.cue_first] not in VERB_TAGS:
        return ()
    first, last = tree.left[one.cue_first], tree.right[one.cue_first]
    if one.first > one.cue_first:
        return _told(one.cue_first, min(last, one.first - 1), speaker, cast)
    return _told(max(first, one.last + 1), last, speaker, cast)


def _told(first: int, last: int, speaker: Speaker, cast: Cast) -> tuple[Speaker, ...]:
    """The media that are named between two tokens: "told Reuters", "in an interview with the BBC"."""
    found: dict[str, Speaker] = {}
    for token in range(first, min(last, first + MAX_TOLD) + 1):
        mention = cast.at.get(token)
        if (
            mention
            and mention.entity_id
            and mention.entity_id.startswith("media:")
            and mention.entity_id != speaker.entity_id
        ):
            name = cast.entities[mention.entity_id].name if mention.entity_id in cast.entities else mention.text
            found.setdefault(
                mention.entity_id, Speaker(mention.start, mention.end, name, mention.entity_id, "media", "told")
            )
    return tuple(found.values())


def _quote(
    start: int,
    end: int,
    cue: int | None,
    cue_last: int | None,
    speaker: Speaker,
    via: tuple[Speaker, ...],
    rule: str,
    tree: Tree,
) -> Quote:
    text = tree.text[start:end]
    return Quote(
        start,
        end,
        text,
        text[0] in OPENING and len(text) > 1,
        tree.starts[cue] if cue is not None else None,
        tree.end(cue_last) if cue_last is not None else None,
        speaker.start,
        speaker.end,
        speaker.entity_id,
        speaker.name,
        f"{rule}, {speaker.rule}",
        speaker.kind,
        via,
    )
