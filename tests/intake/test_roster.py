"""Rosters as people send them: what is taken, what is refused, and in which cell."""

import csv
import unicodedata

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from contest.intake import Columns, read_roster, roster_from_cells
from contest.intake.words import key, text_fault
from contest.locale import say
from contest.scoring.refused import Fault
from contest.words import fault_words

HEAD = ["参赛号", "姓名", "单位", "项目", "理论"]
ROWS = [["QZ01", "张建军", "磐石", "砌筑", "86.5"], ["CH01", "曹雅琴", "魏都", "彩画", ""]]
ITEMS = {"masonry": ["砌筑", "Masonry"], "painting": ["彩画", "Decorative painting"]}


def faults(rows, head=HEAD, items=ITEMS):
    return [(fault.place, fault.code) for fault in roster_from_cells([head, *rows], items).faults]


def workbook(path, rows, head=HEAD):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([head, *rows]):
            sheet.write_row(at, 0, row)
    return path


def test_a_row_becomes_an_entry_and_an_empty_mark_is_no_mark():
    roster = roster_from_cells([HEAD, *ROWS], ITEMS)
    assert roster.faults == ()
    assert [(r.number, r.name, r.unit, r.item, dict(r.scores), r.row) for r in roster.rows] == [
        ("QZ01", "张建军", "磐石", "masonry", {"theory": "86.5"}, 2),
        ("CH01", "曹雅琴", "魏都", "painting", {}, 3),
    ]


def test_an_unknown_item_is_told_beside_what_people_call_the_known_ones():
    items = {"masonry": ("砌筑", "Masonry"), "painting": ("彩画", "Painting")}
    head = ["number", "name", "unit", "item"]
    (fault,) = roster_from_cells([head, ["QZ01", "张建军", "磐石", "木工"]], items).faults
    assert fault_words("intake", fault.code, fault.data)["message"] == {
        "zh": "没有项目“木工”；现有：砌筑、彩画。",
        "en": "There is no item “木工”; there are: Masonry, Painting.",
    }


def test_a_sentence_calls_a_column_and_a_part_by_their_name_in_its_language_alone():
    marks = Columns({"visit": ("实地考察", "Visit")})
    head = ["number", "name", "unit", "item", "实地考察", "Visit"]
    told = roster_from_cells([head, ["QZ01", "", "磐石", "砌筑"]], ITEMS, marks).faults
    assert [fault_words("intake", fault.code, fault.data)["message"] for fault in told] == [
        {"zh": "这一列出现了两次：实地考察。", "en": "This column is there twice: Visit."},
        {"zh": "“姓名”是空的。", "en": "“Name” is empty."},
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["number", "name", "unit", "item", "theory"],
        ["Number", "Name", "Team", "Skill", "Theory mark"],
        ["参赛编号", "选手姓名", "代表队", "参赛项目", "理论成绩"],
        ["参 赛 号", "姓  名", "单 位", "项 目", "理 论"],
    ],
)
def test_columns_are_found_by_what_people_call_them(head):
    assert len(roster_from_cells([head, *ROWS], ITEMS).rows) == 2


def test_columns_may_come_in_any_order_below_a_title_with_empty_rows_between():
    cells = [
        ["2026 年建筑行业竞赛报名汇总表"],
        [],
        ["单位", "序号", "项目", "姓名", "参赛号"],
        ["磐石", "1", "砌筑", "张建军", "QZ01"],
    ]
    roster = roster_from_cells(cells, ITEMS)
    assert (roster.rows[0].name, roster.rows[0].row) == ("张建军", 4)


def test_every_fault_is_told_at_once_with_its_cell_in_reading_order():
    rows = [
        ["", "张建军", "磐石", "砌筑", "86,5"],
        ["QZ01", "李\u200b强", "磐石", "木工", "８６"],
        ["QZ01", "王\u202e海", "恒筑", "砌筑", "-1"],
        ["QZ04", "赵\n生", "恒筑", "砌筑", "缺考"],
    ]
    assert faults(rows) == [
        ("A2", "empty"),
        ("E2", "decimal_comma"),
        ("B3", "zero_width"),
        ("D3", "unknown_item"),
        ("E3", "full_width"),
        ("A4", "number_twice"),
        ("B4", "bidi"),
        ("E4", "below_zero"),
        ("B5", "control"),
        ("E5", "not_a_number"),
    ]


def test_rows_without_a_fault_are_there_beside_those_with_one():
    roster = roster_from_cells([HEAD, ROWS[0], ["", "x", "y", "砌筑", ""]], ITEMS)
    assert [row.number for row in roster.rows] == ["QZ01"]


def test_the_same_person_twice_in_an_item_is_a_fault_also_with_another_dot():
    rows = [["1", "阿依努尔·吐尔逊", "磐石", "砌筑", ""], ["2", "阿依努尔•吐尔逊", "磐石", "砌筑", ""]]
    assert faults(rows) == [("B3", "person_twice")]


def test_one_person_may_enter_two_items_and_namesakes_two_units():
    rows = [["1", "张伟", "磐石", "砌筑", ""], ["2", "张伟", "磐石", "彩画", ""], ["3", "张伟", "恒筑", "砌筑", ""]]
    assert faults(rows) == []


def test_a_sheet_without_a_head_and_one_that_lacks_a_column_say_so():
    assert [f.code for f in roster_from_cells([["随便"], ["什么"]]).faults] == ["no_head"]
    assert faults([["QZ01", "张建军"]], head=["参赛号", "姓名"]) == [("A1", "column_missing")] * 2
    assert faults([["1", "a", "b", "砌筑", "甲"]], head=["参赛号", "姓名", "单位", "项目", "姓名"]) == [
        ("E1", "column_twice")
    ]
    assert faults([]) == [("A2", "no_rows")]


def test_further_imported_parts_are_columns_of_their_own():
    cells = [[*HEAD, "面试成绩"], [*ROWS[0], "90"]]
    row = roster_from_cells(cells, ITEMS, Columns({"interview": ["面试成绩"]})).rows[0]
    assert row.scores == {"theory": "86.5", "interview": "90"}


def test_every_fault_has_a_sentence_that_takes_its_data():
    rows = [
        ["", "李\u200b强", "磐\u202e石", "木工", "８６"],
        ["1", "a", "b", "砌筑", "1,5"],
        ["1", "a", "b", "砌筑", "x"],
    ]
    for fault in roster_from_cells([HEAD, *rows], ITEMS).faults:
        for lang in ("zh", "en"):
            sentence = say(lang, f"intake.{fault.code}", fault.data)
            assert sentence != f"intake.{fault.code}"
            assert "{" not in sentence


@given(st.text())
def test_a_key_is_the_same_for_every_way_of_composing(text):
    assert key(unicodedata.normalize("NFD", text)) == key(text)


@pytest.mark.parametrize("name", ["𠮷野", "刘䶮", "阿依努尔·吐尔逊", "O’Brien", "Müller", "Ü", "㐂", "𫖮"])
def test_names_of_every_plane_and_script_are_taken(name):
    assert text_fault(name) is None


def test_an_xlsx_file_reads_like_its_cells(tmp_path):
    path = workbook(tmp_path / "名册.xlsx", ROWS)
    assert read_roster(path, ITEMS) == roster_from_cells([HEAD, *ROWS], ITEMS)


def test_numbers_in_cells_are_read_as_they_are_shown(tmp_path):
    path = workbook(
        tmp_path / "r.xlsx", [[1, "a", "b", "砌筑", 86.5], [2, "c", "d", "砌筑", 0.1 + 0.2], [3, "e", "f", "砌筑", 90]]
    )
    rows = read_roster(path, ITEMS).rows
    assert [(row.number, row.scores["theory"]) for row in rows] == [("1", "86.5"), ("2", "0.3"), ("3", "90")]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("gb18030", "\t"), ("utf-16", "\t")],
)
def test_csv_is_read_as_programs_and_chinese_excel_write_it(tmp_path, encoding, delimiter):
    path = tmp_path / "名册.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([HEAD, *ROWS])
    assert read_roster(path, ITEMS) == roster_from_cells([HEAD, *ROWS], ITEMS)


def test_a_column_that_nobody_reads_is_told_with_the_one_it_may_be_meant_for():
    head = ["参赛号", "姓名", "单位", "项目", "理论考试成绩", "身份证号", ""]
    roster = roster_from_cells([["汇总表"], head, ["QZ01", "张建军", "磐石", "砌筑", "86", "1", "x"]], ITEMS)
    assert [(each.head, each.near and each.near["zh"]) for each in roster.unread] == [
        ("理论考试成绩", "理论"),
        ("身份证号", None),
    ]
    assert roster_from_cells([HEAD, *ROWS], ITEMS).unread == ()


def test_full_width_signs_make_no_other_number_and_no_other_person():
    rows = [["ＱＺ０１", "张建军", "磐石（集团）", "砌筑", ""], ["QZ01", "李强", "恒筑", "砌筑", ""]]
    assert faults(rows) == [("A3", "number_twice")]
    (row,) = roster_from_cells([HEAD, rows[0]], ITEMS).rows
    assert (row.number, row.unit) == ("QZ01", "磐石（集团）")
    again = ["QZ02", "张建军", "磐石 (集团)", "砌筑", ""]
    assert faults([rows[0], again]) == [("B3", "person_twice")]


def test_a_roster_behind_a_cover_is_found_and_its_faults_name_the_sheet(tmp_path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("封面").write("A1", "工匠杯报名表")
        sheet = book.add_worksheet("名单")
        for at, row in enumerate([HEAD, ROWS[0], ["QZ02", "", "磐石", "砌筑", ""]]):
            sheet.write_row(at, 0, row)
    roster = read_roster(path, ITEMS)
    assert [(fault.place, fault.code) for fault in roster.faults] == [("名单!B3", "empty")]
    assert roster.at(roster.rows[0], "unit", Fault("", "quota_over")).place == "名单!C2"


def test_merged_cells_are_one_fault_that_says_what_to_do():
    rows = [[f"QZ0{n}", f"选手{n}", unit, "砌筑", ""] for n, unit in enumerate(("磐石", "", "", "恒筑", ""), 1)]
    roster = roster_from_cells([HEAD, *rows], ITEMS)
    assert [(each.place, each.code, each.data["count"]) for each in roster.faults] == [
        ("C3", "empty_below", 2),
        ("C6", "empty_below", 1),
    ]
    said = fault_words("intake", "empty_below", roster.faults[0].data)["message"]["zh"]
    assert said.startswith("“单位”从这一格起有 2 行是空的。")
    assert faults([["QZ01", "张建军", "", "砌筑", ""]]) == [("C2", "empty")]
