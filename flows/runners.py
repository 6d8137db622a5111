"""Where extraction runs: in this process, or in a pool of processes. One choice, one place.

A worker gets a batch of ARTICLES and gives back finished frames: a Doc never travels between processes.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

import polars as pl

from flows.errors import DatelineError
from flows.pipeline import Handle, NowHandle
from flows.settings import Settings
from flows.tables import Frames

P = ParamSpec("P")
T = TypeVar("T")

# numpy reads these when it is imported; two workers of two threads each on two cores were a third slower.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(slots=True)
class Runner:
    """Extraction for one run. The pool is started by the first full batch: small inputs never pay for it."""

    settings: Settings
    exits: ExitStack
    pool: ProcessPoolExecutor | None = None
    # Steps may come from several threads; a spaCy pipeline reads for one at a time.
    lock: Lock = field(default_factory=Lock)

    def extract(self, articles: pl.DataFrame) -> Frames:
        """The layers of a batch."""
        return self._run(extract_frames, articles)

    def extract_json(self, articles: pl.DataFrame) -> bytes:
        """The records of a batch as JSON Lines."""
        return self._run(extract_lines, articles)

    def _run(self, work: Callable[[pl.DataFrame, str], T], articles: pl.DataFrame) -> T:
        model = self.settings.model
        with self.lock:
            if self.pool is None and self._wants_pool(articles):
                self.pool = self._open_pool()
            if self.pool is None:
                return work(articles, model)
        try:
            return self.pool.submit(work, articles, model).result()
        except BrokenProcessPool as error:
            raise DatelineError(
                "an extraction process was killed, short of memory: try fewer --workers. What is stored stays"
            ) from error

    def _wants_pool(self, articles: pl.DataFrame) -> bool:
        """Whether there is more to come than this batch, and more than one core to read it on."""
        chosen, settings = self.settings.runner, self.settings
        if settings.workers == 1 or chosen == "inline":
            return False
        is_full = articles.height >= settings.batch_articles or articles["word_count"].sum() >= settings.batch_words
        return chosen == "processes" or is_full

    def _open_pool(self) -> ProcessPoolExecutor:
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(
            self.settings.workers, mp_context=context, initializer=_start_worker, initargs=(self.settings.model,)
        )
        self.exits.callback(pool.shutdown, wait=True, cancel_futures=True)
        return pool


@contextmanager
def open_runner(settings: Settings) -> Iterator[Runner]:
    """A runner whose processes end with the block."""
    with ExitStack() as exits:
        yield Runner(settings, exits)


@contextmanager
def open_hands(settings: Settings) -> Iterator["ThreadHands"]:
    """Hands that carry out steps directly: no Prefect. Started steps wait for the pool in threads of their own.

    Open it around the runner: when a run is broken off, the pool ends first and nobody waits for it any more.
    """
    with ThreadPoolExecutor(settings.workers, thread_name_prefix="extract") as threads:
        yield ThreadHands(threads, is_inline=settings.workers == 1 or settings.runner == "inline")


@dataclass(frozen=True, slots=True)
class ThreadHands:
    """Steps as plain calls; extraction in the background, so that reading and loading go on meanwhile."""

    threads: ThreadPoolExecutor
    is_inline: bool

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The step's result."""
        return step(*args, **kwargs)

    def start(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Handle[T]:
        """The step in a thread; in this one when there is nothing to overlap."""
        return NowHandle(step(*args, **kwargs)) if self.is_inline else self.threads.submit(step, *args, **kwargs)


def extract_frames(articles: pl.DataFrame, model: str) -> Frames:
    """The layers of a batch, in whatever process this is. spaCy is imported here, by the first batch."""
    from flows.extract import record

    return record.extract_frames(articles, extraction=record.load_extraction(model))


def extract_lines(articles: pl.DataFrame, model: str) -> bytes:
    """The records of a batch as JSON Lines, in whatever process this is."""
    from flows.extract import record

    return record.extract_lines(articles, extraction=record.load_extraction(model))


def _end_with_parent() -> None:
    """A parent that was killed tells nobody: its workers would wait for work for ever, half a gigabyte each (seen)."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _start_worker(model: str) -> None:
    """Ctrl-C ends the parent, which ends the workers; the model is loaded before the first batch arrives."""
    from flows.extract import record

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    record.load_extraction(model)
