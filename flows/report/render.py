"""Room 4, last door: report names and the published database in, files out: one HTML page, and a file per table format.

The page opens from disk with no network: charts, their JavaScript and the style are in it, and its content policy
admits nothing else. Everything that comes from articles is escaped. No clock is read: same input, same bytes.
"""

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.errors import UsageError
from flows.report.cells import label_of, safe_texts, text_of
from flows.report.chart import Spec, draw_png, draw_svg, make_chart, read_chart
from flows.report.run import Given, bind_params, find_reports, open_published, page_query, run_report
from flows.settings import share
from flows.sqlfile import SqlFile, Value

FORMATS = ("html", "md", "csv", "json", "parquet", "svg", "png")

# Rows of a table on the page and in Markdown; the other formats have them all.
PAGE_ROWS = 400

# Reports whose page section ends with the latest sentences that its numbers were counted from.
WITH_SENTENCES = ("sanctions_mentions",)
SENTENCES = 25


@dataclass(frozen=True, slots=True)
class Rendered:
    """One report that has been run: its rows, the values that were bound, its chart where it has one."""

    report: SqlFile
    rows: pl.DataFrame
    bound: Mapping[str, Value]
    chart: Spec | None
    statements: list[dict[str, Any]] = field(default_factory=list)

    @property
    def grain(self) -> str:
        """The period's length; reports that are not over time have none, and nothing of theirs asks for it."""
        return str(self.bound.get("grain", "day"))


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
) -> list[Path]:
    """The files written: `index.html` for all reports, `<report>.<format>` for each. No names: all reports.

    `given` values parameters by name, `stamp` says when in the page's foot, `note` stands at its top
    (where sample articles are in the database, what they are). Reports without
    a chart have no svg and png. Raises UsageError for an unknown report, format or value, before anything is written.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(f"there is no report format {', '.join(unknown)}; possible are {', '.join(FORMATS)}")
    reports = find_reports(names)
    with open_published(db) as con:
        rendered = [_run(con, report, given or {}) for report in reports]
        page = _page(con, rendered, given or {}, title=title, stamp=stamp, note=note) if "html" in formats else ""
    files: dict[str, bytes | None] = {"index.html": page.encode()} if page else {}
    for name in dict.fromkeys(formats):
        if write := WRITERS.get(name):
            files |= {f"{one.report.name}.{name}": write(one) for one in rendered}
    out.mkdir(parents=True, exist_ok=True)
    return [_write(out / name, content) for name, content in files.items() if content is not None]


def _run(con: duckdb.DuckDBPyConnection, report: SqlFile, given: Given) -> Rendered:
    bound = bind_params(report, given)
    rows = run_report(con, report, given)
    spec = read_chart(report.name)
    chart = make_chart(spec, rows, name=report.name, grain=str(bound.get("grain", "day"))) if spec else None
    statements = _statements(con, given) if report.name in WITH_SENTENCES else []
    return Rendered(report, rows, bound, chart, statements)


def _write(path: Path, content: bytes) -> Path:
    """The path, its file replaced at once: a page that is being looked at is never half a page."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    return part.replace(path)


# Tables and pictures: one function a format, each from a report that has been run to the bytes of its file.


def to_csv(one: Rendered) -> bytes:
    """Every row; texts that a spreadsheet would take for formulas stand behind an apostrophe."""
    return safe_texts(one.rows).write_csv().encode()


def to_json(one: Rendered) -> bytes:
    """An object with what the report is, the values that were bound, and every row."""
    report = one.report
    whole = {
        "report": report.name,
        "title": report.title,
        "grain": report.grain,
        "params": one.bound,
        "columns": report.columns,
        "rows": one.rows.to_dicts(),
    }
    return (json.dumps(whole, default=str, ensure_ascii=False, indent=1) + "\n").encode()


def to_parquet(one: Rendered) -> bytes:
    """Every row, typed."""
    stream = io.BytesIO()
    one.rows.write_parquet(stream)
    return stream.getvalue()


def to_markdown(one: Rendered) -> bytes:
    """Title, grain, values and table; HTML and bars in texts are escaped."""
    shown, omitted = _shown(one.rows)
    lines = [f"# {one.report.title}", "", _grain_told(one), "", *_markdown_values(one), ""]
    lines += [_markdown_line([label_of(name) for name in shown.columns])]
    lines += ["|" + "|".join(" ---: " if kind.is_numeric() else " --- " for kind in shown.dtypes) + "|"]
    lines += [_markdown_line(row) for row in _cells(shown, one.grain)]
    if omitted:
        lines += ["", f"{omitted:,} more rows are in the other formats."]
    return ("\n".join(lines) + "\n").encode()


def _markdown_values(one: Rendered) -> list[str]:
    return [f"* {name}: {value}" for name, value in _values_told(one.bound)]


def _markdown_line(cells: list[str]) -> str:
    return "| " + " | ".join(_markdown_cell(cell) for cell in cells) + " |"


def _markdown_cell(text: str) -> str:
    """One line of inert text.

    >>> _markdown_cell("a|b <script>")
    'a\\\\|b &lt;script&gt;'
    """
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + char if char in "\\|`*_[]" else char for char in flat)


def to_svg(one: Rendered) -> bytes | None:
    """The chart; None for a report without."""
    return draw_svg(one.chart).encode() if one.chart else None


def to_png(one: Rendered) -> bytes | None:
    """The chart; None for a report without."""
    return draw_png(one.chart) if one.chart else None


WRITERS: dict[str, Callable[[Rendered], bytes | None]] = {
    "md": to_markdown,
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
    "svg": to_svg,
    "png": to_png,
}


# The page.


def _page(
    con: duckdb.DuckDBPyConnection,
    rendered: list[Rendered],
    given: Given,
    *,
    title: str,
    stamp: str | None,
    note: str | None,
) -> str:
    import jinja2
    from markupsafe import Markup

    templates = share("reports", "templates")
    loader = jinja2.FileSystemLoader(templates)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    facts = run_report(con, page_query("database_facts")).row(0, named=True)
    scripts = [_bundle(), (templates / "page.js").read_text(encoding="utf-8")]
    if not any(one.chart for one in rendered):
        scripts = []
    return environment.get_template("page.html").render(
        title=title,
        note=note or _demo_note(facts),
        stamp=stamp,
        facts=facts,
        numbers=_key_numbers(run_report(con, page_query("key_numbers"), given).row(0, named=True)),
        window=_values_told({name: given.get(name) for name in ("since", "until", "source")}),
        sections=[_section(one) for one in rendered],
        style=Markup((templates / "page.css").read_text(encoding="utf-8")),
        scripts=[Markup(script) for script in scripts],
        policy=" ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'",
    )


def _demo_note(facts: Mapping[str, Any]) -> str | None:
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


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and their loader, 0.9 MB; a closing tag in it would end the script early."""
    import vl_convert

    bundle = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub knows no default
    return str(bundle).replace("</script", r"<\/script")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _key_numbers(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Number, what it is, and what it is of."""

    def of(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f} %" if whole else "none"

    days = f"{row['first_date']} to {row['last_date']}" if row["first_date"] else "no dated article"
    apart = f"; {row['undated_article_count']:,} undated apart" if row["undated_article_count"] else ""
    articles, statements = row["article_count"], row["statement_count"]
    return [
        (f"{articles:,}", "articles", days + apart),
        (f"{row['source_count']:,}", "sources", "that published them"),
        (
            f"{row['sanctions_article_count']:,}",
            "articles on sanctions",
            f"{of(row['sanctions_article_count'], articles)} of the articles; "
            f"{row['sanctions_story_count']:,} distinct stories",
        ),
        (f"{statements:,}", "sanctions statements", "what single sentences say"),
        (f"{row['actual_count']:,}", "of them actual", f"{of(row['actual_count'], statements)} have happened"),
    ]


def _section(one: Rendered) -> dict[str, Any]:
    """What the template shows of a report."""
    shown, omitted = _shown(one.rows)
    return {
        "name": one.report.name,
        "title": one.report.title,
        "grain": _grain_told(one),
        "values": _values_told(one.bound),
        "columns": [_column(one, name) for name in shown.columns],
        "rows": _cells(shown, one.grain),
        "omitted": omitted,
        "chart": _chart_parts(one.chart) if one.chart else None,
        "statements": one.statements,
    }


def _column(one: Rendered, name: str) -> dict[str, Any]:
    meaning, kind = one.report.columns.get(name, ""), one.rows.schema[name]
    look = "n" if kind.is_numeric() else "d" if kind.is_temporal() else ""
    return {"name": name, "label": label_of(name), "meaning": meaning, "look": look}


def _chart_parts(chart: Spec) -> dict[str, Any]:
    """The chart as JSON for the script, and drawn, for where no script runs: mail previews, paper."""
    from markupsafe import Markup

    return {
        "alt": chart.get("description", ""),
        "still": Markup(draw_svg(chart)),
        "json": Markup(script_json(chart)),
    }


def script_json(value: object) -> str:
    """JSON that may stand in a script element: nothing in it can end the element or begin a comment.

    >>> script_json({"title": "</script>"})
    '{"title": "\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _shown(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows that a reader gets, newest period first and undated ones last, without keys; how many are left out."""
    rows = rows.select(pl.exclude("^.*_id$"))
    if "period_date" in rows.columns:
        rows = rows.sort("period_date", descending=True, nulls_last=True, maintain_order=True)
    if rows.height <= PAGE_ROWS:
        return rows, 0
    undated = rows.filter(pl.col("period_date").is_null()) if "period_date" in rows.columns else rows.clear()
    return pl.concat([rows.head(PAGE_ROWS - undated.height), undated]), rows.height - PAGE_ROWS


def _cells(rows: pl.DataFrame, grain: str) -> list[list[str]]:
    columns = rows.columns
    return [[text_of(v, c, grain=grain) for c, v in zip(columns, row, strict=True)] for row in rows.iter_rows()]


def _grain_told(one: Rendered) -> str:
    """What a row is, as a sentence, with the bound values in it."""
    told = re.sub(r"\$([a-z_]+)", lambda match: str(one.bound.get(match[1], match[0])), one.report.grain)
    return told[:1].upper() + told[1:] + "."


def _values_told(bound: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Parameters and values as a reader wants them: an open end is not a date."""
    open_ends = ("1900-01-01", "9999-12-31")
    told = {name: str(value) for name, value in bound.items() if value is not None and str(value) not in open_ends}
    return [
        (name.replace("_", " "), value + (" (exclusive)" if "until" in name else "")) for name, value in told.items()
    ]


def _statements(con: duckdb.DuckDBPyConnection, given: Given) -> list[dict[str, Any]]:
    """The latest statements, their sentence cut into what stands before, in and after the evidence."""
    found = run_report(con, page_query("latest_statements"), {**given, "top": SENTENCES})
    return [{**row, **_cut(row), "url": _web_address(row["url"])} for row in found.iter_rows(named=True)]


def _cut(row: dict[str, Any]) -> dict[str, str]:
    start, end, sentence = row["evidence_start"], row["evidence_end"], row["sentence"]
    return {"before": sentence[:start], "evidence": sentence[start:end], "after": sentence[end:]}


def _web_address(url: str | None) -> str | None:
    """The address if a link may lead there: `javascript:` and the like may not."""
    return url if url and url.startswith(("http://", "https://")) else None
