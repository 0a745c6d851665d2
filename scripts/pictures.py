"""Makes docs/pictures/ anew from the real pages of a real rehearsal: `make pictures`.

A rehearsal runs in a folder of its own. Every page is opened in both languages while it begins; when about half of the
sheets are in, all of them are photographed.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from contest.simulate.rest import Rest  # noqa: E402
from tests.support.browser import FLAGS, find_chromium  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
CONTEST, HALL_ITEM, DESK_ITEM, FREE_SEAT = "datong-construction", "painting", "masonry", "masonry-product-5"
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
JUDGED = 5  # entries of HALL_ITEM: enough for a board with medals, early enough for open groups below them
MARKS = ("22.5", "17", "18.5")
MOST_BYTES = 250_000


def main() -> None:
    """Rehearse, photograph, stop."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, rehearsal(Path(var)) as (url, kept), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        pages = {f"{name}.{lang}": page for lang in LOCALES for name, page in opened(browser, url, kept, lang)}
        wait(lambda: standing(url, HALL_ITEM)["judged"] >= JUDGED, within=300)
        for name, page in pages.items():
            keep(page, name)
        browser.close()


@contextmanager
def rehearsal(var: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """A demo that serves and goes on: its address, and what it keeps (accounts, PIN)."""
    port = free_port()
    contest = str(Path(sys.executable).with_name("contest"))
    demo = subprocess.Popen(
        [contest, "demo", "--pace", "fast", "--seed", "1", "--port", str(port)],
        env=os.environ | {"CONTEST_VAR": str(var)},
        stdout=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait(lambda: standing(url, DESK_ITEM)["state"] == "marking", within=60)
        yield url, json.loads((var / "demo.json").read_text(encoding="utf-8"))[CONTEST]
    finally:
        demo.terminate()
        demo.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def standing(url: str, item: str) -> dict[str, Any]:
    """The head of an item's board."""
    with urlopen(f"{url}/boards/{CONTEST}.{item}", timeout=5) as answer:
        head: dict[str, Any] = json.load(answer)["head"]
        return head


def wait(true: Any, within: float) -> None:
    """Until a condition holds; a server that does not answer yet is waited for as well."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            if true():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the rehearsal did not get that far")


def opened(browser: Browser, url: str, kept: dict[str, Any], lang: str) -> Iterator[tuple[str, Page]]:
    """The three pages at their sizes, each on a device of its own."""

    def page(width: int, height: int) -> Page:
        size: Any = {"width": width, "height": height}
        return browser.new_context(locale=LOCALES[lang], timezone_id="Asia/Shanghai", viewport=size).new_page()

    judge = page(1024, 768)
    fill_a_sheet(judge, pairing(url, kept).replace("/judge", f"/judge?lang={lang}"), kept["pin"])
    yield "judge", judge
    console = page(1440, 900)
    sign_in(console, f"{url}/console?lang={lang}#/{CONTEST}/{DESK_ITEM}", kept["accounts"]["chief"])
    yield "console", console
    board = page(1600, 900)
    board.goto(f"{url}/board/{CONTEST}.{HALL_ITEM}?lang={lang}")
    yield "board", board


def pairing(url: str, kept: dict[str, Any]) -> str:
    """A link to the seat that the rehearsal leaves free."""
    desk = Rest(url)
    desk.sign_in("organizer", kept["accounts"]["organizer"])
    return str(desk.post(f"/api/contests/{CONTEST}/seats/{FREE_SEAT}/pairing", {})["url"])


def fill_a_sheet(page: Page, link: str, pin: str) -> None:
    page.goto(link)
    page.locator("#pin").fill(pin)
    page.locator("button.go").click()
    page.locator("a.button.main").click()
    for number, mark in enumerate(MARKS):
        page.locator("article input").nth(number).fill(mark)
    page.evaluate("scrollTo(0, 0)")


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto(address)
    page.locator("[name=login]").fill("chief")
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.locator("[data-cell]").first.wait_for()


def keep(page: Page, name: str) -> None:
    """The picture as a file. SystemExit for one that is too big for a README."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path.name} has {path.stat().st_size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    main()
