"""What a judge does: hand in a sheet, confirm it. `by` is "seat:<seat id>"."""

from __future__ import annotations

from ..contest import Contest, Seat
from ..deadlines import is_late
from ..events import Actor, Event, PartId, SeatId, SheetConfirmed, SheetSetAside, SheetSubmitted
from ..item import Entry, Item, Sheet
from ..marking import read_marks
from ..refused import Refused
from ..rulebook import Part
from . import Values
from .finding import is_full, refuse_if_full, refuse_if_locked, the_entry, the_item, the_part


def the_seat(contest: Contest, by: Actor) -> Seat:
    """The seat that acts."""
    seat = contest.seats.get(SeatId(by.removeprefix("seat:"))) if by.startswith("seat:") else None
    if seat is None:
        raise Refused("no_seat")
    return seat


def submit_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Hand in a sheet: it stands, or is set aside where it came too late or on other ground than it was marked on.

    `values`: item, code, part, marks, base (version the device last knew, 0 for none), rulebook (version), confirm,
    note_digest; offered (the number on its old receipt) where a device brings again what a restored journal lacks.
    """
    seat = the_seat(contest, by)
    item = the_item(contest, values)
    entry = the_entry(item, values)
    part = the_part(item, values, "judged")
    if not (_may_mark(seat, item, part, entry) or seat.marked(item.id, PartId(part.id), entry.id)):
        raise Refused("not_your_entry", entry_code=values["code"])
    if not item.opened:
        raise Refused("not_open", item=item.id)
    standing = entry.sheet(PartId(part.id), contest.owner(item.id, PartId(part.id), seat.id))
    late = "late" if is_late(item, part, at, standing) else ""
    reason = _why_aside(contest, seat, item, entry, part, values) or late
    if reason != "rulebook_changed":  # marks of another scheme cannot be checked, only kept
        read_marks(part, values["marks"])
    where = (item.id, entry.id, PartId(part.id), seat.id, dict(values["marks"]))
    more = {"note_digest": values.get("note_digest", ""), "offered": values.get("offered", 0)}
    if reason:
        return SheetSetAside(*where, reason=reason, **more)
    return SheetSubmitted(*where, confirmed=bool(values.get("confirm", False)), **more)


def _may_mark(seat: Seat, item: Item, part: Part, entry: Entry) -> bool:
    return seat.marks(item.id, PartId(part.id), entry.id)


def _why_aside(contest: Contest, seat: Seat, item: Item, entry: Entry, part: Part, values: Values) -> str:
    """Why the sheet cannot count by itself; "" if it can. The gravest reason is told."""
    if values.get("judge", seat.judge) != seat.judge:  # it sat there when the sheet came to the door, or before
        return "handed_over"
    if not (seat.active and _may_mark(seat, item, part, entry)):
        return "handed_over"
    if item.locked:
        return "late"
    if values["rulebook"] != item.version:
        return "rulebook_changed"
    owner = contest.owner(item.id, PartId(part.id), seat.id)
    standing = entry.sheet(PartId(part.id), owner)
    if standing is not None and standing.counts:
        return "confirmed"
    if is_full(item, entry, part, owner):
        return "panel_full"
    if values["base"] != (standing.version if standing else 0) and not _goes_on(contest, standing, values):
        return "outdated"
    return ""


def _goes_on(contest: Contest, standing: Sheet | None, values: Values) -> bool:
    """Whether a sheet is offered that was acknowledged after all that stands here: its base is lost with the journal's
    tail, but nothing was handed in since the restore that it could overwrite."""
    return bool(values.get("offered")) and (standing is None or standing.version < contest.epoch_seq)


def confirm_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Confirm a sheet as it stands. `values`: item, code, part, version (of the sheet that the judge saw)."""
    seat = the_seat(contest, by)
    item = the_item(contest, values)
    entry = the_entry(item, values)
    part = the_part(item, values, "judged")
    if not (seat.active and _may_mark(seat, item, part, entry)):
        raise Refused("not_your_entry", entry_code=values["code"])
    refuse_if_locked(item)
    owner = contest.owner(item.id, PartId(part.id), seat.id)
    sheet = entry.sheet(PartId(part.id), owner)
    if sheet is None:
        raise Refused("no_sheet", entry_code=values["code"])
    _check_version(sheet, seat, values)
    refuse_if_full(item, entry, part, owner)
    return SheetConfirmed(item.id, entry.id, PartId(part.id), seat.id, sheet.version)


def _check_version(sheet: Sheet, seat: Seat, values: Values) -> None:
    if sheet.version != values["version"]:
        raise Refused("sheet_changed", entry_code=values["code"])
    if seat.id in sheet.confirmed_by:
        raise Refused("already_confirmed", entry_code=values["code"])
