"""Small articles and layers by hand, and a run from its begin to its publication."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from flows.store import load, snapshot
from flows.store.database import open_writer
from flows.store.frames import Connection
from flows.tables import ARTICLES, INPUTS, LAYERS, REJECTS, SKIPS, Frames, frame_of

MEMORY = "300MB"
Row = dict[str, object]

# Columns that tell which run did it and when: the only ones in which equal databases may differ.
RUN_COLUMNS = ("run_id", "last_run_id")


@dataclass(frozen=True)
class Text:
    """One text of an article: a sanctions statement by `sender`, whose name is its first word."""

    key: str = "1"
    sender: str = "Freedonia"
    hour: int | None = 9
    day: date | None = date(2024, 3, 1)
    tail: str = "imposed an embargo on Sylvania on Friday."
    published_method: str = field(default="given")

    @property
    def article_id(self) -> str:
        return f"a{self.key}"

    @property
    def text(self) -> str:
        """Begins with a character of two bytes and one beyond the basic plane, so that bytes are no offsets."""
        return f"É𝄞 {self.sender} {self.tail}"

    @property
    def content_hash(self) -> str:
        return f"hash of {self.text} {self.hour}"

    def article(self) -> Row:
        version_at = None if self.hour is None else datetime(2024, 3, 1, self.hour, tzinfo=UTC)
        given: Row = {
            "article_id": self.article_id,
            "record_id": self.key,
            "given_id": self.key,
            "input_uri": "news.jsonl",
            "input_record": 1,
            "source": "The Daily Sample",
            "title": "Embargo",
            "published": self.day.isoformat() if self.day else None,
            "published_date": self.day,
            "published_method": self.published_method if self.day else "none",
            "version_at": version_at,
            "language": "en",
            "extraction_status": "extracted",
            "text": self.text,
            "extra": "{}",
            "word_count": len(self.text.split()),
            "content_hash": self.content_hash,
            "story_id": f"story {self.key}",
        }
        return dict.fromkeys(ARTICLES) | given

    def layers(self) -> dict[str, list[Row]]:
        """Every layer with at least one row, offsets true."""
        text = self.text
        last = text.rindex("Friday")
        article: Row = {"article_id": self.article_id}
        whole: Row = {"start": 0, "end": len(text)}
        name: Row = {"start": 3, "end": 3 + len(self.sender)}
        friday: Row = {"start": last, "end": last + 6, "text": text[last : last + 6]}
        entity: Row = {"entity_id": f"e-{self.sender}", "code": self.sender[:3].upper()}
        statement: Row = article | {"statement_id": f"s{self.key}-{self.sender}"}
        event: Row = article | {"event_id": f"v{self.key}-{self.sender}"}
        sentence: Row = {"sentence_start": 0, "sentence_end": len(text)}
        day: Row = {"start_date": self.day, "end_date": self.day, "precision": "day"}
        source: Row = {"position": 0, "kind": "publisher", "name": "The Daily Sample"}
        return {
            "sentences": [article | whole],
            "mentions": [article | name | entity | {"text": self.sender, "label": "GPE", "sense": "government"}],
            "article_entities": [article | entity | {"name": self.sender, "type": "GPE"}],
            "entity_roles": [article | name | {"entity_id": entity["entity_id"], "text": self.sender}],
            "dates": [article | friday | day | {"type": "DATE"}],
            "quotes": [article | name | {"text": self.sender, "direct": False, "speaker": self.sender}],
            "events": [
                event
                | sentence
                | day
                | {"type": "SANCTION", "modality": "actual", "trigger_start": 3, "trigger_end": name["end"]}
            ],
            "event_parties": [
                event | entity | name | {"role": "actor", "inferred": False},
                event | {"role": "recipient", "code": "SYL", "inferred": True},
            ],
            "event_sources": [event | source],
            "sanctions": [
                statement
                | whole
                | sentence
                | {"event_id": event["event_id"], "action": "impose", "modality": "actual", "measures": ["trade"]}
            ],
            "sanctions_parties": [
                statement | {"role": "sender", "code": entity["code"]},
                statement | {"role": "target", "code": "SYL"},
            ],
            "statement_sources": [statement | source],
            "marks": [article | friday | {"kind": "dateline", "place": "Friday", "rule": "place"}],
        }


def layer_frames(texts: Sequence[Text]) -> Frames:
    """The layers of all texts as frames; what is not given is null."""
    rows: dict[str, list[Row]] = {name: [] for name in LAYERS}
    for text in texts:
        for name, found in text.layers().items():
            rows[name].extend(dict.fromkeys(LAYERS[name]) | row for row in found)
    return {name: frame_of(found, LAYERS[name]) for name, found in rows.items()}


def article_frame(texts: Sequence[Text]) -> pl.DataFrame:
    return frame_of([text.article() for text in texts], ARTICLES)


def reject_frame(*details: str) -> pl.DataFrame:
    rows: list[Row] = [
        {"uri": "news.jsonl", "record": 17, "reason": "bad_json", "detail": detail, "sample": ""} for detail in details
    ]
    return frame_of(rows, REJECTS)


def begin(con: Connection, run_id: str, *, extractor: str = "x1") -> None:
    """A run in the ledger."""
    load.begin_run(con, load.Run(run_id, datetime(2024, 3, 2, tzinfo=UTC), "0.1", extractor, "sm", "lex", "{}"))


def store(
    con: Connection,
    texts: Sequence[Text],
    *,
    run_id: str = "r1",
    extractor: str = "x1",
    rejects: pl.DataFrame | None = None,
) -> load.Loaded:
    """One batch loaded."""
    return load.load_batch(
        con,
        run_id=run_id,
        extractor_version=extractor,
        articles=article_frame(texts),
        layers=layer_frames(texts),
        rejects=frame_of([], REJECTS) if rejects is None else rejects,
    )


def run_batches(
    con: Connection, batches: Sequence[Sequence[Text]], *, run_id: str = "r1", extractor: str = "x1"
) -> None:
    """A run without its publication, its numbers added up as the pipeline would."""
    begin(con, run_id, extractor=extractor)
    loads = [store(con, batch, run_id=run_id, extractor=extractor) for batch in batches]
    counts = {
        name: sum(getattr(done, name) for done in loads) for name in ("new", "revised", "reextracted", "unchanged")
    }
    read = sum(counts.values())
    row: Row = {"uri": "news.jsonl", "content_hash": "f", "status": "read", "record_count": read}
    row |= {"rejected_count": 0, "skipped_count": 0}
    load.load_inputs(con, run_id, frame_of([row], INPUTS), skips=frame_of([], SKIPS))
    load.finish_run(con, run_id, counts={"read": read, **counts}, status="done")


def run_once(db: Path, batches: Sequence[Sequence[Text]], *, run_id: str = "r1", extractor: str = "x1") -> bool:
    """A whole run; whether it published."""
    with open_writer(db, memory=MEMORY) as con:
        run_batches(con, batches, run_id=run_id, extractor=extractor)
        return snapshot.publish(con, db)


@contextmanager
def writer(tmp_path: Path) -> Iterator[Connection]:
    """A writer's connection in an empty folder."""
    with open_writer(tmp_path / "news.duckdb", memory=MEMORY) as con:
        yield con


def rows_of(con: Connection, table: str) -> list[tuple[object, ...]]:
    """A table's rows in a fixed order, run columns left out."""
    return sorted(pl.DataFrame(con.table(table)).drop(RUN_COLUMNS, strict=False).rows(), key=repr)


def all_rows(con: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every table that belongs to articles."""
    return {table: rows_of(con, table) for table in ("articles", "entities", *LAYERS)}
