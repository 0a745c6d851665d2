"""A seat changes hands while sheets wait on its tablet: they stay the judge's who made them, and a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judge_hall import CONTEST, LOOKER, Hall
from tests.browser.test_judge import LINE_BACK, check_screens, connection, field, pair, word

SEAT = f"/api/contests/{CONTEST}/seats/{LOOKER}"
HANDOVER = {"judge": "李四", "reason": "突发疾病"}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def open_sheet(page: Page, hall: Hall, code: str) -> None:
    page.goto(f"{hall.url}/judge#sheet/masonry/{code}/look")


def mark(page: Page, front: str, back: str = "") -> None:
    field(page, "正面").fill(front)
    if back:
        field(page, "背面").fill(back)


def leave_unsent(page: Page, hall: Hall) -> None:
    """The line breaks: A01 is sent and waits, A02 is only typed. Then the page is closed and the server is back."""
    pair(page, hall, LOOKER)
    hall.stop()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    open_sheet(page, hall, "A01")
    mark(page, "8", "7")
    page.get_by_role("button", name="送出并确认").click()
    expect(word(page)).to_have_text("已存本机")
    open_sheet(page, hall, "A02")
    mark(page, "3")
    expect(page.get_by_role("complementary")).to_contain_text("已存本机")
    page.close()
    hall.start()


def hand_over(hall: Hall) -> None:
    hall.chief().post(f"{SEAT}/handover", HANDOVER)
    hall.links[LOOKER] = hall.new_link(LOOKER)


def sheets(hall: Hall) -> list[tuple[str, Any, Any]]:
    """Kind, marks and reason of the journal's lines about sheets."""
    lines = [line for line in hall.journal() if line["kind"] in ("SheetSubmitted", "SheetSetAside")]
    return [(line["kind"], line["data"]["marks"], line["data"].get("reason")) for line in lines]


def test_on_the_same_tablet_the_new_judge_sends_nothing_of_the_one_before(page: Page, hall: Hall) -> None:
    leave_unsent(page, hall)
    hand_over(hall)
    again = page.context.new_page()
    pair(again, hall, LOOKER)
    notice = again.get_by_role("link", name=re.compile("前一位裁判的 2 份评分表"))
    expect(notice).to_be_visible()
    for code in ("A01", "A02"):
        expect(again.get_by_role("link", name=re.compile(f"{code}.*未评"))).to_be_visible()
    open_sheet(again, hall, "A01")
    mark(again, "5", "4")
    again.get_by_role("button", name="送出 · 2/2 项").click()
    expect(word(again)).to_have_text(re.compile("已送达"))
    notice.click()
    expect(again.get_by_role("listitem").filter(has_text="A01")).to_contain_text(re.compile("已交裁判长裁定 #\\d+"))
    typed = again.get_by_role("listitem").filter(has_text="A02")
    expect(typed).to_contain_text("没有送出，只在本机")
    check_screens(again)
    typed.get_by_role("button", name="交裁判长裁定").click()
    expect(typed).to_contain_text("已交裁判长裁定")
    expect(again.locator("header")).to_contain_text("待送 0 份")
    hall.stop()
    first, second, last = sheets(hall)  # the new judge's own may overtake what the tablet had kept
    assert sorted((first, second)) == [
        ("SheetSetAside", {"front": "8", "back": "7"}, "handed_over"),
        ("SheetSubmitted", {"front": "5", "back": "4"}, None),
    ]
    assert last == ("SheetSetAside", {"front": "3"}, "handed_over")


def test_the_same_judge_paired_anew_sends_what_waited_as_their_own(page: Page, hall: Hall) -> None:
    leave_unsent(page, hall)
    hall.chief().post(f"{SEAT}/revoke")
    hall.links[LOOKER] = hall.new_link(LOOKER)
    again = page.context.new_page()
    pair(again, hall, LOOKER)
    expect(again.get_by_role("link", name=re.compile("A01.*已确认"))).to_be_visible(timeout=LINE_BACK)
    expect(again.get_by_role("link", name=re.compile("A02.*正在填写"))).to_be_visible()
    hall.stop()
    assert sheets(hall) == [("SheetSubmitted", {"front": "8", "back": "7"}, None)]


def test_a_judge_who_handed_over_still_sees_what_waits_for_a_decision(page: Page, hall: Hall) -> None:
    leave_unsent(page, hall)
    hand_over(hall)
    again = page.context.new_page()
    open_sheet(again, hall, "A01")
    expect(again.get_by_role("heading", name="待裁定")).to_be_visible(timeout=LINE_BACK)
    again.reload()
    expect(connection(again)).to_have_text("已连接", timeout=LINE_BACK)
    expect(word(again)).to_have_text("待裁定")
    expect(again.get_by_role("row", name=re.compile("正面.*8"))).to_be_visible()
    again.goto(f"{hall.url}/judge#entries")
    expect(again.get_by_role("link", name=re.compile("A03"))).to_have_count(0)
    hall.stop()
    assert [reason for _, _, reason in sheets(hall)] == ["handed_over"]
