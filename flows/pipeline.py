"""START HERE: the rooms in the order in which the data passes them, written once and free of Prefect.

    read -> extract -> load -> check -> publish -> report

Every step is a function of this module and goes through the `Hands` that the caller gives: `flows.cli` hands in plain
calls, `flows.daily` hands in Prefect tasks of the same functions. Both therefore leave the same rows.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

import orjson
import polars as pl

from flows import settings as where
from flows.errors import CheckError, InputError
from flows.evaluate.run import Evaluation, evaluate
from flows.extract.version import Extractor, describe_extractor
from flows.ingest.articles import FRESH, Batch, Portions, read_batches, read_whole
from flows.ingest.drafts import Limits
from flows.ingest.files import Meter, file_size, open_input, unpacked
from flows.ingest.inputs import find_inputs
from flows.ingest.network.manners import Manners
from flows.ingest.network.session import Network
from flows.ingest.stories import sign_articles
from flows.ingest.versions import Known
from flows.report.render import render_reports
from flows.report.whole import whole_folder
from flows.settings import Settings
from flows.store import check, database, load, snapshot
from flows.tables import FAILED, REJECTS, Frames, frame_of

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be extracted, and why."""

    article_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class Extracted(Generic[T]):
    """What a batch gave. An article that failed is in it without layers: its text is not lost."""

    value: T
    failures: Sequence[Failure] = ()


# The reject of an article that is stored all the same, without layers.
UNREAD = "extraction_failed"

# The layers of a batch, made wherever the runner makes them.
Extract = Callable[[pl.DataFrame], Extracted[Frames]]
# Records of a batch as JSON Lines.
ExtractLines = Callable[[pl.DataFrame], Extracted[bytes]]


class Handle(Protocol[T_co]):
    """A step that has been started; its result is waited for."""

    def result(self) -> T_co: ...


class Hands(Protocol):
    """How steps are carried out: `call` now, `start` in the background (extraction, the one step worth it)."""

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...

    def start(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Handle[T]: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked to do. `run_id` sorts by time; `columns` maps fields to other names (`--map`).

    `records` says where in a JSON document the articles lie (`--records`), None to find them.
    """

    inputs: Sequence[str]
    settings: Settings
    started_at: datetime
    columns: dict[str, str] = field(default_factory=dict)
    records: str | None = None

    @property
    def run_id(self) -> str:
        """The start in UTC to the microsecond: unique, since one writer runs at a time."""
        return f"{self.started_at:%Y%m%dT%H%M%S}.{self.started_at:%f}Z"

    @property
    def limits(self) -> Limits:
        """The limits of one record."""
        return Limits(
            self.settings.max_article_chars,
            self.settings.max_record_bytes,
            self.columns,
            self.records,
            member_bytes=self.settings.max_member_bytes,
            archive_bytes=self.settings.max_archive_bytes,
            archive_members=self.settings.max_archive_members,
            feed_bytes=self.settings.max_feed_bytes,
        )

    @property
    def manners(self) -> Manners:
        """How to behave on the network."""
        return Manners(
            user_agent=self.settings.user_agent,
            connect=self.settings.connect_timeout,
            read=self.settings.read_timeout,
            total=self.settings.download_timeout,
            tries=self.settings.download_tries,
            first_wait=self.settings.first_retry_wait,
            longest_wait=self.settings.longest_retry_wait,
            pause=self.settings.host_pause,
            download_bytes=self.settings.max_download_bytes,
            with_pages=self.settings.fetch_articles,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: articles and words extracted, bytes of the inputs read and in all, seconds since the start."""

    articles: int
    words: int
    bytes_read: int
    bytes_total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `counts` has read, its outcomes, words and statements; `reasons` counts the rejects and skips.

    `notes` are lines for the person who started it, such as the columns that were guessed.
    """

    run_id: str
    counts: Counter[str]
    reasons: Counter[str]
    notes: Sequence[str]
    is_published: bool
    pages: Sequence[Path]
    seconds: float


def new_job(
    inputs: Sequence[str], *, settings: Settings, columns: dict[str, str] | None = None, records: str | None = None
) -> Job:
    """A job that starts now."""
    return Job(tuple(inputs), settings, datetime.now(UTC), columns or {}, records)


def run(
    job: Job,
    *,
    hands: Hands,
    extract: Extract,
    width: int | None = None,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Summary:
    """The main job: everything in `job.inputs` read, extracted, stored, checked, published and reported.

    `width` is how many batches `extract` works at a time, the settings' number of workers when not given: twice as many
    are under way, so that the next is there when one is done, and memory stays flat whatever the size of the job.

    Raises InputError (nothing to read), StoreError (the database is in use or damaged), CheckError (not published).
    """
    began = monotonic()
    names = hands.call(list_inputs, job)
    extractor = describe_extractor(job.settings.model)
    with (
        database.open_writer(job.settings.db, memory=job.settings.writer_memory) as writer,
        Network(job.manners, load.fetch_answers(writer)) as network,
    ):
        job = hands.call(begin, writer, job, extractor)
        meter = Meter()
        batches = open_batches(writer, names, job, extractor, meter=meter, network=network)
        bytes_total = sum(map(file_size, names))

        def seen(counts: Counter[str]) -> None:
            watch(Progress(stored(counts), counts["words"], meter.bytes_read, bytes_total, monotonic() - began))

        tally = work_through(writer, job, extractor, batches, hands=hands, extract=extract, width=width, seen=seen)
        is_published = settle(writer, job, tally, hands=hands)
    pages = hands.call(report, job)
    return tally.summary(job, is_published=is_published, pages=pages, seconds=monotonic() - began)


@dataclass(slots=True)
class Tally:
    """What the batches of a run came to."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def summary(self, job: Job, *, is_published: bool, pages: Sequence[Path], seconds: float) -> Summary:
        """The run's summary."""
        return Summary(job.run_id, self.counts, self.reasons, self.notes, is_published, pages, seconds)


def work_through(
    writer: database.Connection,
    job: Job,
    extractor: Extractor,
    batches: Iterator[Batch],
    *,
    hands: Hands,
    extract: Extract,
    width: int | None,
    seen: Callable[[Counter[str]], None],
) -> Tally:
    """Every batch extracted and stored, in order; `seen` is told the counts after each."""
    tally = Tally()
    read = iter(lambda: hands.call(read_batch, batches), None)
    work = in_order(
        read,
        start=lambda batch: hands.start(extract_batch, extract, batch),
        ahead=2 * (width or job.settings.workers),
    )
    for read_one, extracted in work:
        batch = with_failures(read_one, extracted.failures)
        tally.counts += hands.call(store_batch, writer, job, extractor, batch, extracted.value)
        tally.reasons.update(reasons_of(batch))
        tally.notes.extend(batch.notes)
        seen(tally.counts)
    return tally


def settle(writer: database.Connection, job: Job, tally: Tally, *, hands: Hands) -> bool:
    """Whether something was published: the run's numbers are written down, the data checked, then given to readers."""
    hands.call(finish, writer, job, tally.counts)
    hands.call(check_data, writer, job, tally.counts)
    return hands.call(publish, writer, job)


def in_order(batches: Iterable[Batch], *, start: Callable[[Batch], Handle[T]], ahead: int) -> Iterator[tuple[Batch, T]]:
    """Each batch with what its work gave, in the order read; at most `ahead` are under way, so memory stays flat."""
    under_way: deque[tuple[Batch, Handle[T]]] = deque()
    for batch in batches:
        under_way.append((batch, start(batch)))
        if len(under_way) >= ahead:
            first, handle = under_way.popleft()
            yield first, handle.result()
    for batch, handle in under_way:
        yield batch, handle.result()


def extract_lines(
    job: Job,
    *,
    hands: Hands,
    extract: ExtractLines,
    width: int | None = None,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Iterator[tuple[bytes, Batch]]:
    """No database: each batch's records as JSON Lines with the batch, every record of the inputs in order."""
    began, names, meter = monotonic(), list_inputs(job), Meter()
    bytes_total, counts = sum(map(file_size, names)), Counter[str]()
    portions = Portions(job.settings.batch_articles, job.settings.batch_words)
    run_day = job.started_at.date()
    with Network(job.manners) as network:
        batches = read_whole(names, limits=job.limits, portions=portions, run_day=run_day, meter=meter, network=network)
        work = in_order(
            batches,
            start=lambda batch: hands.start(lines_of_batch, extract, batch),
            ahead=2 * (width or job.settings.workers),
        )
        for read_one, extracted in work:
            batch = with_failures(read_one, extracted.failures)
            yield extracted.value, batch
            counts += Counter(articles=batch.articles.height, words=int(batch.articles["word_count"].sum()))
            watch(Progress(counts["articles"], counts["words"], meter.bytes_read, bytes_total, monotonic() - began))


def lines_of_batch(extract: ExtractLines, batch: Batch) -> Extracted[bytes]:
    """The batch's records as JSON Lines."""
    return extract(batch.articles) if batch.articles.height else Extracted(b"")


def evaluate_file(
    path: Path, *, settings: Settings, hands: Hands, extract: ExtractLines, layers: Sequence[str] = ()
) -> Evaluation:
    """How well the gold file's articles are read: they are extracted as `dateline extract` does, their labels unseen.

    Raises InputError for a file that holds no record with `id` and `text`.
    """
    job = new_job([str(path)], settings=settings)
    predicted: dict[str, Any] = {}
    for lines, _ in extract_lines(job, hands=hands, extract=extract):
        predicted |= {record["id"]: record for record in map(orjson.loads, lines.splitlines())}
    if not predicted:
        raise InputError(f"{path}: no record with id and text; a gold file is JSON Lines of article records")
    with open_input(str(path), meter=Meter()) as stream:
        gold = [orjson.loads(line) for line in unpacked(stream, str(path)) if line.strip()]
    return evaluate([record for record in gold if "id" in record and "text" in record], predicted, layers=layers)


# The steps, in order. Each is named as people see it in Prefect's interface.


def list_inputs(job: Job) -> list[str]:
    """The files that the job's inputs stand for; the sample articles when it names none."""
    seeds = where.share("seeds", "articles")
    return find_inputs(job.inputs or [str(_seen_from_here(seeds))])


def begin(writer: database.Connection, job: Job, extractor: Extractor) -> Job:
    """The job with a row in `runs`; earlier runs that never ended are marked as died.

    Its start is put after that of the last run, should the clock have jumped back: later runs have greater ids.
    """
    if (last := load.last_start(writer)) and job.started_at <= last:
        job = replace(job, started_at=last + timedelta(microseconds=1))
    load.begin_run(
        writer,
        load.Run(
            run_id=job.run_id,
            started_at=job.started_at,
            code_version=version("dateline"),
            extractor_version=extractor.version,
            model=extractor.model,
            lexicon_hash=extractor.lexicon_hash,
            settings_json=job.settings.model_dump_json(),
        ),
    )
    return job


def open_batches(
    writer: database.Connection, names: list[str], job: Job, extractor: Extractor, *, meter: Meter, network: Network
) -> Iterator[Batch]:
    """The inputs in batches of what is not stored yet, read as they are asked for."""
    return read_batches(
        names,
        known=Known.of(load.fetch_known(writer), extractor_version=extractor.version),
        limits=job.limits,
        portions=Portions(job.settings.batch_articles, job.settings.batch_words),
        run_day=job.started_at.date(),
        meter=meter,
        network=network,
    )


def read_batch(batches: Iterator[Batch]) -> Batch | None:
    """The next batch, None at the end."""
    return next(batches, None)


def extract_batch(extract: Extract, batch: Batch) -> Extracted[Frames]:
    """The batch's layers; a batch without new articles has none."""
    return extract(batch.articles) if batch.articles.height else Extracted({})


def with_failures(batch: Batch, failures: Sequence[Failure]) -> Batch:
    """The batch with its failed articles marked, each of them a reject and counted (beside new, revised and so on)."""
    if not failures:
        return batch
    details = {failure.article_id: failure.detail for failure in failures}
    has_failed = pl.col("article_id").is_in(list(details))
    status = pl.when(has_failed).then(pl.lit(FAILED)).otherwise(pl.col("extraction_status"))
    rejects = [
        {
            "uri": row["input_uri"],
            "record": row["input_record"],
            "reason": UNREAD,
            "detail": details[row["article_id"]],
            "sample": row["text"][:200],
        }
        for row in batch.articles.filter(has_failed).iter_rows(named=True)
    ]
    return replace(
        batch,
        articles=batch.articles.with_columns(extraction_status=status),
        rejects=pl.concat([batch.rejects, frame_of(rejects, REJECTS)]),
        counts=batch.counts + Counter(failed=len(rejects)),
    )


def store_batch(
    writer: database.Connection, job: Job, extractor: Extractor, batch: Batch, layers: Frames
) -> Counter[str]:
    """The batch in the database, in one transaction; what became of its records, with words and statements."""
    load.load_batch(
        writer,
        run_id=job.run_id,
        extractor_version=extractor.version,
        articles=batch.articles,
        other_texts=batch.other_texts,
        signatures=sign_articles(pl.concat([batch.articles, batch.other_texts])),
        layers=layers,
        rejects=batch.rejects,
    )
    load.load_inputs(writer, job.run_id, batch.inputs, skips=batch.skips)
    load.load_answers(writer, job.run_id, batch.answers)
    statements = layers["sanctions"].height if layers else 0
    return batch.counts + Counter(words=int(batch.articles["word_count"].sum()), statements=statements)


def reasons_of(batch: Batch) -> Counter[str]:
    """How many of the batch's records were rejected, could not be extracted, or were passed over, by reason."""
    reasons = Counter(
        f"failed: {reason}" if reason == UNREAD else f"rejected: {reason}"
        for reason in batch.rejects["reason"].to_list()
    )
    for _, reason, count in batch.skips.iter_rows():
        reasons[f"skipped: {reason}"] += count
    return reasons


def stored(counts: Counter[str]) -> int:
    """How many articles were extracted and stored."""
    return sum(counts[outcome] for outcome in FRESH)


def finish(writer: database.Connection, job: Job, counts: Counter[str]) -> None:
    """The run's numbers in its row."""
    load.finish_run(writer, job.run_id, counts=dict(counts), status="done")


def check_data(writer: database.Connection, job: Job, counts: Counter[str]) -> None:
    """Nothing, when all checks pass; else the run has failed. Raises CheckError naming checks and their first rows.

    Checks stand before publication; where there is nothing to publish, what is published has passed them.
    """
    if not snapshot.is_stale(writer, job.settings.db):
        return
    if findings := check.run_checks(writer):
        load.finish_run(writer, job.run_id, counts=dict(counts), status="failed")
        raise CheckError(check.describe(findings) + "\nNothing was published; the last published database stays.")


def publish(writer: database.Connection, job: Job) -> bool:
    """Whether the published database was replaced; it stays as it is when nothing new was stored."""
    return snapshot.publish(writer, job.settings.db)


def report(job: Job) -> list[Path]:
    """The pages of this run, made from the published database; all of them or, should it die, none."""
    folder = job.settings.out / job.run_id
    with whole_folder(folder) as part:
        pages = render_reports(job.settings.db, names=[], given={}, formats=["html", "md", "csv"], out=part)
    return [folder / page.name for page in pages]


def _seen_from_here(path: Path) -> Path:
    """The path relative to the working directory where it lies below it: shorter, and the same on every machine."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


class NowHandle:
    """A step that was carried out at once."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def result(self) -> Any:
        """What the step gave."""
        return self._value
