"""One Doc -> one article record (contract, section 3), and records -> the frames that the store takes.

An `Extraction` holds what is loaded once a process: the spaCy pipeline, the gazetteer, the lexicons.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson
import polars as pl
from spacy.language import Language
from spacy.tokens import Doc

from flows.extract.dates import DateLexicon, find_dates, load_dates
from flows.extract.gazetteer import Gazetteer, load_gazetteer
from flows.extract.link import Linking, link_mentions
from flows.extract.names import find_mentions
from flows.extract.nlp import load_nlp, read_docs
from flows.extract.sanctions import SanctionsLexicon, find_statements, load_sanctions
from flows.tables import LAYERS, Frames, frame_of

# What we can read. A text whose language nobody can tell (three words, a table) is read as English.
LANGUAGES = ("en", "und")

Record = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extraction:
    """The pipeline and the data it reads by."""

    nlp: Language
    gazetteer: Gazetteer
    dates: DateLexicon
    sanctions: SanctionsLexicon


@cache
def load_extraction(model: str) -> Extraction:
    """Everything extraction needs, loaded once a process (about two seconds). Raises LexiconError, DatelineError."""
    return Extraction(load_nlp(model), load_gazetteer(), load_dates(), load_sanctions())


def extract_records(articles: Iterable[Row], *, extraction: Extraction) -> Iterator[Record]:
    """One record per row of ARTICLES, in order; other languages get a record with empty layers."""
    texts = ((row["text"] if row["language"] in LANGUAGES else "", row) for row in articles)
    for doc, row in read_docs(extraction.nlp, texts):
        yield record_of(doc, row, extraction=extraction)


def extract_frames(articles: pl.DataFrame, *, extraction: Extraction) -> Frames:
    """The layers of a batch of ARTICLES, by table name.

    The string store grows with every new word; a memory zone a batch gives the memory back.
    """
    with extraction.nlp.memory_zone():
        rows: dict[str, list[Row]] = {name: [] for name in LAYERS}
        for record in extract_records(articles.iter_rows(named=True), extraction=extraction):
            _add_rows(rows, record)
    return {name: frame_of(rows[name], schema) for name, schema in LAYERS.items()}


def extract_lines(articles: pl.DataFrame, *, extraction: Extraction) -> bytes:
    """The records of a batch of ARTICLES as JSON Lines."""
    with extraction.nlp.memory_zone():
        records = extract_records(articles.iter_rows(named=True), extraction=extraction)
        return b"".join(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)


def record_of(doc: Doc, row: Row, *, extraction: Extraction) -> Record:
    """The article's record: its input fields, then the layers. Quotes and events have no layer yet: empty arrays."""
    gazetteer, title = extraction.gazetteer, row["title"]
    linking = link_mentions(doc, find_mentions(doc, gazetteer=gazetteer), gazetteer=gazetteer, title=title)
    title_codes = list(dict.fromkeys(code for _, _, code in gazetteer.codes_in(title or "")))
    statements = find_statements(
        doc, linking.mentions, title_codes=title_codes, lexicon=extraction.sanctions, article_id=row["article_id"]
    )
    dates = find_dates(doc, published=row["published_date"], lexicon=extraction.dates)
    return {
        **_input_fields(row),
        "article_id": row["article_id"],
        "sentences": [{"start": sent.start_char, "end": sent.end_char} for sent in doc.sents],
        **_names(linking),
        "dates": [_plain(found) for found in dates],
        "quotes": [],
        "events": [],
        "sanctions": [_plain(statement) for statement in statements],
    }


def _input_fields(row: Row) -> Record:
    return {
        "id": row["record_id"],
        "input": {"uri": row["input_uri"], "record": row["input_record"]},
        **{name: row[name] for name in ("url", "title", "source", "author", "published", "published_method")},
        "published_problem": row["published_problem"],
        "updated": row["updated"],
        "language": row["language"],
        "text": row["text"],
        "extra": orjson.loads(row["extra"]),
    }


def _names(linking: Linking) -> Record:
    keep = ("start", "end", "text", "label", "entity_id", "code", "sense", "rule")
    return {
        "mentions": [{name: getattr(mention, name) for name in keep} for mention in linking.mentions],
        "entities": [_plain(entity) for entity in linking.entities],
    }


def _plain(value: Any) -> Any:
    """A dataclass as a dict, through all depths; dates as ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def _add_rows(rows: dict[str, list[Row]], record: Record) -> None:
    """The record's layers as rows of the store's tables."""
    article = {"article_id": record["article_id"]}
    for name in ("sentences", "mentions", "quotes"):
        rows[name].extend({**article, **row} for row in record[name])
    for found in record["dates"]:
        rows["dates"].append({**article, **found, **_days(found)})
    for entity in record["entities"]:
        plain = {name: entity[name] for name in ("entity_id", "name", "type", "code")}
        rows["article_entities"].append({**article, **plain})
        rows["entity_roles"].extend({**article, "entity_id": entity["entity_id"], **role} for role in entity["roles"])
    for statement in record["sanctions"]:
        _add_statement(rows, article, statement)


def _add_statement(rows: dict[str, list[Row]], article: Row, statement: Row) -> None:
    key = {"statement_id": statement["statement_id"], **article}
    apart = ("sender", "target", "sources")
    rows["sanctions"].append({**{name: value for name, value in statement.items() if name not in apart}, **article})
    rows["sanctions_parties"].extend(
        {**key, "role": role, "code": code} for role in apart[:2] for code in statement[role]
    )
    rows["statement_sources"].extend({**key, "position": i, **link} for i, link in enumerate(statement["sources"]))


def _days(found: Row) -> Row:
    """JSON has no dates; a frame does."""
    names = ("start_date", "end_date")
    return {name: date.fromisoformat(found[name]) if found[name] else None for name in names}
