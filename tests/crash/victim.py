"""A run that tells where it is, so that it can be killed there. The pipeline and its runner are the real ones; only the
hands that carry out its steps send a word at the beginning and at the end of each.

Imported once by a server that forks a process per run: the model is loaded there already, so a kill costs what the run
itself costs. Nothing here may start a thread before the fork, so no frame is made and no database opened.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import ParamSpec, TypeVar

import altair  # noqa: F401 - a second of every report

from flows.extract import record
from flows.pipeline import NowHandle, new_job, run
from flows.runners import open_runner
from flows.settings import Settings, load_settings

P = ParamSpec("P")
T = TypeVar("T")

record.load_extraction(str(Settings.model_fields["model"].default))


class TellingHands:
    """Hands that say what they begin and what they have done; with threads, extraction goes on in the background."""

    def __init__(self, tell: Connection, threads: ThreadPoolExecutor | None) -> None:
        self.tell, self.threads, self.lock = tell, threads, Lock()

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The step's result."""
        self._say(step.__name__, "begins")
        result = step(*args, **kwargs)
        self._say(step.__name__, "ends")
        return result

    def start(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> NowHandle | Future[T]:
        """The step, in a thread when there are any."""
        if self.threads is None:
            return NowHandle(self.call(step, *args, **kwargs))
        return self.threads.submit(self.call, step, *args, **kwargs)

    def _say(self, step: str, what: str) -> None:
        with self.lock:
            self.tell.send((step, what))


def undergo(tell: Connection, folder: Path, path: Path, runner: str) -> None:
    """A run on `folder/news.duckdb` in a process group of its own, in batches of one article."""
    os.setsid()
    workers = 2 if runner == "processes" else 1
    settings = load_settings(
        db=folder / "news.duckdb", out=folder / "out", runner=runner, workers=workers, quiet=True, batch_articles=1
    )
    threads = ThreadPoolExecutor(4) if runner == "processes" else None
    with open_runner(settings) as engine:
        hands = TellingHands(tell, threads)
        run(new_job([str(path)], settings=settings), hands=hands, extract=engine.extract, width=engine.width)
