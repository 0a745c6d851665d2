"""Sheets, panels and totals, worked by hand; each rule with the place it was taken from."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from contest.scorefile.explained import sentences
from contest.scoring.marking import (
    PenaltyTaken,
    combine,
    read_imported,
    read_marks,
    read_penalty,
    total,
)
from contest.scoring.numbers import text
from contest.scoring.refused import MarksRefused

from .builders import (
    TWO,
    aspect,
    combined,
    criterion,
    entry,
    imported,
    judged,
    name,
    of,
    part,
    points,
    rulebook,
    sheets,
    trimmed,
)

PENALTIES = [
    {"id": "late", "name": name(), "points": "1", "per": "once"},
    {"id": "foul", "name": name(), "points": "2", "per": "count", "part": "p"},
    {"id": "conduct", "name": name(), "max": "10", "per": "given"},
]
TIME = {"limit": "180", "per_started_minute": "0.5", "cap": "10", "out_over": "30"}


# --- sheets and factors


def test_a_sheet_adds_its_aspects_and_criteria_each_times_its_factor():
    """National vocational cooking 2014: 口味与质感 40 / 工艺与火候 30 / … (rules.md §1), here with factors."""
    taste = criterion("taste", points("a", "10"), points("b", "10", factor="0.5"), factor="2")
    looks = criterion("looks", points("d", "10"))
    (sheet,) = sheets(part(taste, looks), {"a": "8", "b": "7", "d": "9"}).values()
    assert (sheet.aspects, sheet.criteria, sheet.total) == ((8, 7, 9), (Decimal("11.5"), 9), 32)


def test_a_factor_of_one_rounds_nothing():
    two_digits = part(criterion("c", points("a", "10", step="0.001")), rounding={"factor": TWO})
    assert text(sheets(two_digits, "7.125")["j1"].total) == "7.125"
    assert (
        text(sheets(part(criterion("c", points("a", "10", step="0.001", factor="1.5"))), "7.125")["j1"].total)
        == "10.69"
    )


# --- judges combined


def test_one_lowest_and_one_highest_of_five_are_dropped():
    """5 judges, drop highest and lowest, mean of the rest (rules.md §1)."""
    score = combined(part(**trimmed()), "90", "85.5", "88", "92", "87")
    assert text(score.value) == "88.33"  # (90 + 88 + 87) ÷ 3 = 88.333…
    assert {seat: share.dropped for seat, share in score.judges.items() if share.dropped} == {"j2": "low", "j4": "high"}


def test_a_dropped_extreme_is_one_mark_not_all_equal_ones():
    """One instance of a tied extreme (rules.md §3)."""
    score = combined(part(**trimmed()), "90", "90", "90", "80", "80")
    assert text(score.value) == "86.67"  # 80, 90, 90 stay
    assert sorted(share.dropped or "" for share in score.judges.values()) == ["", "", "", "high", "low"]


def test_below_five_sheets_nothing_is_dropped_where_the_rulebook_says_so():
    """1+1, none below 5 (defaults, rules.md §1)."""
    few = part(**trimmed(none_below=5, missing="given"))
    assert combine(few, sheets(few, "90", "80", "70", "10")) is None
    assert text(combined(few, "90", "80", "70", "10", final=True).value) == "62.50"


def test_with_just_five_sheets_the_extremes_are_dropped():
    assert text(combined(part(**trimmed(none_below=5)), "90", "80", "70", "60", "10").value) == "70.00"


def test_too_few_to_drop_from_falls_back_to_the_plain_mean():
    """n ≤ a + b → a stated fallback (rules.md §3)."""
    few = part(**trimmed(missing="given"))
    assert text(combined(few, "90", "75.5", final=True).value) == "82.75"


def test_a_missing_judge_blocks_unless_the_rulebook_says_given():
    """Missing judge: blocks signing, or mean of those given (rules.md §1)."""
    strict = part(**trimmed())
    assert combine(strict, sheets(strict, "90", "80", "70", "60"), final=True) is None
    lenient = part(**trimmed(missing="given"))
    assert combine(lenient, {}, final=True) is None


def test_an_aspect_may_be_left_empty_only_where_judges_are_combined_below_the_sheet():
    """An absent judge's mark: mean of the given marks, first dropped as the rule says (rules.md §3)."""
    scheme = criterion("c", points("a", "10"), points("b", "10"))
    by_sheet = part(scheme, **trimmed(3, missing="given"))
    with pytest.raises(MarksRefused):
        read_marks(by_sheet, {"a": "5"})
    by_aspect = part(scheme, **trimmed(3, level="aspect", missing="given"))
    full = {"a": "6", "b": "7"}
    score = combined(by_aspect, full, {"a": "5"}, {"a": "9", "b": "8"})
    assert (score.aspects, score.value) == ((6, Decimal("7.5")), Decimal("13.5"))
    assert combine(by_aspect, sheets(by_aspect, {"a": "5"}, {"a": "6"}, {"a": "7"})) is None  # nobody gave b
    with pytest.raises(MarksRefused):
        read_marks(by_aspect, {})


def test_three_judges_plain_mean():
    """3 judges, plain mean (rules.md §1)."""
    assert text(combined(part(judges=3, combine={"method": "mean"}), "95", "90", "88.5").value) == "91.17"


@pytest.mark.parametrize(("marks", "middle"), [(["70", "95", "80"], "80.00"), (["70", "95", "80", "85"], "82.50")])
def test_the_median_is_the_middle_or_the_mean_of_the_two_in_it(marks, middle):
    assert text(combined(part(judges=len(marks), combine={"method": "median"}), *marks).value) == middle


def test_marks_of_six_judges_can_be_totalled():
    """Six judges mark, the marks totalled (荆州 防水 2020, rules.md §1)."""
    six = rulebook(judged("p", judges=6, combine={"method": "sum"}), weighting="sum").parts[0]
    assert text(combined(six, "10", "20.5", "30", "40", "50", "60").value) == "210.50"


def test_where_judges_are_combined_changes_who_wins():
    """Chinese panels drop a whole sheet, ISU drops mark by mark (rules.md §1)."""
    scheme = criterion("c", points("a", "10"), points("b", "10"))
    marks = [{"a": "10", "b": "2"}, {"a": "2", "b": "9"}, {"a": "6", "b": "6"}]
    by_sheet = part(scheme, **trimmed(3))
    by_aspect = part(scheme, **trimmed(3, level="aspect"))
    assert text(combined(by_sheet, *marks).value) == "12.00"  # sheets 12, 11, 12 → one 12 stays
    assert text(combined(by_aspect, *marks).value) == "12.00"  # 6 and 6
    assert combined(by_aspect, *marks).drops == (
        ("j2", "a", "low"),
        ("j1", "a", "high"),
        ("j1", "b", "low"),
        ("j2", "b", "high"),
    )
    marks[2] = {"a": "6", "b": "7"}
    assert text(combined(by_sheet, *marks).value) == "12.00"
    assert text(combined(by_aspect, *marks).value) == "13.00"


def test_judges_can_be_combined_by_criterion():
    scheme = [criterion("c", points("a", "10"), points("b", "10")), criterion("d", points("e", "10"), factor="2")]
    by_criterion = part(*scheme, **trimmed(3, level="criterion"))
    marks = [{"a": "10", "b": "2", "e": "5"}, {"a": "2", "b": "9", "e": "7"}, {"a": "6", "b": "7", "e": "9"}]
    score = combined(by_criterion, *marks)
    assert (score.criteria, score.value) == ((12, 7), 26)  # of 12, 11, 13 → 12; of 5, 7, 9 → 7, × 2


@pytest.mark.parametrize("level", ["sheet", "criterion", "aspect"])
@pytest.mark.parametrize("missing", ["block", "given", "replaced"])
def test_one_criterion_alone_is_what_it_is_among_all(level, missing):
    scheme = [criterion("c", points("a", "10"), points("b", "10")), criterion("d", points("e", "10"), factor="2")]
    rules = trimmed(4, level=level)
    rules["combine"]["missing"] = missing
    marks = [{"a": "10", "b": "2", "e": "5"}, {"a": "2", "b": "9", "e": "7"}, {"a": "6", "b": "7", "e": "9"}]
    marks += [marks[0]] if missing == "block" else [{"e": "9"}] if level != "sheet" else []
    one, other = (combined(part(*scheme, **rules), *marks, final=True) for _ in range(2))
    assert [one.criterion(k) for k in (1, 0)] == [*reversed(other.criteria)]
    assert one.criteria == other.criteria


def test_rounding_at_each_stage_is_not_rounding_once_at_the_end():
    """Rounding at both stages matches all 1,726 ISU totals, only at the panel mean 1,203 (rules.md §3)."""

    def scored(**rounding):
        scheme = criterion("c", *(points(id, "10", step="0.25", factor="1.6") for id in "ab"))
        panel = {"judges": 3, "combine": {"method": "mean", "level": "aspect"}}
        book = rulebook(judged("p", scheme, weight="1", **panel), weighting="sum", rounding=rounding | {"total": TWO})
        marks = [{"a": "7.25", "b": "8.25"}, {"a": "7.25", "b": "8.25"}, {"a": "7.5", "b": "8.75"}]
        return text(total(book, {"p": combined(book.parts[0], *marks)}).total)

    # 7.333… and 8.41666…: 7.33 × 1.6 = 11.728, 8.42 × 1.6 = 13.472
    assert scored(judges=TWO, factor={"digits": 1}) == "25.20"  # 11.7 + 13.5
    assert scored(judges=TWO, factor={"digits": 1, "mode": "up"}) == "25.30"  # 11.8 + 13.5
    assert scored(judges={"digits": 1}, factor=TWO) == "25.12"  # 7.3 × 1.6 + 8.4 × 1.6


def test_a_joint_part_has_one_sheet():
    """A measured part one joint sheet of a measuring team (rules.md §1)."""
    one = part(panel={"judges": 3, "by": "joint"})
    assert text(combined(one, "77").value) == "77"
    with pytest.raises(ValueError, match="2 sheets"):
        combine(one, sheets(one, "77", "78"))


def test_a_score_outlives_what_it_was_made_from():
    """A fold goes on changing its tables; a score that was given out does not change with them."""
    book, times = rulebook(imported("p", time=TIME)), {"p": 60}
    score = total(book, {"p": of(90)}, (), times)
    times["p"] = 61
    assert score.times == {"p": 60}


def test_rules_and_scores_cross_into_a_child_process():
    book = rulebook(judged("p", **trimmed(3)))
    score = total(book, {"p": combined(book.parts[0], "90", "80", "70")})
    assert pickle.loads(pickle.dumps((book, score))) == (book, score)
    with pytest.raises(MarksRefused) as wrong:
        read_marks(book.parts[0], {"a": "x"})
    again = pickle.loads(pickle.dumps(wrong.value))
    assert (again.code, again.data, again.faults) == ("mark_faults", {"count": 1}, wrong.value.faults)


# --- total


def test_theory_thirty_and_practice_seventy():
    """Weights theory : practice 30 : 70, each part out of 100 (rules.md §1)."""
    score = entry(rulebook(imported("theory", "30"), imported("practice", "70")), "86.5", "91.25")
    assert text(score.total) == "89.83"  # 25.95 + 63.875
    assert text(score.unrounded) == "89.825000000000"
    assert [text(result.weighted) for result in score.parts.values()] == ["25.95", "63.875"]


def test_a_part_out_of_thirty_counts_by_its_share():
    half = imported("b", "50") | {"out_of": "30"}
    book = rulebook(imported("a", "50"), half, rounding={"weighted": {"digits": 3}, "total": TWO})
    assert text(entry(book, "80", "20").total) == "73.33"  # 40 + 20 × 50 ÷ 30 = 33.333


def test_weights_of_a_sum_multiply():
    book = rulebook(imported("a", "1"), imported("b", "0.5"), weighting="sum")
    assert text(entry(book, "80", "33").total) == "96.50"


def test_a_live_board_totals_the_parts_that_are_there():
    book = rulebook(imported("theory", "30", pass_mark="60"), imported("practice", "70"))
    score = total(book, {"practice": of(90)})
    assert (text(score.total), list(score.parts), score.passed) == ("63.00", ["practice"], False)


@pytest.mark.parametrize(("theory", "practice", "passed"), [("60", "60", True), ("59.5", "100", False)])
def test_every_part_must_reach_its_pass_mark(theory, practice, passed):
    """≥ 60 in both (南宁 2023, rules.md §1)."""
    book = rulebook(imported("a", "30", pass_mark="60"), imported("b", "70", pass_mark="60"))
    assert entry(book, theory, practice).passed is passed


@pytest.mark.parametrize(
    ("seconds", "deducted", "out"),
    [
        (180 * 60, "0", False),
        (180 * 60 + 1, "0.5", False),  # a started minute
        (181 * 60, "0.5", False),
        (181 * 60 + 1, "1.0", False),
        (210 * 60, "10", False),  # 15, capped
        (210 * 60 + 1, "10", True),
    ],
)
def test_half_a_point_per_started_minute_and_out_after_thirty(seconds, deducted, out):
    """Canteen cooking: 0.5 point per started minute over time, eliminated at 30 min over (rules.md §1)."""
    score = entry(rulebook(imported("p", time=TIME)), "90", times={"p": seconds})
    assert (text(score.parts["p"].deducted), score.eliminated) == (deducted, out)
    assert score.parts["p"].score == 90 - Decimal(deducted)


def test_penalties_are_apart_from_marks():
    book = rulebook(imported("p", pass_mark="60"), penalties=PENALTIES)
    taken = [
        read_penalty(book, "late"),
        read_penalty(book, "late"),
        read_penalty(book, "foul", None, 3),
        read_penalty(book, "conduct", "2.5"),
    ]
    score = entry(book, "90", penalties=taken)
    assert text(score.total) == "80.50"  # part 90 − 6, total − 1 (once) − 2.5
    assert (score.parts["p"].score, score.parts["p"].deducted) == (84, 6)
    assert score.deductions == (("late", 1), ("foul", 6), ("conduct", Decimal("2.5")))


def test_deductions_stop_at_zero():
    book = rulebook(imported("p"), penalties=PENALTIES)
    score = entry(book, "3", penalties=[PenaltyTaken("foul", None, 9), PenaltyTaken("conduct", Decimal(10))])
    assert (score.parts["p"].score, score.total) == (0, 0)


@pytest.mark.parametrize(
    ("rule", "points", "count", "code"),
    [
        ("nothing", None, None, "unknown_penalty"),
        ("foul", None, 0, "bad_count"),
        ("late", None, 2, "bad_count"),
        ("foul", "5", 1, "points_not_yours"),
        ("conduct", "10.5", None, "above_max"),
        ("conduct", "-1", None, "below_min"),
        ("conduct", None, None, "not_a_number"),
        ("conduct", "1,5", None, "decimal_comma"),
    ],
)
def test_a_penalty_the_rulebook_does_not_know_is_refused(rule, points, count, code):
    book = rulebook(imported("p"), penalties=PENALTIES)
    with pytest.raises(MarksRefused) as wrong:
        read_penalty(book, rule, points, count)
    assert [fault.code for fault in wrong.value.faults] == [code]


@pytest.mark.parametrize(("score", "code"), [("100.5", "above_max"), ("-1", "below_min"), ("8 5", "not_a_number")])
def test_an_imported_score_is_within_its_part(score, code):
    with pytest.raises(MarksRefused) as wrong:
        read_imported(rulebook(imported("p")).parts[0], score)
    assert [(fault.place, fault.code) for fault in wrong.value.faults] == [("p", code)]


def test_every_mark_sentence_has_a_chinese_and_an_english_form():
    assert set(sentences("zh", "mark")) == set(sentences("en", "mark"))


def test_a_mixed_sheet_comes_to_what_a_recorder_works_out():
    """Process of a construction item: points, check, faults and a judgement on one sheet, 5 judges trimmed."""
    scheme = criterion(
        "c",
        points("a", "10"),
        aspect("check", "b", max="5"),
        aspect("faults", "d", max="10", per_fault="2"),
        aspect("judgement", "e", max="10"),
    )
    five = part(scheme, **trimmed())
    rows = [
        ("9", True, "1", "2"),
        ("8.5", True, "0", "2"),
        ("9", False, "1", "3"),
        ("7", True, "2", "1"),
        ("10", True, "0", "3"),
    ]
    marks = [dict(zip("abde", row, strict=True)) for row in rows]
    # sheets: 9+5+8+6.67 = 28.67 · 8.5+5+10+6.67 = 30.17 · 9+0+8+10 = 27 · 7+5+6+3.33 = 21.33 (low) · 35 (high)
    assert text(combined(five, *marks).value) == "28.61"  # 85.84 ÷ 3 = 28.6133…
