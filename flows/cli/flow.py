"""A command carried out as a Prefect flow."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.errors import RunnerError

# Read by Prefect when it is imported; what the user has set stays.
PREFECT_ENVIRONMENT = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the default of 20 s fails on a loaded machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # the server still gets every line
}


def flow_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as a flow's parameter, which Prefect keeps as JSON."""
    return {
        name: str(value) if isinstance(value, Path) else value for name, value in given.items() if value is not None
    }


@contextmanager
def as_flow(watch: Callable[[Any], None], *, is_debug: bool) -> Iterator[None]:
    """Prefect made ready for a flow within the block. Raises RunnerError when its server goes away meanwhile."""
    for name, value in PREFECT_ENVIRONMENT.items():
        if not (is_debug and "LOGGING" in name):
            os.environ.setdefault(name, value)
    from httpx import HTTPError
    from prefect import tags

    from flows.daily import WATCH

    WATCH.set(watch)
    try:
        with tags("dateline", "command line"):
            yield
    except HTTPError as error:
        raise RunnerError(
            f"the Prefect server cannot be reached: {error}\n"
            "What was stored stays; run again to go on, or with --direct, which needs no server"
        ) from error
