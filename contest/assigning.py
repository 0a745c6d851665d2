"""Who marks what where not everybody marks everything: units joined, shown by load, applied as it was shown.

May not be in here: who is in conflict by name; what is told of it is a count.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Set
from typing import Any

from .intake.units import unit_key
from .people import People
from .scoring.assigning import Asked, Conflict, Given, assign
from .scoring.contest import Contest
from .scoring.events import EntryId, PartId, SeatId
from .scoring.item import Item, panel
from .scoring.refused import Refused
from .scoring.rulebook import Part
from .scoring.verbs import Act
from .scoring.verbs.assigning import assign_entries, assignable
from .seating import add_seats, seats_of

MOST_SEATS = 60


def loads(fold: Contest, item: Item, part: Part) -> dict[SeatId, int]:
    """How many entries each seat marks as things stand."""
    id = PartId(part.id)
    return {
        seat.id: sum(seat.marks(item.id, id, entry) for entry in item.entries) for seat in seats_of(fold, item, part)
    }


def planned(people: People, fold: Contest, item: Item, part: Part, way: str) -> dict[SeatId, Given]:
    """Who would mark what. Asked again it is the same until it was applied: nobody draws until they like it."""
    assignable(item, part)
    if not item.entries:
        raise Refused("missing_entries", item=item.id)
    seats, kept = seats_of(fold, item, part), _kept(fold, item, part)
    asked = Asked(
        seed=bytes.fromhex(seed_of(people, fold, item, part)),
        entries=sorted(item.entries),
        seats=sorted(seat.id for seat in seats),
        judges=panel(part).sheets,
        groups=_groups(item, way),
        kept=kept,
    )
    return assign(asked, _conflicts(people, fold, item, part, kept))


def seed_of(people: People, fold: Contest, item: Item, part: Part) -> str:
    """The seed (hex) of a part's next assignment: nobody's choice, told in its line."""
    times = item.draws.assigned[PartId(part.id)].times if PartId(part.id) in item.draws.assigned else 0
    what = f"assign {fold.id} {item.id} {part.id} {times}"
    return hmac.digest(people.secret, what.encode(), "sha256").hex()


def _groups(item: Item, way: str) -> Mapping[EntryId, int]:
    if way == "each":
        return {}
    drawn = item.draws.lots.get(way)
    if drawn is None or any(entry not in drawn.of for entry in item.entries):
        raise Refused(f"assign_no_{way}")
    return drawn.of


def _kept(fold: Contest, item: Item, part: Part) -> dict[EntryId, tuple[SeatId, ...]]:
    """Entries that somebody has marked stay with whom they are; where all mark all, nobody can be taken off."""
    id = PartId(part.id)
    marked = [entry for entry in item.entries.values() if entry.sheets.get(id)]
    if marked and id not in item.draws.assigned:
        raise Refused("assign_marked", entry_code=marked[0].code)
    seats = seats_of(fold, item, part)
    return {entry.id: tuple(seat.id for seat in seats if seat.marks(item.id, id, entry.id)) for entry in marked}


def _conflicts(
    people: People, fold: Contest, item: Item, part: Part, kept: Set[EntryId] | Mapping[EntryId, Any]
) -> set[Conflict]:
    """Seats of an entry's own unit, or recused from it by hand; of what was marked, as it was."""
    id, named = PartId(part.id), people.seat_names(fold.id)
    units = {seat.id: unit_key(named.get(seat.id, {}).get("unit", "")) for seat in seats_of(fold, item, part)}
    of = {row["entry"]: unit_key(row["unit"]) for row in people.attributes_of(fold.id, item.entries)}
    found: set[Conflict] = set()
    for entry in item.entries:
        for seat, unit in units.items():
            recusal = item.uncounted.recused.get(seat)
            by_hand = recusal is not None and recusal.covers(entry, id)
            now = by_hand or bool(unit and unit == of.get(entry, ""))
            if seat in item.uncounted.in_conflict(entry, id) if entry in kept else now:
                found.add((seat, entry))
    return found


def apply(act: Act, people: People, fold: Contest, item: Item, part: Part, way: str) -> None:
    """Do what was planned."""
    found = planned(people, fold, item, part, way)
    rows = [{"seat": seat, "entries": sorted(g.entries), "recused": sorted(g.recused)} for seat, g in found.items()]
    seed = seed_of(people, fold, item, part)
    act(assign_entries, {"item": item.id, "part": part.id, "seed": seed, "way": way, "seats": rows})


def set_up_more(act: Act, people: People, fold: Contest, item: Item, part: Part, wanted: int) -> int:
    """Seats for a part until there are so many; the new ones mark nothing until entries are assigned; how many are
    new."""
    more = min(wanted, MOST_SEATS) - len(seats_of(fold, item, part))
    return add_seats(act, people, fold, item, part, more, [])
