"""Judges' places instead of their points: the Skating System (majority of places), and points per place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVar

from . import slices
from .numbers import Points
from .slices import Steps, at_once, ordered, sliced

Id = TypeVar("Id", bound=Hashable)
K = TypeVar("K", bound=Hashable)
Twice = int
"""A place times two: equals share the mean of their places, which may end in a half."""
Places = Mapping[Id, Sequence[Twice]]
"""Per entry a place of each judge (or of each dance)."""


def places_of_steps(values: Mapping[Id, Decimal]) -> Steps[dict[Id, Twice]]:
    """The places that one judge's points give, the highest first. Equals share the mean of their places."""
    return _shared(values, highest_first=True)


def _shared(keys: Mapping[Id, Any], *, highest_first: bool = False) -> Steps[dict[Id, Twice]]:
    """Places by keys; who has the same shares the mean."""
    return dict(zip(keys, (yield from placed_steps(keys.values(), highest_first=highest_first)), strict=True))


def placed_steps(
    keys: Iterable[K | None], *, highest_first: bool, place: Callable[[int, int], int] | None = None
) -> Steps[list[int]]:
    """The place of each key among all of them, in the order in which they came: the mean of those it shares, times two,
    or what `place` says of how many stand before it and how many together. None has no place: 0."""
    numbers: defaultdict[Any, int] = defaultdict(count(1).__next__, {None: 0})
    found: list[int] = []  # numbers stand for the keys, so that each is hashed once: with decimals that is most of it
    for some in sliced(keys, slices.RUN):
        found += map(numbers.__getitem__, some)
        yield
    together, meant, before, means = Counter(found), [0] * len(numbers), 0, place or _mean
    distinct = yield from ordered(key for key in numbers if key is not None)
    for several in sliced(reversed(distinct) if highest_first else distinct, slices.RUN):
        for number in map(numbers.__getitem__, several):
            meant[number] = means(before, together[number])
            before += together[number]
        yield
    return list(map(meant.__getitem__, found))


def _mean(before: int, together: int) -> Twice:
    """The mean of the next places, behind so many: the first and the last of them, added."""
    return 2 * before + 1 + together


def majority_steps(places: Places[Id]) -> Steps[dict[Id, Twice]]:
    """Places by majority (Skating System): who has more than half of the judges at place k or better, k = 1, 2, …; of
    several the larger majority, then the lower sum of the places counted, then place k + 1. Who cannot be parted shares
    the mean of the places."""
    judges = max((len(row) for row in places.values()), default=0)
    behind = 2 * len(places) + 1
    bits = (judges * behind).bit_length()  # no digit of a key is larger
    keys: dict[Id, int] = {}
    for some in sliced(places.items()):
        keys.update([(id, _majority_key(sorted(row), judges, behind, bits)) for id, row in some])
        yield
    return (yield from _shared(keys))


def _majority_key(row: Sequence[Twice], judges: int, behind: Twice, bits: int) -> int:
    """k, how many places are not as good, and the sum of those that are; then the others from the best on: who has one
    where another has none yet has the larger majority there; `behind` every place where there is none. As the digits of
    one number: numbers are hashed and compared in half the time that tuples take."""
    middle = judges // 2
    if len(row) <= middle:
        return behind << bits * (judges + 2)
    k = row[middle]
    counted = middle + 1 if row[-1] > k < row[middle + 1] else bisect_right(row, k)
    key = ((k << bits | judges - counted) << bits) | sum(row[:counted])
    for place in row[counted:]:
        key = key << bits | place
    if len(row) < judges:
        for _ in range(judges - len(row)):
            key = key << bits | behind
    return key << bits * counted


def summed_steps(places: Places[Id]) -> Steps[dict[Id, Twice]]:
    """Places over several dances or criteria (Skating System, rules 9 and 10): the lowest sum of places; of equals, who
    has more of the place in question and better, then their lower sum. Who cannot be parted shares the mean."""
    found: dict[Id, Twice] = {}
    same: defaultdict[Twice, list[Id]] = defaultdict(list)
    for some in sliced(places.items()):
        for id, row in some:
            same[sum(row)].append(id)
        yield
    before = stopped = 0
    for total in (yield from ordered(same)):
        equals = same[total]
        for together in _parted(places, equals, before + 1) if len(equals) > 1 else [equals]:
            shared = _mean(before, len(together))
            for id in together:
                found[id] = shared
            before += len(together)
            if before >= stopped + slices.SLICE:
                stopped = before
                yield
    return found


def _parted(places: Places[Id], equals: Sequence[Id], place: int) -> Iterator[list[Id]]:
    """Those with the same sum, from `place` on, best first. As the place in question goes down, who reaches it has a
    better key than before: the heap keeps the old ones too, and passes over who is out already."""
    reached = sorted(((each, i) for i, id in enumerate(equals) for each in places[id]), reverse=True)
    keys = [(0, 0)] * len(equals)  # minus how many places are as good as the one in question, and their sum
    heap = [(0, 0, i) for i in range(len(equals))]
    left = set(range(len(equals)))
    while left:
        while reached and reached[-1][0] <= 2 * place:
            each, i = reached.pop()
            keys[i] = keys[i][0] - 1, keys[i][1] + each
            heappush(heap, (*keys[i], i))
        together = _popped(heap, left)
        left.difference_update(together)
        place += len(together)
        yield [equals[i] for i in together]


def _popped(heap: list[tuple[int, int, int]], left: set[int]) -> list[int]:
    """Who of those left has the least key, all that have it."""
    while heap[0][2] not in left:
        heappop(heap)
    best, together = heap[0][:2], []
    while heap and heap[0][:2] == best:
        i = heappop(heap)[2]
        if i in left:
            together.append(i)
    return together


places_of, majority, summed = at_once(places_of_steps), at_once(majority_steps), at_once(summed_steps)


def points_for(place: Twice, points: Sequence[Points]) -> Fraction:
    """The points of a place, 0 beyond the list; between two places (shared by an even number) the mean of both."""
    below, half = divmod(place, 2)
    return (_at(points, below) + _at(points, below + half)) / 2


def _at(points: Sequence[Points], place: int) -> Fraction:
    return Fraction(points[place - 1]) if place <= len(points) else Fraction(0)
