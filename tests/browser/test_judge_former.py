"""A tablet is paired with another seat while sheets of the one before wait on it: none is lost, and none is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.closed_memory import HELD, OPENED_ANEW, SHUT_MEMORY
from tests.browser.judge_hall import JUDGE, LOOKER, Hall
from tests.browser.test_judge import LINE_BACK, ask_to_pair, check_screens, pair
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


def test_they_go_out_of_a_memory_that_the_browser_closed_and_the_page_opened_anew(page: Page, hall: Hall) -> None:
    leave_unsent(page, hall)
    again = page.context.new_page()
    again.add_init_script(HELD)
    broken = [True]
    again.route_web_socket(
        re.compile("/socket.io/"), lambda line: line.close() if broken else line.connect_to_server() and None
    )
    ask_to_pair(again, hall, JUDGE)
    expect(notices(again).get_by_text("份评分表留在本机")).to_be_visible()
    assert again.evaluate(SHUT_MEMORY) == 3
    again.evaluate(OPENED_ANEW, 2)
    broken.clear()
    # At one look: while the memory is opened anew, neither notice stands.
    only_typed = re.compile(r"^(?!.*留在本机).*有 1 份评分表填了没有送出", re.DOTALL)
    expect(notices(again)).to_contain_text(only_typed, timeout=LINE_BACK)
    expect(again.get_by_role("alert").filter(has_text="没能存下")).to_have_count(0)
    hall.stop()
    assert sheets(hall) == DELIVERED
