"""What people count and decide at the desk: votes, a ballot, ties, awards of the jury, who goes on, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.played import House, Played, rulebook
from tests.browser.test_console import (
    BOTH,
    EN,
    LIVE,
    PASSWORD,
    SUPERVISOR,
    VIEWER,
    ZH,
    Words,
    browser_context_args,
    faults,
    open_desk,
    served,
)
from tests.support.browser import PHONE

__all__ = ["browser_context_args", "served"]
PASTE = """text => {
  const data = new DataTransfer(); data.setData('text/plain', text)
  const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
  document.querySelector('.field-cell input').dispatchEvent(paste)
}"""


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def semi() -> dict[str, Any]:
    """Open names; practice, likes of two channels and a ballot; ties go to lots or the chief; two go on."""
    channels = [{"id": "app", "name": text("客户端", "App"), "weight": "60"}]
    channels.append({"id": "web", "name": text("网站", "Web"), "weight": "40"})
    likes = {"id": "likes", "name": text("点赞", "Likes"), "source": "votes", "out_of": "100", "weight": "30"}
    jury = {"id": "jury", "name": text("票决", "Jury"), "source": "ballot", "out_of": "100", "weight": "0"}
    rule = {"kind": "choose", "members": 5, "choose": 2, "quorum": "60", "of": "present", "passes": "50", "over": True}
    practice = rulebook()["parts"][1]
    half_up = {"digits": 2, "mode": "half_up"}
    return rulebook() | {
        "sealed": False,
        "parts": [practice, likes | {"votes": {"scale": "ratio", "channels": channels}}, jury | {"ballot": rule}],
        "rounding": {"judges": half_up, "part": half_up, "weighted": half_up, "total": half_up},
        "ties": [{"by": "lot"}, {"by": "chief"}],
        "advance": {"to": "final", "count": 2, "into": "before"},
        "awards": [
            {"id": "first", "name": text("一等奖", "First prize"), "count": 1, "money": "3000"},
            {"id": "second", "name": text("二等奖", "Second prize"), "count": 1, "money": "1000"},
        ],
    }


def final() -> dict[str, Any]:
    """The next round; what was won before counts there."""
    before = {
        "id": "before",
        "name": text("初赛", "First round"),
        "source": "imported",
        "weight": "30",
        "out_of": "100",
    }
    book = rulebook("final") | {"sealed": False, "name": text("决赛", "Final")}
    return book | {"parts": [before, book["parts"][1]]}


@pytest.fixture
def played(served: House) -> Iterator[Played]:
    played = Played(served, semi(), entries=4)
    played.act("rulebook", rulebook=final())
    yield played
    played.leave()


def counted(page: Page, played: Played) -> None:
    """The same votes for all in both channels, and a ballot that elects all: by the desk's own requests."""
    codes = played.codes()
    for channel in ("app", "web"):
        ask(page, played, f"votes/likes/{channel}", {"votes": dict.fromkeys(codes, 7)})
    papers = {"present": 3, "issued": 3, "returned": 3, "valid": 3}
    ask(page, played, "ballots/jury", papers | {"votes": [{"code": code, "for": 1} for code in codes]})


def ask(page: Page, played: Played, where: str, body: dict[str, Any]) -> None:
    csrf = page.request.get(f"{played.url}/api/session").json()["csrf"]
    answer = page.request.post(
        f"{played.url}/api/contests/{played.id}/items/wall/{where}", data=body, headers={"X-CSRF": csrf}
    )
    assert answer.ok, answer.text()


def marked(played: Played, *marks: str) -> None:
    for code, mark in zip(played.codes(), marks, strict=True):
        played.mark(code, mark)


def go(page: Page, played: Played, tab: str, words: Words) -> None:
    page.goto(f"{played.url}/console?lang={words.lang}#/{played.id}/wall/{tab}")


def test_votes_are_pasted_from_a_spreadsheet_and_a_fault_stands_in_its_cell(page: Page, played: Played) -> None:
    one, two, three, four = played.codes()
    open_desk(page, played, where="/wall/count")
    expect(page.get_by_text("还没有计票")).to_be_visible()
    page.get_by_role("button", name="录入 客户端").click()
    page.evaluate(PASTE, f"加密号\t票数\r\n{one}\t1,203\r\n{two}\t12x\r\nZZZ\t44\r\n")
    bar = page.get_by_role("group", name="录入")
    expect(bar).to_contain_text("不是整数")
    expect(page.get_by_label(f"{two} 客户端")).to_have_attribute("aria-invalid", "true")
    expect(bar.get_by_role("button", name="记下")).to_be_disabled()
    page.get_by_label(f"{two} 客户端").fill("120")
    expect(bar).to_contain_text("有 1 行认不出是谁，没有填入：ZZZ 44")
    page.get_by_label(f"{two} 客户端").press("Enter")
    page.keyboard.type("7")
    expect(page.get_by_label(f"{three} 客户端")).to_have_value("7")
    expect(bar).to_contain_text("改动 3 个，这个渠道合计 1,330 票")
    # Another counted too: it is said, and theirs stays beside what was typed here.
    ask(page, played, "votes/likes/app", {"votes": {one: 1, four: 9}})
    bar.get_by_role("button", name="记下 3 个票数").click()
    expect(bar).to_contain_text("这里已经被别人改过")
    expect(page.get_by_label(f"{four} 客户端")).to_have_value("9")
    expect(page.get_by_label(f"{one} 客户端")).to_have_value("1,203")
    bar.get_by_role("button", name="记下 3 个票数").click()
    expect(page.get_by_role("row", name=one)).to_contain_text("1,203", timeout=LIVE)

    page.get_by_role("button", name=f"作废 {one}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("作废多少票").fill("1204")
    expect(dialog).to_contain_text("最多作废这么多")
    dialog.get_by_label("作废多少票").fill("203")
    expect(dialog).to_contain_text("作废后计 1000 票")
    dialog.get_by_label("理由").fill("同一地址刷票")
    assert faults(page) == []
    dialog.get_by_role("button", name="作废 203").click()
    expect(page.get_by_role("row", name=one)).to_contain_text("1,203 −203", timeout=LIVE)
    expect(page.get_by_role("listitem").filter(has_text="同一地址刷票")).to_contain_text("−203")
    assert faults(page) == []


def test_a_ballot_is_noted_only_when_its_papers_add_up_and_a_run_off_follows(page: Page, played: Played) -> None:
    open_desk(page, played, EN, "/wall/count")
    page.get_by_label("Jury", exact=True).check()
    page.get_by_role("button", name="Fill in the tally").click()
    for name, count in (("Present", "5"), ("Issued", "5"), ("Returned", "6"), ("Valid", "5")):
        page.get_by_label(name, exact=True).fill(count)
    expect(page.get_by_role("alert")).to_contain_text("“Returned” must be a whole number, no more than the one before")
    page.get_by_label("Returned", exact=True).fill("5")
    for code, votes in zip(played.codes(), ("4", "2", "2", "9"), strict=True):
        page.get_by_label(f"{code} For").fill(votes)
    expect(page.get_by_text("More than 5 valid papers")).to_be_visible()
    page.get_by_label(f"{played.codes()[3]} For").fill("1")
    assert faults(page) == []
    page.get_by_role("button", name="Record: 1 elected, 3 not").click()
    expect(page.get_by_role("row", name=played.codes()[0])).to_contain_text("Elected", timeout=LIVE)

    page.get_by_role("button", name="Another round").click()
    page.get_by_role("button", name="The 2 with equal votes").click()
    expect(page.get_by_label(re.compile(" For$"))).to_have_count(2)
    for name in ("Present", "Issued", "Returned", "Valid"):
        page.get_by_label(name, exact=True).fill("5")
    page.get_by_label(f"{played.codes()[1]} For").fill("3")
    page.get_by_label(f"{played.codes()[2]} For").fill("2")
    page.get_by_role("button", name="Record: 1 elected, 1 not").click()
    expect(page.get_by_role("row", name=played.codes()[1])).to_contain_text("Elected · Round 2", timeout=LIVE)
    assert faults(page) == []


def test_ties_are_drawn_signed_and_the_first_go_on(page: Page, played: Played) -> None:
    marked(played, "90", "80", "80", "70")
    open_desk(page, played, where="/wall/results")
    counted(page, played)
    played.act("lock")
    expect(page.get_by_text("1 组并列按规则由人裁决")).to_be_visible(timeout=LIVE)
    page.get_by_role("button", name="同分裁决").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("裁判长裁定").check()
    dialog.get_by_role("button", name=re.compile("下移")).first.click()
    expect(dialog.get_by_role("button", name="记下 2 个的先后")).to_be_disabled()
    dialog.get_by_label("理由").fill("操作更规范")
    assert faults(page) == []
    dialog.get_by_role("button", name="记下 2 个的先后").click()
    expect(dialog).to_contain_text("已按“裁判长裁定”排定", timeout=LIVE)
    expect(dialog.get_by_role("listitem").first).to_contain_text(played.codes()[2])

    go(page, played, "advance", ZH)
    expect(page.get_by_role("button", name="2 个晋级到“决赛”")).to_be_disabled()
    assert faults(page) == []
    played.act("sign")
    page.get_by_role("button", name="2 个晋级到“决赛”").click(timeout=LIVE)
    confirm = page.get_by_role("dialog")
    expect(confirm).to_contain_text("2 个参赛对象进入“决赛”")
    expect(confirm).to_contain_text("2 个止步于本轮")
    confirm.get_by_role("button", name="2 个晋级到“决赛”").click()
    expect(page.get_by_text("2 个已晋级到“决赛”。")).to_be_visible(timeout=LIVE)
    page.goto(f"{played.url}/console?lang=zh#/{played.id}/final")
    expect(page.locator("tbody tr")).to_have_count(2)


@BOTH
def test_a_score_that_its_round_no_longer_has_stands_before_the_signature(
    page: Page, played: Played, words: Words
) -> None:
    """70 % practice, 30 % likes of two channels (60 : 40). With as many likes as the others the first has 100; with 1
    of the best's 7 in one channel it has 30 × (60 ÷ 7 + 40) ÷ 100 = 14.57 for them."""
    marked(played, "100", "80", "75", "70")
    open_desk(page, played, words)
    counted(page, played)
    played.act("lock")
    played.act("sign")
    ask(page, played, "advance", {"count": 2})
    played.act("open", "final")
    played.act("lock", "final", missing_digest="d" * 64)
    played.act("ask_unlock", reason_digest="d" * 64)
    played.act("unlock", by="account:supervisor")
    ask(page, played, "votes/likes/app", {"votes": dict(zip(played.codes(), (1, 3, 7, 7), strict=True))})
    page.goto(f"{played.url}/console?lang={words.lang}#/{played.id}/final")
    told = re.compile("100.00 → 84.57")
    expect(page.get_by_text(told).first).to_be_visible(timeout=LIVE)
    page.get_by_role("button", name=words.sign, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(told)).to_be_visible()
    expect(dialog.locator("[name=reason]")).to_be_visible()
    assert faults(page) == []

    played.act("lock")
    played.act("sign")
    go(page, played, "advance", words)
    act = "2 个的总分重新带入“决赛”" if words is ZH else "Bring 2 totals to Final again"
    page.get_by_role("button", name=act).click(timeout=LIVE)
    assert faults(page) == []
    dialog.get_by_role("button", name=act).click()
    expect(page.get_by_role("button", name=act)).to_have_count(0, timeout=LIVE)
    page.goto(f"{played.url}/console?lang={words.lang}#/{played.id}/final")
    expect(page.get_by_role("button", name=words.sign, exact=True)).to_be_visible()
    expect(page.get_by_text(told)).to_have_count(0)


@BOTH
def test_an_award_changes_for_a_reason_before_two_persons(page: Page, played: Played, words: Words) -> None:
    marked(played, "90", "80", "75", "70")
    open_desk(page, played, words, "/wall/awards")
    counted(page, played)
    played.act("lock")
    first = played.codes()[0]
    change = {"zh": "调整", "en": "Change"}[words.lang]
    page.get_by_role("button", name=f"{change} {first}").click(timeout=LIVE)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option("-")
    dialog.locator("[name=reason]").fill("资格存疑")
    dialog.locator("[name=second-login]").fill(SUPERVISOR)
    dialog.locator("[name=second-password]").fill(PASSWORD)
    assert faults(page) == []
    dialog.locator("button.main").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name=f"{change} {first}")).to_be_hidden(timeout=LIVE)
    expect(page.get_by_role("listitem").filter(has_text=first)).to_be_visible()
    assert faults(page) == []


def test_why_how_firm_and_how_the_judges_agree(page: Page, played: Played) -> None:
    marked(played, "90", "89.5", "75", "70")
    open_desk(page, played, where=f"/wall/results/{played.codes()[0]}")
    counted(page, played)
    played.act("lock")
    page.get_by_role("button", name="为什么", exact=True).click(timeout=LIVE)
    story = page.get_by_role("dialog")
    expect(story).to_contain_text("1 号裁判打 90 分，计入")
    expect(story).to_contain_text("第 1 名")
    assert faults(page) == []
    story.get_by_role("button", name="关闭").click()
    go(page, played, "awards", ZH)
    expect(page.get_by_text("奖金合计 4,000 元")).to_be_visible()
    page.get_by_role("button", name="稳健性").click()
    expect(page.get_by_role("dialog")).to_contain_text("二等奖 → 一等奖", timeout=30_000)
    assert faults(page) == []
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    go(page, played, "judges", EN)
    expect(page.get_by_text("Agreement cannot be told: only one juror has marked")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("img")).to_have_count(1)
    assert faults(page) == []


def test_who_may_only_look_is_offered_nothing_to_do(page: Page, played: Played) -> None:
    open_desk(page, played, where="/wall/count", login=VIEWER)
    expect(page.get_by_text("由组织者、裁判长或记分员录入")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("录入"))).to_have_count(0)
    page.get_by_label("票决", exact=True).check()
    expect(page.get_by_role("button", name="填写计票单")).to_have_count(0)


def test_in_a_hand_these_pages_are_as_wide_as_the_device_too(page: Page, played: Played) -> None:
    page.set_viewport_size(PHONE)
    open_desk(page, played)
    counted(page, played)
    for tab in ("count", "advance"):
        go(page, played, tab, ZH)
        expect(page.locator("tbody tr").or_(page.get_by_text("还没有完整成绩")).first).to_be_visible()
        assert (tab, page.evaluate("document.documentElement.scrollWidth")) == (tab, PHONE["width"])
        assert (tab, faults(page)) == (tab, [])
