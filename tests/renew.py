"""Make golden files anew: `uv run python -m tests.renew`, then read the diff.

tests/golden/<article>.json   the whole record of three sample articles
reports/sample/               what the reports say of the sample articles, as Markdown and CSV
docs/tables.md                every table, view and macro with its columns, from the comments in the database
docs/queries.md               the answers below the queries
"""

import io
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.pipeline import extract_lines, new_job
from flows.report.examples import EXAMPLE
from flows.report.query import write_query
from flows.report.tables_page import tables_page as sections_of
from flows.runners import open_hands, open_runner
from flows.settings import load_settings, share
from tests.runs import run_directly

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
SAMPLE = ROOT / "reports" / "sample"
TABLES = ROOT / "docs" / "tables.md"
QUERIES = ROOT / "docs" / "queries.md"

# An answer in docs/queries.md: rows and characters of a line.
ANSWER_ROWS, ANSWER_CHARS = 8, 116

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
    """Markdown: every table, view and macro with its columns, from the comments in the database."""
    with duckdb.connect(db, read_only=True) as con:
        return f"{INTRODUCTION}\n{sections_of(con)}"


def queries_page(db: Path) -> str:
    """docs/queries.md with the answers that the database gives; questions and queries stay as they are written."""

    def renewed(match: re.Match[str]) -> str:
        return (
            f"**{match['question']}**\n\n```sql\n{match['query']}\n```\n\n```text\n{answer_of(db, match['query'])}```\n"
        )

    return EXAMPLE.sub(renewed, QUERIES.read_text(encoding="utf-8"))


def answer_of(db: Path, query: str) -> str:
    """The first rows of the answer as a table that fits on the page."""
    answer = io.StringIO()
    write_query(db, query, out=answer, timeout=30, memory="500MB", width=ANSWER_CHARS, rows=ANSWER_ROWS)
    return answer.getvalue()


def main() -> None:
    """Write all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in sample_report(folder).items():
            SAMPLE.mkdir(parents=True, exist_ok=True)
            (SAMPLE / file).write_bytes(data)
        TABLES.write_text(tables_page(folder / "news.duckdb"), encoding="utf-8")
        QUERIES.write_text(queries_page(folder / "news.duckdb"), encoding="utf-8")
    for file, text in golden_records().items():
        (GOLDEN / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
