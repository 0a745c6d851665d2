"""What a round took along, held against what it says by now: it may have been opened again and corrected.

May not be in here: taking it along (verbs/rounds.py), or whether the item may be signed all the same (verbs/chief.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .events import Code, PartId
from .item import Entry, Item
from .numbers import Points, text

SCORED = ("present", "guest")
"""Whose score anybody reads."""


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry whose score of the part that was carried over is not what it has in its round now (None: a part of it is
    missing there)."""

    entry: Entry
    part: PartId
    carried: Points
    now: Points | None

    @property
    def told(self) -> str:
        """By its code, with both figures: `A01 90.00 → 10.00`."""
        code: Code = self.entry.code
        return f"{code} {text(self.carried)} → {'–' if self.now is None else text(self.now)}"


def stale(item: Item) -> list[Stale]:
    """Whose carried score holds no more, by code. Nobody while codes are sealed: what they had in a round where they
    were known by name would tell whose code it is."""
    return sorted(moved(item), key=lambda each: each.entry.code) if item.names_known else []


def moved(item: Item) -> list[Stale]:
    """The same however the item is sealed, in the order in which they were entered: for who brings it along again, and
    is told no more of it than how many."""
    return [each for entry in item.entries.values() for each in _stale(item, entry)] if item.rounds else []


def _stale(item: Item, entry: Entry) -> Iterator[Stale]:
    source = entry.source
    into = "" if source is None else item.rounds[source.item.id]
    stands = entry.imported.get(PartId(into))
    if source is None or not into or stands is None or entry.status not in SCORED:
        return
    now = source.score.total if source.score is not None and source.item.complete(source) else None
    if now != stands.raw:
        yield Stale(entry, PartId(into), stands.raw, now)
