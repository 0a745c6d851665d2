"""A roster held against who is registered: only one that replaces lets anybody go, and nobody is there twice."""

from __future__ import annotations

from contest.intake import Roster, RosterRow
from contest.people import Registered
from contest.roster_changes import Room, difference

WANG = Registered("wall", "001", "王建国", "一建", id="r1")
LI = Registered("wall", "002", "李秀英", "二建", id="r2")
LINKED = Registered("wall", "0101", "张伟", "三建", state="waiting", id="r3")
ELSEWHERE = Registered("paint", "003", "赵六", "一建", id="r4")
ALL = (WANG, LI, LINKED, ELSEWHERE)


def row(number: str, name: str, unit: str, item: str = "wall", at: int = 2) -> RosterRow:
    return RosterRow(number, name, unit, item, row=at)


def names(rows) -> list[str]:
    return [each.name for each in rows]


def test_a_sheet_of_one_unit_lets_nobody_else_go():
    found = difference(ALL, [row("004", "孙七", "四建")])
    assert (names(found.added), found.changed, found.gone) == (["孙七"], (), ())


def test_a_roster_that_replaces_lets_those_of_its_items_go_who_are_not_in_it():
    found = difference(ALL, [row("001", "王建国", "一建")], "replace")
    assert (names(found.gone), names(found.removed), found.same) == (["李秀英"], ["李秀英"], 1)


def test_who_came_by_a_link_and_is_under_review_goes_only_by_a_roster_that_names_their_unit():
    assert "张伟" not in names(difference(ALL, [row("001", "王建国", "一建")], "replace").gone)
    rows = [row("001", "王建国", "一建"), row("005", "周八", "三建")]
    assert names(difference(ALL, rows, "replace").gone) == ["李秀英", "张伟"]


def test_who_is_entered_may_be_gone_from_a_roster_and_is_not_removed():
    entered = Registered("wall", "002", "李秀英", "二建", entry="e1", id="r2")
    found = difference((WANG, entered), [row("001", "王建国", "一建")], "replace")
    assert (names(found.gone), found.removed, found.nothing_left) == (["李秀英"], (), True)


def test_somebody_whose_number_is_another_now_is_renumbered_and_not_there_twice():
    found = difference(ALL, [row("QZ07", "张伟", "三建")])
    assert found.added == ()
    ((old, new),) = found.changed
    assert (old, new.id, new.number, new.state) == (LINKED, "r3", "QZ07", "waiting")


def test_two_of_one_name_in_a_unit_are_two_and_none_takes_the_place_of_the_other():
    there = (Registered("wall", "55", "王伟", "一建", id="r1"),)
    found = difference(there, [row("101", "王伟", "一建"), row("102", "王伟", "一建")])
    assert ([each.number for each in found.added], found.changed) == (["101", "102"], ())


def test_two_that_change_their_numbers_keep_them_apart():
    found = difference((WANG, LI), [row("002", "王建国", "二建"), row("001", "李秀英", "一建")])
    assert [(old.id, new.name) for old, new in found.changed] == [("r2", "王建国"), ("r1", "李秀英")]


def faults(rows, quotas=None, mode="add") -> list[tuple[int, str, str]]:
    return [(each.row, column, fault.code) for each, column, fault in Room(quotas or {}, ALL, mode).faults(rows)]


def test_a_number_of_somebody_of_another_unit_is_a_fault_unless_the_roster_replaces():
    rows = [row("001", "周八", "三建")]
    assert faults(rows) == [(2, "number", "number_of_another")]
    assert faults(rows, mode="replace") == []
    assert faults([row("001", "王建军", "一建")]) == []
    assert faults([row("001", "王建国", "五建")]) == []


def test_who_stays_takes_a_place_of_the_unit_where_a_roster_only_adds():
    rows = [row("006", "周八", "一建")]
    assert faults(rows, {("", "wall"): 1}) == [(2, "unit", "quota_over")]
    assert faults(rows, {("", "wall"): 1}, "replace") == []
    assert faults([row("001", "王建国", "一建")], {("", "wall"): 1}) == []
    assert faults(rows, {("一建", ""): 2}) == [(2, "unit", "quota_over_all")]
    assert faults(rows, {("一建", ""): 3}) == []


def test_a_unit_is_written_as_it_is_already_whatever_the_width_of_brackets_and_blanks():
    there = [Registered("wall", "001", "王建国", "大同二建（集团）", id="r1")]
    rows = (row("002", "李秀英", "大同二建(集团)"), row("003", "张伟", "大同 二建〔集团〕"), row("004", "赵六", "Ａ建"))
    rows = (*rows, row("005", "孙七", "A 建"))
    sent = Room({}, there, units={"A建"}).completed(Roster(rows, ()))
    assert [each.unit for each in sent.rows] == ["大同二建（集团）"] * 2 + ["A建"] * 2
    assert sent.respelled["大同二建(集团)"] == "大同二建（集团）"
    assert list(sent.respelled) == ["大同二建(集团)", "大同 二建〔集团〕", "Ａ建", "A 建"]


def test_a_unit_that_is_met_twice_in_one_sheet_is_written_as_it_is_met_first():
    sent = Room({}, ()).completed(Roster((row("1", "王", "二建(集团)"), row("2", "李", "二建（集团）")), ()))
    assert [each.unit for each in sent.rows] == ["二建(集团)"] * 2
    assert sent.respelled == {"二建（集团）": "二建(集团)"}


def test_where_a_unit_stands_in_two_ways_already_a_roster_may_say_either():
    there = [
        Registered("wall", "001", "王", "二建(集团)", id="r1"),
        Registered("wall", "002", "李", "二建（集团）", id="r2"),
    ]
    rows = (row("001", "王", "二建(集团)"), row("002", "李", "二建（集团）"))
    sent = Room({}, there).completed(Roster(rows, ()))
    assert (sent.rows, sent.respelled) == (rows, {})


def numbers(rows, there=()) -> list[str]:
    return [each.number for each in Room({}, there).completed(Roster(tuple(rows), ())).rows]


def test_who_comes_without_a_number_gets_the_next_one_of_the_item():
    assert numbers([row("QZ21", "王", "一建"), row("", "李", "一建"), row("", "张", "一建")]) == [
        "QZ21",
        "QZ22",
        "QZ23",
    ]
    assert numbers([row("", "李", "一建"), row("", "张", "一建", "paint")], ALL) == ["004", "005"]
    assert numbers([row("", "李", "一建"), row("001", "张", "一建")]) == ["002", "001"]


def test_who_is_registered_keeps_the_number_where_a_sheet_has_none():
    assert numbers([row("", "张伟", "三建"), row("", "周八", "三建")], ALL) == ["0101", "004"]
    rows = Room({}, ALL).completed(Roster((row("", "张伟", "三建"),), ())).rows
    assert difference(ALL, rows).same == 1


def test_two_of_one_name_without_numbers_get_two_and_the_same_ones_again():
    two = [row("", "王伟", "一建"), row("", "王伟", "一建")]
    assert numbers(two, (Registered("wall", "55", "王伟", "一建", id="r1"),)) == ["55", "001"]
    there = [Registered("wall", number, "王伟", "一建", id=number) for number in ("002", "001")]
    assert numbers(two) == numbers(two, there) == ["001", "002"]


def test_a_number_that_the_sheet_gives_to_another_is_not_given_twice():
    assert numbers([row("0101", "吴九", "四建"), row("", "张伟", "三建")], ALL) == ["0101", "004"]


def test_the_same_sheet_gets_the_same_numbers_before_and_after_it_is_imported():
    rows = [row("", "周八", "三建"), row("", "吴九", "四建")]
    first = Room({}, ALL).completed(Roster(tuple(rows), ())).rows
    added = [Registered(each.item, each.number, each.name, each.unit, id=each.number) for each in first]
    assert numbers(rows, [*ALL, *added]) == [each.number for each in first] == ["004", "005"]
