"""Options that several commands share, how errors become one line and an exit code, and values from text."""

import os
import sys
import traceback
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from flows.errors import DatelineError, UsageError
from flows.settings import config_file


def with_common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with --db, --config, --quiet and --debug, its errors in one or two lines, its result as exit code.

    The configuration is checked before anything is done.
    """

    @with_errors
    @click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Default: dateline.toml, if there.")
    @click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The published database.")
    @click.option("--quiet", is_flag=True, default=None, help="Print results and errors only.")
    @click.option("--debug", is_flag=True, default=None, help="Show tracebacks and every log line.")
    @wraps(command)
    def configured(config: Path | None, **options: Any) -> Any:
        if config is not None:
            # In the environment, for processes that are started from here read it as well.
            os.environ["DATELINE_CONFIG"] = str(config)
        if config_file():
            from flows.config.load import load_config

            load_config()
        return command(**options)

    return configured


def with_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with its errors in one or two lines, and its result as exit code."""

    @wraps(command)
    def guarded(**options: Any) -> None:
        is_debug = options.get("debug") or os.environ.get("DATELINE_DEBUG", "").lower() in ("1", "true", "yes", "on")
        try:
            sys.exit(command(**options) or 0)
        except BrokenPipeError:  # `dateline extract | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except (DatelineError, OSError, MemoryError) as error:
            if is_debug:
                traceback.print_exc()
            click.echo(f"dateline: {error or type(error).__name__}", err=True)
            sys.exit(2 if isinstance(error, UsageError) else 1)
        except KeyboardInterrupt:
            click.echo("dateline: interrupted; what was stored stays, run again to go on", err=True)
            sys.exit(130)

    return guarded


def with_input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with inputs and the options of reading and extraction."""
    command = click.option("--strict", is_flag=True, default=None, help="Exit with 3 when something was rejected.")(
        command
    )
    command = click.option(
        "--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="A field's name in the inputs: text=body."
    )(command)
    command = click.option(
        "--records", metavar="PATH", help="Where in a JSON document the articles lie: data.articles."
    )(command)
    command = click.option(
        "--workers", type=click.IntRange(min=1), help="Processes to extract with; default all cores."
    )(command)
    command = click.option(
        "--runner",
        type=click.Choice(["auto", "inline", "processes", "dask", "ray"]),
        help="Where extraction runs; default auto.",
    )(command)
    command = click.option("--address", help="Of a Dask scheduler or a Ray cluster; default: one on this machine.")(
        command
    )
    command = click.option("--staging", help="A folder that all workers reach, also s3://, for their results.")(command)
    command = click.option(
        "--fetch-articles", is_flag=True, default=None, help="Read the pages that feed items link to (robots.txt kept)."
    )(command)
    return click.argument("inputs", nargs=-1, metavar="[INPUT]...")(command)


def parse_columns(pairs: tuple[str, ...]) -> dict[str, str]:
    """`text=body` pairs as a dict. Raises UsageError for another form or an unknown field."""
    from flows.ingest.drafts import INPUT_FIELDS

    columns = {}
    for pair in pairs:
        name, _, column = pair.partition("=")
        if name not in INPUT_FIELDS or not column:
            raise UsageError(f"--map {pair}: give FIELD=COLUMN, FIELD one of {', '.join(INPUT_FIELDS)}")
        columns[name] = column
    return columns


def parse_params(pairs: tuple[str, ...]) -> dict[str, str]:
    """`modality=all` pairs as a dict. Raises UsageError for another form."""
    if wrong := [pair for pair in pairs if not pair.partition("=")[0] or "=" not in pair]:
        raise UsageError(f"--param {wrong[0]}: give NAME=VALUE, such as modality=all")
    return {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)}


def parse_day(name: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--{name} {text}: not a day such as 2025-03-04") from error
