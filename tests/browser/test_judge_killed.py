"""The tablet dies between the tap and the answer: nothing it showed as saved is gone, and it never said too much."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from tests.browser.frames import FrameRelay, frame_relay
from tests.browser.judge_hall import LOOKER, Hall
from tests.browser.killed import CONFIRMED, DELIVERED, SAVED, Tablet, pause
from tests.browser.test_judge import LINE_BACK, field, pair
from tests.support.counts import count

TIMES = count(small=10, full=100)
ANSWER_TAKES = 0.15  # seconds that the relay keeps an answer, so that most taps die before it
FORGET = """name => new Promise(done => {
  const asked = indexedDB.open(name)
  asked.onsuccess = () => {
    const tx = asked.result.transaction(['outbox', 'drafts'], 'readwrite', {durability: 'strict'})
    for (const store of ['outbox', 'drafts']) tx.objectStore(store).clear()
    tx.oncomplete = () => { asked.result.close(); done() }
  }
})"""
EAGER = """
const send = WebSocket.prototype.send
WebSocket.prototype.send = function (text) {
  const asked = /^42[/]judging,([0-9]+)[[]"sheet"/.exec(text)
  if (!asked) return send.call(this, text)
  const answer = {outcome: 'accepted', receipt: {seq: 999, head: ''}, version: 999, confirmed: false}
  setTimeout(() => this.onmessage({data: `43/judging,${asked[1]}` + JSON.stringify([answer])}))
}"""
SEAT_MEMORY = f"contest-judge/hall/{LOOKER}"


class Played:
    """A judge whose tablet dies again and again, and what the journal and the tablet's own notes say of it."""

    def __init__(self, tablet: Tablet, hall: Hall, relay: FrameRelay, entries: int, seed: int) -> None:
        self.tablet, self.hall, self.relay = tablet, hall, relay
        self.digits = max(2, len(str(entries)))  # of a code
        self.dice = random.Random(seed)
        self.marks: dict[str, str] = {}

    def mark_and_die(self, number: int, least: float = 0, alone: bool = False) -> None:
        """Kill between the tap and somewhat after the answer, at a moment of the dice's choosing."""
        code, mark = f"A{number:0{self.digits}d}", str(number % 10)
        with self.tablet.open() as page:
            page.goto(f"{self.relay.url}/judge#sheet/masonry/{code}/look")
            for name in ("正面", "背面"):
                field(page, name).fill(mark)
            self.marks[code] = mark
            if alone:
                self.hall.stop()
            page.get_by_role("button", name="送出 · 2/2 项").click(no_wait_after=True)
            pause(least + self.dice.uniform(0, 0.4), page)
            self.tablet.kill()

    def come_back(self, forgets: bool = False) -> None:
        """The tablet is charged, opened again, and sends what it still has."""
        with self.tablet.open() as page:
            page.goto(f"{self.relay.url}/judge")
            if forgets:
                page.evaluate(FORGET, SEAT_MEMORY)
                page.reload()
            expect(page.locator("header")).to_contain_text("已连接", timeout=LINE_BACK)
            expect(page.locator("header")).to_contain_text("待送 0 份", timeout=LINE_BACK)

    def lost(self) -> list[str]:
        """Sheets that were shown as saved or delivered, and do not stand in the journal once, as they were marked."""
        self.hall.stop()
        journal = self.hall.journal()
        codes = {
            row["entry"]: row["code"]
            for line in journal
            if line["kind"] == "CodesDrawn"
            for row in line["data"]["codes"]
        }
        stands: dict[str, list[Any]] = {}
        for line in journal:
            if line["kind"].startswith("Sheet"):
                stands.setdefault(codes[line["data"]["entry"]], []).append(line["data"]["marks"])
        shown = self.tablet.showed(SAVED, DELIVERED, CONFIRMED)
        return [code for code in shown if stands.get(code) != [dict.fromkeys(("front", "back"), self.marks[code])]]

    def too_early(self) -> list[str]:
        """Sheets that were said to be delivered before the answer had left for the tablet."""
        shown = self.tablet.showed(DELIVERED, CONFIRMED)
        return [code for code, when in shown.items() if when < self.relay.answered.get(code, float("inf"))]


@pytest.fixture
def play(tmp_path: Path, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Callable[..., Any]:
    @contextmanager
    def played(entries: int, seed: int) -> Iterator[Played]:
        print(f"seed {seed}")
        hall = Hall(tmp_path, entries=entries)
        hall.start()
        try:
            with frame_relay(hall.port, keeps_answers=ANSWER_TAKES) as relay:
                hall.url = relay.url
                tablet = Tablet(browser_type, browser_type_launch_args, tmp_path / "tablet")
                with tablet.open() as page:
                    pair(page, hall, LOOKER)
                yield Played(tablet, hall, relay, entries, seed)
        finally:
            hall.stop()

    return played


@pytest.mark.faults
def test_nothing_a_killed_tablet_had_shown_as_saved_is_gone(play: Callable[..., Any]) -> None:
    with play(TIMES, time.time_ns() % 10**6) as played:
        for number in range(1, TIMES + 1):
            played.mark_and_die(number)
        played.come_back()
        assert played.too_early() == []
        assert played.lost() == []
        assert played.tablet.showed(SAVED), "no tablet died with a saved sheet"


def test_a_tablet_that_forgets_is_caught(play: Callable[..., Any]) -> None:
    with play(1, 1) as played:
        played.mark_and_die(1, least=1, alone=True)
        shown = played.tablet.showed(SAVED)
        played.hall.start()
        played.come_back(forgets=True)
        assert played.lost() == list(shown)
        assert shown


def test_a_page_that_says_delivered_before_it_is_so_is_caught(play: Callable[..., Any]) -> None:
    with play(1, 1) as played:
        played.tablet.scripts.append(EAGER)
        played.mark_and_die(1, least=1)
        assert played.too_early() == ["A01"]
        assert played.lost() == ["A01"]
