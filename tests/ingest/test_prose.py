"""What stands in a text and is not its story: the lexicon's examples are the cases."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ingest.prose import Example, Rule, find_dateline, find_marks, load_prose

LEXICON = load_prose()
RULES = [*LEXICON.dateline, *LEXICON.correction, *LEXICON.boilerplate]
CASES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=lambda value: getattr(value, "text", None))
def test_an_example_of_the_lexicon_is_marked_as_it_says(rule: Rule, example: Example) -> None:
    marks = find_marks(example.plain)
    assert [example.plain[mark.start : mark.end] for mark in marks] == example.marked
    assert {mark.rule for mark in marks} <= {rule.name}
    assert [(mark.place, mark.agency, mark.day) for mark in marks] == [
        (example.place, example.agency, example.day) for _ in example.marked
    ]


def test_every_rule_has_an_example_that_it_marks() -> None:
    assert [rule.name for rule in RULES if not any(example.marked for example in rule.examples)] == []


def test_a_dateline_below_the_top_is_none() -> None:
    assert find_dateline("A line of the story.\n" * 20 + "LONDON, March 4 (Reuters) - The tariff took effect.") is None


def test_marks_of_several_kinds_stand_in_order() -> None:
    text = "MINSK (AP) — Envoys met.\nRead more: Envoys\nCorrection: They met twice.\n(Reporting by Jane Doe)"
    assert [mark.kind for mark in find_marks(text)] == ["dateline", "boilerplate", "correction", "boilerplate"]


PIECES = [
    "LONDON, March 4 (Reuters) -",
    " (Corrects the name)",
    "\n",
    "Copyright 2025 ",
    "Read more:",
    " —",
    "(AP)",
    "É𝄞",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_marks_lie_in_the_text_and_never_overlap(text: str) -> None:
    marks = find_marks(text)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ["A" * 200_000, "(Reporting by A " * 20_000, "LONDON, " * 50_000, "A. " * 100_000])
def test_hostile_text_takes_no_time(text: str) -> None:
    assert len(find_marks(text)) < 10
