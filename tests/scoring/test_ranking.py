"""Scores to ranks: tie chains, shared places, those without a place."""

from __future__ import annotations

import pytest

from contest.scoring.marking import PenaltyTaken, total
from contest.scoring.numbers import Points
from contest.scoring.ranking import sort_key, standings

from .builders import TWO, combined, criterion, entry, imported, judged, name, points, rulebook, trimmed

HALVES = [imported("theory", "50"), imported("practice", "50", time={"limit": "60"})]


def places(rules, scores, statuses=None):
    return [(s.entry, s.rank, s.tied) for s in standings(rules, scores, statuses)]


def test_equal_entries_share_a_place_and_the_next_is_skipped():
    rules = rulebook(imported("p"))
    scores = {entry_: entry(rules, points) for entry_, points in zip("abcd", ["80", "90", "80", "70"], strict=True)}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, True), ("c", 2, True), ("d", 4, False)]


def test_time_then_practice_then_theory_then_shared():
    """The construction chain (rules.md §1)."""
    chain = [{"by": "time", "part": "practice"}, {"by": "part", "part": "practice"}, {"by": "part", "part": "theory"}]
    rules = rulebook(*HALVES, ties=[*chain, {"by": "shared"}])
    scores = {
        "slow": entry(rules, "70", "90", times={"practice": 3000}),
        "quick": entry(rules, "90", "70", times={"practice": 2000}),
        "skilled": entry(rules, "75", "85", times={"practice": 3000}),
        "untimed": entry(rules, "60", "100"),
        "twin": entry(rules, "75", "85", times={"practice": 3000}),
    }
    found = standings(rules, scores)
    assert [(s.entry, s.rank, s.tied) for s in found] == [
        ("quick", 1, False),
        ("slow", 2, False),
        ("skilled", 3, True),
        ("twin", 3, True),
        ("untimed", 5, False),
    ]
    assert [s.decided_by for s in found] == [0, 0, 1, 0, 0]


def test_the_total_alone_decides_where_it_can():
    rules = rulebook(*HALVES, ties=[{"by": "part", "part": "theory"}])
    scores = {"a": entry(rules, "90", "80"), "b": entry(rules, "80", "80")}
    assert [s.decided_by for s in standings(rules, scores)] == [None, None]


def test_all_practice_parts_together():
    rules = rulebook(
        imported("theory", "20"),
        imported("process", "30"),
        imported("product", "50"),
        ties=[{"by": "parts", "parts": ["process", "product"]}],
    )
    scores = {"a": entry(rules, "90", "80", "80"), "b": entry(rules, "80", "80", "84")}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, False)]


def test_a_tie_goes_to_the_next_decimal():
    """Stage contests (rules.md §1): 2 digits, 3 if tied."""
    rules = rulebook(judged("p", **trimmed(5)), ties=[{"by": "unrounded_total"}])
    a = combined(rules.parts[0], "90", "90", "90.5", "90.5", "90")  # 90 90 90.5: 90.1666…
    b = combined(rules.parts[0], "90", "90.5", "90.5", "90", "90.5")  # 90 90.5 90.5: 90.3333…
    c = combined(rules.parts[0], "90", "90.5", "90", "90", "90.5")
    scores = {key: total(rules, {"p": score}) for key, score in {"a": a, "b": b, "c": c}.items()}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, True), ("c", 2, True)]
    rough = rulebook(judged("p", **trimmed(5)), ties=[{"by": "unrounded_total"}], rounding={"judges": {"digits": 0}})
    scores = {
        key: total(rough, {"p": combined(rough.parts[0], *marks)})
        for key, marks in {
            "a": ["90", "90", "90.5", "90.5", "90"],
            "b": ["90", "90", "90", "90", "90"],
        }.items()
    }
    assert scores["a"].total == scores["b"].total == 90
    assert places(rough, scores) == [("a", 1, False), ("b", 2, False)]


def test_the_mean_of_all_judges_dropped_ones_too():
    """口味 → 质感 → untrimmed mean → shared (cooking, rules.md §1)."""
    rules = rulebook(judged("p", **trimmed(3)), ties=[{"by": "untrimmed_mean", "part": "p"}])
    scores = {
        "a": total(rules, {"p": combined(rules.parts[0], "70", "90", "91")}),
        "b": total(rules, {"p": combined(rules.parts[0], "80", "90", "91")}),
    }
    assert places(rules, scores) == [("b", 1, False), ("a", 2, False)]


def test_the_better_taste_goes_first():
    """口味 first (cooking, rules.md §1); a criterion combined on its own, whichever equal sheet was dropped."""
    scheme = [criterion("taste", points("taste-mark", "40")), criterion("looks", points("looks-mark", "60"))]
    rules = rulebook(
        judged("p", *scheme, **trimmed(3)),
        ties=[
            {"by": "criterion", "part": "p", "criterion": "taste"},
            {"by": "aspect", "part": "p", "aspect": "looks-mark"},
        ],
    )

    def scored(*tastes):
        marks = [{"taste-mark": taste, "looks-mark": str(80 - int(taste))} for taste in tastes]
        return total(rules, {"p": combined(rules.parts[0], *marks)})

    scores = {"a": scored("30", "30", "30"), "b": scored("31", "20", "35"), "c": scored("35", "31", "20")}
    assert {score.total for score in scores.values()} == {80}
    assert places(rules, scores) == [("b", 1, True), ("c", 1, True), ("a", 3, False)]


def test_fewer_penalties_go_first():
    penalties = [{"id": "foul", "name": name(), "points": "1", "per": "count"}]
    rules = rulebook(imported("p"), penalties=penalties, ties=[{"by": "fewer_penalties"}])
    scores = {"a": entry(rules, "82", penalties=[PenaltyTaken("foul", None, 2)]), "b": entry(rules, "80")}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, False)]


def test_a_penalty_that_is_taken_once_is_one_however_often_it_was_noted():
    """All have 78. a was noted late twice, which is one penalty; b fouled twice; c was told off once, and late."""
    penalties = [
        {"id": "late", "name": name(), "points": "2", "per": "once"},
        {"id": "foul", "name": name(), "points": "1", "per": "count"},
        {"id": "told", "name": name(), "max": "2", "per": "given"},
    ]
    rules = rulebook(imported("p"), penalties=penalties, ties=[{"by": "fewer_penalties"}])
    late, told = PenaltyTaken("late"), PenaltyTaken("told", Points("2"))
    scores = {
        "a": entry(rules, "80", penalties=[late, late]),
        "b": entry(rules, "80", penalties=[PenaltyTaken("foul", None, 2)]),
        "c": entry(rules, "82", penalties=[late, told]),
    }
    assert {score.total for score in scores.values()} == {78}
    assert places(rules, scores) == [("a", 1, False), ("b", 2, True), ("c", 2, True)]


def test_those_without_a_place_stand_last_in_a_fixed_order():
    rules = rulebook(imported("p", time={"limit": "60", "out_over": "30"}))
    scores = {entry_: entry(rules, "80") for entry_ in ("z", "gone", "banned")}
    scores["late"] = entry(rules, "99", times={"p": 91 * 60})
    statuses = {"gone": "withdrawn", "banned": "disqualified", "away2": "absent", "away1": "absent", "late": "present"}
    assert [(s.entry, s.rank, s.status, s.score is not None) for s in standings(rules, scores, statuses)] == [
        ("z", 1, "present", True),
        ("late", None, "eliminated", True),
        ("gone", None, "withdrawn", True),
        ("away1", None, "absent", False),
        ("away2", None, "absent", False),
        ("banned", None, "disqualified", True),
    ]


@pytest.mark.parametrize("present", [["theory"], ["practice"], []])
def test_keys_compare_for_any_two_entries_with_the_same_parts(present):
    chain = [{"by": "time", "part": "practice"}, {"by": "parts", "parts": ["practice", "theory"]}]
    chain += [{"by": "part", "part": "theory"}, {"by": "unrounded_total"}]
    rules = rulebook(*HALVES, ties=chain, rounding={"total": TWO})
    whole = entry(rules, "70", "80")
    some = total(rules, {part: result.part for part, result in whole.parts.items() if part in present})
    more = total(
        rules, {part: result.part for part, result in whole.parts.items() if part in present}, (), {"practice": 9}
    )
    assert sort_key(rules, more) < sort_key(rules, some)
