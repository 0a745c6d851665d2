"""What rulebooks read of a person, as columns of a roster."""

import sys
from datetime import date

import pytest

from contest.intake import Columns, asked_of, roster_from_cells
from contest.intake.attributes import Unfit, age_on, read_attribute
from contest.locale import say
from contest.people import strokes
from contest.people.strokes import Uncounted, strokes_of
from contest.scoring.rulebook import parse_rulebook
from contest.words import fault_words
from tests.scoring.builders import data, imported

WORDS = {"zh": "x", "en": "x"}
LEVELS = [
    {"id": "senior", "name": {"zh": "高级工", "en": "Senior Worker"}},
    {"id": "technician", "name": {"zh": "技师", "en": "Technician"}},
]
HEAD = ["参赛号", "姓名", "单位", "项目"]
NAMES = ("王建国", "王国建", "王国", "王建")


def a_prize(**rules):
    return {"id": "first", "name": WORDS, "count": 1, **rules}


def a_book(**rules):
    return parse_rulebook(data(imported("theory", weight="100"), id="wall", **rules))


def read(book, head, *rows, day=None, items=("wall",)):
    """The roster of one item; its columns after 项目 as given."""
    columns = Columns(attributes={"wall": asked_of(book)}, day=day)
    return roster_from_cells(
        [[*HEAD, *head], *([str(n), NAMES[n], "一建", "wall", *row] for n, row in enumerate(rows))],
        dict.fromkeys(items, ()),
        columns,
    )


def attributes(book, head, *row, day=None):
    roster = read(book, head, row, day=day)
    assert roster.faults == ()
    return roster.rows[0].attributes


def faults(book, head, *rows, day=None):
    return [(fault.place, fault.code) for fault in read(book, head, *rows, day=day).faults]


YOUTH = a_book(awards=[a_prize(where=[{"attribute": "age", "below": "35"}])])
WOMEN = a_book(awards=[a_prize(where=[{"attribute": "sex", "equals": "女"}])])
RISING = a_book(
    promotion={
        "levels": LEVELS,
        "steps": [{"to": "technician", "to_rank": 3}],
        "where": [{"attribute": "employee", "equals": "是"}, {"attribute": "promoted", "other_than": "2026"}],
    }
)
LISTED = a_book(awards=[a_prize(listed="strokes")])


@pytest.mark.parametrize("header", ["年龄", "周岁", "Age", "年 龄"])
def test_an_attribute_stands_in_a_column_of_its_usual_name(header):
    assert attributes(YOUTH, [header], " 34 ") == {"age": "34"}


def test_an_attribute_that_nobody_has_a_word_for_stands_in_a_column_named_by_its_id():
    book = a_book(awards=[a_prize(where=[{"attribute": "county", "equals": "云冈"}])])
    assert attributes(book, ["county"], "云冈") == {"county": "云冈"}


def test_what_no_rulebook_reads_is_not_taken():
    assert attributes(WOMEN, ["性别", "年龄", "身份证号"], "女", "34", "140202199001010000") == {"sex": "女"}


def test_a_row_has_what_the_rulebook_of_its_own_item_reads():
    columns = Columns(attributes={"wall": asked_of(YOUTH), "roof": asked_of(WOMEN)})
    rows = [["1", "a", "u", "wall", "34", "女"], ["2", "b", "u", "roof", "34", "女"]]
    roster = roster_from_cells([[*HEAD, "年龄", "性别"], *rows], {"wall": (), "roof": ()}, columns)
    assert [row.attributes for row in roster.rows] == [{"age": "34"}, {"sex": "女"}]


def test_an_empty_cell_says_nothing():
    assert attributes(RISING, ["现等级", "职工", "最近晋升"], "", "是", "") == {"employee": "是"}


@pytest.mark.parametrize("said", ["女", "female", "F"])
def test_words_for_one_thing_are_the_rulebooks_own(said):
    assert attributes(WOMEN, ["性别"], said) == {"sex": "女"}


def test_another_word_stays_as_it_is():
    assert attributes(WOMEN, ["性别"], "男") == {"sex": "男"}


@pytest.mark.parametrize(
    ("said", "level"), [("高级工", "senior"), ("senior worker", "senior"), ("technician", "technician")]
)
def test_a_level_is_its_id_whatever_it_is_called(said, level):
    assert attributes(RISING, ["现等级", "职工", "最近晋升"], said, "是", "2024")["level"] == level


def test_no_level_is_written_as_people_do():
    assert attributes(RISING, ["原等级", "职工", "最近晋升"], "无", "是", "") == {"employee": "是"}


def test_faults_are_told_with_their_cells():
    (fault,) = read(RISING, ["现等级", "职工", "最近晋升"], ["八级工", "是", ""]).faults
    assert (fault.place, fault.code) == ("E2", "unknown_value")
    assert "可填：高级工、技师，" in fault_words("intake", fault.code, fault.data)["message"]["zh"]
    assert faults(YOUTH, ["年龄"], ["三十四"], ["３４"], ["1" * 81], ["3\u202e4"]) == [
        ("E2", "attribute_not_a_number"),
        ("E3", "attribute_not_a_number"),
        ("E4", "too_long"),
        ("E5", "bidi"),
    ]


def test_a_column_that_the_rulebook_reads_and_the_roster_lacks_is_named():
    (fault,) = read(WOMEN, [], []).faults
    assert (fault.place, fault.code, fault.data["column"]) == ("A1", "column_missing", {"zh": "性别", "en": "Sex"})


def test_a_column_is_lacking_only_where_an_item_of_the_roster_reads_it():
    columns = Columns(attributes={"wall": asked_of(WOMEN)})
    assert roster_from_cells([HEAD, ["1", "a", "u", "roof"]], {"wall": (), "roof": ()}, columns).faults == ()


# --- ages ---


@pytest.mark.parametrize(
    ("born", "age"), [("1991-05-16", "35"), ("1991/5/17", "34"), ("1991年5月16日", "35"), ("1992-02-29 00:00:00", "34")]
)
def test_an_age_follows_from_the_day_of_birth_and_the_day_that_counts(born, age):
    assert attributes(YOUTH, ["出生日期"], born, day=date(2026, 5, 16)) == {"age": age}


def test_an_age_that_is_stated_goes_before_the_day_of_birth():
    assert attributes(YOUTH, ["出生日期", "年龄"], "1991-05-16", "33", day=date(2026, 5, 16)) == {"age": "33"}


def test_days_of_birth_have_faults_of_their_own():
    assert faults(YOUTH, ["出生日期"], ["1991-05-16"]) == [("E2", "no_day_for_ages")]
    day = date(2026, 5, 16)
    assert faults(YOUTH, ["出生日期"], ["1991-02-30"], day=day) == [("E2", "birth_unread")]
    assert faults(YOUTH, ["出生日期"], ["2027-02-03"], day=day) == [("E2", "birth_after_day")]


def test_who_is_born_on_a_leap_day_is_older_from_the_first_of_march():
    assert (age_on(date(2026, 2, 28), "1992-02-29"), age_on(date(2026, 3, 1), "1992-02-29")) == ("33", "34")


# --- strokes ---


@pytest.fixture
def counted(monkeypatch):
    """A small table instead of the library's."""
    table = {"王": 4, "建": 8, "国": 8}
    monkeypatch.setattr(strokes, "total_strokes", lambda character, source: table.get(character, 0))


@pytest.mark.usefixtures("counted")
def test_strokes_are_counted_where_the_roster_states_none():
    assert attributes(LISTED, []) == {"strokes": "4 8 8"}
    assert attributes(LISTED, ["姓氏笔画"], "") == {"strokes": "4 8 8"}


def test_strokes_that_the_roster_states_are_taken_whatever_stands_between():
    assert attributes(LISTED, ["姓氏笔画"], "4、8，9") == {"strokes": "4 8 9"}
    assert faults(LISTED, ["姓氏笔画"], ["四 八 八"]) == [("E2", "strokes_unread")]


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("丁一", "2 1"),
        ("国華", "8 10"),
        ("欧阳娜", "8 6 9"),
        ("刘䶮", "6 9"),
        ("阿依努尔·吐尔逊", "7 8 7 5 6 5 9"),
        ("〇一", "1 1"),
        ("O’Brien", ""),
    ],
)
def test_strokes_are_those_of_the_mainlands_standard_forms(name, counted):
    if sys.version_info < (3, 14):
        assert strokes_of(name) == counted
    else:  # the library has no wheel for it yet: once it has, this line says so
        assert strokes.total_strokes is None


def test_a_character_that_nobody_counted_is_told_with_the_column_to_write_it_in(monkeypatch):
    monkeypatch.setattr(strokes, "total_strokes", None)
    with pytest.raises(Uncounted):
        strokes_of("王")
    (fault,) = read(LISTED, [], []).faults
    assert (fault.place, fault.code) == ("B2", "strokes_unknown")
    assert say("zh", "intake.strokes_unknown", fault.data) == (
        "“王”的笔画数查不到；请在“姓氏笔画”一列依次填写姓名各字的笔画数，如 8 7 8。"
    )


# --- sentences ---


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fault_has_a_sentence_that_takes_its_data(lang):
    day = date(2026, 5, 16)
    found = [
        *read(RISING, ["现等级", "职工"], ["八级工", "是"]).faults,
        *read(YOUTH, ["年龄"], ["三十"]).faults,
        *read(YOUTH, ["出生日期"], ["1991-05-16"]).faults,
        *read(YOUTH, ["出生日期"], ["昨天"], day=day).faults,
        *read(YOUTH, ["出生日期"], ["2027-01-01"], day=day).faults,
        *read(LISTED, ["姓氏笔画"], ["多"]).faults,
    ]
    assert len({fault.code for fault in found}) == 6
    for fault in found:
        sentence = say(lang, f"intake.{fault.code}", fault.data)
        assert sentence != f"intake.{fault.code}"
        assert "{" not in sentence


def test_a_text_that_does_not_fit_is_unfit():
    asked = asked_of(YOUTH)["age"]
    with pytest.raises(Unfit):
        read_attribute(asked, "x")
    assert read_attribute(asked, "34.5") == "34.5"
