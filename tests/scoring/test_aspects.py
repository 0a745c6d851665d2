"""What one mark is worth and which are refused, worked by hand; each rule with the place it was taken from."""

from __future__ import annotations

import pytest

from contest.scorefile.explained import sentences
from contest.scoring.marking import read_marks, score_sheet
from contest.scoring.numbers import text
from contest.scoring.refused import MarksRefused

from .builders import criterion, name, part, points


def worth(mark, **keys) -> str:
    """What one mark of one aspect comes to."""
    one = part(criterion("c", keys | {"id": "a", "name": name()}))
    return text(score_sheet(one, read_marks(one, {"a": mark})).total)


def refused(mark, **keys) -> str:
    one = part(criterion("c", keys | {"id": "a", "name": name()}))
    with pytest.raises(MarksRefused) as wrong:
        read_marks(one, {"a": mark})
    (fault,) = wrong.value.faults
    assert fault.place == "a"
    assert sentences("zh", "mark")[f"mark.{fault.code}"].format(**fault.data)
    return fault.code


def test_points_are_worth_themselves():
    assert worth("8.50", kind="points", max="20", step="0.5") == "8.50"


@pytest.mark.parametrize(("mark", "points"), [("0", "0.00"), ("1", "1.67"), ("2", "3.33"), ("3", "5.00")])
def test_a_judgement_is_worth_a_third_of_the_maximum_a_mark(mark, points):
    """mark ÷ 3 × max, 2 decimals (WorldSkills, rules.md §2)."""
    assert worth(mark, kind="judgement", max="5") == points


@pytest.mark.parametrize(
    ("readings", "points"),
    [
        (["1865", "1865", "1865"], "10.00"),
        (["1870", "1860", "1865"], "10.00"),  # 5 mm are allowed
        (["1871", "1859", "1865"], "8.00"),  # 1 mm beyond, twice
        (["1872.5", "1865", "1865"], "7.50"),
        (["1890", "1890", "1890"], "0.00"),  # never below 0
    ],
)
def test_a_wall_loses_a_point_for_each_millimetre_beyond_tolerance(readings, points):
    """湖南 2016: a wall of 1865 mm, 1 point per mm of error (rules.md §1)."""
    wall = {"unit": "mm", "nominal": "1865", "readings": 3, "tolerance": "5", "per_unit": "1"}
    assert worth(readings, kind="measured", max="10", **wall) == points


@pytest.mark.parametrize(
    ("pick", "readings", "points"),
    [
        ("worst", ["2", "-3"], "10.00"),  # 3 mm still reach the first rung
        ("worst", ["2", "4"], "6.00"),
        ("worst", ["2", "6"], "0.00"),  # beyond the last rung
        ("mean", ["2", "4"], "8.00"),
        ("mean", ["0", "6"], "5.00"),
    ],
)
def test_a_ladder_gives_the_points_of_the_rung_that_reaches_the_reading(pick, readings, points):
    """Full mark, or a ladder of tolerances (rules.md §2); flatness 5 / 8 mm (GB 50203, rules.md §1)."""
    rungs = [{"upto": "3", "points": "10"}, {"upto": "5", "points": "6"}]
    keys = {"unit": "mm", "nominal": "0", "readings": 2, "ladder": rungs, "pick": pick}
    assert worth(readings, kind="measured", max="10", **keys) == points


def test_a_check_is_full_or_zero():
    assert worth(True, kind="check", max="5") == "5"
    assert worth(False, kind="check", max="5") == "0"


@pytest.mark.parametrize(("count", "points"), [("0", "10.00"), ("3", "4.00"), ("6", "0.00")])
def test_each_fault_costs_its_points_down_to_zero(count, points):
    assert worth(count, kind="faults", max="10", per_fault="2") == points


@pytest.mark.parametrize(
    ("mark", "keys", "code"),
    [
        ("", {"kind": "points", "max": "20", "step": "0.5"}, "not_a_number"),
        (8.5, {"kind": "points", "max": "20", "step": "0.5"}, "not_a_number"),
        (8, {"kind": "points", "max": "20", "step": "0.5"}, "not_a_number"),
        ("1,25", {"kind": "points", "max": "20", "step": "0.5"}, "decimal_comma"),
        ("８", {"kind": "points", "max": "20", "step": "0.5"}, "full_width"),
        ("8" * 25, {"kind": "points", "max": "20", "step": "0.5"}, "too_long"),
        ("-0.5", {"kind": "points", "max": "20", "step": "0.5"}, "below_min"),
        ("20.5", {"kind": "points", "max": "20", "step": "0.5"}, "above_max"),
        ("8.25", {"kind": "points", "max": "20", "step": "0.5"}, "off_step"),
        ("9", {"kind": "points", "min": "0.5", "max": "20.5", "step": "1"}, "off_step"),
        ("4", {"kind": "judgement", "max": "3"}, "above_max"),
        ("1.5", {"kind": "judgement", "max": "3"}, "not_whole"),
        ("1.5", {"kind": "faults", "max": "3", "per_fault": "1"}, "not_whole"),
        ("-1", {"kind": "faults", "max": "3", "per_fault": "1"}, "below_min"),
        ("true", {"kind": "check", "max": "3"}, "not_yes_no"),
        (1, {"kind": "check", "max": "3"}, "not_yes_no"),
        (None, {"kind": "check", "max": "3"}, "missing"),
    ],
)
def test_a_mark_the_aspect_does_not_allow_is_refused(mark, keys, code):
    """A decimal typo crowned the wrong winner in 2013 (rules.md §4)."""
    assert refused(mark, **keys) == code


def test_readings_are_counted_and_the_wrong_one_is_named():
    keys = {"kind": "measured", "max": "10", "unit": "mm", "nominal": "0", "readings": 2}
    keys |= {"tolerance": "5", "per_unit": "1"}
    assert refused(["1"], **keys) == "wrong_count"
    one = part(criterion("c", keys | {"id": "a", "name": name()}))
    with pytest.raises(MarksRefused) as wrong:
        read_marks(one, {"a": ["1", "2,5"]})
    assert dict(wrong.value.faults[0].data) == {"found": "2,5", "reading": 2}


def test_all_faults_of_a_sheet_are_told_at_once():
    one = part(criterion("c", points("a"), points("b"), points("d")))
    with pytest.raises(MarksRefused) as wrong:
        read_marks(one, {"a": "101", "x": "1", "d": "1"})
    assert [(f.place, f.code) for f in wrong.value.faults] == [
        ("x", "unknown_aspect"),
        ("a", "above_max"),
        ("b", "missing"),
    ]
