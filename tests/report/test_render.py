"""Files: every format, same bytes, inert cells, wishes that cannot be met."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.errors import UsageError
from flows.report.render import FORMATS, render_reports
from flows.report.run import list_reports
from tests.report.helpers import ACTUAL, THREAT, Article, build

DATA = ("md", "csv", "xlsx", "json", "parquet")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(
        tmp_path_factory.mktemp("render") / "d.duckdb",
        Article("2024-01-31", (ACTUAL,), source="=HYPERLINK(1)", names=("</script><b>|x",)),
        Article("2024-03-01", (THREAT, ("mention", None)), url="https://example.org/a?b=1&c=2", source="@sum"),
        Article("2024-03-02", (ACTUAL,), source="Gazette & <b>Sons</b>"),
        Article(None, (ACTUAL,), source=None),
    )


@pytest.mark.parametrize("form", FORMATS)
def test_same_input_gives_same_bytes(db: Path, tmp_path: Path, form: str) -> None:
    names = ["sanctions_mentions"] if form in ("svg", "png") else []
    first = render_reports(db, names, formats=[form], out=tmp_path / "1")
    second = render_reports(db, names, formats=[form], out=tmp_path / "2")
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_format_gives_a_file_a_report_and_pictures_where_there_is_a_chart(db: Path, tmp_path: Path) -> None:
    names = ["sanctions_mentions", "data_quality"]
    paths = render_reports(db, names, formats=list(FORMATS), out=tmp_path / "new" / "folder")
    charts = {"sanctions_mentions.svg", "sanctions_mentions.png"}
    files = {f"{name}.{form}" for name in names for form in (*DATA, "html")}
    assert {path.name for path in paths} == {"index.html"} | charts | files
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == {path.name for path in paths}
    assert paths[0].name == "index.html"


@pytest.mark.parametrize("name", [report.name for report in list_reports()])
def test_every_report_goes_into_every_table_format(db: Path, tmp_path: Path, name: str) -> None:
    paths = render_reports(db, [name], formats=list(DATA), out=tmp_path)
    assert [path.name for path in paths] == [f"{name}.{form}" for form in DATA]
    assert all(path.stat().st_size for path in paths)


def test_tables_of_all_formats_say_the_same(db: Path, tmp_path: Path) -> None:
    render_reports(db, ["sanctions_mentions"], formats=["csv", "json", "parquet"], out=tmp_path)
    typed = pl.read_parquet(tmp_path / "sanctions_mentions.parquet")
    whole = json.loads((tmp_path / "sanctions_mentions.json").read_text())
    assert [row["statement_count"] for row in whole["rows"]] == typed["statement_count"].to_list() == [1, 0, 3, 1]
    read = pl.read_csv(tmp_path / "sanctions_mentions.csv", try_parse_dates=True)
    assert read["statement_count"].to_list() == typed["statement_count"].to_list()
    assert read["period_date"].to_list() == typed["period_date"].to_list()


def test_spreadsheets_get_no_formulas(db: Path, tmp_path: Path) -> None:
    render_reports(db, ["sanctions_brief"], formats=["csv"], out=tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "sanctions_brief.csv").read_text())))
    assert {row["source"] for row in rows} == {"'=HYPERLINK(1)", "'@sum", "Gazette & <b>Sons</b>", ""}


def test_markdown_holds_no_markup_of_articles(db: Path, tmp_path: Path) -> None:
    render_reports(db, ["top_entities"], formats=["md"], out=tmp_path)
    text = (tmp_path / "top_entities.md").read_text()
    assert text.startswith("# Names most in the news\n\nOne row per entity")
    assert "| &lt;/script&gt;&lt;b&gt;\\|x |" in text


def test_given_values_are_bound_and_told(db: Path, tmp_path: Path) -> None:
    given = {"grain": "quarter", "since": "2024-02-01", "source": "@sum"}
    render_reports(db, ["sanctions_mentions"], given=given, formats=["html", "csv"], out=tmp_path)
    page = (tmp_path / "index.html").read_text()
    assert "grain <b>quarter</b>" in page
    assert "since <b>2024-02-01</b>" in page
    assert "2024-Q1" in page
    assert (tmp_path / "sanctions_mentions.csv").read_text().count("\n") == 3


def test_a_file_is_replaced_and_leaves_no_part_behind(db: Path, tmp_path: Path) -> None:
    (tmp_path / "data_quality.csv").write_text("old")
    render_reports(db, ["data_quality"], formats=["csv"], out=tmp_path)
    assert (tmp_path / "data_quality.csv").read_text().startswith("topic,measure,")
    assert [path.name for path in tmp_path.iterdir()] == ["data_quality.csv"]


@pytest.mark.parametrize(
    ("names", "formats", "given", "message"),
    [
        (["nonsense"], ["html"], {}, "possible are"),
        ([], ["docx"], {}, "possible are html, md, csv, xlsx, json, parquet, svg, png"),
        ([], ["html"], {"grain": "decade"}, "possible are day"),
        (["data_quality"], ["csv"], {"modalty": "all"}, "no report has a parameter modalty; possible are"),
    ],
)
def test_wrong_wishes_are_named_and_nothing_is_written(
    db: Path, tmp_path: Path, names: list[str], formats: list[str], given: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        render_reports(db, names, given=given, formats=formats, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
