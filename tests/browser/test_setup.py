"""From an empty server to a contest, with only the console: the first account, an invitation, a contest of a preset."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import DESK
from tests.support.server import Server, eventually, served

PASSWORD = "a long enough password"
ZH = {
    "make": "建立账号",
    "new": "新建竞赛",
    "open": "建立竞赛",
    "accounts": "账号",
    "invite": "邀请",
    "link": "生成邀请链接",
}
ZH |= {"chief": "裁判长", "name": "姓名", "login": "账号", "password": "密码", "lang": "zh", "items": "砌筑"}
EN = {"make": "Make the account", "new": "New contest", "open": "Open the contest", "accounts": "Accounts"}
EN |= {"invite": "Invite", "link": "Make the link", "chief": "Chief judge", "lang": "en", "items": "Masonry"}
BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])


@pytest.fixture
def browser_context_args() -> dict:
    return {"viewport": DESK}


@pytest.fixture
def empty(tmp_path: Path):
    """A server that nobody has used yet."""
    with served(tmp_path) as server:
        yield server


def first_link(server: Server) -> str:
    found: list[str] = []
    eventually(lambda: found.extend(re.findall(r"http://\S+/console#invited=\S+", server.log)) or found)
    return found[0]


def faults(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


def made(page: Page, server: Server, link: str, login: str, words: dict, name: str = "") -> None:
    """Take an invitation up. The server's port is a free one that its settings do not know."""
    page.goto(f"{server.origin}/console?lang={words['lang']}#{link.partition('#')[2]}")
    if name:
        page.locator("input[name=name]").fill(name)
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    assert faults(page) == []
    page.get_by_role("button", name=words["make"]).click()


@BOTH
def test_a_new_user_gets_from_nothing_to_a_contest_and_invites_the_chief(
    page: Page, browser: Browser, empty: Server, words: dict
):
    made(page, empty, first_link(empty), "wang", words, name="王组织")
    expect(page.get_by_role("link", name=words["new"])).to_be_visible()
    assert "invited" not in page.url
    assert faults(page) == []

    page.get_by_role("link", name=words["new"]).click()
    page.locator("input[name=zh]").fill("第三届工匠杯")
    page.locator("input[value=datong-construction]").check()
    assert faults(page) == []
    page.get_by_role("button", name=words["open"]).click()
    expect(page.get_by_role("heading", name="第三届工匠杯")).to_be_visible()
    expect(page.get_by_role("link", name=words["items"]).first).to_be_visible()

    page.goto(f"{empty.origin}/console#/-/accounts")
    page.get_by_role("button", name=words["invite"]).click()
    page.locator("input[name=name]").fill("赵裁判长")
    page.get_by_role("checkbox", name=words["chief"]).check()
    assert faults(page) == []
    page.get_by_role("button", name=words["link"]).click()
    link = page.locator("input[readonly]").input_value()
    with browser.new_context(viewport=DESK).new_page() as other:
        made(other, empty, link, "zhao", words)
        expect(other.get_by_text("第三届工匠杯")).to_be_visible()
        expect(other.get_by_role("link", name=words["new"])).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("cell", name="zhao")).to_be_visible()


def test_a_link_that_was_used_says_so(page: Page, empty: Server):
    link = first_link(empty)
    made(page, empty, link, "wang", ZH, name="王组织")
    expect(page.get_by_role("link", name="新建竞赛")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("用过")
