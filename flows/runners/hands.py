"""How the pipeline's steps are carried out without Prefect: plain calls, and extraction in threads that wait."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from flows.pipeline import Handle, NowHandle

P = ParamSpec("P")
T = TypeVar("T")


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
