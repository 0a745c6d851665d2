"""Bands, vetoes, spreads, missing judges and the clock, worked by hand; each rule with the place it was taken from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contest.scoring.marking import Apart, PenaltyTaken, apart, combine, read_marks, total
from contest.scoring.numbers import text
from contest.scoring.refused import MarksRefused

from .builders import TWO, aspect, combined, criterion, entry, imported, part, points, rulebook, sheets, trimmed

BANDS = aspect("bands", "q", max="20", most="100", bands=[{"off": "10", "points": "3"}, {"off": "40", "points": "20"}])


# --- kinds of aspect


@pytest.mark.parametrize(
    ("off", "left"), [("0", "20"), ("9.9", "20"), ("10", "17"), ("39.9", "17"), ("40", "0"), ("100", "0")]
)
def test_a_band_takes_what_the_highest_band_reached_takes(off, left):
    """Quantity 10 % off → 3 points, 40 % off → 20 (rules.md §1)."""
    (sheet,) = sheets(part(criterion("c", BANDS)), {"q": off}).values()
    assert sheet.total == Decimal(left)


@pytest.mark.parametrize(("mark", "code"), [("100.1", "above_max"), ("-1", "below_min"), ("1,5", "decimal_comma")])
def test_an_amount_that_cannot_be_is_refused(mark, code):
    with pytest.raises(MarksRefused) as refused:
        read_marks(part(criterion("c", BANDS)), {"q": mark})
    assert [fault.code for fault in refused.value.faults] == [code]


@pytest.mark.parametrize(("outside", "left"), [(0, "10"), (2, "10"), (3, "6"), (4, "2"), (5, "0")])
def test_n_points_with_k_outside(outside, left):
    """A measured aspect of n points, k outside (rules.md §1): ± 2, two may be outside, 4 points each further."""
    rule = {"unit": "mm", "nominal": "10", "readings": 5, "tolerance": "2", "per_outside": "4", "allowed": 2}
    readings = ["12.1"] * outside + ["8"] * (5 - outside)
    (sheet,) = sheets(part(criterion("c", aspect("measured", "m", max="10") | rule)), {"m": readings}).values()
    assert sheet.total == Decimal(left)


# --- veto


def dish(**veto):
    return part(criterion("c", points("a"), aspect("veto", "v", **veto)), **trimmed(3))


def judge(mark, said=False):
    return {"a": mark, "v": said}


def test_a_veto_fixes_the_judge_s_sheet():
    """A missed step fixes the mark at 60 (rules.md §1)."""
    score = combined(dish(fixes="sheet", at="60"), judge("90", True), judge("80"), judge("85"))
    assert (text(score.value), score.judges["j1"].total, score.judges["j1"].dropped) == ("80.00", 60, "low")


def test_a_figure_may_lift_or_only_lower():
    three = [judge("50", True), judge("55", True), judge("52", True)]
    assert combined(dish(fixes="sheet", at="60"), *three).value == 60
    assert combined(dish(fixes="sheet", at="60", bound="at_most"), *three).value == 52


def test_a_veto_fixes_the_part_once_enough_judges_said_so():
    rule = dish(fixes="part", at="60", needs=2)
    one = combined(rule, judge("90", True), judge("80"), judge("85"))
    two = combined(rule, judge("90", True), judge("80", True), judge("85"))
    assert (one.value, one.vetoed) == (85, ())
    assert (two.value, two.raw, two.vetoed, two.void) == (60, 60, ("v",), False)


@pytest.mark.parametrize(("mark", "score"), [("90", "50"), ("55", "50"), ("40", "40"), ("-5", "-5")])
@pytest.mark.parametrize("fixes", ["sheet", "part"])
def test_of_several_vetoes_the_lowest_counts_of_what_each_makes_of_the_score(fixes, mark, score):
    """One says 50, the other 60 at most: of 40 the second makes 40, which is lower than 50."""
    exact = aspect("veto", "v", fixes=fixes, at="50")
    lowers = aspect("veto", "w", fixes=fixes, at="60", bound="at_most")
    one = part(criterion("c", points("a", min="-50"), exact, lowers))
    found = combined(one, {"a": mark, "v": True, "w": True})
    assert (found.value, found.raw) == (Decimal(score), Decimal(score))


def test_inedible_is_no_mark_at_all():
    """Inedible = no mark at all (rules.md §1): neither points nor a pass."""
    scheme = criterion("c", points("a"), aspect("veto", "v", fixes="void"))
    early = {"limit": "60", "early": {"points": "1", "cap": "5"}}
    book = rulebook(
        {"id": "p", "name": {"zh": "x", "en": "x"}, "source": "judged", "weight": "100", "pass_mark": "1"}
        | {"panel": {"judges": 3}, "criteria": [scheme], "time": early}
        | {"combine": {"method": "trimmed_mean"}}
    )
    score = combined(book.parts[0], judge("90"), judge("80"), judge("85", True))
    whole = total(book, {"p": score}, (), {"p": 60})
    assert (score.void, whole.total, whole.passed) == (True, 0, False)


def test_penalties_come_off_what_a_veto_fixed():
    rules = [{"id": "late", "name": {"zh": "x", "en": "x"}, "points": "1", "per": "once", "part": "p"}]
    scheme = criterion("c", points("a"), aspect("veto", "v", fixes="part", at="60"))
    one = {"id": "p", "name": {"zh": "x", "en": "x"}, "source": "judged", "weight": "100", "panel": {"judges": 1}}
    book = rulebook(one | {"criteria": [scheme]}, penalties=rules)
    assert total(book, {"p": combined(book.parts[0], judge("90", True))}, [PenaltyTaken("late")]).total == 59


# --- combining judges


def test_the_sum_of_the_middle_judges_times_a_factor():
    """Diving 2000: drop 1 + 1, sum of 5 × 0.6 (rules.md §3): 7, 7.5, 7.5, 8, 8 = 38, × 0.6 = 22.8."""
    rule = {"method": "sum", "low": 1, "high": 1, "factor": "0.6"}
    seven = part(criterion("c", points("a", "10")), judges=7, combine=rule)
    score = combined(seven, "6.5", "7", "7.5", "7.5", "8", "8", "9")
    assert (score.value, seven.out_of) == (Decimal("22.8"), 30)
    assert {seat: share.dropped for seat, share in score.judges.items() if share.dropped} == {"j1": "low", "j7": "high"}


def test_consensus_is_one_mark_that_all_give():
    three = part(judges=3, combine={"method": "consensus"})
    assert combined(three, "80", "80", "80").value == 80
    differing = sheets(three, "80", "80.5", "80")
    assert combine(three, differing) is None
    assert apart(three, differing) == (Apart("", Decimal("0.5"), Decimal(0), "again"),)


@pytest.mark.parametrize("spread", [{"apart": "1"}, {"apart": "10", "action": "again"}, {"apart": "5", "bands": []}])
def test_a_spread_lets_nobody_differ_where_all_must_give_the_same(spread):
    """Of 1, 2 and 9 none is what all give, however far apart the rulebook lets judges lie; of 2, 2 and 2 it is 2."""
    three = part(criterion("c", points("a", "10")), judges=3, combine={"method": "consensus", "spread": spread})
    differing = sheets(three, "1", "2", "9")
    assert (combine(three, differing), combine(three, differing, settled=True)) == (None, None)
    assert apart(three, differing) == (Apart("", Decimal(8), Decimal(0), "again"),)
    assert combined(three, "2", "2", "2").value == 2


def test_what_judges_who_agree_gave_in_a_judgement_may_lie_apart_and_is_told():
    """0 and 3, and 3 and 0, of two judgements of 3 points each: 3 and 3 points, in which both agree."""
    scheme = criterion("c", aspect("judgement", "j", max="3"), aspect("judgement", "k", max="3"))
    gate = {"of": "judgement", "apart": "1"}
    two = part(scheme, judges=2, combine={"method": "consensus", "spread": gate})
    score = combined(two, {"j": "0", "k": "3"}, {"j": "3", "k": "0"})
    assert (score.value, [(one.place, one.action) for one in score.apart]) == (3, [("j", "flag"), ("k", "flag")])
    assert combine(two, sheets(two, {"j": "0", "k": "3"}, {"j": "3", "k": "1"})) is None


FIG = {
    "apart": "0.6",
    "between": "middle",
    "action": "mean_of_all",
    "bands": [{"least": "8", "apart": "0.3"}, {"least": "7", "apart": "0.4"}, {"least": "6", "apart": "0.5"}],
}


@pytest.mark.parametrize(
    ("marks", "value", "wide"),
    [
        (("9.0", "8.6", "8.3", "7.0"), "8.450", False),  # 8.6 and 8.3 are 0.3 apart: (8.6 + 8.3) ÷ 2
        (("9.0", "8.7", "8.3", "7.0"), "8.250", True),  # 0.4 apart at 8.5: (9 + 8.7 + 8.3 + 7) ÷ 4
        (("9.0", "8.2", "7.8", "7.0"), "8.000", True),  # 0.4 apart at 8.0, where 0.3 holds: 32 ÷ 4
        (("9.0", "7.9", "7.5", "7.0"), "7.700", False),  # 0.4 apart at 7.7
        (("9.0", "8.0", "7.5", "7.0"), "7.875", True),  # 0.5 apart at 7.75: 31.5 ÷ 4
        (("9.0", "6.5", "6.0", "5.0"), "6.250", False),  # 0.5 apart at 6.25
        (("9.0", "6.4", "5.4", "5.0"), "6.450", True),  # 1.0 apart at 5.9: 25.8 ÷ 4
    ],
)
def test_fig_counts_the_mean_of_all_where_the_middle_scores_lie_apart(marks, value, wide):
    """The two middle scores may differ by at most 0.3 (10–8), 0.4 (7.99–7), 0.5 (6.99–6), 0.6 (below), else the mean of
    all counts (FIG, rules.md §3)."""
    panel = trimmed(4, spread=FIG, level="sheet") | {"rounding": {"judges": {"digits": 3}}}
    score = combined(part(criterion("c", points("a", "10", step="0.1")), **panel), *marks)
    assert (text(score.value), bool(score.apart)) == (value, wide)
    assert any(share.dropped for share in score.judges.values()) is not wide


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        (("1", "9"), "8"),  # of two, both
        (("1", "5", "9"), "8"),  # of three, those beside the 5
        (("1", "4", "5", "7", "9"), "3"),  # of five, those beside the 5
        (("1", "4", "6", "9"), "2"),  # of four, the two in the middle
    ],
)
def test_the_middle_two_of_an_odd_panel_are_those_beside_the_middle_one(marks, found):
    """The two middle scores (FIG, rules.md §3), on panels of any size."""
    rule = {"method": "mean", "spread": {"apart": "0.5", "between": "middle"}}
    panel = part(criterion("c", points("a", "10", step="0.1")), judges=len(marks), combine=rule)
    assert [text(one.found) for one in combined(panel, *marks).apart] == [found]


def test_a_spread_below_the_sheet_is_looked_at_criterion_by_criterion():
    scheme = [criterion("c", points("a", "10")), criterion("d", points("b", "10"))]
    rule = {"level": "criterion", "spread": {"apart": "2", "action": "mean_of_all"}}
    three = part(*scheme, **trimmed(3, **rule))
    score = combined(three, {"a": "5", "b": "1"}, {"a": "6", "b": "5"}, {"a": "7", "b": "9"})
    assert [(one.place, one.found) for one in score.apart] == [("d", 8)]
    assert score.drops == (("j1", "c", "low"), ("j3", "c", "high"))
    two = combined(three, {"a": "5", "b": "1"}, {"a": "6", "b": "2"}, {"a": "7", "b": "9"})
    assert (two.criteria, two.value) == ((6, 4), 10)  # all of 1, 2, 9 → 4


@pytest.mark.parametrize("method", ["median", "trimmed_mean"])
def test_a_criterion_is_the_sum_of_its_aspects_where_all_count_in_one_of_them_too(method):
    """1, 2 and 9 lie too far apart, so all count: 4; of 5, 6 and 6 the middle: 6. Together 10."""
    scheme = criterion("c", points("a", "10"), points("b", "10"))
    rule = {"method": method, "level": "aspect", "spread": {"apart": "1", "action": "mean_of_all"}}
    three = part(scheme, judges=3, combine=rule)
    marks = ({"a": "1", "b": "5"}, {"a": "2", "b": "6"}, {"a": "9", "b": "6"})
    score = combined(three, *marks)
    assert (score.aspects, score.criteria, score.criterion(0), score.value) == ((4, 6), (10,), 10, 10)


def test_judges_more_than_one_apart_in_a_judgement_score_again():
    """They may not differ by more than 1, else discuss and score again (WorldSkills, rules.md §2)."""
    gate = {"of": "judgement", "apart": "1", "action": "again"}
    scheme = criterion("c", aspect("judgement", "j", max="2"), points("a", "10"))
    three = part(scheme, judges=3, combine={"method": "mean", "level": "aspect", "spread": gate})
    far = sheets(three, {"j": "1", "a": "0"}, {"j": "2", "a": "10"}, {"j": "3", "a": "10"})
    assert combine(three, far) is None
    assert [(one.place, one.found, one.allowed) for one in apart(three, far)] == [("j", 2, 1)]
    near = combined(three, {"j": "2", "a": "0"}, {"j": "2", "a": "10"}, {"j": "3", "a": "10"})
    assert near.value == Decimal("8.22")  # (1.33 + 1.33 + 2) ÷ 3 = 1.55 and 20 ÷ 3 = 6.67


def test_a_judgement_is_the_mean_through_three_times_the_most_rounded_once():
    """mark = mean ÷ 3 × max for n judges, 2 decimals (rules.md §2): 7 ÷ 9 × 0.7 = 0.54444…; rounding each judge's
    share first would give 0.47 + 0.47 + 0.70 = 1.64, ÷ 3 = 0.55."""
    scheme = criterion("c", aspect("judgement", "j", max="0.7"))
    combine_by = {"judges": 3, "combine": {"method": "mean", "level": "aspect"}}
    once = part(scheme, rounding={"aspect": {"digits": 9}, "judges": TWO}, **combine_by)
    assert text(combined(once, "2", "2", "3").value) == "0.54"
    assert text(combined(part(scheme, **combine_by), "2", "2", "3").value) == "0.55"


def test_a_flag_changes_nothing_and_is_told():
    three = part(**trimmed(3, spread={"apart": "5"}))
    score = combined(three, "80", "90", "85")
    assert (score.value, [one.found for one in score.apart]) == (85, [10])


def test_a_missing_judge_is_dropped_or_replaced():
    """Missing judge: mean of the given marks first dropped as the rule says, or replaced by the mean of the given
    marks: a setting (rules.md §3). Of 70, 80, 84, 90: dropped first (80 + 84) ÷ 2 = 82; replaced by 81 for the fifth:
    (80 + 81 + 84) ÷ 3 = 81.67."""
    marks = ("70", "80", "84", "90")
    given, replaced = part(**trimmed(missing="given")), part(**trimmed(missing="replaced"))
    assert text(combined(given, *marks, final=True).value) == "82.00"
    score = combined(replaced, *marks, final=True)
    assert (text(score.value), len(score.judges)) == ("81.67", 4)
    assert combine(replaced, sheets(replaced, *marks)) is None


def test_a_band_of_a_spread_is_chosen_by_the_value_with_the_missing_replaced():
    """1, 2 and 9 of five judges: 4 stands in twice, and (2 + 4 + 4) ÷ 3 = 3.33 reaches the band from 3 up, in which 100
    apart is allowed; by 2, what (1, 2, 9) alone come to without the ends, all five would count, 4.00."""
    spread = {"apart": "0.1", "action": "mean_of_all", "bands": [{"least": "3", "apart": "100"}]}
    five = part(criterion("c", points("a", "10")), **trimmed(missing="replaced", spread=spread))
    score = combined(five, "1", "2", "9", final=True)
    assert (text(score.value), score.apart) == ("3.33", ())


def test_a_sum_can_do_with_a_judge_who_is_replaced():
    six = rulebook(
        {"id": "p", "name": {"zh": "x", "en": "x"}, "source": "judged", "panel": {"judges": 6}}
        | {"criteria": [criterion("c", points("a"))], "combine": {"method": "sum", "missing": "replaced"}},
        weighting="sum",
    ).parts[0]
    assert text(combined(six, "80", "90", "80", "90", "80", final=True).value) == "504.00"  # 420 + 84


def test_too_few_judges_block_whatever_is_made_of_those_given():
    few = part(**trimmed(missing="given", least=4))
    assert combine(few, sheets(few, "70", "80", "90"), final=True) is None
    assert combined(few, "70", "80", "82", "90", final=True).value == 81


# --- the clock


def late(seconds, **rule):
    book = rulebook(imported("p", time={"limit": "60"} | rule))
    return entry(book, "80", times={"p": seconds})


@pytest.mark.parametrize(
    ("count", "over", "points"),
    [("started", 1, "1"), ("started", 30, "1"), ("started", 31, "2"), ("whole", 29, "0"), ("whole", 59, "1")],
)
def test_lateness_by_a_unit_of_its_own(count, over, points):
    score = late(3600 + over, late={"points": "1", "seconds": 30, "count": count})
    assert score.parts["p"].deducted == Decimal(points)


def test_steps_and_elimination_at_a_figure():
    """Late or over 5 min = 1 point, ≥ 20 min void (set dishes, rules.md §1)."""
    rule = {"steps": [{"over": "5", "points": "1"}], "out_from": "20"}
    scores = [late(3600 + over, **rule) for over in (300, 301, 1199, 1200)]
    assert [(text(score.total), score.eliminated) for score in scores] == [
        ("80.00", False),
        ("79.00", False),
        ("79.00", False),
        ("79.00", True),
    ]


def test_a_rate_and_steps_share_one_cap():
    score = late(3600 + 600, late={"points": "1"}, steps=[{"over": "5", "points": "3"}], cap="12")
    assert score.parts["p"].deducted == 12  # 10 + 3


@pytest.mark.parametrize(
    ("seconds", "total_now"), [(3600, "80.00"), (3541, "80.00"), (3540, "80.50"), (3000, "83.00"), (0, "83.00")]
)
def test_who_is_early_gets_a_bonus_up_to_its_cap(seconds, total_now):
    assert text(late(seconds, early={"points": "0.5", "count": "whole", "cap": "3"}).total) == total_now


def test_a_bonus_never_lifts_a_part_beyond_its_most():
    book = rulebook(imported("p", time={"limit": "60", "early": {"points": "1", "cap": "5"}}))
    score = entry(book, "98", times={"p": 0})
    assert (score.total, score.parts["p"].bonus) == (100, 5)
