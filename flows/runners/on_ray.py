"""The engine of a Ray cluster: one that is running (`--address ray-head:6379`), or one of this machine."""

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import polars as pl
import ray
from ray import exceptions

from flows.errors import RunnerError, WorkerLostError
from flows.runners.engine import RunBatch, Work, same_way
from flows.runners.far import ask, received
from flows.runners.work import work_far
from flows.settings import Settings

T = TypeVar("T")

LOST = (
    exceptions.WorkerCrashedError,
    exceptions.OutOfMemoryError,
    exceptions.NodeDiedError,
    exceptions.LocalRayletDiedError,
)


@dataclass(frozen=True, slots=True)
class Ray:
    """One batch a processor of the cluster; Ray keeps the processes, each with its model."""

    remote: Any
    settings: Settings
    width: int

    def run(self, work: Work[T], articles: pl.DataFrame) -> T:
        """The work done by some process of the cluster. Raises WorkerLostError when that process died."""
        _, *args = ask(work, articles, self.settings)
        try:
            return cast(T, received(ray.get(self.remote.remote(*args)), self.settings))
        except LOST as error:
            raise WorkerLostError("its extraction process was killed, perhaps short of memory") from error
        except exceptions.RayTaskError as error:
            raise error.cause from error  # what the work itself raised

    def alone(self) -> AbstractContextManager[RunBatch]:
        """The same: a process of Ray's works one batch."""
        return same_way(self.run)


def open_ray(settings: Settings, exits: ExitStack) -> Ray:
    """The engine, connected. Raises RunnerError when no cluster answers."""
    options: dict[str, Any] = {"log_to_driver": False, "configure_logging": False, "include_dashboard": False}
    if settings.address:
        options = {"address": settings.address, "log_to_driver": False, "configure_logging": False}
    else:
        options["num_cpus"] = settings.workers
    try:
        ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise RunnerError(
            f"no Ray cluster answers at {settings.address}: {str(error).partition(chr(10))[0]}"
        ) from error
    exits.callback(ray.shutdown)
    # Not tried again by Ray: the runner does, alone, and halves what kills its worker twice.
    remote = ray.remote(max_retries=0, num_cpus=1)(work_far)
    return Ray(remote, settings, max(1, int(ray.cluster_resources().get("CPU", 1))))
