"""Which awards hang on one judge or one step of one mark."""

from __future__ import annotations

import pytest

from contest.scoring.robustness import with_each_mark_moved, without_each_judge
from contest.scoring.verbs.spread import settle_spread
from tests.scoring.builders import TWO, criterion, data, judged, name, trimmed
from tests.support.histories import ITEM, a_contest

AWARDS = [{"id": "first", "name": name(), "count": 1, "ties": "at_least"}]


def told(*marks, **more):
    judges = more or {"judges": len(marks[0]), "combine": {"method": "mean"}}
    rounding = {"aspect": TWO, "judges": TWO, "weighted": TWO, "total": TWO}
    book = data(judged("p", **judges), id=ITEM, awards=AWARDS, rounding=rounding)
    cup = a_contest().with_item(book, entries=len(marks)).open()
    for number, row in enumerate(marks, start=1):
        for seat, mark in enumerate(row, start=1):
            cup.sheet(f"j{seat}", number, mark, part="p")
    return cup


def number_of(cup, entry):
    return list(cup.item().entries).index(entry) + 1


def test_without_the_one_judge_who_made_it_the_prize_goes_to_another():
    """a 90 80 80 → 83.33, b 82 82 82 → 82. Without j1: 80 and 82; without j2 or j3: 85 and 82."""
    cup = told(("90", "80", "80"), ("82", "82", "82"))
    found = {each.seat: each.changes for each in without_each_judge(cup.item())}
    assert {(number_of(cup, each.entry), each.before, each.after) for each in found["j1"]} == {
        (1, ("first",), ()),
        (2, (), ("first",)),
    }
    assert (found["j2"], found["j3"]) == ((), ())


def test_a_step_of_one_mark_that_makes_a_tie_is_told():
    """a 80 80, b 80 79.5: half a point up for b, or down for a, and both are first."""
    cup = told(("80", "80"), ("80", "79.5"))
    found = {(number_of(cup, each.entry), each.seat, str(each.by)) for each in with_each_mark_moved(cup.item())}
    assert found == {(1, "j1", "-0.5"), (1, "j2", "-0.5"), (2, "j1", "0.5"), (2, "j2", "0.5")}


def test_a_mark_that_is_dropped_decides_nothing():
    """A dropped extreme a step further out changes no score (rules.md §3)."""
    cup = told(("70", "80", "81", "82", "90"), ("70", "80", "80.5", "82", "90"), **trimmed(5))
    assert {each.seat for each in with_each_mark_moved(cup.item())} == {"j2", "j3", "j4"}


def test_where_nothing_is_close_nothing_is_told():
    cup = told(("95", "95"), ("60", "60"))
    assert with_each_mark_moved(cup.item()) == []
    assert [each.changes for each in without_each_judge(cup.item())] == [(), ()]


def test_where_judges_give_places_the_field_is_placed_again_without_each_of_them():
    """12, 10, 8 a place. a 1 2 2 → 12 + 10 + 10 = 32, b 2 1 1 → 34, c 3 3 3 → 24: b wins. Without j1: a 20, b 24.
    Without j2, or j3: a 22, b 22, and both are first."""
    rule = {"method": "place_points", "points": ["12", "10", "8"]}
    cup = told(("90", "70", "70"), ("80", "90", "90"), ("10", "10", "10"), judges=3, combine=rule)
    found = {each.seat: [number_of(cup, one.entry) for one in each.changes] for each in without_each_judge(cup.item())}
    assert found == {"j1": [], "j2": [1], "j3": [1]}


def test_one_mark_that_moves_another_s_place_is_told():
    """Two judges, 12 and 10: a 12 + 10, b 10 + 12. b's 79.5 by j1 beside a's 80: a step up makes them equal there, 11
    each, and b has 23; a's step down does the same. Beside j2's 60 and 90 no step changes a place."""
    rule = {"method": "place_points", "points": ["12", "10"]}
    cup = told(("80", "60"), ("79.5", "90"), judges=2, combine=rule)
    found = {(number_of(cup, each.entry), each.seat, str(each.by)) for each in with_each_mark_moved(cup.item())}
    assert found == {(1, "j1", "-0.5"), (2, "j1", "0.5")}
    lost = [(number_of(cup, one.entry), one.after) for one in with_each_mark_moved(cup.item())[0].changes]
    assert lost == [(1, ())]


@pytest.mark.parametrize(
    ("aspect", "marks", "moved"),
    [
        # 2 of 3 by j1 and 3 by j2, out of 30: 25 and 25, and a step less for b leaves a alone in front
        ({"kind": "judgement", "max": "30"}, (("2", "3"), ("2", "3")), {(1, "-1"), (1, "1"), (2, "-1"), (2, "1")}),
        # one fault of 5 points: a 30 + 25, b 30 + 30. A fault more for b, or one less for a, makes them equal
        ({"kind": "faults", "max": "30", "per_fault": "5"}, (("0", "1"), ("0", "0")), {(1, "-1"), (2, "1")}),
        # a check less for a, or one more for b
        ({"kind": "check", "max": "30"}, ((True, True), (True, False)), {(1, "-1"), (2, "1")}),
    ],
)
def test_a_step_is_one_of_a_judgement_a_fault_or_a_check_too(aspect, marks, moved):
    scheme = criterion("c", {"id": "a", "name": name(), **aspect})
    rounding = {"aspect": TWO, "judges": TWO, "weighted": TWO, "total": TWO}
    part = judged("p", scheme, judges=2, combine={"method": "mean"})
    cup = a_contest().with_item(data(part, id=ITEM, awards=AWARDS, rounding=rounding), entries=2).open()
    for number, row in enumerate(marks, start=1):
        for seat, mark in enumerate(row, start=1):
            cup.sheet(f"j{seat}", number, mark, part="p")
    assert {(number_of(cup, one.entry), str(one.by)) for one in with_each_mark_moved(cup.item())} == moved


def test_readings_amounts_and_vetoes_have_no_step():
    scheme = criterion(
        "c",
        {
            "id": "m",
            "name": name(),
            "kind": "measured",
            "max": "10",
            "unit": "mm",
            "nominal": "0",
            "tolerance": "1",
            "per_unit": "1",
        },
        {"id": "b", "name": name(), "kind": "bands", "max": "10", "unit": "%", "bands": [{"off": "10", "points": "3"}]},
        {"id": "v", "name": name(), "kind": "veto", "fixes": "void"},
    )
    cup = a_contest().with_item(data(judged("p", scheme), id=ITEM, awards=AWARDS), entries=2).open()
    for number in (1, 2):
        cup.sheet("j1", number, {"m": ["0"], "b": "0", "v": False}, part="p")
    assert with_each_mark_moved(cup.item()) == []


def settled(*marks):
    """1 apart is allowed, and the chief lets more count of the first entry."""
    gate = {"apart": "1", "action": "again"}
    cup = told(*marks, judges=3, combine={"method": "mean", "spread": gate})
    cup.of(1, settle_spread, part="p", reason_digest="d")
    return cup


def test_marks_that_the_chief_lets_count_are_looked_at_without_each_judge_too():
    """19 ÷ 3 = 6.33 and 6. Without j1 9 and 6; without j2, or j3, 5 and 6: the other is first. Half a point is 0.17 in
    the mean, and decides nothing."""
    cup = settled(("1", "9", "9"), ("6", "6", "6"))
    found = {each.seat: [number_of(cup, one.entry) for one in each.changes] for each in without_each_judge(cup.item())}
    assert found == {"j1": [], "j2": [1, 2], "j3": [1, 2]}
    assert with_each_mark_moved(cup.item()) == []


def test_a_step_that_makes_equals_of_marks_the_chief_lets_count_is_told():
    """18 ÷ 3 = 6 and 17.5 ÷ 3 = 5.83: half a point less for the first, or more for the other, and both are first."""
    cup = settled(("1", "9", "8"), ("6", "6", "5.5"))
    moved = {(number_of(cup, each.entry), str(each.by)) for each in with_each_mark_moved(cup.item())}
    assert moved == {(1, "-0.5"), (2, "0.5")}
