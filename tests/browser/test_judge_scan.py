"""A work's code is read by the camera, or on plain http from a photograph, and its row opens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, Playwright, Request, expect

from tests.browser.judge_hall import BATCH, Hall
from tests.browser.test_judge import check_screens, connection, pair
from tests.support.browser import FLAGS, PHONE, VENUE, find_chromium

WIDE, HIGH, PIXELS = 640, 480, 10  # of the camera's picture; pixels a module
SMALL = 400  # characters of a frame; the smallest of these photographs has more bytes
OPENS_WITHIN = 2.0  # seconds from the tap to the open row


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.stop()


def film(path: Path, text: str) -> Path:
    """A camera's picture of a QR code, as the browser's fake camera takes it (YUV4MPEG2, 4:2:0)."""
    luma = bytearray(b"\xd0" * (WIDE * HIGH))
    for y, row in enumerate(segno.make(text, error="m", micro=False).matrix_iter(scale=PIXELS, border=4)):
        for x, dark in enumerate(row):
            luma[(y + 60) * WIDE + x + 120] = 0x20 if dark else 0xD0
    path.write_bytes(
        f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
        + bytes(luma)
        + b"\x80" * (WIDE * HIGH // 2)
    )
    return path


@pytest.fixture
def filming(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose camera sees the label of A02."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags.append(f"--use-file-for-fake-video-capture={film(tmp_path / 'label.y4m', 'A02')}")
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, *flags])
    yield browser
    browser.close()


def test_a_label_before_the_camera_opens_its_work_within_two_seconds(filming: Browser, hall: Hall) -> None:
    page = filming.new_page(viewport=PHONE)
    pair(page, hall, BATCH)
    begun = time.monotonic()
    page.get_by_role("button", name="扫作品号").click()
    expect(page.get_by_role("heading", name="A02")).to_be_visible()
    took = time.monotonic() - begun
    print(f"scanned in {took:.2f} s")
    assert took < OPENS_WITHIN
    expect(page.get_by_role("region", name="扫作品号")).to_have_count(0)


def test_on_plain_http_a_photograph_is_read_on_the_device(page: Page, hall: Hall, tmp_path: Path) -> None:
    hall.url = f"http://{VENUE}:{hall.port}"
    asked: list[Request] = []
    frames: list[str | bytes] = []
    page.on("request", lambda request: asked.append(request))
    page.on("websocket", lambda line: line.on("framesent", lambda frame: frames.append(frame)))
    pair(page, hall, BATCH)
    asked.clear()
    frames.clear()
    page.get_by_role("button", name="扫作品号").click()
    expect(page.get_by_role("region", name="扫作品号")).to_contain_text("照片不上传")
    check_screens(page)
    for text, said in {"": "没有认出二维码", "B77": "“B77”不是这里要评的作品号"}.items():
        photograph(page, tmp_path, text)
        expect(page.get_by_role("region", name="扫作品号")).to_contain_text(said)
    photograph(page, tmp_path, "A03")
    expect(page.get_by_role("heading", name="A03")).to_be_visible()
    expect(connection(page)).to_have_text("已连接")
    # Parts of the page that were fetched while it stood idle may still be on their way.
    assert [one.url for one in asked if one.method != "GET" or not one.url.startswith(f"{hall.url}/static/")] == []
    assert [frame for frame in frames if isinstance(frame, bytes) or len(frame) > SMALL] == []


def photograph(page: Page, folder: Path, text: str) -> None:
    """A picture of a label; without a text, of a code that has been painted over."""
    file = folder / "photo.png"
    segno.make(text or "x", error="m", micro=False).save(
        str(file), scale=12, border=4, dark="black" if text else "white"
    )
    page.get_by_label("拍作品号").set_input_files(file)
