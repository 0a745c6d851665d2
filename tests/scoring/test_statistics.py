"""How judges agree: against published vectors and by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from contest.scoring.statistics import Spread, agreement, leave_one_out, looks, robust_z, rounded, spread

SHROUT_FLEISS = ["9 2 5 8", "6 1 3 2", "8 4 6 8", "7 1 2 6", "10 5 6 9", "6 2 4 7"]


def marks(*rows):
    """Entries e1, e2, … by judges j1, j2, …; – for none."""
    return {
        f"e{i}": {f"j{j}": Decimal(mark) for j, mark in enumerate(row.split(), start=1) if mark != "–"}
        for i, row in enumerate(rows, start=1)
    }


def test_the_vector_of_shrout_and_fleiss():
    """1979, 6 targets × 4 judges (rules.md §3)."""
    found = agreement(marks(*SHROUT_FLEISS))
    assert (found.entries, found.judges) == (6, 4)
    assert str(found.kendall_w) == "0.8870"
    assert {name: str(value) for name, value in found.icc.items()} == {
        "icc1": "0.1657",
        "icc2": "0.2898",
        "icc3": "0.7148",
        "icc1k": "0.4428",
        "icc2k": "0.6201",
        "icc3k": "0.9093",
    }


def test_judges_who_order_alike_agree_wholly_whatever_their_level():
    found = agreement(marks("1 11", "2 12", "3 13"))
    assert found.kendall_w == 1
    assert found.icc["icc3"] == 1
    assert found.icc["icc2"] == Decimal("0.0196")  # 2 ÷ (2 + 2 (150 − 0) ÷ 3) = 2 ÷ 102: the level counts


def test_what_cannot_be_told_is_not_told():
    for table in ([], ["5 6"], ["5", "6"]):
        assert agreement(marks(*table)).kendall_w is None
    flat = agreement(marks("5 5", "5 5"))
    assert flat.kendall_w is None
    assert set(flat.icc.values()) == {None}


def test_entries_that_a_judge_did_not_mark_are_left_out():
    assert agreement(marks(*SHROUT_FLEISS, "9 – 1 2")) == agreement(marks(*SHROUT_FLEISS))


def test_a_mark_is_compared_with_the_mean_of_the_others():
    """88 − (80 + 81 + 82) ÷ 3 = 7."""
    given = marks("80 81 82 88")["e1"]
    assert leave_one_out(given, "j4") == 7
    assert leave_one_out({"j1": Decimal(80)}, "j1") is None


def test_a_robust_z_by_hand():
    """80 81 82 83 90: median 82, deviations 2 1 0 1 8, MAD 1: 0.6745 × 8 = 5.396."""
    values = [Fraction(each) for each in (80, 81, 82, 83, 90)]
    assert rounded(robust_z(values, Fraction(90)), 3) == Decimal("5.396")
    assert robust_z([Fraction(80)] * 3 + [Fraction(90)], Fraction(90)) is None


def test_a_judge_s_own_unit_is_set_against_the_rest():
    """j1 against the others: e1 own +6, e2 0, e3 −2: 6 − (−1) = 7; over all 4 ÷ 3."""
    (first, *_) = looks(marks("90 84 84", "80 80 80", "70 72 72"), {"j1": ["e1"]})
    assert [look.difference for look in first.looks] == [6, 0, -2]
    assert (first.difference, first.own_unit) == (Decimal("1.33"), 7)
    assert looks(marks("90 84 84"), {"j1": ["e1"]})[0].own_unit is None


def test_quartiles_lie_between_two_marks_as_the_office_s_spreadsheet_has_them():
    """QUARTILE.INC of 70, 75.5, 80, 82, 90, 91: 76.625, 81, 88; mean 81.41666…"""
    told = spread([Decimal(mark) for mark in ("91", "70", "82", "75.5", "90", "80")])
    assert told == Spread(
        6, Decimal("70"), Decimal("76.63"), Decimal("81.00"), Decimal("88.00"), Decimal("91"), Decimal("81.42")
    )


def test_one_mark_is_its_own_spread_and_none_has_no_spread():
    (seven,) = {Decimal("7.00")}
    told = spread([Decimal("7")])
    assert told is not None
    assert {told.lower, told.median, told.upper, told.mean} == {seven}
    assert spread([]) is None
