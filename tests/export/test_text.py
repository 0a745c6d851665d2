"""Text stays text: whatever people are called, no cell calculates and every cell reads back as it was."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.export import build_csv, build_workbook, file_name
from contest.export.csvfile import bare, guarded, read_csv
from contest.export.exact import plain
from contest.export.extract import extract
from contest.export.view import ItemView, PartCell, PartView, ResultView, RowView, SheetView, Signature, Version
from contest.scoring.refused import Refused
from contest.scoring.rulebook_types import Text
from tests.export.played import played
from tests.export.sheets import formulas, read, texts

EVIL = [
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "＝1＋1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "'",
    "http://x.y/",
    "mailto:a@b",
]
EVIL += [
    "{=1}",
    '=HYPERLINK("http://x")',
    "1e5",
    "001",
    "TRUE",
    "#N/A",
    "_x0041_",
    "<b>",
    "&amp;",
    "阿依努尔·吐尔逊",
    "𠮷野",
]
# What XML cannot carry, and the end-of-line marks that it folds, are the subject of tests of their own.
WRITABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
NAMES = st.one_of(st.sampled_from(EVIL), st.text(WRITABLE, min_size=1, max_size=30))
ITEM = Text("项目", "item")
POINTS = st.decimals(min_value=0, max_value=1000, places=4)


def _view(names, totals=None, weird=ITEM):
    rows = tuple(
        RowView(n, f"K{n}", (totals or {}).get(n, Decimal("90.5")), name=name, unit=name, parts={"p": PartCell(None)})
        for n, name in enumerate(names, 1)
    )
    sheets = tuple(SheetView(f"K{n}", weird, weird, (), Decimal(1), name) for n, name in enumerate(names, 1))
    version = Version(7, "ab" * 32)
    part = PartView("p", weird, Decimal(100), Decimal(100))
    item = ItemView("item", weird, (part,), rows, version, Signature("x", "2026-11-21T08:27:00.000Z"), sheets=sheets)
    return ResultView(weird, (item,), version)


@given(st.lists(NAMES, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_name_becomes_a_formula_and_each_reads_back(names):
    content = build_workbook(_view(names))
    assert formulas(content) == 0
    assert set(names) <= texts(content)


@pytest.mark.parametrize("name", EVIL)
def test_each_known_trick_stays_text_in_every_place(name):
    content = build_workbook(_view([name], weird=Text(name, name)))
    assert formulas(content) == 0
    assert name in texts(content)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_gives_a_workbook_that_opens(name):
    content = build_workbook(_view([name], weird=Text(name, name)))
    assert list(read(content)) == ["成绩", "评分表", "说明"]


def test_what_xml_cannot_carry_is_shown_as_such():
    assert "a\ufffdb\ufffd" in texts(build_workbook(_view(["a\ud800b\uffff"])))


@given(st.lists(POINTS, min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_totals_read_back_digit_for_digit(totals):
    view = _view([f"n{i}" for i in range(len(totals))], dict(enumerate(totals, 1)))
    rows = [row for row in next(iter(read(build_workbook(view)).values())) if str(row[1]).startswith("K")]
    assert [Decimal(str(row[-2])) for row in rows] == totals


def test_a_total_beyond_a_spreadsheets_digits_keeps_them_as_text():
    exact = Decimal("90.12345678901234567")
    assert plain(exact) in texts(build_workbook(_view(["a"], {1: exact})))


@given(st.text())
def test_guarded_text_comes_back_and_never_begins_a_formula(text):
    assert bare(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), min_size=1, max_size=10))
@settings(max_examples=60, deadline=None)
def test_csv_round_trips_names_and_totals(names):
    names = [name.replace("\ufffe", "").replace("\uffff", "") for name in names]
    lines = read_csv(build_csv(_view(names)))
    assert [line["姓名"] for line in lines] == names
    assert {line["总分"] for line in lines} == {"90.5"}


def test_csv_of_the_whole_contest_holds_every_entry_and_its_version():
    content = build_csv(played())
    assert content.startswith(b"\xef\xbb\xbf")
    lines = read_csv(content)
    assert len(lines) == 52
    assert all("2188:3fa2b1c0" in line["结果版本"] and line["结果版本"].endswith("已签字") for line in lines)


def test_a_rehearsal_says_so_in_every_file_signed_or_not():
    for draft, state in ((False, "已签字"), (True, "草稿/DRAFT")):
        view = replace(played(draft=draft, items=("masonry",)), rehearsal=True)
        for content in (build_csv(view), extract(view, "awards", "csv")):
            assert {line["结果版本"].split(" ", 1)[1] for line in read_csv(content)} == {f"{state} 演练"}
        said = texts(build_workbook(view))
        assert any(text.endswith("演练数据，不是真实成绩") and ("草稿" in text) is draft for text in said)


def test_the_whole_and_one_list_of_it_are_files_of_different_names():
    view = played(items=("masonry",))
    for lang in ("zh", "en"):
        assert file_name(view, lang, "xlsx", "workbook") != file_name(view, lang, "xlsx")


def test_csv_of_a_draft_says_so_on_every_line_and_an_unsigned_one_is_refused():
    draft = played(draft=True)
    assert all("DRAFT" in line["结果版本"] for line in read_csv(build_csv(draft)))
    with pytest.raises(Refused):
        build_csv(replace(draft, draft=False))


def test_the_file_name_has_the_version_and_marks_a_draft():
    assert file_name(played(items=("masonry",)), "zh", "xlsx") == "砌筑-成绩-2188-3fa2b1c0.xlsx"
    assert file_name(played(draft=True), "en", "csv").startswith("草稿-DRAFT-Craftsman-Cup")


@given(st.text(min_size=1, max_size=60))
def test_a_file_name_has_no_separator_whatever_the_item_is_called(name):
    view = _view(["a"], weird=Text(name, name))
    made = file_name(view, "zh", "xlsx")
    assert not set('/\\:*?"<>|.') & set(made.removesuffix(".xlsx"))
    assert not any(unicodedata.category(sign).startswith("C") for sign in made)
