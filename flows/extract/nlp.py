"""The spaCy pipeline that reads texts: part-of-speech tags, dependencies, sentences and raw entity spans.

Left out are the lemmatizer and the attribute ruler (a fifth of the time): the lexicon lists word forms by itself.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops
from threadpoolctl import threadpool_limits

from flows.errors import DatelineError

PIPES = ("tok2vec", "tagger", "parser", "ner")
# Texts an nlp.pipe batch: as fast as 48 on 500 short and 60 long articles, in half the memory (0.5 against 1.0 GB).
PIPE_BATCH = 16
# A parser's memory grows with its text: about 1 GB for 100,000 characters. Longer texts are read in pieces.
PIECE_CHARS = 20_000
# The tokenizer's time grows with the square of a run without spaces: 20,000 equals signs took it 100 s.
UNBROKEN = re.compile(r"\S{400}")


def load_nlp(model: str) -> Language:
    """The pipeline of an installed model, on one thread. Raises DatelineError when the model is not installed.

    NumPy's OpenBLAS instead of thinc's BLIS: about 1.4 times as fast here with the same entities, tags and parses
    on 40 of 40 documents.
    """
    set_current_ops(NumpyOps(use_blis=False))
    threadpool_limits(1)
    try:
        nlp = spacy.load(model, exclude=["lemmatizer", "attribute_ruler", "senter"])
    except OSError as error:
        raise DatelineError(f"the spaCy model {model!r} is not installed; set DATELINE_MODEL to one that is") from error
    if absent := set(PIPES[1:]) - set(nlp.pipe_names):
        raise DatelineError(
            f"the spaCy model {model!r} has no {', '.join(sorted(absent))}; name another in DATELINE_MODEL"
        )
    nlp.add_pipe("paragraph_starts", first=True)
    return nlp


@Language.component("paragraph_starts")
def mark_paragraph_starts(doc: Doc) -> Doc:
    """The Doc with a sentence beginning after each blank line: the parser runs a headline into the text below it."""
    for place in doc.to_array("IS_SPACE")[:-1].nonzero()[0].tolist():
        if doc[place].text.count("\n") > 1:
            doc[place + 1].is_sent_start = True
    return doc


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once: spaCy joins all tokens anew each time, half of what finding dates cost."""
    text = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return str(text)


def read_docs(nlp: Language, texts: Iterable[tuple[str, Any]]) -> Iterator[tuple[Doc, Any]]:
    """One Doc per text with its context, in order; `doc.text` is the text, character for character.

    A text longer than PIECE_CHARS is read in pieces cut after a line or a word, and put together again.
    """
    pieces = ((piece, (text, context, last)) for text, context in texts for piece, last in cut_pieces(text))
    waiting: list[Doc] = []
    for piece, (text, context, last) in nlp.pipe(pieces, as_tuples=True, batch_size=PIPE_BATCH):
        waiting.append(piece)
        if last:
            doc = waiting[0] if len(waiting) == 1 else Doc.from_docs(waiting, ensure_whitespace=False)
            doc.user_data["text"] = text
            yield doc, context
            waiting = []


def cut_pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces of at most PIECE_CHARS that together are the text, each with whether it is the last.

    >>> [piece for piece, _ in cut_pieces("One line.")]
    ['One line.']
    """
    start = 0
    while (cut := _next_cut(text, start)) < len(text):
        yield text[start:cut], False
        start = cut
    yield text[start:], True


def _next_cut(text: str, start: int) -> int:
    """Where the piece that begins at `start` ends."""
    limit = min(start + PIECE_CHARS, len(text))
    if run := UNBROKEN.search(text, start, limit):
        return run.end()
    if limit == len(text):
        return limit
    return max(1 + text.rfind("\n", start, limit), 0) or max(1 + text.rfind(" ", start, limit), 0) or limit
