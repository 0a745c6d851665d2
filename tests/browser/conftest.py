"""Pages in browsers of their own, without a browser's cost: what a context held is cleared behind each test.

A new context starts new processes (1 s of CPU for each first page); one that is kept has them already. What ends with
a test: its pages, cookies, storage, service workers, caches, permissions, routes. A test about those has `new_context`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

SITE = "http://127.0.0.1/"
"""Pages of one site share a process: the tests' servers are one site, at whichever port."""


class Kept:
    """A context that outlives a test, and the page that keeps its process running."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self._origins: set[str] = set()
        self._keeper = context.new_page()
        self._keeper.route("**/*", lambda route: route.fulfill(body=""))
        self._keeper.goto(SITE)
        self._browser = context.new_cdp_session(self._keeper)
        context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on(
            "framenavigated", lambda frame: self._origins.add("{0.scheme}://{0.netloc}".format(urlsplit(frame.url)))
        )

    def clear(self) -> None:
        """Be as new."""
        for page in self.context.pages:
            if page != self._keeper:
                page.close()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.context.clear_cookies()
        for origin in self._origins:
            self._browser.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._browser.send("Network.clearBrowserCache")
        self._origins.clear()


@pytest.fixture(scope="session")
def _kept() -> dict[str, list[Kept]]:
    """Contexts that no test has just now, by what they were made with."""
    return defaultdict(list)


@pytest.fixture
def another(
    browser: Browser, browser_context_args: dict, _kept: dict[str, list[Kept]]
) -> Iterator[Callable[[], BrowserContext]]:
    """Gives a context, another one at each call."""
    free, taken = _kept[repr(sorted(browser_context_args.items()))], []

    def give() -> BrowserContext:
        taken.append(free.pop() if free else Kept(browser.new_context(**browser_context_args)))
        return taken[-1].context

    yield give
    for each in taken:
        each.clear()
    free.extend(reversed(taken))


@pytest.fixture
def context(another: Callable[[], BrowserContext]) -> BrowserContext:
    """Of `page`."""
    return another()


@pytest.fixture(autouse=True)
def no_page_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what the test opened beside its fixtures: such a page would dial a server that is gone until the end."""
    if "browser" not in request.fixturenames:
        yield
        return
    browser: Browser = request.getfixturevalue("browser")
    kept: dict[str, list[Kept]] = request.getfixturevalue("_kept")
    there = list(browser.contexts)
    yield
    ours = [each.context for pool in kept.values() for each in pool]
    for context in list(browser.contexts):
        if context not in there and context not in ours:
            context.close()
