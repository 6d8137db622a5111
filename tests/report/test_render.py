"""Files and the page: escapes, no network, same bytes, every format."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from flows.errors import UsageError
from flows.report.render import FORMATS, PAGE_ROWS, render_reports
from tests.report.helpers import ACTUAL, THREAT, Article, build

EVIL = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(
        tmp_path_factory.mktemp("render") / "d.duckdb",
        Article("2024-01-31", (ACTUAL,), title=EVIL, source="=HYPERLINK(1)", names=("</script><b>|x",)),
        Article("2024-03-01", (THREAT, ("mention", None)), url="https://example.org/a?b=1&c=2", source="@sum"),
        Article("2024-03-02", (ACTUAL,), url="javascript:alert(1)", source="Gazette & <b>Sons</b>"),
        Article(None, (ACTUAL,), source=None),
    )


@pytest.fixture(scope="module")
def page(db: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("out")
    paths = render_reports(db, [], formats=["html"], out=out, note="Made for <the> demo.", stamp="Rendered by hand.")
    assert [path.name for path in paths] == ["index.html"]
    return paths[0].read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Every element with its attributes, and the text of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def test_page_loads_nothing_from_elsewhere(page: str) -> None:
    elements = Elements(page)
    assert all("src" not in attrs for _, attrs in elements.found)
    assert not {"link", "iframe", "object", "embed", "img", "base"} & {tag for tag, _ in elements.found}
    policy = next(a["content"] for a in elements.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "@import" not in page.split("</style>")[0]
    assert "url(" not in page.split("</style>")[0]


def test_only_our_scripts_are_in_the_page(page: str) -> None:
    scripts = Elements(page).all("script")
    assert sum(not attrs for attrs in scripts) == 2
    assert all(attrs.get("type") == "application/json" for attrs in scripts if attrs)


def test_texts_of_articles_are_escaped(page: str) -> None:
    assert EVIL not in page
    assert "&lt;script&gt;alert" in page
    assert "Gazette &amp; &lt;b&gt;Sons" in page
    assert "Made for &lt;the&gt; demo." in page


def test_chart_data_cannot_end_its_script(page: str) -> None:
    specs = re.findall(r'<script type="application/json" class="spec">(.*?)</script>', page, re.DOTALL)
    names = [value for spec in specs for value in json.loads(spec)["data"]["values"] if "name" in value]
    assert names[0]["name"] == "</script><b>|x"
    assert len(specs) == 4


def test_links_lead_only_to_web_addresses(page: str) -> None:
    links = [attrs["href"] for attrs in Elements(page).all("a")]
    assert "https://example.org/a?b=1&c=2" in links
    assert all(link and link.startswith(("https://", "#")) for link in links)


def test_sentences_show_their_evidence(page: str) -> None:
    assert page.count("Ruritania <mark>imposed an embargo</mark> on Graustark.</blockquote>") == 5
    assert 'id="s0_0"' in page


def test_tables_are_told_to_those_who_cannot_see_them(page: str) -> None:
    elements = Elements(page)
    assert len(elements.all("caption")) == len(elements.all("table")) == len(elements.all("h2")) == 5
    assert {attrs.get("scope") for attrs in elements.all("th")} == {"col", "row"}
    assert elements.all("html")[0]["lang"] == "en"


def test_page_names_numbers_run_and_dates(page: str) -> None:
    assert "<code>r1</code>" in page
    assert "dated 2024-01-31 to 2024-03-02" in page
    assert "Rendered by hand." in page
    assert "1 undated apart" in page


def test_same_input_gives_same_bytes(db: Path, tmp_path: Path) -> None:
    formats = [name for name in FORMATS if name != "png"]
    first = render_reports(db, [], formats=formats, out=tmp_path / "1")
    second = render_reports(db, [], formats=formats, out=tmp_path / "2")
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_format_gives_a_file_a_report_and_pictures_where_there_is_a_chart(db: Path, tmp_path: Path) -> None:
    names = ["sanctions_mentions", "data_quality"]
    paths = render_reports(db, names, formats=list(FORMATS), out=tmp_path / "new" / "folder")
    charts = {"sanctions_mentions.svg", "sanctions_mentions.png"}
    tables = {f"{name}.{form}" for name in names for form in ("md", "csv", "json", "parquet")}
    assert {path.name for path in paths} == {"index.html"} | charts | tables
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == {path.name for path in paths}


def test_tables_of_all_formats_say_the_same(db: Path, tmp_path: Path) -> None:
    render_reports(db, ["sanctions_mentions"], formats=["csv", "json", "parquet"], out=tmp_path)
    typed = pl.read_parquet(tmp_path / "sanctions_mentions.parquet")
    whole = json.loads((tmp_path / "sanctions_mentions.json").read_text())
    assert [row["statement_count"] for row in whole["rows"]] == typed["statement_count"].to_list() == [1, 0, 3, 1]
    read = pl.read_csv(tmp_path / "sanctions_mentions.csv", try_parse_dates=True)
    assert read["statement_count"].to_list() == typed["statement_count"].to_list()
    assert read["period_date"].to_list() == typed["period_date"].to_list()


def test_spreadsheets_get_no_formulas(db: Path, tmp_path: Path) -> None:
    render_reports(db, ["source_coverage"], formats=["csv"], out=tmp_path)
    rows = list(csv.reader(io.StringIO((tmp_path / "source_coverage.csv").read_text())))
    assert {row[0] for row in rows[1:]} == {"'=HYPERLINK(1)", "'@sum", "Gazette & <b>Sons</b>", ""}


def test_markdown_holds_no_markup_of_articles(db: Path, tmp_path: Path) -> None:
    render_reports(db, ["top_entities"], formats=["md"], out=tmp_path)
    text = (tmp_path / "top_entities.md").read_text()
    assert text.startswith("# Names most in the news\n\nOne row per entity, the 50 with the most articles")
    assert "| &lt;/script&gt;&lt;b&gt;\\|x |" in text


def test_given_values_are_bound_and_told(db: Path, tmp_path: Path) -> None:
    given = {"grain": "quarter", "since": "2024-02-01", "source": "@sum"}
    render_reports(db, ["sanctions_mentions"], given=given, formats=["html", "csv"], out=tmp_path)
    page = (tmp_path / "index.html").read_text()
    assert "grain <b>quarter</b>" in page
    assert "since <b>2024-02-01</b>" in page
    assert "2024-Q1" in page
    assert (tmp_path / "sanctions_mentions.csv").read_text().count("\n") == 3


def test_newest_periods_come_first_on_the_page_and_undated_ones_last(page: str) -> None:
    table = page.partition('id="sanctions_mentions"')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table) == ["2024-03", "2024-02", "2024-01", "undated"]


def test_long_tables_are_cut_on_the_page_only(tmp_path: Path) -> None:
    long = build(tmp_path / "d", Article("2022-01-01"), Article("2024-12-31"), Article(None))
    render_reports(long, ["sanctions_mentions"], given={"grain": "day"}, formats=["html", "csv"], out=tmp_path)
    page, rows = (tmp_path / "index.html").read_text(), (tmp_path / "sanctions_mentions.csv").read_text()
    assert page.count('<th scope="row"') == PAGE_ROWS
    assert "697 more rows" in page
    assert ">undated</th>" in page
    assert rows.count("\n") == 1 + PAGE_ROWS + 697


def test_empty_database_gives_a_page(tmp_path: Path) -> None:
    render_reports(build(tmp_path / "d"), [], formats=list(FORMATS), out=tmp_path / "out")
    assert "no dated article" in (tmp_path / "out" / "index.html").read_text()


@pytest.mark.parametrize(
    ("names", "formats", "given", "message"),
    [
        (["nonsense"], ["html"], {}, "possible are"),
        ([], ["xlsx"], {}, "possible are html, md, csv, json, parquet, svg, png"),
        ([], ["html"], {"grain": "decade"}, "possible are day"),
    ],
)
def test_wrong_wishes_are_named_and_nothing_is_written(
    db: Path, tmp_path: Path, names: list[str], formats: list[str], given: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        render_reports(db, names, given=given, formats=formats, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
