"""Places as the rules tell them, one after another: quadratic, the model of what `places.py` works out by sorting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

Places = Mapping[Any, Sequence[Fraction]]


def majority(places: Places) -> dict:
    """Places by majority (Skating System): who has more than half of the judges at place k or better, k = 1, 2, …; of
    several the larger majority, then the lower sum of the places counted, then place k + 1. Who cannot be parted shares
    the mean of the places."""
    judges = max((len(each) for each in places.values()), default=0)
    return _one_by_one(list(places), 1, lambda open_, _: _by_majority(places, open_, judges // 2 + 1))


def _by_majority(places: Places, open_: Sequence, needed: int) -> list:
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


def summed(places: Places) -> dict:
    """Places over several dances or criteria (Skating System, rules 9 and 10): the lowest sum of places; of equals, who
    has more of the place in question and better, then their lower sum. Who cannot be parted shares the mean."""
    return _one_by_one(list(places), 1, lambda open_, place: _by_sum(places, open_, place))


def _by_sum(places: Places, open_: Sequence, place: int) -> list:
    best = _least(open_, {id: (sum(places[id]),) for id in open_})
    if len(best) == 1:
        return best
    counts = {id: _at_or_better(places[id], Fraction(place)) for id in best}
    return _least(best, {id: (-len(counts[id]), sum(counts[id])) for id in best})


def _one_by_one(open_: list, place: int, best_of: Callable[[Sequence, int], list]) -> dict:
    """Places from the first on: to whoever is best of those left."""
    found: dict = {}
    while open_:
        best = best_of(open_, place)
        for id in best:
            found[id] = Fraction(2 * place + len(best) - 1, 2)
        open_ = [id for id in open_ if id not in found]
        place += len(best)
    return found


def _steps(places: Places, open_: Sequence) -> list[Fraction]:
    """The places at which a count can change."""
    return sorted({place for id in open_ for place in places[id]})


def _at_or_better(places: Sequence[Fraction], k: Fraction) -> list[Fraction]:
    return [place for place in places if place <= k]


def _least(ids: Sequence, keys: Mapping) -> list:
    lowest = min(keys[id] for id in ids)
    return [id for id in ids if keys[id] == lowest]
