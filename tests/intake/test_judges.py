"""Sheets of judges as people send them: what is taken, what is refused, and in which cell."""

import io

import pytest
from python_calamine import CalamineWorkbook

from contest.intake import Hall, JudgeRow, judges_csv, judges_from_cells, judges_xlsx, read_judges
from contest.locale import say

HALL = Hall(
    {"masonry": ("砌筑", "Masonry"), "painting": ("彩画", "Painting")},
    {
        "masonry": {"product": ("成品", "Product"), "process": ("过程", "Process")},
        "painting": {"look": ("观感", "Look")},
    },
    {"masonry-product-1": ("砌筑 · 成品 1", "Masonry · Product 1")},
)
HEAD = ["姓名", "单位", "项目", "部分", "席位", "角色"]


def rows(*told, head=HEAD):
    sheet = judges_from_cells([head, *map(list, told)], HALL)
    assert sheet.faults == ()
    return sheet.rows


def faults(*told, head=HEAD):
    return [(fault.place, fault.code) for fault in judges_from_cells([head, *map(list, told)], HALL).faults]


def test_a_judge_has_a_unit_and_a_part():
    assert rows(("张建军", "磐石", "砌筑", "成品", "", "")) == (
        JudgeRow("张建军", "磐石", "masonry", "product", "", None, 2),
    )


def test_a_part_that_is_the_only_one_need_not_be_said():
    assert rows(("曹雅琴", "", "彩画", "", "", "见习")) == (JudgeRow("曹雅琴", "", "painting", "look", "", True, 2),)


def test_a_seat_that_is_there_is_known_by_id_or_name_and_needs_no_more():
    for seat in ("masonry-product-1", "砌筑 · 成品 1", "MASONRY-PRODUCT-1"):
        assert rows(("张建军", "磐石", "", "", seat, ""))[0].seat == "masonry-product-1"


def test_columns_are_found_by_what_people_call_them_below_a_title():
    cells = [["裁判名单"], [], ["Judge", "Organization", "Skill", "Module"], ["Zhang", "Panshi", "masonry", "process"]]
    assert judges_from_cells(cells, HALL).rows == (JudgeRow("Zhang", "Panshi", "masonry", "process", "", None, 4),)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("", "磐石", "砌筑", "成品", "", ""), [("A2", "empty")]),
        (("张", "磐\u202e石", "砌筑", "成品", "", ""), [("B2", "bidi")]),
        (("张", "", "", "成品", "", ""), [("C2", "empty")]),
        (("张", "", "焊接", "成品", "", ""), [("C2", "unknown_item")]),
        (("张", "", "砌筑", "", "", ""), [("D2", "empty")]),
        (("张", "", "砌筑", "观感", "", ""), [("D2", "unknown_part")]),
        (("张", "", "砌筑", "成品", "东 3", ""), [("E2", "seat_id")]),
        (("张", "", "砌筑", "成品", "", "裁判长"), [("F2", "role_by_account")]),
        (("张", "", "砌筑", "成品", "", "厨师"), [("F2", "role_unknown")]),
        (("", "磐石", "焊接", "", "", "厨师"), [("A2", "empty"), ("C2", "unknown_item"), ("F2", "role_unknown")]),
    ],
)
def test_every_fault_is_told_with_its_cell(row, told):
    assert faults(row) == told


def test_nobody_sits_twice_and_no_seat_holds_two():
    first = ("张建军", "", "砌筑", "成品", "", "")
    assert faults(first, first) == [("A3", "judge_twice")]
    assert faults(("张建军", "", "", "", "masonry-product-1", ""), ("曹雅琴", "", "", "", "masonry-product-1", "")) == [
        ("E3", "seat_twice")
    ]


def test_one_judge_may_have_two_parts_at_one_seat():
    told = rows(("张建军", "", "砌筑", "成品", "m-9", ""), ("张建军", "", "砌筑", "过程", "m-9", ""))
    assert [(row.seat, row.part) for row in told] == [("m-9", "product"), ("m-9", "process")]


def test_a_table_that_is_none_is_one_fault():
    assert faults(head=["序号", "备注"]) == [("A1", "judges_no_head")]
    assert faults(head=["单位", "项目"]) == [("A1", "column_missing")]
    assert faults() == [("A2", "no_rows")]


def test_every_fault_has_its_sentence():
    for code in ("judges_no_head", "unknown_part", "seat_id", "seat_twice", "judge_twice", "role_by_account"):
        assert "intake." not in say("zh", f"intake.{code}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_reads_back_and_seats_left_empty_say_nothing(tmp_path, language):
    filled = JudgeRow("=1+1", "磐石", "masonry", "product", "masonry-product-1", False)
    free = JudgeRow("", "", "painting", "look", "painting-look-1", True)
    for name, build in (("judges.xlsx", judges_xlsx), ("judges.csv", judges_csv)):
        (tmp_path / name).write_bytes(build([filled, free], HALL, language))
        sheet = read_judges(tmp_path / name, HALL)
        assert sheet.faults == ()
        assert sheet.rows == (JudgeRow("=1+1", "磐石", "masonry", "product", "masonry-product-1", False, 2),)


def test_the_template_holds_text_only():
    book = CalamineWorkbook.from_filelike(io.BytesIO(judges_xlsx([JudgeRow("=HYPERLINK(1)", "0012")], HALL)))
    [name] = book.sheet_names
    assert {type(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row} == {str}


def test_the_template_speaks_of_seats_items_and_parts_by_name():
    free = JudgeRow("", "", "masonry", "product", "masonry-product-1", False)
    zh, en = (judges_csv([free], HALL, language).decode("utf-8-sig").splitlines()[1] for language in ("zh", "en"))
    assert zh == "砌筑 · 成品 1,砌筑,成品,,,裁判"
    assert en == "Masonry · Product 1,Masonry,Product,,,judge"


def test_two_seats_of_one_name_stand_in_the_template_by_their_ids(tmp_path):
    seats = {"b-1": ("评委 1", "Judge 1"), "b-2": ("评委 1", "Judge 1")}
    hall = Hall({"masonry": HALL.items["masonry"]}, HALL.parts, seats)
    filled = [JudgeRow(name, "", "masonry", "product", seat, False) for name, seat in (("甲", "b-1"), ("乙", "b-2"))]
    (tmp_path / "judges.csv").write_bytes(judges_csv(filled, hall))
    assert [(row.name, row.seat) for row in read_judges(tmp_path / "judges.csv", hall).rows] == [
        ("甲", "b-1"),
        ("乙", "b-2"),
    ]
