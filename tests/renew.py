"""Make golden files anew: `uv run python -m tests.renew`, then read the diff.

tests/golden/<article>.json   the whole record of three sample articles
reports/sample/               what the reports say of the sample articles, as Markdown and CSV
docs/tables.md                every table and view with its columns, from the comments in the database
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.pipeline import extract_lines, new_job
from flows.runners import open_hands, open_runner
from flows.settings import load_settings, share
from tests.runs import run_directly

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
SAMPLE = ROOT / "reports" / "sample"
TABLES = ROOT / "docs" / "tables.md"

# The user's article, and two of ours that say hard things.
GOLDEN_ARTICLES = (
    "2025-03-04-russia-us-sanctions",
    "compliance-lantern-first-price-cap-penalties",
    "drumesker-review-sanctions-with-a-way-out",
)

INTRODUCTION = """# Tables and views

Made from the comments in the database by `uv run python -m tests.renew`; a test keeps it true. Offsets are characters
(Unicode code points), half-open, into `articles.text`. `start`, `end`, `type` and `text` are plain names here; write
`"end"` in SQL, since `end` alone is a keyword.
"""


def records_of(articles: Path) -> Iterator[dict[str, object]]:
    """The records of a file or folder, in order."""
    settings = load_settings(runner="inline")
    with open_hands(settings) as hands, open_runner(settings) as runner:
        job = new_job([str(articles)], settings=settings)
        for lines, _ in extract_lines(job, hands=hands, extract=runner.extract_json):
            yield from map(json.loads, lines.splitlines())


def golden_records() -> dict[str, str]:
    """File name -> content of every golden record; the input's path is left out, it differs by machine."""
    found = {}
    for name in GOLDEN_ARTICLES:
        path = next(share("seeds", "articles").glob(f"{name}.*"))
        for record in records_of(path):
            kept = {key: value for key, value in record.items() if key != "input"}
            found[f"{name}.json"] = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    return found


def sample_report(folder: Path) -> dict[str, bytes]:
    """File name -> content of the reports on the sample articles, run in `folder`."""
    summary = run_directly(folder)
    return {page.name: page.read_bytes() for page in summary.pages if page.suffix in (".md", ".csv")}


def tables_page(db: Path) -> str:
    """Markdown: a section a table and view, a line a column, from `duckdb_tables()`, `_views()` and `_columns()`."""
    with duckdb.connect(db, read_only=True) as con:
        tables = con.execute(
            "select table_name, comment, 'table' from duckdb_tables() union all "
            "select view_name, comment, 'view' from duckdb_views() where not internal order by 3, 1"
        ).fetchall()
        columns = con.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns() where not internal "
            "order by table_name, column_index"
        ).fetchall()
    sections = [INTRODUCTION]
    for name, comment, kind in tables:
        lines = [f"## {name}", "", f"{comment} ({kind})", "", "| column | type | meaning |", "|---|---|---|"]
        rows = [row[1:] for row in columns if row[0] == name]
        lines += [f"| `{column}` | {kind_of} | {meaning or ''} |" for column, kind_of, meaning in rows]
        sections.append("\n".join(lines) + "\n")
    return "\n".join(sections)


def main() -> None:
    """Write all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in sample_report(folder).items():
            SAMPLE.mkdir(parents=True, exist_ok=True)
            (SAMPLE / file).write_bytes(data)
        TABLES.write_text(tables_page(folder / "news.duckdb"), encoding="utf-8")
    for file, text in golden_records().items():
        (GOLDEN / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
