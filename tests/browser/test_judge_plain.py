"""Plain http in WeChat's browser: no secure context, so no service worker, no wake lock, no crypto.randomUUID."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.closed_memory import HELD, OPENED_ANEW, SHUT_MEMORY
from tests.browser.judge_hall import Hall
from tests.browser.test_judge import (
    DELIVERED,
    LINE_BACK,
    check_screens,
    connection,
    kinds,
    mark_every_kind,
    open_next,
    pair,
    word,
)
from tests.support.browser import PHONE, VENUE

WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2185A Build/TP1A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/126.0.0.0 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x28003133) "
    "WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
SECURE_ONLY = """[isSecureContext, 'serviceWorker' in navigator, 'wakeLock' in navigator, 'storage' in navigator,
  'randomUUID' in crypto, 'subtle' in crypto]"""
NO_STORAGE = "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('denied', 'SecurityError') }})"
REFUSED_OPEN = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'InvalidStateError') }"
MOBILE = "Object.defineProperty(navigator, 'connection', {value: {type: 'cellular'}})"
FULL = """void (IDBObjectStore.prototype.put = function () {
  this.transaction.abort(); throw new DOMException('full', 'QuotaExceededError') })"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.url = f"http://{VENUE}:{urlsplit(hall.url).port}"
    hall.start()
    yield hall
    hall.stop()


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(**browser_context_args | {"viewport": PHONE, "user_agent": WECHAT})
    yield context.new_page()
    context.close()


def test_a_sheet_judged_in_wechat_over_plain_http_waits_for_the_line_and_arrives_once(phone: Page, hall: Hall) -> None:
    pair(phone, hall)
    assert phone.evaluate(SECURE_ONLY) == [False] * 6
    expect(phone.get_by_text("请一直开着这个页面")).to_be_visible()
    open_next(phone)
    hall.stop()
    expect(connection(phone)).to_contain_text("未连接", timeout=LINE_BACK)
    mark_every_kind(phone)
    phone.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(phone)).to_have_text("已存本机")
    hall.start()
    expect(word(phone)).to_have_text(DELIVERED, timeout=LINE_BACK)
    phone.get_by_role("button", name="确认无误").click()
    expect(word(phone)).to_have_text("已确认")
    hall.stop()
    assert kinds(hall) == ["SheetSubmitted", "SheetConfirmed"]


def test_closing_the_page_asks_back_only_while_something_is_unsent(phone: Page, hall: Hall) -> None:
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    pair(phone, hall)
    open_next(phone)
    phone.reload()
    assert asked == []
    hall.stop()
    mark_every_kind(phone)
    phone.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(phone)).to_have_text("已存本机")
    with phone.expect_event("close"):
        phone.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_a_phone_on_mobile_data_is_told_to_come_back_to_the_halls_wifi(phone: Page, hall: Hall) -> None:
    phone.add_init_script(MOBILE)
    pair(phone, hall)
    expect(phone.get_by_text("移动数据")).to_have_count(0)
    hall.stop()
    expect(phone.get_by_text("手机正在用移动数据")).to_be_visible(timeout=LINE_BACK)


def test_where_the_network_is_not_told_twenty_seconds_without_the_server_ask_about_the_wifi(
    phone: Page, hall: Hall
) -> None:
    phone.clock.install()
    pair(phone, hall)
    hall.stop()
    expect(connection(phone)).to_contain_text("未连接", timeout=LINE_BACK)
    expect(phone.get_by_text("是否已离开赛场")).to_have_count(0)
    phone.clock.run_for(21_000)
    expect(phone.get_by_text("是否已离开赛场 Wi-Fi？")).to_be_visible()
    check_screens(phone)
    hall.start()
    phone.clock.run_for(10_000)
    expect(phone.get_by_text("是否已离开赛场")).to_have_count(0, timeout=LINE_BACK)


@pytest.mark.parametrize("shut", [NO_STORAGE, REFUSED_OPEN])
def test_a_browser_that_keeps_nothing_says_so_before_anybody_marks_in_it(phone: Page, hall: Hall, shut: str) -> None:
    phone.add_init_script(shut)
    phone.goto(f"{hall.url}/judge")
    expect(phone.get_by_role("heading", name="这个浏览器不能用来评分")).to_be_visible()
    expect(phone.get_by_text("无痕（隐私）窗口")).to_be_visible()
    check_screens(phone)


def test_what_a_full_device_did_not_take_is_not_said_to_be_saved(phone: Page, hall: Hall) -> None:
    pair(phone, hall)
    open_next(phone)
    mark_every_kind(phone)
    expect(phone.get_by_role("complementary")).to_contain_text("草稿已存本机")
    phone.evaluate(FULL)
    phone.get_by_role("button", name="送出 · 5/5 项").click()
    expect(phone.get_by_role("alert").filter(has_text="没能存下")).to_be_in_viewport()
    expect(word(phone)).to_have_text("正在填写")
    expect(word(phone)).not_to_have_text(re.compile("已"))
    check_screens(phone)


def test_a_memory_that_the_browser_closes_under_the_page_is_opened_anew_and_nothing_is_lost(
    phone: Page, hall: Hall
) -> None:
    phone.add_init_script(HELD)
    pair(phone, hall)
    open_next(phone)
    assert phone.evaluate(SHUT_MEMORY) == 2
    mark_every_kind(phone)
    expect(phone.get_by_role("complementary")).to_contain_text("草稿已存本机")
    expect(phone.get_by_role("alert").filter(has_text="没能存下")).to_have_count(0)
    assert phone.evaluate(SHUT_MEMORY) == 2
    phone.evaluate(OPENED_ANEW, 2)
    phone.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(phone)).to_have_text(DELIVERED)
    assert kinds(hall) == ["SheetSubmitted"]
