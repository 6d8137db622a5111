"""The server that schedules live on, and the process that carries them out.

With PREFECT_API_URL (environment or Prefect profile) it is that server. Else one is started on this machine's loopback
and ends with us: the server that Prefect starts for a single run has no scheduler. Who serves a database holds a lock
beside it, so runs of its deployments that look alive when we start are dead, and are marked.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import httpx
from prefect import serve as serve_deployments
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Crashed

from flows.config.models import Config
from flows.errors import RunnerError, StoreError
from flows.serve.deployments import TAG, make_deployment, plan

HOST = "127.0.0.1"
# Seconds; 38 were seen on a loaded machine, with a new database of Prefect's.
START_TIMEOUT = 180
# More cannot be alive: one of a deployment, and its parts.
AT_ONCE = 200
# linux/prctl.h
PR_SET_PDEATHSIG = 1
ALIVE = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def serve(config: Config, db: Path) -> None:
    """Nothing, ever, but by an interrupt: the configuration's jobs are scheduled and run, one at a time.

    Raises UsageError when nothing is scheduled, StoreError when another process serves the database, RunnerError when
    no server can be started.
    """
    planned = plan(config)
    tags = [TAG, tag_of(db)]
    with only_server_of(db), running_server():
        with get_client(sync_client=True) as client:
            mark_dead_runs(client, tags)
        deployments = [make_deployment(one, time_zone=config.time_zone, tags=tags) for one in planned]
        # Not paused at the end, which would drop what falls due meanwhile: a digest that is late is better than none.
        serve_deployments(*deployments, limit=1, pause_on_shutdown=False)


def tag_of(db: Path) -> str:
    """A tag that tells this machine's database from all others."""
    return f"database {blake2b(f'{socket.gethostname()} {db.resolve()}'.encode(), digest_size=4).hexdigest()}"


@contextmanager
def only_server_of(db: Path) -> Iterator[None]:
    """The lock on serving a database. Raises StoreError when another process has it."""
    db.parent.mkdir(parents=True, exist_ok=True)
    with db.with_name(f".{db.stem}.serve.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{db}: is served already by another `dateline serve`; stop that one first") from error
        yield


@contextmanager
def running_server() -> Iterator[str]:
    """The address of the server in force; one is started where none is named, and stopped at the end."""
    if url := PREFECT_API_URL.value():
        yield url
        return
    port = _free_port()
    url = f"http://{HOST}:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    # Its own group: Ctrl-C is for us, and we stop it when our runs have ended.
    server = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )
    try:
        _wait_for(url, server)
        os.environ["PREFECT_API_URL"] = url
        with temporary_settings({PREFECT_API_URL: url}):
            yield url
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def _end_with_parent() -> None:
    """Asks Linux to end this process when its parent dies: two servers on one SQLite file lock each other out."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    """Prefect's own port where it is free, else another."""
    for port in (4200, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_TIMEOUT
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RunnerError(
                f"the Prefect server ended with {server.returncode}; try `prefect server start` to see why"
            )
        try:
            if httpx.get(f"{url}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise RunnerError(f"the Prefect server at {url} did not answer within {START_TIMEOUT} s")


def mark_dead_runs(client: SyncPrefectClient, tags: list[str]) -> int:
    """How many runs of our deployments were marked as crashed: they look alive, and whoever ran them is gone.

    Left alone they would hold their deployment's only slot, and every later run would be cancelled.
    """
    alive = FlowRunFilter(
        tags=FlowRunFilterTags(all_=tags),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ALIVE)),
    )
    # Sorted and limited, for the server refuses the client's own nulls (3.8.8).
    runs = client.read_flow_runs(flow_run_filter=alive, sort=FlowRunSort.ID_DESC, limit=AT_ONCE)
    for run in runs:
        message = "The process that ran it is gone; the next scheduled run goes on where it stood."
        client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    return len(runs)
