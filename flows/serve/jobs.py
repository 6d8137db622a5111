"""The scheduled jobs as Prefect flows, thin: each takes what the configuration says and opens one door.

No flow is retried as a whole. Reading has its retries where it reads, sending has its own; what else fails (a full
disk, a check that found something) fails again, and the next scheduled run takes up what is left undone.
"""

from datetime import datetime
from time import sleep
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger, runtime, tags
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.core import Block
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Completed, Failed

from flows.config.load import input_groups, load_config, profile_filters
from flows.daily import daily
from flows.report.digest.order import make_order, send_order
from flows.report.digest.window import LOOK_BACK, last_window, window_before
from flows.report.health import Finding, find_faults, health_path, only_new, remember
from flows.report.render import render_reports
from flows.serve.assets import tell_load, tell_reports
from flows.settings import load_settings

# Seconds. A night is long enough for a million words; a mail that takes half an hour will not go out any more.
COLLECT_TIMEOUT, REPORTS_TIMEOUT, SHORT_TIMEOUT = 6 * 3600, 3600, 1800


def _named(job: str) -> Any:
    """The name of a run: day, time, job and what it is about."""

    def name() -> str:
        given = runtime.flow_run.parameters
        about = given.get("name") or given.get("period") or ""
        return f"{_now().astimezone(ZoneInfo(load_config().time_zone)):%Y-%m-%d %H:%M} {job} {about}".rstrip()

    return name


def _now() -> datetime:
    """When the run was to start: one that starts late, or once more, is about the same period."""
    return cast(datetime, runtime.flow_run.scheduled_start_time)


@flow(name="collect", flow_run_name=_named("collect"), timeout_seconds=COLLECT_TIMEOUT)
def collect(names: list[str] | None = None) -> State:
    """The main job on the inputs of dateline.toml: read, extract, load, check, publish, report.

    Args:
        names: Inputs of dateline.toml to read, by name; all that are enabled when not given.
    """
    told = []
    for group in input_groups(load_config(), names):
        with tags(*runtime.flow_run.tags):
            summary = daily(inputs=list(group.read), columns=dict(group.columns), records=group.records)
        payload = {"run_id": summary.run_id, "is_published": summary.is_published, **summary.counts}
        emit_event("dateline.run.finished", resource=_resource("run", summary.run_id), payload=payload)
        tell_load(summary, group.read, db=load_settings().db)
        counts = summary.counts
        told.append(f"{counts['read']} read, {counts['new']} new, {counts['rejected']} rejected")
    return Completed(message="; ".join(told) or "no input is enabled")


@flow(name="reports", flow_run_name=_named("reports"), timeout_seconds=REPORTS_TIMEOUT)
def reports(period: Literal["week", "month"] = "week") -> str:
    """Pages of the last whole week or month with what went before it, of everything and of every profile.

    Args:
        period: week or month: the grain of the pages, and where they end.
    """
    config, settings = load_config(), load_settings()
    window = last_window(period, until=None, today=_now().astimezone(ZoneInfo(config.time_zone)).date())
    since = window_before(window, times=LOOK_BACK[period] - 1).since
    folder = settings.out / f"{period}-{window.since}"
    made = {name: folder / name if name else folder for name in (None, *config.profiles)}
    for name, out in made.items():
        given = {"since": since, "until": window.until, "grain": period, "profile": profile_filters(name)}
        render_reports(
            settings.db,
            names=[],
            given={key: value for key, value in given.items() if value is not None},
            formats=["html", "md", "csv"],
            out=out,
        )
    tell_reports(made, db=settings.db, out=settings.out, period=period)
    return str(folder)


@flow(name="digest", flow_run_name=_named("digest"), timeout_seconds=SHORT_TIMEOUT)
def digest(name: str) -> State:
    """A digest of dateline.toml sent to its recipients; nobody gets one twice.

    Args:
        name: The digest's name in dateline.toml.
    """
    order = make_order(load_config(), name, now=_now())
    sent = send_order(load_settings().db, order, now=_now(), wait=sleep)
    return Completed(message=f"{order.asked.key}: sent to {len(sent.to)}, {len(sent.before)} had it")


@flow(name="health", flow_run_name=_named("health"), timeout_seconds=SHORT_TIMEOUT)
def health() -> State:
    """Silent sources, holes, many rejects, spikes: failed when there is something new, and each thing is told once."""
    config, settings = load_config(), load_settings()
    today = _now().astimezone(ZoneInfo(config.time_zone)).date()
    findings = find_faults(settings.db, health=config.health, today=today)
    new = only_new(findings, health_path(settings.db))
    create_markdown_artifact(_as_list(findings), key="health", description=f"{len(findings)} findings on {today}")
    for finding in new:
        emit_event(finding.event, resource=_resource("finding", finding.key), payload={"told": finding.told})
        get_run_logger().warning(finding.told)
    if new:
        for block in config.health.notify:
            cast(Any, Block.load(block)).notify("\n".join(one.told for one in new), subject="Dateline: something new")
    # Only now: what nobody was told of is new once more.
    remember(findings, health_path(settings.db))
    if new:
        return Failed(message=f"{len(new)} new of {len(findings)}: {new[0].told}")
    return Completed(message=f"nothing new; {len(findings)} known findings")


def _as_list(findings: list[Finding]) -> str:
    return "\n".join(f"* {finding.told}" for finding in findings) or "All is well."


def _resource(kind: str, name: str) -> dict[str, str]:
    """How an event names its thing: `dateline.run.<id>`."""
    return {"prefect.resource.id": f"dateline.{kind}.{name.replace(' ', '-')}", "prefect.resource.name": name}
