"""Quotas and promotions at their edges, worked by hand and held against the second calculation alone."""

from __future__ import annotations

import pytest

from contest import check

from .schemes import named
from .test_worked import award, book, imported, scored


@pytest.mark.parametrize("none", [{}, {"unit": ""}])
def test_people_without_a_unit_are_no_unit_and_not_limited(none):
    """One a unit, three to be chosen: A and B of no unit, C of north; D of north would be one too many."""
    rules = book(imported("p"), awards=[award("x", count=4, limits=[{"attribute": "unit", "most": 1}])])
    units = [none, none, {"unit": "north"}, {"unit": "north"}, none]
    given = {
        name: {"scores": {"p": str(90 - at)}, "attributes": unit}
        for at, (name, unit) in enumerate(zip("ABCDE", units, strict=True))
    }
    assert check.result(rules, given)["awards"] == {"x": ["A", "B", "C", "E"]}


@pytest.mark.parametrize(("numbering", "places"), [("gaps", [1, 1, 3, 3, 5, 5]), ("dense", [1, 1, 2, 2, 3, 3])])
def test_the_top_half_is_the_same_however_places_are_numbered(numbering, places):
    """Half of six are three: nobody is better than the 99s, two than the 98s, four than the 97s."""
    steps = [{"percent": "50", "to": "senior"}]
    rule = {"levels": [{"id": "senior", "name": named("senior")}], "steps": steps}
    rules = book(imported("p"), promotion=rule, ranking={"numbering": numbering})
    found = scored(rules, "99", "99", "98", "98", "97", "97")
    assert [found["entries"][name]["rank"] for name in "ABCDEF"] == places
    assert sorted(found["promotions"]) == ["A", "B", "C", "D"]
