"""The page in a real browser: it draws, sorts, filters, opens what is behind a figure, and asks nobody for anything."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page

from flows.report.render import render_reports
from tests.report.helpers import ACTUAL, THREAT, Article, build

HOSTILE = (
    "<script>window.hit = 1</script>",
    "</script><img src=x onerror='window.hit = 1'>",
    "\"quotes' & <b>bold</b>",
    "right \u202eot tfel",
    "W" * 400,
)
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}

NAMES: list[str] = []
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of articles with hostile headlines, sources and names, and its pages."""
    days = [date(2024, 1, 3) + timedelta(days=11 * number) for number in range(33)]
    articles = [
        Article(
            day.isoformat(),
            (ACTUAL, THREAT, ("lift", "actual")) if number % 3 else (("extend", "actual"),),
            title=HOSTILE[number % len(HOSTILE)],
            source=HOSTILE[number % 2] if number % 4 == 0 else "Gazette",
            url="https://example.org/a" if number % 2 else None,
            names=(f"Name {number % 12}", HOSTILE[number % len(HOSTILE)]),
        )
        for number, day in enumerate(days)
    ]
    root = tmp_path_factory.mktemp("browser")
    db = build(root / "d.duckdb", *articles, Article(None, (ACTUAL,)))
    render_reports(db, NAMES, formats=["html", "csv"], out=root / "out")
    return root / "out"


@pytest.fixture
def open_page(browser: Browser, folder: Path) -> Iterator[Open]:
    """Opens a page of the folder, waits for its charts, and sees to it that nothing failed and nobody was asked."""
    contexts, said, asked = [], list[str](), list[str]()

    def open_one(name: str = "index.html", **options: Any) -> Page:
        wanted: dict[str, Any] = {"viewport": WIDE, "accept_downloads": False} | options
        context = browser.new_context(**wanted)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / name).as_uri())
        drawn = "figures => figures.every(figure => figure.querySelector('.live').dataset.drawn)"
        page.wait_for_function(f"({drawn})([...document.querySelectorAll('figure')])", timeout=60_000)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not said
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == len(contexts)


def section(page: Page, name: str) -> Locator:
    return page.locator(f"section#{name}")


def first_cells(page: Page, name: str) -> list[str]:
    return section(page, name).locator("tbody tr:visible > :first-child").all_inner_texts()


def behind(page: Page) -> Locator:
    return page.locator("dialog[open]")


def test_every_chart_is_drawn_with_marks(open_page: Open) -> None:
    page = open_page()
    figures = page.locator("figure")
    assert figures.count() >= 5
    for figure in figures.all():
        assert figure.locator(".live svg.marks").count() == 1
        assert figure.locator(
            ".live svg .mark-rect path, .live svg .mark-symbol path, .live svg .mark-line path"
        ).count()
        assert not figure.locator(".still").is_visible()


def test_hostile_texts_stay_texts(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main b:not([class]):text-is('bold')").count() == 0
    section(page, "sanctions_mentions").locator("button.open").first.click()
    assert page.evaluate("window.hit") is None
    assert behind(page).locator("img, script").count() == 0
    assert behind(page).locator(".source").count() > 0


def test_headings_sort_up_down_and_back(open_page: Open) -> None:
    page = open_page()
    as_it_came = first_cells(page, "sanctions_mentions")
    heading = section(page, "sanctions_mentions").locator("th[data-column=statement_count]")
    figures = section(page, "sanctions_mentions").locator("tbody td:nth-child(2)")
    heading.get_by_role("button").click()
    falling = [int(text) for text in figures.all_inner_texts()]
    assert falling == sorted(falling, reverse=True)
    assert heading.get_attribute("aria-sort") == "descending"
    heading.get_by_role("button").press("Enter")
    assert [int(text) for text in figures.all_inner_texts()] == sorted(falling)
    heading.get_by_role("button").click()
    assert first_cells(page, "sanctions_mentions") == as_it_came
    assert heading.get_attribute("aria-sort") is None


def test_what_is_missing_stays_at_the_end(open_page: Open) -> None:
    page = open_page("sanctions_mentions.html")
    button = page.locator("th[data-column=article_share_change]").get_by_role("button")
    place = 1 + page.locator("thead th").all_inner_texts().index("article share change")
    for _ in range(2):
        button.click()
        cells = page.locator(f"tbody tr > :nth-child({place})").all_inner_texts()
        missing = [at for at, text in enumerate(cells) if text == "–"]
        assert missing == list(range(len(cells) - len(missing), len(cells)))


def test_the_box_filters_rows_and_says_how_many(open_page: Open) -> None:
    page = open_page()
    place = section(page, "sanctions_mentions")
    box = place.get_by_label("Filter")
    box.fill("2024-03")
    assert first_cells(page, "sanctions_mentions") == ["2024-03"]
    assert place.locator("output").inner_text().startswith("1 of ")
    box.fill("")
    assert len(first_cells(page, "sanctions_mentions")) > 10


def test_a_figure_opens_its_sentences_by_mouse(open_page: Open) -> None:
    page = open_page()
    row = section(page, "sanctions_mentions").locator("tbody tr", has_text="2024-02")
    figure = row.locator("button.open").first
    count = int(figure.inner_text())
    figure.click()
    assert behind(page).get_by_role("heading").inner_text() == "2024-02"
    assert behind(page).locator("#behind-count").inner_text() == f"{count} statements, newest first."
    assert behind(page).locator(".things > li").count() == count
    assert set(behind(page).locator("mark").all_inner_texts()) == {"imposed an embargo"}
    assert behind(page).locator("code").first.inner_text().startswith("dateline explain s")
    behind(page).get_by_role("button", name="Close").click()
    assert behind(page).count() == 0


def test_a_figure_opens_only_what_it_counts(open_page: Open) -> None:
    page = open_page()
    row = section(page, "sanctions_mentions").locator("tbody tr", has_text="2024-02")
    row.locator("td").nth(1).locator("button.open").click()
    tags = behind(page).locator(".things > li .tags").all_inner_texts()
    assert tags
    assert all("actual" in tag for tag in tags)


def test_a_figure_opens_by_keyboard_and_focus_returns(open_page: Open) -> None:
    page = open_page()
    figure = section(page, "sanctions_mentions").locator("button.open").first
    figure.focus()
    page.keyboard.press("Enter")
    assert behind(page).count() == 1
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert behind(page).count() == 0
    assert figure.evaluate("figure => figure === document.activeElement")


def test_a_bar_opens_its_sentences_by_mouse(open_page: Open) -> None:
    page = open_page("sanctions_actions.html")
    page.locator(".live .mark-rect path").nth(2).click()
    assert "2024-" in behind(page).get_by_role("heading").inner_text()
    assert behind(page).locator("mark").count() > 0


def test_a_bar_opens_its_sentences_by_keyboard(open_page: Open) -> None:
    page = open_page("sanctions_actions.html")
    marks = page.locator(".live .mark-rect path")
    assert page.locator(".live .mark-rect path[tabindex='0']").count() == 1
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert marks.nth(2).evaluate("mark => mark === document.activeElement")
    page.keyboard.press("Enter")
    assert behind(page).locator("mark").count() > 0


def test_dragging_a_chart_opens_nothing(open_page: Open) -> None:
    page = open_page("sanctions_actions.html")
    box = page.locator(".live .mark-rect path").nth(2).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=6)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert behind(page).count() == 0


def test_a_series_is_shown_alone_and_all_again(open_page: Open) -> None:
    page = open_page("sanctions_actions.html")
    bars = page.locator(".live .mark-rect path")
    whole = bars.count()
    lift = page.locator(".series").get_by_role("button", name="lift")
    lift.click()
    page.wait_for_function(f"document.querySelectorAll('.live .mark-rect path').length < {whole}")
    assert lift.get_attribute("aria-pressed") == "true"
    assert page.locator(".series [aria-pressed='false']").count() == page.locator(".series button").count() - 1
    lift.click()
    page.wait_for_function(f"document.querySelectorAll('.live .mark-rect path').length === {whole}")


def test_a_bar_tells_its_figures(open_page: Open) -> None:
    page = open_page("sanctions_actions.html")
    page.locator(".live .mark-rect path").nth(2).hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert "statements" in tip.inner_text()


def test_shift_and_wheel_zoom_and_the_wheel_alone_does_not(open_page: Open) -> None:
    page = open_page("sanctions_actions.html")
    labels = page.locator(".live .role-axis-label text")
    before = labels.all_text_contents()
    page.locator(".live svg.marks").hover()
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(300)
    assert labels.all_text_contents() == before
    page.evaluate("scrollTo(0, 0)")
    page.locator(".live svg.marks").hover()
    page.keyboard.down("Shift")
    page.mouse.wheel(0, -800)
    page.keyboard.up("Shift")
    page.wait_for_timeout(500)
    assert labels.all_text_contents() != before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_those_who_see_or_move_otherwise(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    for is_open in (False, True):
        if is_open:
            section(page, "sanctions_mentions").locator("button.open").first.click()
        found = Axe().run(page)
        faults = [fault for fault in found.response["violations"] if fault["impact"] in ("serious", "critical")]
        assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in faults] == []


def test_dark_pages_are_dark(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 60
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")[0] > 200


@pytest.mark.parametrize("name", ["index.html", "sanctions_mentions.html", "sanctions_brief.html"])
def test_a_phone_is_wide_enough(open_page: Open, name: str) -> None:
    page = open_page(name, viewport=NARROW, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.locator("button.open").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    width = behind(page).evaluate("dialog => dialog.scrollWidth - dialog.clientWidth")
    assert width <= 0


def test_paper_has_the_drawings_and_whole_tables(open_page: Open) -> None:
    page = open_page("sanctions_mentions.html")
    page.emulate_media(media="print")
    assert page.locator(".still svg").is_visible()
    assert not page.locator(".live").is_visible()
    assert not page.get_by_label("Filter").is_visible()
    shown, whole = page.locator(".scroll").evaluate("box => [box.clientHeight, box.scrollHeight]")
    assert shown >= whole
    assert page.pdf().startswith(b"%PDF")


def test_without_a_script_the_page_still_says_everything(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "sanctions_mentions.html").as_uri())
    assert page.locator(".still svg").is_visible()
    assert page.locator("tbody tr").count() == 13
    context.close()
