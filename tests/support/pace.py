"""Bounds in seconds on a machine that others use too."""

from __future__ import annotations

import os
from pathlib import Path


def seconds(bound: float) -> float:
    """`bound` on a machine at rest; as many times more as work waits for each of its cores, since everything that is
    measured by the clock takes so much longer there."""
    minute, now = os.getloadavg()[0], int(Path("/proc/loadavg").read_text().split()[3].partition("/")[0])
    return bound * max(1.0, minute / _cores(), now / _cores())


def _cores() -> int:
    return len(os.sched_getaffinity(0))
