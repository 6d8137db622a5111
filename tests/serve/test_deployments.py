"""The file's tables as deployments."""

from typing import Any

import pytest
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule

from flows.config.models import Config
from flows.errors import UsageError
from flows.serve.deployments import Planned, make_deployment, plan

FILE: dict[str, Any] = {
    "time_zone": "Europe/Vienna",
    "inputs": [{"name": "inbox", "read": "inbox"}],
    "profiles": {"oil": {}},
    "digests": {"oil": {"profile": "oil", "cron": "0 6 * * 1"}, "by-hand": {}},
}
OFF = {"cron": "0 0 * * *", "enabled": False}


def plans(**changes: Any) -> dict[str, Planned]:
    """What the file, changed so, wants done, by name."""
    return {planned.name: planned for planned in plan(Config.model_validate(FILE | changes))}


def test_every_job_has_a_deployment_and_a_digest_only_with_a_cron_line() -> None:
    assert set(plans()) == {"daily", "reports-week", "reports-month", "stale", "health", "digest-oil"}
    assert plans()["digest-oil"].parameters == {"name": "oil"}


def test_without_inputs_nothing_is_collected() -> None:
    assert "daily" not in plans(inputs=[])
    assert "daily" not in plans(inputs=[{"name": "inbox", "read": "inbox", "enabled": False}])


def test_a_schedule_that_is_off_has_none() -> None:
    assert "health" not in plans(schedules={"health": OFF})


def test_nothing_scheduled_is_told() -> None:
    every = ("daily", "reports_weekly", "reports_monthly", "stale", "health")
    with pytest.raises(UsageError, match="nothing is scheduled"):
        plans(schedules=dict.fromkeys(every, OFF), digests={})


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("daily", ConcurrencyLimitStrategy.CANCEL_NEW), ("digest-oil", ConcurrencyLimitStrategy.ENQUEUE)],
)
def test_one_run_at_a_time_in_the_files_time_zone_by_module_path(name: str, strategy: ConcurrencyLimitStrategy) -> None:
    made = make_deployment(plans()[name], time_zone="Europe/Vienna", tags=["dateline scheduled"])
    assert (made.concurrency_limit, made.concurrency_options) != (None, None)
    assert made.concurrency_options is not None
    assert made.concurrency_options.collision_strategy == strategy
    (schedule,) = made.schedules or []
    assert isinstance(schedule.schedule, CronSchedule)
    assert (schedule.schedule.cron, schedule.schedule.timezone) == (plans()[name].cron, "Europe/Vienna")
    assert str(made.entrypoint).startswith("flows.serve.jobs.")
    assert made.tags == ["dateline", "dateline scheduled"]


@pytest.mark.parametrize("name", ["daily", "reports-week", "stale", "digest-oil"])
def test_every_parameter_is_described(name: str) -> None:
    properties = plans()[name].flow.parameters.model_dump()["properties"]
    assert properties
    assert all(about.get("description") for about in properties.values())
