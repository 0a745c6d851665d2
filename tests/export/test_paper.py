"""Papers as PDF: the words people typed arrive as they are, in a face that has them, and nothing is fetched."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from contest.called import terms
from contest.course import Course
from contest.export.paper import build_paper, qr_svg
from contest.export.score_sheets import aligned
from contest.export.words import speaking, words

SEAT = {"name": "砌筑 · 观感 1", "judge": "张建国", "marks": "砌筑：观感", "url": "http://venue/judge#pair=abc"}


def cards(*seats, lang="zh", **more):
    listed = [{**SEAT, "qr": qr_svg(SEAT["url"]), **seat} for seat in seats]
    return build_paper("seat_cards", {"title": "工匠杯", "seats": listed, "version": "cup #128", **more}, lang)


def said(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_four_cards_a_page_each_with_its_seat():
    first, second = said(cards(*({"name": f"席位 {k}"} for k in range(1, 6))))
    assert [f"席位 {k}" in first for k in range(1, 6)] == [True] * 4 + [False]
    assert "席位 5" in second
    assert "第 2 页 / 共 2 页" in second
    assert "cup #128" in second


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "*王*",
        "$x$",
        "阿卜杜拉·买买提",
        "𠮷野",
        "<script>",
        '"}]}',
        '#import "@preview/x:1.0.0"',
    ],
)
def test_what_people_typed_is_text_and_never_markup(name):
    (page,) = said(cards({"judge": name}))
    assert name in page.replace("\n", "")  # a long name runs on to the next line


def test_a_paper_speaks_as_its_contest_does():
    with speaking(terms(Course("expert", "work", ()))):
        (card,) = said(cards({}))
        assert (words("zh")("sign.chief"), words("zh")("col.name")) == ("专家组长：＿＿＿＿＿＿", "作品")
        assert words("en")("col.judge", n=2) == "Expert 2"
    assert "专家" in card
    assert "裁判" in said(cards({}))[0]
    assert (words("zh")("sign.chief"), words("zh")("col.name")) == ("裁判长：＿＿＿＿＿＿", "姓名")


def test_the_figures_of_a_column_have_their_points_below_each_other():
    rows = [{"marks": marks, "total": total} for marks, total in ((["7", "通过"], "17"), (["7.25", ""], "-2.5"))]
    assert aligned(rows) == [
        {"marks": ["7.00", "通过"], "total": "17.0"},
        {"marks": ["7.25", ""], "total": "-2.5"},
    ]
    assert aligned([]) == []


def test_the_same_cards_are_the_same_bytes():
    assert cards({}) == cards({})


def test_a_contest_where_one_person_may_hold_several_roles_says_so_on_every_page():
    assert all("一人兼任" in page for page in said(cards(*[{}] * 5, roles_shared=True)))
    assert not any("一人兼任" in page for page in said(cards(*[{}] * 5)))


def test_a_rehearsal_says_so_on_every_page():
    assert all("演练" in page for page in said(cards(*[{}] * 5, rehearsal=True)))
    assert "Rehearsal" in said(cards({}, rehearsal=True, lang="en"))[0]


def test_the_face_with_chinese_characters_is_in_the_file():
    fonts = PdfReader(io.BytesIO(cards({}))).pages[0]["/Resources"]["/Font"]
    assert all("NotoSansSC" in font.get_object()["/BaseFont"] for font in fonts.values())


def test_a_code_for_a_page_has_the_quiet_that_it_asks_for():
    """8 units a module, and two modules more on either side."""
    plain, quiet = (int(re.search(r'width="(\d+)"', qr_svg("x", *border))[1]) for border in ((), (2,)))
    assert quiet - plain == 2 * 2 * 8
