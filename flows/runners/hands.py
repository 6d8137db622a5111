"""How the pipeline's steps are carried out without Prefect: plain calls, and extraction in threads that wait."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import ParamSpec, TypeVar

from flows.pipeline import Handle, Hands, NowHandle

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


@dataclass(frozen=True, slots=True)
class TimedHands:
    """The same hands, noting what each step takes: wall and processor seconds of this process, by the step's name."""

    hands: Hands
    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The step's result."""
        began = perf_counter(), process_time()
        try:
            return self.hands.call(step, *args, **kwargs)
        finally:
            self._note(step.__name__, began)

    def start(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Handle[T]:
        """The step's handle; its seconds are right where the hands do it at once, as they do inline."""
        began = perf_counter(), process_time()
        try:
            return self.hands.start(step, *args, **kwargs)
        finally:
            self._note(step.__name__, began)

    def _note(self, name: str, began: tuple[float, float]) -> None:
        wall, processor = self.seconds.get(name, (0.0, 0.0))
        self.seconds[name] = wall + perf_counter() - began[0], processor + process_time() - began[1]
