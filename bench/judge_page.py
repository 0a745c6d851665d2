"""The judge's page on a slow tablet: how long until a judge can do something, beside an empty page of the same weight.

Chromium with a quarter of the CPU, 1.6 Mbit/s and 150 ms a request. *First*: a pairing link in a browser that was never
here, until the keys of the PIN are there. *Kept*: a paired device opens a sheet, its page from the service worker,
until the first mark can be typed. The empty page has our page's styles and a script as long as ours, which only draws
a button: what is left between the two is what our script does.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .figure import tell
from .processes import ROOT, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CONTEST, SEAT, SHEET = "datong-construction", "masonry-product-5", "#sheet/masonry/A01/product"
ROUNDS = 5
PATIENCE = 60.0  # seconds
CPU = 4  # times slower
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
TABLET = {"width": 1024, "height": 768}
FIRST, KEPT = 2500.0, 1000.0  # milliseconds
BESIDE_EMPTY = 3.0  # times as long as the empty page, at most
PIN_KEYS, MARK, BUTTON = "main button", "main input", "button"
NOTE_WHEN = """selector => new MutationObserver((_, watching) => {
  if (!document.querySelector(selector)) return
  watching.disconnect()
  requestAnimationFrame(() => setTimeout(() => window.noteUsable(performance.now())))
}).observe(document, {subtree: true, childList: true})"""
EMPTY = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>empty</title>
{styles}<script type="module" src="/static/assets/empty.js"></script><body></body></html>"""
KEPT_NOW = "navigator.serviceWorker.ready.then(kept => kept.active.state)"


def run() -> list[dict[str, Any]]:
    """Alternate rounds of both pages; medians."""
    with tempfile.TemporaryDirectory() as folder:
        link = opened(Path(folder))
        weight = put_empty_page(Path(folder) / "pages")
        with running("judge_page", folder) as server, chromium() as browser:
            url = f"http://127.0.0.1:{server.port}"
            first = _rounds(lambda: first_visit(browser, f"{url}/judge#pair=unknown", PIN_KEYS), browser, url)
            with closing(new_context(browser)) as device:
                pair(device, f"{url}/judge#pair={link}")
                kept = _kept_rounds(device, url)
    return [*_told("first", first, FIRST, weight), *_told("kept", kept, KEPT, weight)]


Rounds = list[tuple[float, float]]
"""Milliseconds of our page and of the empty one, a pair a round."""


def _rounds(ours: Callable[[], float], browser: Browser, url: str) -> Rounds:
    return [(ours(), first_visit(browser, f"{url}/trust", BUTTON)) for _ in range(ROUNDS)]


def _kept_rounds(device: BrowserContext, url: str) -> Rounds:
    timed(device, f"{url}/trust", BUTTON)  # it is in the browser's cache from now on
    return [(timed(device, f"{url}/judge{SHEET}", MARK), timed(device, f"{url}/trust", BUTTON)) for _ in range(ROUNDS)]


def _told(name: str, rounds: Rounds, limit: float, weight: int) -> list[dict[str, Any]]:
    ours, empty = (statistics.median(each[side] for each in rounds) for side in (0, 1))
    ratio = statistics.median(a / b for a, b in rounds)
    raw = {"n": len(rounds), "ours_ms": ours, "empty_ms": empty, "script_bytes": weight, "rounds": rounds}
    return [
        tell(f"page {name} ms", ours, limit, "lower", **raw),
        tell(f"page {name}", ratio, BESIDE_EMPTY, "lower", **raw),
    ]


# --- the two pages ----------------------------------------------------------------------------------------------------


def opened(folder: Path) -> str:
    """A construction contest in a fresh database; a pairing link's token."""
    from contest import presets
    from contest.db import Reader, Writer
    from contest.migrating import upgrade
    from contest.opening import open_preset
    from contest.people import People
    from contest.record import Door

    url = f"sqlite:///{folder / 'contest.db'}"
    upgrade(url)
    writer, reader = Writer(url), Reader(url)
    door, people = Door(writer, reader), People(writer, reader)
    open_preset(door, people, presets.load(CONTEST), CONTEST, rehearsal=True, seed="7")
    token, _ = people.new_pairing(CONTEST, SEAT)
    door.close()
    writer.close()
    reader.close()
    return token


def put_empty_page(folder: Path) -> int:
    """A copy of the built pages in which the page at /trust is the empty one; bytes of its script, as of ours."""
    from contest.web.pages import STATIC

    shutil.copytree(STATIC, folder)
    page = (folder / "judge.html").read_text("utf-8")
    scripts = [folder / name for name in re.findall(r'src="/static/([^"]+\.js)"', page)]
    dead = "".join(script.read_text("utf-8") for script in scripts)
    draw = "document.body.append(Object.assign(document.createElement('button'), {textContent: '1'}));"
    (folder / "assets" / "empty.js").write_text(f"const dead = {json.dumps(dead, ensure_ascii=False)};{draw}", "utf-8")
    styles = "".join(re.findall(r'<link rel="stylesheet"[^>]*>', page))
    (folder / "trust.html").write_text(EMPTY.format(styles=styles), "utf-8")
    return sum(script.stat().st_size for script in scripts)


# --- the browser ------------------------------------------------------------------------------------------------------


@contextmanager
def chromium() -> Iterator[Browser]:
    """The tests' own browser."""
    from playwright.sync_api import sync_playwright

    found = subprocess.run(["sh", ROOT / "scripts" / "browser.sh"], capture_output=True, text=True, check=True)
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found.stdout.strip(), args=flags)
        yield browser
        browser.close()


def new_context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=TABLET, locale="zh-CN")  # type: ignore[arg-type]


def first_visit(browser: Browser, url: str, selector: str) -> float:
    """Milliseconds until `selector` is drawn, in a browser that was never here."""
    with closing(new_context(browser)) as fresh:
        return timed(fresh, url, selector)


def timed(context: BrowserContext, url: str, selector: str) -> float:
    """Milliseconds from the tap on a link until `selector` is drawn, on the slowed tablet."""
    page, noted = context.new_page(), list[float]()
    page.expose_function("noteUsable", lambda moment: noted.append(moment))
    page.add_init_script(f"({NOTE_WHEN})({json.dumps(selector)})")
    slow(page)
    page.goto(url, wait_until="commit")
    until = time.monotonic() + PATIENCE
    while not noted and time.monotonic() < until:
        page.wait_for_timeout(50)
    page.close()
    return noted[0]


def slow(page: Page) -> None:
    """The tablet: CDP has no throttle for a websocket, so the line itself is as quick as the machine."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", NETWORK)
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU})


def pair(device: BrowserContext, link: str) -> None:
    """Pair at full speed, and wait until the page is kept."""
    page = device.new_page()
    page.goto(link)
    for digit in "2580":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="配对").click()
    page.get_by_role("link", name="下一份未评").wait_for()
    if page.evaluate(KEPT_NOW) != "activated":
        raise RuntimeError("the service worker did not begin")
    page.close()


def serve(folder: Path) -> None:
    """The product with the pages of `folder`."""
    from contest.web import pages

    from .servers import ours

    pages.STATIC = folder / "pages"
    ours(str(folder), "-")


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
