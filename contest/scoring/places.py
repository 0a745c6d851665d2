"""Judges' places instead of their points: the Skating System (majority of places), and points per place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from .numbers import Points

Id = TypeVar("Id", bound=Hashable)
Places = Mapping[Id, Sequence[Fraction]]
"""Per entry a place of each judge (or of each dance)."""


def places_of(values: Mapping[Id, Decimal]) -> dict[Id, Fraction]:
    """The places that one judge's points give, the highest first. Equals share the mean of their places."""
    ordered = sorted(values.values())
    found = {value: _mean_place(value, ordered) for value in set(ordered)}
    return {id: found[value] for id, value in values.items()}


def _mean_place(value: Decimal, ordered: Sequence[Decimal]) -> Fraction:
    below = bisect_right(ordered, value)
    better, equal = len(ordered) - below, below - bisect_left(ordered, value)
    return Fraction(2 * better + equal + 1, 2)


def majority(places: Places[Id]) -> dict[Id, Fraction]:
    """Places by majority (Skating System): who has more than half of the judges at place k or better, k = 1, 2, …; of
    several the larger majority, then the lower sum of the places counted, then place k + 1. Who cannot be parted shares
    the mean of the places."""
    judges = max((len(each) for each in places.values()), default=0)
    return _one_by_one(list(places), 1, lambda open_, _: _by_majority(places, open_, judges // 2 + 1))


def _by_majority(places: Places[Id], open_: Sequence[Id], needed: int) -> list[Id]:
    """Who is best of those without a place yet: more than one where nothing parts them."""
    best = list(open_)
    for k in _steps(places, open_):
        counts = {id: _at_or_better(places[id], k) for id in best}
        if max(len(each) for each in counts.values()) < needed:
            continue
        best = _least(best, {id: (-len(counts[id]), sum(counts[id])) for id in best})
        if len(best) == 1:
            return best
    return best


def summed(places: Places[Id]) -> dict[Id, Fraction]:
    """Places over several dances or criteria (Skating System, rules 9 and 10): the lowest sum of places; of equals, who
    has more of the place in question and better, then their lower sum. Who cannot be parted shares the mean."""
    return _one_by_one(list(places), 1, lambda open_, place: _by_sum(places, open_, place))


def _by_sum(places: Places[Id], open_: Sequence[Id], place: int) -> list[Id]:
    best = _least(open_, {id: (sum(places[id]),) for id in open_})
    if len(best) == 1:
        return best
    counts = {id: _at_or_better(places[id], Fraction(place)) for id in best}
    return _least(best, {id: (-len(counts[id]), sum(counts[id])) for id in best})


def _one_by_one(open_: list[Id], place: int, best_of: Callable[[Sequence[Id], int], list[Id]]) -> dict[Id, Fraction]:
    """Places from the first on: to whoever is best of those left."""
    found: dict[Id, Fraction] = {}
    while open_:
        best = best_of(open_, place)
        for id in best:
            found[id] = Fraction(2 * place + len(best) - 1, 2)
        open_ = [id for id in open_ if id not in found]
        place += len(best)
    return found


def _steps(places: Places[Id], open_: Sequence[Id]) -> list[Fraction]:
    """The places at which a count can change."""
    return sorted({place for id in open_ for place in places[id]})


def _at_or_better(places: Sequence[Fraction], k: Fraction) -> list[Fraction]:
    return [place for place in places if place <= k]


def _least(ids: Sequence[Id], keys: Mapping[Id, tuple[Fraction | int, ...]]) -> list[Id]:
    lowest = min(keys[id] for id in ids)
    return [id for id in ids if keys[id] == lowest]


def points_for(place: Fraction, points: Sequence[Points]) -> Fraction:
    """The points of a place, 0 beyond the list; between two places (shared by an even number) the mean of both."""
    below = int(place)
    if place == below:
        return _at(points, below)
    return (_at(points, below) + _at(points, below + 1)) / 2


def _at(points: Sequence[Points], place: int) -> Fraction:
    return Fraction(points[place - 1]) if place <= len(points) else Fraction(0)
