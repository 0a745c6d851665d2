"""From an empty server to a contest, with only the console: the first account, an invitation, a contest of a preset."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

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
    link = invited(page, words, "赵裁判长")
    expect(waiting(page, "赵裁判长")).to_contain_text(words["chief"])
    assert faults(page) == []
    with browser.new_context(viewport=DESK).new_page() as other:
        made(other, empty, link, "zhao", words)
        expect(other.get_by_text("第三届工匠杯")).to_be_visible()
        expect(other.get_by_role("link", name=words["new"])).to_have_count(0)
    invited(page, words, "李记错")
    expect(page.get_by_role("cell", name="zhao")).to_be_visible()
    expect(waiting(page, "赵裁判长")).to_have_count(0)
    waiting(page, "李记错").get_by_role("button").click()
    expect(waiting(page, "李记错")).to_have_count(0)


def invited(page: Page, words: dict, name: str) -> str:
    """Somebody is invited as chief judge of everything; the link."""
    page.get_by_role("button", name=words["invite"]).click()
    page.locator("input[name=name]").fill(name)
    page.get_by_role("checkbox", name=words["chief"]).check()
    assert faults(page) == []
    page.get_by_role("button", name=words["link"]).click()
    link = page.locator("input[readonly]").input_value()
    page.keyboard.press("Escape")
    return link


def waiting(page: Page, name: str) -> Locator:
    """An invitation that waits to be taken up."""
    return page.get_by_role("listitem").filter(has_text=name)


def test_a_link_that_was_used_says_so(page: Page, empty: Server):
    link = first_link(empty)
    made(page, empty, link, "wang", ZH, name="王组织")
    expect(page.get_by_role("link", name="新建竞赛")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("用过")
    page.get_by_role("button", name="English").click()  # whose words come only now
    expect(page.get_by_role("alert")).to_contain_text("used")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


ROSTER = Path(__file__).parents[2] / "contest" / "presets" / "datong-construction" / "roster.csv"


def opened(page: Page) -> str:
    """The id of the construction contest that was just opened, as the address has it: its year is the server's."""
    expect(page).to_have_url(re.compile(r"#/datong-construction-\d{4}$"))
    return page.url.partition("#/")[2]


def an_office(page: Page, server: Server, words: dict) -> str:
    """Signed in as the first account, with every role, in a rehearsal of the construction contest that allows it: its
    id."""
    made(page, server, first_link(server), "wang", words, name="王组织")
    page.get_by_role("link", name=words["new"]).click()
    page.locator("input[name=zh]").fill("第三届工匠杯")
    page.locator("input[value=datong-construction]").check()
    page.locator("input[name=kind]").nth(1).check()
    page.get_by_role("button", name=words["open"]).click()
    expect(page.get_by_role("heading", name="第三届工匠杯")).to_be_visible()
    contest = opened(page)
    page.goto(f"{server.origin}/console#/{contest}/-/staff")
    page.get_by_role("button", name="允许一人兼任").click()
    assert faults(page) == []
    page.get_by_role("dialog").locator("[name=reason]").fill("演练只有一个人")
    page.get_by_role("dialog").get_by_role("button", name="允许一人兼任").click()
    expect(page.get_by_role("button", name="停用兼任")).to_be_visible()
    assert faults(page) == []
    page.goto(f"{server.origin}/console#/-/accounts")
    page.get_by_role("cell").get_by_role("button", name="王组织").click()
    page.get_by_role("dialog").get_by_role("combobox").select_option(contest)
    for role in ("裁判长", "加密裁判", "记分员"):
        page.get_by_role("checkbox", name=role).check()
    page.get_by_role("button", name="保存角色").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    return contest


def a_sheet_of_one_unit_removes_nobody_unless_it_is_to_replace(page: Page, folder: Path) -> None:
    """22 are registered in 砌筑: with one new one alone, all of them would go."""
    one = folder / "一建.csv"
    one.write_text("编号,姓名,单位,项目\nQZ90,王建国,一建,砌筑\n", encoding="utf-8-sig")
    page.set_input_files("input[type=file]", one)
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
    page.get_by_label("读法").select_option("replace")
    expect(page.get_by_role("button", name="导入并移除 22 个")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="取消").click()
    page.get_by_label("读法").select_option("add")


def test_a_roster_comes_from_a_sheet_is_drawn_and_judges_get_their_seats(page: Page, empty: Server, tmp_path: Path):
    contest = an_office(page, empty, ZH)
    page.goto(f"{empty.origin}/console#/{contest}/-/roster")
    bad = tmp_path / "名单.csv"
    bad.write_text("编号,姓名,单位,项目\n001,,一建,砌筑\n", encoding="utf-8-sig")
    page.set_input_files("input[type=file]", bad)
    expect(page.get_by_role("alert")).to_contain_text("B2")
    page.set_input_files("input[type=file]", ROSTER)
    expect(page.get_by_text("新增 52 个").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status").first).to_contain_text("新增 52")
    expect(page.get_by_role("row")).to_have_count(53)
    assert faults(page) == []
    a_sheet_of_one_unit_removes_nobody_unless_it_is_to_replace(page, tmp_path)

    page.get_by_role("link", name=re.compile("砌筑")).first.click()
    page.get_by_role("button", name=re.compile(r"列入 \d+ 个")).click()
    page.get_by_role("button", name="抽签").click()
    page.get_by_role("dialog").get_by_role("button", name="抽签").click()
    expect(page.get_by_role("button", name="重新抽签")).to_be_visible()
    seats = page.get_by_role("button", name=re.compile("建齐 .* 个席位"))
    seats.click()
    expect(seats).to_have_count(0)
    assert faults(page) == []
    page.get_by_role("button", name="开始评分").click()
    page.get_by_role("dialog").get_by_role("button", name="开始评分").click()
    expect(page.get_by_role("button", name="锁定评分")).to_be_visible()
    page.get_by_role("link", name="日志").click()
    expect(page.get_by_text("王组织").first).to_be_visible()
    expect(page.get_by_text("抽签加密，22 个号")).to_be_visible()
    page.get_by_label("项目").select_option(label="砌筑")
    assert faults(page) == []
