"""Material beside the sheet: the office puts a heap of files there, a judge reads them there, line or no line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.judge_hall import BATCH, CONTEST, OFFICE, PASSWORD, Hall
from tests.browser.test_console import faults
from tests.browser.test_judge import check_screens, hall, open_next, pair
from tests.support.browser import TABLET, TABLET_UPRIGHT
from tests.support.shown import a_pdf, a_photo

__all__ = ["hall"]
TEXT = "装夹时间从四分钟降到四十秒。"


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def to_the_shelf(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.url}/console#/{CONTEST}/masonry/material")
    page.locator("input").nth(0).fill(OFFICE)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def put(page: Page, files: Sequence[FilePayload], there: int) -> None:
    """Choose a heap of files and wait until so many of them are there."""
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator(".sent .there")).to_have_count(there, timeout=60_000)


def test_a_heap_of_files_finds_its_entries_by_name_and_what_is_wrong_is_said_beside_it(page: Page, hall: Hall) -> None:
    to_the_shelf(page, hall)
    expect(page.get_by_text("3 个参赛对象中，3 个还没有给裁判看的材料")).to_be_visible()
    heap = [file("1_报告.pdf", a_pdf()), file("2.jpg", a_photo()), file("9.pdf", a_pdf()), file("3.doc", b"PK\3\4")]
    put(page, heap, there=2)
    expect(page.get_by_text("名单里没有登记号“9”")).to_be_visible()
    expect(page.get_by_text("Word、PPT 请先另存为 PDF")).to_be_visible()
    expect(page.get_by_text("3 个参赛对象中，1 个还没有给裁判看的材料")).to_be_visible()
    assert faults(page) == []
    row = page.get_by_role("row", name=re.compile("^1"))
    row.get_by_role("button", name="文档，2 页").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img")).to_have_count(2)
    for drawn in dialog.get_by_role("img").all():
        expect(drawn).not_to_have_js_property("naturalWidth", 0)
    assert faults(page) == []
    dialog.get_by_role("button", name="关闭").click()
    row.get_by_role("button", name="撤下").click()
    dialog.locator("[name=reason]").fill("发错了")
    dialog.get_by_role("button", name="撤下").click()
    expect(page.get_by_text("3 个参赛对象中，2 个还没有给裁判看的材料")).to_be_visible()


def test_a_judge_reads_beside_the_sheet_enlarges_it_and_goes_on_with_the_server_gone(page: Page, hall: Hall) -> None:
    to_the_shelf(page, hall)
    put(page, [file(f"{n}.pdf", a_pdf(1)) for n in "123"], there=3)
    put(page, [file(f"{n}.txt", TEXT.encode()) for n in "123"], there=6)
    pair(page, hall)
    open_next(page)
    beside = page.get_by_role("region", name=re.compile("的材料"))
    picture = beside.get_by_role("img", name="第 1 页，共 1 页")
    expect(picture).to_be_visible()
    expect(beside.get_by_text(TEXT)).to_be_visible()
    check_screens(page)
    page.set_viewport_size(TABLET)
    narrow = picture.bounding_box()
    beside.get_by_role("button", name="放大").click()
    wide = picture.bounding_box()
    assert narrow
    assert wide
    assert 1.4 < wide["width"] / narrow["width"] < 1.6
    assert page.evaluate("visualViewport.scale") == 1
    hall.stop()
    page.set_viewport_size(TABLET_UPRIGHT)
    expect(beside).to_be_hidden()
    page.get_by_role("button", name="看材料（2 份）").click()
    expect(picture).to_be_visible()
    expect(beside.get_by_text(TEXT)).to_be_visible()
    beside.get_by_role("button", name="收起材料").click()
    expect(beside).to_be_hidden()


def test_in_a_batch_what_is_called_up_is_read_in_place_of_the_rows(page: Page, hall: Hall) -> None:
    to_the_shelf(page, hall)
    put(page, [file("1.txt", TEXT.encode()), file("2.txt", TEXT.encode()), file("3.txt", TEXT.encode())], there=3)
    page.set_viewport_size(TABLET)
    pair(page, hall, BATCH)
    page.get_by_role("textbox").fill("A02")
    page.keyboard.press("Enter")
    beside = page.get_by_role("region", name="A02 的材料")
    expect(beside.get_by_text(TEXT)).to_be_visible()
    check_screens(page)
    beside.get_by_role("button", name="收起材料").click()
    expect(page.get_by_role("list", name=re.compile("."))).not_to_have_count(0)
    expect(beside).to_be_hidden()
