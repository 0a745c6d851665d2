"""What the office does where not everybody marks everything: give each seat its entries."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..contest import Contest
from ..events import Actor, EntriesAssigned, Event, PartId, SeatId
from ..item import Item, is_joint, panel
from ..refused import Refused
from ..rulebook import Part
from . import Values
from .finding import refuse_if_locked, the_item, the_part


def assignable(item: Item, part: Part) -> None:
    """Refuses a part that a team marks together: a joint sheet is everybody's, and in flash mode judges see how many
    of them there are."""
    refuse_if_locked(item)
    if is_joint(part) or part.view == "flash":
        raise Refused("assign_together", part=part.id)


def assign_entries(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give the seats of a part their entries: `part`, `seed`, `way`, `seats` [{"seat", "entries", "recused"}]. Every
    entry has so many counting judges as its panel, and one that was marked stays where it is."""
    item = the_item(contest, values)
    part = the_part(item, values, "judged")
    assignable(item, part)
    rows = [_row(contest, item, part, row) for row in values["seats"]]
    counting = Counter(entry for row in rows for entry in row["entries"] if entry not in row["recused"])
    if any(counting[entry] != panel(part).sheets for entry in item.entries):
        raise Refused("assign_not_whole", part=part.id)
    _refuse_moved(contest, item, part, rows)
    return EntriesAssigned(item.id, PartId(part.id), values["seed"], rows, values["way"])


def _row(contest: Contest, item: Item, part: Part, row: dict[str, Any]) -> dict[str, Any]:
    seat = contest.seats.get(SeatId(row["seat"]))
    if seat is None or not any((duty.item, duty.part) == (item.id, part.id) for duty in seat.duties):
        raise Refused("unknown_seat", seat=row["seat"])
    if seat.shadow or not seat.active:
        raise Refused("assign_shadow", seat=seat.id)
    entries, recused = sorted(set(row["entries"])), sorted(set(row["recused"]))
    if not set(recused) <= set(entries) or not all(entry in item.entries for entry in entries):
        raise Refused("unknown_entry", item=item.id)
    return {"seat": seat.id, "entries": entries, "recused": recused}


def _refuse_moved(contest: Contest, item: Item, part: Part, rows: list[dict[str, Any]]) -> None:
    given = {row["seat"]: row["entries"] for row in rows}
    for entry in item.entries.values():
        for seat in entry.sheets.get(PartId(part.id), ()):
            if contest.seats[SeatId(seat)].shadow:
                continue
            if entry.id not in given.get(SeatId(seat), ()):
                raise Refused("assign_marked", entry_code=entry.code)
