"""Slowing down who guesses: passwords, PINs, links. In memory, by a clock that nobody can set back.

May not be in here: what a key stands for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from .scoring.refused import Refused

LONGEST_WAIT = 300.0  # seconds
FORGOTTEN_AFTER = 3600.0
MANY = 1000  # keys, from which on those that are forgotten are cleared away


class Throttle:
    """After `free` tries a key waits before each further one, twice as long each time, at most `longest` seconds.

    A try counts from its beginning, so that a thousand at the same moment are a thousand tries, not one.
    """

    def __init__(
        self, free: int, clock: Callable[[], float] = time.monotonic, *, longest: float = LONGEST_WAIT
    ) -> None:
        self._free, self._clock, self._longest = free, clock, longest
        self._tries: dict[str, tuple[int, float]] = {}

    def attempt(self, *keys: str) -> None:
        """Count a try against each key. Refused("too_many_tries") while one of them has to wait; then none counts."""
        now = self._clock()
        for key in keys:
            wait = self._wait(key, now)
            if wait > 0:
                raise Refused("too_many_tries", seconds=int(wait) + 1)
        if len(self._tries) > MANY:
            self._tries = {key: tried for key, tried in self._tries.items() if now - tried[1] < FORGOTTEN_AFTER}
        for key in keys:
            self._tries[key] = (self._count(key, now) + 1, now)

    def passed(self, *keys: str) -> None:
        """The try was right: forget all tries of these keys."""
        for key in keys:
            self._tries.pop(key, None)

    def forgive(self, key: str) -> None:
        """The try was right: take back this one only, of a key that many share."""
        count, last = self._tries.get(key, (1, 0.0))
        self._tries[key] = (max(count - 1, 0), last)

    def _count(self, key: str, now: float) -> int:
        count, last = self._tries.get(key, (0, now))
        return count if now - last < FORGOTTEN_AFTER else 0

    def _wait(self, key: str, now: float) -> float:
        count = self._count(key, now)
        if count < self._free:
            return 0
        return self._tries[key][1] + min(2.0 ** min(count - self._free, 60), self._longest) - now
