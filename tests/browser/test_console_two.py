"""Two persons at one desk unlock; recusal; and the pages of the morning, readable by everyone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.played import House, Played, panel, rulebook
from tests.browser.test_console import (
    ACCOUNTS,
    CHIEF,
    LIVE,
    PASSWORD,
    SUPERVISOR,
    act,
    browser_context_args,
    cell,
    do,
    faults,
    open_desk,
    served,
)
from tests.support.browser import PHONE

__all__ = ["browser_context_args", "served"]

PIN = "271828"


@dataclass(frozen=True)
class Words:
    """What the desk says in one language."""

    lang: str
    sign_in: str
    lock: str
    unlock: str
    second: str
    same_person: str
    own: str
    wrong: str
    recusals: str
    recuse: str
    lift: str
    uncounted: str
    devices: str
    ready: str


ZH = Words(
    lang="zh",
    sign_in="登录",
    lock="锁定评分",
    unlock="解锁",
    second="第二人在场确认",
    same_person="另一人",
    own="钱秀英",
    wrong="对不上",
    recusals="回避",
    recuse="回避",
    lift="取消回避",
    uncounted="回避，不计入",
    devices="设备看板",
    ready="开赛前检查",
)
EN = Words(
    lang="en",
    sign_in="Sign in",
    lock="Lock marking",
    unlock="Unlock",
    second="A second person confirms",
    same_person="person",
    own="钱秀英",
    wrong="do not match",
    recusals="Recusals",
    recuse="Recuse",
    lift="Lift the recusal",
    uncounted="Recused, not counted",
    devices="Device board",
    ready="Before the doors open",
)
BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=lambda words: words.lang)


@pytest.fixture
def played(served: House) -> Iterator[Played]:
    """Three judges, the mean of whom counts, or of those who are left."""
    book = rulebook()
    panel(book, 3)
    book["parts"][1]["combine"]["missing"] = "given"
    played = Played(served, book)
    yield played
    played.leave()


def mark_all(played: Played) -> None:
    for number, code in enumerate(played.codes()):
        for seat in ("j1", "j2", "j3"):
            played.mark(code, str(80 + number), seat=seat)


def choose_a_pin(page: Page, played: Played, words: Words) -> str:
    """The supervisor chooses a PIN on a screen of their own, and leaves; their name."""
    open_desk(page, played, words, login=SUPERVISOR)
    page.get_by_role("button", name=words.own).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=own-pin]").fill(PIN)
    dialog.locator("[name=own-pin-password]").fill(PASSWORD)
    with page.expect_response("**/api/account/pin") as answer:
        dialog.locator("[name=own-pin-password]").press("Enter")
    assert answer.value.ok
    expect(dialog.locator("[name=own-pin]")).to_be_empty()
    page.context.clear_cookies()
    return ACCOUNTS[SUPERVISOR][0]


@BOTH
def test_two_persons_unlock_on_one_screen_and_one_alone_cannot(page: Page, played: Played, words: Words) -> None:
    mark_all(played)
    name = choose_a_pin(page, played, words)
    open_desk(page, played, words, "/wall")
    do(act(page, words.lock), words.lock)
    dialog = act(page, words.unlock)
    expect(dialog.get_by_role("group", name=words.second)).to_be_visible()
    unlock = dialog.get_by_role("button", name=words.unlock, exact=True)
    expect(unlock).to_be_disabled()
    dialog.locator("[name=reason]").fill("漏扣超时分")
    expect(unlock).to_be_disabled()
    for login, password, refused in ((CHIEF, PASSWORD, words.same_person), (SUPERVISOR, "a guess", words.wrong)):
        dialog.locator("[name=second-login]").fill(login)
        dialog.locator("[name=second-password]").fill(password)
        unlock.click()
        expect(dialog.get_by_role("alert")).to_contain_text(refused)
        expect(dialog.locator("[name=second-password]")).to_be_empty()
    assert faults(page) == []
    dialog.locator("[name=second-login]").fill(name)
    dialog.locator("[name=second-password]").fill(PIN)
    do(dialog, words.unlock)
    expect(page.locator("section.next").get_by_role("button", name=words.lock)).to_be_visible(timeout=LIVE)
    expect(page.locator("section.next").get_by_role("button", name=words.unlock)).to_have_count(0)


@BOTH
def test_a_recusal_is_noted_shown_on_the_matrix_and_lifted(page: Page, played: Played, words: Words) -> None:
    mark_all(played)
    first = played.codes()[0]
    open_desk(page, played, words, "/wall")
    page.get_by_role("button", name=words.recusals, exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=seat]").select_option("j1")
    dialog.locator("[name=codes]").fill(first)
    dialog.locator("[name=reason]").fill("同一单位")
    assert faults(page) == []
    do(dialog, words.recuse)
    expect(cell(page, first)).to_have_attribute("aria-label", re.compile(words.uncounted), timeout=LIVE)
    assert faults(page) == []
    page.get_by_role("button", name=words.recusals, exact=True).click()
    expect(dialog.get_by_role("listitem")).to_contain_text(first)
    dialog.locator("[name=seat]").select_option("j1")
    dialog.locator("[name=codes]").fill("")
    dialog.locator("[name=reason]").fill("认错了人")
    assert faults(page) == []
    do(dialog, words.lift)
    expect(cell(page, first)).not_to_have_attribute("aria-label", re.compile(words.uncounted), timeout=LIVE)


@BOTH
def test_the_pages_of_the_morning_can_be_read_by_everyone_at_a_desk_and_in_a_hand(
    page: Page, played: Played, words: Words
) -> None:
    open_desk(page, played, words)
    for where, title in (("devices", words.devices), ("ready", words.ready)):
        page.goto(f"{played.url}/console?lang={words.lang}#/{played.id}/-/{where}")
        expect(page.locator("main h1, header h1").first).to_contain_text(title)
        expect(page.locator("main dl > div, main tbody tr").first).to_be_visible()
        assert (where, faults(page)) == (where, [])
        desk = page.viewport_size
        page.set_viewport_size(PHONE)
        assert (where, faults(page)) == (where, [])
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.set_viewport_size(desk or PHONE)
