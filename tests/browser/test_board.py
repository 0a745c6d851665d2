"""The board in a real browser, fed by a real server: what a hall and a phone see of a contest."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.played import House, Played, house, panel, rulebook
from tests.browser.relay import relay
from tests.support.browser import HALL, PHONE

LINE_BACK = 30_000  # milliseconds: noticed, waited with jitter, opened again
Play = Callable[..., Played]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as open_house:
        yield open_house


@pytest.fixture
def play(served: House) -> Iterator[Play]:
    played: list[Played] = []

    def begin(*books: object, entries: int = 3, rehearsal: bool = False) -> Played:
        played.append(Played(served, *books, entries=entries, rehearsal=rehearsal))  # type: ignore[arg-type]
        return played[-1]

    yield begin
    for contest in played:
        contest.leave()


@pytest.fixture
def hall(another: Callable[[], BrowserContext]) -> Page:
    return sized(another, HALL)


@pytest.fixture
def phone(another: Callable[[], BrowserContext]) -> Page:
    return sized(another, PHONE)


def sized(another: Callable[[], BrowserContext], size: ViewportSize) -> Page:
    page = another().new_page()
    page.set_viewport_size(size)
    return page


def rows(page: Page) -> Locator:
    return page.locator("ol > li.entry")


def standing(page: Page) -> list[str]:
    """Place and who of each row in sight, for comparisons of whole boards."""
    return [
        " ".join(row.locator(part).first.inner_text().replace("\n", "") for part in (".place", ".name"))
        for row in rows(page).all()
    ]


def finish_page(page: Page) -> None:
    """Let the progress line come to its end now."""
    page.evaluate("document.querySelector('footer .track span').getAnimations().forEach((each) => each.finish())")


def test_a_confirmed_sheet_moves_the_board(hall: Page, play: Play) -> None:
    contest = play()
    first, second, third = contest.codes()
    hall.goto(contest.board())
    expect(hall.get_by_text("还没有成绩")).to_be_visible()

    contest.mark(first, "80")
    contest.mark(second, "70")
    expect(rows(hall)).to_have_count(2)
    assert standing(hall) == [f"1 {first}", f"2 {second}"]

    contest.mark(third, "90")
    expect(rows(hall).first).to_contain_text(third)
    assert standing(hall) == [f"1 {third}", f"2 {first}", f"3 {second}"]
    expect(rows(hall).first.locator(".score")).to_have_text("63.00")
    expect(hall.locator("header")).to_contain_text("3 / 3\u2009人已评")


def test_what_was_missed_while_the_line_was_cut_is_there_when_it_is_back(hall: Page, served: House, play: Play) -> None:
    contest = play()
    first, second, _ = contest.codes()
    contest.mark(first, "80")
    with relay(served.port) as line:
        hall.goto(contest.board().replace(served.url, line.url))
        expect(rows(hall)).to_have_count(1)

        line.cut()
        lost = hall.get_by_text("连接中断")
        expect(lost).to_be_visible(timeout=LINE_BACK)
        assert standing(hall) == [f"1 {first}"]
        contest.mark(second, "90")

        line.mend()
        expect(rows(hall)).to_have_count(2, timeout=LINE_BACK)
        assert standing(hall) == [f"1 {second}", f"2 {first}"]
        expect(lost).to_have_count(0)


def test_a_frame_lost_on_the_way_is_mended_by_the_next(hall: Page, play: Play) -> None:
    contest = play()
    first, second, third = contest.codes()
    hall.add_init_script(
        """const listen = EventSource.prototype.addEventListener
        EventSource.prototype.addEventListener = function (name, hear) {
          listen.call(this, name, (event) => {
            const page = document.documentElement.dataset
            if (name === 'frame' && page.lose === 'next') page.lose = 'lost'
            else hear(event)
          })
        }"""
    )
    hall.goto(contest.board())
    contest.mark(first, "80")
    expect(rows(hall)).to_have_count(1)
    hall.evaluate("document.documentElement.dataset.lose = 'next'")
    contest.mark(second, "90")
    expect(hall.locator("html")).to_have_attribute("data-lose", "lost")
    expect(rows(hall)).to_have_count(1)
    with hall.expect_response(lambda reply: "/boards/" in reply.url) as mending:
        contest.mark(third, "70")
    assert mending.value.ok
    expect(rows(hall)).to_have_count(3)
    assert standing(hall) == [f"1 {second}", f"2 {first}", f"3 {third}"]


def test_ten_rows_a_page_and_the_pages_turn_by_themselves(hall: Page, play: Play) -> None:
    contest = play(entries=24)
    for number, code in enumerate(contest.codes()):
        contest.mark(code, str(99 - number))
    hall.goto(contest.board())
    expect(hall.get_by_text("第\u20091 / 3\u2009页")).to_be_visible()
    expect(rows(hall)).to_have_count(10)
    assert standing(hall)[-1] == f"10 {contest.codes()[9]}"

    finish_page(hall)
    expect(hall.get_by_text("第\u20092 / 3\u2009页")).to_be_visible()
    assert standing(hall)[0] == f"11 {contest.codes()[10]}"
    finish_page(hall)
    expect(rows(hall)).to_have_count(4)
    finish_page(hall)
    expect(hall.get_by_text("第\u20091 / 3\u2009页")).to_be_visible()


def test_the_keyboard_turns_and_holds_pages(hall: Page, play: Play) -> None:
    contest = play(entries=11)
    for code in contest.codes():
        contest.mark(code, "80")
    hall.goto(contest.board())
    expect(hall.get_by_text("第\u20091 / 2\u2009页")).to_be_visible()
    hall.keyboard.press("ArrowRight")
    expect(hall.get_by_text("第\u20092 / 2\u2009页")).to_be_visible()
    hall.keyboard.press("Space")
    expect(hall.get_by_text("第\u20092 / 2\u2009页 · 已暂停")).to_be_visible()
    states = "document.querySelector('footer .track span').getAnimations().map((each) => each.playState)"
    assert hall.evaluate(states) == ["paused"]
    hall.keyboard.press("ArrowLeft")
    expect(hall.get_by_text("第\u20091 / 2\u2009页 · 已暂停")).to_be_visible()
    assert hall.evaluate(states) == ["paused"]
    hall.keyboard.press("Space")
    assert hall.evaluate(states) == ["running"]


def test_ties_share_their_place(hall: Page, play: Play) -> None:
    contest = play()
    first, second, third = contest.codes()
    for code, points in ((first, "70"), (second, "90"), (third, "90")):
        contest.mark(code, points)
    hall.goto(contest.board())
    expect(rows(hall)).to_have_count(3)
    assert [line.split()[0] for line in standing(hall)] == ["1并列", "1并列", "3"]


def test_progress_alone_shows_no_code_and_no_score(hall: Page, play: Play) -> None:
    contest = play(rulebook(while_sealed="progress"))
    hall.goto(contest.board())
    figure = hall.locator("main strong")
    expect(figure).to_have_text("0")
    contest.mark(contest.codes()[0], "80")
    expect(figure).to_have_text("1")
    text = hall.inner_text("body")
    assert not [code for code in contest.codes() if code in text]
    assert not re.search(r"(?<![\d:])56(?![\d:])", text), "the score is told"


def test_a_frozen_board_says_so_and_goes_on_where_the_contest_is_then(hall: Page, play: Play) -> None:
    contest = play()
    first, second, _ = contest.codes()
    contest.mark(first, "80")
    hall.goto(contest.board())
    expect(rows(hall)).to_have_count(1)
    contest.act("freeze")
    expect(hall.get_by_text("已封榜")).to_be_visible()
    contest.mark(second, "90")
    contest.act("unfreeze")
    expect(rows(hall)).to_have_count(2)
    expect(hall.get_by_text("评分中")).to_be_visible()
    expect(hall.get_by_text("已封榜")).to_have_count(0)


def test_names_join_at_unsealing_and_awards_at_publication(hall: Page, play: Play) -> None:
    contest = play()
    for code, points in zip(contest.codes(), ("70", "80", "90"), strict=True):
        contest.mark(code, points)
    hall.goto(contest.board())
    expect(rows(hall)).to_have_count(3)
    expect(hall.locator(".captions")).to_contain_text("编号")
    expect(hall.locator(".captions")).not_to_contain_text("理论")

    contest.unseal()
    expect(hall.get_by_text("已启封")).to_be_visible()
    expect(hall.locator(".captions")).to_contain_text("选手")
    expect(hall.locator(".captions")).to_contain_text("理论")
    assert not [code for code in contest.codes() if code in hall.inner_text("body")]

    contest.act("sign")
    contest.act("publish", by="account:organizer")
    expect(hall.get_by_text("公示")).to_be_visible()
    expect(rows(hall).first).to_contain_text("一等奖")
    expect(hall.get_by_text("一等奖")).to_have_count(1)


COUNT_SLIDES = """() => {
  window.slides = 0
  const animate = Element.prototype.animate
  Element.prototype.animate = function (frames, options) {
    const slides = this.matches('li.entry') && [...frames].some((frame) => frame.transform)
    if (slides && options.duration > 0) window.slides += 1
    return animate.call(this, frames, options)
  }
}"""


@pytest.mark.parametrize(("wish", "slides"), [("no-preference", True), ("reduce", False)])
def test_rows_slide_to_their_place_unless_motion_is_unwanted(
    browser: Browser, play: Play, wish: Literal["no-preference", "reduce"], slides: bool
) -> None:
    contest = play()
    first, second, _ = contest.codes()
    contest.mark(first, "80")
    with browser.new_context(viewport=HALL, reduced_motion=wish) as context:
        page = context.new_page()
        page.goto(contest.board())
        expect(rows(page)).to_have_count(1)
        page.evaluate(COUNT_SLIDES)
        contest.mark(second, "90")
        expect(rows(page).first).to_contain_text(second)
        assert (page.evaluate("window.slides") > 0) is slides


def test_a_phone_finds_one_entry(phone: Page, play: Play) -> None:
    contest = play(entries=12)
    for number, code in enumerate(contest.codes()):
        contest.mark(code, str(60 + number))
    phone.goto(contest.board())
    expect(rows(phone)).to_have_count(12)
    find = phone.get_by_role("searchbox")
    find.fill(contest.codes()[2].lower())
    expect(rows(phone)).to_have_count(1)
    assert standing(phone) == [f"10 {contest.codes()[2]}"]
    find.fill("Z99")
    expect(phone.get_by_text("榜单上没有“Z99”")).to_be_visible()


def test_a_phone_finds_an_entry_below_the_published_depth_by_its_code(phone: Page, play: Play) -> None:
    contest = play(rulebook(depth=3), entries=8)
    for number, code in enumerate(contest.codes()):
        contest.mark(code, str(90 - number))
    phone.goto(contest.board())
    expect(rows(phone)).to_have_count(3)
    find = phone.get_by_role("searchbox")
    find.fill(contest.codes()[6].lower())
    expect(phone.get_by_text("在前\u20093\u2009名之后")).to_be_visible()
    beyond = phone.locator("main .beyond")
    expect(beyond.locator(".place").first).to_have_text("7")
    expect(beyond.locator(".name")).to_have_text(contest.codes()[6])
    expect(beyond.locator(".score")).to_have_text("58.80")
    find.fill("Z99")
    expect(phone.get_by_text("榜单上没有“Z99”")).to_be_visible()
    expect(beyond).to_have_count(0)


@pytest.mark.parametrize("size", [HALL, PHONE], ids=["hall", "phone"])
def test_a_score_of_an_incomplete_panel_is_marked_as_one_until_the_panel_is_complete(
    another: Callable[[], BrowserContext], play: Play, size: ViewportSize
) -> None:
    book = rulebook(provisional=True)
    panel(book, judges=2)
    contest = play(book)
    first = contest.codes()[0]
    contest.mark(first, "80")
    page = sized(another, size)
    page.goto(contest.board())
    expect(rows(page).locator(".score" if size == HALL else ".who")).to_contain_text("暂")
    expect(rows(page).locator(".part")).to_contain_text("暂80.00")
    expect(page.get_by_text("暂：裁判未评齐，分数还会变")).to_be_visible()
    contest.mark(first, "90", seat="j2")
    expect(rows(page).locator(".score")).to_have_text("59.50")
    expect(page.get_by_text("暂", exact=False)).to_have_count(0)


def test_an_item_without_codes_that_is_locked_waits_for_no_unsealing(hall: Page, play: Play) -> None:
    contest = play(rulebook() | {"sealed": False})
    for code in contest.codes():
        contest.mark(code, "80")
    contest.act("lock")
    hall.goto(contest.board())
    expect(hall.get_by_text("评分结束")).to_be_visible()
    expect(hall.get_by_text("待启封")).to_have_count(0)


@pytest.mark.parametrize(("ranks", "said"), [("team", "0 / 3\u2009队已评"), ("work", "0 / 3\u2009件已评")])
def test_what_is_counted_has_its_own_word(hall: Page, play: Play, ranks: str, said: str) -> None:
    contest = play(rulebook() | {"ranks": ranks})
    hall.goto(contest.board())
    expect(hall.locator("header")).to_contain_text(said)


def test_the_list_leads_to_a_board_in_the_chosen_language(phone: Page, play: Play) -> None:
    contest = play(rehearsal=True)
    phone.goto(f"{contest.url}/board/?contest={contest.id}&lang=zh")
    expect(phone.get_by_text("演练")).to_be_visible()
    phone.get_by_role("button", name="English").click()
    phone.get_by_role("link", name="Masonry").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Masonry")
    expect(phone.get_by_text("Marking")).to_be_visible()


def test_an_unknown_board_is_told_as_such(phone: Page, served: House) -> None:
    phone.goto(f"{served.url}/board/nothing.here?lang=zh")
    expect(phone.get_by_role("heading", name="没有这个榜单")).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [HALL, PHONE], ids=["hall", "phone"])
def test_no_barrier_that_axe_finds(browser: Browser, play: Play, size: dict[str, int], lang: str) -> None:
    """Sealed, as progress, named and awarded: every state has its words and its contrast."""
    parts, progress = play(entries=11), play(rulebook(while_sealed="progress"), rehearsal=True)
    context = browser.new_context(viewport=size, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(progress.board(lang=lang))
    expect(page.locator("main strong")).to_have_text("0")
    assert violations(page) == []
    for number, code in enumerate(parts.codes()):
        parts.mark(code, str(60 + number // 2))
    page.goto(parts.board(lang=lang))
    expect(rows(page).first).to_contain_text(parts.codes()[-1])
    assert violations(page) == []
    parts.unseal()
    parts.act("sign")
    parts.act("publish", by="account:organizer")
    expect(page.get_by_text("一等奖" if lang == "zh" else "First prize")).to_be_visible()
    assert violations(page) == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds on the page once nothing on it moves any more."""
    page.evaluate(
        "for (const row of document.querySelectorAll('li')) for (const each of row.getAnimations()) each.finish()"
    )
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]
