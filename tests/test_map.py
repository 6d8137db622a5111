"""README, sql/, reports, seeds and docs say the same: what one names, the other has."""

import re
from pathlib import Path

import duckdb
import pytest

from flows.ingest.files import format_suffix
from flows.ingest.reading import CONTAINERS, READERS
from flows.report.run import list_reports
from flows.settings import share
from tests.renew import GOLDEN, SAMPLE, TABLES, golden_records, sample_report, tables_page

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REPORTS = [report.name for report in list_reports()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """The folder of a run on the sample articles, and its reports."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, sample_report(folder)


def test_readme_lists_every_report() -> None:
    rows = re.findall(r"^\| (`.*?`) \|", README, re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(name for name in listed if name in REPORTS) == sorted(REPORTS)


def test_every_chart_belongs_to_a_report() -> None:
    assert {path.stem for path in share("reports", "charts").glob("*.toml")} <= set(REPORTS)


def test_every_report_says_what_comes_out() -> None:
    for report in list_reports():
        assert report.title, report.name
        assert report.grain, report.name
        assert report.columns, report.name


def test_every_reader_has_a_sample_article() -> None:
    suffixes = {format_suffix(path.name) for path in share("seeds", "articles").rglob("*")}
    modules = {*READERS.values(), *CONTAINERS.values()}
    assert [module.__name__ for module in modules if not suffixes.intersection(module.SUFFIXES)] == []


def test_committed_sample_reports_are_what_the_program_makes(demo: tuple[Path, dict[str, bytes]]) -> None:
    committed = {path.name: path.read_bytes() for path in SAMPLE.iterdir() if path.suffix in (".md", ".csv")}
    assert committed == demo[1], "run `uv run python -m tests.renew` and read the diff"


def test_tables_page_is_what_the_database_says(demo: tuple[Path, dict[str, bytes]]) -> None:
    assert TABLES.read_text(encoding="utf-8") == tables_page(demo[0] / "news.duckdb")


def test_golden_records_are_what_the_program_makes() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.json")}
    assert committed == golden_records(), "run `uv run python -m tests.renew` and read the diff"


@pytest.mark.parametrize("page", ["README.md", "docs/queries.md"])
def test_every_query_in_the_docs_runs_and_finds_something(page: str, demo: tuple[Path, dict[str, bytes]]) -> None:
    blocks = re.findall(r"```sql\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    with duckdb.connect(demo[0] / "news.duckdb", read_only=True) as con:
        for block in blocks:
            assert con.execute(block).fetchall(), block


def test_every_folder_and_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:flows|sql|seeds|reports|docs|tests)/[\w/.-]*)`", README)
    assert [name for name in named if not (ROOT / name).exists() and "out" not in name] == []
