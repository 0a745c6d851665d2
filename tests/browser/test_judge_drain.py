"""A day without a line: what a tablet has saved goes out in a minute once it is back, each sheet once."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judge_hall import LOOKER, Hall
from tests.browser.test_judge import connection, pair
from tests.support.counts import count

SHEETS = count(small=400, full=2_000)
WITHIN = 60.0  # seconds, for 2,000
QUEUE = """async ([name, most]) => {
  const db = await new Promise(done => { indexedDB.open(name).onsuccess = asked => done(asked.target.result) })
  const hello = await new Promise(done => {
    db.transaction('meta').objectStore('meta').get('hello').onsuccess = got => done(got.target.result) })
  const tx = db.transaction('outbox', 'readwrite', {durability: 'strict'})
  for (const {code} of hello.entries.slice(0, most)) tx.objectStore('outbox').add({
    request: `queued-${code}`, kind: 'sheet', key: `masonry|${code}|look`, item: 'masonry', code, part: 'look',
    marks: {front: '8', back: '7'}, note: '', base: 0, rulebook: hello.items[0].rulebook, confirm: true,
    version: 0, attempts: 0, notBefore: 0})
  await new Promise(done => { tx.oncomplete = done })
  db.close()
}"""


@pytest.mark.faults
def test_a_days_sheets_go_out_within_a_minute_each_once(page: Page, tmp_path: Path) -> None:
    hall = Hall(tmp_path, entries=SHEETS)
    hall.start()
    try:
        pair(page, hall, LOOKER)
        page.evaluate(QUEUE, [f"contest-judge/hall/{LOOKER}", SHEETS])
        page.reload()
        expect(connection(page)).to_have_text("已连接")
        begun = time.monotonic()
        expect(page.locator("header")).to_contain_text("待送 0 份", timeout=2 * WITHIN * 1000)
        took = time.monotonic() - begun
    finally:
        hall.stop()
    requests = [line["request"]["id"] for line in hall.journal() if line["kind"].startswith("Sheet")]
    print(f"{SHEETS} sheets in {took:.1f} s")
    assert len(requests) == len(set(requests)) == SHEETS
    assert took < WITHIN
