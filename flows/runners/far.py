"""A batch on its way to a worker that shares no memory with us, and its result on the way back."""

from collections.abc import Callable
from typing import Any

import polars as pl

from flows.extract.version import describe_extractor
from flows.runners.engine import Work
from flows.runners.work import fetch, frame_bytes, unpack, work_far
from flows.settings import Settings


def ask(work: Work[Any], articles: pl.DataFrame, settings: Settings) -> tuple[Callable[..., bytes], *tuple[Any, ...]]:
    """The function that the worker calls, and its arguments."""
    version = describe_extractor(settings.model).version
    return work_far, work, frame_bytes(articles), settings.model, version, settings.staging


def received(answer: bytes, settings: Settings) -> Any:
    """The work's result from the worker's answer."""
    return unpack(fetch(answer.decode()) if settings.staging else answer)
