"""The `dateline` command: parse, call, print. What a command needs is imported inside it, so that a query does not
wait for spaCy or Prefect.

Exit codes: 0 done, 1 the job failed or a check found something, 2 wrong usage, 3 --strict and something was rejected.
"""

import os
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from flows.errors import DatelineError, UsageError
from flows.settings import Settings, load_settings

# Read by Prefect when it is imported; what the user has set stays.
PREFECT_ENVIRONMENT = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the default of 20 s fails on a loaded machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # the server still gets every line
}


def with_common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with --db, --quiet and --debug, its errors in one or two lines, its result as exit code."""

    @click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The published database.")
    @click.option("--quiet", is_flag=True, default=None, help="Print results and errors only.")
    @click.option("--debug", is_flag=True, default=None, help="Show tracebacks and every log line.")
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
        "--runner", type=click.Choice(["auto", "inline", "processes"]), help="Where extraction runs; default auto."
    )(command)
    command = click.option(
        "--fetch-articles", is_flag=True, default=None, help="Read the pages that feed items link to (robots.txt kept)."
    )(command)
    return click.argument("inputs", nargs=-1, metavar="[INPUT]...")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline", message="%(prog)s %(version)s")
def main() -> None:
    """News articles in; a database of what happened, and what was only said, out."""


@main.command()
@with_input_options
@click.option("--direct", is_flag=True, default=None, help="The same steps without Prefect.")
@with_common_options
def run(inputs: tuple[str, ...], columns: tuple[str, ...], records: str | None, **given: Any) -> int:
    """Read, extract, load, check, publish, report.

    INPUT: files, folders, patterns, addresses of feeds and pages, or - for JSON Lines on standard input; the sample
    articles when none is given.
    """
    from flows.console import print_summary, watching

    settings = load_settings(**given)
    shape = {"columns": _parse_columns(columns), "records": records}
    with watching(settings) as watch:
        if settings.direct:
            summary = _run_directly(inputs, settings, shape, watch)
        else:
            summary = _run_as_flow(inputs, given, shape, watch, is_debug=settings.debug)
    print_summary(summary, settings)
    return 3 if settings.strict and summary.counts["rejected"] else 0


def _run_directly(
    inputs: tuple[str, ...], settings: Settings, shape: Mapping[str, Any], watch: Callable[[Any], None]
) -> Any:
    from flows.pipeline import new_job
    from flows.pipeline import run as run_pipeline
    from flows.runners import open_hands, open_runner

    job = new_job(inputs, settings=settings, **shape)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        return run_pipeline(job, hands=hands, extract=runner.extract, watch=watch)


def _run_as_flow(
    inputs: tuple[str, ...],
    given: Mapping[str, Any],
    shape: Mapping[str, Any],
    watch: Callable[[Any], None],
    *,
    is_debug: bool,
) -> Any:
    for name, value in PREFECT_ENVIRONMENT.items():
        if not (is_debug and "LOGGING" in name):
            os.environ.setdefault(name, value)
    from prefect import tags

    from flows.daily import WATCH, daily

    WATCH.set(watch)
    options = {
        name: str(value) if isinstance(value, Path) else value for name, value in given.items() if value is not None
    }
    with tags("dateline", "command line"):
        return daily(inputs=list(inputs), options=options, **shape)


@main.command()
@with_input_options
@with_common_options
def extract(inputs: tuple[str, ...], columns: tuple[str, ...], records: str | None, **given: Any) -> int:
    """One JSON record an article on standard output, in input order; no database."""
    from flows.console import print_notes, print_rejects, watching
    from flows.pipeline import extract_lines, new_job
    from flows.runners import open_hands, open_runner

    settings = load_settings(**given)
    job = new_job(inputs, settings=settings, columns=_parse_columns(columns), records=records)
    rejects: list[dict[str, Any]] = []
    notes: list[str] = []
    with watching(settings) as watch, open_hands(settings) as hands, open_runner(settings) as runner:
        for lines, batch in extract_lines(job, hands=hands, extract=runner.extract_json, watch=watch):
            sys.stdout.buffer.write(lines)
            rejects.extend(batch.rejects.to_dicts())
            notes.extend(batch.notes)
        sys.stdout.buffer.flush()
    print_notes(notes, settings)
    print_rejects(rejects, settings)
    return 3 if settings.strict and rejects else 0


@main.command("eval")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--layer", "layers", multiple=True, help="Only this layer: mentions, references, dates, quotes, events, sanctions."
)
@click.option(
    "--errors", "error_count", type=click.IntRange(min=0), default=10, show_default=True, help="Errors shown."
)
@click.option("--json", "is_json", is_flag=True, help="The figures as one JSON object a file.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes to extract with; default all cores.")
@with_common_options
def evaluate(gold: tuple[Path, ...], layers: tuple[str, ...], error_count: int, is_json: bool, **given: Any) -> int:
    """Accuracy per layer against gold records: precision, recall, F1, and the errors with their sentences.

    GOLD: JSON Lines (also .gz, .zst) of article records that hold the layers which were labelled.
    """
    from flows.console import print_evaluation, print_figures_json
    from flows.evaluate.run import LAYERS
    from flows.pipeline import evaluate_file
    from flows.runners import open_hands, open_runner

    if unknown := set(layers) - set(LAYERS):
        raise UsageError(f"--layer {', '.join(sorted(unknown))}: give one of {', '.join(LAYERS)}")
    settings = load_settings(**given)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        for path in gold:
            found = evaluate_file(path, settings=settings, hands=hands, extract=runner.extract_json, layers=layers)
            if is_json:
                print_figures_json(path, found)
            else:
                print_evaluation(path, found, error_count=error_count)
    return 0


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "is_list", is_flag=True, help="The reports there are.")
@click.option("--since", type=str, help="First day, YYYY-MM-DD.")
@click.option("--until", type=str, help="Day after the last, YYYY-MM-DD.")
@click.option("--grain", type=str, help="day, week, month, quarter or year.")
@click.option("--source", type=str, help="Only articles of this source.")
@click.option("--format", "formats", default="html", show_default=True, help="html, md, csv, json, parquet, svg, png.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@with_common_options
def report(names: tuple[str, ...], is_list: bool, formats: str, **given: Any) -> int:
    """Render reports from the published database; all of them when none is named."""
    from flows.report.run import list_reports

    settings = load_settings(**{name: given[name] for name in ("db", "quiet", "debug", "out")})
    if is_list:
        for found in list_reports():
            click.echo(f"{found.name:22} {found.title}")
        return 0
    from flows.report.render import render_reports

    if not formats.strip(", "):
        raise UsageError("--format names no format")
    values = {name: given[name] for name in ("grain", "source")}
    values |= {name: _parse_day(name, given[name]) for name in ("since", "until")}
    pages = render_reports(
        settings.db,
        names=list(names),
        given={name: value for name, value in values.items() if value is not None},
        formats=[part.strip() for part in formats.split(",") if part.strip()],
        out=settings.out if given["out"] else settings.out / "adhoc",
        note=None,
    )
    for page in pages:
        click.echo(page)
    return 0


@main.command()
@click.argument("query", required=False)
@click.option(
    "--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Read the query from a file."
)
@click.option(
    "--format", "form", default="table", show_default=True, help="table, csv, json, jsonl, markdown, parquet."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--timeout", type=float, help="Seconds before the query is stopped; default 60.")
@click.option("--memory", type=str, help="Memory the query may use; default 1GB.")
@with_common_options
def sql(query: str | None, file: Path | None, form: str, out: Path | None, **given: Any) -> int:
    """One ad-hoc query, read only and sandboxed; `-` or no query reads it from standard input."""
    from flows.report.query import write_query

    settings = load_settings(
        db=given["db"], debug=given["debug"], query_timeout=given["timeout"], query_memory=given["memory"]
    )
    text = file.read_text(encoding="utf-8") if file else query
    if text in (None, "-"):
        if sys.stdin.isatty():
            raise UsageError('give a query: dateline sql "select * from sanctions_mentions limit 5"')
        text = sys.stdin.read()
    write_query(
        settings.db,
        str(text),
        form=form,
        out=out,
        timeout=settings.query_timeout,
        memory=settings.query_memory,
    )
    return 0


@main.command()
@click.argument("id_", metavar="ID")
@with_common_options
def explain(id_: str, **given: Any) -> int:
    """What is behind an article, an entity or a sanctions statement: sentence, evidence, rule."""
    from flows.console import print_records
    from flows.report.explain import explain as explain_id

    print_records(explain_id(load_settings(**given).db, id_))
    return 0


@main.command()
@with_common_options
def check(**given: Any) -> int:
    """The data checks on the published database; exit code 1 when one finds something."""
    from flows.store.check import describe, run_checks
    from flows.store.database import open_published

    settings = load_settings(**given)
    with open_published(settings.db) as published:
        findings = run_checks(published)
    if findings:
        click.echo(describe(findings), err=True)
        return 1
    if not settings.quiet:
        click.echo(f"All checks passed: {settings.db}")
    return 0


@main.command()
@click.option("--rejects", is_flag=True, help="Every rejected record, with its reason.")
@with_common_options
def status(rejects: bool, **given: Any) -> int:
    """Runs, sources, date range, coverage gaps, rejects, stale extractions."""
    from flows.console import print_frames
    from flows.extract.version import describe_extractor
    from flows.report.status import read_status

    settings = load_settings(**given)
    extractor = describe_extractor(settings.model)
    print_frames(read_status(settings.db, extractor_version=extractor.version, with_rejects=rejects))
    return 0


def _parse_columns(pairs: tuple[str, ...]) -> dict[str, str]:
    """`text=body` pairs as a dict. Raises UsageError for another form or an unknown field."""
    from flows.ingest.drafts import INPUT_FIELDS

    columns = {}
    for pair in pairs:
        name, _, column = pair.partition("=")
        if name not in INPUT_FIELDS or not column:
            raise UsageError(f"--map {pair}: give FIELD=COLUMN, FIELD one of {', '.join(INPUT_FIELDS)}")
        columns[name] = column
    return columns


def _parse_day(name: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--{name} {text}: not a day such as 2025-03-04") from error


if __name__ == "__main__":
    main()
