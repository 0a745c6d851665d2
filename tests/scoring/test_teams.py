"""Standings of several items to one table of units."""

from __future__ import annotations

from contest.scoring.ranking import standings
from contest.scoring.rulebook import parse_unit_table
from contest.scoring.teams import unit_table

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


def test_entries_without_a_place_do_not_count_and_a_unit_without_any_stands_last():
    scores = {"a1": entry(RULES, "90"), "a2": entry(RULES, "80")}
    found = {"a": standings(RULES, scores, {"a1": "disqualified"})}
    units = {"a1": "x", "a2": "y", "gone": "z"}
    assert rows(table(), found, units) == [("y", 1, False, 80), ("x", 2, True, 0), ("z", 2, True, 0)]
