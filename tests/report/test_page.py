"""The page as a text: escapes, policy, no network, links, what is told to those who cannot see it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flows.report.page import cut, demo_note, script_json
from flows.report.render import render_reports
from flows.report.rendered import PAGE_ROWS
from flows.report.run import list_reports
from tests.report.helpers import ACTUAL, THREAT, Article, build

EVIL = "<script>alert('x')</script>"
REPORTS = [report.name for report in list_reports()]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(
        tmp_path_factory.mktemp("page") / "d.duckdb",
        Article("2024-01-31", (ACTUAL,), title=EVIL, source="=HYPERLINK(1)", names=("</script><b>|x",)),
        Article("2024-03-01", (THREAT, ("mention", None)), url="https://example.org/a?b=1&c=2", source="@sum"),
        Article("2024-03-02", (ACTUAL,), url="javascript:alert(1)", source="Gazette & <b>Sons</b>"),
        Article(None, (ACTUAL,), source=None),
    )


@pytest.fixture(scope="module")
def folder(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    profile = {"name": "ruritania", "countries": ["RUR", "GRK"], "actions": [], "words": ["<i>"]}
    given: dict[str, Any] = {"profile": {"name": "all"}, "until": "2025-01-01"}
    render_reports(db, [], given=given, formats=["html", "csv"], out=out, note="For <the> demo.", stamp="By hand.")
    render_reports(db, ["data_quality"], given={"profile": profile}, formats=["html"], out=out / "profiled")
    return out


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def data_of(page: str, mark: str) -> Any:
    """What a JSON script holds."""
    found = re.search(rf'<script type="application/json" {mark}>(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_page_loads_nothing_from_elsewhere(page: str) -> None:
    elements = Elements(page)
    assert all("src" not in attrs for _, attrs in elements.found)
    assert not {"link", "iframe", "object", "embed", "img", "base"} & {tag for tag, _ in elements.found}
    policy = next(a["content"] for a in elements.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.partition("style-src")[0]
    assert "@import" not in page.split("</style>")[0]
    assert "url(" not in page.split("</style>")[0]


def test_only_our_scripts_are_in_the_page(page: str) -> None:
    scripts = Elements(page).all("script")
    assert sum(not attrs for attrs in scripts) == 1
    assert {attrs.get("type") for attrs in scripts if attrs} == {"application/json", "application/gzip"}


def test_texts_of_articles_are_escaped(page: str) -> None:
    assert EVIL not in page
    assert "&lt;script&gt;alert" in page
    assert "Gazette &amp; &lt;b&gt;Sons" in page
    assert "For &lt;the&gt; demo." in page


def test_data_cannot_end_its_script(page: str) -> None:
    assert EVIL in data_of(page, 'id="things"')["texts"]
    specs = re.findall(r'<script type="application/json" class="spec">(.*?)</script>', page, re.DOTALL)
    assert "</script><b>|x" in {value.get("name") for spec in specs for value in json.loads(spec)["data"]["values"]}


def test_links_lead_only_to_web_addresses_and_neighbouring_files(page: str) -> None:
    links = [str(attrs["href"]) for attrs in Elements(page).all("a")]
    assert "https://example.org/a?b=1&c=2" in links
    files = {f"{name}.{form}" for name in REPORTS for form in ("html", "csv")}
    assert all(link.startswith(("https://", "#")) or link in files for link in links)


def test_a_report_has_a_page_of_its_own_that_leads_back(folder: Path) -> None:
    assert {path.stem for path in folder.glob("*.html")} == {"index", *REPORTS}
    own = (folder / "data_quality.html").read_text(encoding="utf-8")
    assert [attrs["id"] for attrs in Elements(own).all("section")] == ["data_quality"]
    assert 'href="index.html"' in own
    assert 'id="vega"' not in own, "a report without a chart needs no chart library"


def test_sentences_show_their_evidence(page: str) -> None:
    assert "Ruritania <mark>imposed an embargo</mark> on Graustark.</blockquote>" in page


def test_figures_have_their_statements_behind_them(page: str) -> None:
    packed = data_of(page, 'id="things"')
    report = packed["reports"]["sanctions_mentions"]
    assert report["keys"] == ["period_date"]
    assert [flag[0] for flag in report["flags"]][:2] == ["statement_count", "actual_count"]
    assert sum(figure[1] for figure in report["figures"]) == len(report["rows"]) == 5
    assert sum(figure[2] for figure in report["figures"]) == sum(row[2] >> 1 & 1 for row in report["rows"]) == 3
    told = {packed["texts"][packed["things"][row[0]][0]] for row in report["rows"]}
    assert told == {"s0_0", "s1_0", "s1_1", "s2_0", "s3_0"}


def test_an_address_that_runs_code_is_not_behind_a_figure(page: str) -> None:
    assert "javascript:alert(1)" not in data_of(page, 'id="things"')["texts"]


def test_each_text_is_embedded_once(page: str) -> None:
    texts = data_of(page, 'id="things"')["texts"]
    assert len(texts) == len(set(texts))


def test_tables_are_told_to_those_who_cannot_see_them(page: str) -> None:
    elements = Elements(page)
    assert len(elements.all("section")) == len(REPORTS)
    assert len(elements.all("caption")) == len(elements.all("table"))
    assert {attrs.get("scope") for attrs in elements.all("th")} == {"col", "row"}
    assert elements.all("html")[0]["lang"] == "en"


def test_page_names_numbers_run_and_dates(page: str) -> None:
    assert "<code>r1</code>" in page
    assert "dated 2024-01-31 to 2024-03-02" in page
    assert "By hand." in page
    assert "1 undated apart" in page
    assert "until <b>2025-01-01 (exclusive)</b>" in page


def test_page_names_the_profile_and_what_it_lets_pass(folder: Path) -> None:
    page = (folder / "profiled" / "index.html").read_text(encoding="utf-8")
    assert "profile <b>ruritania</b>" in page
    assert "<dt>countries</dt><dd>RUR, GRK</dd>" in page
    assert "<dt>words</dt><dd>&lt;i&gt;</dd>" in page
    assert "<dt>actions</dt>" not in page


def test_newest_periods_come_first_and_undated_ones_last(page: str) -> None:
    table = page.partition('id="sanctions_mentions"')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table) == ["2024-03", "2024-02", "2024-01", "undated"]


def test_rows_of_nothing_but_zeros_are_left_to_the_other_formats(db: Path, tmp_path: Path) -> None:
    given = {"modality": "all", "grain": "quarter"}
    render_reports(db, ["sanctions_actions"], given=given, formats=["html"], out=tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count('<th scope="row"') == 4
    assert "2 rows of zeros are in the other formats" in page


def test_long_tables_are_cut_and_say_so(tmp_path: Path) -> None:
    long = build(tmp_path / "d", Article("2022-01-01"), Article("2024-12-31"), Article(None))
    render_reports(long, ["sanctions_mentions"], given={"grain": "day"}, formats=["html", "csv"], out=tmp_path)
    page, rows = (tmp_path / "index.html").read_text(), (tmp_path / "sanctions_mentions.csv").read_text()
    assert page.count('<th scope="row"') == PAGE_ROWS
    assert "697 more rows" in page
    assert ">undated</th>" in page
    assert rows.count("\n") == 1 + PAGE_ROWS + 697


def test_empty_database_gives_a_page(tmp_path: Path) -> None:
    render_reports(build(tmp_path / "d"), [], formats=["html"], out=tmp_path / "out")
    assert "no dated article" in (tmp_path / "out" / "index.html").read_text()


@pytest.mark.parametrize("span", [(None, None), (3, 3), (0, 9), (-1, 2)])
def test_evidence_outside_its_sentence_is_not_marked(span: tuple[int | None, int | None]) -> None:
    assert cut("12345678", *span) is None


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "\u2028", "&amp;"])
def test_data_reads_back_and_holds_no_markup(text: str) -> None:
    written = script_json({"x": text})
    assert json.loads(written) == {"x": text}
    assert not set("<>&\u2028") & set(written)


def test_sample_articles_are_owned_up_to() -> None:
    assert demo_note({"demo_article_count": 0, "article_count": 3}) is None
    assert "2 of these 3 articles are" in str(demo_note({"demo_article_count": 2, "article_count": 3}))
