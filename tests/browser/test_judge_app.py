"""The judge's page as an app: it opens without the server, and renews itself only while no sheet is open."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from contest.web.pages import STATIC
from tests.browser.judge_hall import Hall
from tests.browser.test_judge import DELIVERED, LINE_BACK, connection, kinds, mark_every_kind, open_next, pair, word

KEPT = "navigator.serviceWorker.ready.then(kept => kept.active.state === 'activated')"
SHOW = """async address => {
  const image = new Image(); image.src = address; await image.decode(); return image.naturalWidth }"""
NEWER = "新版本已就绪，评完这份后更新"


def own_pages(var: Path) -> tuple[str, ...]:
    """A program that serves a copy of the pages, so that a test may put newer ones there."""
    shutil.copytree(STATIC, var / "pages")
    return "-m", "tests.browser.other_pages", str(var / "pages")


@pytest.fixture
def context(new_context: Any) -> BrowserContext:
    """With no cache but its own: caches are what it is about here."""
    made: BrowserContext = new_context()
    return made


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path, own_pages(tmp_path))
    hall.start()
    yield hall
    hall.stop()


def pair_and_keep(page: Page, hall: Hall) -> None:
    pair(page, hall)
    page.wait_for_function(KEPT)


def put_newer_pages(hall: Hall) -> None:
    """Another build: the page says so in its head, and the service worker lists the page's new digest."""
    page, worker = hall.var / "pages" / "judge.html", hall.var / "pages" / "judge-sw.js"
    before = page.read_bytes()
    after = before.replace(b"<title>", b'<meta name="build" content="newer"><title>')
    page.write_bytes(after)
    worker.write_text(worker.read_text().replace(*(hashlib.sha256(each).hexdigest() for each in (before, after))))


def is_newer(page: Page) -> bool:
    return page.locator("meta[name=build]").count() == 1


def opens_without_the_server(page: Page, hall: Hall) -> None:
    """The page opens with the server stopped, and what is judged there arrives once."""
    pair_and_keep(page, hall)
    hall.stop()
    page.goto("about:blank")
    page.goto(f"{hall.url}/judge")
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    expect(page.locator("header")).to_contain_text("尚未联系上服务器")
    open_next(page)
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text("已存本机")
    page.reload()
    expect(word(page)).to_have_text("已存本机")
    hall.start()
    expect(word(page)).to_have_text(DELIVERED, timeout=LINE_BACK)
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted"]


def renews_between_sheets(page: Page, hall: Hall) -> None:
    """A newer page waits while a sheet is open, and comes when it is closed."""
    pair_and_keep(page, hall)
    open_next(page)
    hall.stop()
    put_newer_pages(hall)
    hall.start()
    expect(page.get_by_text(NEWER)).to_be_visible(timeout=LINE_BACK)
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text(DELIVERED)
    assert not is_newer(page)
    page.get_by_role("link", name="全部评分表").click()
    expect(page.locator("meta[name=build]")).to_have_count(1)
    expect(connection(page)).to_have_text("已连接", timeout=LINE_BACK)
    expect(page.get_by_text(NEWER)).to_have_count(0)


def test_the_page_opens_with_the_server_stopped_and_what_is_judged_there_arrives_once(page: Page, hall: Hall) -> None:
    opens_without_the_server(page, hall)


def test_a_newer_page_waits_while_a_sheet_is_open_and_comes_when_it_is_closed(page: Page, hall: Hall) -> None:
    renews_between_sheets(page, hall)


def test_what_is_not_the_page_that_was_built_is_never_kept(page: Page, hall: Hall) -> None:
    pair_and_keep(page, hall)
    hall.stop()
    put_newer_pages(hall)
    (hall.var / "pages" / "judge.html").write_text("<!doctype html><p>Sign in to the hotel's Wi-Fi</p>")
    hall.start()
    expect(connection(page)).to_have_text("已连接", timeout=LINE_BACK)
    page.evaluate("navigator.serviceWorker.ready.then(kept => kept.update()).catch(() => undefined)")
    page.goto("about:blank")
    page.goto(f"{hall.url}/judge")
    expect(connection(page)).to_have_text("已连接")


def test_the_worker_leaves_the_servers_own_words_to_the_server(page: Page, hall: Hall) -> None:
    pair_and_keep(page, hall)
    page.reload()
    hall.stop()
    for path in ("/api/session", "/socket.io/?EIO=4&transport=polling", "/console"):
        assert page.evaluate("path => fetch(path).then(() => 'answered', () => 'gone')", path) == "gone", path
    assert page.evaluate("caches.keys().then(names => names.length)") == 1


def test_the_page_names_a_manifest_with_icons_that_are_there(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.url}/judge")
    address = page.locator("link[rel=manifest]").get_attribute("href")
    answer = page.request.get(f"{hall.url}{address}")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/judge", "/judge", "standalone")
    for icon in manifest["icons"]:
        shown = page.evaluate(SHOW, f"/static/{icon['src']}")
        side = re.match(r"\d+", icon["sizes"])
        assert shown == int(side[0]) if side else shown > 0
