"""The main job, and the same on stored texts, as Prefect flows: the pipeline's own steps, called as tasks, and
artifacts of the run's numbers.

Without PREFECT_API_URL Prefect starts a server of its own for the run. `flows.cli` sets Prefect's environment (quiet,
patient) before it imports this module, for Prefect reads it then.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from prefect import flow, runtime
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.backfill import Window
from flows.backfill import backfill as run_backfill
from flows.pipeline import Handle, Progress, Summary, new_job, run
from flows.runners import MOST_WAITING, open_runner
from flows.settings import load_settings
from flows.tasks import TASKS

P = ParamSpec("P")
T = TypeVar("T")

# Who is told of the progress of the flow in this thread. Not a parameter: those are shown and stored by the server.
WATCH: ContextVar[Callable[[Progress], None]] = ContextVar("watch", default=lambda _: None)


class TaskHands:
    """Steps as Prefect tasks of the same functions. Arguments are quoted: Prefect need not look into frames."""

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The step's result, its task run in this thread."""
        return cast(T, TASKS[step](*map(quote, args), **{name: quote(value) for name, value in kwargs.items()}))

    def start(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Handle[T]:
        """The step submitted to the flow's task runner."""
        future = TASKS[step].submit(*map(quote, args), **{name: quote(value) for name, value in kwargs.items()})
        return cast(Handle[T], future)


def _run_name() -> str:
    """Day, time and inputs, as the list of runs shows them."""
    parameters = runtime.flow_run.parameters
    inputs = [Path(name).name for name in parameters.get("inputs") or ["sample articles"]]
    more = f" and {len(inputs) - 1} more" if len(inputs) > 1 else ""
    return f"{runtime.flow_run.scheduled_start_time:%Y-%m-%d %H:%M} {inputs[0]}{more}"


def _window_name() -> str:
    """Which stored articles, as the list of runs shows them."""
    given = runtime.flow_run.parameters
    days = [f"from {given['since']}"] * bool(given.get("since")) + [f"until {given['until']}"] * bool(
        given.get("until")
    )
    limit = [f"at most {given['limit']:,}"] * bool(given.get("limit"))
    return ", ".join((" ".join(days) or "all stale articles", *filter(None, (given.get("source"),)), *limit))


@flow(
    name="daily",
    flow_run_name=_run_name,
    # Threads only wait for the runner's workers, near or far; how many batches are under way is bounded elsewhere.
    task_runner=cast(TaskRunner[PrefectFuture[Any]], ThreadPoolTaskRunner(max_workers=MOST_WAITING)),
)
def daily(
    inputs: list[str] | None = None,
    options: dict[str, str | int | float | bool] | None = None,
    columns: dict[str, str] | None = None,
    records: str | None = None,
) -> Summary:
    """The main job: read, extract, load, check, publish, report.

    Args:
        inputs: Files, folders or patterns to read; the sample articles when none is given.
        options: Settings by name, such as `db` or `workers`; each is also an environment variable DATELINE_<NAME>.
        columns: Fields of an article that have another name in the inputs, such as {"text": "body"}.
        records: Where in a JSON document the list of articles lies, such as data.articles; found when not given.
    """
    job = new_job(inputs or [], settings=load_settings(**(options or {})), columns=columns, records=records)
    with open_runner(job.settings) as runner:
        summary = run(job, hands=TaskHands(), extract=runner.extract, width=runner.width, watch=WATCH.get())
    publish_artifacts(summary)
    return summary


@flow(
    name="backfill",
    flow_run_name=_window_name,
    task_runner=cast(TaskRunner[PrefectFuture[Any]], ThreadPoolTaskRunner(max_workers=MOST_WAITING)),
)
def backfill(
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
    limit: int | None = None,
    options: dict[str, str | int | float | bool] | None = None,
) -> Summary:
    """Stored articles that an older extractor made, extracted again from their stored texts.

    Args:
        since: First day of publication; from the beginning when not given.
        until: Day after the last one; to the end when not given.
        source: Only articles of this source.
        limit: At most so many articles; the next run goes on with the others.
        options: Settings by name, such as `db` or `workers`; each is also an environment variable DATELINE_<NAME>.
    """
    job = new_job([], settings=load_settings(**(options or {})))
    window = Window(since, until, source, limit)
    with open_runner(job.settings) as runner:
        summary = run_backfill(
            job, window, hands=TaskHands(), extract=runner.extract, width=runner.width, watch=WATCH.get()
        )
    publish_artifacts(summary)
    return summary


def publish_artifacts(summary: Summary) -> None:
    """The run's numbers as a table, in words, and a link to its report, as Prefect shows them beside the run."""
    counts = [{"what": name, "count": count} for name, count in summary.counts.items()]
    rejects = [{"what": reason, "count": count} for reason, count in summary.reasons.items()]
    create_table_artifact(counts + rejects, key="run-counts", description=f"Run {summary.run_id}")
    create_markdown_artifact(in_words(summary), key="run-summary", description=f"Run {summary.run_id}")
    if summary.pages:
        create_link_artifact(summary.pages[0].resolve().as_uri(), key="run-report", link_text="Report of this run")


def in_words(summary: Summary) -> str:
    """Three sentences of Markdown on a run."""
    counts = summary.counts
    published = "The published database was replaced." if summary.is_published else "Nothing new was published."
    return (
        f"**{counts['read']} records read** in {summary.seconds:.0f} s: {counts['new']} new, {counts['revised']} "
        f"revised, {counts['reextracted']} extracted again, {counts['unchanged']} unchanged, {counts['rejected']} "
        f"rejected. "
        f"{counts['statements']} sanctions statements found in what was extracted. {published}"
    )
