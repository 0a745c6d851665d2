"""A stage in a real browser: the operator's page, a judge's tablet and the hall screen, through two entries."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.judge_hall import CLI
from tests.browser.played import House, Played, house, rulebook
from tests.browser.test_console import PASSWORD
from tests.support.browser import DESK, HALL, TABLET

OPERATOR = "zhou"
LIVE = 8_000  # milliseconds: a hint and a fetch, on a busy laptop


def speech() -> dict[str, Any]:
    """Talks by name; three judges, one highest and one lowest dropped; marked on stage."""
    book = rulebook(stage="practice")
    part = book["parts"][1] | {"weight": "100", "panel": {"judges": 3, "by": "all"}, "name": words("演讲", "Talk")}
    part["combine"] = {"method": "trimmed_mean", "low": 1, "high": 1}
    book["rounding"]["judges"] = book["rounding"]["part"]
    return book | {"sealed": False, "parts": [part], "name": words("职工演讲", "Speech")}


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    var: Path = tmp_path_factory.mktemp("stage")
    with house(var) as open_house:
        add = [CLI, "account", "add", OPERATOR, "--name", "周记录", "--role", "recorder", "--password", PASSWORD]
        subprocess.run(add, env={**os.environ, "CONTEST_VAR": str(var)}, check=True, capture_output=True)
        yield open_house


@pytest.fixture
def played(served: House) -> Iterator[Played]:
    played = Played(served, speech(), entries=3)
    yield played
    played.leave()


@pytest.fixture
def open_page(another: Any) -> Any:
    def opened(size: Any) -> Page:
        page: Page = another().new_page()
        page.set_viewport_size(size)
        return page

    return opened


def operate(page: Page, played: Played, lang: str = "zh") -> None:
    """The operator signs in and opens the stage."""
    page.goto(f"{played.url}/console?lang={lang}#/{played.id}/wall/stage")
    page.locator("[name=login]").fill(OPERATOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("button.next")).to_be_visible()


def tablet_of(page: Page, served: House, played: Played, seat: str) -> None:
    """A judge's page on a device of its own."""
    link = served.ask(pair=seat, contest=played.id)["link"]
    page.goto(f"{played.url}/judge?lang=zh#pair={link}")
    for digit in "1234":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="配对").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def step(page: Page, says: str) -> None:
    """The operator waits until the next step is what the test expects, and presses space."""
    expect(page.locator("button.next")).to_contain_text(says, timeout=LIVE)
    expect(page.locator("button.next")).to_be_enabled()  # the step before it has been answered
    page.keyboard.press("Space")


def test_two_entries_are_called_marked_and_revealed(served: House, played: Played, open_page: Any) -> None:
    first, second, _ = played.codes()
    desk, hall, tablet = open_page(DESK), open_page(HALL), open_page(TABLET)
    operate(desk, played)
    hall.goto(played.board())
    tablet_of(tablet, served, played, "j3")

    step(desk, f"点名 {first}")
    expect(hall.locator(".stage .order")).to_contain_text(first)
    expect(tablet.locator("h1 .code")).to_have_text(first, timeout=LIVE)  # by itself
    played.mark(first, "80", seat="j1")
    played.mark(first, "90", seat="j2")
    expect(hall.locator(".stage li.marked")).to_have_count(2)
    expect(hall.locator(".stage .figure")).to_have_count(0)
    tablet.get_by_role("textbox").first.fill("70")
    tablet.get_by_role("button", name="送出并确认").click()

    step(desk, "亮出各裁判打分")
    expect(hall.locator(".stage .figure")).to_have_text(["80", "90", "70"])
    step(desk, "去掉最高最低分")
    expect(hall.locator(".stage li.dropped .figure")).to_have_text(["90", "70"])
    step(desk, "公布得分")
    expect(hall.locator(".stage .score")).to_have_text("80.00")
    step(desk, "公布名次")
    expect(hall.locator(".stage .place")).to_contain_text("第 1 名")
    expect(desk.locator("button.next")).to_contain_text(f"点名 {second}", timeout=LIVE)
    desk.keyboard.press("Backspace")
    expect(hall.locator(".stage .place")).to_be_empty()
    step(desk, "公布名次")

    step(desk, f"点名 {second}")
    expect(hall.locator(".stage .order")).to_contain_text(second)
    expect(tablet.locator("h1 .code")).to_have_text(second, timeout=LIVE)
    for seat, points in (("j1", "95"), ("j2", "96")):
        played.mark(second, points, seat=seat)
    tablet.get_by_role("textbox").first.fill("97.5")
    tablet.get_by_role("button", name="送出并确认").click()
    for says in ("亮出各裁判打分", "去掉最高最低分", "公布得分", "公布名次"):
        step(desk, says)
    expect(hall.locator(".stage .place")).to_contain_text("第 1 名")
    desk.get_by_role("button", name="回到榜单").click()
    expect(hall.locator("ol > li.entry")).to_have_count(2)
    expect(hall.locator("ol > li.entry").first).to_contain_text("96.00")


def test_a_tablet_that_is_typing_is_not_taken_away(served: House, played: Played, open_page: Any) -> None:
    first, second, _ = played.codes()
    desk, tablet = open_page(DESK), open_page(TABLET)
    operate(desk, played)
    tablet_of(tablet, served, played, "j3")
    step(desk, f"点名 {first}")
    expect(tablet.locator("h1 .code")).to_have_text(first, timeout=LIVE)
    tablet.get_by_role("textbox").first.fill("70")
    desk.get_by_role("button", name=f"点名 {second}").click()
    expect(tablet.get_by_role("link", name=f"台上 {second}")).to_be_visible(timeout=LIVE)
    expect(tablet.locator("h1 .code")).to_have_text(first)
    tablet.get_by_role("link", name=f"台上 {second}").click()
    expect(tablet.locator("h1 .code")).to_have_text(second)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_operators_page_and_the_hall_can_be_read_by_everyone(played: Played, open_page: Any, lang: str) -> None:
    first = played.codes()[0]
    desk, hall = open_page(DESK), open_page(HALL)
    operate(desk, played, lang)
    desk.keyboard.press("Space")
    hall.goto(played.board(lang=lang))
    for seat, points in (("j1", "80"), ("j2", "90"), ("j3", "70")):
        played.mark(first, points, seat=seat)
    expect(hall.locator(".stage li.marked")).to_have_count(3)
    for page in (desk, hall):
        assert Axe().run(page).response["violations"] == []
