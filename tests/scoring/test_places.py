"""Places instead of points: the Skating System against published examples, points per place by hand."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.places import majority, places_of, summed

from . import place_models

EXAMPLES = json.loads((Path(__file__).parent.parent / "data/place-count/examples.json").read_text(encoding="utf-8"))


def twice(places):
    return {couple: [int(2 * Fraction(place)) for place in row] for couple, row in places.items()}


def expected(example):
    return {couple: 2 * place for couple, place in example["expected"].items()}


@pytest.mark.parametrize("rule", EXAMPLES["single"])
def test_majority_of_places_in_published_examples(rule):
    """Skating System, rules 5 to 7 (tests/data/place-count)."""
    example = EXAMPLES["single"][rule]
    judges = example["marks"].values()
    places = {couple: [marks[couple] for marks in judges] for couple in next(iter(judges))}
    assert majority(twice(places)) == expected(example)


@pytest.mark.parametrize("rule", EXAMPLES["summary"])
def test_places_over_several_dances_in_published_examples(rule):
    """Skating System, rules 9 and 10 (tests/data/place-count)."""
    example = EXAMPLES["summary"][rule]
    assert summed(twice(example["places"])) == expected(example)


def test_equals_share_the_mean_of_their_places():
    assert places_of({"a": 9, "b": 8, "c": 8, "d": 7}) == {"a": 2, "b": 5, "c": 5, "d": 8}  # places times two


judges = st.integers(1, 7).flatmap(
    lambda couples: st.lists(st.lists(st.integers(0, 5), min_size=couples, max_size=couples), min_size=1, max_size=7)
)
"""What each judge gives each couple: few points, so that many are equal."""


def ranked(given):
    """Per couple its place with each judge."""
    by_judge = [places_of(dict(enumerate(points))) for points in given]
    return {couple: [places[couple] for places in by_judge] for couple in by_judge[0]}


def halved(places):
    return {couple: [Fraction(place, 2) for place in row] for couple, row in places.items()}


def doubled(found):
    return {couple: 2 * place for couple, place in found.items()}


@given(judges)
def test_sorted_places_are_those_given_one_by_one(given):
    places = ranked(given)
    assert majority(places) == doubled(place_models.majority(halved(places)))
    assert summed(places) == doubled(place_models.summed(halved(places)))


@given(judges, st.data())
def test_a_criterion_that_some_judges_left_out_counts_where_it_was_given(given, dice):
    places = ranked(given)
    for couple, row in places.items():
        places[couple] = row[: dice.draw(st.integers(0, len(row)))]
    assert majority(places) == doubled(place_models.majority(halved(places)))


@given(st.lists(st.permutations(range(1, 8)), min_size=2, max_size=5))
def test_the_lowest_sum_of_places_of_many_equals_is_parted_as_one_by_one(dances):
    places = {couple: [2 * dance[couple] for dance in dances] for couple in range(7)}
    mirrored = {couple: [*row, *(16 - place for place in row)] for couple, row in places.items()}
    for each in (places, mirrored):
        assert summed(each) == doubled(place_models.summed(halved(each)))


@given(st.lists(st.integers(0, 6), min_size=1, max_size=9))
def test_equals_share_the_mean_whatever_their_number(points):
    ordered = sorted(points)
    better = {each: len(points) - bisect_right(ordered, each) for each in points}
    equal = {each: bisect_right(ordered, each) - bisect_left(ordered, each) for each in points}
    found = places_of({k: Decimal(each) for k, each in enumerate(points)})
    assert found == {k: 2 * better[each] + equal[each] + 1 for k, each in enumerate(points)}


marks = st.integers(2, 6).flatmap(
    lambda n: st.lists(st.permutations(range(1, n + 1)), min_size=1, max_size=7).map(
        lambda judges: {couple: [2 * judge[couple] for judge in judges] for couple in range(n)}
    )
)


@given(marks)
def test_places_add_up_whoever_comes_first(places):
    found = majority(places)
    assert sum(found.values()) == len(places) * (len(places) + 1)
    assert majority(dict(reversed(places.items()))) == found


@given(marks)
def test_a_couple_that_most_judges_put_first_wins(places):
    judges = len(next(iter(places.values())))
    for couple, row in places.items():
        if row.count(2) * 2 > judges:
            assert majority(places)[couple] == 2
