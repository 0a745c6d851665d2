"""A unit registers by its link on a phone; the clerk asks to amend; the unit corrects; accepted, entered."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_setup import ZH, faults, first_link, made, opened
from tests.support.browser import DESK, PHONE
from tests.support.server import Server, served

PICTURES = os.environ.get("CONTEST_PICTURES", "")
"""Where to put pictures of the pages, for whoever wants to look at them."""


@pytest.fixture
def browser_context_args() -> dict:
    return {"viewport": DESK}


@pytest.fixture
def empty(tmp_path: Path):
    """A server that nobody has used yet."""
    with served(tmp_path) as server:
        yield server


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def a_contest(page: Page, server: Server) -> str:
    """The construction contest, opened by the first account; where its console is."""
    made(page, server, first_link(server), "wang", ZH, name="王组织")
    page.get_by_role("link", name=ZH["new"]).click()
    page.locator("input[name=zh]").fill("第三届工匠杯")
    page.locator("input[value=datong-construction]").check()
    page.get_by_role("button", name=ZH["open"]).click()
    expect(page.get_by_role("heading", name="第三届工匠杯")).to_be_visible()
    return f"{server.origin}/console#/{opened(page)}"


def a_link(page: Page, server: Server, console: str, unit: str) -> str:
    page.goto(f"{console}/-/links")
    page.get_by_role("button", name="新建报名链接").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[name=unit]").fill(unit)
    dialog.get_by_label("各项目合计").fill("2")
    dialog.locator("input[name=until]").fill("2099-12-01T12:00")
    assert faults(page) == []
    picture(page, "link-new")
    dialog.get_by_role("button", name="生成链接").click()
    link = dialog.locator("input[readonly]").input_value()
    picture(page, "link-made")
    dialog.get_by_role("button", name="好", exact=True).click()
    expect(page.get_by_role("cell", name=unit)).to_be_visible()
    picture(page, "links")
    return f"{server.origin}/register#{link.partition('#')[2]}"


def sends(phone: Page, name: str, photo: Path | None = None) -> None:
    phone.get_by_role("button", name="＋ 报一个人").first.click()
    form = phone.get_by_role("dialog")
    form.locator("input[name=name]").fill(name)
    if photo:
        form.locator("input[name=photo]").set_input_files(photo)
    assert faults(phone) == []
    picture(phone, "unit-form")
    form.get_by_role("button", name="送审", exact=True).click()
    expect(phone.get_by_role("dialog")).to_have_count(0)


def choose(page: Page, name: str) -> None:
    page.get_by_role("checkbox", name=re.compile(name)).check()


def test_a_unit_registers_amends_and_is_entered(page: Page, browser: Browser, empty: Server, tmp_path: Path):
    console = a_contest(page, empty)
    link = a_link(page, empty, console, "大同市第一建筑公司")
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((900, 1200), 40).convert("RGB").save(photo)
    phone = browser.new_context(viewport=PHONE).new_page()
    phone.goto(link)
    expect(phone.get_by_role("heading", name="大同市第一建筑公司")).to_be_visible()
    assert faults(phone) == []
    sends(phone, "王建国", photo)
    expect(phone.get_by_role("img", name="王建国的照片")).to_be_visible()
    sends(phone, "<b>李秀英</b>")
    expect(phone.get_by_text("<b>李秀英</b>")).to_be_visible()
    phone.get_by_role("button", name="＋ 报一个人").first.click()
    phone.get_by_role("dialog").locator("input[name=name]").fill("张伟")
    phone.get_by_role("dialog").get_by_role("button", name="送审", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("合计最多报 2 人")
    phone.get_by_role("dialog").get_by_role("button", name="取消").click()
    picture(phone, "unit-waiting")

    page.goto(f"{console}/-/roster")
    page.get_by_role("button", name=re.compile("^待审")).click()
    choose(page, "王建国")
    assert faults(page) == []
    picture(page, "roster")
    page.keyboard.press("2")
    page.get_by_role("dialog").locator("textarea").fill("照片不清，请换一张免冠照。")
    picture(page, "review-amend")
    page.get_by_role("dialog").get_by_role("button", name="补正").click()
    expect(page.get_by_role("status").filter(has_text="已请 1 个补正")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("照片不清，请换一张免冠照。")).to_be_visible()
    assert faults(phone) == []
    picture(phone, "unit-amend")
    phone.get_by_role("button", name="补正后重新送审").click()
    phone.get_by_role("dialog").locator("input[name=name]").fill("王建军")
    phone.get_by_role("dialog").get_by_role("button", name="重新送审").click()
    expect(phone.get_by_text("王建军")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="王建军").click()
    expect(page.get_by_role("dialog").get_by_text("单位更正")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("img", name="王建军的照片")).to_be_visible()
    assert faults(page) == []
    picture(page, "person")
    page.keyboard.press("Escape")
    choose(page, "王建军")
    page.keyboard.press("1")
    expect(page.get_by_role("status").filter(has_text="已通过 1 个")).to_be_visible()
    picture(page, "roster-accepted")
    page.get_by_role("link", name=re.compile("砌筑")).first.click()
    page.get_by_role("button", name="列入 1 个").click()
    expect(page.get_by_role("button", name=re.compile("列入 . 个"))).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text("已进入竞赛")).to_be_visible()
    replaced(page, phone, console)
    brings_marks_in(page, tmp_path)
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_text("In the contest")).to_be_visible()
    picture(phone, "unit-en")


def replaced(page: Page, phone: Page, console: str) -> None:
    """Who is in the contest is replaced, once the clerk accepts."""
    phone.get_by_role("button", name="换人").click()
    phone.get_by_role("dialog").locator("input[name=name]").fill("赵志强")
    phone.get_by_role("dialog").locator("textarea[name=note]").fill("王建军骨折住院")
    phone.get_by_role("button", name="申请换人").click()
    expect(phone.get_by_text("已申请换成 赵志强")).to_be_visible()
    picture(phone, "unit-substitute")
    page.goto(f"{console}/-/roster")
    page.get_by_role("button", name=re.compile("^换人")).click()
    page.get_by_role("checkbox", name=re.compile("王建军")).focus()
    page.keyboard.press("Space")
    picture(page, "roster-substitute")
    page.keyboard.press("1")
    expect(page.get_by_role("status").filter(has_text="已通过 1 个")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("赵志强")).to_be_visible()


def brings_marks_in(page: Page, folder: Path) -> None:
    """Theory marks from a sheet, then one of them corrected with a reason."""
    page.get_by_role("link", name=re.compile("砌筑")).first.click()
    page.get_by_role("link", name="导入成绩").click()
    expect(page.get_by_role("cell", name="赵志强")).to_be_visible()
    for mark, why in (("81.5", ""), ("83", "漏判一题")):
        sheet = folder / f"{mark}.csv"
        sheet.write_text(f"编号,姓名,成绩\n0101,赵志强,{mark}\n", encoding="utf-8-sig")
        page.set_input_files("input[type=file]", sheet)
        does = page.get_by_role("button", name="确认导入")
        if why:
            expect(does).to_be_disabled()
            page.locator("textarea[name=reason]").fill(why)
            picture(page, "scores-changed")
        assert faults(page) == []
        does.click()
        expect(page.get_by_role("cell", name=mark)).to_be_visible()
    picture(page, "scores")
