"""A phone and a seat's card, and the chief at the console, in real browsers against a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.judge_hall import CHIEF, CONTEST, JUDGE, PASSWORD, SECOND_DEVICE, Hall
from tests.support.browser import DESK, PHONE

PIN = "2580"
SEEN_WITHIN = 10_000  # milliseconds: the console asks every three seconds


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


@pytest.fixture
def desk(page: Page, hall: Hall) -> Page:
    """The chief at the contest's seats."""
    page.set_viewport_size(DESK)
    page.goto(f"{hall.url}/console#/{CONTEST}/-/seats")
    page.locator("[name=login]").fill(CHIEF)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("配对未开放")).to_be_visible()
    return page


def phone(browser: Browser, args: Any) -> Page:
    return browser.new_context(**{**args, "viewport": PHONE}).new_page()


def enter_pin(page: Page) -> None:
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="配对").click()


def connection(page: Page) -> Any:
    return page.locator("header").get_by_role("status")


def print_cards(desk: Page, folder: Path) -> list[str]:
    """The addresses on the cards of all seats, as printed."""
    desk.get_by_role("button", name="印座位卡").click()
    with desk.expect_download() as started:
        desk.get_by_role("dialog").get_by_role("button", name=re.compile("生成.*张卡")).click()
    file = folder / "cards.pdf"
    started.value.save_as(file)
    desk.get_by_role("dialog").get_by_role("button", name="知道了").click()
    text = "".join(re.sub(r"\s", "", page.extract_text()) for page in PdfReader(file).pages)
    return re.findall(r"http://[\w.:]+/judge#pair=[\w-]{24}", text)


def test_a_phone_pairs_by_its_card_while_pairing_is_open_and_is_told_when_it_is_not(
    desk: Page, browser: Browser, browser_context_args: Any, hall: Hall, tmp_path: Path
) -> None:
    cards = print_cards(desk, tmp_path)
    assert len(set(cards)) == len(hall.links.keys() - {SECOND_DEVICE})
    address = cards[0]
    one, other = (phone(browser, browser_context_args) for _ in range(2))
    one.goto(address)
    assert "pair" not in one.url
    enter_pin(one)
    expect(one.get_by_text("现在不开放配对")).to_be_visible()
    desk.get_by_role("button", name="开放配对").click()
    expect(desk.get_by_text("配对已开放")).to_be_visible()
    enter_pin(one)
    expect(connection(one)).to_have_text("已连接")
    other.goto(address)
    enter_pin(other)
    expect(other.get_by_text("已用过或已过期")).to_be_visible()
    desk.get_by_role("button", name="关闭配对").click()
    expect(desk.get_by_text("配对未开放")).to_be_visible()


@pytest.mark.parametrize("answer", ["允许", "拒绝"])
def test_a_second_phone_waits_for_the_chief_and_hears_the_answer(
    desk: Page, browser: Browser, browser_context_args: Any, hall: Hall, answer: str
) -> None:
    first, second = (phone(browser, browser_context_args) for _ in range(2))
    first.goto(hall.pairing_url(JUDGE))
    enter_pin(first)
    expect(connection(first)).to_have_text("已连接")
    second.goto(f"{hall.url}/judge#pair={hall.new_link(JUDGE)}")
    enter_pin(second)
    expect(second.get_by_text("正在等裁判长确认这台设备")).to_be_visible()
    expect(second.get_by_text(f"席位“席位 {JUDGE}”已有一台设备在用")).to_be_visible()
    second.reload()  # it goes on waiting
    expect(second.get_by_text("正在等裁判长确认这台设备")).to_be_visible()
    waiting = desk.get_by_role("alert").filter(has_text="等您确认")
    expect(waiting).to_contain_text(f"席位 {JUDGE}", timeout=SEEN_WITHIN)
    waiting.get_by_role("button", name=answer).click()
    expect(waiting).to_be_hidden()
    if answer == "允许":
        expect(connection(second)).to_have_text("已连接", timeout=SEEN_WITHIN)
    else:
        expect(second.get_by_text("裁判长没有允许这台设备入席")).to_be_visible(timeout=SEEN_WITHIN)


def test_a_judges_own_card_scanned_again_leads_back_to_the_seat(page: Page, hall: Hall) -> None:
    page.goto(hall.pairing_url(JUDGE))
    enter_pin(page)
    expect(connection(page)).to_have_text("已连接")
    page.goto("about:blank")
    page.goto(hall.pairing_url(JUDGE))
    page.get_by_role("button", name=f"继续作为“席位 {JUDGE}”").click()
    expect(connection(page)).to_have_text("已连接")
    page.goto("about:blank")
    page.goto(hall.pairing_url(JUDGE))
    enter_pin(page)  # a card is used up by its first pairing
    expect(connection(page)).to_have_text("已连接")
    expect(page.locator("header")).to_contain_text(f"席位 {JUDGE}")
