"""Marking over days: the judge sees until when, what comes later is set aside, and the office sees who is behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.judge_hall import CHIEF, CONTEST, JUDGE, PASSWORD, Hall
from tests.browser.test_console import faults
from tests.browser.test_judge import check_screens, hall, mark_every_kind, open_next, pair, word
from tests.support.server import eventually

__all__ = ["hall"]
CLOCK_BEHIND = """const [was, began, month] = [Date.now, performance.timeOrigin, 30 * 864e5]
  Date.now = () => was() - month
  Object.defineProperty(performance, 'timeOrigin', { value: began - month })"""
PART = f"/api/contests/{CONTEST}/items/masonry/parts/process/deadline"


def due(hall: Hall, **ahead: Any) -> datetime:
    """Set the deadline of what the judge marks."""
    until = datetime.now(UTC) + timedelta(**ahead)
    hall.chief().post(PART, {"until": until.isoformat(), "reason": "延期"})
    return until


def test_a_judge_sees_until_when_and_how_many_are_to_come_and_a_late_sheet_waits(page: Page, hall: Hall) -> None:
    due(hall, days=5)
    page.add_init_script(CLOCK_BEHIND)  # the server's clock tells whether it is past
    pair(page, hall)
    expect(page.get_by_text(re.compile(r"截止 \d+月\d+日 \d\d:\d\d · 还差 3 份"))).to_be_visible()
    check_screens(page)
    until = due(hall, seconds=3)
    open_next(page)
    mark_every_kind(page)
    eventually(lambda: datetime.now(UTC) > until)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(word(page)).to_have_text(re.compile("待裁定"))
    expect(page.locator("main")).to_contain_text("由裁判长决定是否采用")  # nothing stands beside it
    expect(page.get_by_text(re.compile("已于 .* 截止，之后送到的由裁判长裁定"))).to_be_visible()
    assert hall.chief().get(f"/api/contests/{CONTEST}/set-aside")[0]["reason"] == "late"


def test_the_office_sets_moves_and_lifts_a_deadline_and_sees_who_is_behind(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.url}/console#/{CONTEST}/masonry/progress")
    page.get_by_label("账号").fill(CHIEF)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="定截止时间").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=until]").fill("2036-12-03T17:00")
    assert faults(page) == []
    dialog.get_by_role("button", name="定下截止时间").click()
    line = page.get_by_text("操作过程：截止 12月3日 17:00 · 还差 3 份")
    line.click()
    row = page.get_by_role("group").get_by_role("row", name=re.compile(JUDGE))
    expect(row).to_contain_text("0 / 3")
    page.get_by_role("button", name="改截止时间").click()
    dialog.locator("[name=until]").fill("2036-12-04T17:00")
    dialog.locator("[name=reason]").fill("评委出差")
    dialog.get_by_role("button", name="改截止时间").click()
    expect(page.get_by_text("操作过程：截止 12月4日 17:00 · 还差 3 份")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="改截止时间").click()
    dialog.locator("[name=reason]").fill("现场补评")
    dialog.get_by_role("button", name="取消截止时间").click()
    expect(page.get_by_role("button", name="定截止时间")).to_be_visible()
