"""Walk the inputs, hand each to the reader of its format, and give every record a date, a language and an identity.

Enters: paths, and what is stored already (tables.KNOWN). Leaves: batches, each with the ARTICLES that have to be
extracted, the REJECTS, and a count for every record read: nothing is lost, nothing is counted twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl

from flows.errors import InputError, UsageError
from flows.ingest.drafts import Draft, Limits, Reject
from flows.ingest.files import READ_ERRORS, Meter, file_digest, format_suffix, is_file, open_input, shown_name
from flows.ingest.identity import article_id_of, content_hash_of
from flows.ingest.language import language_of
from flows.ingest.published import Moment, read_moment
from flows.ingest.readers import jsonl, text
from flows.ingest.stories import story_id_of
from flows.tables import ARTICLES, INPUTS, REJECTS, frame_of

READERS: dict[str, ModuleType] = {suffix: reader for reader in (text, jsonl) for suffix in reader.SUFFIXES}
STDIN = "-"

# What becomes of a record; the six add up to the records read.
OUTCOMES = ("new", "revised", "reextracted", "unchanged", "duplicate", "rejected")
FRESH = ("new", "revised", "reextracted")

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored: for each article its texts' hashes, and the one that the present extractor has read."""

    hashes: Mapping[str, Mapping[str, bool]]

    @classmethod
    def of(cls, known: pl.DataFrame, *, extractor_version: str) -> "Known":
        """From tables.KNOWN: hash -> whether it must be extracted again."""
        hashes: dict[str, dict[str, bool]] = {}
        for article_id, content_hash, is_current, version in known.select(
            "article_id", "content_hash", "is_current", "extractor_version"
        ).iter_rows():
            hashes.setdefault(article_id, {})[content_hash] = bool(is_current) and version != extractor_version
        return cls(hashes)


@dataclass(frozen=True, slots=True)
class Identified:
    """A draft, the article it belongs to, and the day it may be believed to be of."""

    draft: Draft
    article_id: str
    content_hash: str
    published: Moment | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """A portion of a run. `articles` holds at most one text an article; `counts` adds up to the records read."""

    articles: pl.DataFrame
    rejects: pl.DataFrame
    inputs: pl.DataFrame
    counts: Counter[str]


@dataclass(slots=True)
class _Portion:
    """A batch in the making."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    inputs: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    articles: set[object] = field(default_factory=set)
    words: int = 0

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.articles.add(row["article_id"])
        self.words += int(str(row["word_count"]))

    def is_full(self, portions: "Portions") -> bool:
        return len(self.rows) + len(self.rejects) >= portions.articles or self.words >= portions.words

    def closed(self) -> Batch:
        return Batch(
            frame_of(self.rows, ARTICLES),
            frame_of(self.rejects, REJECTS),
            frame_of(self.inputs, INPUTS),
            self.counts,
        )


@dataclass(frozen=True, slots=True)
class Portions:
    """When a batch is full, in articles and in words."""

    articles: int
    words: int


def find_inputs(inputs: Sequence[str]) -> list[str]:
    """File names, `-` for standard input: folders walked by name without hidden files, patterns expanded.

    A name that leads nowhere stays in the list (it becomes a reject). Raises InputError when none leads anywhere.
    """
    found: dict[str, None] = {}
    for given in inputs:
        found |= dict.fromkeys(_expand(given))
    if not any(name == STDIN or is_file(name) for name in found):
        raise InputError(f"nothing to read: {', '.join(inputs)} holds no file; name files, folders, patterns or -")
    return list(found)


def read_articles(
    names: Iterable[str], *, limits: Limits, meter: Meter | None = None
) -> Iterator[tuple[str, Draft | Reject | None]]:
    """Each input's records in order with the input's name; a None ends every input. Errors of an input are rejects."""
    meter = meter or Meter()
    for name in names:
        yield from ((name, record) for record in _read_input(name, limits, meter))
        yield name, None


def read_batches(
    names: Iterable[str],
    *,
    known: Known,
    limits: Limits,
    portions: Portions,
    run_day: date,
    meter: Meter | None = None,
) -> Iterator[Batch]:
    """The inputs in batches: what is stored with the same content and extractor version is counted and left out."""
    seen: set[tuple[str, str]] = set()
    portion = _Portion()
    in_input: Counter[str] = Counter()
    for name, record in read_articles(names, limits=limits, meter=meter):
        if record is None:
            portion.inputs.append(_input_row(name, in_input))
            in_input.clear()
            continue
        article = None if isinstance(record, Reject) else identify(record, run_day=run_day)
        outcome = _outcome(article, known, seen) if article else "rejected"
        is_fresh = outcome in FRESH
        in_input.update(("read", outcome))
        if portion.is_full(portions) or (is_fresh and article and article.article_id in portion.articles):
            yield portion.closed()
            portion = _Portion()
        portion.counts.update(("read", outcome))
        if article and is_fresh:
            portion.add(article_row(article, name, run_day=run_day))
        elif isinstance(record, Reject):
            portion.rejects.append(_reject_row(name, record))
    yield portion.closed()


def read_whole(
    names: Iterable[str], *, limits: Limits, portions: Portions, run_day: date, meter: Meter | None = None
) -> Iterator[Batch]:
    """The inputs in batches with every usable record, duplicates too, whatever is stored."""
    portion = _Portion()
    for name, record in read_articles(names, limits=limits, meter=meter):
        if isinstance(record, Draft):
            portion.add(article_row(identify(record, run_day=run_day), name, run_day=run_day))
        elif record:
            portion.rejects.append(_reject_row(name, record))
        if portion.is_full(portions):
            yield portion.closed()
            portion = _Portion()
    yield portion.closed()


def identify(draft: Draft, *, run_day: date) -> Identified:
    """The draft with its day and identity: cheap, and all that a record needs that is stored already."""
    published, problem = read_moment(draft.published, run_day=run_day)
    stated = published.text if published else None
    return Identified(
        draft,
        article_id=article_id_of(url=draft.url, source=draft.source, given_id=draft.id, text=draft.text),
        content_hash=content_hash_of(text=draft.text, title=draft.title, published=stated),
        published=published,
        problem=problem,
    )


def article_row(article: Identified, name: str, *, run_day: date) -> Row:
    """One row of ARTICLES, with language and story."""
    draft, published = article.draft, article.published
    updated, _ = read_moment(draft.updated, run_day=run_day)
    order = updated or published
    return {
        "article_id": article.article_id,
        "record_id": draft.id if draft.id is not None else article.article_id,
        "given_id": draft.id,
        "input_uri": shown_name(name),
        "input_record": draft.record,
        "url": draft.url,
        "title": draft.title,
        "source": draft.source,
        "author": draft.author,
        "published": published.text if published else None,
        "published_at": published.at if published else None,
        "published_date": published.day if published else None,
        "published_method": draft.published_method if published else "none",
        "published_problem": article.problem,
        "updated": updated.text if updated else None,
        "version_at": order.order if order else None,
        "language": language_of(draft.text, given=draft.language),
        "text": draft.text,
        "extra": draft.extra,
        "word_count": len(draft.text.split()),
        "content_hash": article.content_hash,
        "story_id": story_id_of(draft.text),
    }


def _outcome(article: Identified, known: Known, seen: set[tuple[str, str]]) -> str:
    """One of OUTCOMES for a usable record, which is then seen."""
    article_id, content_hash = article.article_id, article.content_hash
    stored = known.hashes.get(article_id, {})
    if (article_id, content_hash) in seen:
        return "duplicate"
    is_first = not stored and (article_id, "") not in seen
    seen |= {(article_id, content_hash), (article_id, "")}
    if content_hash in stored:
        return "reextracted" if stored[content_hash] else "unchanged"
    return "new" if is_first else "revised"


def _expand(given: str) -> Iterator[str]:
    path = Path(given)
    if not given:
        raise UsageError("an input has no name; leave it out for the sample articles, or write . for this folder")
    if given == STDIN or is_file(given):
        yield given
    elif path.is_dir():
        yield from (str(file) for file in sorted(path.rglob("*")) if file.is_file() and not _is_hidden(file, path))
    else:
        yield from sorted(_matches(path)) or [given]


def _matches(pattern: Path) -> list[str]:
    """The files that a pattern such as news/**/*.txt stands for, where the shell has not done it."""
    parts = pattern.parts
    first = next((i for i, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
    if first == len(parts):
        return []
    try:
        return [str(file) for file in Path(*parts[:first]).glob(str(Path(*parts[first:]))) if file.is_file()]
    except ValueError as error:  # a**b
        raise UsageError(f"{pattern}: {error}") from error


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _read_input(name: str, limits: Limits, meter: Meter) -> Iterator[Draft | Reject]:
    """One input's records; an input that cannot be opened, or breaks off, gives a reject where it happened."""
    reader = jsonl if name == STDIN else READERS.get(format_suffix(name))
    if reader is None:
        known = " ".join(sorted(READERS))
        yield Reject(
            1, "unknown_format", f"no reader for {format_suffix(name) or 'a name without ending'!r}; known: {known}"
        )
        return
    count = 0
    try:
        with open_input(name, meter=meter) as stream:
            for record in reader.read(stream, name, limits):
                count = record.record
                yield record
        if not count:
            yield Reject(1, "empty_input", "holds no record")
    except FileNotFoundError:
        yield Reject(count + 1, "not_found", "no such file")
    except READ_ERRORS as error:
        yield Reject(count + 1, "unreadable", f"breaks off after record {count}: {' '.join(str(error).split())}")


def _input_row(name: str, counts: Counter[str]) -> Row:
    content_hash = None if name == STDIN else file_digest(name)
    return {
        "uri": shown_name(name),
        "content_hash": content_hash,
        "status": "rejected" if counts["read"] and counts["read"] == counts["rejected"] else "read",
        "record_count": counts["read"],
        "rejected_count": counts["rejected"],
    }


def _reject_row(name: str, reject: Reject) -> Row:
    sample = reject.sample.replace("\0", "\\0").encode("utf-8", "replace").decode()[:200]
    return {
        "uri": shown_name(name),
        "record": reject.record,
        "reason": reject.reason,
        "detail": reject.detail,
        "sample": sample,
    }
