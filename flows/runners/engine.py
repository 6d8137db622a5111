"""What an engine is: something that carries a batch to a worker and brings back what came of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

import polars as pl

T = TypeVar("T")

# Done by a worker: a batch of ARTICLES and the model's name in, the batch's result out.
Work = Callable[[pl.DataFrame, str], T]


class RunBatch(Protocol):
    """A batch on a worker. Raises WorkerLostError when the worker died meanwhile, else what the work raised."""

    def __call__(self, work: Work[T], articles: pl.DataFrame, /) -> T: ...


class Engine(Protocol):
    """What the runner asks of it."""

    @property
    def width(self) -> int:
        """How many batches it works at once."""
        ...

    def run(self, work: Work[T], articles: pl.DataFrame) -> T:
        """As RunBatch."""
        ...

    def alone(self) -> AbstractContextManager[RunBatch]:
        """A way to run batches one at a time, where a worker that dies has died of its own batch."""
        ...


@contextmanager
def same_way(run: RunBatch) -> Iterator[RunBatch]:
    """For engines whose workers do not pull each other down: alone is as always."""
    yield run
