"""What a person at a terminal sees of a run: a progress bar or plain lines on stderr, a short table at the end."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from flows.evaluate.run import Evaluation
from flows.ingest.articles import OUTCOMES
from flows.pipeline import Progress as Reached
from flows.pipeline import Summary
from flows.settings import Settings

Watch = Callable[[Reached], None]

# Seconds between two plain lines, where there is no terminal to draw a bar on.
LINE_EVERY = 15.0
# Rejects named one by one after `dateline extract`; `dateline run` stores them all.
NAMED_REJECTS = 20
# Notes of the readers; a folder of a thousand spreadsheets of one shape need not say it a thousand times.
NAMED_NOTES = 20
# What the steps of a run are called in `dateline run --profile`.
STEPS = {"read_batch": "reading", "extract_batch": "extraction", "store_batch": "loading", "check_data": "checks"}
STEPS |= {"publish": "publishing", "report": "reports", "list_inputs": "inputs"}
# A record of so few and so short cells is one line.
LINE_CELLS, LINE_CHARS = 7, 60


@contextmanager
def watching(settings: Settings) -> Iterator[Watch]:
    """Something to tell of progress: a bar on a terminal, a line now and then elsewhere, nothing with --quiet."""
    console = Console(stderr=True)
    if settings.quiet:
        yield lambda _: None
    elif not console.is_terminal:
        yield _plain_lines()
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True) as bar:
            task = bar.add_task("reading", total=None)

            def watch(reached: Reached) -> None:
                total, done = reached.bytes_total or None, reached.bytes_read
                bar.update(task, description=_in_words(reached), total=total, completed=done)

            yield watch


def _plain_lines() -> Watch:
    last = monotonic()

    def watch(reached: Reached) -> None:
        nonlocal last
        if monotonic() - last >= LINE_EVERY:
            last = monotonic()
            print(f"{_in_words(reached)}{_time_left(reached)}", file=sys.stderr, flush=True)

    return watch


def _in_words(reached: Reached) -> str:
    rate = reached.words / reached.seconds if reached.seconds else 0
    return f"{reached.articles:,} articles, {rate:,.0f} words/s"


def _time_left(reached: Reached) -> str:
    if not reached.bytes_read or reached.bytes_read > reached.bytes_total:
        return ""
    left = reached.seconds * (reached.bytes_total / reached.bytes_read - 1)
    return f", {100 * reached.bytes_read / reached.bytes_total:.0f} % read, about {left:.0f} s left"


def print_summary(summary: Summary, settings: Settings) -> None:
    """The run's short table on stdout; with --quiet only where the report is."""
    page = str(summary.pages[0]) if summary.pages else "none"
    if settings.quiet:
        print(page)
        return
    print_notes(summary.notes, settings)
    table = Table(title=f"Run {summary.run_id}", title_justify="left", show_header=False)
    for name in ("read", *OUTCOMES, "failed"):
        if summary.counts[name] or name in ("read", "new", "revised", "unchanged", "rejected"):
            table.add_row(name, f"{summary.counts[name]:,}")
        for reason, count in sorted(summary.reasons.items()):
            if reason.startswith(f"{name}: "):
                table.add_row(f"  {reason.removeprefix(f'{name}: ')}", f"{count:,}")
    table.add_row("statements found", f"{summary.counts['statements']:,}")
    table.add_row("database", f"{settings.db} ({'published' if summary.is_published else 'as it was'})")
    table.add_row("report", page)
    table.add_row("seconds", f"{summary.seconds:.1f}")
    # A path must stay one line, to be copied or read by a program.
    Console(width=None if sys.stdout.isatty() else 200, soft_wrap=True).print(table, soft_wrap=True)


def print_split(
    steps: Mapping[str, tuple[float, float]], layers: Mapping[str, float], *, imports: float, total: float, words: int
) -> None:
    """On stderr: the run's processor seconds by step, those of extraction by layer; wall seconds beside them.

    What is left of extraction is the model and the lexicons, loaded by the first batch, and the frames.
    """
    rows: list[tuple[str, float, float | None]] = [("start, imports", imports, None)]
    for step, (wall, processor) in steps.items():
        rows.append((STEPS.get(step, step.replace("_", " ")), processor, wall))
        if step == "extract_batch":
            rest = processor - sum(layers.values())
            rows.extend((f"  {layer}", seconds, None) for layer, seconds in layers.items())
            rows.append(("  model, lexicons, frames", rest, None))
    print(f"{'step':28}{'CPU s':>9}{'share':>8}{'wall s':>9}", file=sys.stderr)
    for name, processor, elapsed in (*rows, ("all", total, None)):
        shown = "" if elapsed is None else f"{elapsed:9.2f}"
        print(f"{name:28}{processor:9.2f}{processor / total:8.1%}{shown}", file=sys.stderr)
    if extracted := steps.get("extract_batch"):
        print(f"{words:,} words, {words / (extracted[1] or 1):,.0f} a CPU second of extraction", file=sys.stderr)


def print_notes(notes: Sequence[str], settings: Settings) -> None:
    """On stderr: what the readers want a person to know, each line once, the first of them."""
    if settings.quiet:
        return
    lines = list(dict.fromkeys(notes))
    for line in lines[:NAMED_NOTES]:
        print(line, file=sys.stderr)
    if len(lines) > NAMED_NOTES:
        print(f"and {len(lines) - NAMED_NOTES} more notes", file=sys.stderr)


def print_rejects(rejects: Sequence[Mapping[str, Any]], settings: Settings) -> None:
    """On stderr: how many records were rejected, and the first of them by file, record and reason."""
    if settings.quiet or not rejects:
        return
    print(f"{len(rejects)} rejected:", file=sys.stderr)
    for reject in rejects[:NAMED_REJECTS]:
        print(f"  {reject['uri']}, record {reject['record']}: {reject['reason']}: {reject['detail']}", file=sys.stderr)


def print_evaluation(path: Path, found: Evaluation, *, error_count: int) -> None:
    """On stdout: the figures of a gold file, then its errors, the most frequent kind first."""
    print(f"{path.name}: {found.articles} articles, {found.absent} absent")
    print(f"{'measure':34}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'spurious':>10}{'missed':>8}")
    for measure, of in found.figures.items():
        shares = f"{of.precision:7.1f}{of.recall:7.1f}{of.f1:7.1f}"
        print(f"{measure:34}{shares}{of.right:8}{of.spurious:10}{of.missed:8}")
    for error in found.errors[:error_count]:
        print(f"\n{error.measure}, {error.outcome}: {error.what}\n  {error.record_id}: {error.passage}")
    if len(found.errors) > error_count:
        print(f"\n{len(found.errors) - error_count} more errors; show them with --errors N")


def print_figures_json(path: Path, found: Evaluation) -> None:
    """On stdout: one line of JSON with the figures by measure, F1 and shares in per cent."""
    figures = {
        measure: {"precision": of.precision, "recall": of.recall, "f1": of.f1, **asdict(of)}
        for measure, of in found.figures.items()
    }
    print(orjson.dumps({"file": path.name, "articles": found.articles, "absent": found.absent, **figures}).decode())


def print_records(frames: Mapping[str, pl.DataFrame]) -> None:
    """Titled records on stdout, a field a line; what is empty is left out. Short ones are a line each."""
    for title, frame in frames.items():
        cells = [[" ".join(str("" if cell is None else cell).split()) for cell in row] for row in frame.iter_rows()]
        if all(len(row) <= LINE_CELLS and max(map(len, row)) <= LINE_CHARS for row in cells):
            _print_lines(title, frame.columns, cells)
            continue
        for row in cells:
            print(f"\n{title}")
            for name, cell in zip(frame.columns, row, strict=True):
                if cell:
                    print(f"  {name:20}{_coloured(cell) if name == 'sentence' else cell}")


def _print_lines(title: str, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """A line a record, under the names of the columns; nothing where there is no record."""
    if not cells:
        return
    lines = [columns, *cells]
    widths = [max(len(row[place]) for row in lines) for place in range(len(columns))]
    print(f"\n{title}")
    for row in lines:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _coloured(sentence: str) -> str:
    """On a terminal, what stands in marked brackets in bold, its kind in colour; elsewhere the same."""
    if not sys.stdout.isatty():
        return sentence
    opened: list[str] = []
    parts = []
    for part in re.split(r"(\[[a-z/]+: |\[|\])", sentence):
        if part.startswith("["):
            opened.append(part)
            part = f"\x1b[36m{part}\x1b[0m\x1b[1m" if len(part) > 1 else part
        elif part == "]" and opened:
            still = "\x1b[1m" if any(len(other) > 1 for other in opened[:-1]) else ""
            part = f"\x1b[0m\x1b[36m]\x1b[0m{still}" if len(opened.pop()) > 1 else part
        parts.append(part)
    return "".join(parts)


def print_frames(frames: Mapping[str, pl.DataFrame]) -> None:
    """Titled tables on stdout, whole."""
    options: dict[str, Any] = {"tbl_rows": -1, "tbl_cols": -1, "fmt_str_lengths": 120, "tbl_width_chars": 200}
    with pl.Config(tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, **options):
        for title, frame in frames.items():
            print(f"\n{title}")
            print(frame if frame.height else "  none")
