"""In extraction: claims of one sentence that say the same are one. Claims with their parties in, distinct ones out."""

from flows.extract.sanctions.values import Claim, Parties


def distinct(found: list[tuple[Claim, Parties]]) -> list[tuple[Claim, Parties]]:
    """One claim per action and modality, the first, unless another verb names other states; a mention only where
    nothing else is said, or where it names a state that is in none of the rest."""
    kept: list[tuple[Claim, Parties]] = []
    for one in found:
        same = [other for other in kept if other[0][:2] == one[0][:2]]
        if not same or all(_is_apart(one, other) for other in same):
            kept.append(one)
    cues = {cue for claim, _ in kept if not claim.rule.startswith("bare") for cue in claim.cues}
    rest = [one for one in kept if one[0].action != "mention"]
    rest = [one for one in rest if not (one[0].rule.startswith("bare") and cues & set(one[0].cues))]
    strong = [one for one in rest if not (one[0].rule.startswith("bare") and one[0].hit.trigger.weak)]
    rest = strong or rest
    rest = [one for one in rest if not one[0].hit.trigger.objects or all(_is_apart(one, o) for o in rest if o != one)]
    if not rest:
        return kept[:1] if all(claim.action == "mention" for claim, _ in kept) else kept
    known = {code for _, parties in rest for code in (*parties.sender, *parties.target)}
    beside = (one for one in kept if one[0].action == "mention" and _states(one[1].named_target) - known)
    return [*rest, *beside]


def _is_apart(one: tuple[Claim, Parties], other: tuple[Claim, Parties]) -> bool:
    """Whether two claims of other verbs name other senders or other targets."""
    (claim, parties), (known, theirs) = one, other
    if claim.word == known.word or claim.rule.startswith(("bare", "mention")):
        return False
    pairs = ((parties.named_sender, theirs.named_sender), (parties.named_target, theirs.named_target))
    return any(_states(a) and _states(b) and not _states(a) & _states(b) for a, b in pairs)


def _states(codes: frozenset[str]) -> set[str]:
    return {code for code in codes if len(code) == 3}
