"""Check-ins as they stand, and how many: what the page of the check-in and the course of an item read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..scoring.item import Item

EXPECTED = ("present", "guest", "absent")
"""Of which status somebody is who should come."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was said last of an entry at the check-in. kind: came, late (by so many `minutes`), absent."""

    entry: str
    kind: str
    minutes: int
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of an item should come, came (the late among them), came late, are said to be absent; and of how many
    nothing was said."""

    expected: int = 0
    came: int = 0
    late: int = 0
    absent: int = 0
    missing: int = 0


@dataclass(slots=True)
class Arrivals:
    """What holds of a contest's entries up to act `upto`, and in which items anything was ever said."""

    upto: int = 0
    items: dict[str, dict[str, Arrival]] = field(default_factory=dict)

    def take(self, n: int, item: str, act: Arrival) -> None:
        """Take in an act that comes after those before; one that is known is passed over."""
        if n <= self.upto:
            return
        self.upto, of_item = n, self.items.setdefault(item, {})
        of_item.pop(act.entry, None)
        if act.kind != "undo":
            of_item[act.entry] = act

    def of(self, item: str) -> Mapping[str, Arrival]:
        """Entry → what holds of it."""
        return self.items.get(item, {})


def counted(item: Item, arrivals: Mapping[str, Arrival]) -> Counts:
    """The counts of an item. What the journal says of an entry counts too, but not while codes are sealed: figures that
    move with a code tell, touch by touch, whose it is."""
    entries, known = item.entries.values(), item.names_known
    kinds = [
        "absent" if known and entry.status == "absent" else arrivals[entry.id].kind if entry.id in arrivals else ""
        for entry in entries
        if not known or entry.status in EXPECTED
    ]
    late, absent, missing = (kinds.count(kind) for kind in ("late", "absent", ""))
    return Counts(len(kinds), len(kinds) - absent - missing, late, absent, missing)


def counts_of(arrivals: Arrivals, item: Item) -> Counts | None:
    """The same for the course of an item; None where nobody is checked in."""
    return counted(item, arrivals.of(item.id)) if item.id in arrivals.items else None
