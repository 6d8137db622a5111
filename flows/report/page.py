"""Room 4, the page: reports that have been run in, the bytes of HTML files out: one with all of them, one for each.

A page opens from disk with no network: charts, their JavaScript and the style are in it, and its content policy admits
nothing else. Everything that comes from articles is escaped, in the tables by the template, in data by `script_json`.
"""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import polars as pl
from markupsafe import Markup

from flows.report.cache import cached_text
from flows.report.cells import NOTHING, host_of, label_of, look_of, text_of, web_address
from flows.report.chart import draw_svg
from flows.report.drill import pack_drills
from flows.report.rendered import (
    TOLD_ABOVE,
    Rendered,
    choices_told,
    filters_told,
    grain_told,
    omission_told,
    page_rows,
    shown_columns,
    shown_rows,
    values_told,
)
from flows.report.run import Given
from flows.settings import share

if TYPE_CHECKING:
    import jinja2

# One script: each part knows only what the part before it offers.
SCRIPTS = ("behind.js", "tables.js", "charts.js")

FORMAT_NAMES = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "parquet": "Parquet", "md": "Markdown"}

# Columns of a report that quotes: between whom, and what is said by whom.
PARTIES = ("sender", "target")
SAID = ("sentence", "told_by", "source", "title", "url")

ZEROS = ("0", "0.0 %", "0.0", "+0.0 pp", "-0.0 pp")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the reports: headline, note, when, the database's facts and numbers, what else is written."""

    title: str
    note: str | None
    stamp: str | None
    facts: Mapping[str, Any]
    numbers: Mapping[str, Any]
    given: Given
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text and look; where it leads; its parts before, in and after the evidence."""

    text: str
    look: str = ""
    href: str | None = None
    parts: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a report that quotes sentences: it is read, not looked up. `facts` are column, label, cell."""

    day: str
    tags: Sequence[str]
    parties: str
    said: Mapping[str, Cell | None]
    facts: Sequence[tuple[str, str, Cell]]


def make_pages(rendered: Sequence[Rendered], frame: Frame) -> dict[str, bytes]:
    """File name -> page: `index.html` with all reports, `<report>.html` with one."""
    sections = [_section(one, frame) for one in rendered]
    pages = {"index.html": _page(rendered, sections, frame, is_index=True)}
    for one, section in zip(rendered, sections, strict=True):
        pages[f"{one.report.name}.html"] = _page([one], [section], frame, is_index=False)
    return {name: page.encode() for name, page in pages.items()}


def _page(rendered: Sequence[Rendered], sections: Sequence[Mapping[str, Any]], frame: Frame, *, is_index: bool) -> str:
    has_charts = any(section["chart"] for section in sections)
    script = _script()
    given = frame.given
    profile = given.get("profile")
    return (
        _environment()
        .get_template("page.html")
        .render(
            title=frame.title if is_index else sections[0]["title"],
            home=None if is_index else frame.title,
            note=frame.note or demo_note(frame.facts),
            stamp=frame.stamp,
            facts=frame.facts,
            numbers=_key_numbers(frame.numbers) if is_index else [],
            window=values_told({name: given.get(name) for name in TOLD_ABOVE}),
            filters=filters_told(profile if isinstance(profile, Mapping) else None),
            sections=sections,
            behind=Markup(script_json(_behind(rendered))),
            style=Markup(_template("page.css")),
            packed=Markup(_packed_bundle()) if has_charts else "",
            script=Markup(script),
            policy=" ".join(f"'sha256-{_digest(code)}'" for code in ([script, _bundle()] if has_charts else [script])),
        )
    )


@cache
def _environment() -> "jinja2.Environment":
    # Not at the top: `dateline status` comes by here and draws no page.
    import jinja2

    loader = jinja2.FileSystemLoader(share("reports", "templates"))
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _template(name: str) -> str:
    return share("reports", "templates", name).read_text(encoding="utf-8")


def _script() -> str:
    return '"use strict";\n' + "\n".join(_template(name) for name in SCRIPTS)


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and their loader."""
    return cached_text("vega", version("vl-convert-python"), make=_make_bundle)


def _make_bundle() -> str:
    import vl_convert

    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # its stub knows no default


@cache
def _packed_bundle() -> str:
    """The bundle as it lies in a page: 0.4 MB instead of 0.9 (2026-11); the policy admits what it unpacks to."""
    return base64.b64encode(gzip.compress(_bundle().encode(), mtime=0)).decode()


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _behind(rendered: Sequence[Rendered]) -> dict[str, Any]:
    """What a click opens: the sentences behind the figures of every report that has a drill."""
    drills = {one.report.name: (one.drill, _in_table_order(one)) for one in rendered if one.drill}
    return pack_drills(drills, grains={one.report.name: one.grain for one in rendered})


def _in_table_order(one: Rendered) -> pl.DataFrame:
    """The report's rows, those of the page's table first and in its order."""
    every = shown_rows(one.rows).with_row_index("place")
    shown = page_rows(every)
    return pl.concat([shown, every.join(shown.select("place"), on="place", how="anti")]).drop("place")


def _section(one: Rendered, frame: Frame) -> dict[str, Any]:
    """What the template shows of a report."""
    every = shown_rows(one.rows)
    shown = page_rows(every)
    names = shown_columns(shown.columns)
    looks = {name: look_of(shown[name]) for name in names}
    cell = partial(_cell, looks=looks, grain=one.grain)
    rows, is_told = shown.rows(named=True), "sentence" in names
    return {
        "name": one.report.name,
        "title": one.report.title,
        "brief": _first_clause(grain_told(one)),
        "grain": grain_told(one),
        "values": choices_told(one),
        "columns": [
            {"name": name, "label": label_of(name), "meaning": one.report.columns.get(name, ""), "look": looks[name]}
            for name in names
        ],
        "rows": [] if is_told else [[cell(name, row) for name in names] for row in rows],
        "entries": [_entry(row, names, cell) for row in rows] if is_told else [],
        "omitted": omission_told(every, shown),
        "chart": _chart(one),
        "files": [(FORMAT_NAMES[form], f"{one.report.name}.{form}") for form in frame.formats if form in FORMAT_NAMES],
        "is_drilled": one.drill is not None,
    }


def _first_clause(told: str) -> str:
    """Up to the first semicolon: the rest stands where the columns are explained."""
    first, more, _ = told.partition(";")
    return f"{first}." if more else told


def _entry(row: Mapping[str, Any], names: Sequence[str], cell: Callable[[str, Mapping[str, Any]], Cell]) -> Entry:
    """A row that is told by its sentence: when, what, who, the sentence, who says so, and its figures."""
    cells = {name: cell(name, row) for name in names}
    first = next((name for name in names if cells[name].look.startswith("d")), None)
    placed = {first, *PARTIES, *SAID} if first else {*PARTIES, *SAID}
    is_short = {name for name in names if name not in placed and cells[name].look in ("", "s")}
    told = _telling([name for name in names if name not in placed and name not in is_short], row)
    parties = [cells[name].text if row[name] is not None else "?" for name in PARTIES if name in cells]
    return Entry(
        day=cells[first].text if first else "",
        tags=[
            _tag(name, row[name], cells[name]) for name in names if name in is_short and row[name] not in (None, False)
        ],
        parties=" → ".join(parties) if set(parties) - {"?"} else "",
        said={name: cells.get(name) if row.get(name) is not None else None for name in SAID},
        facts=[(name, _noun(name, row[name]), cells[name]) for name in told if row[name] is not None],
    )


def _tag(name: str, value: object, cell: Cell) -> str:
    """A short text; of a fact that holds its name, of one that does not nothing."""
    return name.removeprefix("is_").replace("_", " ") if value is True else cell.text


def _noun(name: str, value: object) -> str:
    """What stands beside a figure: 1 statement, 2 statements, score."""
    return name.removesuffix("_count").replace("_", " ") if value == 1 else label_of(name)


def _telling(names: Sequence[str], row: Mapping[str, Any]) -> list[str]:
    """The columns without those that say nothing more: where every count is 1 the first is enough, a day once."""
    counts = [name for name in names if name.endswith("_count")]
    spare = set(counts[1:]) if all(row[name] == 1 for name in counts) else set()
    days = [row[name] for name in row if name.endswith("_date") and name not in names]
    return [name for name in names if name not in spare and not (name.endswith("_date") and row[name] in days)]


def _cell(name: str, row: Mapping[str, Any], *, looks: Mapping[str, str], grain: str) -> Cell:
    value = row[name]
    text, look = text_of(value, name, grain=grain), looks[name]
    if (look == "n" and text in ZEROS) or text == NOTHING:
        look += " z"
    if name == "url":
        return Cell(host_of(text) if web_address(value) else text, look, web_address(value))
    if name == "sentence" and value is not None:
        return Cell(text, look, parts=cut(text, row.get("evidence_start"), row.get("evidence_end")))
    leads = name == "title" or (name == "source" and "title" not in row)
    return Cell(text, look, web_address(row.get("url")) if leads and value is not None else None)


def cut(text: str, start: int | None, end: int | None) -> tuple[str, str, str] | None:
    """What stands before, in and after the evidence; None where there is none.

    >>> cut("They imposed sanctions.", 5, 12)
    ('They ', 'imposed', ' sanctions.')
    """
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return text[:start], text[start:end], text[end:]


def _chart(one: Rendered) -> dict[str, Any] | None:
    """The chart as JSON for the script, and drawn, for where no script runs: mail previews, paper."""
    if one.chart is None:
        return None
    alt = one.chart.get("description", "")
    # No other drawing of the page may have its ids: gradients and clips are found by them.
    still = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{one.report.name}-", draw_svg(one.chart))
    return {"alt": alt, "still": Markup(still), "json": Markup(script_json(one.chart))}


def script_json(value: object) -> str:
    """JSON that may stand in a script element: nothing in it can end the element or begin a comment.

    >>> script_json({"title": "</script>"})
    '{"title":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def demo_note(facts: Mapping[str, Any]) -> str | None:
    """What has to be said as long as sample articles are in the database, whoever asks for the page."""
    demo, every = facts["demo_article_count"], facts["article_count"]
    if not demo:
        return None
    which = "These articles are" if demo == every else f"{demo:,} of these {every:,} articles are"
    return (
        f"Demonstration: {which} the samples that come with the program. Their outlets and wording were made for it; "
        "the events they tell of are of public record. One article is a real one, supplied by a user. "
        "See seeds/README.md."
    )


def _key_numbers(row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Number, what it is, and what it is of."""

    def of(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f} %" if whole else "none"

    days = f"{row['first_date']} to {row['last_date']}" if row["first_date"] else "no dated article"
    apart = f"; {row['undated_article_count']:,} undated apart" if row["undated_article_count"] else ""
    articles, statements = row["article_count"], row["statement_count"]
    on_sanctions, stories = row["sanctions_article_count"], row["sanctions_story_count"]
    return [
        (f"{articles:,}", "articles", days + apart),
        (f"{row['source_count']:,}", "sources", "that published them"),
        (
            f"{on_sanctions:,}",
            "articles on sanctions",
            f"{of(on_sanctions, articles)} of the articles; {stories:,} distinct stories",
        ),
        (f"{statements:,}", "sanctions statements", "what single sentences say"),
        (f"{row['actual_count']:,}", "of them actual", f"{of(row['actual_count'], statements)} have happened"),
    ]
