"""Pages end with their test: one that stays open dials a server that is gone, in every test behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def no_page_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what the test opened beside the pages of its fixtures."""
    if "browser" not in request.fixturenames:
        yield
        return
    browser: Browser = request.getfixturevalue("browser")
    there = list(browser.contexts)
    yield
    for context in list(browser.contexts):
        if context not in there:
            context.close()
