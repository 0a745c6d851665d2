"""What was drawn for an item beside its codes: who holds which layer, numbers, groups, stations, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .events import EntryId, PartId

WHAT = ("group", "station", "order")
"""What lots may be drawn for, in the order in which they are: stations and order within the groups."""


class Lots(NamedTuple):
    """A draw of lots: each entry's, from 1, by which line; `by_hand`: from a box."""

    of: Mapping[EntryId, int]
    seq: int
    by_hand: bool


class Look(NamedTuple):
    """Somebody looked at a sealed layer's table."""

    layer: int
    by: str
    at: str


class Assigned(NamedTuple):
    """In which way a part's entries were given to its seats, and how many times by now."""

    way: str
    times: int


@dataclass(slots=True)
class Draws:
    """holders: the accounts that hold the layers, () for one layer that any officer holds · coded_at: the line that
    drew the codes, 0 for none · numbers: the first of two layers, `numbers_digest` that of its seed · open: how many
    layers are unsealed, from the outermost on · assigned: parts of which not every seat marks every entry · knowing:
    layer → who holds, ever held, drew or looked at its table as it is drawn now."""

    holders: tuple[str, ...] = ()
    coded_at: int = 0
    numbers: dict[EntryId, str] = field(default_factory=dict)
    numbers_digest: str = ""
    open: int = 0
    lots: dict[str, Lots] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    assigned: dict[PartId, Assigned] = field(default_factory=dict)
    knowing: dict[int, set[str]] = field(default_factory=dict)

    @property
    def layers(self) -> int:
        """How many layers lie between an entry and its code."""
        return max(1, len(self.holders))

    @property
    def outer(self) -> int:
        """The layer that is to be unsealed next: the last one drawn comes first."""
        return self.layers - self.open

    def holder(self, layer: int) -> str:
        """The account that holds a layer; "" for any officer."""
        return self.holders[layer - 1] if self.holders else ""

    def drawn(self, layer: int, by: str) -> None:
        """A layer was drawn, perhaps anew: who knew an earlier table of it knows nothing of this one."""
        self.knowing[layer] = {by, self.holder(layer)} - {""}

    def by_hand(self, seed_digest: str) -> bool:
        """Whether the codes, by the digest of their seed, or the numbers were drawn from a box."""
        return bool(self.coded_at) and (not seed_digest or (self.layers > 1 and not self.numbers_digest))

    def lot(self, what: str, entry: EntryId) -> int | None:
        """An entry's group, station or turn; None where none was drawn."""
        drawn = self.lots.get(what)
        return drawn.of.get(entry) if drawn else None
