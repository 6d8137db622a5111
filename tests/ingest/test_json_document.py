"""JSON documents: where the articles lie, and what a fault in one of them costs."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.ingest.drafts import Limits
from flows.ingest.json_walk import BrokenJsonError, Walker
from tests.ingest.helpers import LIMITS, articles_of, batches_of, counts_of, rejects_of


def write(path: Path, document: object) -> Path:
    """A document; a string stands as it is."""
    path.write_text(document if isinstance(document, str) else json.dumps(document, indent=1), encoding="utf-8")
    return path


def texts_of(path: Path, limits: Limits = LIMITS) -> list[object]:
    return [row["text"] for row in articles_of(path, limits=limits)]


def details_of(path: Path) -> str:
    return " ".join(row["detail"] for batch in batches_of(path) for row in batch.rejects.to_dicts())


ONE, TWO = {"text": "One"}, {"text": "Two"}


@pytest.mark.parametrize(
    ("document", "texts"),
    [
        ([ONE, TWO], ["One", "Two"]),
        ([[ONE], [TWO]], ["One", "Two"]),
        (ONE, ["One"]),
        ({"status": "ok", "articles": [ONE, TWO]}, ["One", "Two"]),
        ({"response": {"total": 2, "docs": [ONE, TWO], "facets": [{"term": "x"}]}}, ["One", "Two"]),
        ([{"day": "2024-01-01", "news": [ONE]}, {"day": "2024-01-02", "news": [TWO]}], ["One", "Two"]),
        ({"hits": {"hits": [{"_id": "7", "_source": {"title": "A", "body": "One"}}]}}, ["One"]),
        ({"text": "One", "comments": [TWO, TWO]}, ["One"]),
        ([{"summary": "One", "comments": [TWO]}], ["One"]),
        ({"description": "a dump", "items": [ONE]}, ["One"]),
        ({"related": [{"description": "x"}], "items": [ONE]}, ["One"]),
        ('{\n"text": "One"}\n{\n"text": "Two"}', ["One", "Two"]),
        ('{"text": "One"}\n{"text": "Two"}\n', ["One", "Two"]),
        ('{"articles": [{"text": "One"}, {"text": "Two"}]}', ["One", "Two"]),
        ([{"title": "no text"}, ONE], ["One"]),
    ],
)
def test_articles_are_found(tmp_path: Path, document: object, texts: list[str]) -> None:
    assert texts_of(write(tmp_path / "a.json", document)) == texts


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4, unique=True), st.booleans())
def test_text_is_never_altered(tmp_path: Path, texts: list[str], is_ascii: bool) -> None:
    document = json.dumps({"n": [{}], "articles": [{"text": text} for text in texts]}, ensure_ascii=is_ascii, indent=0)
    assert texts_of(write(tmp_path / "a.json", document)) == texts


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(TEXT | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)), st.integers(1, 9)
)
def test_what_is_taken_is_the_same_however_the_bytes_are_cut(value: object, size: int) -> None:
    data = json.dumps([{"a": value}]).encode()
    walker = Walker((data[at : at + size] for at in range(0, len(data), size)), limit=1_000_000)
    place = walker.next()
    assert place
    walker.enter(place)
    assert walker.next()
    assert json.loads(walker.take() or b"") == {"a": value}
    assert walker.next() is None


def test_columns_are_guessed_and_told(tmp_path: Path) -> None:
    article = {"source": {"id": None, "name": "Quay Post"}, "publishedAt": "2024-05-01T10:00:00Z", "content": "One"}
    path = write(tmp_path / "a.json", {"articles": [article]})
    (row,) = articles_of(path)
    assert (row["source"], row["published"], row["extra"]) == (
        "Quay Post",
        "2024-05-01T10:00:00+00:00",
        '{"source":{"id":null}}',
    )
    assert batches_of(path)[0].notes == [
        f"{path}: columns: source=source.name, published=publishedAt, text=content; not used: source.id"
    ]


def test_members_of_the_object_with_the_text_are_fields_too(tmp_path: Path) -> None:
    hit = {"_id": "7", "_source": {"title": "A", "body": "One", "date": "2024-05-01", "section": "World"}}
    (row,) = articles_of(write(tmp_path / "a.json", {"hits": {"total": 1, "hits": [hit]}}))
    assert (row["record_id"], row["title"], row["published"], row["extra"]) == (
        "7",
        "A",
        "2024-05-01",
        '{"_source":{"section":"World"}}',
    )


@pytest.mark.parametrize("path", ["data.two", "$.data.two", ".data.two."])
def test_path_may_be_given(tmp_path: Path, path: str) -> None:
    document = {"data": {"one": [ONE], "two": [TWO]}}
    assert texts_of(write(tmp_path / "a.json", document), replace(LIMITS, records=path)) == ["Two"]


def test_path_may_lead_to_one_object_or_to_the_top(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"data": {"article": ONE}})
    assert texts_of(path, replace(LIMITS, records="data.article")) == ["One"]
    path = write(tmp_path / "b.json", {"body": "One", "related": [TWO], "more": [TWO]})
    assert texts_of(path, replace(LIMITS, records="")) == ["One"]


def test_path_that_leads_nowhere_says_what_there_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"data": [ONE]})
    assert rejects_of(path, limits=replace(LIMITS, records="dat")) == [(1, "no_records")]


def test_several_lists_are_not_chosen_from(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"world": [ONE], "home": [TWO]})
    assert rejects_of(path) == [(1, "ambiguous_records")]
    assert "world, home" in details_of(path)


def test_second_list_far_behind_the_first_is_told_of(tmp_path: Path) -> None:
    limits = Limits(1_000_000, 2_000)
    many = [{"text": f"{number} " * 20} for number in range(200)]
    path = write(tmp_path / "a.json", {"world": many, "meta": {"x": [{"y": 1}]}, "home": [TWO, TWO]})
    with_second = json.dumps({"world": many * 60, "home": [TWO, TWO]}, indent=1)
    path.write_text(with_second)
    assert rejects_of(path, limits=limits) == [(12_001, "another_list")]


def test_document_without_text_is_one_reject_that_lists_names(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"status": 1, "rows": [{"kop": "A", "inhoud": "One"}] * 5})
    assert rejects_of(path) == [(1, "no_text_column")]
    assert "rows has kop, inhoud" in details_of(path)
    assert texts_of(path, replace(LIMITS, columns={"text": "inhoud"})) == ["One"]


@pytest.mark.parametrize(
    ("items", "reject"),
    [
        ('{"text": "x" "y"}', "bad_json"),
        ('{"text": "\\x"}', "bad_json"),
        ('{"text": "d", "deep": ' + "[" * 50_000 + "]" * 50_000 + "}", "bad_json"),
        ('{"text": 7}', "no_text"),
        ('{"title": "x"}', "no_text"),
        ('{"text": "a\\u0000b"}', "bad_characters"),
        ('"One"', "not_an_object"),
        ("17", "not_an_object"),
        ('{"text": "' + "x" * 200_000 + '"}', "record_too_long"),
    ],
)
def test_fault_in_one_article_costs_that_article(tmp_path: Path, items: str, reject: str) -> None:
    path = write(tmp_path / "a.json", f'[{{"text": "One"}}, {items}, {{"text": "Two"}}]')
    limits = Limits(1_000, 150_000)
    assert rejects_of(path, limits=limits) == [(2, reject)]
    assert texts_of(path, limits) == ["One", "Two"]


def test_what_json_does_not_have_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"text": "One", "score": NaN, "text": "Two", "big": 1e400}]')
    assert texts_of(path) == ["Two"]  # of two values under one key the last counts, as in every JSON library


@pytest.mark.parametrize("end", ['{"text": "cut', '{"text": "Two"', "", ",", "}"])
def test_what_stood_before_the_break_is_kept(tmp_path: Path, end: str) -> None:
    path = write(tmp_path / "a.json", '{"articles": [{"text": "One"}, ' + end)
    assert texts_of(path)[:1] == ["One"]
    assert rejects_of(path) == [(2, "bad_json")]


def test_packed_document_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    articles = [{"text": f"Article {number} " * 50} for number in range(2_000)]
    data = gzip.compress(json.dumps(articles).encode(), 0)
    (tmp_path / "a.json.gz").write_bytes(data[: len(data) // 2])
    counts = counts_of(batches_of(tmp_path / "a.json.gz"))
    assert counts["new"] > 900
    assert counts["rejected"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.json").write_bytes('[{"text": "Müller"},\n {"text": "“Öl”"}]'.encode(encoding))
    assert texts_of(tmp_path / "a.json") == ["Müller", "“Öl”"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty_input"),
        ("[]", "empty_input"),
        ("{\n}", "no_records"),
        ('{\n "articles": []\n}', "no_records"),
        ("hello", "bad_json"),
        ("<x>", "bad_json"),
        ("[" * 50_000, "bad_json"),
        ('{"a":' * 50_000, "bad_json"),
        ('[{"text": "cut', "bad_json"),
    ],
)
def test_what_is_no_document_of_articles_is_one_reject(tmp_path: Path, data: str, reason: str) -> None:
    path = write(tmp_path / "a.json", data)
    assert rejects_of(path) == [(1, reason)]
    assert counts_of(batches_of(path)) == {"read": 1, "rejected": 1}


def test_string_without_end_is_not_held() -> None:
    walker = Walker((b'{"a": "' if at == 0 else b"x" * 1_000 for at in range(1_000)), limit=10_000)
    assert walker.next()
    with pytest.raises(BrokenJsonError):
        walker.take()
    assert len(walker._data) < 50_000
