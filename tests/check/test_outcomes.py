"""Awards, promotions and units at their edges, worked by hand and held against the second calculation alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from contest import check
from contest.check.told import Told
from contest.check.units import One, table

from .schemes import named
from .test_worked import award, book, imported, scored

WINNERS = {"count": 2, "threshold": "98"}
"""A level of two for whom there is but one."""


def won(*awards: dict[str, Any], totals: tuple[str, ...] = ("99", "90", "80", "70"), **attributes: list[str]) -> Any:
    return scored(book(imported("p"), awards=list(awards)), *totals, **attributes)["awards"]


@pytest.mark.parametrize("none", [{}, {"unit": ""}])
def test_people_without_a_unit_are_no_unit_and_not_limited(none):
    """One a unit, four to be chosen: A, B and E of no unit, C of north; D of north would be one too many."""
    rules = book(imported("p"), awards=[award("x", count=4, limits=[{"attribute": "unit", "most": 1}])])
    units = [none, none, {"unit": "north"}, {"unit": "north"}, none]
    given = {
        name: {"scores": {"p": str(90 - at)}, "attributes": unit}
        for at, (name, unit) in enumerate(zip("ABCDE", units, strict=True))
    }
    assert check.result(rules, given)["awards"] == {"x": ["A", "B", "C", "E"]}


def test_a_prize_is_passed_over_a_title_without_a_number():
    """One first of two: its spare goes past the title, which is no prize, to the second: two of them."""
    title = award("title", threshold="70", besides=True)
    found = won(award("first", carry="spare", **WINNERS), title, award("second", count=1))
    assert found == {"first": ["A"], "title": ["A", "B", "C", "D"], "second": ["B", "C"]}


def test_a_prize_is_passed_over_a_level_that_is_not_drawn_and_over_several_titles():
    large = award("large", count=1, when={"entries_over": 9})
    titles = [award("one", to_rank=1, besides=True), award("two", threshold="99", besides=True)]
    found = won(award("first", carry="spare", **WINNERS), *titles, large, award("second", count=1))
    assert (found["large"], found["second"]) == ([], ["B", "C"])


def test_winners_beyond_the_number_are_taken_off_the_next_level_with_one():
    """Two share the only first: with `both` the title takes it off nobody, and there is no second."""
    first = award("first", count=1, carry="both")
    title = award("title", threshold="75", besides=True)
    found = won(first, title, award("second", count=1), award("third", count=1), totals=("99", "99", "80", "70"))
    assert found == {"first": ["A", "B"], "title": ["A", "B", "C"], "second": [], "third": ["C"]}


@pytest.mark.parametrize(("numbering", "places"), [("gaps", [1, 1, 3, 3, 5, 5]), ("dense", [1, 1, 2, 2, 3, 3])])
def test_the_top_half_is_the_same_however_places_are_numbered(numbering, places):
    """Half of six are three: nobody is better than the 99s, two than the 98s, four than the 97s."""
    steps = [{"percent": "50", "to": "senior"}]
    rule = {"levels": [{"id": "senior", "name": named("senior")}], "steps": steps}
    rules = book(imported("p"), promotion=rule, ranking={"numbering": numbering})
    found = scored(rules, "99", "99", "98", "98", "97", "97")
    assert [found["entries"][name]["rank"] for name in "ABCDEF"] == places
    assert sorted(found["promotions"]) == ["A", "B", "C", "D"]


STROKES = {"A": "8 7", "B": "", "C": "8 7 8", "D": "10 3", "E": "9"}
"""By them C is called behind A, whose 8 7 it goes on, E and D come after, and B, who has none, is the last."""


def test_who_has_no_strokes_stands_last_among_those_listed_by_them():
    found = scored(by_strokes(), "95", "90", "80", "70", "60", strokes=list(STROKES.values()))
    assert found["awards"] == {"x": ["A", "C", "E", "D", "B"]}
    assert found["listed"] == {"x": [["A"], ["C"], ["E"], ["D"], ["B"]]}


def test_the_jurys_winners_are_listed_by_strokes_too_and_what_they_leave_is_empty():
    told = Told(by_strokes(count=2, threshold="90"))
    told.entries = list("ABC")
    told.scores = {(name, "p"): score for name, score in zip("ABC", ("95", "90", "80"), strict=True)}
    told.attributes = {name: {"strokes": STROKES[name]} for name in "ABC"}
    assert told.result()["awards"] == {"x": ["A", "B"]}
    told.overrides = {"C": "x"}
    assert (told.result()["awards"], told.result()["empty"]) == ({"x": ["A", "C", "B"]}, {})
    told.overrides = {"A": "", "B": ""}
    assert (told.result()["awards"], told.result()["empty"]) == ({"x": []}, {"x": 2})


def by_strokes(**size: Any) -> dict[str, Any]:
    return book(imported("p"), awards=[award("x", listed="strokes", **(size or {"count": 5}))])


@pytest.mark.parametrize(
    ("awards", "left"),
    [
        ([award("x", **WINNERS)], {"x": 1}),
        ([award("x", carry="spare", **WINNERS)], {"x": 1}),
        ([award("x", carry="spare", **WINNERS), award("t", threshold="70")], {"x": 1}),
        ([award("x", carry="spare", **WINNERS), award("y", count=1, when={"entries_over": 9})], {"x": 1}),
        ([award("x", carry="spare", **WINNERS), award("t", to_rank=1), award("y", count=1)], {}),
        ([award("x", carry="spare", **WINNERS), award("y", count=1, threshold="95")], {"y": 2}),
        ([award("x", count=1, carry="both"), award("y", count=4)], {"y": 1}),
    ],
)
def test_what_nobody_has_and_no_later_level_takes_up_is_empty(awards, left):
    """One of two has won x; the other prize goes to a later level that takes a number of them, and there may stay."""
    found = scored(book(imported("p"), awards=awards), "99", "90", "80", "70")
    assert found["empty"] == left


def test_only_the_order_of_winners_by_strokes_is_compared_and_of_equals_none():
    first = {"entries": {}, "awards": {"x": ["B", "A", "C"], "y": ["B", "A"]}}
    check_ = {"entries": {}, "promotions": {}, "awards": {"x": ["A", "B", "C"], "y": ["A", "B"]}}
    assert check.differences(first, check_ | {"listed": {"x": [["A", "B"], ["C"]]}}) == []
    assert check.differences(first, check_ | {"listed": {"x": [["A"], ["B"], ["C"]]}}) == [
        "listing x: ['B', 'A', 'C'] ≠ ['A', 'B', 'C']"
    ]


@pytest.mark.parametrize(("told", "differs"), [("time", False), ("lot", True), (None, False)])
def test_the_rule_that_broke_a_tie_is_compared_where_both_tell_it(told, differs):
    rows = {"status": "present", "missing": [], "parts": {}, "rank": 2, "tied": False, "passed": True}
    first = {"entries": {"A": {"rank": 2, "decided_by": told}}, "awards": {}}
    second = {"entries": {"A": rows | {"decided_by": "time"}}, "awards": {}}
    assert bool(check.differences(first, second)) == differs


def units(order: str, **prize: Any) -> dict[str, Any]:
    """u1 has 30, u2 50, and of u3 nobody has a place."""
    told = [("A", "u1", 2, 30), ("B", "u2", 1, 50), ("C", "u3", None, 0)]
    everyone = [One("wall", name, unit, at, Fraction(total), True, {}, (), None) for name, unit, at, total in told]
    rule = {"items": ["wall"], "of": "total", "order": order, "ties": [{"by": "time"}]}
    return table(rule | {"awards": [award("good", **prize)]}, everyone)


def test_a_unit_of_which_nothing_counts_is_listed_last_and_has_no_place_and_no_honour():
    """Where the lowest wins its 0 would be the best of all, and within any threshold."""
    lowest = units("ascending", threshold="40")
    assert (lowest["order"], lowest["awards"]) == (["u1", "u2", "u3"], {"good": ["u1"]})
    assert lowest["rows"]["u3"] == {"rank": None, "tied": False, "total": 0}
    highest = units("descending", count=3)
    assert (highest["order"], highest["awards"]) == (["u2", "u1", "u3"], {"good": ["u2", "u1"]})


def test_several_units_of_which_nothing_counts_do_not_share_a_place():
    told = [("A", "u1", 1, 30), ("B", "u2", None, 0), ("C", "u3", None, 0)]
    everyone = [One("wall", name, unit, at, Fraction(total), True, {}, (), None) for name, unit, at, total in told]
    rows = table({"items": ["wall"], "of": "total"}, everyone)["rows"]
    assert [(row["rank"], row["tied"]) for row in rows.values()] == [(1, False), (None, False), (None, False)]
