"""Where extraction runs: in this process, in a pool of processes, on a Dask or a Ray cluster. One choice, one place.

A worker gets a batch of ARTICLES and gives back finished frames: a Doc never travels between processes. What a batch
gives is the same whatever the engine; a worker that dies costs one batch's second try, and an article that cannot be
read is found by halving its batch, so that all others are read.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from flows.errors import UsageError
from flows.runners.engine import Engine
from flows.runners.hands import ThreadHands, TimedHands
from flows.runners.local import Local
from flows.runners.runner import Runner
from flows.settings import Settings

__all__ = ["MOST_WAITING", "Runner", "ThreadHands", "TimedHands", "open_hands", "open_runner"]

# Threads that wait for workers, at most; a thread is made only when a batch is under way, and how many are is bounded
# by the runner's width. A cluster of 64 is kept busy.
MOST_WAITING = 128


@contextmanager
def open_runner(settings: Settings) -> Iterator[Runner]:
    """A runner whose processes end with the block. Raises UsageError without the chosen engine's packages."""
    with ExitStack() as exits:
        yield Runner(_open_engine(settings, exits))


def _open_engine(settings: Settings, exits: ExitStack) -> Engine:
    try:
        if settings.runner == "dask":
            from flows.runners.on_dask import open_dask

            return open_dask(settings, exits)
        if settings.runner == "ray":
            from flows.runners.on_ray import open_ray

            return open_ray(settings, exits)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--runner {settings.runner} needs packages that are not installed: "
            f"uv sync --extra {settings.runner}, or pip install dateline[{settings.runner}] ({error})"
        ) from error
    if settings.address:
        raise UsageError("--address is of a Dask or a Ray cluster: say --runner dask or --runner ray as well")
    return Local(settings, exits)


@contextmanager
def open_hands(settings: Settings) -> Iterator[ThreadHands]:
    """Hands that carry out steps directly: no Prefect. Started steps wait for their worker in threads of their own.

    Open it around the runner: when a run is broken off, the workers end first and nobody waits for them any more.
    """
    is_here = settings.runner == "inline" or (settings.runner in ("auto", "processes") and settings.workers == 1)
    with ThreadPoolExecutor(MOST_WAITING, thread_name_prefix="extract") as threads:
        yield ThreadHands(threads, is_inline=is_here)
