"""Commands that ask the published database: report, sql, export, explain, check, status, diff."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from flows.cli.options import parse_day, parse_params, with_common_options
from flows.errors import UsageError
from flows.settings import load_settings


@click.command()
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
    values |= {name: parse_day(name, given[name]) for name in ("since", "until")}
    values["profile"] = profile_filters(given["profile"])
    asked = {name: value for name, value in values.items() if value is not None}
    named = parse_params(params)
    if twice := asked.keys() & named.keys():
        raise UsageError(f"--{min(twice)} and --param {min(twice)}: give one of the two")
    pages = render_reports(
        settings.db,
        names=list(names),
        given=asked | named,
        formats=[part.strip() for part in formats.split(",") if part.strip()],
        out=settings.out if given["out"] else settings.out / "adhoc",
        own=own,
        timeout=settings.query_timeout,
        memory=settings.query_memory,
    )
    for page in pages:
        click.echo(page)
    return 0


@click.command()
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


@click.command()
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


@click.command()
@click.argument("id_", metavar="ID")
@with_common_options
def explain(id_: str, **given: Any) -> int:
    """What is behind an article, entity, event or sanctions statement: sentence, evidence, rule, source chain."""
    from flows.console import print_records
    from flows.report.explain import explain as explain_id

    print_records(explain_id(load_settings(**given).db, id_))
    return 0


@click.command()
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


@click.command()
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


@click.command()
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
