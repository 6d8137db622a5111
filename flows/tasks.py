"""Every step of the pipeline made a Prefect task, once, with the reason for each retry and time-out.

Results are not persisted and inputs not hashed: frames and connections pass through, and the database itself knows
what is done. Retries wait with jitter, so that two desks' runs do not hit a share in step.
"""

from collections.abc import Callable
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.utilities.annotations import quote

from flows import backfill, pipeline


def _is_passing(_task: Task[..., Any], _task_run: TaskRun, state: State) -> bool:
    """Only an operating system error may pass by itself: a network share that is away, a virus scanner's lock."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def _named(verb: str) -> Callable[[dict[str, Any]], str]:
    """The name of a batch's task run, with its size: "extract 200 articles"."""

    def name(parameters: dict[str, Any]) -> str:
        batch = parameters["batch"]
        return f"{verb} {(batch.unquote() if isinstance(batch, quote) else batch).articles.height} articles"

    return name


def _task_of(step: Callable[..., Any], name: str, **options: Any) -> Task[..., Any]:
    make = task(name=name, cache_policy=NO_CACHE, persist_result=False, tags=["dateline"], **options)
    return make(step)


# Listing folders and replacing a file touch file systems that may be remote; one more try costs nothing.
PATIENT: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": _is_passing,
}

# Reading a batch is not retried: a stream that broke off is a counted reject. Extraction is a pure function: the same
# text fails the same way. A load is one transaction, rolled back; what made it fail (a full disk) needs a person.
TASKS: dict[Callable[..., Any], Task[..., Any]] = {
    pipeline.list_inputs: _task_of(pipeline.list_inputs, "list inputs", **PATIENT),
    backfill.list_stale: _task_of(backfill.list_stale, "list stale articles"),
    pipeline.begin: _task_of(pipeline.begin, "begin run"),
    pipeline.read_batch: _task_of(pipeline.read_batch, "read batch"),
    pipeline.extract_batch: _task_of(pipeline.extract_batch, "extract batch", task_run_name=_named("extract")),
    pipeline.store_batch: _task_of(pipeline.store_batch, "load batch", task_run_name=_named("load")),
    pipeline.finish: _task_of(pipeline.finish, "finish run"),
    pipeline.check_data: _task_of(pipeline.check_data, "check data"),
    pipeline.publish: _task_of(pipeline.publish, "publish", **PATIENT),
    pipeline.report: _task_of(pipeline.report, "render reports"),
}
