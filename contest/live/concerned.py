"""Whom a line concerns: the seats whose desk looks otherwise after it.

May not be in here: telling them (judging.py).
"""

from __future__ import annotations

from typing import Any

from ..scoring.contest import Contest
from ..scoring.events import (
    BoardFrozen,
    BoardUnfrozen,
    EntryRevealed,
    IdentityChanged,
    LayerUnsealed,
    Line,
    PartScoresImported,
    PenaltyGiven,
    PenaltyLifted,
    SeatRecused,
    SheetAdopted,
    SheetConfirmed,
    SheetDeclined,
    SheetObjected,
    SheetReturned,
    SheetSetAside,
    SheetSubmitted,
    SheetTyped,
    TableShown,
    TimeRecorded,
    UnlockRequested,
    UnsealingRequested,
)
from ..scoring.flash import is_flash, shows
from ..scoring.item import is_joint

_NOT_ON_A_DESK = (
    BoardFrozen,
    BoardUnfrozen,
    EntryRevealed,
    IdentityChanged,
    LayerUnsealed,
    PartScoresImported,
    PenaltyGiven,
    PenaltyLifted,
    SeatRecused,
    TableShown,
    SheetSetAside,  # its own judge has just been told
    SheetTyped,
    TimeRecorded,
    UnlockRequested,
    UnsealingRequested,
)


def concerned(contest: Contest, line: Line) -> set[str]:
    """The seats whose desk looks otherwise after this line."""
    event = line.event
    if isinstance(event, _NOT_ON_A_DESK):
        return set()
    if isinstance(event, SheetSubmitted) and event.typed_by:
        return _owners(contest, event, event.seat)
    if isinstance(event, SheetSubmitted | SheetConfirmed):
        desks = _owners(contest, event, event.seat)
        return desks if len(desks) > 1 else set()
    if isinstance(event, SheetObjected):
        return _owners(contest, event, event.seat)
    if isinstance(event, SheetReturned):
        return _owners(contest, event, event.owner)
    if isinstance(event, SheetAdopted | SheetDeclined):
        aside = contest.aside[event.aside].event
        return _owners(contest, aside, aside.seat)
    item = getattr(event, "item", None)
    if item is None:
        return {getattr(event, "seat", "")}
    return {seat.id for seat in contest.seats.values() if any(duty.item == item for duty in seat.duties)}


def shows_marks(contest: Contest, line: Line) -> bool:
    """Whether with this line a panel shows its marks: no tablet of it may be later than the others."""
    event = line.event
    if not isinstance(event, SheetSubmitted | SheetConfirmed):
        return False
    item = contest.items[event.item]
    part = item.rulebook.part(event.part)
    return is_flash(part) and (event.again or shows(item, item.entries[event.entry], part))


def _owners(contest: Contest, sheet: Any, seat: str) -> set[str]:
    """Whose desk a sheet lies on: its judge's, or a whole team's; or whose desk tells that its judge is ready."""
    part = contest.items[sheet.item].rulebook.part(sheet.part)
    return _panel(contest, sheet.item, sheet.part) if is_joint(part) or is_flash(part) else {seat}


def _panel(contest: Contest, item: str, part: str) -> set[str]:
    seats = contest.seats.values()
    return {seat.id for seat in seats if any((duty.item, duty.part) == (item, part) for duty in seat.duties)}
