"""A real browser for the tests of the page: Debian's Chromium, one for the tests of a module."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
# Nothing is looked up or brought up to date; no sandbox, since tests run as root in containers.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-quic", "--disable-component-update", "--disable-sync"),
)


# Not for the session: Playwright keeps an event loop running in this thread, in which no other (the prompt's) can run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser; tests that ask for it are skipped where there is none, but not in CI."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()
