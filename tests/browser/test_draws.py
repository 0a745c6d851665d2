"""Two layers of codes, from who holds them to their unsealing, at the desks of those who do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import DESK
from tests.support.server import Server, served
from tests.web.conftest import a_hall
from tests.web.hall import PASSWORD
from tests.web.test_draws import PEOPLE, Drawing, a_drawing


@dataclass
class House:
    """A served contest with everybody entered, and the logins of its staff."""

    server: Server
    contest: str
    office: str
    first: str
    second: str
    supervisor: str

    def desk(self, browser: Browser, login: str, lang: str = "zh") -> Page:
        """Somebody signed in, at the draws of the item."""
        page = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
        page.goto(f"{self.server.origin}/console?lang={lang}#/{self.contest}/wall/draw")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="加密" if lang == "zh" else "Codes")).to_be_visible()
        return page


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_hall(tmp_path) as hall:
        drawing: Drawing = a_drawing(hall)
        logins = [drawing.office.login, drawing.first.login, drawing.second.login]
        logins.append(hall.account("supervisor", contest=drawing.id))
    with served(tmp_path) as server:
        yield House(server, drawing.id, *logins)


def faults(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


def press(page: Page, *names: str) -> None:
    """Buttons one after the other, within the dialog once there is one."""
    for name in names:
        place = page.get_by_role("dialog") if page.get_by_role("dialog").count() else page
        place.get_by_role("button", name=name, exact=True).first.click()


def unseal(page: Page, second: str, left: int) -> None:
    """Ask on this screen and have the second person agree there; so many layers are left."""
    press(page, "启封")
    assert faults(page) == []
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=second-login]").fill(second)
    dialog.locator("[name=second-password]").fill(PASSWORD)
    dialog.get_by_role("button", name="启封", exact=True).click()
    expect(dialog).to_have_count(0)
    codes = page.get_by_role("region", name="加密")
    expect(codes.get_by_text("已启封", exact=True)).to_have_count(2 - left)


def test_two_layers_are_drawn_by_their_holders_and_opened_from_the_outside(browser: Browser, house: House):
    office = house.desk(browser, house.office)
    press(office, "层数与保管人")
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("两层").check()
    for field, login in zip(dialog.locator("select").all(), (house.first, house.second), strict=True):
        field.select_option(label=login.title())
    assert faults(office) == []
    press(office, "设定")
    expect(office.get_by_text("第二层 抽签号 → 加密号")).to_be_visible()

    first, second = house.desk(browser, house.first), house.desk(browser, house.second)
    press(first, "录入抽签结果")
    dialog = first.get_by_role("dialog")
    dialog.locator("textarea").fill("101 07\n102 07\n999 1")
    press(first, "录入")
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    assert faults(first) == []
    dialog.locator("textarea").fill("101 07\n102 12\n103 33\n104 08")
    press(first, "录入")
    expect(first.get_by_text("手工抽签：没有种子，以录入的表为准")).to_be_visible()
    second.reload()
    press(second, "抽签", "抽签")
    expect(second.get_by_text("种子摘要")).to_be_visible()
    press(second, "对照表", "打开对照表")
    expect(second.get_by_role("dialog").get_by_role("row")).to_have_count(5)
    assert not any(name in second.get_by_role("dialog").inner_text() for name in PEOPLE)
    assert faults(second) == []
    press(second, "关闭")
    expect(second.get_by_text("看过或打印过对照表")).to_be_visible()

    office.reload()
    press(office, "开始评分", "开始评分")
    expect(office.get_by_role("dialog")).to_have_count(0)
    press(office, "锁定评分")
    office.locator("[name=reason]").fill("演练")
    press(office, "锁定评分")
    for page, others, left in ((second, house.supervisor, 1), (first, house.supervisor, 0)):
        page.reload()
        unseal(page, others, left)
    office.goto(f"{house.server.origin}/console#/{house.contest}/wall/progress")
    expect(office.get_by_text(PEOPLE[0]).first).to_be_visible()
