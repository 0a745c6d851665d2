"""A tablet is paired with another seat while sheets of the one before wait on it: none is lost, and none is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.judge_hall import JUDGE, LOOKER, Hall
from tests.browser.test_judge import LINE_BACK, check_screens, pair
from tests.browser.test_judge_handover import SEAT, leave_unsent, sheets

DELIVERED = [("SheetSubmitted", {"front": "8", "back": "7"}, None)]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def notices(page: Page) -> Locator:
    return page.get_by_role("region", name="提示")


def test_waiting_sheets_go_out_for_the_seat_that_gave_them(page: Page, hall: Hall) -> None:
    leave_unsent(page, hall)
    again = page.context.new_page()
    pair(again, hall, JUDGE)
    expect(notices(again)).to_contain_text(f"席位“席位 {LOOKER}”有 1 份评分表填了没有送出", timeout=LINE_BACK)
    expect(notices(again)).not_to_contain_text("留在本机")
    check_screens(again)
    expect(again.locator("header")).to_contain_text("待送 0 份")
    hall.stop()
    assert sheets(hall) == DELIVERED
    assert [line["by"] for line in hall.journal() if line["kind"] == "SheetSubmitted"] == [f"seat:{LOOKER}"]


def test_where_the_old_pairing_is_over_the_tablet_says_how_many_wait_and_the_seat_s_code_brings_them(
    page: Page, hall: Hall
) -> None:
    leave_unsent(page, hall)
    hall.chief().post(f"{SEAT}/revoke")
    hall.links[LOOKER] = hall.new_link(LOOKER)
    again = page.context.new_page()
    pair(again, hall, JUDGE)
    expect(notices(again)).to_contain_text(f"席位“席位 {LOOKER}”有 1 份评分表留在本机没有送出", timeout=LINE_BACK)
    check_screens(again)
    again.get_by_role("button", name="EN").click()
    expect(again.locator("section").first).to_contain_text(f"Sheets of seat “Seat {LOOKER}” still on this device: 1")
    again.get_by_role("button", name="中文").click()
    pair(again, hall, LOOKER)
    expect(again.get_by_role("link", name=re.compile("A01.*已确认"))).to_be_visible(timeout=LINE_BACK)
    expect(notices(again)).not_to_contain_text(f"席位 {LOOKER}")
    hall.stop()
    assert sheets(hall) == DELIVERED
