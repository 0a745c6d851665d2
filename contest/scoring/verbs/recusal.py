"""What the chief does about a judge who may not judge an entry: nobody but the office learns of it."""

from __future__ import annotations

from ..contest import Contest
from ..events import Actor, Event, PartId, SeatId, SeatRecused
from ..item import Item, is_joint, panel
from ..refused import Refused
from ..rulebook import Part
from ..uncounted import Recusal
from . import Values
from .finding import refuse_if_locked, the_entry, the_item


def recuse(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let a seat's sheets of these entries not count: `seat`, `codes` (all of them, [] for none any more), `stand_in`,
    `reason_digest`. A joint sheet is its team's, so a part that a team marks is left out."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    seat = contest.seats.get(SeatId(values["seat"]))
    if seat is None:
        raise Refused("unknown_seat", seat=values["seat"])
    entries = sorted({the_entry(item, {"code": code}).id for code in values["codes"]})
    stand_in = bool(values.get("stand_in", False))
    duties = [duty for duty in seat.duties if duty.item == item.id]
    parts = [part for part in item.judged_parts() if not is_joint(part) and any(d.part == part.id for d in duties)]
    if entries and not parts:
        raise Refused("nothing_to_recuse", item=item.id)
    recusal = Recusal(frozenset(entries), frozenset(PartId(part.id) for part in parts), stand_in)
    for part in parts:
        if not stand_in and not _does_without(item, part, seat.id, recusal):
            raise Refused("recusal_needs_stand_in", item=item.id)
    if crowded := _one_too_many(item, seat.id, recusal):
        raise Refused("stand_in_has_marked", item=item.id, codes=crowded)
    named = sorted(PartId(part.id) for part in parts)
    return SeatRecused(item.id, seat.id, entries, named, stand_in, values.get("reason_digest", ""))


def _does_without(item: Item, part: Part, seat: SeatId, recusal: Recusal) -> bool:
    """Whether the rulebook lets the panel do with the judges who are left, for every entry."""
    assert part.combine is not None
    if part.field_wide or part.combine.missing == "block":
        return not recusal.entries
    id = PartId(part.id)
    idle = {seat, *item.uncounted.shadows}  # a shadow's recusal spares no sheet
    others = [(who, each) for who, each in item.uncounted.recused.items() if who not in idle]
    awaited = item.uncounted.is_awaited
    return all(
        panel(part).sheets
        - 1
        - sum(each.covers(entry, id) and not each.stand_in and awaited(who, entry, id) for who, each in others)
        >= max(part.combine.least, 1)
        for entry in recusal.entries
    )


def _one_too_many(item: Item, seat: SeatId, recusal: Recusal) -> list[str]:
    """Codes of entries whose panel would have more sheets than judges: a stand-in has marked, and the sheet of who was
    recused would count again."""
    was = item.uncounted.recused.get(seat)
    if was is None or seat in item.uncounted.shadows:
        return []
    found = set()
    for part in item.judged_parts():
        id = PartId(part.id)
        for entry in item.entries.values():
            sheet = entry.sheet(id, seat)
            again = was.covers(entry.id, id) and not recusal.covers(entry.id, id) and sheet is not None and sheet.counts
            if again and len(item.counting(entry, part)) >= panel(part).sheets:
                found.add(str(entry.code))
    return sorted(found)
