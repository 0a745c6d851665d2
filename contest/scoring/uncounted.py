"""Whose sheets never count: seats that are recused from an entry, and seats that only shadow (trainees).

Their sheets are taken and answered like any other: nothing a judge can see depends on it
(docs/decisions/0016-recusal-unseen.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .events import EntryId, PartId, SeatId


@dataclass(frozen=True, slots=True)
class Recusal:
    """A seat is recused from these entries in these parts; `stand_in`: another seat marks them in its place."""

    entries: frozenset[EntryId]
    parts: frozenset[PartId]
    stand_in: bool

    def covers(self, entry: EntryId, part: PartId) -> bool:
        """Whether it is about this part of this entry."""
        return entry in self.entries and part in self.parts


@dataclass(slots=True)
class Uncounted:
    """The recusals of an item, by seat, the seats of the contest that shadow, and conflicts where entries were
    assigned."""

    recused: dict[SeatId, Recusal] = field(default_factory=dict)
    shadows: frozenset[SeatId] = frozenset()
    conflicts: dict[PartId, dict[EntryId, frozenset[SeatId]]] = field(default_factory=dict)
    """Where entries were assigned: the seats of an entry's own unit, for each of whom another seat marks it too."""

    desks: dict[PartId, dict[SeatId, frozenset[EntryId]]] = field(default_factory=dict)
    """Who marks what of the parts that were assigned."""

    def __bool__(self) -> bool:
        """Whether anybody's sheets do not count."""
        return bool(self.recused or self.shadows or self.conflicts)

    def in_conflict(self, entry: EntryId, part: PartId) -> frozenset[SeatId]:
        """The seats that mark an entry of their own unit."""
        return self.conflicts.get(part, {}).get(entry, frozenset())

    def why(self, entry: EntryId, part: PartId, owner: str) -> str:
        """Why a sheet of this owner would not count: "recused", "shadow", or "" where it would."""
        seat = SeatId(owner)
        if seat in self.shadows:
            return "shadow"
        recusal = self.recused.get(seat)
        recused = recusal is not None and recusal.covers(entry, part)
        return "recused" if recused or seat in self.in_conflict(entry, part) else ""

    def lacking(self, entry: EntryId, part: PartId) -> int:
        """How many judges of the panel nobody stands in for: it is complete without them."""
        return self._of(entry, part, stand_in=False)

    def stand_ins(self, entry: EntryId, part: PartId) -> int:
        """How many judges more than the panel has may hand in a sheet, since as many of those do not count."""
        return self._of(entry, part, stand_in=True) + len(self.in_conflict(entry, part) - self.shadows)

    def _of(self, entry: EntryId, part: PartId, stand_in: bool) -> int:
        if not self.recused:
            return 0
        return sum(
            each.covers(entry, part) and each.stand_in is stand_in
            for seat, each in self.recused.items()
            if seat not in self.shadows and self.is_awaited(seat, entry, part)
        )

    def is_awaited(self, seat: SeatId, entry: EntryId, part: PartId) -> bool:
        """Whether a sheet of this seat would be waited for, were it not recused: where entries were assigned, not of
        who does not mark the entry, nor of whom another seat was given it for. (A shadow's never is.)"""
        if part not in self.desks:
            return True
        return entry in self.desks[part].get(seat, ()) and seat not in self.in_conflict(entry, part)
