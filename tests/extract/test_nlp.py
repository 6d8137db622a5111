"""Texts become Docs, whole and in order."""

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from flows.extract.nlp import PIECE_CHARS, cut_pieces, read_docs


@given(st.text(alphabet="ab =\n", max_size=300), st.integers(1, 400))
def test_pieces_together_are_the_text(part: str, times: int) -> None:
    text = part * times
    pieces = list(cut_pieces(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert [last for _, last in pieces] == [False] * (len(pieces) - 1) + [True]
    assert all(piece for piece, _ in pieces[:-1])
    assert max(len(piece) for piece, _ in pieces) <= PIECE_CHARS


@settings(deadline=None, max_examples=20)
@given(texts=st.lists(st.text(max_size=200), max_size=5))
def test_docs_come_in_order_and_hold_their_texts(nlp: Language, texts: list[str]) -> None:
    docs = list(read_docs(nlp, ((text, i) for i, text in enumerate(texts))))
    assert [(doc.text, i) for doc, i in docs] == [(text, i) for i, text in enumerate(texts)]


def test_long_runs_of_one_sign_cost_no_more_than_their_length(nlp: Language) -> None:
    begun = process_time()
    ((doc, _),) = read_docs(nlp, [("=" * 20_000, None)])
    assert len(doc.text) == 20_000
    assert process_time() - begun < 30  # uncut it took 100 s
