"""In extraction: a claim and its parties -> the Statement of the record, with measures, issue, programme and id."""

from dataclasses import replace

from spacy.tokens import Span, Token

from flows.extract.sanctions.lexicon import SanctionsLexicon
from flows.extract.sanctions.scene import Scene, is_state
from flows.extract.sanctions.values import Claim, Parties, Statement


def statement_of(claim: Claim, parties: Parties, scene: Scene, lexicon: SanctionsLexicon, article_id: str) -> Statement:
    """The claim as it is recorded, without its sources and its event."""
    sentence, doubts = scene.sentence, _doubts(claim, parties)
    start, end = claim.hit.span.start_char, claim.hit.span.end_char
    issue = _issue(claim, lexicon)
    return Statement(
        statement_id=f"{article_id}-s{start}-{claim.action}",
        action=claim.action,
        modality=claim.modality,
        start=start,
        end=end,
        sentence_start=sentence.start_char,
        sentence_end=sentence.end_char,
        sender=parties.sender,
        target=parties.target,
        measures=_measures(claim, lexicon),
        issue_start=issue[0],
        issue_end=issue[1],
        programme=_programme(sentence, lexicon),
        sources=[],
        rule=claim.rule,
        confidence=_confidence(doubts),
        action_start=claim.word.idx if claim.word != claim.hit.token else None,
        action_end=claim.word.idx + len(claim.word) if claim.word != claim.hit.token else None,
        modality_rule=claim.modality_rule,
        cues=[_span(scene.sentence.doc[cue]) for cue in sorted(set(claim.cues))],
        confidence_reasons=[reason for reason, _ in doubts],
    )


def _span(token: Token) -> dict[str, int]:
    return {"start": token.idx, "end": token.idx + len(token)}


def _confidence(doubts: list[tuple[str, float]]) -> float:
    """0-1: how well the statement is founded; the weights are what told right and wrong apart on 240 labelled
    sentences (2026-11)."""
    return round(max(0.95 - sum(weight for _, weight in doubts), 0.05), 2)


def _doubts(claim: Claim, parties: Parties) -> list[tuple[str, float]]:
    """What speaks against the statement, each with what it takes off the confidence."""
    states = {code for code in (*parties.sender, *parties.target) if is_state(code)}
    guessed = states - parties.named_sender - parties.named_target
    doubts = (
        (claim.action == "mention", "nothing is said of the sanctions", 0.12),
        (claim.rule.startswith("bare"), "no word of what is done", 0.1),
        (" beside " in claim.rule, "the verb found by its place, not by grammar", 0.05),
        (claim.modality not in (None, "actual"), "not told as done", 0.05),
        (len(claim.cues) > 1, "several cues", 0.05),
        (not states, "no state is told", 0.1),
        (bool(guessed), "a party by the usual roles or the headline", 0.08),
    )
    return [(reason, weight) for holds, reason, weight in doubts if holds]


def _measures(claim: Claim, lexicon: SanctionsLexicon) -> list[str]:
    """Kinds of measure that the words next to the trigger name."""
    words = {part.lower_ for token in (claim.hit.token, *claim.carriers) for part in token.lefts}
    joined = [child for child in claim.hit.token.children if child.dep_ == "conj"]
    joined = [noun for noun in joined if noun.lower_ in lexicon.words.measure_nouns]
    words |= {part.lower_ for noun in joined for part in noun.lefts}  # "asset freezes and travel bans"
    words |= {token.lower_ for token in claim.hit.span}
    named = [measure.name for measure in lexicon.measure if words & set(measure.words)]
    if "arms" in named and "embargo" in claim.hit.token.lower_:
        return sorted(named)  # no trade embargo
    return sorted({*claim.hit.trigger.measures, *named})


def _programme(sentence: Span, lexicon: SanctionsLexicon) -> str | None:
    text = sentence.text.lower()
    return next((named.name for named in lexicon.programme if any(word in text for word in named.words)), None)


def _issue(claim: Claim, lexicon: SanctionsLexicon) -> tuple[int | None, int | None]:
    """What the sanctions are for: the phrase after "over", "for", "because of", where it is no party's name."""
    joined = (child for child in claim.word.children if child.dep_ == "conj" and child.tag_ == claim.word.tag_)
    above = [claim.carriers[-1].head] if claim.carriers and claim.carriers[-1].dep_ == "dobj" else []
    for word in (*claim.carriers, claim.word, *joined, *above):
        for child in word.rights:
            child = _in_response(child)
            if word.dep_ == "conj" and word.head == claim.word and child.lower_ == "for":
                continue  # "imposed sanctions and laid the basis for a cap"
            if child.dep_ == "prep" and child.lower_ in (*lexicon.words.issue_prepositions, "to"):
                if child.lower_ == "to" and child.head.lower_ not in ("response", "reaction", "retaliation"):
                    continue
                phrase = [part for part in child.subtree if part.i > child.i and part.sent.start == child.sent.start]
                lasting = any(part.dep_ == "pobj" and part.lower_ in lexicon.words.durations for part in child.children)
                relief = child.lower_ == "for" and claim.action in ("ease", "lift")
                if phrase and not lasting and not relief:
                    return phrase[0].idx, phrase[-1].idx + len(phrase[-1])
    return None, None


def _in_response(preposition: Token) -> Token:
    """The "to" of "in response to"; any other preposition as it is."""
    nouns = [child for child in preposition.children if child.dep_ == "pobj"] if preposition.lower_ == "in" else []
    return next((part for noun in nouns for part in noun.children if part.lower_ == "to"), preposition)


def with_unique_ids(found: list[Statement]) -> list[Statement]:
    """The same statements; a second one of the same place and action gets a number behind its id."""
    seen: dict[str, int] = {}
    unique = []
    for statement in found:
        number = seen[statement.statement_id] = seen.get(statement.statement_id, 0) + 1
        unique.append(
            statement if number == 1 else replace(statement, statement_id=f"{statement.statement_id}-{number}")
        )
    return unique
