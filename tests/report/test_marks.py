"""A sentence with its evidence marked."""

from hypothesis import given
from hypothesis import strategies as st

from flows.report.marks import Mark, mark_sentence

SPANS = st.tuples(st.sampled_from(("actor", "trigger", "cue")), st.integers(0, 20), st.integers(0, 20))


def test_marks_nest_and_join_their_kinds() -> None:
    marks = [Mark("trigger", 5, 16), Mark("cue", 5, 9), Mark("source", 5, 9)]
    assert mark_sentence("They must stop now", offset=0, marks=marks) == "They [trigger: [cue/source: must] stop n]ow"


def test_a_mark_outside_the_sentence_is_left_out() -> None:
    assert mark_sentence("It rained.", offset=10, marks=[Mark("source", 0, 9)]) == "It rained."


def test_of_two_that_cross_one_is_left_out() -> None:
    assert mark_sentence("abcdef", offset=0, marks=[Mark("actor", 0, 3), Mark("trigger", 2, 6)]) == "ab[trigger: cdef]"


@given(text=st.text("abc ", max_size=15), spans=st.lists(SPANS, max_size=6))
def test_without_the_brackets_the_sentence_is_as_it_was(text: str, spans: list[tuple[str, int, int]]) -> None:
    marked = mark_sentence(text, offset=2, marks=[Mark(*span) for span in spans])
    assert marked.count("[") == marked.count("]")
    for kinds in ("actor", "trigger", "cue"):
        marked = marked.replace(f"{kinds}/", "").replace(f"/{kinds}", "").replace(f"[{kinds}: ", "")
    assert marked.replace("]", "") == text
