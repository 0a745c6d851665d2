"""Standings of several items to one table of units."""

from __future__ import annotations

import pytest

from contest.scoring.ranking import standings
from contest.scoring.rulebook import parse_unit_table
from contest.scoring.teams import unit_awards, unit_draw, unit_table

from .builders import entry, imported, name, rulebook

RULES = rulebook(imported("p"))


def table(best=2, ties=()):
    return parse_unit_table({"format": 1, "name": name(), "items": ["a", "b"], "best": best, "ties": list(ties)})


def results(**items):
    """item → unit → totals; entries are named item-unit-number."""
    units, found = {}, {}
    for item, teams in items.items():
        scores = {f"{item}-{unit}-{i}": entry(RULES, str(s)) for unit, row in teams.items() for i, s in enumerate(row)}
        units |= {id: id.split("-")[1] for id in scores}
        found[item] = standings(RULES, scores)
    return found, units


def rows(table_, found, units):
    return [(s.unit, s.rank, s.tied, s.total) for s in unit_table(table_, found, units)]


def test_a_unit_has_the_sum_of_its_best_per_item():
    """Sum of the best 3 per item (邹城, rules.md §1), here the best 2."""
    found, units = results(a={"x": [90, 80, 70], "y": [85, 84]}, b={"x": [60], "y": [50, 40, 30]})
    standings_ = unit_table(table(), found, units)
    assert [(s.unit, s.rank, s.total) for s in standings_] == [("y", 1, 259), ("x", 2, 230)]
    assert standings_[1].counted == (("a", "a-x-0", 90), ("a", "a-x-1", 80), ("b", "b-x-0", 60))


def test_the_better_best_place_breaks_a_tie_and_equal_units_share():
    found, units = results(a={"x": [90, 50], "y": [70, 70], "z": [70, 70]}, b={})
    assert rows(table(ties=["shared"]), found, units) == [("x", 1, True, 140), ("y", 1, True, 140), ("z", 1, True, 140)]
    by_rank = rows(table(ties=["best_rank", "shared"]), found, units)
    assert by_rank == [("x", 1, False, 140), ("y", 2, True, 140), ("z", 2, True, 140)]


def test_entries_without_a_place_do_not_count_and_a_unit_without_any_stands_last_and_has_no_place():
    scores = {"a1": entry(RULES, "90"), "a2": entry(RULES, "80")}
    found = {"a": standings(RULES, scores, {"a1": "disqualified"})}
    units = {"a1": "x", "a2": "y", "gone": "z"}
    assert rows(table(), found, units) == [("y", 1, False, 80), ("x", None, False, 0), ("z", None, False, 0)]


def test_a_unit_without_an_entry_that_counts_has_no_place_where_the_lowest_sum_wins_either():
    """Sums of fault points: y 10, x 30; z has nobody with a place: not 0 and first, but last."""
    scores = {"a1": entry(RULES, "30"), "a2": entry(RULES, "10"), "a3": entry(RULES, "5")}
    found = {"a": standings(RULES, scores, {"a3": "withdrawn"})}
    lowest = rows(more(order="ascending"), found, {"a1": "x", "a2": "y", "a3": "z"})
    assert lowest == [("y", 1, False, 10), ("x", 2, False, 30), ("z", None, False, 0)]


@pytest.mark.parametrize(
    "honour", [{"threshold": "40"}, {"count": 3}, {"percent": "100"}, {"from_rank": 1}, {"to_rank": 9}]
)
@pytest.mark.parametrize(("order", "best"), [("ascending", "x"), ("descending", "y")])
def test_a_unit_of_which_nobody_counts_gets_no_honour(order, best, honour):
    """x 30 and y 50; of z nobody has a place: 0 is below 40, and is not what it reached."""
    scores = {"a1": entry(RULES, "30"), "a2": entry(RULES, "50"), "a3": entry(RULES, "10")}
    found = {"a": standings(RULES, scores, {"a3": "disqualified"})}
    table_ = more(order=order, awards=[{"id": "good", "name": name(), **honour}])
    draw = unit_draw(table_, unit_table(table_, found, {"a1": "x", "a2": "y", "a3": "z"}))
    won = [each.entry for each in unit_awards(table_, draw)]
    assert (won[0], "z" in won) == (best, False)
    assert draw.empty.get("good", 0) == (1 if {"count", "percent"} & honour.keys() else 0)


def more(**keys):
    return parse_unit_table({"format": 1, "name": name(), "items": ["a", "b"], **keys})


def test_every_member_counts_where_no_number_is_stated():
    """Sum of all members (rules.md §1)."""
    found, units = results(a={"x": [50, 40, 30], "y": [60, 55]})
    assert rows(more(), found, units) == [("x", 1, False, 120), ("y", 2, False, 115)]


def test_the_mean_of_the_best():
    """x: (90 + 80 + 80) ÷ 3 = 83.333…; y: 84 of its only one."""
    found, units = results(a={"x": [90, 80, 80, 10], "y": [84]})
    table_ = more(best=3, take="mean", means={"digits": 2})
    assert [(unit, str(total)) for unit, _, _, total in rows(table_, found, units)] == [("y", "84.00"), ("x", "83.33")]


def test_places_give_points_and_every_other_entrant_the_floor():
    """Places 1–6 → 10, 9, 8, 7, 6, 5, 7–10 → 4, every other entrant 1 (威海, rules.md §1). x has places 1, 2, 12 =
    20; y 3–11 = 8 7 6 5 4 4 4 4 1 = 43; a shared place gives each the same."""
    table_ = more(of="places", places=["10", "9", "8", "7", "6", "5", "4", "4", "4", "4"], floor="1")
    found, units = results(a={"x": [99, 98, 50], "y": [90, 89, 88, 87, 86, 85, 84, 83, 82]})
    assert rows(table_, found, units) == [("y", 1, False, 43), ("x", 2, False, 20)]
    found, units = results(a={"x": [99], "y": [99], "z": [98]})
    assert rows(table_, found, units) == [("x", 1, True, 10), ("y", 1, True, 10), ("z", 3, False, 8)]


def test_prizes_give_points_and_passing_without_one_the_floor():
    """8/4/2 per prize, 1 if no prize but all parts passed (machinery industry 2024, rules.md §1). x: first 8 +
    passed 1; y: second 4 + third 2 + failed 0."""
    passing = rulebook(imported("p", pass_mark="60"))
    scores = {
        e: entry(passing, s)
        for e, s in zip(["x1", "y1", "y2", "x2", "y3"], ["90", "80", "70", "65", "50"], strict=True)
    }
    worth = [{"award": "first", "points": 8}, {"award": "second", "points": 4}, {"award": "third", "points": 2}]
    prizes = {"a": {"x1": ["first", "title"], "y1": ["second"], "y2": ["third"]}}
    units = {e: e[0] for e in scores}
    found = unit_table(more(of="prizes", prizes=worth, floor="1"), {"a": standings(passing, scores)}, units, prizes)
    assert [(s.unit, s.total) for s in found] == [("x", 9), ("y", 6)]


def test_weighted_means_of_modules():
    """10 % mean theory + 3 × 30 % module means (广西 2024, rules.md §1). x: theory (80, 90) → 85, modules (70, 71) →
    70.5, (60, 60) → 60, (90, 80) → 85: 8.5 + 21.15 + 18 + 25.5 = 73.15."""
    modules = [imported(id, weight) for id, weight in (("theory", "10"), ("m1", "30"), ("m2", "30"), ("m3", "30"))]
    rules = rulebook(*modules)
    scores = {"x1": entry(rules, "80", "70", "60", "90"), "x2": entry(rules, "90", "71", "60", "80")}
    weights = [{"part": id, "weight": weight} for id, weight in (("theory", 10), ("m1", 30), ("m2", 30), ("m3", 30))]
    table_ = more(of="parts", parts=weights, means={"digits": 2})
    (found,) = unit_table(table_, {"a": standings(rules, scores)}, dict.fromkeys(scores, "x"))
    assert str(found.total) == "73.1500"


def test_numbers_of_firsts_then_seconds_part_units():
    """For teams: compare numbers of 1sts, 2nds, … (rules.md §1). All have 150: y a first, x and z none; x a second."""
    found, units = results(a={"x": [80, 70], "y": [90, 60], "z": [75, 75]})
    assert rows(more(ties=["count_back"]), found, units) == [
        ("y", 1, False, 150),
        ("x", 2, False, 150),
        ("z", 3, False, 150),
    ]


def test_less_time_of_all_members_parts_units():
    """Sum of all members, tie → total time of members (rules.md §1)."""
    timed = rulebook(imported("p", time={"limit": "60"}))
    used = {"x1": 3000, "x2": 3000, "y1": 3500, "y2": 2400}
    scores = {e: entry(timed, "80", times={"p": seconds}) for e, seconds in used.items()}
    found = unit_table(more(ties=["time"]), {"a": standings(timed, scores)}, {e: e[0] for e in scores})
    assert [(s.unit, s.rank, s.decided_by) for s in found] == [("y", 1, 0), ("x", 2, 0)]


def test_the_more_points_in_one_item_part_units():
    found, units = results(a={"x": [80], "y": [90]}, b={"x": [90], "y": [80]})
    assert rows(more(ties=[{"by": "item", "item": "b"}]), found, units) == [("x", 1, False, 170), ("y", 2, False, 170)]


def test_units_are_honoured_by_their_ranks_and_hosts_outside_the_quota():
    """优秀组织单位 for team ranks 4–13, plus hosts outside the quota (rules.md §1), here ranks 2–3."""
    host = [{"attribute": "unit", "one_of": ["d", "b"]}]
    honours = [
        {"id": "good", "name": name(), "from_rank": 2, "to_rank": 3},
        {"id": "host", "name": name(), "from_rank": 1, "besides": True, "apart_from": ["good"], "where": host},
    ]
    found, units = results(a={"a": [90], "b": [80], "c": [70], "d": [60]})
    table_ = more(awards=honours)
    given = [
        (each.award_id, each.entry) for each in unit_awards(table_, unit_draw(table_, unit_table(table_, found, units)))
    ]
    assert given == [("good", "b"), ("good", "c"), ("host", "d")]
