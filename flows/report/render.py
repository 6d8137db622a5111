"""Room 4, last door: report names and the published database in, files out: pages, tables, pictures.

No clock is read: same input, same bytes.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flows.errors import UsageError
from flows.report.fence import open_fenced
from flows.report.files import WRITERS
from flows.report.folder import choose_reports
from flows.report.page import Frame, make_pages
from flows.report.rendered import run_one
from flows.report.run import Given, open_published, page_query, run_report
from flows.sqlfile import SqlFile

FORMATS = ("html", *WRITERS)

# Pages take these parameters whether a report has them or not.
PAGE_PARAMS = ("since", "until", "source", "profile", "grain")


def render_reports(
    db: Path,
    names: list[str],
    *,
    given: Given | None = None,
    formats: list[str],
    out: Path,
    title: str = "Sanctions in the news",
    stamp: str | None = None,
    note: str | None = None,
    own: Path | None = None,
    timeout: float = 60.0,
    memory: str = "1GB",
) -> list[Path]:
    """The files written: `index.html` for all reports, `<report>.<format>` for each. No names: all reports.

    `given` values parameters by name, `stamp` says when in the page's foot, `note` stands at its top
    (where sample articles are in the database, what they are). `own` is a folder of the user's reports: they are run
    behind the fence of `dateline sql`, each for `timeout` seconds at most, in so much `memory`. Reports without a chart
    have no svg and png. Raises UsageError for an unknown report, format, parameter or value, before anything
    is written.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(f"there is no report format {', '.join(unknown)}; possible are {', '.join(FORMATS)}")
    chosen, values = choose_reports(names, own=own), given or {}
    _refuse_strangers(values, (report for report, _ in chosen))
    is_html = "html" in formats
    # One connection for all: DuckDB opens a file with one configuration at a time.
    is_own = any(folder for _, folder in chosen)
    with open_fenced(db, memory=memory) if is_own else open_published(db) as con:
        rendered = [
            run_one(con, report, values, own=folder, with_drill=is_html, timeout=timeout) for report, folder in chosen
        ]
        facts, numbers = (
            run_report(con, page_query(name), values).row(0, named=True) for name in ("database_facts", "key_numbers")
        )
    others = tuple(name for name in dict.fromkeys(formats) if name in WRITERS)
    frame = Frame(title=title, note=note, stamp=stamp, facts=facts, numbers=numbers, given=values, formats=others)
    files: Mapping[str, bytes | None] = make_pages(rendered, frame) if is_html else {}
    files = {**files, **{f"{one.report.name}.{name}": WRITERS[name](one) for name in others for one in rendered}}
    out.mkdir(parents=True, exist_ok=True)
    return [_write(out / name, content) for name, content in files.items() if content is not None]


def _refuse_strangers(given: Mapping[str, Any], reports: Iterable[SqlFile]) -> None:
    """Raises UsageError for a value that none of the reports takes: a misspelt name must not pass in silence."""
    taken = {param.name for report in reports for param in report.params}
    if strangers := [name for name in given if name not in taken and name not in PAGE_PARAMS]:
        possible = ", ".join(sorted(taken)) or "none"
        raise UsageError(f"no report has a parameter {', '.join(strangers)}; possible are {possible}")


def _write(path: Path, content: bytes) -> Path:
    """The path, its file replaced at once: a page that is being looked at is never half a page."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    return part.replace(path)
