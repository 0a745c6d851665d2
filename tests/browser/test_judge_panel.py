"""Judges together: marks shown at the same moment on several tablets, and a measuring team's one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judge_hall import CHIEF, CONTEST, FIRST_OF_TEAM, PANEL, PASSWORD, SECOND_OF_TEAM, Hall
from tests.browser.test_judge import box, check_screens, field, kinds, open_next, pair, word


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


@pytest.fixture
def tablets(another: Any, hall: Hall) -> list[Page]:
    """The tablets of the panel, each with the first entry open."""
    pages = [another().new_page() for _ in PANEL]
    for page, seat in zip(pages, PANEL, strict=True):
        pair(page, hall, seat)
        open_next(page)
    return pages


def choose(page: Page, name: str, grade: str) -> None:
    box(page, name).get_by_text(grade, exact=True).click()


def lay(page: Page, face: str, lines: str = "") -> None:
    choose(page, "墙面观感", face)
    if lines:
        choose(page, "线条", lines)
    page.get_by_role("button", name="打好了").click()


def cards(page: Page, table: int = 0) -> list[list[str]]:
    """The marks of a table, a row an aspect, from the panel's first seat to its last."""
    expect(page.locator(".flash table").nth(table)).to_be_visible()
    rows = page.locator(".flash table").nth(table).locator("tbody tr")
    return [rows.nth(k).locator("td").all_inner_texts() for k in range(2)]


def test_nobody_sees_a_mark_before_all_are_ready_and_then_everybody_sees_every_mark(
    tablets: list[Page], hall: Hall
) -> None:
    one, two, three = tablets
    lay(one, "2", "3")
    expect(one.locator(".flash")).to_contain_text("您已就绪，还等 2 位")
    lay(two, "3", "2")
    for page in tablets:
        expect(page.locator(".flash .ready")).to_contain_text("2/3 位就绪")
        expect(page.locator(".flash table")).to_have_count(0)
    lay(three, "2", "2")
    for page in tablets:
        assert cards(page) == [["2", "3", "2"], ["3", "2", "2"]]
        expect(page.locator(".flash")).to_contain_text("全组亮分")
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted"] * 3


def test_marks_too_far_apart_are_given_again_and_the_first_ones_stay_to_be_seen(
    tablets: list[Page], hall: Hall
) -> None:
    one, two, three = tablets
    for page, face in zip(tablets, ("3", "1", "2"), strict=True):
        lay(page, face, "2")
    for page in tablets:
        expect(page.locator(".flash")).to_contain_text("请全组商议后")
        expect(page.locator(".flash tr.apart")).to_contain_text("相差 2，最多 1")
        expect(box(page, "线条")).to_have_count(0)
        assert cards(page)[0] == ["3", "1", "2"]
    one.reload()
    expect(box(one, "墙面观感").get_by_role("radio", checked=True)).to_have_count(0)
    lay(one, "3")  # the same again: it is given anew all the same
    expect(one.locator(".flash")).to_contain_text("您已就绪")
    lay(two, "2")
    expect(three.locator(".flash .ready")).to_contain_text("2/3 位就绪")
    lay(three, "2")
    for page in tablets:
        expect(page.locator(".flash")).to_contain_text("第 2 次打分")
        assert cards(page) == [["3", "2", "2"], ["2", "2", "2"]]
        expect(word(page)).to_have_text("已确认")
    hall.stop()
    lines = [line["data"] for line in hall.journal() if line["kind"] == "SheetSubmitted"]
    assert [line["again"] for line in lines] == [False, False, True, False, False, False]
    assert [line["marks"]["face"] for line in lines] == ["3", "1", "2", "3", "2", "2"]


def test_a_member_s_no_goes_back_to_who_typed_and_a_change_withdraws_what_was_confirmed(
    another: Any, hall: Hall
) -> None:
    one, other = (another().new_page() for _ in range(2))
    pair(one, hall, FIRST_OF_TEAM)
    pair(other, hall, SECOND_OF_TEAM)
    open_next(one)
    field(one, "平直").fill("8")
    one.get_by_role("button", name="送出并确认").click()
    expect(word(one)).to_have_text("已确认")
    other.get_by_role("link", name="待确认").click()
    member = f"席位 {FIRST_OF_TEAM}"
    expect(other.get_by_role("listitem").filter(has_text=member)).to_contain_text("已确认")
    other.get_by_role("button", name="不同意…").click()
    other.get_by_label("哪里不对").fill("第二处读错了")
    other.get_by_role("button", name="退给填表人").click()
    for page in (one, other):
        expect(page.locator("main")).to_contain_text("第二处读错了")
        expect(word(page)).to_contain_text("有组员不同意")
    expect(one.get_by_role("listitem").filter(has_text="我")).to_contain_text("确认已撤回")
    one.get_by_role("button", name="修改").click()
    field(one, "平直").fill("7")
    one.get_by_role("button", name="送出并确认").click()
    expect(other.locator("dt").filter(has_text="平直")).to_contain_text("已改")
    other.get_by_role("button", name="确认无误").click()
    for page in (one, other):
        expect(word(page)).to_have_text("已确认")
        expect(page.locator("main")).not_to_contain_text("第二处读错了")
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted", "SheetObjected", "SheetSubmitted", "SheetConfirmed"]


def test_a_confirmation_is_withdrawn_for_all_to_see_when_the_sheet_changes(another: Any, hall: Hall) -> None:
    one, other = (another().new_page() for _ in range(2))
    pair(one, hall, FIRST_OF_TEAM)
    pair(other, hall, SECOND_OF_TEAM)
    open_next(one)
    field(one, "平直").fill("8")
    one.get_by_role("button", name="送出 · 1/1 项").click()
    other.get_by_role("link", name="待确认").click()
    other.get_by_role("button", name="确认无误").click()
    expect(one.get_by_role("listitem").filter(has_text=f"席位 {SECOND_OF_TEAM}")).to_contain_text("已确认")
    one.get_by_role("button", name="修改").click()
    field(one, "平直").fill("6")
    one.get_by_role("button", name="送出 · 1/1 项").click()
    for page, name in ((one, f"席位 {SECOND_OF_TEAM}"), (other, "我")):
        expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text("确认已撤回")
    assert hall.chief().get(f"/api/contests/{CONTEST}/items/masonry/progress")["cells"]


def test_no_barrier_in_any_state_of_a_panel(tablets: list[Page]) -> None:
    one, two, three = tablets
    lay(one, "3", "2")
    check_screens(one)
    lay(two, "1", "2")
    lay(three, "2", "2")
    expect(one.locator(".flash tr.apart")).to_be_visible()
    check_screens(one)
    for page in tablets:
        lay(page, "2")
    expect(one.locator(".flash")).to_contain_text("全组亮分")
    check_screens(one)


def test_no_barrier_in_any_state_of_a_team(another: Any, hall: Hall) -> None:
    one, other = (another().new_page() for _ in range(2))
    pair(one, hall, FIRST_OF_TEAM)
    pair(other, hall, SECOND_OF_TEAM)
    open_next(one)
    field(one, "平直").fill("8")
    one.get_by_role("button", name="送出并确认").click()
    other.get_by_role("link", name="待确认").click()
    other.get_by_role("button", name="不同意…").click()
    other.get_by_label("哪里不对").fill("第二处读错了")
    check_screens(other)
    other.get_by_role("button", name="退给填表人").click()
    for page in (one, other):
        expect(page.locator("main")).to_contain_text("第二处读错了")
        check_screens(page)


def test_the_chief_sees_the_round_and_lets_the_marks_count_as_they_are(
    another: Any, tablets: list[Page], hall: Hall
) -> None:
    for page, face in zip(tablets, ("3", "1", "2"), strict=True):
        lay(page, face, "2")
    lay(tablets[1], "0")  # further away than before
    console = another().new_page()
    console.goto(f"{hall.url}/console?lang=zh#/{CONTEST}/masonry/progress")
    console.locator("[name=login]").fill(CHIEF)
    console.locator("[name=password]").fill(PASSWORD)
    console.get_by_role("button", name="登录").click()
    console.get_by_text("处分数要看一看").click()
    line = console.get_by_role("listitem").filter(has_text="第 1 轮重评，1/3 位就绪")
    expect(line).to_contain_text("相差 2，允许 1")
    line.get_by_role("button", name="按现有打分计算").click()
    console.get_by_label("理由").fill("商议后维持")
    console.get_by_role("dialog").get_by_role("button", name="按现有打分计算").click()
    for page in tablets:
        expect(page.locator(".flash")).to_contain_text("按现有打分计算")
        assert cards(page)[0] == ["3", "0", "2"]
