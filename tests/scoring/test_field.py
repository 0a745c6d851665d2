"""Rules in which one mark moves everyone, by hand and in a contest's course: places, and judges made alike."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from contest.scoring import office
from contest.scoring.adjusting import judges_of
from contest.scoring.field import field_scores
from contest.scoring.numbers import square_root, text
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from contest.scoring.verbs import chief
from tests.support.histories import ITEM, a_contest

from .builders import TWO, aspect, criterion, data, judged, points, rulebook, sheets
from .test_rulebook_scores import faults

VETOED = criterion("c", points("x"), aspect("veto", "v", fixes="void"))
POINTS = ["12", "10", "8", "7"]
ADJUST = {"method": "z_score", "assigned": "random", "rounding": TWO}


def places(method="place_points", judges=3, *criteria, **more):
    rule = {"method": method, "points": POINTS} | more
    return judged("practice", *criteria, judges=judges, combine=rule)


def scored(part, marks, **statuses):
    """Points by entry; marks: each judge's by entry."""
    given = {id: sheets(part, *row) for id, row in marks.items()}
    found = field_scores(part, given, {}, dict.fromkeys(marks, "present") | statuses)
    return {id: text(score.value) for id, score in found.items()}


def test_each_judge_s_places_earn_points():
    """Points per place, 12, 10, 8, 7 …, added (rules.md §3): a 12 + 10 + 12, b 10 + 12 + 8, c 8 + 8 + 10."""
    (part,) = rulebook(places(), rounding={"judges": TWO, "weighted": TWO, "total": TWO}).parts
    assert part.out_of == 36
    marks = {"a": ("90", "80", "99"), "b": ("80", "90", "10"), "c": ("70", "70", "98")}
    assert scored(part, marks) == {"a": "34.00", "b": "30.00", "c": "26.00"}


def test_equals_of_one_judge_share_the_points_of_their_mean_place():
    (part,) = rulebook(places(judges=2), rounding={"judges": TWO, "weighted": TWO, "total": TWO}).parts
    marks = {"a": ("90", "90"), "b": ("90", "80"), "c": ("10", "10")}
    assert scored(part, marks) == {"a": "23.00", "b": "21.00", "c": "16.00"}  # place 1.5: (12 + 10) ÷ 2 = 11


def test_the_majority_s_place_earns_its_points():
    """a has two of three firsts; b and c: no majority of seconds for c (1 of 3), b 2 of 3 (Skating System)."""
    (part,) = rulebook(places("majority"), rounding={"judges": TWO, "weighted": TWO, "total": TWO}).parts
    marks = {"a": ("90", "90", "10"), "b": ("80", "70", "90"), "c": ("70", "80", "50")}
    assert scored(part, marks) == {"a": "12.00", "b": "10.00", "c": "8.00"}


def test_majorities_of_criteria_are_added_as_places():
    two = [criterion("c", points("x")), criterion("d", points("y"))]
    (part,) = rulebook(
        places("majority", 3, *two, level="criterion"), rounding={"judges": TWO, "weighted": TWO, "total": TWO}
    ).parts
    one = {"a": "90", "b": "80", "c": "70"}
    other = {"a": "70", "b": "90", "c": "60"}
    marks = {id: [{"x": one[id], "y": other[id]}] * 3 for id in one}
    # a 1 + 2, b 2 + 1, c 3 + 3: a and b equal in sum, in firsts and in everything
    assert scored(part, marks) == {"a": "11.00", "b": "11.00", "c": "8.00"}


def test_who_is_not_in_the_field_takes_no_place():
    (part,) = rulebook(places(judges=2), rounding={"judges": TWO, "weighted": TWO, "total": TWO}).parts
    marks = {"a": ("90", "90"), "b": ("80", "80"), "gone": ("99", "99")}
    assert scored(part, marks, gone="withdrawn") == {"a": "24.00", "b": "20.00"}


def test_one_sheet_moves_everyone_and_a_withdrawal_too():
    book = data(places(judges=2), id=ITEM, sealed=False, rounding={"judges": TWO, "weighted": TWO, "total": TWO})
    cup = a_contest().with_item(book, entries=2).open()
    cup.sheet("j1", 1, "90").sheet("j2", 1, "80")
    assert cup.total(1) == "100.00"  # alone in the field: 24 of 24
    cup.sheet("j1", 2, "95").sheet("j2", 2, "70")
    assert [cup.total(k) for k in (1, 2)] == ["91.67", "91.67"]  # 22 of 24 each
    assert cup.touched[-1].entries is None
    cup.of(2, chief.set_status, status="withdrawn", reason_digest="d")
    assert (cup.total(1), cup.total(2)) == ("100.00", None)
    assert cup.refold().items[ITEM].entries[cup.entry(1).id].score.total == 100


# --- judges made alike


def alike(**rule):
    one = judged("practice", judges=1, panel={"judges": 1, "by": "station"}, adjust=ADJUST | rule)
    return rulebook(one).parts[0]


STRICT, MILD = ("50", "60", "70", "80", "90"), ("70", "75", "80", "85", "90")


def two_fields(part, strict=STRICT, mild=MILD):
    first = {f"s{k}": {"strict": sheets(part, mark)["j1"]} for k, mark in enumerate(strict)}
    return first | {f"m{k}": {"mild": sheets(part, mark)["j1"]} for k, mark in enumerate(mild)}


def moved(part, *fields):
    given = two_fields(part, *fields)
    return {
        id: text(score.value) for id, score in field_scores(part, given, {}, dict.fromkeys(given, "present")).items()
    }


def test_z_scores_map_to_the_mean_and_deviation_of_all():
    """z-score per judge, mapped back to the pooled mean and deviation (rules.md §3). Strict: mean 70, variance 200;
    mild: 80 and 50; all: 75 and 125 + 25 = 150. The lowest of each is √2 deviations below: 75 − √2 × √150 = 57.6795."""
    found = moved(alike())
    assert (found["s0"], found["s2"], found["m0"], found["m4"]) == ("57.68", "75.00", "57.68", "92.32")


def test_a_mean_shift_keeps_the_deviations():
    found = moved(alike(method="mean_shift"))
    assert (found["s0"], found["s4"], found["m0"], found["m4"]) == ("55.00", "95.00", "65.00", "85.00")


@pytest.mark.parametrize(("strict", "lacks"), [(("50", "60", "70", "80"), "too_few"), (("60",) * 5, "no_deviation")])
def test_nobody_is_adjusted_where_a_precondition_does_not_hold(strict, lacks):
    """≥ 5 entries per judge, deviation > 0 (rules.md §3)."""
    part = alike()
    assert moved(part, strict)["m0"] == "70"
    given = two_fields(part, strict)
    assert [judge.lacks for judge in judges_of(part, given)] == ["", lacks]


def test_an_adjusted_total_stays_within_what_a_sheet_can_give():
    assert (
        moved(alike(method="mean_shift"), ("0", "0", "0", "0", "100"), ("95", "95", "95", "95", "100"))["s4"]
        == "100.00"
    )


def test_the_office_is_told_what_was_made_of_each_judge():
    one = judged("practice", judges=1, panel={"judges": 1, "by": "station"}, adjust=ADJUST)
    cup = a_contest().with_item(data(one, id=ITEM), entries=2).open().sheet("j1", 1, "80").sheet("j1", 2, "90")
    told = {"seat": "j1", "entries": 2, "lacks": "too_few", "mean": "85.00", "deviation": "5.00"}
    part = cup.item().rulebook.part("practice")
    assert office.adjustment(cup.item(), part) == {"method": "z_score", "least": 5, "judges": [told]}
    assert cup.total(1) == "80.00"


def test_what_a_score_reads_like_does_not_hang_on_when_somebody_looked():
    """Until the fifth sheet nobody is adjusted, then all are, one judge's to what they were: 80 becomes 80.00."""
    one = judged("practice", judges=1, panel={"judges": 1, "by": "station"}, adjust=ADJUST)
    cup = a_contest().with_item(data(one, id=ITEM), entries=5).open()

    def reads(contest):
        return text(contest.items[ITEM].entries[cup.entry(1).id].parts["practice"].value)

    for k, mark in enumerate(("80", "90", "70", "60"), start=1):
        cup.sheet("j1", k, mark)
    assert reads(cup.contest) == "80"
    cup.sheet("j1", 5, "50")
    assert reads(cup.contest) == reads(cup.refold()) == "80.00"


def test_a_root_is_cut_not_guessed():
    assert text(square_root(Fraction(2), 12)) == "1.414213562373"
    assert square_root(Fraction(25, 4), 3) == Decimal("2.5")


# --- faults


@pytest.mark.parametrize(
    ("part", "place", "code"),
    [
        (places() | {"panel": {"judges": 3, "by": "station"}}, "combine.method", "places_need_all"),
        (places(level="criterion"), "combine.level", "places_level"),
        (places(missing="given"), "combine.missing", "given_needs_mean"),
        (places(points=["1", "2"]), "combine.points[1]", "place_points_rise"),
        (places(spread={"apart": "1"}), "combine", "places_alone"),
        (
            places("majority", 3, criterion("c", points("x"), aspect("veto", "v", fixes="void"))),
            "combine",
            "places_alone",
        ),
        (places() | {"adjust": ADJUST}, "adjust", "adjust_needs_sheets"),
        (judged("p", adjust=ADJUST | {"assigned": "by hand"}), "adjust.assigned", "not_one_of"),
        (judged("p", adjust=ADJUST | {"least": 4}), "adjust.least", "out_of_range"),
    ],
)
def test_a_fault_of_the_field_is_named_with_its_place(part, place, code):
    assert (f"parts[0].{place}", code) in faults(data(part, rounding={"judges": TWO, "weighted": TWO}))


def test_such_parts_read_back_as_themselves():
    for one in (places(), places("majority"), judged("p", adjust=ADJUST | {"least": 8})):
        book = parse_rulebook(data(one, rounding={"judges": TWO, "weighted": TWO, "total": TWO}))
        assert parse_rulebook(dump_rulebook(book)) == book
