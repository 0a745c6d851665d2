"""Scores below 0, vetoes said together and judges too far apart, worked by hand and held against both calculations."""

from __future__ import annotations

from typing import Any

import pytest

from contest.check.entry import less
from contest.check.plain import text

from .schemes import named
from .test_hand import STAGES, agreed, book, part, points, sheet


def only(id: str, most: str = "100", **more: Any) -> dict[str, Any]:
    """A part of one aspect that may take off as much as it gives."""
    return part(id, points("a", min=f"-{most}", max=most), **more)


def veto(id: str, at: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": named(id), "kind": "veto", "at": at} | more


def given(entry: str, *marks: str) -> list[tuple[str, str, str, str]]:
    """One mark of the aspect `a` from each judge."""
    return [row for n, mark in enumerate(marks) for row in sheet(entry, f"J{n}", a=mark)]


@pytest.mark.parametrize(
    ("score", "cost", "left"), [(5, 3, 2), (5, 9, 0), (0, 3, 0), (-5, 0, -5), (-5, 3, -5), (5, 0, 5)]
)
def test_deductions_go_down_to_nothing_and_never_raise_a_score(score, cost, left):
    assert less(score, cost) == left


def test_what_is_below_nothing_of_itself_stays_there_and_loses_nothing_more(tmp_path):
    """A −5 of the part and 3 of a second one: −2. B the same and a foul: the part has nothing to lose, −2. C 2 and a
    foul of 3 on the part: 0, and 3: 3. D −5 and 3, late by 9: still −2. E 4 and 3, late by 9: 0 of 7."""
    foul = {"id": "foul", "name": named("foul"), "per": "once", "points": "3", "part": "p"}
    late = {"id": "late", "name": named("late"), "per": "once", "points": "9"}
    other = part("q", points("b"), weight="1")
    rules = book(only("p", weight="1"), other, penalties=[foul, late])
    marks = {"A": "-5", "B": "-5", "C": "2", "D": "-5", "E": "4"}
    rows = [row for name, mark in marks.items() for row in sheet(name, "J", a=mark, b="3")]
    rows += [(name, "", "penalty:foul", "1") for name in "BC"] + [(name, "", "penalty:late", "1") for name in "DE"]
    entries = agreed(tmp_path, rules, rows)
    assert {name: row["total"] for name, row in entries.items()} == {"A": -2, "B": -2, "C": 3, "D": -2, "E": 0}
    assert [entries[name]["parts"]["p"]["score"] for name in "ABCDE"] == [-5, -5, 0, -5, 4]
    assert [entries[name]["rank"] for name in "CEABD"] == [1, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("mode", "said"), [("up", "-2.6"), ("down", "-2.5"), ("half_up", "-2.6"), ("half_even", "-2.6")]
)
def test_a_negative_mean_is_rounded_as_seen_from_zero(tmp_path, mode, said):
    """−2, −3 and −2.75 are −7.75 together: −2.58333…"""
    stage = {"digits": 1, "mode": mode}
    rules = book(only("p", judges=3, combine={"method": "mean"}, rounding={"judges": stage}))
    assert str(float(agreed(tmp_path, rules, given("E", "-2", "-3", "-2.75"))["E"]["total"])) == said


def test_a_void_part_counts_nothing_and_not_less(tmp_path):
    rules = book(part("p", points("a", min="-9", max="9"), veto("v", "0", fixes="void")))
    rules["parts"][0]["criteria"][0]["aspects"][1].pop("at")
    rows = [*sheet("A", "J", a="-5", v="true"), *sheet("B", "J", a="-5", v="false")]
    assert [row["total"] for row in agreed(tmp_path, rules, rows).values()] == [0, -5]


@pytest.mark.parametrize("fixes", ["sheet", "part"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("mark", "said", "left"),
    [
        ("90", ("e60", "e70"), 60),
        ("40", ("e60", "e70"), 60),
        ("40", ("e60", "m50"), 40),
        ("90", ("e60", "m50"), 50),
        ("90", ("m50",), 50),
        ("40", ("e60",), 60),
        ("40", ("m50", "e70"), 40),
        ("40", (), 40),
    ],
)
def test_of_vetoes_said_together_the_lowest_counts_in_whichever_order_they_stand(
    tmp_path, fixes, turned, mark, said, left
):
    """Exactly 60 or 70 whatever was given; at most 50 leaves a 40 as it is."""
    vetoes = [veto("e60", "60"), veto("e70", "70"), veto("m50", "50", bound="at_most")]
    vetoes = [each | {"fixes": fixes} for each in (reversed(vetoes) if turned else vetoes)]
    rows = sheet("E", "J", a=mark, **{each["id"]: str(each["id"] in said).lower() for each in vetoes})
    assert agreed(tmp_path, book(part("p", points("a"), *vetoes)), rows)["E"]["total"] == left


def test_what_a_veto_fixes_is_not_rounded_as_the_part_is(tmp_path):
    """Rounded to whole points 7.6 are 8 and 0.2 none; the half point that a veto leaves stands, and at most so much."""
    for bound, totals in (("exactly", ["8", "0.5", "0.5"]), ("at_most", ["8", "0.5", "0"])):
        rounding = STAGES | {"part": {"digits": 0}}
        rules = book(part("p", points("a"), veto("v", "0.5", fixes="part", bound=bound)), rounding=rounding)
        said = (("A", "7.6", "false"), ("B", "7.6", "true"), ("C", "0.2", "true"))
        rows = [row for name, mark, fixed in said for row in sheet(name, "J", a=mark, v=fixed)]
        assert [text(row["total"]) for row in agreed(tmp_path, rules, rows).values()] == totals


def test_the_median_of_judges_too_far_apart_is_the_mean_of_all(tmp_path):
    """1, 2, 9: no further than 8 apart the middle, 2; no further than 1, all of them, 12 ÷ 3 = 4."""
    totals = []
    for apart in ("8", "1"):
        combine = {"method": "median", "spread": {"apart": apart, "action": "mean_of_all"}}
        rules = book(part("p", points("a"), judges=3, combine=combine))
        totals.append(agreed(tmp_path, rules, given("E", "1", "2", "9"))["E"]["total"])
    assert totals == [2, 4]


def test_the_limit_of_a_spread_goes_by_the_panel_with_those_who_stand_in(tmp_path):
    """1, 2, 9 of five: 4 stands in for each of two, 1 2 4 4 9 without the ends are 10 ÷ 3 = 3.33. From 3 up judges may
    lie 100 apart, so the ends go. Of the three alone 2 would be left, 8 apart would be too far, and 4 the mean of
    all."""
    spread = {"apart": "0.1", "bands": [{"least": "3", "apart": "100"}], "action": "mean_of_all"}
    combine = {"method": "trimmed_mean", "missing": "replaced", "spread": spread}
    rules = book(part("p", points("a"), judges=5, combine=combine))
    assert text(agreed(tmp_path, rules, given("E", "1", "2", "9"))["E"]["total"]) == "3.33"


@pytest.mark.parametrize("action", ["flag", "again"])
def test_who_must_agree_has_no_score_before_however_far_apart_they_may_lie(tmp_path, action):
    combine = {"method": "consensus", "spread": {"apart": "9", "action": action}}
    rules = book(part("p", points("a"), judges=3, combine=combine))
    rows = [*given("A", "1", "2", "9"), *given("B", "4", "4", "4")]
    entries = agreed(tmp_path, rules, rows)
    assert [(row["missing"], row["total"]) for row in (entries["A"], entries["B"])] == [(["p"], 0), ([], 4)]


def test_penalties_taken_once_are_one_in_a_tie_however_often_noted(tmp_path):
    """All have 48. A's lateness, noted twice, is one penalty; B has two of one point; C one of 2, as A: A and C, B."""
    late = {"id": "late", "name": named("late"), "per": "once", "points": "2"}
    foul = {"id": "foul", "name": named("foul"), "per": "count", "points": "1"}
    said = {"id": "said", "name": named("said"), "per": "given", "max": "2"}
    rules = book(part("p", points("a")), penalties=[late, foul, said], ties=[{"by": "fewer_penalties"}])
    rows = [row for name in "ABC" for row in given(name, "50")]
    rows += [("A", "", "penalty:late", "1")] * 2 + [("B", "", "penalty:foul", "2"), ("C", "", "penalty:said", "2")]
    entries = agreed(tmp_path, rules, rows)
    assert [entries[name]["total"] for name in "ABC"] == [48] * 3
    assert [entries[name]["rank"] for name in "ABC"] == [1, 3, 1]
