"""A judge practises on their own device: the real controls and the real line, another paper, and no trace of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judge_hall import BATCH, CONTEST, JUDGE, Hall
from tests.browser.test_judge import LINE_BACK, check_screens, connection, key, kinds, mark_every_kind, pair

STORES = """async seat => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open(seat)
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => fail(asked.error)
  })
  const count = name => new Promise(done => {
    const asked = db.transaction(name).objectStore(name).count()
    asked.onsuccess = () => done([name, asked.result])
  })
  const counts = Object.fromEntries(await Promise.all(['outbox', 'drafts', 'sheets'].map(count)))
  db.close()
  return counts
}"""
EMPTY = {"outbox": 0, "drafts": 0, "sheets": 0}
BAND = "练习 · 不计分"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def on_device(page: Page, seat: str = JUDGE) -> Any:
    """How much of the seat lies on the device, by store."""
    return page.evaluate(STORES, f"contest-judge/{CONTEST}/{seat}")


def practise(page: Page) -> None:
    page.locator("header").get_by_role("link", name="练习").click()
    expect(page.locator("header .band")).to_contain_text(BAND)


def board(hall: Hall, seat: str) -> Any:
    """The seat's row on the office's device board."""
    rows = hall.chief().get(f"/api/contests/{CONTEST}/devices")["devices"]
    return next(row for row in rows if row["seat"]["id"] == seat)


def test_a_judge_marks_a_sample_and_sees_what_the_server_read_and_nothing_of_it_is_kept(page: Page, hall: Hall) -> None:
    pair(page, hall)
    row = board(hall, JUDGE)
    assert (row["practised"], row["newest"]) == (False, True), row
    assert re.fullmatch(r"judge [\w-]{8}", row["app"]), row
    practise(page)
    expect(page.get_by_role("heading", name="样品")).to_be_visible()
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(page.get_by_role("heading", name="服务器收到了")).to_be_visible()
    read = page.get_by_role("table", name="服务器读到的")
    expect(read.get_by_role("row", name=re.compile("墙长.*13"))).to_be_visible()
    expect(read).to_contain_text("87.5 / 100")
    expect(page.locator("header")).to_contain_text("待送 0 份")
    assert on_device(page) == EMPTY
    assert board(hall, JUDGE)["practised"] is True
    page.locator("header .band").get_by_role("link", name="离开练习").click()
    expect(page.get_by_role("link", name="下一份未评：A01")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("样品")
    hall.stop()
    assert kinds(hall) == []


def test_a_sample_that_found_no_line_is_not_queued_and_is_gone_with_the_page(page: Page, hall: Hall) -> None:
    pair(page, hall)
    practise(page)
    mark_every_kind(page)
    hall.stop()
    expect(connection(page)).to_contain_text("未连接", timeout=LINE_BACK)
    page.get_by_role("button", name="送出并确认").click()
    expect(page.get_by_role("alert")).to_contain_text("练习不会排队")
    assert on_device(page) == EMPTY
    expect(page.locator("header")).to_contain_text("待送 0 份")
    page.reload()
    hall.start()
    expect(connection(page)).to_have_text("已连接", timeout=LINE_BACK)
    expect(page.get_by_role("heading", name="样品")).to_be_visible(timeout=LINE_BACK)
    expect(page.get_by_role("button", name="还差 5 项")).to_be_visible()
    hall.stop()
    assert kinds(hall) == []


def test_a_device_remembers_that_it_has_practised_over_a_restart_of_the_server(page: Page, hall: Hall) -> None:
    pair(page, hall)
    practise(page)
    mark_every_kind(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(page.get_by_role("heading", name="服务器收到了")).to_be_visible()
    hall.stop()
    hall.start()
    page.reload()
    expect(connection(page)).to_have_text("已连接", timeout=LINE_BACK)
    assert board(hall, JUDGE)["practised"] is True


def test_a_tasting_is_practised_row_by_row(page: Page, hall: Hall) -> None:
    pair(page, hall, BATCH)
    practise(page)
    key(page, "2")
    key(page, "22.5")
    expect(page.get_by_role("heading", name="形态")).to_be_visible()
    key(page, "8")
    expect(page.locator('[data-code="样2"]')).to_contain_text("已送达")
    expect(page.locator("main .short")).to_have_text("服务器读到的：样2 口味 22.5 · 形态 8，合计 30.5 / 35")
    page.get_by_role("button", name="EN").click()
    expect(page.locator('[data-code="SAMPLE2"]')).to_contain_text("Delivered")
    expect(page.locator("main .short")).to_contain_text("SAMPLE2")
    expect(page.locator("main")).not_to_contain_text("样")
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="确认已评的 1 件").click()
    page.get_by_role("button", name="只确认这 1 件").click()
    expect(page.locator('[data-code="样2"]')).to_contain_text("已确认")
    assert on_device(page, BATCH) == EMPTY
    hall.stop()
    assert kinds(hall) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_practice_has_an_accessibility_violation(page: Page, hall: Hall, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    pair(page, hall)
    practise(page)
    mark_every_kind(page)
    check_screens(page)
    page.get_by_role("button", name="送出 · 5/5 项").click()
    expect(page.get_by_role("table")).to_be_visible()
    check_screens(page)
    page.get_by_role("button", name="EN").click()
    expect(page.locator("main")).not_to_contain_text("样品")
    check_screens(page)
