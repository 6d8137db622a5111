"""In extraction: branches of the economy as targets of sanctions: "sanctions on Iran's banking sector".

In go the words of a claim and the lexicon; out come codes SEC:<sector>, beside those of the states.
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from flows.extract.sanctions.lexicon import SanctionsLexicon

WITHIN = frozenset({"compound", "amod", "nmod", "conj"})


def sectors_of(words: Iterable[Token], lexicon: SanctionsLexicon) -> list[str]:
    """The sectors that the words are done to or stand before, in the order of the text."""
    nouns = {noun.i: noun for word in words for noun in _suffering(word, lexicon)}
    return list(dict.fromkeys(code for _, noun in sorted(nouns.items()) for code in _named_in(noun, lexicon)))


def _suffering(word: Token, lexicon: SanctionsLexicon) -> Iterator[Token]:
    """Objects of the word, of its prepositions of targets, and what is joined to them."""
    for child in word.children:
        found = [child] if child.dep_ in ("dobj", "nsubjpass") else []
        if child.dep_ == "prep" and child.lower_ in lexicon.words.naming_prepositions:
            found = [part for part in child.children if part.dep_ == "pobj"]
        for noun in found:
            yield from (noun, *noun.conjuncts)


def _named_in(noun: Token, lexicon: SanctionsLexicon) -> Iterator[str]:
    """ "The oil and gas industry", "the banking, energy and defence sectors": a code each."""
    if noun.lower_ not in lexicon.words.sector_nouns:
        return
    waiting = [child for child in noun.lefts if child.dep_ in WITHIN]
    while waiting:
        word = waiting.pop(0)
        if word.lower_ in lexicon.sectors:
            yield f"SEC:{lexicon.sectors[word.lower_]}"
        waiting.extend(child for child in word.children if child.dep_ in WITHIN)
