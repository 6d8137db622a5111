"""Room 4, the cell: work that may hang, eat memory or bring the process down is done by a child; its text comes back.

DuckDB can be interrupted between two portions of a query, not while it plans forty nested joins or fills one string of
two billion characters (82 s, 11 GB, seen with `repeat`), and some calls end the process (`enable_logging` with a path
calls terminate). A child can be killed at any moment, and what it took goes back with it. Forking costs 2 ms.
"""

import codecs
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TextIO

from flows import errors
from flows.errors import DatelineError, QueryError

# Bytes read from the child at a time.
CHUNK = 1 << 16
# Address space beyond the given memory: threads, and what the allocator keeps (DuckDB with two threads took 150 MB).
SLACK_BYTES = 256 << 20

Work = Callable[[TextIO], int]


def run_apart(work: Work, *, out: TextIO, timeout: float) -> int:
    """What `work` returns; what it writes to its stream arrives in `out`. Its DatelineErrors are raised here again.

    `timeout` in seconds counts only while we wait for the child, not while the reader of `out` lets us wait. Raises
    QueryError when the time is up, and when the child died.
    """
    text, outcome = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(text[0])
        os.close(outcome[0])
        _work_in_child(work, text[1], outcome[1])
    os.close(text[1])
    os.close(outcome[1])
    is_over = False
    try:
        _copy(text[0], out, timeout=timeout)
        said = _read_all(outcome[0])
        is_over = True
    finally:
        if not is_over:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(text[0])
        os.close(outcome[0])
    return _result(said, os.waitstatus_to_exitcode(status))


def resident_bytes() -> int:
    """What this process has in memory now; 0 where the system does not tell."""
    used = Path("/proc/self/statm")
    return int(used.read_text(encoding="ascii").split()[1]) * resource.getpagesize() if used.exists() else 0


def limit_address_space(memory_bytes: int) -> None:
    """Nothing; this process gets so much beside what it has, and no more. For a child only.

    DuckDB's own limit does not see the strings and lists that a function builds.
    """
    used = Path("/proc/self/statm")
    if used.exists():
        pages = int(used.read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory_bytes + SLACK_BYTES
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _work_in_child(work: Work, text: int, outcome: int) -> NoReturn:
    """Never returns: neither exit handlers nor buffers of the parent are ours. 0 done, 1 an error that is a fault."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent kills us
    said = b""
    try:
        with os.fdopen(text, "w", encoding="utf-8", newline="") as stream:
            said = str(work(stream)).encode()
    except DatelineError as error:
        said = f"{type(error).__name__} {error}".encode()
    except MemoryError:
        said = b"QueryError the query needs more memory than it may use; give more by --memory"
    finally:
        if not said:
            traceback.print_exc(file=sys.__stderr__)
        os.write(outcome, said[:CHUNK])
        os._exit(0 if said else 1)


def _copy(text: int, out: TextIO, *, timeout: float) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    left = timeout
    while True:
        begin = time.monotonic()
        ready, _, _ = select.select([text], [], [], max(left, 0))
        if not ready:
            raise QueryError(f"the query was stopped after {timeout:g} s; a larger --timeout gives it longer")
        chunk = os.read(text, CHUNK)
        left -= time.monotonic() - begin
        out.write(decoder.decode(chunk, not chunk))
        if not chunk:
            return


def _read_all(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, CHUNK):
        parts.append(part)
    return b"".join(parts)


def _result(said: bytes, code: int) -> int:
    """The child's number. Raises its error, or QueryError for a child that died without a word."""
    if not said:
        how = f"signal {-code}" if code < 0 else f"code {code}"
        raise QueryError(f"the query ended DuckDB ({how}): too much memory, or a fault of DuckDB; ask for less at once")
    first, _, rest = said.decode().partition(" ")
    if first.isdigit():
        return int(first)
    raise getattr(errors, first, DatelineError)(rest)
