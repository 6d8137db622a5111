"""The `dateline` command: parse, call, print. What a command needs is imported inside it, so that a query does not
wait for spaCy or Prefect.

Exit codes: 0 done, 1 the job failed or a check found something, 2 wrong usage, 3 --strict and something was rejected.
"""

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from flows.errors import DatelineError, UsageError
from flows.settings import Settings, config_file, load_settings

# Read by Prefect when it is imported; what the user has set stays.
PREFECT_ENVIRONMENT = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the default of 20 s fails on a loaded machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # the server still gets every line
}


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
    return 3 if settings.strict and summary.counts["rejected"] + summary.counts["failed"] else 0


def _run_directly(
    inputs: tuple[str, ...], settings: Settings, shape: Mapping[str, Any], watch: Callable[[Any], None]
) -> Any:
    from flows.pipeline import new_job
    from flows.pipeline import run as run_pipeline
    from flows.runners import open_hands, open_runner

    job = new_job(inputs, settings=settings, **shape)
    with open_hands(settings) as hands, open_runner(settings) as runner:
        return run_pipeline(job, hands=hands, extract=runner.extract, width=runner.width, watch=watch)


def _run_as_flow(
    inputs: tuple[str, ...],
    given: Mapping[str, Any],
    shape: Mapping[str, Any],
    watch: Callable[[Any], None],
    *,
    is_debug: bool,
) -> Any:
    with _as_flow(watch, is_debug=is_debug):
        from flows.daily import daily

        return daily(inputs=list(inputs), options=_flow_options(given), **shape)


def _flow_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as a flow's parameter, which Prefect keeps as JSON."""
    return {
        name: str(value) if isinstance(value, Path) else value for name, value in given.items() if value is not None
    }


@contextmanager
def _as_flow(watch: Callable[[Any], None], *, is_debug: bool) -> Iterator[None]:
    """Prefect made ready for a flow within the block."""
    for name, value in PREFECT_ENVIRONMENT.items():
        if not (is_debug and "LOGGING" in name):
            os.environ.setdefault(name, value)
    from prefect import tags

    from flows.daily import WATCH

    WATCH.set(watch)
    with tags("dateline", "command line"):
        yield


@main.command()
@click.option("--since", type=str, help="First day of publication, YYYY-MM-DD.")
@click.option("--until", type=str, help="Day after the last, YYYY-MM-DD.")
@click.option("--source", type=str, help="Only articles of this source.")
@click.option("--stale", is_flag=True, help="Everything that an older extractor made, whatever its day.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many articles; the next run goes on.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes to extract with; default all cores.")
@click.option("--direct", is_flag=True, default=None, help="The same steps without Prefect.")
@with_common_options
def backfill(
    since: str | None, until: str | None, source: str | None, stale: bool, limit: int | None, **given: Any
) -> int:
    """Extract stored articles again, from their stored texts: those that an older extractor made.

    Name the days (--since, --until), or --stale for all. A run that was broken off goes on where it stood.
    """
    from flows.backfill import Window
    from flows.console import print_summary, watching

    if not (stale or since or until):
        raise UsageError("say which articles: --since and --until, or --stale for all that an older extractor made")
    settings = load_settings(**given)
    days = _parse_day("since", since), _parse_day("until", until)
    if days[0] and days[1] and days[0] >= days[1]:
        raise UsageError(f"the window from {since} until {until} (exclusive) is empty: since must be before until")
    window = Window(*days, source, limit)
    with watching(settings) as watch:
        if settings.direct:
            summary = _backfill_directly(window, settings, watch)
        else:
            with _as_flow(watch, is_debug=settings.debug):
                from flows.daily import backfill as backfill_flow

                summary = backfill_flow(**asdict(window), options=_flow_options(given))
    print_summary(summary, settings)
    return 0


def _backfill_directly(window: Any, settings: Settings, watch: Callable[[Any], None]) -> Any:
    from flows.backfill import backfill as run_backfill
    from flows.pipeline import new_job
    from flows.runners import open_hands, open_runner

    with open_hands(settings) as hands, open_runner(settings) as runner:
        job = new_job([], settings=settings)
        return run_backfill(job, window, hands=hands, extract=runner.extract, width=runner.width, watch=watch)


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
        for lines, batch in extract_lines(
            job, hands=hands, extract=runner.extract_json, width=runner.width, watch=watch
        ):
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
@click.option("--profile", type=str, help="Only what this profile of dateline.toml lets pass.")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="Any parameter of a report, such as modality=all."
)
@click.option(
    "--format", "formats", default="html", show_default=True, help="html, md, csv, xlsx, json, parquet, svg, png."
)
@click.option(
    "--reports", "own", type=click.Path(path_type=Path, file_okay=False), help="A folder of your own reports."
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@with_common_options
def report(
    names: tuple[str, ...], is_list: bool, formats: str, params: tuple[str, ...], own: Path | None, **given: Any
) -> int:
    """Render reports from the published database; all of them when none is named.

    With --reports DIR those of that folder: .sql files with the header that ours have, charts in DIR/charts, the
    sentences behind their figures in DIR/drill.
    """
    from flows.report.folder import choose_reports

    settings = load_settings(**{name: given[name] for name in ("db", "quiet", "debug", "out")})
    if is_list:
        for found, _ in choose_reports(list(names), own=own):
            click.echo(f"{found.name:22} {found.title}")
        return 0
    from flows.config.load import profile_filters
    from flows.report.render import render_reports

    if not formats.strip(", "):
        raise UsageError("--format names no format")
    values = {name: given[name] for name in ("grain", "source")}
    values |= {name: _parse_day(name, given[name]) for name in ("since", "until")}
    values["profile"] = profile_filters(given["profile"])
    pages = render_reports(
        settings.db,
        names=list(names),
        given={name: value for name, value in values.items() if value is not None} | _parse_params(params),
        formats=[part.strip() for part in formats.split(",") if part.strip()],
        out=settings.out if given["out"] else settings.out / "adhoc",
        own=own,
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
@click.option("--index", "is_index", is_flag=True, help="Make the index that search() uses, and ask nothing.")
@with_common_options
def sql(query: str | None, file: Path | None, form: str, out: Path | None, is_index: bool, **given: Any) -> int:
    """One ad-hoc query, read only and sandboxed; `-` reads it from standard input.

    Without a query on a terminal: a prompt, with completion, history and examples.
    """
    settings = load_settings(
        db=given["db"], debug=given["debug"], query_timeout=given["timeout"], query_memory=given["memory"]
    )
    limits: dict[str, Any] = {"timeout": settings.query_timeout, "memory": settings.query_memory}
    if is_index:
        from flows.report.search import build_index

        click.echo(build_index(settings.db, memory=settings.query_memory))
        return 0
    text = file.read_text(encoding="utf-8") if file else query
    if text is None and sys.stdin.isatty() and not out:
        from flows.report.prompt import open_prompt

        open_prompt(settings.db, form=form, out=sys.stdout, **limits)
        return 0
    from flows.report.query import write_query

    if text in (None, "-"):
        text = sys.stdin.read()
    width = os.get_terminal_size(sys.stdout.fileno()).columns if not out and sys.stdout.isatty() else None
    write_query(settings.db, str(text), form=form, out=out, width=width, **limits)
    return 0


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@with_common_options
def export(folder: Path, **given: Any) -> int:
    """Every table and view of the published database as a Parquet file in DIR, with a README that explains them.

    An earlier export in DIR is replaced as a whole.
    """
    from flows.report.export import export_tables

    settings = load_settings(**given)
    counts = export_tables(settings.db, folder, memory=settings.query_memory)
    if not settings.quiet:
        click.echo(f"{len(counts)} tables and views, {sum(counts.values()):,} rows: {folder / 'README.md'}")
    return 0


@main.command()
@click.argument("id_", metavar="ID")
@with_common_options
def explain(id_: str, **given: Any) -> int:
    """What is behind an article, entity, event or sanctions statement: sentence, evidence, rule, source chain."""
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


@main.command()
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


@main.command()
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
    order = make_order(load_config(), name, until=_parse_day("until", until), now=now, **choices)
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


@main.command()
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


@main.command()
@click.argument("earlier", metavar="RUN")
@click.argument("later", metavar="RUN")
@with_common_options
def diff(earlier: str, later: str, **given: Any) -> int:
    """What changed between two runs and why: new articles, revisions, another extractor, other settings.

    RUN: a run's id or the beginning of one, or last, last-1, last-2 ...
    """
    from flows.console import print_frames
    from flows.report.diff import diff_runs

    print_frames(diff_runs(load_settings(**given).db, earlier, later))
    return 0


@main.command()
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


def _parse_params(pairs: tuple[str, ...]) -> dict[str, str]:
    """`modality=all` pairs as a dict. Raises UsageError for another form."""
    if wrong := [pair for pair in pairs if not pair.partition("=")[0] or "=" not in pair]:
        raise UsageError(f"--param {wrong[0]}: give NAME=VALUE, such as modality=all")
    return {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)}


def _parse_day(name: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--{name} {text}: not a day such as 2025-03-04") from error


if __name__ == "__main__":
    main()
