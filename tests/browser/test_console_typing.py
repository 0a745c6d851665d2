"""Paper sheets typed with nothing but the keyboard: two recorders, blind, and a third look where they differ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.played import House, Played
from tests.browser.test_console import (
    BOTH,
    CHIEF,
    LIVE,
    RECORDER,
    Words,
    browser_context_args,
    faults,
    open_desk,
    served,
)

__all__ = ["browser_context_args", "served"]


@pytest.fixture
def paper(served: House) -> Iterator[Played]:
    """Three entries, one judge who marks on paper."""
    played = Played(served)
    yield played
    played.leave()


def at_the_sheets(page: Page, played: Played, login: str, code: str = "", words: Words | None = None) -> None:
    open_desk(page, played, *([words] if words else []), where=f"/wall/type/practice/j1/{code}", login=login)


def typed(page: Page, code: str, mark: str) -> None:
    """Call a code, type the one mark, pass the note by, send: as fast as a hand can that sees its sheet open."""
    page.get_by_role("textbox").first.focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("input[data-aspect=a]")).to_be_focused()
    for word in (mark, ""):
        page.keyboard.type(word)
        page.keyboard.press("Enter")


@BOTH
def test_a_sheet_is_typed_twice_by_keyboard_alone(page: Page, browser, paper: Played, words: Words):
    code = paper.codes()[0]
    at_the_sheets(page, paper, CHIEF, words=words)
    typed(page, code, "80.5")
    row = page.get_by_role("listitem").filter(has_text=code).last
    expect(page.get_by_role("status").first).to_contain_text(code)
    expect(row).to_contain_text("我录过" if words.lang == "zh" else "Typed by me")
    assert faults(page) == []
    with browser.new_context().new_page() as other:
        at_the_sheets(other, paper, RECORDER, code, words=words)
        expect(other.get_by_role("heading", name=code)).to_be_visible()
        assert "80.5" not in other.content()
        other.keyboard.type("80.5")
        other.keyboard.press("Enter")
        other.keyboard.press("Enter")
        done = "两遍一致" if words.lang == "zh" else "both typings agree"
        expect(other.get_by_role("status").first).to_contain_text(done)
    expect(row).to_contain_text("已确认" if words.lang == "zh" else "Confirmed", timeout=LIVE)


def test_where_they_differ_both_values_stand_side_by_side(page: Page, browser, paper: Played):
    code = paper.codes()[1]
    at_the_sheets(page, paper, CHIEF)
    typed(page, code, "80.5")
    with browser.new_context().new_page() as other:
        at_the_sheets(other, paper, RECORDER)
        typed(other, code, "85")
        row = other.get_by_role("row").filter(has=other.locator("input[data-aspect=a]"))
        expect(row.get_by_role("cell").nth(0)).to_have_text("80.5")
        expect(row.get_by_role("cell").nth(1)).to_have_text("85")
        assert faults(other) == []
        other.locator("input[data-aspect=a]").fill("80.5")
        other.get_by_role("button", name=f"录入 {code}").click()
        expect(other.get_by_role("status").first).to_contain_text("两遍一致")


def test_a_wrong_mark_is_told_beside_its_field_and_what_is_scanned_opens_its_sheet(page: Page, paper: Played):
    code = paper.codes()[2]
    at_the_sheets(page, paper, CHIEF)
    page.get_by_role("textbox").first.fill(f"http://hall/console#/{paper.id}/wall/type/practice/j1/{code}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=code)).to_be_visible()
    field = page.locator("input[data-aspect=a]")
    expect(field).to_be_focused()
    page.keyboard.type("180")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".wrong")).to_contain_text("100")
