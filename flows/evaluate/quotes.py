"""Quotations: found when half of the union of two spans is shared; the speaker right when the spans touch, or the last
words of the names agree. Direct and indirect speech are judged apart, as the labels say."""

import re
from collections.abc import Iterator

from flows.evaluate.judgement import Judgement, Record, overlap, span_of

SHARED = 0.5


def judge_quotes(gold: Record, found: Record) -> Iterator[Judgement]:
    """`quotes direct|indirect found` and `... with speaker`, one each for every labelled and every spurious quote."""
    left = list(found.get("quotes", []))
    for quote in gold["quotes"]:
        hit = max(left, key=lambda other: overlap(span_of(quote), span_of(other)), default=None)
        if hit is None or overlap(span_of(quote), span_of(hit)) < SHARED:
            yield from _both(quote, gold, "missed", "missed")
            continue
        left.remove(hit)
        is_right = _same_speaker(quote, hit)
        yield from _both(quote, gold, "right", "right" if is_right else "missed")
        if not is_right:
            what = f"said by {hit.get('speaker')!r}, labelled {quote.get('speaker')!r}"
            yield Judgement(f"{_kind(quote)} with speaker", "spurious", what, quote["start"])
    for quote in left:
        yield from _both(quote, gold, "spurious", "spurious")


def _both(quote: Record, gold: Record, found: str, with_speaker: str) -> Iterator[Judgement]:
    what = repr(" ".join(str(gold["text"])[quote["start"] : quote["end"]].split())[:80])
    yield Judgement(f"{_kind(quote)} found", found, what, quote["start"])  # type: ignore[arg-type]
    yield Judgement(f"{_kind(quote)} with speaker", with_speaker, what, quote["start"])  # type: ignore[arg-type]


def _kind(quote: Record) -> str:
    return "quotes direct" if quote.get("direct") else "quotes indirect"


def _same_speaker(one: Record, other: Record) -> bool:
    spans = [(quote.get("speaker_start"), quote.get("speaker_end")) for quote in (one, other)]
    last = [re.findall(r"\w+", (quote.get("speaker") or "").lower())[-1:] for quote in (one, other)]
    return overlap(*spans) > 0 or bool(last[0] and last[0] == last[1])
