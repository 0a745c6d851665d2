"""Standings of several items to one table of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .events import EntryId, ItemId
from .numbers import Points, round_to, total_of
from .ranking import Standing
from .rulebook_outcomes import UnitTable

NO_RANK = 10**9


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit's place. counted: the entries that made its total, as (item, entry, points), best first in each item."""

    unit: str
    rank: int
    tied: bool
    total: Points
    counted: tuple[tuple[ItemId, EntryId, Points], ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    unit: str
    total: Points
    best_rank: int
    counted: tuple[tuple[ItemId, EntryId, Points], ...]


def unit_table(
    table: UnitTable, results: Mapping[ItemId, Sequence[Standing]], units: Mapping[EntryId, str]
) -> list[UnitStanding]:
    """The units by the sum of their best entries' totals (sum of the best 3 per item, 邹城, rules.md §1), best first,
    places shared as 1-2-2-4. `units` says which unit sent an entry; one without a ranked entry stands last with 0."""
    tallies = [_tally(table, results, units, unit) for unit in sorted(set(units.values()))]
    keyed = sorted((_key(table, tally), tally.unit, tally) for tally in tallies)
    keys = [key for key, _, _ in keyed]
    placed = []
    for i, (key, unit, tally) in enumerate(keyed):
        tied = keys.count(key) > 1
        placed.append(UnitStanding(unit, keys.index(key) + 1 if tied else i + 1, tied, tally.total, tally.counted))
    return placed


def _tally(
    table: UnitTable, results: Mapping[ItemId, Sequence[Standing]], units: Mapping[EntryId, str], unit: str
) -> _Tally:
    counted: list[tuple[ItemId, EntryId, Points]] = []
    ranks = [NO_RANK]
    for item in table.items:
        ours = [s for s in results.get(item, ()) if s.rank is not None and units.get(s.entry) == unit]
        for standing in ours[: table.best]:
            if standing.score is not None and standing.rank is not None:
                counted.append((item, standing.entry, standing.score.total))
                ranks.append(standing.rank)
    total = round_to(total_of(points for _, _, points in counted), table.rounding)
    return _Tally(unit, total, min(ranks), tuple(counted))


def _key(table: UnitTable, tally: _Tally) -> tuple[Any, ...]:
    """Smaller is better: the total, then the chain; a shared place is an equal key."""
    best_rank = [tally.best_rank for tie in table.ties if tie.by == "best_rank"]
    return (tally.total.copy_negate(), *best_rank)
