"""The judge's line cut at every boundary of its messages: the same receipt, one line in the journal."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.frames import MESSAGES, FrameRelay, frame_relay
from tests.browser.judge_hall import JUDGE, LOOKER, TASTER, Hall
from tests.browser.test_judge import DELIVERED, LINE_BACK, PIN, connection, field, pair, word
from tests.support.counts import FULL

AFTER = MESSAGES if FULL else MESSAGES[-1:]
CUTS = [("before", message) for message in MESSAGES] + [("after", message) for message in AFTER]
FORGETFUL = ("-m", "tests.faults.sabotaged", "no_known_request")


@contextmanager
def cut_hall(var: Path, *program: str) -> Iterator[tuple[Hall, FrameRelay]]:
    """A hall whose page goes through a relay with scissors, with an entry for each cut."""
    hall = Hall(var, *([program] if program else []), entries=len(CUTS))
    hall.start()
    try:
        with frame_relay(hall.port) as relay:
            hall.url = relay.url
            yield hall, relay
    finally:
        hall.stop()


def judge_through(page: Page, relay: FrameRelay, number: int, when: str, message: str) -> None:
    """Mark and confirm one entry while the line is cut once, as judges do: without looking at the line."""
    page.goto(f"{relay.url}/judge#entries")
    relay.cut(when, message)
    page.reload()
    page.goto(f"{relay.url}/judge#sheet/masonry/A{number:02d}/look")
    for name in ("正面", "背面"):
        field(page, name).fill(str(number % 10))
    page.get_by_role("button", name="送出 · 2/2 项").click()
    expect(word(page)).to_have_text(DELIVERED, timeout=LINE_BACK)
    page.get_by_role("button", name="确认无误").click()
    expect(word(page)).to_have_text("已确认", timeout=LINE_BACK)
    assert relay.cuts[-1] == message


def pair_through(page: Page, hall: Hall, seat: str) -> None:
    """Pair, and once more where the page says that no answer came."""
    page.goto(hall.pairing_url(seat))
    unheard = page.get_by_role("alert").filter(has_text="连不上服务器")
    for _ in range(2):
        for digit in PIN:
            page.get_by_role("button", name=digit, exact=True).click()
        page.get_by_role("button", name="配对").click()
        expect(unheard.or_(connection(page))).to_be_visible()
        if not unheard.is_visible():
            break
    expect(connection(page)).to_have_text("已连接")


def lines_of(hall: Hall) -> list[dict]:
    hall.stop()
    return [line for line in hall.journal() if line["kind"].startswith("Sheet")]


@pytest.mark.faults
def test_a_cut_at_any_message_in_either_direction_leaves_one_line_and_one_receipt(page: Page, tmp_path: Path) -> None:
    with cut_hall(tmp_path) as (hall, relay):
        pair(page, hall, LOOKER)
        for number, (when, message) in enumerate(CUTS, start=1):
            judge_through(page, relay, number, when, message)
        lines = lines_of(hall)
    assert len(relay.cuts) == len(CUTS)
    assert Counter(line["kind"] for line in lines) == {"SheetSubmitted": len(CUTS), "SheetConfirmed": len(CUTS)}
    assert {(line["data"]["entry"], line["kind"]) for line in lines} == {
        (line["data"]["entry"], kind) for line in lines for kind in ("SheetSubmitted", "SheetConfirmed")
    }
    assert any(len(given) > 1 for given in relay.receipts.values()), "no answer was ever lost"
    assert [request for request, given in relay.receipts.items() if len(set(given)) != 1] == []
    told = {request: given[0][0] for request, given in relay.receipts.items()}
    assert told == {line["request"]["id"]: line["seq"] for line in lines}


def test_a_pairing_whose_answer_is_lost_is_the_same_pairing_when_the_judge_tries_again(
    browser: Browser, browser_context_args: Any, tmp_path: Path
) -> None:
    seats = {("before", ">pair"): LOOKER, ("before", "<pair"): TASTER, ("after", "<pair"): JUDGE}
    with cut_hall(tmp_path) as (hall, relay):
        for cut, seat in seats.items():
            relay.cut(*cut)
            with closing(browser.new_context(**browser_context_args)) as context:
                pair_through(context.new_page(), hall, seat)
        hall.stop()
    assert len(relay.cuts) == len(seats)
    with closing(sqlite3.connect(tmp_path / "contest.db")) as database:
        assert sorted(seat for (seat,) in database.execute("SELECT seat FROM devices")) == sorted(seats.values())


def test_a_server_that_knows_no_request_again_is_caught(page: Page, tmp_path: Path) -> None:
    with cut_hall(tmp_path, *FORGETFUL) as (hall, relay):
        pair(page, hall, LOOKER)
        relay.cut("before", "<sheet")
        page.goto(f"{relay.url}/judge#sheet/masonry/A01/look")
        for name in ("正面", "背面"):
            field(page, name).fill("7")
        page.get_by_role("button", name="送出 · 2/2 项").click()
        expect(word(page)).not_to_have_text("正在填写")
        expect(page.locator("header")).to_contain_text("待送 0 份", timeout=LINE_BACK)
    (given,) = relay.receipts.values()
    assert len(set(given)) > 1
