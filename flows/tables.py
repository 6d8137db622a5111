"""What passes between the rooms: one Polars schema a table, and `conform`, the door that checks them.

The shapes are those of the article record; `start`, `end` and every `*_start`, `*_end` are characters
(Unicode code points), half-open, into `text` of the article as delivered. A null offset means that the text
implies the thing without naming it.
"""

import polars as pl

from flows.errors import DatelineError

Schema = dict[str, pl.DataType]
Frames = dict[str, pl.DataFrame]

S, I, F, B, D = pl.String(), pl.Int32(), pl.Float64(), pl.Boolean(), pl.Date()  # noqa: E741
AT = pl.Datetime("us", "UTC")
SPAN: Schema = {"start": I, "end": I}

# A stretch of a text that is not its story: a dateline, a note of correction, a line of the trade.
MARK: Schema = {**SPAN, "text": S, "kind": S, "place": S, "agency": S, "rule": S}

# What extraction makes of a text. Without layers: a language that is not read, and a text that it cannot read (then
# there is a reject that says why; a newer extractor tries again).
EXTRACTED = "extracted"
SKIPPED_LANGUAGE = "skipped_language"
FAILED = "failed"

# One row per usable record of an input, key (article_id, content_hash); made by ingest.
ARTICLES: Schema = {
    "article_id": S,  # "a" + 16 hex digits of the identity, see flows/ingest/identity.py
    "record_id": S,  # the id as given, as a string; the article_id where none was given
    "given_id": S,
    "input_uri": S,
    "input_record": I,  # counts from 1
    "url": S,
    "title": S,
    "source": S,
    "author": S,
    "published": S,  # ISO date or datetime as delivered, null when unknown or implausible
    "published_at": AT,  # null when no time of day is stated
    "published_date": D,  # in the time zone that `published` itself states
    "published_method": S,
    "published_problem": S,  # why a given date was not believed
    "updated": S,
    "updated_problem": S,  # why a given time of change was not believed
    "version_at": AT,  # updated, else published, the latest of all deliveries: orders the texts of one identity
    "language": S,
    "extraction_status": S,  # extracted | skipped_language | failed
    "text": S,
    "extra": S,  # JSON object of the input's other fields
    "word_count": I,
    "content_hash": S,  # of text, title and published: another hash under one identity is a revision
    "story_id": S,  # the story that the text would found alone; the store finds the one it belongs to
    "marks": pl.List(pl.Struct(MARK)),
}

# One row per text, key (article_id, content_hash): what near copies are found by, see flows/ingest/stories.py.
SIGNATURES: Schema = {
    "article_id": S,
    "content_hash": S,
    "words_hash": pl.UInt64(),
    "shingle_count": I,
    "is_table": B,
    "minhash": pl.List(pl.UInt32()),
    "figures": pl.List(pl.UInt16()),
}

# One row per record that cannot be used.
REJECTS: Schema = {"uri": S, "record": I, "reason": S, "detail": S, "sample": S}

# One row per input of a run (a file); key uri.
INPUTS: Schema = {"uri": S, "content_hash": S, "status": S, "record_count": I, "rejected_count": I, "skipped_count": I}

# One row per input and reason of what was passed over, key (uri, reason).
SKIPS: Schema = {"uri": S, "reason": S, "record_count": I}

# One row per sentence, key (article_id, start).
SENTENCES: Schema = {"article_id": S, **SPAN}

# One row per character span and entity that it names, key (article_id, start, end, entity_id): "the two countries"
# names two. Without a label: a reference.
MENTIONS: Schema = {
    "article_id": S,
    **SPAN,
    "text": S,
    "label": S,
    "entity_id": S,
    "code": S,
    "sense": S,
    "rule": S,
}

# One row per article and entity, key (article_id, entity_id).
ARTICLE_ENTITIES: Schema = {"article_id": S, "entity_id": S, "name": S, "type": S, "code": S}

# One row per role that an article gives to an entity, key (article_id, entity_id, start).
ENTITY_ROLES: Schema = {"article_id": S, "entity_id": S, "text": S, **SPAN}

# One row per time expression, key (article_id, start).
DATES: Schema = {
    "article_id": S,
    **SPAN,
    "text": S,
    "type": S,
    "start_date": D,
    "end_date": D,  # inclusive
    "precision": S,
    "rule": S,
}

# One row per quotation, key (article_id, start, end): "it was late, she said, according to him" holds two.
QUOTES: Schema = {
    "article_id": S,
    **SPAN,
    "text": S,
    "direct": B,
    "cue_start": I,
    "cue_end": I,
    "speaker_start": I,
    "speaker_end": I,
    "speaker_id": S,
    "speaker": S,
    "rule": S,
}

# Why a modality and a confidence: the cue's rule, the spans of the words that tell it, what speaks against the reading.
EVIDENCE: Schema = {"modality_rule": S, "cues": pl.List(pl.Struct(SPAN)), "confidence_reasons": pl.List(pl.String())}

# One row per event, key event_id.
EVENTS: Schema = {
    "event_id": S,
    "article_id": S,
    "parent_id": S,
    "type": S,
    "cameo": S,
    "mode": S,
    "modality": S,
    "trigger_start": I,
    "trigger_end": I,
    "sentence_start": I,
    "sentence_end": I,
    "start_date": D,
    "end_date": D,
    "precision": S,
    "place_code": S,
    "condition_start": I,
    "condition_end": I,
    "rule": S,
    "confidence": F,
    **EVIDENCE,
}

# One row per party of an event.
EVENT_PARTIES: Schema = {
    "event_id": S,
    "article_id": S,
    "role": S,  # actor | recipient
    "entity_id": S,
    "code": S,
    **SPAN,
    "inferred": B,
}

# One row per thing a sentence says about sanctions, key statement_id.
SANCTIONS: Schema = {
    "statement_id": S,
    "article_id": S,
    "event_id": S,
    "action": S,
    "modality": S,
    **SPAN,
    "sentence_start": I,
    "sentence_end": I,
    "measures": pl.List(pl.String()),
    "issue_start": I,
    "issue_end": I,
    "programme": S,
    "rule": S,
    "confidence": F,
    "action_start": I,
    "action_end": I,
    **EVIDENCE,
}

# One row per party of a statement, key (statement_id, role, code).
SANCTIONS_PARTIES: Schema = {"statement_id": S, "article_id": S, "role": S, "code": S}

# One row per link of a statement's source chain, key (statement_id, position); 0 is the innermost.
STATEMENT_SOURCES: Schema = {
    "statement_id": S,
    "article_id": S,
    "position": I,
    "kind": S,
    "name": S,
    "entity_id": S,
    **SPAN,
}

# One row per link of an event's source chain, key (event_id, position); 0 is the innermost.
EVENT_SOURCES: Schema = {"event_id": S, **{k: v for k, v in STATEMENT_SOURCES.items() if k != "statement_id"}}

# One row per mark, key (article_id, start); found by ingest, carried through with the other layers.
MARKS: Schema = {"article_id": S, **MARK}

# What extraction leaves for the store, by table name, in the order in which it is loaded.
LAYERS: dict[str, Schema] = {
    "sentences": SENTENCES,
    "mentions": MENTIONS,
    "article_entities": ARTICLE_ENTITIES,
    "entity_roles": ENTITY_ROLES,
    "dates": DATES,
    "quotes": QUOTES,
    "events": EVENTS,
    "event_parties": EVENT_PARTIES,
    "event_sources": EVENT_SOURCES,
    "sanctions": SANCTIONS,
    "sanctions_parties": SANCTIONS_PARTIES,
    "statement_sources": STATEMENT_SOURCES,
    "marks": MARKS,
}

# The look back: one row per stored text, key (article_id, content_hash).
KNOWN: Schema = {
    "article_id": S,
    "content_hash": S,
    "version_at": AT,
    "run_id": S,  # the run that stored it
    "is_current": B,
    "extractor_version": S,  # null for a text that is not current, so has no layers
}


# What servers said of the addresses that were read, key uri.
FEED_STATE: Schema = {
    "uri": S,
    "etag": S,
    "last_modified": S,
    "moved_to": S,
    "has_pages": B,  # the pages that its items link to were asked for too
    "checked_at": AT,
}

# Feed items that were stored with the text of their page, key item_hash.
FEED_PAGES: Schema = {"item_hash": S, "url": S}


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with exactly the schema's columns, in order and type. Raises DatelineError naming what differs."""
    if missing := schema.keys() ^ frame.columns:
        raise DatelineError(f"a frame does not have the columns of its table: {', '.join(sorted(missing))}")
    return frame.select(*schema).cast(schema)  # type: ignore[arg-type]


def frame_of(rows: list[dict[str, object]], schema: Schema) -> pl.DataFrame:
    """Rows as a frame of the schema; no rows give an empty frame of the same columns."""
    return pl.DataFrame(rows, schema=schema, orient="row")
