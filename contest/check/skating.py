"""Places instead of points: what the judges' orders of the field come to.

`Given`: entry → judge → what they gave. `Order`: the entries from the best down, equals together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from .exact import ZERO

Given = Mapping[str, Mapping[str, Fraction]]
Order = list[list[str]]


def in_order(keys: Mapping[str, Any]) -> Order:
    """Entries by their keys, the lowest first."""
    return [[entry for entry in keys if keys[entry] == key] for key in sorted({*keys.values()})]


def mean_places(order: Order) -> dict[str, Fraction]:
    """Entry → place; equals share the mean of the places they stand on."""
    found: dict[str, Fraction] = {}
    for group in order:
        found |= dict.fromkeys(group, len(found) + Fraction(len(group) + 1, 2))
    return found


def earned(order: Order, points: Sequence[Fraction]) -> dict[str, Fraction]:
    """Entry → points of its place; half a place between two earns the mean of both, places beyond earn nothing."""

    def at(place: int) -> Fraction:
        return points[place - 1] if place <= len(points) else ZERO

    return {entry: (at(floor(place)) + at(ceil(place))) / 2 for entry, place in mean_places(order).items()}


def judges_orders(given: Given) -> list[Order]:
    """Each judge's order of those they marked."""
    judges = sorted({judge for mine in given.values() for judge in mine})
    return [in_order({entry: -mine[judge] for entry, mine in given.items() if judge in mine}) for judge in judges]


def by_majority(given: Given) -> Order:
    """The Skating System for one dance."""
    each = [mean_places(order) for order in judges_orders(given)]
    places = {entry: [mine[entry] for mine in each if entry in mine] for entry in given}
    steps = sorted({place for mine in each for place in mine.values()})
    return in_order({entry: _majorities(mine, steps) for entry, mine in places.items()})


def _majorities(mine: Sequence[Fraction], steps: Sequence[Fraction]) -> tuple[Any, ...]:
    """The place at which more than half have an entry or better; from there on how many do, more before fewer, and
    the sum of those places, lower before higher. `steps`: every place that a judge gave, shared ones (1½) too."""
    first = next((at for at, k in enumerate(steps) if 2 * sum(place <= k for place in mine) > len(mine)), len(steps))
    return first, *(_counted(mine, k) for k in steps[first:])


def _counted(mine: Sequence[Fraction], k: Fraction | int) -> tuple[int, Fraction]:
    """Lower is better: how many places are k or better, and their sum."""
    good = [place for place in mine if place <= k]
    return -len(good), sum(good, ZERO)


def over_dances(dances: Sequence[Order]) -> Order:
    """Several dances: the lowest sum of places first; of equals who has more of the place in question and better,
    then the lower sum of those; then they are equal."""
    each = [mean_places(order) for order in dances]
    places = {entry: [mine[entry] for mine in each] for entry in each[0]} if each else {}
    order: Order = []
    for group in in_order({entry: sum(mine, ZERO) for entry, mine in places.items()}):
        left = group
        while left:
            place = 1 + sum(map(len, order))
            best = in_order({entry: _counted(places[entry], place) for entry in left})[0]
            order.append(best)
            left = [entry for entry in left if entry not in best]
    return order
