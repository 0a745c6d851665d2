"""The judge's page in a real browser against a real server."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.judge_hall import CONTEST, FIRST_OF_TEAM, JUDGE, LOOKER, SECOND_DEVICE, SECOND_OF_TEAM, TASTER, Hall
from tests.support.browser import PHONE, TABLET, TABLET_UPRIGHT

PIN = "2580"
DELIVERED = re.compile(r"已送达 #\d+")
ELSEWHERE = "评分已在另一个页面打开"
LINE_BACK = 15_000  # milliseconds: noticed, backed off and dialled again
SMALLEST = 48  # pixels of a target
SMALL_TARGETS = """least => [...document.querySelectorAll('button, a, input:not([type=radio]), label:has(input)')]
  .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < least || box.height < least))
  .map(([html, box]) => `${box.width}x${box.height} ${html}`)"""
IN_SIGHT = """() => {
  const [field, dock, header] = [document.activeElement, ...['.dock', 'header'].map(one => document.querySelector(one))]
    .map(one => one.getBoundingClientRect())
  const [foot, side] = dock.left > 100 ? [innerHeight, dock.left] : [dock.top, innerWidth]
  return field.top >= header.bottom && field.bottom <= foot && field.right <= side && dock.bottom <= innerHeight + 1
}"""
SCREENS = {"tablet": TABLET, "upright": TABLET_UPRIGHT, "phone": PHONE}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def pair(page: Page, hall: Hall, seat: str = JUDGE) -> None:
    ask_to_pair(page, hall, seat)
    expect(connection(page)).to_have_text("已连接")


def ask_to_pair(page: Page, hall: Hall, seat: str) -> None:
    page.goto(hall.pairing_url(seat))
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="配对").click()


def connection(page: Page) -> Locator:
    return page.locator("header").get_by_role("status")


def word(page: Page) -> Locator:
    """The state word of the open sheet."""
    return page.locator("main .head").get_by_role("status")


def open_next(page: Page) -> None:
    page.get_by_role("link", name="下一份未评").click()
    expect(page.get_by_role("complementary")).to_be_visible()


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def field(page: Page, name: str) -> Locator:
    return box(page, name).get_by_role("textbox")


def key(page: Page, digits: str) -> None:
    """Type on the page's own pad."""
    pad = page.get_by_role("group", name="数字键盘")
    for digit in digits:
        pad.get_by_role("button", name=digit, exact=True).click()


def mark_every_kind(page: Page) -> None:
    """Worth 18.5 + 10 + 13 + 20 + 26 = 87.5."""
    field(page, "工序").click()
    key(page, "18.5")
    box(page, "整洁").get_by_text("超过标准").click()
    first, second = field(page, "墙长").all()
    first.click()
    key(page, "1865")
    second.click()
    key(page, "1872")
    box(page, "安全帽").get_by_text("合格", exact=True).click()
    box(page, "灰缝").get_by_role("button", name="加一处").click(click_count=2)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_judge_pairs_marks_every_kind_of_aspect_sends_and_confirms(page: Page, hall: Hall, screen: str) -> None:
    page.set_viewport_size(SCREENS[screen])
    pair(page, hall)
    assert "pair" not in page.url
    open_next(page)
    expect(page.get_by_role("complementary")).to_contain_text("—")
    mark_every_kind(page)
    expect(box(page, "墙长")).to_contain_text("偏差 7 mm，扣 2")
    expect(page.get_by_role("complementary")).to_contain_text("87.5")
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text(DELIVERED)
    expect(word(page)).to_contain_text("待确认")
    page.get_by_role("button", name="确认无误").click()
    expect(word(page)).to_have_text("已确认")
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    expect(page.locator("main input")).to_have_count(0)
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted", "SheetConfirmed"]


def test_a_sheet_typed_while_the_server_is_gone_survives_closing_the_page_and_arrives_once(
    page: Page, hall: Hall
) -> None:
    pair(page, hall)
    open_next(page)
    sheet = page.url
    hall.stop()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    mark_every_kind(page)
    page.get_by_role("button", name="送出并确认").click()
    expect(word(page)).to_have_text("已存本机")
    expect(page.locator("header")).to_contain_text("待送 1 份")
    context = page.context
    page.close()
    hall.start()
    again = context.new_page()
    again.goto(sheet)
    expect(word(again)).to_have_text("已确认", timeout=LINE_BACK)
    expect(again.locator("header")).to_contain_text("待送 0 份")
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted"]


def test_a_sheet_waiting_on_an_open_page_goes_out_as_it_was_changed_last_when_the_server_is_back(
    page: Page, hall: Hall
) -> None:
    pair(page, hall)
    open_next(page)
    sheet = page.url
    hall.stop()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text("已存本机")
    page.get_by_role("button", name="修改").click()
    box(page, "灰缝").get_by_role("button", name="加一处").click()
    page.get_by_role("link", name="全部评分表").click()
    expect(page.get_by_role("link", name=re.compile("A01.*正在填写"))).to_be_visible()
    page.goto(sheet)
    expect(field(page, "灰缝")).to_have_value("3")
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text("已存本机")
    hall.start()
    expect(word(page)).to_have_text(DELIVERED, timeout=LINE_BACK)
    hall.stop()
    assert [line["data"]["marks"]["joints"] for line in hall.journal() if line["kind"] == "SheetSubmitted"] == ["3"]


def test_an_answer_lost_on_the_way_makes_the_same_sheet_go_again_and_never_a_second_one(page: Page, hall: Hall) -> None:
    lost: list[str] = []

    def line(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def answer(message: str | bytes) -> None:
            if '"receipt"' in str(message) and not lost:
                lost.append(str(message))
                socket.close()
            else:
                socket.send(message)

        server.on_message(answer)

    page.route_web_socket(re.compile("socket.io"), line)
    pair(page, hall)
    open_next(page)
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text(DELIVERED, timeout=LINE_BACK)
    assert len(lost) == 1
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted"]


def test_a_half_filled_sheet_is_there_again_after_a_reload(page: Page, hall: Hall) -> None:
    pair(page, hall)
    open_next(page)
    field(page, "工序").fill("7.5")
    expect(page.get_by_role("complementary")).to_contain_text("草稿已存本机")
    page.reload()
    expect(field(page, "工序")).to_have_value("7.5")
    expect(word(page)).to_have_text("正在填写")


def test_what_is_no_mark_is_refused_beside_its_field(page: Page, hall: Hall) -> None:
    pair(page, hall)
    open_next(page)
    mark_every_kind(page)
    for text, sentence in {"1,25": "逗号", "１２": "全角", "20.5": "20", "7.3": "0.5"}.items():
        field(page, "工序").fill(text)
        field(page, "工序").press("Enter")
        expect(box(page, "工序").get_by_role("alert")).to_contain_text(sentence)
        expect(field(page, "工序")).to_have_value(text)
        expect(page.get_by_role("button", name="送出")).to_have_count(0)
        expect(page.get_by_role("button", name="有 1 项要改")).to_be_visible()


def test_one_types_a_joint_sheet_and_each_member_confirms(another: Any, hall: Hall) -> None:
    one, other = (another().new_page() for _ in range(2))
    pair(one, hall, FIRST_OF_TEAM)
    pair(other, hall, SECOND_OF_TEAM)
    open_next(one)
    field(one, "平直").fill("8")
    one.get_by_role("button", name="送出并确认").click()
    expect(word(one)).to_have_text("已确认")
    expect(one.locator("main")).to_contain_text("等其他成员确认")
    other.get_by_role("link", name="待确认").click()
    expect(other.locator("main")).to_contain_text(f"填写席位：席位 {FIRST_OF_TEAM}")
    other.get_by_role("button", name="确认无误").click()
    expect(word(other)).to_have_text("已确认")
    expect(one.locator("main")).not_to_contain_text("等其他成员确认")


def test_what_could_not_be_judged_is_left_empty_and_a_second_device_has_the_sheet_with_its_note(
    another: Any, hall: Hall
) -> None:
    page, second = (another().new_page() for _ in range(2))
    pair(page, hall, LOOKER)
    open_next(page)
    expect(page.get_by_role("button", name="还没有给分")).to_be_visible()
    field(page, "正面").fill("8")
    page.get_by_label("备注").fill("背面未砌")
    page.get_by_role("button", name="送出 · 1/2 项，1 项留空").click()
    expect(word(page)).to_have_text(DELIVERED)
    ask_to_pair(second, hall, SECOND_DEVICE)
    expect(second.get_by_text("正在等裁判长确认这台设备")).to_be_visible()
    hall.admit_who_waits()
    expect(connection(second)).to_have_text("已连接")
    second.goto(page.url)
    for screen in (page, second):
        expect(screen.locator("main")).to_contain_text("备注：背面未砌")
        expect(screen.locator("main .row").filter(has_text="背面")).to_contain_text("未评")


def test_a_band_of_deductions_and_a_veto_say_what_they_do_and_the_total_follows(page: Page, hall: Hall) -> None:
    pair(page, hall, TASTER)
    open_next(page)
    expect(box(page, "分量不足")).to_contain_text("差 10 % 起扣 3，差 40 % 起扣 20")
    field(page, "分量不足").fill("12")
    total = page.get_by_role("complementary").locator(".figure")
    expect(total).to_have_text("17 / 20")
    expect(box(page, "夹生")).to_contain_text("否定项：有此情形，本表至多 6 分")
    box(page, "夹生").get_by_text("有此情形", exact=True).click()
    expect(total).to_have_text("17 / 20")
    box(page, "夹生").get_by_text("再点一次确认", exact=True).click()
    expect(total).to_have_text("6 / 20")
    page.get_by_role("button", name="送出并确认").click()
    expect(word(page)).to_have_text("已确认")
    expect(page.locator("main .row").filter(has_text="分量不足")).to_contain_text("12 %")
    hall.stop()
    assert [line["data"]["marks"] for line in hall.journal() if line["kind"] == "SheetSubmitted"] == [
        {"short": "12", "raw": True}
    ]


def test_a_note_on_an_aspect_is_a_line_of_the_sheets_note_and_comes_back_to_its_place(page: Page, hall: Hall) -> None:
    pair(page, hall, LOOKER)
    open_next(page)
    box(page, "背面").get_by_role("button", name="记一笔").click()
    page.keyboard.type("勾缝不直")
    own = page.get_by_label("备注（可不填）", exact=True)
    own.fill("甲" * 493)
    expect(own).to_have_value("甲" * 492)  # 500 less 背面：勾缝不直 and the end of that line
    expect(page.get_by_text("备注合起来最多 500 字，已经写满。")).to_be_visible()
    own.fill("另见照片")
    expect(page.get_by_text("备注合起来最多 500 字")).to_have_count(0)
    field(page, "正面").fill("8")
    field(page, "背面").first.fill("7")
    expect(page.get_by_role("complementary")).to_contain_text("草稿已存本机")
    page.reload()
    expect(page.get_by_label("备注（可不填） · 背面")).to_have_value("勾缝不直")
    page.get_by_role("button", name="送出 · 2/2 项").click()
    expect(page.locator("main")).to_contain_text("备注：背面：勾缝不直")
    expect(page.locator("main")).to_contain_text("另见照片")


def test_larger_type_dark_and_contrast_are_kept_on_the_device(page: Page, hall: Hall) -> None:
    pair(page, hall)
    page.get_by_role("button", name="显示").click()
    for choice in ("特大", "深色", "高"):
        page.get_by_role("button", name=choice, exact=True).click()
    page.reload()
    root = page.locator("html")
    for name, value in {"size": "largest", "theme": "dark", "contrast": "high"}.items():
        expect(root).to_have_attribute(f"data-{name}", value)
    expect(root).to_have_css("font-size", "20.8px")
    expect(root).to_have_css("touch-action", "manipulation")
    expect(root).to_have_css("overscroll-behavior", "none")


def test_only_one_tab_marks_and_another_can_take_over(page: Page, hall: Hall) -> None:
    pair(page, hall)
    second = page.context.new_page()
    second.goto(f"{hall.url}/judge")
    expect(second.get_by_role("heading", name=ELSEWHERE)).to_be_visible()
    second.get_by_role("button", name="在这里继续").click()
    expect(connection(second)).to_have_text("已连接")
    expect(page.get_by_role("heading", name=ELSEWHERE)).to_be_visible()


def test_a_revoked_device_says_what_to_do_and_keeps_what_it_could_not_send(page: Page, hall: Hall) -> None:
    pair(page, hall)
    open_next(page)
    hall.stop()
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text("已存本机")
    hall.revoke(JUDGE)
    hall.start()
    expect(page.get_by_role("heading", name="这台设备已不能评分")).to_be_visible(timeout=LINE_BACK)
    expect(page.locator("main")).to_contain_text("还有 1 份没有送出")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_of_a_judge_has_an_accessibility_violation(page: Page, hall: Hall, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    steps: list[Callable[[], None]] = [
        lambda: pair(page, hall),
        lambda: open_next(page),
        lambda: field(page, "工序").fill("1,25"),
        lambda: mark_every_kind(page),
        lambda: page.get_by_role("button", name="送出 · 5/5 项").click(),
        lambda: page.get_by_role("button", name="EN").click(),
    ]
    page.goto(f"{hall.url}/judge")
    for step in steps:
        step()
        check_screens(page)


def check_screens(page: Page) -> None:
    """On each screen: nothing that axe finds, no target that a thumb would miss, nothing wider than the screen."""
    before = page.viewport_size
    for size in SCREENS.values():
        page.set_viewport_size(size)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate(SMALL_TARGETS, SMALLEST) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if before:
        page.set_viewport_size(before)


def kinds(hall: Hall) -> list[str]:
    """The kinds of the journal's lines about sheets, in order."""
    return [line["kind"] for line in hall.journal() if line["kind"].startswith("Sheet")]


def test_the_number_being_typed_stands_above_the_pad_or_beside_it_on_every_phone(page: Page, hall: Hall) -> None:
    pair(page, hall)
    open_next(page)
    for width, height in ((320, 568), (360, 640), (390, 844), (844, 390), (568, 320), (740, 300)):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("工序", "灰缝"):
            field(page, name).evaluate("one => { one.blur(); one.focus() }")
            page.wait_for_function(IN_SIGHT, timeout=5_000)


def test_what_nobody_marked_in_time_is_not_called_marked_and_a_clock_set_back_counts_on(page: Page, hall: Hall) -> None:
    pair(page, hall)
    hall.chief().post(f"/api/contests/{CONTEST}/items/masonry/acts/lock", {"missing_reason": "到点"})
    expect(page.locator("main")).to_contain_text("评分已截止。现在送出的评分表会交裁判长裁定")
    expect(page.get_by_text("全部已评")).to_have_count(0)
    hall.stop()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    page.evaluate("() => { const was = Date.now; Date.now = () => was() - 864e5 }")
    expect(page.locator("header")).to_contain_text(re.compile(r"最近联系\s([2-9]|\d\d+)\s秒前"), timeout=LINE_BACK)
