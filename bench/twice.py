"""The check before a signature, child process and all: 700 works × 5 judges × 9 aspects calculated twice. Seconds."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from .field import CONTEST, ITEM, Field, write
from .figure import tell

FIELD = Field(entries=700, seats=5, panel=5, aspects=9)
ROUNDS = 5
LIMIT = 5.0


def run() -> list[dict[str, Any]]:
    """The median of several checks."""
    from contest.apart.children import Apart
    from contest.db import Reader, Writer
    from contest.record import Door

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'contest.db'}"
        write(FIELD, url, marked=True)
        contest = Door(Writer(url), Reader(url)).current(CONTEST)
        apart, seconds = Apart(url), []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            told = apart.ask("signing", contest, item=ITEM).told
            seconds.append(time.perf_counter() - start)
            if told["count"] or told["not_covered"]:
                raise RuntimeError(told)
        apart.close()
    return [tell("check", statistics.median(seconds), LIMIT, "lower", n=ROUNDS, works=FIELD.entries, seconds=seconds)]
