"""The results workbook, read back cell by cell."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from contest.export import build_csv, build_workbook
from contest.export.csvfile import read_csv
from contest.export.exact import as_float
from contest.export.view import Deduction, PartCell
from contest.scoring.refused import Refused
from contest.scoring.rulebook_types import Text
from tests.export.played import VERSION, played
from tests.export.sheets import formulas, parts, read, table, texts


def _masonry(lang="zh", **how):
    view = played(items=("masonry",), **how)
    return view.items[0], build_workbook(view, lang)


def test_one_item_has_its_ranking_marks_awards_and_explanation():
    _, content = _masonry()
    assert list(read(content)) == ["成绩", "评分表", "获奖名单", "说明"]


def test_several_items_have_an_overview_a_sheet_each_and_the_units():
    sheets = read(build_workbook(played()))
    assert list(sheets) == ["总成绩", "砌筑", "彩画", "防水", "评分表", "获奖名单", "团体", "说明"]
    assert len(table(sheets["总成绩"], "项目")) == 52
    assert len(table(sheets["团体"], "名次")) == 11


def test_in_english_the_same_sheets_have_english_names():
    assert list(read(build_workbook(played(), "en")))[-4:] == ["Marks", "Awards", "Units", "About"]


def test_the_ranking_shows_place_code_name_unit_and_total_as_computed():
    item, content = _masonry()
    shown = table(read(content)["成绩"], "名次")
    assert [(row["名次"], row["加密号"], row["姓名"], row["单位"], row["总分"]) for row in shown] == [
        (r.rank or "退赛", r.code, r.name, r.unit, "" if r.rank is None else float(r.total)) for r in item.rows
    ]


def test_every_judges_total_is_there_also_the_dropped_ones():
    item, content = _masonry()
    first = table(read(content)["成绩"], "名次")[0]
    judges = [item.rows[0].parts["product"].judges[seat.id] for seat in item.parts[-1].seats]
    assert [first[f"清水墙观感（20\u2009%） 裁判\u2009{n}"] for n in range(1, 6)] == [float(j.total) for j in judges]


def test_dropped_totals_are_numbers_struck_through_and_marked():
    _, content = _masonry()
    styles = parts(content, "xl/styles.xml")["xl/styles.xml"]
    assert "<strike/>" in styles
    assert re.search(r'formatCode="0\.0&quot; 去高&quot;', styles)
    assert re.search(r'formatCode="0\.0&quot; 去低&quot;', styles)


def test_each_present_entry_has_exactly_one_highest_and_one_lowest_dropped():
    item, _ = _masonry()
    for row in item.rows:
        dropped = sorted(judge.dropped or "" for judge in row.parts["product"].judges.values())
        assert dropped == ["", "", "", "high", "low"]


def test_every_mark_of_every_sheet_is_listed():
    item, content = _masonry()
    listed = table(read(content)["评分表"], "项目")
    assert len(listed) == sum(len(sheet.marks) for sheet in item.sheets) == 22 * (10 + 8 + 5 * 5)
    assert {row["打分/读数"] for row in listed if row["评分点"] == "劳保用品"} == {"是", "否"}
    lengths = [row["打分/读数"] for row in listed if row["评分点"] == "墙长"]
    assert all(re.fullmatch(r"[\d.]+ / [\d.]+\u2009mm", text) for text in lengths)


def test_award_names_places_and_money_are_listed():
    item, content = _masonry()
    listed = table(read(content)["获奖名单"], "项目")
    assert [row["奖项"] for row in listed] == ["一等奖"] * 2 + ["二等奖"] * 4 + ["三等奖"] * 7
    assert {row["奖金（元）"] for row in listed} == {3000.0, 2000.0, 1000.0}
    assert [row["姓名"] for row in listed] == [w.name for award in item.awards for w in award.winners]


def test_the_units_sheet_adds_up():
    for row in table(read(build_workbook(played()))["团体"], "名次"):
        shares = [Decimal(str(value)) for name, value in row.items() if name.endswith(" 得分") and value != ""]
        assert sum(shares) == Decimal(str(row["合计"]))


def test_the_version_stands_on_every_sheet_and_in_every_foot():
    content = build_workbook(played())
    for name, rows in read(content).items():
        said = " ".join(str(cell) for row in rows for cell in row)
        assert VERSION.short in said or VERSION.digest in said, name
    for name, xml in parts(content, r"xl/worksheets/sheet\d+\.xml").items():
        assert VERSION.short in xml.split("<oddFooter>")[1], name


def test_every_sheet_is_a4_landscape_or_portrait_one_page_wide():
    sheets = parts(build_workbook(played()), r"xl/worksheets/sheet\d+\.xml")
    assert all('paperSize="9"' in xml and 'fitToHeight="0"' in xml for xml in sheets.values())
    assert sum('orientation="landscape"' in xml for xml in sheets.values()) == len(sheets) - 1


def test_heads_are_frozen_repeated_on_paper_and_can_be_filtered():
    content = build_workbook(played())
    tables = list(parts(content, r"xl/worksheets/sheet\d+\.xml").values())[:-1]
    assert all('state="frozen"' in xml and "<autoFilter" in xml for xml in tables)
    assert parts(content, "xl/workbook.xml")["xl/workbook.xml"].count("_xlnm.Print_Titles") == len(tables)


def test_there_are_lines_to_sign_on():
    _, content = _masonry()
    said = texts(content)
    assert all(any(text.startswith(who) for text in said) for who in ("记分员", "裁判长", "监督", "日期"))


def test_an_unsigned_result_is_refused():
    view = played(draft=True)
    signed_off = type(view)(contest=view.contest, items=view.items, version=view.version, draft=False)
    with pytest.raises(Refused, match="export_unsigned"):
        build_workbook(signed_off)


def test_a_draft_says_so_on_every_sheet_and_every_page():
    content = build_workbook(played(draft=True))
    for name, rows in read(content).items():
        assert any("草稿" in str(cell) and "DRAFT" in str(cell) for cell in rows[0]), name
    for name, xml in parts(content, r"xl/worksheets/sheet\d+\.xml").items():
        head = xml.split("<oddHeader>")[1].split("</oddHeader>")[0]
        assert "草稿" in head, name
        assert "DRAFT" in head, name


def test_a_signed_result_says_nothing_of_a_draft():
    assert not any("草稿" in text or "DRAFT" in text for text in texts(build_workbook(played())))


def test_a_sealed_draft_holds_no_name_no_unit_and_no_number():
    known = played(items=("masonry",)).items[0].rows
    _, content = _masonry(draft=True, sealed=True)
    inside = "".join(parts(content, r".*\.xml").values())
    for row in known:
        assert row.name not in inside
        assert row.unit not in inside
        assert row.number not in inside


def test_a_sealed_draft_tells_neither_theory_nor_a_total_that_would_unmask_it():
    sealed = played(draft=True, sealed=True, items=("masonry",))
    sheets = read(build_workbook(sealed))
    rows = table(sheets["成绩"], "名次")
    assert [row["加密号"] for row in rows] == sorted(row.code for row in sealed.items[0].rows)
    assert {row["总分"] for row in rows} == {""}
    assert {row["名次"] for row in rows} == {"", "退赛"}
    assert not any("理论" in title for title in rows[0])
    assert "获奖名单" not in sheets
    assert all(line["总分"] == "" and "理论 得分" not in line for line in read_csv(build_csv(sealed)))


def test_the_same_result_gives_the_same_bytes():
    assert build_workbook(played()) == build_workbook(played())


def test_no_cell_is_a_formula_or_a_link():
    assert formulas(build_workbook(played())) == 0


@pytest.mark.parametrize("number", ["0.1", "92.58", "100", "14.6250", "0.3333333333", "123456789012345"])
def test_a_number_that_a_spreadsheet_can_hold_is_a_number(number):
    assert Decimal(repr(as_float(Decimal(number)))) == Decimal(number)


@pytest.mark.parametrize("number", ["0.12345678901234567", "9007199254740993.25"])
def test_one_that_it_would_alter_is_not(number):
    assert as_float(Decimal(number)) is None


def test_a_penalty_of_a_part_is_told_but_not_taken_twice():
    view = played(items=("masonry",))
    item = view.items[0]
    fire = Deduction(Text("违规动火", "Fire rules"), Decimal(5), "process")
    first = replace(
        item.rows[0], deductions=(fire,), parts={**item.rows[0].parts, "process": PartCell(Decimal(89), Decimal(5))}
    )
    others = tuple(replace(row, deductions=()) for row in item.rows[1:])
    content = build_workbook(replace(view, items=(replace(item, rows=(first, *others)),)))
    shown = table(read(content)["成绩"], "名次")[0]
    assert "扣分" not in shown
    assert shown["操作过程（15\u2009%） 扣分"] == 5
    assert "违规动火" in shown["备注"]
