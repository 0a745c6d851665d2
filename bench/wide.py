"""Where one mark moves everyone (judges made alike by z-scores): the board worked out whole and its frame after a sheet
in a field of 30,000. Seconds. What a sheet costs that nobody looks at yet stands beside, in microseconds."""

from __future__ import annotations

import gc
import random
import statistics
import time
from typing import Any

from contest.scoring.board import ItemBoard
from contest.scoring.events import GENESIS

from .field import ITEM, TWO, Field, folded, lines
from .figure import tell

ROUNDS, JUDGES = 5, 10
LIMIT = 1.0
ALIKE = {"method": "z_score", "assigned": "random", "rounding": TWO}


def run() -> list[dict[str, Any]]:
    """The median of several looks."""
    field, dice = Field(entries=30_000, seats=JUDGES, panel=1, aspects=10, adjust=ALIKE), random.Random(2)
    contest = folded(field, marked=True)
    board = ItemBoard(contest, ITEM, staff=False, names=lambda entry: None)
    view, looks, sheets = board.view(), [], []
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        entry = dice.randrange(field.entries)
        (line,) = lines(iter([field.sheet(entry, entry % JUDGES, dice)]), contest.seq)
        start = time.perf_counter()
        board.touch(contest.apply(line, GENESIS).entries)
        taken = time.perf_counter()
        before, view = view, board.view()
        view.frame(before)
        sheets.append((taken - start) * 1e6)
        looks.append(time.perf_counter() - taken)
    return [tell("wide", statistics.median(looks), LIMIT, "lower", n=ROUNDS, seconds=looks, us_a_sheet=sheets)]
