"""A small contest from an empty server to the signed result, with only the console, a spreadsheet and judges, everybody
at a desk of their own. What desks, judges and boards were sent before unsealing is kept and searched for names."""

from __future__ import annotations

import csv
import html
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from contest.locale import say
from tests.browser.relay import Relay, relay
from tests.browser.test_setup import PASSWORD, first_link, opened
from tests.support.browser import DESK
from tests.support.server import Server, served

pytestmark = pytest.mark.timeout(600)
NAMES = ["金丝雀甲", "金丝雀乙", "金丝雀丙", "金丝雀丁"]
UNITS = ["百灵鸟建筑公司", "黄鹂营造公司"]
IMAGE, DRAWN = '<img src=x onerror="window.ran=1">', "<svg onload=window.ran=1>"
LINK = '"><a href="javascript:window.ran=1">'
"""What would run in a page that takes a text for its own; in a spreadsheet the signs before names would."""

TITLE = f"第三届工匠杯{IMAGE}"
PEOPLE = [f"={NAMES[0]}", f"@{NAMES[1]}{IMAGE}", f"+{NAMES[2]}{LINK}", f"=cmd|' /C calc'!{NAMES[3]}"]
SENDERS = [f"-{UNITS[0]}{DRAWN}", f"={UNITS[1]}"]
NUMBERS = [f"CANARY{k}7" for k in range(len(NAMES))]
ROWS = [[NUMBERS[k], name, SENDERS[k % 2], "防水", f"{80 + k}.5"] for k, name in enumerate(PEOPLE)]
TELLING = [*NAMES, *UNITS, *NUMBERS]
WATCH = """
Object.defineProperty(window, 'ran', { set: () => toldRan('ran') })
new MutationObserver(() => {
  const made = document.querySelector('[onerror], [onload], [href^="javascript:"], img[src="x"]')
  if (made) toldRan(made.outerHTML)
}).observe(document, { childList: true, subtree: true, attributes: true })
"""
"""Tells of what ran, and of what was made of a text even where the page's policy keeps it from running."""


@dataclass
class Contest:
    """A server, the language it is used in, and the two lines: the organizer's, and everybody else's."""

    server: Server
    browser: Browser
    lang: str
    office: Relay
    hall: Relay
    id: str = ""
    """As its page has it once it is opened: the year in it is the server's."""

    pages: dict[str, Page] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def word(self, key: str, **data: Any) -> str:
        """What the desk says, by its name in the catalogue."""
        said = say(self.lang, f"console.{key}", data)
        assert said != f"console.{key}"
        return said

    def desk(self, who: str, link: str, line: Relay, name: str = "") -> Page:
        """A browser of one's own, in which an invitation was taken up."""
        context = self.browser.new_context(viewport=DESK, accept_downloads=True)
        context.expose_function("toldRan", lambda what: self.broken.append(f"{who}: {what}"))
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.broken.append(f"{who}: {error}"))
        page.goto(f"{line.url}/console?lang={self.lang}#{link.partition('#')[2]}")
        if name:
            page.locator("input[name=name]").fill(name)
        page.locator("input[name=login]").fill(who)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("button.main").click()
        expect(page.locator("input[name=login]")).to_have_count(0)
        self.pages[who] = page
        return page

    def at(self, who: str, where: str) -> Page:
        """Somebody's desk, at a place in the contest."""
        page = self.pages[who]
        page.goto(f"{page.url.partition('#')[0]}#/{self.id}/{where}")
        return page

    def ask(self, who: str, path: str, body: Any = None) -> Any:
        """What a desk's program is answered under the contest's address; with a body: it is sent."""
        request, line = self.pages[who].request, self.office if who == "wang" else self.hall
        address = f"{line.url}/api/contests/{self.id}{path}"
        if body is None:
            answer = request.get(address)
        else:
            csrf = request.get(f"{line.url}/api/session").json()["csrf"]
            answer = request.post(address, data=body, headers={"X-CSRF": csrf})
        assert answer.ok, answer.text()
        return answer.json()

    def act(self, who: str, name: str) -> Locator:
        """The dialog of the item's next act, or of one that is not next."""
        page = self.at(who, "waterproofing/progress")
        page.locator("section.next").get_by_role("button", name=self.word(f"act.{name}"), exact=True).click()
        return page.get_by_role("dialog")

    def do(self, dialog: Locator, name: str) -> None:
        dialog.get_by_role("button", name=self.word(f"act.{name}"), exact=True).click()
        expect(dialog).to_have_count(0)


@pytest.fixture(params=["zh", "en"])
def contest(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Contest]:
    with served(tmp_path) as server, relay(server.port) as office, relay(server.port) as hall:
        contest = Contest(server, browser, request.param, office, hall)
        yield contest
        for page in contest.pages.values():
            page.context.close()


def test_a_contest_from_nothing_to_the_signed_result(contest: Contest, tmp_path: Path) -> None:
    opened_by_the_organizer(contest)
    for who, role in (("zhao", "chief"), ("qian", "officer"), ("sun", "supervisor")):
        invited(contest, who, role)
    entered_from_a_sheet(contest, tmp_path)
    drawn_and_seated(contest)
    checked_in(contest)
    contest.do(contest.act("zhao", "open"), "open")
    marked_by_simulated_judges(contest)
    penalized(contest)
    assert told_before_unsealing(contest) == []
    locked_unsealed_and_signed(contest)
    book = exported(contest)
    assert [name for name in [*NAMES, *UNITS] if name.encode() not in book] == []
    expect(contest.at("zhao", "waterproofing/results").get_by_text(PEOPLE[0])).to_be_visible()
    shown_everywhere(contest)
    stays_text_in_spreadsheets(contest)
    assert told_to_the_hall(contest, NAMES) == NAMES  # or nothing would have been found before, whatever was sent
    assert contest.broken == []
    taken_for_its_own(contest.pages["sun"], IMAGE)
    assert contest.broken != []  # or nothing would have been heard of before, whatever a page made of a text


def taken_for_its_own(page: Page, text: str) -> None:
    """What a page must not do with a text."""
    page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", text)
    page.evaluate("() => new Promise(requestAnimationFrame)")


def opened_by_the_organizer(contest: Contest) -> None:
    page = contest.desk("wang", first_link(contest.server), contest.office, name="王组织")
    page.get_by_role("link", name=contest.word("new")).click()
    page.locator("input[name=zh]").fill(TITLE)
    page.locator("input[value=datong-construction]").check()
    page.locator("input[name=kind]").nth(1).check()
    page.get_by_role("button", name=contest.word("new.do")).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    contest.id = opened(page)


def invited(contest: Contest, who: str, role: str) -> None:
    page = contest.pages["wang"]
    page.goto(f"{contest.office.url}/console?lang={contest.lang}#/-/accounts")
    page.get_by_role("button", name=contest.word("invite.title")).click()
    page.locator("input[name=name]").fill(f"{who.title()}{IMAGE}")
    page.get_by_role("checkbox", name=contest.word(f"role.{role}")).check()
    page.get_by_role("button", name=contest.word("invite.do")).click()
    link = page.locator("input[readonly]").input_value()
    page.get_by_role("button", name=say(contest.lang, "shared.close", {}), exact=True).last.click()
    contest.desk(who, link, contest.hall)


def entered_from_a_sheet(contest: Contest, tmp_path: Path) -> None:
    page = contest.at("wang", "-/roster")
    sheet = tmp_path / "名单.csv"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["参赛号", "姓名", "单位", "项目", "理论"], *ROWS])
    page.set_input_files("input[type=file]", sheet)
    page.get_by_role("button", name=contest.word("sheet.apply")).click()
    expect(page.get_by_role("row")).to_have_count(1 + len(NAMES))
    page = contest.at("wang", "waterproofing/progress")
    page.get_by_role("button", name=contest.word("prepare.enter", n=len(NAMES))).click()
    seats = page.get_by_role("button", name=contest.word("prepare.seats.do", n=9))
    seats.click()
    expect(seats).to_have_count(0)


def drawn_and_seated(contest: Contest) -> None:
    page = contest.at("qian", "waterproofing/progress")
    page.get_by_role("button", name=contest.word("prepare.draw.do"), exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=contest.word("prepare.draw.do"), exact=True).click()
    expect(page.get_by_role("button", name=contest.word("prepare.draw.again"))).to_be_visible()


def checked_in(contest: Contest) -> None:
    page = contest.at("wang", "waterproofing/checkin")
    for number in NUMBERS:
        page.locator("input[type=search]").fill(number)
        page.keyboard.press("Enter")
    expect(page.locator("dl .came dd")).to_have_text(str(len(ROWS)))


def marked_by_simulated_judges(contest: Contest) -> None:
    command = [sys.executable, "-c", "from contest.cli import main; main()", "simulate", contest.hall.url]
    how = ["--contest", contest.id, "--login", "zhao", "--password", PASSWORD, "--pace", "max", "--seed", "7"]
    played = subprocess.run([*command, *how], capture_output=True, text=True, timeout=120)
    assert played.returncode == 0, played.stdout + played.stderr
    page = contest.at("zhao", "waterproofing/progress")
    sheets = page.locator("section.next .of")
    expect(sheets).not_to_have_text("/ 0")
    expect(page.locator("section.next .big")).to_have_text(re.sub(r"\D", "", sheets.inner_text()))


def penalized(contest: Contest) -> None:
    """A penalty with a reason, over the API that programs use."""
    code = contest.ask("zhao", "/items/waterproofing/progress")["entries"][0]["code"]
    rules = next(each for each in contest.ask("zhao", "")["items"] if each["id"] == "waterproofing")["penalties"]
    rule = next(each for each in rules if each["per"] != "given")
    said = {"penalty": rule["id"], "count": 1, "reason": f"={IMAGE}{LINK}"}
    contest.ask("zhao", f"/items/waterproofing/entries/{code}/penalties", said)


def shown_everywhere(contest: Contest) -> None:
    """Once all is known, every page that has texts of people shows them as texts: `broken` hears of anything else."""
    for who, where in (
        ("wang", "-/roster"),
        ("wang", "-/staff"),
        ("wang", "waterproofing/checkin"),
        ("zhao", "-/story"),
        ("zhao", "-/units"),
        ("sun", "waterproofing/awards"),
    ):
        expect(contest.at(who, where).get_by_role("main")).not_to_be_empty()
    page = contest.pages["sun"]
    page.goto(f"{contest.hall.url}/board/{contest.id}.waterproofing?lang={contest.lang}")
    expect(page.get_by_role("main")).to_contain_text(IMAGE.rpartition(" ")[2])  # a name may be broken at a blank


def stays_text_in_spreadsheets(contest: Contest) -> None:
    """No cell of a workbook is a formula, and none of a CSV file begins like one."""
    for who, name in (("zhao", "results"), ("wang", "roster")):
        item = "item=waterproofing&" if name == "results" else ""
        files = {kind: fetched(contest, who, f"{name}.{kind}?{item}lang={contest.lang}") for kind in ("xlsx", "csv")}
        inside = unpacked(files["xlsx"])
        assert b"<f>" not in inside
        assert html.escape(PEOPLE[1], quote=False).encode() in inside
        cells = [cell for row in csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d)", cell)] == []
        assert [name for name in NAMES if not any(name in cell for cell in cells)] == []


def told_before_unsealing(contest: Contest) -> list[str]:
    """What the hall was sent that tells who stands behind a code: pages, sockets, streams, a draft, the log."""
    for who, where in (
        ("zhao", "waterproofing/results"),
        ("qian", "waterproofing/awards"),
        ("sun", "waterproofing/judges"),
        ("zhao", "-/story"),
        ("sun", "-/units"),
        ("zhao", "-/seats"),
    ):
        expect(contest.at(who, where).get_by_role("main")).not_to_be_empty()
    page = contest.pages["sun"]
    page.goto(f"{contest.hall.url}/board/{contest.id}.waterproofing?lang={contest.lang}")
    expect(page.locator("ol > li.entry").first).to_be_visible()
    page.goto(f"{contest.hall.url}/console?lang={contest.lang}#/{contest.id}")
    return told_to_the_hall(contest, TELLING, exported(contest, draft=True) + contest.server.log.encode())


def told_to_the_hall(contest: Contest, names: list[str], also: bytes = b"") -> list[str]:
    """Those of the names that stand in what came down everybody's line, as they are or as JSON writes them."""
    sent = b"".join(contest.hall.heard) + also
    return [name for name in names if name.encode() in sent or name.encode("ascii", "backslashreplace") in sent]


def locked_unsealed_and_signed(contest: Contest) -> None:
    contest.do(contest.act("zhao", "lock"), "lock")
    dialog = contest.act("qian", "unseal")
    dialog.locator("[name=second-login]").fill("sun")
    dialog.locator("[name=second-password]").fill(PASSWORD)
    contest.do(dialog, "unseal")
    dialog = contest.act("zhao", "sign")
    dialog.locator("[name=password]").fill(PASSWORD)
    contest.do(dialog, "sign")


def exported(contest: Contest, *, draft: bool = False) -> bytes:
    """The results workbook as the chief gets it, unpacked."""
    asked = f"workbook.xlsx?item=waterproofing&lang={contest.lang}{'&draft=1' if draft else ''}"
    return unpacked(fetched(contest, "zhao", asked))


def fetched(contest: Contest, who: str, asked: str) -> bytes:
    """A file that somebody exports."""
    line = contest.office if who == "wang" else contest.hall
    answer = contest.pages[who].request.get(f"{line.url}/api/contests/{contest.id}/exports/{asked}")
    assert answer.ok, answer.text()
    return answer.body()


def unpacked(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
