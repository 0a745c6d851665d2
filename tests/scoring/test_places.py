"""Places instead of points: the Skating System against published examples, points per place by hand."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.places import majority, places_of, summed

EXAMPLES = json.loads((Path(__file__).parent.parent / "data/place-count/examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", EXAMPLES["single"])
def test_majority_of_places_in_published_examples(rule):
    """Skating System, rules 5 to 7 (tests/data/place-count)."""
    example = EXAMPLES["single"][rule]
    judges = example["marks"].values()
    places = {couple: [Fraction(marks[couple]) for marks in judges] for couple in next(iter(judges))}
    assert majority(places) == example["expected"]


@pytest.mark.parametrize("rule", EXAMPLES["summary"])
def test_places_over_several_dances_in_published_examples(rule):
    """Skating System, rules 9 and 10 (tests/data/place-count)."""
    example = EXAMPLES["summary"][rule]
    assert summed({couple: [*map(Fraction, row)] for couple, row in example["places"].items()}) == example["expected"]


def test_equals_share_the_mean_of_their_places():
    assert places_of({"a": 9, "b": 8, "c": 8, "d": 7}) == {"a": 1, "b": Fraction(5, 2), "c": Fraction(5, 2), "d": 4}


marks = st.integers(2, 6).flatmap(
    lambda n: st.lists(st.permutations(range(1, n + 1)), min_size=1, max_size=7).map(
        lambda judges: {couple: [Fraction(judge[couple]) for judge in judges] for couple in range(n)}
    )
)


@given(marks)
def test_places_add_up_whoever_comes_first(places):
    found = majority(places)
    assert sum(found.values()) == Fraction(len(places) * (len(places) + 1), 2)
    assert majority(dict(reversed(places.items()))) == found


@given(marks)
def test_a_couple_that_most_judges_put_first_wins(places):
    judges = len(next(iter(places.values())))
    for couple, row in places.items():
        if row.count(1) * 2 > judges:
            assert majority(places)[couple] == 1
