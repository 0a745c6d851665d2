"""The hall's floor in a real browser: check-in, start, time given back, a line that is cut, stop; and what it costs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.judge_hall import CLI
from tests.browser.played import House, Played, house, rulebook
from tests.browser.test_console import PASSWORD
from tests.support.browser import HALL, PHONE, TABLET

KEEPER = "wu"
THUMB = 44  # pixels that whatever is pressed is high, at least
SMALL = """(least) => [...document.querySelectorAll('button, input, select, textarea, a.button, header > a, nav a')]
    .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < least)"""
LIVE = 10_000  # milliseconds: a hint, a fetch, and another try on a busy laptop
TIME = {"limit": "0.02", "per_started_minute": "0.5", "give_back": "10"}  # 1.2 s allowed


def timed() -> dict[str, Any]:
    """By name, so that whoever checks in sees what became of it."""
    book = rulebook() | {"sealed": False}
    theory, practice = book["parts"]
    late = {"id": "late", "name": {"zh": "迟到入场", "en": "Late at the station"}, "points": "2", "per": "once"}
    return book | {"parts": [theory | {"known_by_name": False}, practice | {"time": TIME}], "penalties": [late]}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    var: Path = tmp_path_factory.mktemp("floor")
    with house(var) as open_house:
        add = [CLI, "account", "add", KEEPER, "--name", "吴计时", "--role", "recorder", "--password", PASSWORD]
        subprocess.run(add, env={**os.environ, "CONTEST_VAR": str(var)}, check=True, capture_output=True)
        yield open_house


@pytest.fixture
def played(served: House) -> Iterator[Played]:
    played = Played(served, timed(), entries=3)
    yield played
    played.leave()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport=TABLET, locale="zh-CN")
    yield page
    page.context.close()


def come_in(page: Page, played: Played, tab: str, lang: str = "zh") -> None:
    """The console's deep link leads to the floor's own page."""
    page.goto(f"{played.url}/console?lang={lang}#/{played.id}/wall/{tab}")
    page.locator("[name=login]").fill(KEEPER)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("nav [aria-current=page]")).to_be_visible()


def row(page: Page, number: str) -> Any:
    return page.locator(".list li").filter(has=page.locator(".number", has_text=number))


def confirm(page: Page, reason: str = "") -> None:
    if reason:
        page.locator("dialog [name=reason]").fill(reason)
    page.locator("dialog .button.main").click()
    expect(page.locator("dialog")).to_have_count(0)


def test_from_the_door_to_what_a_late_finish_costs(played: Played, page: Page) -> None:
    for code in played.codes():
        played.mark(code, "80")
    come_in(page, played, "checkin")

    # 检录: one typed, one late with the rulebook's penalty, one who does not come
    page.get_by_role("searchbox").fill("001")
    page.keyboard.press("Enter")
    expect(row(page, "001")).to_contain_text("已到")
    row(page, "002").get_by_role("button", name="迟到").click()
    page.locator("dialog [name=minutes]").fill("7")
    confirm(page)
    row(page, "002").get_by_role("button", name="扣分").click()
    confirm(page, "迟到 7 分钟")
    expect(row(page, "002")).to_contain_text("已扣分", timeout=LIVE)
    page.get_by_role("button", name="结束检录").click()
    expect(page.locator("dialog")).to_contain_text("003")
    confirm(page)
    expect(row(page, "003")).to_contain_text("已记入竞赛日志", timeout=LIVE)
    came = row(page, "001").locator(".who .soft").inner_text().rsplit(" ", 1)[1]
    late = row(page, "002").locator(".who .soft").inner_text().rsplit(" ", 1)[1]

    # 计时: start for all, time given back to one, a line that is cut while somebody hands in
    page.get_by_role("link", name="计时").click()
    page.get_by_role("button", name="全场开始").click()
    expect(page.locator(".figure.over")).to_be_visible(timeout=LIVE)
    page.locator(".line", has_text=came).click()
    page.get_by_role("button", name="补时").click()
    page.locator("dialog [name=minutes]").fill("5")
    confirm(page, "等料 5 分钟")
    expect(page.locator(".word")).to_contain_text("补时 5:00")
    page.get_by_role("link", name="收件").click()
    expect(page.get_by_role("textbox", name="作品号")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("textbox", name="作品号").fill(came.lower())
    page.keyboard.press("Enter")
    expect(page.locator(".needs-you")).to_contain_text("还没有存到服务器")
    expect(page.locator(".list li", has_text=came)).to_contain_text("未存")
    page.context.set_offline(False)
    expect(page.locator(".list li", has_text=came)).to_contain_text("吴计时", timeout=LIVE)
    page.get_by_role("textbox", name="作品号").fill(came)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("收过")
    page.reload()  # times survive it
    expect(page.locator(".list li", has_text=came)).to_contain_text("用时")
    page.get_by_role("link", name="计时").click()
    page.get_by_role("button", name="全场停止").click()
    confirm(page)
    expect(page.locator(".word")).to_contain_text("超时", timeout=LIVE)
    expect(page.locator(".line", has_text=late)).to_contain_text("已停")

    # what it costs: half a point for the first started minute, two for coming late; nothing where time was given back
    page.get_by_role("link", name="赛务台").click()
    page.get_by_role("link", name="成绩", exact=True).click()
    cells = page.locator("tr", has_text=late).get_by_role("gridcell")
    for figure in ("−2", "79.50", "−0.5"):
        expect(cells.filter(has_text=figure)).to_have_count(1, timeout=LIVE)
    expect(page.locator("tr", has_text=came)).to_contain_text("80")
    expect(page.locator("tr", has_text=came)).not_to_contain_text("−")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_floor_and_the_halls_clock_can_be_read_by_everyone(played: Played, page: Page, lang: str) -> None:
    come_in(page, played, "checkin", lang)
    for tab in ("checkin", "handin", "clock"):
        page.goto(f"{played.url}/floor?lang={lang}#/{played.id}/wall/{tab}")
        expect(page.locator("main button").first).to_be_visible()
        assert Axe().run(page).response["violations"] == []
        for size in (PHONE, TABLET):
            page.set_viewport_size(size)
            assert page.evaluate(SMALL, THUMB) == []
    page.locator(".clock .acts .main").click()
    expect(page.locator(".clock ol li", has_text="吴计时")).to_have_count(1, timeout=LIVE)  # saved
    page.set_viewport_size(HALL)
    page.goto(f"{played.url}/clock/{played.id}.wall?lang={lang}")
    expect(page.locator(".figure.over")).to_be_visible(timeout=LIVE)
    assert Axe().run(page).response["violations"] == []


def test_a_thumb_reaches_every_dialog_and_the_way_to_another_item(played: Played, page: Page) -> None:
    page.goto(f"{played.url}/floor?lang=zh")
    expect(page.locator("[name=login]")).to_be_visible()
    assert page.evaluate(SMALL, THUMB) == []
    come_in(page, played, "checkin")
    page.set_viewport_size(PHONE)
    row(page, "002").get_by_role("button", name="迟到").click()
    assert page.evaluate(SMALL, THUMB) == []
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    page.get_by_role("button", name="结束检录").click()
    assert page.evaluate(SMALL, THUMB) == []
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    page.get_by_role("link", name="计时").click()
    page.get_by_role("button", name="补时").click()
    assert page.evaluate(SMALL, THUMB) == []
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    page.locator("header .title").click()
    expect(page.locator("main .choice").get_by_role("link", name="收件")).to_be_visible()
    assert page.evaluate(SMALL, THUMB) == []
    page.get_by_role("link", name="竞赛", exact=True).click()
    expect(page.locator("main .choice").get_by_role("link")).not_to_have_count(0)
    assert page.evaluate(SMALL, THUMB) == []


def test_the_floor_opens_and_takes_presses_while_the_server_is_away(played: Played, page: Page) -> None:
    come_in(page, played, "checkin")
    expect(row(page, "001")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.ready.then(kept => kept.active.state === 'activated')")
    page.reload()  # the page that the service worker opens
    expect(row(page, "001")).to_be_visible()
    page.get_by_role("link", name="计时").click()
    expect(page.get_by_role("button", name="全场开始")).to_be_visible()

    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".lost")).to_contain_text("画面停在")
    expect(page.get_by_role("button", name="全场开始")).to_be_visible()
    page.get_by_role("link", name="检录").click()
    row(page, "002").get_by_role("button", name="已到", exact=True).click()
    expect(row(page, "002")).to_contain_text("未存")
    page.reload()
    expect(row(page, "002")).to_contain_text("未存")
    page.context.set_offline(False)
    expect(row(page, "002")).to_contain_text("吴计时", timeout=LIVE)
    expect(page.locator(".lost")).to_have_count(0, timeout=LIVE)

    page.get_by_role("button", name="退出").click()
    expect(page.locator("[name=login]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('floor'))") == []
