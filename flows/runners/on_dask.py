"""The engine of a Dask cluster: one that is running (`--address tcp://scheduler:8786`), or one of this machine.

Plain functions are submitted, not Prefect tasks: a worker then needs no way to Prefect's server, and a run without
Prefect takes the same road (docs/decisions/0014-clusters.md).
"""

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import dask
import polars as pl
from distributed import Client, Future, KilledWorker, LocalCluster
from distributed import TimeoutError as DaskTimeout

from flows.errors import RunnerError, WorkerLostError
from flows.runners.engine import RunBatch, Work, same_way
from flows.runners.far import ask, received
from flows.settings import Settings

T = TypeVar("T")

# Seconds between two looks whether anybody is there to work, and how many empty looks end the run.
LOOK, EMPTY_LOOKS = 10, 12
# Seconds that a scheduler has to answer.
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Dask:
    """`width` is the number of the cluster's threads at the start; workers that come later take their share as well."""

    client: Any
    settings: Settings
    width: int

    def run(self, work: Work[T], articles: pl.DataFrame) -> T:
        """The work done by some worker; Dask itself gives a dead worker's batch to another, three times."""
        function, *args = ask(work, articles, self.settings)
        future = self.client.submit(function, *args, pure=False)
        try:
            return cast(T, received(self._wait(future), self.settings))
        except KilledWorker as error:
            raise WorkerLostError(
                "its extraction ended every worker that tried it: killed, or short of memory"
            ) from error
        finally:
            future.release()

    def alone(self) -> AbstractContextManager[RunBatch]:
        """The same: a batch that has ended four workers may have been blamed for a neighbour; its halves will tell."""
        return same_way(self.run)

    def _wait(self, future: Future[Any]) -> bytes:
        """The result, as long as there is anybody who may bring it."""
        empty = 0
        while True:
            try:
                return bytes(future.result(timeout=LOOK))
            except DaskTimeout:
                if future.done():  # the work itself ran out of time
                    raise
                empty = 0 if self.client.nthreads() else empty + 1
            if empty >= EMPTY_LOOKS:
                raise RunnerError(
                    f"the Dask cluster has had no worker for {LOOK * EMPTY_LOOKS} s; what is stored stays"
                )


def open_dask(settings: Settings, exits: ExitStack) -> Dask:
    """The engine, connected. Raises RunnerError when there is no scheduler or no worker."""
    if settings.address:
        client = _connect(settings.address)
    else:
        # The runner itself tries a dead worker's batch again, alone.
        exits.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
        cluster = LocalCluster(
            n_workers=settings.workers, threads_per_worker=1, dashboard_address=None, memory_limit=0, silence_logs=50
        )
        exits.enter_context(cluster)
        client = Client(cluster)
    exits.callback(client.close)
    threads = sum(client.nthreads().values())
    if not threads:
        raise RunnerError(f"the Dask scheduler at {settings.address} has no workers: start `dask worker` beside it")
    return Dask(client, settings, threads)


def _connect(address: str) -> Client:
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunnerError(f"no Dask scheduler answers at {address}: {str(error).partition(chr(10))[0]}") from error
