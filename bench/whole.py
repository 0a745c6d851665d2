"""An item of 30,000 entries × 5 judges × 10 marks: seconds to compute all of it anew (every sheet, every entry, places,
awards and the digest), and bytes of memory a mark. In a process of its own, as previews and checks run."""

from __future__ import annotations

import gc
import statistics
import time
from typing import Any

from contest.scoring.marking import take_sheet
from contest.scoring.results import results

from .field import ITEM, PART, Field, folded
from .figure import tell
from .processes import running

FIELD = Field(entries=30_000, seats=5, panel=5, aspects=10)
ROUNDS = 3
LIMIT, MOST_HELD = 5.0, 400


def computed() -> tuple[float, float, float]:
    """Seconds and CPU seconds of scoring every sheet and entry anew and of the result; bytes of memory a mark."""
    gc.disable()
    before = _resident()
    contest = folded(FIELD, marked=True)
    held = (_resident() - before) / (FIELD.entries * FIELD.panel * FIELD.aspects)
    item = contest.items[ITEM]
    part = item.rulebook.part(PART)
    start, cpu = time.perf_counter(), time.process_time()
    for entry in item.entries.values():
        for sheet in entry.sheets[part.id].values():
            sheet.score = take_sheet(part, sheet.marks)[1]
    for entry in item.entries.values():
        item.rescore_whole(entry)
    if len(results(contest, item).standings) != FIELD.entries:
        raise RuntimeError("the result is not whole")
    return time.perf_counter() - start, time.process_time() - cpu, held


def _resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def run() -> list[dict[str, Any]]:
    """The median of several computings, and of what each fold held."""
    found = []
    for _ in range(ROUNDS):
        with running("whole") as child:
            found.append(tuple(map(float, child.said.split())))
    seconds, cpu, held = ([each[k] for each in found] for k in range(3))
    raw = {"n": ROUNDS, "entries": FIELD.entries, "judges": FIELD.panel, "marks": FIELD.aspects}
    return [
        tell("whole", statistics.median(seconds), LIMIT, "lower", **raw, seconds=seconds, cpu_seconds=cpu),
        tell("memory", statistics.median(held), MOST_HELD, "lower", **raw, bytes_a_mark=held),
    ]


if __name__ == "__main__":
    print(*computed(), flush=True)
