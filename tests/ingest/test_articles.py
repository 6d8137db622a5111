"""Inputs are walked, counted and batched: nothing is lost, nothing is counted twice."""

import gzip
import os
from pathlib import Path
from typing import cast

import polars as pl
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import InputError, UsageError
from flows.ingest.articles import OUTCOMES, Portions
from flows.ingest.inputs import find_inputs
from flows.tables import KNOWN
from tests.ingest.helpers import articles_of, batches_of, counts_of, rejects_of, write_jsonl

CALM = {"source": "Example Post", "id": "1", "text": "All was calm in the capital.", "published": "2024-05-01"}


def known_from(path: Path, *, version: str = "1") -> pl.DataFrame:
    """What a store would know after the input had been loaded."""
    batches = batches_of(path)
    rows = [
        {**{name: row[name] for name in ("article_id", "content_hash", "version_at")}}
        | {"run_id": "r1", "is_current": is_current, "extractor_version": version if is_current else None}
        for is_current in (False, True)
        for batch in batches
        for row in (batch.articles if is_current else batch.other_texts).to_dicts()
    ]
    return pl.DataFrame(rows, schema=KNOWN)


def test_folder_is_walked_by_name_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden/d.txt", ".e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Some news.")
    assert find_inputs([str(tmp_path)]) == [str(tmp_path / "a/c.txt"), str(tmp_path / "b.txt")]


def test_pattern_is_expanded_where_the_shell_has_not_done_it(tmp_path: Path) -> None:
    for name in ("2024-a.txt", "2025-b.txt"):
        (tmp_path / name).write_text("Some news.")
    assert find_inputs([str(tmp_path / "2024-*.txt")]) == [str(tmp_path / "2024-a.txt")]


def test_nothing_to_read_is_an_error_that_names_the_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        find_inputs([str(tmp_path / "nowhere.txt")])


def test_a_missing_input_beside_a_good_one_is_a_reject(tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "good.jsonl", [CALM])
    batches = batches_of(good, tmp_path / "gone.jsonl")
    assert counts_of(batches) == {"read": 2, "new": 1, "rejected": 1}


def test_a_format_without_reader_is_a_reject_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF")
    (reject,) = batches_of(tmp_path)[0].rejects.to_dicts()
    assert (reject["reason"], "'.pdf'" in reject["detail"]) == ("unknown_format", True)


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_lines_are_read_like_plain_ones(tmp_path: Path, suffix: str) -> None:
    plain = write_jsonl(tmp_path / "a.jsonl", [CALM]).read_bytes()
    packed = gzip.compress(plain) if suffix == ".gz" else zstandard.compress(plain)
    (tmp_path / f"b.jsonl{suffix}").write_bytes(packed)
    assert [row["text"] for row in articles_of(tmp_path / f"b.jsonl{suffix}")] == [CALM["text"]]


def test_truncated_gzip_keeps_what_came_before_and_says_where_it_breaks(tmp_path: Path) -> None:
    lines = write_jsonl(tmp_path / "a.jsonl", [{**CALM, "id": str(i), "text": f"{i} {i * 7919}"} for i in range(5000)])
    whole = gzip.compress(lines.read_bytes())
    (tmp_path / "b.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    batches = batches_of(tmp_path / "b.jsonl.gz")
    counts = counts_of(batches)
    assert counts["new"] > 1000
    assert [row["reason"] for batch in batches for row in batch.rejects.to_dicts()] == ["unreadable"]


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.99])
def test_truncated_zst_is_told(tmp_path: Path, kept: float) -> None:
    lines = write_jsonl(tmp_path / "a.jsonl", [{**CALM, "id": str(i), "text": f"{i} {i * 7919}"} for i in range(5000)])
    whole = zstandard.compress(lines.read_bytes())
    (tmp_path / "b.jsonl.zst").write_bytes(whole[: int(len(whole) * kept)])
    assert rejects_of(tmp_path / "b.jsonl.zst")[-1][1] == "unreadable"


def test_file_name_that_is_no_text_is_read_and_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff2025-01-04.txt")).write_text("Some news.")
    (row,) = articles_of(tmp_path)
    assert (row["published"], str(row["input_uri"]).endswith("bad\\xff2025-01-04.txt")) == ("2025-01-04", True)


@pytest.mark.parametrize("name", ["", "a**b"])
def test_impossible_input_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError):
        find_inputs([name])


def test_stored_article_is_unchanged_and_left_out(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [CALM])
    batches = batches_of(path, known=known_from(path))
    assert (counts_of(batches), batches[0].articles.height) == ({"read": 1, "unchanged": 1}, 0)


def test_article_read_by_another_extractor_is_read_again(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [CALM])
    assert counts_of(batches_of(path, known=known_from(path, version="0"))) == {"read": 1, "reextracted": 1}


def test_text_that_is_not_current_is_never_read_again(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [CALM, {**CALM, "text": "Calm no more.", "updated": "2024-05-02"}])
    counts = counts_of(batches_of(path, known=known_from(path, version="0")))
    assert counts == {"read": 2, "unchanged": 1, "reextracted": 1}


def test_of_two_texts_of_an_article_one_is_extracted_and_both_are_stored(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [CALM, {**CALM, "text": "Calm no more.", "updated": "2024-05-02"}])
    (batch,) = batches_of(path)
    assert counts_of([batch]) == {"read": 2, "new": 1, "revised": 1}
    assert [batch.articles["text"].to_list(), batch.other_texts["text"].to_list()] == [
        ["Calm no more."],
        [CALM["text"]],
    ]


def test_text_delivered_again_with_a_later_time_goes_to_the_store_once_more(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [CALM])
    later = write_jsonl(tmp_path / "b.jsonl", [{**CALM, "updated": "2024-05-03", "author": "Ann Poe"}])
    (batch,) = batches_of(later, known=known_from(path))
    assert counts_of([batch]) == {"read": 1, "unchanged": 1}
    assert [(row["updated"], row["author"]) for row in batch.other_texts.to_dicts()] == [("2024-05-03", "Ann Poe")]


def test_other_language_is_said_to_be_skipped_and_not_marked(tmp_path: Path) -> None:
    german = "BERLIN (Reuters) - Der Sicherheitsrat hat am Montag über die neuen Maßnahmen beraten und vertagt."
    rows = articles_of(write_jsonl(tmp_path / "a.jsonl", [{**CALM, "id": "2", "text": german}, CALM]))
    assert [(row["language"], row["extraction_status"], row["marks"]) for row in rows] == [
        ("de", "skipped_language", []),
        ("und", "extracted", []),
    ]


def test_dateline_is_marked_and_dates_an_undated_text(tmp_path: Path) -> None:
    text = "LONDON, March 4, 2025 (Reuters) - All was calm."
    (row,) = articles_of(write_jsonl(tmp_path / "a.jsonl", [{"text": text}]))
    assert (row["published"], row["published_method"]) == ("2025-03-04", "dateline")
    (mark,) = cast(list[dict[str, object]], row["marks"])
    assert (mark["text"], mark["place"], mark["agency"]) == ("LONDON, March 4, 2025 (Reuters) -", "LONDON", "Reuters")


@pytest.mark.parametrize("odd", [True, {"year": 2024}, "03/04/2024"])
def test_odd_date_is_unknown_with_its_reason(tmp_path: Path, odd: object) -> None:
    (row,) = articles_of(write_jsonl(tmp_path / "2024-05-01.jsonl", [{**CALM, "published": odd, "updated": odd}]))
    assert (row["published"], row["published_method"], row["updated"], row["version_at"]) == (None, "none", None, None)
    assert None not in (row["published_problem"], row["updated_problem"])


@pytest.mark.parametrize("nothing", [None, "", " ", []])
def test_empty_date_is_none_given_and_the_name_of_a_dump_dates_nothing(tmp_path: Path, nothing: object) -> None:
    (row,) = articles_of(write_jsonl(tmp_path / "2024-05-01.jsonl", [{**CALM, "published": nothing}]))
    assert (row["published"], row["published_method"], row["published_problem"]) == (None, "none", None)


def test_same_record_twice_in_a_run_is_a_duplicate(tmp_path: Path) -> None:
    assert counts_of(batches_of(write_jsonl(tmp_path / "a.jsonl", [CALM, CALM]))) == {
        "read": 2,
        "new": 1,
        "duplicate": 1,
    }


def test_batches_end_at_either_limit(tmp_path: Path) -> None:
    records = [{**CALM, "id": str(i), "text": "word " * 10} for i in range(7)]
    path = write_jsonl(tmp_path / "a.jsonl", records)
    by_articles = batches_of(path, portions=Portions(3, 1000))
    by_words = batches_of(path, portions=Portions(100, 25))
    assert [batch.articles.height for batch in by_articles] == [3, 3, 1]
    assert [batch.articles.height for batch in by_words] == [3, 3, 1]


def test_fields_that_are_not_ours_go_to_extra(tmp_path: Path) -> None:
    (row,) = articles_of(write_jsonl(tmp_path / "a.jsonl", [{**CALM, "topics": ["a"], "sanctions": [1]}]))
    assert row["extra"] == '{"topics":["a"],"sanctions":[1]}'


def test_mapped_column_is_read_as_the_field(tmp_path: Path) -> None:
    from flows.ingest.drafts import Limits

    path = write_jsonl(tmp_path / "a.jsonl", [{"body": "Some news.", "headline": "News", "text": "other"}])
    limits = Limits(1000, 10_000, {"text": "body", "title": "headline"})
    (row,) = articles_of(path, limits=limits)
    assert (row["text"], row["title"], row["extra"]) == ("Some news.", "News", '{"text":"other"}')


record = st.one_of(
    st.fixed_dictionaries(
        {"text": st.sampled_from(["One.", "Two.", "", "Three \0."])},
        optional={"id": st.sampled_from(["1", 2, None]), "source": st.sampled_from(["A", "B"]), "title": st.text()},
    ),
    st.sampled_from(["{", "[]", "null", "", '{"text": 5}', '{"text": "\\ud800"}']),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(records=st.lists(record, max_size=12), articles=st.integers(1, 4))
def test_every_record_has_exactly_one_outcome(tmp_path: Path, records: list[object], articles: int) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", records)
    batches = batches_of(path, portions=Portions(articles, 1000))
    counts = counts_of(batches)
    assert sum(counts.get(name, 0) for name in OUTCOMES) == counts["read"]
    # An input without any record is one reject.
    assert counts["read"] == max(1, sum(1 for line in records if line != ""))
    assert len(rejects_of(path)) == counts.get("rejected", 0)
    for batch in batches:
        assert batch.articles["article_id"].is_unique().all()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.timeout(20)
def test_a_pipe_in_a_folder_is_a_reject_and_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    write_jsonl(tmp_path / "a.jsonl", [CALM])
    reasons = [row["reason"] for batch in batches_of(tmp_path) for row in batch.rejects.to_dicts()]
    assert sorted(reasons) == ["not_found", "unreadable"]
