"""The organizer's desk in a real browser: one item from the first sheet to the published result, in both languages."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from python_calamine import CalamineWorkbook

from contest.db import Reader, Writer
from contest.people import People
from tests.browser.played import House, Played, house, rulebook
from tests.support import hashes
from tests.support.browser import DESK, PHONE
from tests.support.staff import hired

PASSWORD = "a long enough password"
CHIEF, SUPERVISOR, VIEWER, RECORDER = "zhao", "qian", "sun", "li"
ACCOUNTS = {
    CHIEF: ("赵建国", ("organizer", "chief", "officer", "recorder")),
    SUPERVISOR: ("钱秀英", ("supervisor",)),
    VIEWER: ("孙看看", ("viewer",)),
    RECORDER: ("李小录", ("recorder",)),
}
LIVE = 5_000  # milliseconds: a hint, at most a second of waiting, a fetch


@dataclass(frozen=True)
class Words:
    """What the desk says in one language."""

    lang: str
    sign_in: str
    refused: str
    freeze: str
    frozen: str
    reveal: str
    lock: str
    missing: str
    unseal: str
    same_person: str
    sign: str
    twice: str
    signed: str
    publish: str
    published: str
    results: str
    awards: str
    export: str
    draft: str


ZH = Words(
    lang="zh",
    sign_in="登录",
    refused="账号或密码不对",
    freeze="封榜",
    frozen="已封榜",
    reveal="揭榜",
    lock="锁定评分",
    missing="2 / 3 张评分表已确认，缺 1 张：0 张已送未确认，1 张未到。",
    unseal="启封",
    same_person="另一人",
    sign="签字锁定",
    twice="两次独立计算一致 · 3 人 · #",
    signed="已签字",
    publish="公示",
    published="成绩已公示",
    results="成绩",
    awards="获奖",
    export="导出",
    draft="草稿",
)
EN = Words(
    lang="en",
    sign_in="Sign in",
    refused="wrong",
    freeze="Freeze board",
    frozen="Board frozen",
    reveal="Reveal board",
    lock="Lock marking",
    missing="2 of 3 sheets are confirmed; 1 missing: 0 sent but not confirmed, 1 not in.",
    unseal="Unseal",
    same_person="person",
    sign="Sign",
    twice="Two independent calculations agree · 3 people · #",
    signed="Signed",
    publish="Publish",
    published="Results are published",
    results="Results",
    awards="Awards",
    export="Export",
    draft="Draft",
)
BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=lambda words: words.lang)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    var = tmp_path_factory.mktemp("desk")
    with house(var) as served, pytest.MonkeyPatch.context() as patch:
        hashes.quick(patch)
        url = f"sqlite:///{var / 'contest.db'}"
        people = People(Writer(url), Reader(url))
        for login, (name, roles) in ACCOUNTS.items():  # one person for nearly everything: not about roles, these tests
            hired(people, login, name, PASSWORD, [("*", "", role) for role in roles])
        yield served


@pytest.fixture
def played(served: House) -> Iterator[Played]:
    played = Played(served)
    yield played
    played.leave()


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": DESK}


def open_desk(page: Page, played: Played, words: Words = ZH, where: str = "", login: str = CHIEF) -> None:
    page.goto(f"{played.url}/console?lang={words.lang}#/{played.id}{where}")
    fill_in(page, login)
    page.get_by_role("button", name=words.sign_in).click()
    expect(page.get_by_role("navigation").first).to_be_visible()


def fill_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(password)


def spine(page: Page) -> Locator:
    """The station the item stands at."""
    return page.locator("[aria-current=step]")


def act(page: Page, name: str) -> Locator:
    """Open an act's dialog."""
    page.locator("section.next").get_by_role("button", name=name, exact=True).click()
    return page.get_by_role("dialog")


def do(dialog: Locator, name: str) -> None:
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden(timeout=60_000)  # a signature is calculated twice


def cell(page: Page, code: str) -> Locator:
    return page.get_by_role("row", name=code).locator("[data-cell]").first


@BOTH
def test_a_wrong_password_is_refused_with_the_reason(page: Page, played: Played, words: Words) -> None:
    page.goto(f"{played.url}/console?lang={words.lang}")
    fill_in(page, CHIEF, "a guess")
    page.get_by_role("button", name=words.sign_in).click()
    expect(page.get_by_role("alert")).to_contain_text(words.refused)
    expect(page.locator("[name=password]")).to_be_empty()


def test_a_deep_link_leads_to_its_page_after_signing_in(page: Page, played: Played) -> None:
    code = played.codes()[0]
    open_desk(page, played, where=f"/wall/progress/{code}")
    expect(page.get_by_role("complementary")).to_contain_text(code)


def test_a_sheet_shows_as_it_arrives_and_the_status_line_says_when(page: Page, played: Played) -> None:
    first, second, _ = played.codes()
    open_desk(page, played, where="/wall")
    expect(cell(page, second)).to_have_attribute("aria-label", "未到")
    played.mark(second, "88.5")
    expect(cell(page, second)).to_have_attribute("aria-label", "已确认", timeout=LIVE)
    cell(page, second).click()
    expect(page.locator("p.status")).to_contain_text(re.compile(rf"{second}.*已确认.*\d\d:\d\d:\d\d"))
    expect(cell(page, first)).to_have_attribute("aria-label", "未到")


@BOTH
def test_an_item_goes_its_whole_way_to_the_published_result(page: Page, played: Played, words: Words) -> None:
    first, second, third = played.codes()
    played.mark(first, "80.5")
    played.mark(second, "91")
    open_desk(page, played, words, "/wall")

    do(act(page, words.freeze), words.freeze)
    expect(page.locator("header")).to_contain_text([words.frozen])
    do(act(page, words.reveal), words.reveal)

    lock_with_a_sheet_missing(page, words)
    unseal_with_a_second_person(page, words)
    expect(page.get_by_role("row", name=third)).to_contain_text(
        re.compile("[一-鿿]{2}")
    )  # the name has joined the code

    sign_what_is_shown(page, words)
    do(act(page, words.publish), words.publish)
    expect(page.locator("section.next")).to_contain_text(words.published)

    page.get_by_role("link", name=words.awards, exact=True).click()
    expect(page.get_by_role("row", name=second)).to_be_visible()
    assert second in sheet_texts(page, words)


def lock_with_a_sheet_missing(page: Page, words: Words) -> None:
    dialog = act(page, words.lock)
    expect(dialog).to_contain_text(words.missing)
    expect(dialog.get_by_role("button", name=words.lock)).to_be_disabled()
    dialog.locator("[name=reason]").fill("停电,第三位退场")
    do(dialog, words.lock)
    expect(page.get_by_role("button", name=words.unseal, exact=True)).to_be_visible()


def unseal_with_a_second_person(page: Page, words: Words) -> None:
    dialog = act(page, words.unseal)
    dialog.locator("[name=second-login]").fill(CHIEF)
    dialog.locator("[name=second-password]").fill(PASSWORD)
    dialog.get_by_role("button", name=words.unseal).click()
    expect(dialog.get_by_role("alert")).to_contain_text(words.same_person)
    dialog.locator("[name=second-login]").fill(SUPERVISOR)
    dialog.locator("[name=second-password]").fill(PASSWORD)
    do(dialog, words.unseal)


def sign_what_is_shown(page: Page, words: Words) -> None:
    dialog = act(page, words.sign)
    expect(dialog.locator("code")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    digest = dialog.locator("code").inner_text()
    expect(dialog.get_by_role("status")).to_contain_text(words.twice, timeout=60_000)
    dialog.locator("[name=reason]").fill("第三位退场")
    dialog.locator("[name=password]").fill(PASSWORD)
    do(dialog, words.sign)
    page.get_by_role("link", name=words.results, exact=True).click()
    expect(page.locator(".banner:not(.draft)")).to_contain_text(words.signed)
    assert page.locator(".banner .mono").get_attribute("title") == digest


def sheet_texts(page: Page, words: Words) -> set[str]:
    """Every text in the workbook that the desk gives out."""
    page.locator("header").get_by_role("button", name=words.export).click()
    with page.expect_download() as got:
        page.get_by_role("dialog").get_by_role("button", name=words.export).first.click()
    assert words.draft not in got.value.suggested_filename
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(Path(got.value.path()).read_bytes()))
    rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
    return {str(value) for row in rows for value in row}


def test_an_unsigned_result_leaves_only_as_a_draft(page: Page, played: Played) -> None:
    played.mark(played.codes()[0], "80")
    open_desk(page, played, where="/wall/results")
    expect(page.locator(".banner")).to_contain_text("草稿")
    page.locator("header").get_by_role("button", name="导出").click()
    with page.expect_download() as got:
        page.get_by_role("dialog").get_by_role("button", name="导出草稿").first.click()
    assert got.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("dialog").get_by_role("button", name="导出 日志").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()


def test_a_step_that_is_not_yours_says_whose_it_is(page: Page, played: Played) -> None:
    open_desk(page, played, where="/wall", login=VIEWER)
    expect(page.get_by_role("button", name="锁定评分")).to_be_disabled()
    expect(page.locator("section.next")).to_contain_text("由裁判长锁定")
    page.goto(f"{played.url}/console#/{played.id}/wall/seats")
    expect(page.get_by_role("row", name="裁判甲")).to_be_visible()
    for name in ("新配对链接", "吊销设备"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    for name in ("开赛前检查", "导出"):
        expect(page.get_by_role("navigation").get_by_role("link", name=name)).to_have_count(0)


def test_an_absent_entry_owes_no_sheet(page: Page, played: Played) -> None:
    code = played.codes()[0]
    open_desk(page, played, where=f"/wall/progress/{code}")
    panel = page.get_by_role("complementary")
    panel.get_by_label("缺席").check()
    panel.get_by_label("理由").fill("未检录")
    panel.get_by_role("button", name="记下").click()
    expect(cell(page, code)).to_have_attribute("aria-label", "不由此席评", timeout=LIVE)
    expect(page.get_by_role("row", name=code)).to_contain_text("缺席")
    toast = page.get_by_role("status").filter(has_text=f"{code} 的状态已改为“缺席”")
    toast.get_by_role("button", name="撤销").click()  # by one more act
    expect(page.get_by_role("row", name=code)).not_to_contain_text("缺席", timeout=LIVE)
    expect(toast).to_have_count(0)


def test_a_penalty_that_was_given_is_lifted_with_a_reason(page: Page, served: House) -> None:
    slip = {"id": "slip", "name": {"zh": "失误", "en": "Slip"}, "points": "0.5", "per": "count"}
    played = Played(served, rulebook() | {"penalties": [slip]})
    code = played.codes()[0]
    played.mark(code, "80")
    open_desk(page, played, where=f"/wall/progress/{code}")
    panel = page.get_by_role("complementary")
    panel.get_by_role("combobox", name="扣分").select_option("slip")
    panel.get_by_label("几次").fill("2")
    panel.get_by_label("理由").fill("掉了一块砖")
    panel.get_by_role("button", name="记下").click()
    given = panel.get_by_role("list", name="已有扣分")
    expect(given).to_contain_text("失误 −0.5 × 2")
    expect(given).to_contain_text("赵建国：掉了一块砖")
    assert faults(page) == []

    page.get_by_role("status").filter(has_text="已扣分：失误").get_by_role("button", name="撤销").click()
    expect(given).to_have_count(0, timeout=LIVE)
    panel.get_by_role("combobox", name="扣分").select_option("slip")
    panel.get_by_label("几次").fill("2")
    panel.get_by_label("理由").fill("掉了两块砖")
    panel.get_by_role("button", name="记下").click()

    given.get_by_role("button", name="撤销").click()
    lifting = given.locator("form")
    expect(lifting.get_by_role("button", name="撤销")).to_be_disabled()
    lifting.get_by_label("理由").fill("是架子上掉的")
    lifting.get_by_role("button", name="撤销").click()
    expect(given).to_have_count(0)
    expect(panel).not_to_contain_text("−1.0")
    played.leave()


def test_until_unsealing_the_results_say_in_one_sentence_why_totals_are_not_there(page: Page, played: Played) -> None:
    for code in played.codes():
        played.mark(code, "80")
    open_desk(page, played, where="/wall/results")
    why = "启封前不显示理论和总分，以免由此认出选手"
    expect(page.locator(".banner")).to_contain_text(why)
    heads = page.get_by_role("grid").locator("tr.heads th")
    expect(heads).to_have_text(["加密号", "1 号裁判 裁判甲", "得分", "折算"])
    assert faults(page) == []
    played.unseal()
    expect(page.locator(".banner")).not_to_contain_text(why, timeout=LIVE)
    expect(page.locator("tr.parts")).to_contain_text("理论")
    expect(heads.first).to_have_text("名次")


def test_a_late_sheet_waits_with_both_values_side_by_side_until_somebody_decides(page: Page, played: Played) -> None:
    code = played.codes()[0]
    played.mark(code, "80.5")
    played.act("lock", missing_digest="reason")
    with pytest.raises(AssertionError, match="set_aside"):
        played.mark(code, "95.5", base=1)
    open_desk(page, played, where="/wall/aside")
    expect(page.get_by_role("row", name="墙体")).to_contain_text(re.compile("80.5.*95.5"))
    page.get_by_role("button", name="不采纳").click()
    page.get_by_role("dialog").locator("[name=reason]").fill("锁定后才到")
    page.get_by_role("dialog").get_by_role("button", name="不采纳").click()
    expect(page.get_by_text("没有待裁定的评分表")).to_be_visible(timeout=LIVE)


def test_a_new_pairing_link_is_a_picture_and_a_link(page: Page, played: Played) -> None:
    open_desk(page, played, where="/wall/seats")
    page.get_by_role("button", name="新配对链接").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="生成二维码").click()
    picture = dialog.get_by_role("img", name="二维码")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(dialog.locator("input[readonly]")).to_have_value(re.compile("/judge#pair="))


def test_a_revoked_seat_is_unpaired(page: Page, played: Played) -> None:
    open_desk(page, played, where="/wall/seats")
    expect(page.get_by_role("row", name="裁判甲")).to_contain_text("在线")
    page.get_by_role("button", name="吊销设备").click()
    page.get_by_role("dialog").get_by_role("button", name="吊销设备").click()
    expect(page.get_by_role("row", name="裁判甲")).to_contain_text("未配对", timeout=LIVE)


def test_when_the_line_is_lost_the_last_truth_stays_and_says_its_time(page: Page, played: Played) -> None:
    code = played.codes()[0]
    open_desk(page, played, where="/wall")
    expect(cell(page, code)).to_be_visible()
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")  # look at once, not in a quarter of a minute
    expect(page.get_by_text("与服务器的连接断了")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"), timeout=LIVE)
    expect(cell(page, code)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("与服务器的连接断了")).to_be_hidden(timeout=LIVE)


def five_judges(route: Route) -> None:
    """A result whose panel dropped its highest and lowest."""
    totals = {
        "j1": ("70.00", "low"),
        "j2": ("80.00", None),
        "j3": ("81.50", None),
        "j4": ("82.00", None),
        "j5": ("95.00", "high"),
    }
    judges = {seat: {"total": total, "dropped": dropped} for seat, (total, dropped) in totals.items()}
    part = {"score": "81.17", "deducted": "0", "weighted": "56.82", "judges": judges}
    row = {"rank": 1, "tied": False, "code": "A1", "name": "=1+1", "unit": None, "total": "56.82", "status": "present"}
    whole = {
        "version": {"seq": 9, "digest": "ab" * 32},
        "final": False,
        "sealed": False,
        "veiled": False,
        "waiting": [],
    }
    parts = [{"id": "practice", "name": {"zh": "操作技能", "en": "Practice"}, "weight": "70", "hidden": False}]
    route.fulfill(
        json=whole | {"parts": parts, "rows": [row | {"parts": {"practice": part}, "deductions": [], "award": None}]}
    )


def test_dropped_marks_are_struck_through_and_what_excel_gets_is_text_and_numbers(page: Page, played: Played) -> None:
    page.route("**/results", five_judges)
    page.context.grant_permissions(["clipboard-read"])
    open_desk(page, played, where="/wall/results")
    expect(page.locator("s")).to_have_text(["70.00", "95.00"])
    page.get_by_role("button", name="复制到 Excel").click()
    copied = clipboard(page).split("\r\n")
    assert copied[1].split("\t") == [
        "1",
        "A1",
        "'=1+1",
        "56.82",
        "70.00 去低",
        "80.00",
        "81.50",
        "82.00",
        "95.00 去高",
        "81.17",
        "56.82",
    ]


def test_a_stretch_is_chosen_and_copied_with_the_keyboard_alone(page: Page, played: Played) -> None:
    page.route("**/results", five_judges)
    page.context.grant_permissions(["clipboard-read"])
    open_desk(page, played, where="/wall/results")
    page.get_by_role("grid").focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Control+c"):
        page.keyboard.press(key)
    expect(page.get_by_text("已复制 1 行")).to_be_visible()
    assert clipboard(page) == "A1\t'=1+1\t56.82"


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


TABS = ("", "/results", "/awards", "/judges", "/aside", "/seats")
SCREENS = ("", *(f"/wall{tab}" for tab in TABS), "/-/units", "/-/exports")


@BOTH
def test_no_screen_has_an_accessibility_fault(page: Page, played: Played, words: Words) -> None:
    for number, code in enumerate(played.codes()):
        played.mark(code, str(80 + number))
    open_desk(page, played, words)
    for where in SCREENS:
        page.goto(f"{played.url}/console?lang={words.lang}#/{played.id}{where}")
        expect(page.locator("main h1, header h1").first).to_be_visible()
        assert (where, faults(page)) == (where, [])


def test_in_a_hand_every_screen_is_as_wide_as_the_device_and_scrolls_as_a_whole(page: Page, played: Played) -> None:
    page.set_viewport_size(PHONE)
    open_desk(page, played)
    for where in SCREENS:
        page.goto(f"{played.url}/console?lang=zh#/{played.id}{where}")
        expect(page.locator("main h1, header h1").first).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (where, width) == (where, PHONE["width"])


@BOTH
def test_a_seat_is_made_a_trainee_s_in_a_dialog_without_an_accessibility_fault(
    page: Page, played: Played, words: Words
) -> None:
    open_desk(page, played, words, "/wall/seats")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.get_by_role("button", name=re.compile("改为见习|Make a trainee’s")).first.click()
        expect(page.get_by_role("dialog").locator("[name=reason]")).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")


@BOTH
def test_no_dialog_has_an_accessibility_fault(page: Page, played: Played, words: Words) -> None:
    page.goto(f"{played.url}/console?lang={words.lang}")
    expect(page.locator("[name=login]")).to_be_visible()
    assert faults(page) == []
    open_desk(page, played, words, f"/wall/progress/{played.codes()[0]}")
    expect(page.get_by_role("complementary")).to_be_visible()
    assert faults(page) == []
    act(page, words.lock)
    assert faults(page) == []


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]
