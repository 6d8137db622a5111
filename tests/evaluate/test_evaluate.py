"""`dateline eval`: what counts as right, spurious and missed, layer by layer, and through the command."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.evaluate.judgement import Figures, compare
from flows.evaluate.run import Evaluation, evaluate

TEXT = "Norway lifted its sanctions on Chad on Monday, the Ruritanian minister said."


def judged(layer: str, want: list[Any], have: list[Any], text: str = TEXT) -> Mapping[str, Figures]:
    """The figures of one article with these labels and these findings in one layer."""
    found: Evaluation = evaluate([{"id": "1", "text": text, layer: want}], {"1": {"id": "1", layer: have}})
    return found.figures


def name(start: int, end: int, label: str = "GPE", **more: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


def test_a_name_is_right_when_span_and_kind_agree() -> None:
    figures = judged("mentions", [name(0, 6), name(31, 35)], [name(0, 6), name(31, 34), name(31, 35, "ORG")])
    assert figures["mentions PER+ORG+LOC"] == Figures(right=1, spurious=2, missed=1)


def test_the_article_before_a_name_does_not_count() -> None:
    text = "The Hague summit."
    assert judged("mentions", [name(0, 9)], [name(4, 9)], text)["mentions LOC"].f1 == 100


def test_codes_and_senses_are_judged_where_the_labels_state_them() -> None:
    want = [name(0, 6, code="NOR", sense="government"), name(31, 35)]
    have = [name(0, 6, code="NOR", sense="literal"), name(31, 35, code="TCD")]
    figures = judged("mentions", want, have)
    assert (figures["mentions code"], figures["mentions sense"]) == (Figures(1, 0, 0), Figures(0, 1, 1))


def test_a_date_is_found_when_it_touches_and_right_when_its_interval_agrees() -> None:
    want = [{"start": 39, "end": 45, "type": "DATE", "value": "2025-W10"}]
    have = [{"start": 36, "end": 45, "type": "DATE", "start_date": "2025-03-03", "end_date": "2025-03-03"}]
    figures = judged("dates", want, have)
    assert (figures["dates found"], figures["dates value"]) == (Figures(1, 0, 0), Figures(0, 1, 1))


def test_a_quotation_with_another_speaker_is_found_but_not_right() -> None:
    want = [{"start": 0, "end": 45, "direct": False, "speaker": "the minister", "speaker_start": 47, "speaker_end": 70}]
    have = [{"start": 0, "end": 40, "direct": False, "speaker": "Chad", "speaker_start": 31, "speaker_end": 35}]
    figures = judged("quotes", want, have)
    assert figures["quotes indirect found"] == Figures(1, 0, 0)
    assert figures["quotes indirect with speaker"] == Figures(0, 1, 1)


def test_equal_statements_count_as_often_as_they_stand() -> None:
    lift = {"action": "lift", "modality": "actual", "sender": ["NOR"], "target": ["TCD"]}
    assert judged("sanctions", [lift, lift], [lift])["sanctions action"] == Figures(right=1, spurious=0, missed=1)


def test_of_several_labellings_the_nearest_counts() -> None:
    lift, ease = {"action": "lift", "modality": "actual"}, {"action": "ease", "modality": "actual"}
    gold = {"id": "1", "text": TEXT, "sanctions": [lift], "sanctions_alt": [[ease]]}
    assert evaluate([gold], {"1": {"sanctions": [ease]}}).figures["sanctions action"].f1 == 100


def test_every_other_class_of_a_sentence_is_spurious() -> None:
    have = [{"type": "CONCEDE", "actors": [{"start": 0, "end": 6}], "recipients": []}, {"type": "PROTEST"}]
    figures = judged("events", [{"quad": 2, "source": [{"start": 0, "end": 6}]}], have)
    assert (figures["events quad"], figures["events actor"]) == (Figures(1, 1, 0), Figures(1, 0, 0))


def test_an_absent_article_is_missed() -> None:
    found = evaluate([{"id": "1", "text": TEXT, "mentions": [name(0, 6)]}], {})
    assert (found.absent, found.figures["mentions LOC"]) == (1, Figures(0, 0, 1))


def test_a_layer_without_labels_is_not_judged() -> None:
    assert not evaluate([{"id": "1", "text": TEXT}], {"1": {"mentions": [name(0, 6)]}}).figures


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_every_label_and_every_finding_is_counted_once(want: list[int], have: list[int]) -> None:
    outcomes = [one.outcome for one in compare("m", want, have, say=lambda item: (str(item), None))]
    assert outcomes.count("right") + outcomes.count("missed") == len(want)
    assert outcomes.count("right") + outcomes.count("spurious") == len(have)


def test_the_command_prints_figures_and_the_errors_with_their_sentences(tmp_path: Path) -> None:
    labels = [name(0, 6), name(31, 35, "PERSON")]
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "1", "text": TEXT, "mentions": labels}) + "\n")
    done = CliRunner().invoke(main, ["eval", str(tmp_path / "gold.jsonl"), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "mentions PER+ORG+LOC" in done.output
    assert "missed: PER 'Chad'" in done.output
    assert "»Chad on Monday" in done.output


@pytest.mark.parametrize("arguments", [["--layer", "weather"], []])
def test_wrong_use_is_told_in_a_line(tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"headline": "no text"}) + "\n")
    done = CliRunner().invoke(main, ["eval", str(path), *arguments])
    assert (done.exit_code, done.output.count("\n")) == (2 if arguments else 1, 1)


def test_a_reference_is_right_when_span_and_entity_agree() -> None:
    want = [{"start": 0, "end": 6, "entity_id": "country:NOR"}]
    have = [name(0, 6, None, entity_id=code) for code in ("country:NOR", "country:TCD")]  # type: ignore[arg-type]
    assert judged("references", want, [])["references"] == Figures(0, 0, 1)
    found = evaluate([{"id": "1", "text": TEXT, "references": want}], {"1": {"id": "1", "mentions": have}})
    assert found.figures["references"] == Figures(1, 1, 0)
