"""The configuration's tables -> Prefect deployments, each named, described, tagged, scheduled in the file's time zone.

Jobs take turns: the process that serves them runs one at a time, since one writer may write and two cores are soon
full. Besides, every deployment has a limit of one run, and what is started meanwhile is

* cancelled (CANCEL_NEW) for collect, stale, reports, health: a run that comes while the last one is still at work has
  nothing to do that the running one, or tomorrow's, does not do; a queue of them would only grow;
* queued (ENQUEUE) for digests: each is about a period of its own, and must go out; the ledger sees to it that none goes
  out twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.config.models import Config, Schedule
from flows.daily import backfill
from flows.errors import UsageError
from flows.serve import jobs

# All runs that these deployments make bear it; another database's have another.
TAG = "dateline scheduled"


@dataclass(frozen=True, slots=True)
class Planned:
    """A deployment to be: its flow, name, cron line, parameters, and what becomes of a run that comes too early."""

    flow: Flow[..., Any]
    name: str
    cron: str
    parameters: dict[str, Any]
    description: str
    is_queued: bool = False


def plan(config: Config) -> list[Planned]:
    """What the configuration wants done and when. Raises UsageError when that is nothing."""
    planned = [*_jobs(config), *_digests(config)]
    if not planned:
        raise UsageError("nothing is scheduled: dateline.toml has every schedule off, and no digest with a cron line")
    return planned


def _jobs(config: Config) -> Iterator[Planned]:
    wanted = config.schedules
    if any(one.enabled for one in config.inputs):
        yield from _if_on(wanted.daily, jobs.collect, "daily", {}, "New articles from every input of dateline.toml.")
    for period, schedule in (("week", wanted.reports_weekly), ("month", wanted.reports_monthly)):
        told = f"Pages of the last whole {period}, of everything and of every profile."
        yield from _if_on(schedule, jobs.reports, f"reports-{period}", {"period": period}, told)
    limit = {"limit": config.stale_portion}
    yield from _if_on(wanted.stale, backfill, "stale", limit, "What an older extractor read, again, in portions.")
    yield from _if_on(
        wanted.health, jobs.health, "health", {}, "Silent sources, holes, rejects, spikes; each told once."
    )


def _if_on(schedule: Schedule, flow: Any, name: str, given: dict[str, Any], told: str) -> Iterator[Planned]:
    if schedule.enabled:
        yield Planned(flow, name, schedule.cron, given, told)


def _digests(config: Config) -> Iterator[Planned]:
    for name, digest in config.digests.items():
        if digest.cron:
            told = f"Digest of the last whole {digest.period}, to {len(digest.recipients)} recipients."
            yield Planned(jobs.digest, f"digest-{name}", digest.cron, {"name": name}, told, is_queued=True)


def make_deployment(planned: Planned, *, time_zone: str, tags: list[str]) -> RunnerDeployment:
    """The deployment. By module path: the script form would put flows/ itself on the path of its runs."""
    strategy = ConcurrencyLimitStrategy.ENQUEUE if planned.is_queued else ConcurrencyLimitStrategy.CANCEL_NEW
    return planned.flow.to_deployment(  # type: ignore[return-value]  # not a coroutine outside of a loop
        name=planned.name,
        schedule=Cron(planned.cron, timezone=time_zone),
        parameters=planned.parameters,
        description=planned.description,
        tags=["dateline", *tags],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=strategy),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
