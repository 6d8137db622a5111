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

from flows.extract.anonymous import with_anonymous
from flows.extract.dates import DateLexicon, find_dates, load_dates
from flows.extract.events import Event, EventLexicon, find_events, join_statements, load_events
from flows.extract.gazetteer import Gazetteer, load_gazetteer
from flows.extract.laps import Laps
from flows.extract.link import Linking, link_mentions
from flows.extract.names import Mention, find_mentions
from flows.extract.nlp import load_nlp, read_docs
from flows.extract.prose import told, told_events, with_agency
from flows.extract.quotes import Quote, SpeechLexicon, find_quotes, load_speech
from flows.extract.references import ReferenceLexicon, load_references, with_references
from flows.extract.sanctions import SanctionsLexicon, Statement, find_statements, load_sanctions
from flows.extract.sources import sources_of
from flows.tables import EXTRACTED, LAYERS, Frames, frame_of

Record = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extraction:
    """The pipeline and the data it reads by."""

    nlp: Language
    gazetteer: Gazetteer
    dates: DateLexicon
    sanctions: SanctionsLexicon
    speech: SpeechLexicon
    events: EventLexicon
    references: ReferenceLexicon


@cache
def load_extraction(model: str) -> Extraction:
    """Everything extraction needs, loaded once a process (about two seconds). Raises LexiconError, DatelineError."""
    return Extraction(
        load_nlp(model),
        load_gazetteer(),
        load_dates(),
        load_sanctions(),
        load_speech(),
        load_events(),
        load_references(),
    )


def extract_records(articles: Iterable[Row], *, extraction: Extraction) -> Iterator[Record]:
    """One record per row of ARTICLES, in order; one that is not to be read (another language) gets empty layers."""
    texts = ((row["text"] if row["extraction_status"] == EXTRACTED else "", row) for row in articles)
    lap = Laps()
    for doc, row in read_docs(extraction.nlp, texts):
        lap("parsing")
        yield record_of(doc, row, extraction=extraction)
        lap.restart()


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
    """The article's record: its input fields, then the layers."""
    gazetteer, title, lap = extraction.gazetteer, row["title"], Laps()
    named = link_mentions(doc, find_mentions(doc, gazetteer=gazetteer), gazetteer=gazetteer, title=title)
    lap("names")
    linking = with_references(doc, named, lexicon=extraction.references)
    lap("references")
    named_in_title = [code for _, _, code in gazetteer.codes_in(title or "")]
    title_codes = list(dict.fromkeys([*named_in_title, *extraction.sanctions.codes_in_title(title or "")]))
    # Statements and events resolve what stands for a party by their own rules: given references as well, senders of
    # sanctions lost 0.4 and actors of events 1.1 points (2026-11).
    statements = find_statements(
        doc,
        named.mentions,
        title_codes=title_codes,
        lexicon=extraction.sanctions,
        article_id=row["article_id"],
        names=gazetteer.codes_in,
    )
    lap("sanctions")
    quotes = find_quotes(doc, linking, lexicon=extraction.speech)
    quotes, linking = with_anonymous(quotes, linking, lexicon=extraction.speech)
    lap("quotes")
    dates = find_dates(doc, published=row["published_date"], lexicon=extraction.dates)
    lap("dates")
    events = find_events(
        doc,
        named.mentions,
        dates=dates,
        lexicon=extraction.events,
        modality=extraction.sanctions.modality,
        article_id=row["article_id"],
        quotes=quotes,
    )
    statements, events = join_statements(statements, events, named.mentions, article_id=row["article_id"])
    marks = row["marks"] or []
    events, statements = told_events(events, statements, marks)
    lap("events")

    def sources(one: Statement | Event) -> list[Row]:
        return _sources(one, quotes, linking.mentions, row["source"], marks)

    record = {
        **_input_fields(row),
        "article_id": row["article_id"],
        "marks": marks,
        "sentences": [{"start": sent.start_char, "end": sent.end_char} for sent in doc.sents],
        **_names(linking),
        "dates": [_plain(found) for found in dates],
        "quotes": _quotes(told(quotes, marks)),
        "events": [{**_plain(one), "sources": sources(one)} for one in events],
        "sanctions": [{**_plain(one), "sources": sources(one)} for one in statements],
    }
    lap("record")
    return record


def _input_fields(row: Row) -> Record:
    return {
        "id": row["record_id"],
        "input": {"uri": row["input_uri"], "record": row["input_record"]},
        **{name: row[name] for name in ("url", "title", "source", "author", "published", "published_method")},
        "published_problem": row["published_problem"],
        "updated": row["updated"],
        "updated_problem": row["updated_problem"],
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


def _quotes(quotes: list[Quote]) -> list[Row]:
    """Quotes without what only the source chain needs."""
    apart = ("kind", "via")
    names = [name for name in Quote.__dataclass_fields__ if name not in apart]
    return [{name: getattr(quote, name) for name in names} for quote in quotes]


def _sources(
    one: Statement | Event,
    quotes: list[Quote],
    mentions: list[Mention],
    publisher: str | None,
    marks: list[Row],
) -> list[Row]:
    """Who says what the statement or event says."""
    start, end = (one.trigger_start, one.trigger_end) if isinstance(one, Event) else (one.start, one.end)
    chain = sources_of(start, end, quotes=quotes, mentions=mentions, publisher=publisher)
    return [_plain(link) for link in with_agency(chain, marks, mentions)]


def _plain(value: Any) -> Any:
    """A dataclass as a dict, through all depths; dates as ISO text."""
    if value is None or isinstance(value, str | int | float):  # most of them: asked first
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def _add_rows(rows: dict[str, list[Row]], record: Record) -> None:
    """The record's layers as rows of the store's tables."""
    article = {"article_id": record["article_id"]}
    for name in ("sentences", "mentions", "quotes", "marks"):
        rows[name].extend({**article, **row} for row in record[name])
    for found in record["dates"]:
        rows["dates"].append({**article, **found, **_days(found)})
    for entity in record["entities"]:
        plain = {name: entity[name] for name in ("entity_id", "name", "type", "code")}
        rows["article_entities"].append({**article, **plain})
        rows["entity_roles"].extend({**article, "entity_id": entity["entity_id"], **role} for role in entity["roles"])
    for event in record["events"]:
        _add_event(rows, article, event)
    for statement in record["sanctions"]:
        _add_statement(rows, article, statement)


def _add_event(rows: dict[str, list[Row]], article: Row, event: Row) -> None:
    key = {"event_id": event["event_id"], **article}
    apart = ("actors", "recipients", "sources")
    rows["events"].append(
        {**{name: value for name, value in event.items() if name not in apart}, **article, **_days(event)}
    )
    for role in apart[:2]:
        rows["event_parties"].extend({**key, "role": role.removesuffix("s"), **party} for party in event[role])
    rows["event_sources"].extend({**key, "position": i, **link} for i, link in enumerate(event["sources"]))


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
