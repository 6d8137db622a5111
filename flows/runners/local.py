"""The engine of one machine: this process for small inputs, a pool of processes for large ones."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TypeVar

import polars as pl

from flows.errors import WorkerLostError
from flows.runners.engine import RunBatch, Work
from flows.settings import Settings

T = TypeVar("T")

# numpy reads these when it is imported; two workers of two threads each on two cores were a third slower.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# A worker makes many small values and hardly a cycle; model and lexicons (190,000 objects) are for good. Looking for
# garbage as often as Python does took 10 to 15 % of the layers' time; not looking at all gained no more (2026-11).
SELDOM = (50_000, 20, 50)


@dataclass(slots=True)
class Local:
    """The pool is started by the first full batch: small inputs never pay for it."""

    settings: Settings
    exits: ExitStack
    pool: ProcessPoolExecutor | None = None
    lock: Lock = field(default_factory=Lock)

    @property
    def width(self) -> int:
        """One batch a process."""
        return 1 if self.settings.runner == "inline" else self.settings.workers

    def run(self, work: Work[T], articles: pl.DataFrame) -> T:
        """The work done in the pool, or here. Raises WorkerLostError when a process of the pool died meanwhile."""
        with self.lock:
            if self.pool is None and self._wants_pool(articles):
                self.pool = self._open_pool(self.settings.workers)
            pool = self.pool
        if pool is None:
            return work(articles, self.settings.model)
        try:
            return _run_in(pool, work, articles, self.settings.model)
        except WorkerLostError:
            with self.lock:
                self.pool = None if self.pool is pool else self.pool
            raise

    @contextmanager
    def alone(self) -> Iterator[RunBatch]:
        """Batches in a process of their own, a new one after each death."""
        pools: list[ProcessPoolExecutor] = []

        def run(work: Work[T], articles: pl.DataFrame) -> T:
            if not pools:
                pools.append(self._open_pool(1))
            try:
                return _run_in(pools[0], work, articles, self.settings.model)
            except WorkerLostError:
                pools.clear()
                raise

        try:
            yield run
        finally:
            for pool in pools:
                pool.shutdown()

    def _wants_pool(self, articles: pl.DataFrame) -> bool:
        """Whether there is more to come than this batch, and more than one core to read it on."""
        chosen, settings = self.settings.runner, self.settings
        if settings.workers == 1 or chosen == "inline":
            return False
        is_full = articles.height >= settings.batch_articles or articles["word_count"].sum() >= settings.batch_words
        return chosen == "processes" or is_full

    def _open_pool(self, workers: int) -> ProcessPoolExecutor:
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_start_worker, initargs=(self.settings.model,)
        )
        self.exits.callback(pool.shutdown, wait=True, cancel_futures=True)
        return pool


def _run_in(pool: ProcessPoolExecutor, work: Work[T], articles: pl.DataFrame, model: str) -> T:
    try:
        return pool.submit(work, articles, model).result()
    except BrokenProcessPool as error:
        raise WorkerLostError(
            "its extraction process was killed, perhaps short of memory: try fewer --workers"
        ) from error


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
    gc.freeze()
    gc.set_threshold(*SELDOM)
