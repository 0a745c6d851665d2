"""One sheet → delta (fold, board, view, frame) in a field of 30,000 entries ÷ the same in one of 100.

Panel of one. Each sheet measured carries the marks of an entry on the board (depth 200), so that it moves a row and a
stretch of places: in a field of 30,000 a sheet at random would show nothing.
"""

from __future__ import annotations

import dataclasses
import gc
import random
import statistics
import time
from typing import Any

from contest.scoring.board import ItemBoard
from contest.scoring.events import GENESIS, Line
from contest.scoring.view import View

from .field import ITEM, PART, Field, folded, lines
from .figure import tell

SIZES = (100, 1_000, 10_000, 30_000)
ROUNDS, SHEETS = 8, 50
JUDGES = 10
LIMIT = 3.0
MOST_US = 1000
DEPTHS = (50, 200, 800)


class Measured:
    """A marked field with its board."""

    def __init__(self, entries: int, depth: int = 200) -> None:
        self._field = Field(entries=entries, seats=JUDGES, panel=1, aspects=12, depth=depth)
        self._contest = folded(self._field, marked=True)
        self._board = ItemBoard(self._contest, ITEM, staff=False, names=lambda entry: None)
        self._view = self._board.view()
        self._dice = random.Random(entries)
        self._by_code = {entry.code: entry.id for entry in self._contest.items[ITEM].entries.values()}

    def round(self) -> list[float]:
        """Microseconds of each sheet."""
        return [self._one(self._sheet()) for _ in range(SHEETS)]

    def _sheet(self) -> Line:
        """A sheet of some entry, with the marks of one that is on the board."""
        entry = self._dice.randrange(self._field.entries)
        event = self._field.sheet(entry, entry % JUDGES, self._dice)
        shown = self._contest.items[ITEM].entries[self._by_code[self._dice.choice(self._view.keys)]]
        marks = next(iter(shown.sheets[PART].values())).marks
        return next(iter(lines(iter([dataclasses.replace(event, marks=marks)]), self._contest.seq)))

    def _one(self, line: Line) -> float:
        start = time.perf_counter()
        self._board.touch(self._contest.apply(line, GENESIS).entries)
        view: View = self._board.view()
        view.frame(self._view)
        took = time.perf_counter() - start
        self._view = view
        return took * 1e6


def run() -> list[dict[str, Any]]:
    """The sizes in turn, round after round; medians. `delta us` is the largest; `delta depth`: four times as deep a
    board must cost no more than four times as much."""
    times = _times({size: Measured(size) for size in SIZES})
    medians = {str(size): statistics.median(found) for size, found in times.items()}
    slowest = {str(size): max(found) for size, found in times.items()}
    most, raw = medians[str(SIZES[-1])], {"n": ROUNDS * SHEETS, "us": medians}
    deep = {str(d): statistics.median(found) for d, found in _times({d: Measured(10_000, d) for d in DEPTHS}).items()}
    return [
        tell("delta", most / medians[str(SIZES[0])], LIMIT, "lower", **raw, slowest_us=slowest),
        tell("delta us", most, MOST_US, "lower", **raw),
        tell("delta depth", deep["800"] / deep["200"], 4.0, "lower", n=ROUNDS * SHEETS, us=deep),
    ]


def _times(fields: dict[int, Measured]) -> dict[int, list[float]]:
    gc.collect()
    gc.freeze()
    times: dict[int, list[float]] = {key: [] for key in fields}
    for _ in range(ROUNDS):
        for key, field in fields.items():
            times[key] += field.round()
    return times
