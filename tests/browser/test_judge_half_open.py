"""Wi-Fi that is only half there: the line looks open and carries nothing. The page notices, and nothing is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judge_hall import LOOKER, Hall
from tests.browser.relay import Relay, relay
from tests.browser.test_judge import DELIVERED, LINE_BACK, connection, field, kinds, pair, word
from tests.support.pace import seconds

NOTICED_WITHIN = 10.0  # seconds
WATCH = """
new MutationObserver(() => {
  const said = document.querySelector('header [role=status]')?.textContent ?? ''
  if (said.includes('未连接')) window.lostAt ??= Date.now() / 1000
}).observe(document, {subtree: true, childList: true, characterData: true})
"""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Hall, Relay]]:
    """A hall, and the relay its page goes through."""
    hall = Hall(tmp_path)
    hall.start()
    with relay(hall.port) as line:
        hall.url = line.url
        yield hall, line
    hall.stop()


def mark(page: Page, hall: Hall, code: str) -> None:
    """Mark a sheet and press the button; until now it has never been delivered."""
    page.goto(f"{hall.url}/judge#sheet/masonry/{code}/look")
    for name in ("正面", "背面"):
        field(page, name).fill("7")
    page.get_by_role("button", name="送出 · 2/2 项").click()
    expect(word(page)).to_have_text("已存本机")


def test_a_line_that_swallows_everything_is_noticed_within_ten_seconds_and_what_was_marked_arrives_once(
    page: Page, line: tuple[Hall, Relay]
) -> None:
    hall, relayed = line
    page.add_init_script(WATCH)
    pair(page, hall, LOOKER)
    swallowed_at = time.time()
    relayed.swallow()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    assert page.evaluate("window.lostAt") - swallowed_at <= seconds(NOTICED_WITHIN)
    for code in ("A01", "A02"):
        mark(page, hall, code)
    expect(page.locator("header")).to_contain_text("待送 2 份")
    expect(connection(page)).to_contain_text("未连接")
    relayed.mend()
    expect(word(page)).to_have_text(DELIVERED, timeout=LINE_BACK)
    expect(page.locator("header")).to_contain_text("待送 0 份")
    expect(connection(page)).to_have_text("已连接")
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted"] * 2


def test_a_sheet_whose_answer_was_swallowed_is_sent_again_and_counts_once(page: Page, line: tuple[Hall, Relay]) -> None:
    hall, relayed = line
    page.add_init_script(WATCH)
    pair(page, hall, LOOKER)
    page.goto(f"{hall.url}/judge#sheet/masonry/A01/look")
    for name in ("正面", "背面"):
        field(page, name).fill("7")
    swallowed_at = time.time()
    relayed.swallow("down")
    page.get_by_role("button", name="送出 · 2/2 项").click()
    expect(word(page)).to_have_text("已存本机")
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    assert page.evaluate("window.lostAt") - swallowed_at <= seconds(NOTICED_WITHIN)
    relayed.mend()
    expect(word(page)).to_have_text(DELIVERED, timeout=LINE_BACK)
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted"]
