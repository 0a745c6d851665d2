"""Work in slices on the loop: between two of them others have their turn."""

from __future__ import annotations

import time
from typing import TypeVar

import gevent

from .scoring.slices import Steps, done

T = TypeVar("T")
TURN = 0.005
"""Seconds of work before others have their turn, at the next stop."""


def in_turns(steps: Steps[T]) -> T:
    """The result of the work, which stands still whenever it has had its turn."""
    since = time.monotonic()

    def rest() -> None:
        nonlocal since
        if time.monotonic() - since > TURN:
            gevent.sleep(0)
            since = time.monotonic()

    return done(steps, rest)
