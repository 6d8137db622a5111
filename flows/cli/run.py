"""Commands that read articles: run, extract, backfill, eval."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import Any

import click

from flows.cli.flow import as_flow, flow_options
from flows.cli.options import parse_columns, parse_day, with_common_options, with_input_options
from flows.errors import UsageError
from flows.settings import Settings, load_settings


@click.command()
@with_input_options
@click.option("--direct", is_flag=True, default=None, help="The same steps without Prefect.")
@click.option(
    "--profile", "is_profiled", is_flag=True, help="Where the time goes, by stage and layer; in one process, --direct."
)
@with_common_options
def run(
    inputs: tuple[str, ...], columns: tuple[str, ...], records: str | None, *, is_profiled: bool, **given: Any
) -> int:
    """Read, extract, load, check, publish, report.

    INPUT: files, folders, patterns, addresses of feeds and pages, or - for JSON Lines on standard input; the sample
    articles when none is given.
    """
    from flows.console import print_summary, watching

    settings = load_settings(**(given | {"runner": "inline"} if is_profiled else given))
    shape = {"columns": parse_columns(columns), "records": records}
    with watching(settings) as watch:
        if is_profiled:
            summary = _run_profiled(inputs, settings, shape, watch)
        elif settings.direct:
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


def _run_profiled(
    inputs: tuple[str, ...], settings: Settings, shape: Mapping[str, Any], watch: Callable[[Any], None]
) -> Any:
    """As `_run_directly`, in this process alone, so that its seconds add up; prints where they went."""
    from flows.console import print_split
    from flows.extract.laps import SECONDS
    from flows.pipeline import new_job
    from flows.pipeline import run as run_pipeline
    from flows.runners import TimedHands, open_hands, open_runner

    job, before = new_job(inputs, settings=settings, **shape), process_time()
    with open_hands(settings) as plain, open_runner(settings) as runner:
        hands = TimedHands(plain)
        summary = run_pipeline(job, hands=hands, extract=runner.extract, width=1, watch=watch)
    print_split(hands.seconds, SECONDS, imports=before, total=process_time(), words=summary.counts["words"])
    return summary


def _run_as_flow(
    inputs: tuple[str, ...],
    given: Mapping[str, Any],
    shape: Mapping[str, Any],
    watch: Callable[[Any], None],
    *,
    is_debug: bool,
) -> Any:
    with as_flow(watch, is_debug=is_debug):
        from flows.daily import daily

        return daily(inputs=list(inputs), options=flow_options(given), **shape)


@click.command()
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
    days = parse_day("since", since), parse_day("until", until)
    if days[0] and days[1] and days[0] >= days[1]:
        raise UsageError(f"the window from {since} until {until} (exclusive) is empty: since must be before until")
    window = Window(*days, source, limit)
    with watching(settings) as watch:
        if settings.direct:
            summary = _backfill_directly(window, settings, watch)
        else:
            with as_flow(watch, is_debug=settings.debug):
                from flows.daily import backfill as backfill_flow

                summary = backfill_flow(**asdict(window), options=flow_options(given))
    print_summary(summary, settings)
    return 0


def _backfill_directly(window: Any, settings: Settings, watch: Callable[[Any], None]) -> Any:
    from flows.backfill import backfill as run_backfill
    from flows.pipeline import new_job
    from flows.runners import open_hands, open_runner

    with open_hands(settings) as hands, open_runner(settings) as runner:
        job = new_job([], settings=settings)
        return run_backfill(job, window, hands=hands, extract=runner.extract, width=runner.width, watch=watch)


@click.command()
@with_input_options
@with_common_options
def extract(inputs: tuple[str, ...], columns: tuple[str, ...], records: str | None, **given: Any) -> int:
    """One JSON record an article on standard output, in input order; no database."""
    from flows.console import print_notes, print_rejects, watching
    from flows.pipeline import extract_lines, new_job
    from flows.runners import open_hands, open_runner

    settings = load_settings(**given)
    job = new_job(inputs, settings=settings, columns=parse_columns(columns), records=records)
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


@click.command("eval")
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
