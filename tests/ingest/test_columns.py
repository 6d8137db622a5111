"""Names of columns: which field they are taken for, and what is said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from flows.ingest.columns import Records, guess_columns, in_words, usual_names, without_text
from flows.ingest.drafts import Draft, Note, Reject
from tests.ingest.helpers import LIMITS

Item = Draft | Reject | Note


def read(*records: Mapping[str, object], given: Mapping[str, str] | None = None) -> list[Item]:
    reading = Records(replace(LIMITS, columns=given or {}))
    return [item for number, record in enumerate(records, 1) for item in reading.read(number, record)]


def drafts(items: list[Item]) -> Iterator[Draft]:
    return (item for item in items if isinstance(item, Draft))


def notes(items: list[Item]) -> list[str]:
    return [item.text for item in items if isinstance(item, Note)]


def test_no_name_stands_for_two_fields() -> None:
    lists = usual_names().model_dump().values()
    names = ["".join(filter(str.isalnum, name.lower())) for each in lists for name in each]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (["headline", "body", "pub_date", "publication"], "title text published source"),
        (["HEADLINE", "Body Text", "Published-At", "Outlet"], "title text published source"),
        (["title", "content", "publishedAt", "source.name"], "title text published source"),
        (["webTitle", "fields.bodyText", "webPublicationDate", "fields.byline"], "title text published author"),
        (["headline.main", "lead_paragraph", "pub_date", "web_url"], "title text published url"),
        (["title", "maintext", "date_publish", "source_domain"], "title text published source"),
        (["guid", "story", "byline", "link", "lang", "date_modified"], "id text author url language updated"),
        (["_id", "article", "newspaper", "created_at"], "id text source published"),
    ],
)
def test_usual_names_are_known(names: list[str], fields: str) -> None:
    columns = guess_columns(names, given={})
    assert {name: columns.names[name] for name in fields.split()} == dict(zip(fields.split(), names, strict=True))
    assert columns.has_text


def test_fields_own_names_go_before_usual_ones_and_given_ones_before_all() -> None:
    names = ["body", "text", "date", "published"]
    assert guess_columns(names, given={}).names == {"published": "published", "text": "text"}
    given = guess_columns(names, given={"text": "Body"})
    assert given.names == {"published": "published", "text": "body"}
    assert given.unused == ("text", "date")


def test_a_column_serves_one_field_only() -> None:
    assert guess_columns(["Body", "Date"], given={"title": "Body", "updated": "Date"}).names.keys() == {
        "title",
        "updated",
    }


def test_whole_text_goes_before_summary() -> None:
    assert guess_columns(["description", "content"], given={}).names["text"] == "content"
    summary = guess_columns(["title", "description"], given={})
    assert (summary.names["text"], summary.is_strong) == ("description", False)


def test_nested_id_of_the_source_is_not_the_articles_id() -> None:
    assert "id" not in guess_columns(["source.id", "source.name", "content"], given={}).names


def test_what_was_guessed_is_told_once() -> None:
    told = notes(read(*[{"title": "a", "body": "x", "n": 1}] * 3))
    assert told == ["columns: title, text=body; not used: n"]


def test_what_only_some_records_name_otherwise_is_told_too() -> None:
    told = notes(read({"body": "x"}, {"summary": "y"}, {"summary": "z"}))
    assert told == ["columns: text=body", "columns of some records: text=summary"]


def test_fields_own_names_are_nothing_to_tell() -> None:
    assert notes(read({"text": "x", "published": "2024-01-01", "n": 1})) == []


def test_nested_values_are_taken_out_of_what_is_kept_beside() -> None:
    (draft,) = drafts(read({"content": "x", "source": {"id": "q", "name": "Quay Post"}}))
    assert (draft.source, draft.extra) == ("Quay Post", '{"source":{"id":"q"}}')


def test_given_name_may_lead_deep_into_an_object() -> None:
    (draft,) = drafts(read({"a": {"b": {"c": "x", "d": 1}}}, given={"text": "a.b.c"}))
    assert (draft.text, draft.extra) == ("x", '{"a":{"b":{"d":1}}}')


def test_record_without_text_says_what_there_is() -> None:
    (reject,) = read({"x": 1, "y": {"z": 2}})
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail.endswith("--map text=COLUMN. Columns: x, y.z")) == ("no_text", True)


def test_messages_stay_short_and_can_be_stored() -> None:
    names = ["body", "\ud800", "n" * 500, *(f"c{number}" for number in range(5_000))]
    for line in (in_words(guess_columns(names, given={})), without_text(names)):
        assert len(line) < 500
        assert line.encode("utf-8")


def test_keys_that_are_data_do_not_fill_the_memory() -> None:
    reading = Records(LIMITS)
    for number in range(3_000):
        assert list(drafts(list(reading.read(number, {"text": "x", f"k{number}": 1}))))
    assert len(reading._known) <= 1_000
