"""A judge's stopwatch: beside sheets of parts with a time limit, and running on through a reload."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.judge_hall import Hall
from tests.browser.test_judge import check_screens, pair

RUNNING = re.compile("^0[01]:[0-5][1-9]$")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def watch(page: Page) -> Locator:
    return page.get_by_role("group", name="秒表")


def test_a_stopwatch_runs_on_through_a_reload_and_stands_when_it_is_stopped(page: Page, hall: Hall) -> None:
    pair(page, hall)
    page.get_by_role("link", name=re.compile("A01")).first.click()
    expect(watch(page).get_by_role("timer")).to_have_text("00:00")
    watch(page).get_by_role("button", name="开始").click()
    expect(watch(page).get_by_role("timer")).to_have_text(RUNNING)
    page.reload()
    expect(watch(page).get_by_role("timer")).to_have_text(RUNNING)
    check_screens(page)
    watch(page).get_by_role("button", name="停").click()
    stood = watch(page).get_by_role("timer").inner_text()
    page.reload()
    expect(watch(page).get_by_role("timer")).to_have_text(stood)
    watch(page).get_by_role("button", name="归零").click()
    expect(watch(page).get_by_role("timer")).to_have_text("00:00")
