"""Commands of upkeep: serve, digest, init, restore."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from flows.cli.flow import PREFECT_ENVIRONMENT
from flows.cli.options import parse_day, with_common_options, with_errors
from flows.settings import config_file, load_settings


@click.command()
@with_common_options
def serve(**given: Any) -> int:
    """Run what dateline.toml schedules: new articles, reports, digests, stale extractions, health; one at a time.

    On the Prefect server that PREFECT_API_URL names, else on one of its own. Stop it with Ctrl-C.
    """
    for name, value in PREFECT_ENVIRONMENT.items():
        if "LOGGING" not in name:  # a service is followed by its log
            os.environ.setdefault(name, value)
    settings = load_settings(**given)
    if path := config_file():
        # The runs are processes of their own, wherever they stand.
        os.environ["DATELINE_CONFIG"] = str(path.resolve())
    os.environ["DATELINE_DB"] = str(settings.db.resolve())
    from flows.config.load import load_config
    from flows.serve.server import serve as serve_schedules

    serve_schedules(load_config(), settings.db)
    return 0


@click.command()
@click.argument("name", required=False)
@click.option("--profile", type=str, help="Only what this profile of dateline.toml lets pass.")
@click.option("--period", type=click.Choice(["day", "week", "month"]), help="The last whole one; default week.")
@click.option("--until", type=str, help="The last whole period before this day, YYYY-MM-DD; default today.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--send", "is_sent", is_flag=True, help="Send it by the mail server of dateline.toml.")
@click.option("--to", multiple=True, metavar="ADDRESS", help="To whom, instead of the recipients in dateline.toml.")
@click.option("--again", is_flag=True, help="Also to those who have had it.")
@with_common_options
def digest(name: str | None, until: str | None, out: Path | None, is_sent: bool, again: bool, **given: Any) -> int:
    """A mail on a day, week or month: numbers with their change, what is new, charts.

    NAME: a digest of dateline.toml; without it one of a profile, or of everything. Written as .eml, .html and .txt;
    with --send it goes to its recipients, to each of them once.
    """
    from time import sleep

    from flows.config.load import load_config
    from flows.report.digest.order import make_order, send_order, write_order

    settings, now = load_settings(db=given["db"], quiet=given["quiet"], out=out), datetime.now(UTC)
    choices = {"profile": given["profile"], "period": given["period"], "to": given["to"]}
    order = make_order(load_config(), name, until=parse_day("until", until), now=now, **choices)
    if is_sent:
        sent = send_order(settings.db, order, now=now, wait=sleep, again=again)
        if sent.to:
            click.echo(f"{order.asked.key}: sent to {', '.join(sent.to)}")
        if sent.before:
            click.echo(f"{order.asked.key}: {', '.join(sent.before)} had it already; --again sends it once more")
    if out or not is_sent:
        for path in write_order(settings.db, order, settings.out if out else settings.out / "digests", now=now):
            click.echo(path)
    return 0


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Default: dateline.toml here.")
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@click.option("--check", "is_check", is_flag=True, help="Write nothing; read the file and name its first mistake.")
@with_errors
def init(config: Path | None, force: bool, is_check: bool) -> int:
    """Write a commented dateline.toml: inputs, profiles, digests, schedules, mail server."""
    from flows.config.write import describe_config, write_config

    named = config or Path(os.environ.get("DATELINE_CONFIG") or "dateline.toml")
    if is_check:
        click.echo(describe_config(named))
    else:
        click.echo(f"{write_config(named, force=force)}: written; every line is explained in it")
    return 0


@click.command()
@with_common_options
def restore(**given: Any) -> int:
    """Make a damaged database good from the copy beside it; damaged files are moved aside."""
    from flows.store.restore import restore as restore_files

    settings = load_settings(**given)
    restored = restore_files(settings.db, now=datetime.now(UTC), memory=settings.writer_memory)
    for line in (*restored.damages, *restored.deeds):
        click.echo(line)
    if not restored.deeds and not settings.quiet:
        click.echo(f"{settings.db}: nothing is damaged")
    return 0
