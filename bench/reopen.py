"""Opening a contest of 30,000 sheets × 10 marks: read, chain verified, folded, public and staff boards ready. Seconds.

6,000 entries, five judges, trimmed mean. Each opening is in a process of its own, as after a start of the server.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .field import CONTEST, ITEM, Field, write
from .figure import tell
from .processes import running

FIELD = Field(entries=6_000, seats=5, panel=5, aspects=10)
ROUNDS = 5
LIMIT = 2.0
MILLION = Field(entries=200_000, seats=5, panel=5, aspects=10)
MILLION_LIMIT = 40.0


def opened(url: str) -> tuple[float, float, float]:
    """Seconds until the boards are ready, the CPU seconds of that, and those of a child that read ahead."""
    from contest.db import Reader, Writer
    from contest.record import Door
    from contest.scoring.board import ItemBoard
    from contest.serving import GARBAGE

    gc.set_threshold(*GARBAGE)  # as the server does
    writer, reader = Writer(url), Reader(url)
    start, cpu = time.perf_counter(), time.process_time()
    contest = Door(writer, reader).current(CONTEST)
    views = [ItemBoard(contest, ITEM, staff=staff, names=lambda entry: None).view() for staff in (False, True)]
    beside = os.times()
    took = time.perf_counter() - start, time.process_time() - cpu, beside.children_user + beside.children_system
    if [len(view.keys) for view in views] != [FIELD.depth] * 2:
        raise RuntimeError("the boards are not whole")
    return took


def run() -> list[dict[str, Any]]:
    """The median of several openings."""
    return _measured("open", FIELD, ROUNDS, LIMIT)


def run_million() -> list[dict[str, Any]]:
    """The same with 1,000,000 sheets, once: 3 GB of memory and five minutes to write it. Asked for by name."""
    return _measured("million", MILLION, 1, MILLION_LIMIT)


def _measured(figure: str, field: Field, rounds: int, limit: float) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'contest.db'}"
        write(field, url, marked=True)
        found = []
        for _ in range(rounds):
            with running("reopen", url) as child:
                found.append(tuple(map(float, child.said.split())))
    seconds, cpu, beside = ([each[k] for each in found] for k in range(3))
    sheets = field.entries * field.panel
    raw = {"n": rounds, "sheets": sheets, "marks": field.aspects, "seconds": seconds, "cpu_seconds": cpu}
    raw["cpu_seconds_of_child"] = beside
    return [tell(figure, statistics.median(seconds), limit, "lower", **raw)]


if __name__ == "__main__":
    print(*opened(sys.argv[1]), flush=True)
