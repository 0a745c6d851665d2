"""Whose sheets stand in the journal and never count: shadows', and those of seats recused from an entry.

Joint sheets are their whole team's and are not concerned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Recused = Mapping[str, Mapping[str, Any]]
"""Seat → its newest SeatRecused of an item: {entries, parts, stand_in}."""


def counts(seat: str, entry: str, part: str, recused: Recused, shadows: Collection[str]) -> bool:
    """Whether what a seat gave an entry may count."""
    return seat not in shadows and not is_recused(seat, entry, part, recused)


def is_recused(seat: str, entry: str, part: str, recused: Recused) -> bool:
    """Whether the newest word takes a seat from a part of an entry."""
    newest = recused.get(seat)
    return newest is not None and entry in newest["entries"] and part in newest["parts"]


def spared(entry: str, part: str, recused: Recused, shadows: Collection[str]) -> int:
    """How many sheets fewer make a panel whole: one for each recused seat for which nobody stands in. No panel waits
    for a shadow, so it spares none."""
    gone = [seat for seat in recused if seat not in shadows and is_recused(seat, entry, part, recused)]
    return sum(not recused[seat].get("stand_in") for seat in gone)
