"""JSON Lines: text is delivered as given; a bad line is one reject and no more."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.ingest.drafts import Limits
from tests.ingest.helpers import articles_of, batches_of, rejects_of, write_jsonl


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_text_is_never_altered(tmp_path: Path, text: str) -> None:
    rows = articles_of(write_jsonl(tmp_path / "a.jsonl", [{"text": text}]))
    assert [row["text"] for row in rows] == ([text] if text.strip() else [])


def test_reject_names_the_line_as_an_editor_counts_it(tmp_path: Path) -> None:
    lines = ['{"text": "fine"}'] * 15 + ["", '{"text": "broken"']
    assert rejects_of(write_jsonl(tmp_path / "a.jsonl", lines)) == [(17, "bad_json")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": 1}', "no_text"),
        (b'{"text": null}', "no_text"),
        (b'{"text": ["a"]}', "no_text"),
        (b'{"text": "  "}', "empty_text"),
        (b'{"text": "a\\u0000b"}', "bad_characters"),
        (b'{"text": "\\ud800"}', "bad_characters"),
        (b'{"text": "fine", "title": "\\u0000"}', "bad_characters"),
        (b'{"text": "caf\xe9"}', "bad_encoding"),
        (b'{"text": "fine", "note": "\\ud800"}', "bad_extra"),
        (b'{"text": "fine", "note": ' + b"[" * 300 + b"]" * 300 + b"}", "bad_extra"),
        (b'["text"]', "not_an_object"),
        (b"[" * 100_000, "bad_json"),
        (b'{"text": "' + b"x" * 2000 + b'"}', "text_too_long"),
        (b'{"text": "' + b"x" * 200_000 + b'"}', "record_too_long"),
    ],
)
def test_bad_line_is_one_reject_and_the_next_line_is_read(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line + b'\n{"text": "fine"}\n')
    limits = Limits(article_chars=1000, record_bytes=150_000)
    assert rejects_of(path, limits=limits) == [(1, reason)]
    assert [row["text"] for row in articles_of(path, limits=limits)] == ["fine"]


def test_numbers_and_lists_become_plain_text(tmp_path: Path) -> None:
    (row,) = articles_of(
        write_jsonl(tmp_path / "a.jsonl", ['{"text": "x", "id": 7, "author": ["A", "B"], "score": NaN}'])
    )
    assert (row["record_id"], row["author"], row["extra"]) == ("7", "A, B", '{"score":null}')


def test_usual_names_are_tried_only_where_there_is_no_text(tmp_path: Path) -> None:
    lines = [{"body": "One", "pub_date": "2024-01-01"}, {"text": "Two", "pub_date": "2024-01-01"}, {"x": 1}]
    path = write_jsonl(tmp_path / "a.jsonl", lines)
    assert [(row["text"], row["published"]) for row in articles_of(path)] == [("One", "2024-01-01"), ("Two", None)]
    assert rejects_of(path) == [(3, "no_text")]
    assert batches_of(path)[0].notes == [f"{path}: columns: published=pub_date, text=body"]


def test_given_name_is_not_guessed_away(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{"body": "One"}])
    assert rejects_of(path, limits=Limits(1000, 150_000, {"text": "story"})) == [(1, "no_text")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "a.jsonl").write_bytes((mark + '{"text": "One Š."}\n{"text": "Two."}\n').encode(encoding))
    assert [row["text"] for row in articles_of(tmp_path / "a.jsonl")] == ["One Š.", "Two."]


def test_an_id_that_is_no_number_is_none_and_a_whole_one_has_no_point(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", ['{"id": NaN, "text": "One."}', '{"id": 7.0, "text": "Two."}'])
    assert [row["given_id"] for row in articles_of(path)] == [None, "7"]
