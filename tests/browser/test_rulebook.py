"""A marking scheme written by keyboard alone; and a rulebook changed after a mark, its consequences seen first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_setup import faults
from tests.support.browser import DESK
from tests.support.server import Server, served
from tests.web.conftest import a_hall
from tests.web.hall import PASSWORD


@pytest.fixture
def browser_context_args() -> dict:
    return {"viewport": DESK}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, str, str]]:
    """A served contest whose soups are marked; its id, and the logins of organizer and chief."""
    var: Path = tmp_path_factory.mktemp("rulebook")
    with a_hall(var) as hall:
        play = hall.contest().marked("soup")
        logins = hall.account("organizer"), hall.account("chief")
    with served(var) as server:
        yield server, play.id, *logins


def signed_in(page: Page, server: Server, login: str, where: str, lang: str = "zh") -> None:
    page.goto(f"{server.origin}/console?lang={lang}#{where}")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def keys(page: Page, *pressed: str) -> None:
    """Keys by their names; whatever is none is typed."""
    for key in pressed:
        if key.startswith("<"):
            page.keyboard.press(key.strip("<>"))
        else:
            page.keyboard.type(key)
        page.evaluate(DRAWN)  # the next line takes the focus then


def names(page: Page) -> list[str]:
    return [each.input_value() for each in page.locator("[data-col=zh]").all()]


def test_a_small_scheme_is_written_by_keyboard_and_set(page: Page, house: tuple[Server, str, str, str]):
    server, contest, organizer, _ = house
    signed_in(page, server, organizer, f"/{contest}/-/item")
    page.locator("input[name=zh]").fill("抹灰")
    assert faults(page) == []
    page.keyboard.press("Enter")
    edit = page.get_by_role("button", name="编辑评分表")
    edit.press("Enter")
    expect(page.locator("[data-col=zh]").first).to_be_focused()
    gap, weights = page.locator(".gap"), page.locator(".weights")

    keys(page, "抹灰操作", "<ArrowDown>", "墙面", "<ArrowDown>", "平整度", *["<ArrowRight>"] * 3, "60")
    expect(gap).to_have_text("合计 60 还差 40")
    keys(page, "<Enter>", "阴阳角", *["<ArrowRight>"] * 3, "45")
    expect(gap).to_have_text("合计 105 多了 5")
    keys(page, "<Control+z>")
    expect(gap).to_have_text("合计 120 多了 20")  # a new line says what the one above says
    keys(page, *["<ArrowRight>"] * 3, "40")
    expect(gap).to_have_count(0)

    keys(page, "<Enter>", "清理", "<Shift+Tab>", "<Enter>", "<Tab>", "场地", *["<ArrowRight>"] * 3, "5")
    assert names(page) == ["抹灰操作", "墙面", "平整度", "阴阳角", "清理", "场地"]
    expect(gap).to_have_text("合计 105 多了 5")
    keys(page, *["<ArrowLeft>"] * 3, "<Alt+ArrowUp>")
    assert names(page)[-2:] == ["场地", "清理"]  # in the wall's criterion now
    keys(page, "<Control+z>", "<Alt+ArrowUp>")
    assert names(page) == ["抹灰操作", "清理", "场地", "墙面", "平整度", "阴阳角"]
    keys(page, *["<ArrowUp>"] * 3, *["<ArrowRight>"] * 3, "105")
    expect(gap).to_have_count(0)
    keys(page, "<Home>", "<ArrowLeft>", "95")
    expect(weights).to_contain_text("还差 5")
    expect(page.get_by_label("裁判看到的评分表")).to_contain_text("阴阳角")
    assert faults(page) == []

    keys(page, "<Escape>", "<Enter>")
    expect(page.get_by_role("alert").filter(has_text="95")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="继续编辑").press("Enter")
    expect(page.get_by_text("这是上次没有保存的草稿")).to_be_visible()
    keys(page, *["<ArrowRight>"] * 2, "100", "<Escape>", "<Enter>")
    page.get_by_role("button", name="更换规则书").press("Enter")
    expect(page.get_by_text("规则书已更换")).to_be_visible()
    expect(page.get_by_role("region", name="抹灰操作")).to_contain_text("阴阳角")


PASTE = """([column, text]) => {
  const clip = new DataTransfer()
  clip.setData('text/plain', text)
  const field = document.activeElement
  if (!field.matches(column)) throw new Error(`the hand is at ${field.outerHTML}`)
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clip, bubbles: true, cancelable: true }))
}"""


def paste(page: Page, column: str, *rows: str) -> None:
    """What a spreadsheet puts on the clipboard, into the field one is in."""
    page.evaluate(PASTE, [column, "\r\n".join(rows)])
    page.evaluate(DRAWN)


def test_cells_are_pasted_and_a_ladder_is_written_whose_faults_stand_at_their_fields(
    page: Page, house: tuple[Server, str, str, str]
):
    server, contest, organizer, _ = house
    signed_in(page, server, organizer, f"/{contest}/wall/rulebook")
    page.get_by_role("button", name="编辑评分表").press("Enter")
    expect(page.locator("[data-col=zh]").first).to_be_focused()
    before = names(page)
    paste(page, "[data-col=zh]", "灰缝\t10")
    expect(page.get_by_text("这一部分不由裁判评分。请先选中")).to_be_visible()
    keys(page, "<ArrowDown>")
    paste(page, "[data-col=zh]", "名称\t满分\t类型", "实测", "灰缝\t十分\t按处扣分", "平整度\t10\t实测")
    assert names(page)[2:5] == ["实测", "灰缝", "平整度"]
    expect(page.get_by_role("status").filter(has_text="粘贴了 3 行")).to_contain_text("第 3 行第 2 列：“十分”不是数")
    keys(page, "<Control+z>")
    assert names(page) == before
    keys(page, "<Control+y>", *["<ArrowDown>"] * 3, "<Alt+Enter>")

    details = page.get_by_role("region", name="这一行的细则")
    expect(details.get_by_label("计量单位")).to_be_focused()
    details.get_by_label("怎样得分").select_option(label="偏差分几档")
    details.get_by_label("得分 1").focus()
    paste(page, "[aria-label='得分 1']", "10", "12")
    details.get_by_label("偏差不超过 2").fill("5")
    expect(page.get_by_label("裁判看到的评分表")).to_contain_text("≤ 5 mm 得 12")
    assert faults(page) == []
    page.get_by_role("button", name="看看会改什么").click()
    row = page.locator(".row.wrong").filter(has_text="偏差分档 2 › 得分")
    expect(row).to_have_count(1)
    page.locator("[data-col=max]").nth(1).focus()
    expect(details.get_by_label("得分 2")).to_have_attribute("aria-invalid", "true")
    expect(details.get_by_label("得分 1")).to_have_attribute("aria-invalid", "false")
    assert faults(page) == []
    page.locator(".left details").evaluate_all("all => all.forEach((each) => (each.open = true))")
    page.locator(".left").get_by_role("button", name="增加一行").first.click()
    expect(page.get_by_label("从哪里扣 3")).to_have_value("")
    page.get_by_label("名称 3 · 中文").first.focus()
    keys(page, "迟交", "<Alt+ArrowUp>")
    expect(page.get_by_label("名称 2 · 中文").first).to_be_focused()
    expect(page.get_by_label("名称 2 · 中文").first).to_have_value("迟交")
    page.get_by_role("button", name="条件 1").click()
    expect(page.get_by_label("属性 1", exact=True)).to_have_value("职务")
    page.locator("[data-col=zh]").nth(1).focus()
    details.get_by_label("限制裁判之间的分差").check()
    details.get_by_label("最多相差").fill("很多")
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator(".row.wrong").filter(has_text="限制裁判之间的分差 › 最多相差")).to_have_count(1)
    expect(details.get_by_label("最多相差")).to_have_attribute("aria-invalid", "true")
    assert faults(page) == []
    details.get_by_label("最多相差").press("Escape")
    expect(page.locator(".row.here [data-col=zh]")).to_be_focused()

    before = names(page)
    page.evaluate("addEventListener('copy', (event) => (window.cells = event.clipboardData.getData('text/plain')))")
    keys(page, *["<Shift+ArrowDown>"] * 2, "<Control+c>")
    expect(page.get_by_role("status").filter(has_text="复制了 3 行")).to_be_visible()
    cells = page.evaluate("window.cells").split("\r\n")
    assert [row.split("\t")[1] for row in cells] == ["中文名", *before[1:4]]
    paste(page, "[data-col=zh]", *cells)
    assert names(page) == [*before, *before[1:4]]
    page.get_by_role("button", name="不改了").click()


def test_after_a_mark_the_consequences_are_seen_and_two_persons_agree(page: Page, house: tuple[Server, str, str, str]):
    server, contest, organizer, chief = house
    signed_in(page, server, organizer, f"/{contest}/soup/rulebook", "en")
    page.get_by_role("button", name="Edit the scheme").press("Enter")
    expect(page.locator("[data-col=zh]").first).to_be_focused()
    keys(page, *["<ArrowRight>"] * 3, "125", "<ArrowDown>", "<ArrowLeft>", "125", "<Escape>", "<Enter>")
    told = page.get_by_role("form")
    expect(told).to_contain_text("Totals that change: 3")
    expect(told).to_contain_text("70.50 → 56.40")
    assert faults(page) == []
    told.locator("textarea").fill("The sheet was out of 125")
    told.locator("input[name=second-login]").fill(organizer)
    told.locator("input[name=second-password]").fill(PASSWORD)
    told.get_by_role("button", name="Agree and set").click()
    expect(told.get_by_role("alert").first).to_be_visible()
    told.locator("input[name=second-login]").fill(chief)
    told.get_by_role("button", name="Agree and set").click()
    expect(page.get_by_text("The rulebook is set.")).to_be_visible()
    page.get_by_role("link", name="Results", exact=True).click()
    expect(page.get_by_text("56.40").first).to_be_visible()
