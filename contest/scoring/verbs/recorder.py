"""What recorders do: type a judge's paper sheet, twice, by two persons. `by` is a recorder's account."""

from __future__ import annotations

from typing import Any

from ..contest import Contest, Seat
from ..events import Actor, Event, PartId, SeatId, SheetConfirmed, SheetSubmitted, SheetTyped
from ..facts import Typed
from ..flash import calls_again
from ..item import Entry, Item, is_joint
from ..marking import read_marks, take_sheet
from ..refused import Refused
from ..rulebook import Part
from . import Values
from .finding import refuse_if_full, refuse_if_locked, the_entry, the_item, the_part
from .judge import refuse_other_marks


def type_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Type a judge's paper sheet. What one person typed is kept apart and counts nothing; as soon as another person
    types the same marks, the sheet is handed in for its seat, confirmed by the signature on the paper. While all that
    was typed differs, somebody has to look a third time and type again.

    `values`: item, code, part, seat, marks, base and rulebook (the versions that were shown), note_digest;
    replaces: the line of one's own typing that this one puts right, 0 for none.
    """
    item = the_item(contest, values)
    entry, part = the_entry(item, values), the_part(item, values, "judged")
    seat = _its_seat(contest, item, part, entry, values)
    _refuse_closed(contest, item, part, entry, seat, values)
    marks = read_marks(part, values["marks"])
    typed = contest.typed_of(item.id, PartId(part.id), entry.id, seat.id)
    where = (item.id, entry.id, PartId(part.id), seat.id, dict(values["marks"]))
    note = values.get("note_digest", "")
    owner = contest.owner(item.id, PartId(part.id), seat.id)
    refuse_other_marks(entry, part, owner, values["marks"])
    same = next((each for who, each in typed.items() if who != by and read_marks(part, each.marks) == marks), None)
    if same is not None:
        both, note = [same.by, by], note or same.note_digest
        again = calls_again(item, entry, part, owner, take_sheet(part, values["marks"])[1])
        return SheetSubmitted(*where, confirmed=True, note_digest=note, typed_by=both, again=again)
    _refuse_verifying_oneself(typed, by, values)
    return SheetTyped(*where, note_digest=note)


def _its_seat(contest: Contest, item: Item, part: Part, entry: Entry, values: Values) -> Seat:
    seat = contest.seats.get(SeatId(values["seat"]))
    if seat is None:
        raise Refused("unknown_seat", seat=values["seat"])
    if not (seat.active and seat.marks(item.id, PartId(part.id), entry.id)):
        raise Refused("typed_not_theirs", entry_code=entry.code)
    return seat


def _refuse_closed(contest: Contest, item: Item, part: Part, entry: Entry, seat: Seat, values: Values) -> None:
    """What a judge's own sheet would be set aside for is refused here: the paper is in the recorder's hand."""
    if not item.opened:
        raise Refused("not_open", item=item.id)
    refuse_if_locked(item)
    if values["rulebook"] != item.version:
        raise Refused("typed_scheme_changed")
    owner = contest.owner(item.id, PartId(part.id), seat.id)
    standing = entry.sheet(PartId(part.id), owner)
    if standing is not None and standing.counts:
        raise Refused("typed_confirmed", entry_code=entry.code)
    if values["base"] != (standing.version if standing else 0):
        raise Refused("typed_sheet_changed", entry_code=entry.code)
    refuse_if_full(item, entry, part, owner)


def _refuse_verifying_oneself(typed: dict[str, Typed], by: Actor, values: Values) -> None:
    """Nobody verifies what they typed themself; who noticed a slip of their own says which line it puts right."""
    own = typed.get(by)
    alone = own is not None and len(typed) == 1
    if alone and own is not None and values.get("replaces", 0) != own.seq:
        raise Refused("typed_by_oneself")


def confirm_typed(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Confirm a joint sheet for one more member of its team, who signed it on paper: by who typed it last. `values`:
    item, code, part, seat, version."""
    item = the_item(contest, values)
    entry, part = the_entry(item, values), the_part(item, values, "judged")
    seat = _its_seat(contest, item, part, entry, values)
    refuse_if_locked(item)
    sheet = entry.sheet(PartId(part.id), contest.owner(item.id, PartId(part.id), seat.id))
    if sheet is None or sheet.version != values["version"] or by not in sheet.typed_by or not is_joint(part):
        raise Refused("typed_sheet_changed", entry_code=entry.code)
    if seat.id in sheet.confirmed_by:
        raise Refused("already_confirmed", entry_code=entry.code)
    return SheetConfirmed(item.id, entry.id, PartId(part.id), seat.id, sheet.version)


def team_of(contest: Contest, item: Item, part: Part, entry: Entry) -> list[Any]:
    """The active seats that share the entry's joint sheet, in the order in which they were set."""
    seats = contest.seats.values()
    return [seat for seat in seats if seat.active and seat.marks(item.id, PartId(part.id), entry.id)]
