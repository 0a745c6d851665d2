"""How far a long piece of work is, told step by step to whoever waits for it: in this process's memory, and gone when
the work is done.

May not be in here: what the work is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[str, int, int], None]
"""Hears a step, how many of its rows are done, and of how many (0: not known yet)."""
EVERY = 500
"""Rows between two tellings."""

_under_way: dict[tuple[str, str], tuple[str, int, int]] = {}


def silent(step: str, done: int, of: int) -> None:
    """For work that nobody waits for."""


@contextmanager
def following(contest: str, key: str) -> Iterator[Told]:
    """Keep what is told of a contest's work for as long as it goes on, under the key of who waits ("" : nobody)."""

    def told(step: str, done: int, of: int) -> None:
        _under_way[contest, key] = (step, done, of)

    try:
        yield told if key else silent
    finally:
        _under_way.pop((contest, key), None)


def standing(contest: str, key: str) -> tuple[str, int, int]:
    """The step, how much of it is done, and of how much; ("", 0, 0) where nothing is under way here."""
    return _under_way.get((contest, key), ("", 0, 0))
