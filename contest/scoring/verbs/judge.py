"""What a judge does: hand in a sheet, confirm it. `by` is "seat:<seat id>"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contest import Contest, Seat
from ..deadlines import is_late
from ..events import Actor, Event, PartId, SeatId, SheetConfirmed, SheetObjected, SheetSetAside, SheetSubmitted
from ..flash import calls_again, round_of
from ..item import Entry, Item, Sheet, is_joint
from ..marking import read_marks, take_sheet
from ..refused import Refused
from ..remarking import to_mark_again
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
        former = values.get("judge", seat.judge) != seat.judge
        return SheetSetAside(*where, reason=reason, former=former, **more)
    owner, confirmed = contest.owner(item.id, PartId(part.id), seat.id), bool(values.get("confirm", False))
    refuse_other_marks(entry, part, owner, values["marks"])
    again = confirmed and calls_again(item, entry, part, owner, take_sheet(part, values["marks"])[1])
    return SheetSubmitted(*where, confirmed=confirmed, again=again, **more)


def refuse_other_marks(entry: Entry, part: Part, owner: str, marks: Mapping[str, Any]) -> None:
    """Who marks again has seen everyone's marks: only those that lay too far apart may change, unless the chief sent
    the sheet back."""
    round, sheet = round_of(entry, PartId(part.id), owner), entry.sheet(PartId(part.id), owner)
    if round is None or sheet is None or sheet.returned:
        return
    open_to = to_mark_again(part, round)
    if any(marks.get(aspect) != sheet.marks.get(aspect) for aspect in part.aspects if aspect not in open_to):
        raise Refused("only_apart", entry_code=entry.code)


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
    seat, item, entry, part, sheet = _its_sheet(contest, by, values)
    if seat.id in sheet.confirmed_by:
        raise Refused("already_confirmed", entry_code=values["code"])
    owner = contest.owner(item.id, PartId(part.id), seat.id)
    refuse_if_full(item, entry, part, owner)
    if sheet.objection is not None and seat.id not in (sheet.seat, sheet.objection.seat):
        raise Refused("objected", entry_code=values["code"])
    if round_of(entry, PartId(part.id), owner) is not None:
        raise Refused("mark_again", entry_code=entry.code)
    again = calls_again(item, entry, part, owner, sheet.score)
    return SheetConfirmed(item.id, entry.id, PartId(part.id), seat.id, sheet.version, again)


def object_to_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Say no to a joint sheet that not all have confirmed yet: it goes back to who typed it. `values`: item, code,
    part, version (of the sheet that the member saw), reason_digest."""
    seat, item, entry, part, sheet = _its_sheet(contest, by, values)
    if not is_joint(part):
        raise Refused("not_joint", entry_code=values["code"])
    if sheet.counts:
        raise Refused("team_has_confirmed", entry_code=values["code"])
    return SheetObjected(item.id, entry.id, PartId(part.id), seat.id, sheet.version, values["reason_digest"])


def _its_sheet(contest: Contest, by: Actor, values: Values) -> tuple[Seat, Item, Entry, Part, Sheet]:
    """The sheet of a seat, or of its team, as the judge saw it."""
    seat = the_seat(contest, by)
    item = the_item(contest, values)
    entry = the_entry(item, values)
    part = the_part(item, values, "judged")
    if not (seat.active and _may_mark(seat, item, part, entry)):
        raise Refused("not_your_entry", entry_code=values["code"])
    refuse_if_locked(item)
    sheet = entry.sheet(PartId(part.id), contest.owner(item.id, PartId(part.id), seat.id))
    if sheet is None:
        raise Refused("no_sheet", entry_code=values["code"])
    if sheet.version != values["version"]:
        raise Refused("sheet_changed", entry_code=values["code"])
    return seat, item, entry, part, sheet
