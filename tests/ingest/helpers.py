"""Small inputs made by hand, and the batches that come of them."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from flows.ingest.articles import Batch, Portions, read_batches
from flows.ingest.drafts import Limits
from flows.ingest.inputs import find_inputs
from flows.ingest.versions import Known
from flows.tables import KNOWN, frame_of

RUN_DAY = date(2026, 11, 22)
LIMITS = Limits(article_chars=1_000_000, record_bytes=16_000_000)
PORTIONS = Portions(100, 100_000)
NOTHING_KNOWN = frame_of([], KNOWN)


def write_jsonl(path: Path, records: Iterable[object]) -> Path:
    """A JSON Lines file of the records; a string stands as it is."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def batches_of(
    *inputs: Path | str,
    known: pl.DataFrame = NOTHING_KNOWN,
    limits: Limits = LIMITS,
    portions: Portions = PORTIONS,
) -> list[Batch]:
    """Every batch of the inputs, read on 2026-11-22 by extractor version "1"."""
    return list(
        read_batches(
            find_inputs([str(name) for name in inputs]),
            known=Known.of(known, extractor_version="1"),
            limits=limits,
            portions=portions,
            run_day=RUN_DAY,
        )
    )


def articles_of(*inputs: Path | str, limits: Limits = LIMITS) -> list[Mapping[str, object]]:
    """The articles of all batches."""
    return [row for batch in batches_of(*inputs, limits=limits) for row in batch.articles.to_dicts()]


def rejects_of(*inputs: Path | str, limits: Limits = LIMITS) -> list[tuple[int, str]]:
    """(record, reason) of all rejects."""
    rows = [row for batch in batches_of(*inputs, limits=limits) for row in batch.rejects.to_dicts()]
    return [(row["record"], row["reason"]) for row in rows]


def counts_of(batches: Iterable[Batch]) -> dict[str, int]:
    """The counts of all batches together, without zeros."""
    return dict(+sum((batch.counts for batch in batches), Counter[str]()))
