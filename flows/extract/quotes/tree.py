"""Room extract, quotes: the parse as plain lists, with the tokens that each word governs.

In: a Doc. Out: a `Tree`. Everything else in this package works on these lists: asking spaCy token by token takes
several times as long.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from flows.extract.sense import grammar_of
from flows.extract.spans import words_of

VERB_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "DT", "WP", "WDT", "CD", "JJ"))


@dataclass(frozen=True, slots=True)
class Tree:
    """A text's tokens: `left` and `right` are the first and last token under each, itself included."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    tags: list[str]
    relations: list[str]
    heads: list[int]
    left: list[int]
    right: list[int]

    def end(self, token: int) -> int:
        """The character after a token."""
        return self.starts[token] + len(self.words[token])

    def at(self, character: int) -> int:
        """The first token that starts at or after a character."""
        return bisect_left(self.starts, character)

    def holding(self, character: int) -> int:
        """The token in which a character stands, or the one before it."""
        return bisect_right(self.starts, character) - 1

    def children(self, head: int) -> Iterator[int]:
        """The tokens that hang on one, in order."""
        heads = self.heads
        for token in range(self.left[head], self.right[head] + 1):
            if heads[token] == head and token != head:
                yield token

    def child(self, head: int, *relations: str) -> int | None:
        """The first child with one of the relations."""
        return next((token for token in self.children(head) if self.relations[token] in relations), None)

    def root(self, token: int) -> int:
        """The head of the token's sentence."""
        while self.heads[token] != token:
            token = self.heads[token]
        return token


def tree_of(doc: Doc) -> Tree:
    """The Doc's tokens, read once."""
    words, lower = words_of(doc), grammar_of(doc).lower
    count = len(words.words)
    left, right = list(range(count)), list(range(count))
    for token, head in enumerate(words.heads):
        if head > token and left[token] < left[head]:
            left[head] = left[token]
    for token in range(count - 1, -1, -1):
        head = words.heads[token]
        if head < token and right[token] > right[head]:
            right[head] = right[token]
    return Tree(words.text, words.words, lower, words.starts, words.tags, words.relations, words.heads, left, right)
