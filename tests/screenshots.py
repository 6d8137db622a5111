"""Make the pictures of the README anew: `uv run python -m tests.screenshots`, then look at them.

docs/report.png         the first screen of the sample report
docs/report-drill.png   a bar that was opened: the sentences behind it
docs/report-dark.png    who does what to whom, on a dark page
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.report.conftest import CHROMIUM, FLAGS
from tests.runs import run_directly

DOCS = Path(__file__).parents[1] / "docs"


@contextmanager
def opened(path: Path, **options: Any) -> Iterator[Page]:
    """The page in a browser, its charts drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        wanted: dict[str, Any] = {"viewport": {"width": 1100, "height": 1100}} | options
        page = browser.new_page(**wanted)
        page.goto(path.as_uri())
        page.wait_for_function(
            "[...document.querySelectorAll('figure')].every(figure => figure.querySelector('.live').dataset.drawn)"
        )
        yield page
        browser.close()


def main() -> None:
    """Write all of them."""
    with tempfile.TemporaryDirectory() as name:
        index = run_directly(Path(name)).pages[0]
        with opened(index) as page:
            page.screenshot(path=DOCS / "report.png")
        with opened(index.with_name("sanctions_actions.html"), viewport={"width": 1100, "height": 820}) as page:
            bars = page.locator(".live .mark-rect path")
            heights = bars.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
            bars.nth(heights.index(max(heights))).click()
            page.screenshot(path=DOCS / "report-drill.png")
        with opened(
            index.with_name("event_dyads.html"), color_scheme="dark", viewport={"width": 1100, "height": 1000}
        ) as page:
            page.screenshot(path=DOCS / "report-dark.png")


if __name__ == "__main__":
    main()
