"""The course of an item on its page, and the contest as it was at a line of its journal, in a real browser."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.played import Played, house
from tests.support.browser import DESK

CLI = str(Path(sys.executable).with_name("contest"))
CHIEF, PASSWORD = "zhao", "a long enough password"
ROLE = "organizer"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    var = tmp_path_factory.mktemp("course")
    with house(var) as served:
        command = [CLI, "account", "add", CHIEF, "--name", "赵建国", "--role", ROLE, "--password", PASSWORD]
        subprocess.run(command, env={**os.environ, "CONTEST_VAR": str(var)}, check=True, capture_output=True)
        played = Played(served)
        yield played
        played.leave()


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": DESK}


def at_the_desk(page: Page, played: Played, where: str) -> None:
    page.goto(f"{played.url}/console?lang=zh#/{played.id}{where}")
    page.locator("[name=login]").fill(CHIEF)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation").first).to_be_visible()


def step(page: Page) -> Locator:
    """The step at which the item stands."""
    return page.get_by_role("list", name="项目进程").locator("[aria-current=step]")


def test_the_course_leads_where_each_step_is_done_and_a_line_shows_the_contest_as_it_was(
    page: Page, played: Played
) -> None:
    for code in played.codes():
        played.mark(code, "80")
    at_the_desk(page, played, "/wall")
    course = page.get_by_role("list", name="项目进程")
    expect(course.get_by_role("listitem")).to_have_count(13)
    expect(step(page)).to_contain_text("裁判长确认")
    expect(course.get_by_role("listitem").filter(has_text="复核")).to_contain_text("还没到")
    assert Axe().run(page).response["violations"] == []
    course.get_by_role("link", name="资格审查").click()
    expect(page).to_have_url(re.compile(f"#/{played.id}/-/roster"))

    page.goto(f"{played.url}/console?lang=zh#/{played.id}/-/story/wall:")
    opened = page.get_by_role("listitem").filter(has_text="开始评分")
    number = opened.get_by_role("link").inner_text().removeprefix("#")
    opened.get_by_role("link").click()
    expect(page.get_by_role("status").filter(has_text=f"第 {number} 行")).to_contain_text("不是现在", timeout=20_000)
    past = page.get_by_role("group", name="当时的竞赛")
    expect(past).to_contain_text("评分中")
    expect(past).to_contain_text("0 / 3 张已确认")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="下一行").click()
    expect(page.get_by_role("status").filter(has_text=f"第 {int(number) + 1} 行")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="回到现在").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
