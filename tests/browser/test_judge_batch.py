"""A judge marks a whole tasting in rows, in a real browser against a real server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.judge_hall import BATCH, CONTEST, WHOLE, Hall
from tests.browser.test_judge import LINE_BACK, check_screens, connection, key, kinds, pair
from tests.support.browser import PHONE

DELIVERED = re.compile(r"已送达 #\d+")
KEPT = """async ([seat, value]) => {
  const db = await new Promise(done => { indexedDB.open(seat).onsuccess = asked => done(asked.target.result) })
  const drafts = () => new Promise(done => {
    db.transaction('drafts').objectStore('drafts').getAll().onsuccess = asked => done(asked.target.result)
  })
  while (!JSON.stringify(await drafts()).includes(value)) await new Promise(done => setTimeout(done, 20))
  db.close()
}"""
DOCK_FREE = """() => {
  const boxes = ['.dock', 'header', '.foot .quiet', '.step:last-child']
  const [dock, header, note, more] = boxes.map(one => document.querySelector(one).getBoundingClientRect())
  return dock.top >= header.bottom - 1 && dock.bottom <= innerHeight + 1 && note.left >= more.right
}"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def row(page: Page, number: int) -> Locator:
    return page.locator(f'[data-code="A{number:02d}"]')


def dish(page: Page, number: int) -> None:
    """Call an entry up by its number, 22.5 and 8: every key of the finger, none of them "next" but after the number."""
    expect(page.get_by_label("作品号")).to_be_focused()
    key(page, f"{number:02d}")
    expect(page.get_by_role("heading", name=f"A{number:02d}")).to_be_visible()
    key(page, "22.5")
    expect(page.get_by_role("heading", name="形态")).to_be_visible()
    key(page, "8")


def test_dishes_are_marked_by_keys_alone_in_the_judges_own_order_and_confirmed_once(page: Page, hall: Hall) -> None:
    page.set_viewport_size(PHONE)
    pair(page, hall, BATCH)
    dish(page, 3)
    dish(page, 1)
    expect(page.locator("[data-code]").nth(0)).to_have_attribute("data-code", "A03")
    expect(row(page, 1)).to_contain_text(DELIVERED)
    expect(row(page, 2)).to_contain_text("未评")
    page.get_by_role("button", name="确认已评的 2 件").click()
    expect(page.locator("main")).to_contain_text("还有 1 件没有评完")
    page.get_by_role("button", name="A02").click()
    key(page, "25")
    key(page, "10")
    expect(row(page, 2)).to_contain_text(DELIVERED)
    page.get_by_role("button", name="确认全部 3 件").click()
    expect(page.get_by_role("heading", name="确认 3 件")).to_be_visible()
    expect(page.get_by_role("list", name="将确认的作品和合计").get_by_role("button")).to_have_text(
        [re.compile(rf"{code}\s*{total} / 35") for code, total in (("A03", "30.5"), ("A01", "30.5"), ("A02", "35"))]
    )
    page.get_by_role("button", name="确认全部 3 件").last.click()
    expect(page.locator("main")).to_contain_text("3 件全部确认")
    for number in (1, 2, 3):
        expect(row(page, number)).to_contain_text("已确认")
    hall.stop()
    assert sorted(kinds(hall)) == ["SheetConfirmed"] * 3 + ["SheetSubmitted"] * 3


def test_a_half_marked_dish_and_the_order_of_tasting_survive_a_reload(page: Page, hall: Hall) -> None:
    pair(page, hall, BATCH)
    dish(page, 2)
    key(page, "03")
    key(page, "21.5")
    expect(page.get_by_role("heading", name="形态")).to_be_visible()
    page.evaluate(KEPT, [f"contest-judge/{CONTEST}/{BATCH}", "21.5"])  # a row does not say when a draft is written
    page.reload()
    expect(row(page, 3)).to_contain_text("21.5")
    expect(row(page, 3)).to_contain_text("正在填写")
    expect(row(page, 2)).to_contain_text("已送达")
    assert [each.get_attribute("data-code") for each in page.locator("[data-code]").all()] == ["A02", "A03", "A01"]


def test_rows_marked_and_confirmed_without_a_line_arrive_once_each_when_it_is_back(page: Page, hall: Hall) -> None:
    pair(page, hall, BATCH)
    dish(page, 1)
    expect(row(page, 1)).to_contain_text(DELIVERED)
    hall.stop()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    dish(page, 2)
    expect(row(page, 2)).to_contain_text("已存本机")
    row(page, 2).click()
    key(page, "12.5")
    page.get_by_role("button", name="收起").click()
    expect(row(page, 2)).to_contain_text("12.5")
    expect(row(page, 2)).to_contain_text("已存本机")
    row(page, 1).click()
    key(page, "21.5")
    page.get_by_role("button", name="收起").click()
    expect(row(page, 1)).to_contain_text("21.5")
    dish(page, 3)
    page.get_by_role("button", name="确认全部 3 件").click()
    page.get_by_role("button", name="确认全部 3 件").last.click()
    expect(page.locator("header")).to_contain_text("待送 3 份")
    hall.start()
    page.reload()
    for number in (1, 2, 3):
        expect(row(page, number)).to_contain_text("已确认", timeout=LINE_BACK)
    expect(page.locator("header")).to_contain_text("待送 0 份")
    hall.stop()
    marks = [line["data"]["marks"] for line in hall.journal() if line["kind"] == "SheetSubmitted"]
    assert [(mark["flavour"], mark["form"]) for mark in marks] == [
        ("22.5", "8"),
        ("12.5", "8"),
        ("21.5", "8"),
        ("22.5", "8"),
    ]


def test_a_dish_marked_when_marking_has_ended_goes_to_the_chief_and_says_so(page: Page, hall: Hall) -> None:
    pair(page, hall, BATCH)
    key(page, "02")
    key(page, "22.5")
    expect(page.get_by_role("heading", name="形态")).to_be_visible()
    hall.chief().post(f"/api/contests/{CONTEST}/items/masonry/acts/lock", {"missing_reason": "时间到"})
    expect(page.locator("main")).to_contain_text("评分已截止")
    key(page, "8")
    expect(row(page, 2)).to_contain_text("待裁定")
    expect(page.get_by_role("button", name="确认")).to_have_count(0)
    hall.stop()
    set_aside = [line["data"] for line in hall.journal() if line["kind"] == "SheetSetAside"]
    assert [(each["reason"], each["marks"]) for each in set_aside] == [("late", {"flavour": "22.5", "form": "8"})]


def test_a_number_no_mark_can_be_stops_the_run_and_says_why(page: Page, hall: Hall) -> None:
    pair(page, hall, BATCH)
    key(page, "01")
    field = page.get_by_role("article").get_by_role("textbox")
    field.fill("22,5")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("逗号")
    expect(page.get_by_role("heading", name="口味")).to_be_visible()
    page.get_by_role("button", name="收起").click()
    expect(row(page, 1)).to_contain_text("正在填写")
    expect(page.get_by_role("button", name="确认")).to_have_count(0)


def test_a_dish_that_gets_one_number_has_one_field_and_says_what_it_is_made_up_of(page: Page, hall: Hall) -> None:
    page.set_viewport_size(PHONE)
    pair(page, hall, WHOLE)
    expect(page.get_by_label("作品号")).to_be_focused()
    key(page, "02")
    expect(page.get_by_role("article").get_by_role("textbox")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("口味 25、形态 10")
    check_screens(page)
    key(page, "3")
    expect(page.get_by_role("button", name="6", exact=True)).to_be_disabled()
    key(page, "0.5")
    expect(row(page, 2)).to_contain_text(DELIVERED)
    expect(row(page, 2)).to_contain_text("30.5")
    hall.stop()
    [line] = [line for line in hall.journal() if line["kind"] == "SheetSubmitted"]
    assert (line["data"]["part"], line["data"]["marks"]) == ("whole", {"total": "30.5"})


@pytest.mark.parametrize("language", ["中文", "EN"])
def test_no_state_of_a_batch_has_an_accessibility_violation(page: Page, hall: Hall, language: str) -> None:
    pair(page, hall, BATCH)
    dish(page, 1)
    page.get_by_role("button", name=language, exact=True).click()
    check_screens(page)
    row(page, 2).click()
    check_screens(page)
    field = page.get_by_role("article").get_by_role("textbox")
    field.fill("1,25")
    field.press("Enter")
    page.get_by_role("button", name=re.compile("显示|Display")).click()
    page.get_by_role("button", name=re.compile("^(高|High)$")).click()
    page.get_by_role("button", name=re.compile("^(深色|Dark)$")).click()
    check_screens(page)
    page.get_by_role("button", name=re.compile("确认已评的|Confirm the")).click()
    check_screens(page)


def test_the_way_back_closes_what_is_open_and_only_then_leaves_the_page(page: Page, hall: Hall) -> None:
    page.goto("about:blank")
    pair(page, hall, BATCH)
    row(page, 1).click()
    key(page, "22.5")
    row(page, 3).click()
    expect(page.get_by_role("heading", name="A03")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("作品号")).to_be_focused()
    dish(page, 2)  # closed by its last mark
    page.get_by_role("button", name="确认已评的 1 件").click()
    expect(page.get_by_role("heading", name="确认 1 件")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("作品号")).to_be_focused()
    row(page, 2).click()
    page.get_by_role("button", name="收起").click()
    page.evaluate("history.back()")
    page.wait_for_url("about:blank")


def test_on_a_low_screen_the_open_dish_and_its_pad_leave_the_header_in_sight(page: Page, hall: Hall) -> None:
    pair(page, hall, BATCH)
    row(page, 1).click()
    for size, language in (((320, 568), "EN"), ((844, 390), "中文"), ((568, 320), "EN")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.get_by_role("button", name=language, exact=True).click()
        page.wait_for_function(DOCK_FREE, timeout=5_000)
