"""获奖名单, 晋级名单, 单位奖项: from a contest to the cells, worked by hand.

Theory and practice are the same here, so totals are: 张伟 90, 王芳 80, 李强 70. Units by their best: 一建 90, 二建 80.
"""

import pytest

from contest.export import build_csv, build_workbook
from contest.export.csvfile import read_csv
from contest.export.result import Joiner
from contest.people import Person
from contest.scoring.verbs import officer, organizer
from tests.export.sheets import read, table
from tests.support.histories import ITEM, OFFICER, ORGANIZER, SEED, SUPERVISOR, a_book, a_contest, entry_id

PERSONS = {
    entry_id(ITEM, 1): Person("001", "张伟", "一建", {"level": "senior"}),
    entry_id(ITEM, 2): Person("002", "王芳", "二建"),
    entry_id(ITEM, 3): Person("003", "李强", "一建", {"level": "technician"}),
}
LEVELS = [
    {"id": "senior", "name": {"zh": "高级工", "en": "Senior Worker"}},
    {"id": "technician", "name": {"zh": "技师", "en": "Technician"}},
]
PROMOTION = {"levels": LEVELS, "steps": [{"to_rank": 1, "to": "technician"}, {"to": "senior"}]}


def prize(id, zh, **rules):
    return {"id": id, "name": {"zh": zh, "en": id}, **rules}


AWARDS = [
    prize("first", "一等奖", count=1, money="3000"),
    prize("second", "二等奖", count=3, threshold="75", money="2000"),
    prize("third", "三等奖", count=2, threshold="75", money="1000"),
]
HONOURS = [prize("group", "团体一等奖", count=1, money="5000"), prize("host", "优秀组织奖", count=2)]
UNITS = {
    "format": 1,
    "name": {"zh": "团体", "en": "Units"},
    "items": [ITEM],
    "best": 1,
    "of": "total",
    "awards": HONOURS,
}


class Known:
    """Who is who, without a database."""

    def person(self, contest, entry):
        return PERSONS.get(str(entry))

    def seat_names(self, contest):
        return {}

    def judge_names(self, contest):
        return {}

    def account_names(self):
        return {}

    def texts(self, contest, digests):
        return {}


def played():
    """Locked, not unsealed yet."""
    cup = a_contest().with_item(a_book(awards=AWARDS, promotion=PROMOTION), entries=3)
    cup.does(organizer.set_unit_table, ORGANIZER, table=UNITS)
    cup.open().scores("90", "80", "70")
    for number, mark in enumerate(("90", "80", "70"), start=1):
        cup.sheet("j1", number, mark)
    return cup.lock()


def unsealed(cup):
    rows = [{"entry": entry, "unit": person.unit, **person.attributes} for entry, person in PERSONS.items()]
    cup.does(officer.request_unsealing, OFFICER, item=ITEM)
    cup.does(officer.approve_unsealing, SUPERVISOR, item=ITEM, seed=SEED, attributes=rows)
    return cup


def view(cup, draft=False):
    return Joiner(cup.contest, Known()).result(list(cup.contest.items.values()), draft=draft)


@pytest.fixture(scope="module")
def sheets():
    return read(build_workbook(view(unsealed(played()).sign())))


def test_there_is_a_sheet_for_each_list(sheets):
    assert list(sheets) == ["成绩", "评分表", "获奖名单", "晋级名单", "团体", "单位奖项", "说明"]


def test_who_is_promoted_stands_with_the_level_held_and_the_scores_that_decided(sheets):
    rows = table(sheets["晋级名单"], "项目")
    asked = ("名次", "姓名", "单位", "原等级", "拟晋等级", "总分")
    assert [tuple(row[column] for column in asked) for row in rows] == [
        (1, "张伟", "一建", "高级工", "技师", 90),
        (2, "王芳", "二建", "无", "高级工", 80),
    ]
    assert [list(row.values())[6:8] for row in rows] == [[90, 90], [80, 80]]


def test_prizes_left_empty_are_told_in_the_award_list(sheets):
    rows = table(sheets["获奖名单"], "项目")
    assert [(row["奖项"], row["姓名"], row["奖金（元）"]) for row in rows] == [
        ("一等奖", "张伟", 3000),
        ("二等奖", "王芳", 2000),
        ("二等奖", "空缺\u20092\u2009名", ""),
        ("三等奖", "空缺\u20092\u2009名", ""),
    ]


def test_units_are_honoured_and_what_no_unit_gets_is_empty(sheets):
    rows = table(sheets["单位奖项"], "奖项")
    assert [(row["奖项"], row["名次"], row["单位"], row["合计"], row["奖金（元）"]) for row in rows] == [
        ("团体一等奖", 1, "一建", 90, 5000),
        ("优秀组织奖", 2, "二建", 80, ""),
        ("优秀组织奖", "", "空缺\u20091\u2009名", "", ""),
    ]


def test_before_unsealing_no_list_of_persons_or_units_is_there():
    cup = played()
    sealed = read(build_workbook(view(cup, draft=True)))
    assert list(sealed) == ["成绩", "评分表", "说明"]
    assert "张伟" not in str(sealed)


def test_the_csv_has_levels_and_money_beside_each_entry():
    lines = read_csv(build_csv(view(unsealed(played()).sign())))
    assert [(line["姓名"], line["原等级"], line["拟晋等级"], line["奖金（元）"]) for line in lines] == [
        ("张伟", "高级工", "技师", "3000"),
        ("王芳", "无", "高级工", "2000"),
        ("李强", "", "", ""),
    ]
