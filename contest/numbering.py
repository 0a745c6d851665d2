"""Numbers for whoever comes by a roster without one: that of the same person who is registered, else the next free one.

The same roster gets the same numbers, so that what was told is what is done.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from .intake import RosterRow
from .intake.units import unit_key
from .intake.words import key
from .people import Registered

_LETTERED = re.compile(r"(.*\D)(\d{1,9})", re.ASCII)
WIDTH = 3
"""Figures of a number where the item's have no letters to go on from."""


def numbered(rows: Sequence[RosterRow], registered: Sequence[Registered]) -> list[RosterRow]:
    """The rows, each with a number."""
    if all(row.number for row in rows):
        return list(rows)
    there: list[Registered | RosterRow] = [*registered, *rows]
    said = {(row.item, key(row.number)) for row in rows}
    free = [each for each in registered if (each.item, key(each.number)) not in said]
    known: dict[tuple[str, str, str], list[str]] = {}  # two of one name keep the order in which they got their numbers
    for each in sorted(free, key=lambda each: (len(each.number), each.number), reverse=True):
        known.setdefault(person_of(each), []).append(each.number)
    next_of = _Next(there)

    def number_of(row: RosterRow) -> str:
        left = known.get(person_of(row))
        return left.pop() if left else next_of(row.item)

    return [row if row.number else replace(row, number=number_of(row)) for row in rows]


def person_of(each: Registered | RosterRow) -> tuple[str, str, str]:
    """By which somebody is known again whose number is another or none."""
    return each.item, key(each.name), unit_key(each.unit)


class _Next:
    """The next number of an item: QZ23 after QZ22, and from 001 where the item's have no letters; each once in the
    contest."""

    def __init__(self, there: Iterable[Registered | RosterRow]) -> None:
        self._taken: set[str] = set()
        self._there: dict[str, list[tuple[str, str]]] = {}
        for each in there:
            self._taken.add(key(each.number))
            if found := _LETTERED.fullmatch(each.number):
                self._there.setdefault(each.item, []).append((found[1], found[2]))
        self._numbers: dict[str, Iterator[str]] = {}

    def __call__(self, item: str) -> str:
        numbers = self._numbers.setdefault(item, self._of(item))
        number = next(number for number in numbers if key(number) not in self._taken)
        self._taken.add(key(number))
        return number

    def _of(self, item: str) -> Iterator[str]:
        there = self._there.get(item)
        if not there:
            return (f"{k:0{WIDTH}d}" for k in count(1))
        ((letters, _),) = Counter(letters for letters, _ in there).most_common(1)
        figures = [figures for each, figures in there if each == letters]
        width = max(map(len, figures))
        return (f"{letters}{k:0{width}d}" for k in count(max(map(int, figures)) + 1))
