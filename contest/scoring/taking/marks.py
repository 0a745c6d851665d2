"""What an entry gets: sheets, scores from elsewhere, penalties, times, a status."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from .. import events as e
from .. import marking
from ..events import EntryId, Line, PartId, SeatId
from ..facts import NOTHING, Aside, Touched, Typed, shared
from ..item import JOINT, Entry, Item, Sheet, is_joint, panel
from ..marking import PenaltyTaken
from ..numbers import parse
from ..ranking import Status
from ..rulebook_types import Part

if TYPE_CHECKING:
    from ..contest import Contest


def marking_opened(contest: Contest, line: Line, event: e.MarkingOpened) -> Touched:
    item = contest.items[event.item]
    item.opened, item.opened_at = True, line.at
    return Touched(event.item, None, True)


def _sheet(
    contest: Contest, line: Line, event: e.SheetSubmitted | e.SheetSetAside, confirmed_by: frozenset[SeatId]
) -> Touched:
    """Put a sheet in its place, instead of the one that stood there."""
    item = contest.items[event.item]
    entry, part = item.entries[event.entry], item.rulebook.part(event.part)
    marks, score = marking.take_sheet(part, event.marks)
    sheet = Sheet(SeatId(shared(event.seat)), marks, line.seq, line.at, score, note_digest=event.note_digest)
    owner = JOINT if is_joint(part) else sheet.seat
    contest.typed.pop((item.id, PartId(part.id), entry.id, owner), None)
    places = entry.sheets.setdefault(part.id, {})
    before = places.get(owner)
    places[owner] = sheet
    return _confirm(item, entry, part, sheet, confirmed_by, before is not None and before.counts)


def _note_offer(contest: Contest, offered: int) -> None:
    if offered and contest.restored is not None:
        contest.restored.offered += 1
        contest.restored.upto = max(contest.restored.upto, offered)


def submitted(contest: Contest, line: Line, event: e.SheetSubmitted) -> Touched:
    _note_offer(contest, event.offered)
    touched = _sheet(contest, line, event, _alone(event.seat) if event.confirmed else frozenset())
    if event.typed_by:
        owner = contest.owner(event.item, event.part, event.seat)
        contest.items[event.item].entries[event.entry].sheets[event.part][owner].typed_by = tuple(event.typed_by)
    return touched


def typed(contest: Contest, line: Line, event: e.SheetTyped) -> Touched:
    owner = contest.owner(event.item, event.part, event.seat)
    waiting = contest.typed.setdefault((event.item, event.part, event.entry, owner), {})
    waiting[line.by] = Typed(line.seq, line.at, line.by, event.marks, event.note_digest)
    return NOTHING


@lru_cache(maxsize=4096)
def _alone(seat: SeatId) -> frozenset[SeatId]:
    """The set of one seat: thousands of sheets share it."""
    return frozenset((seat,))


def confirmed(contest: Contest, line: Line, event: e.SheetConfirmed) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    sheet = entry.sheets[event.part][contest.owner(event.item, event.part, event.seat)]
    sheet.returned = False  # its judge stands by it
    part = item.rulebook.part(event.part)
    everyone = sheet.confirmed_by | {event.seat} if is_joint(part) else _alone(event.seat)
    return _confirm(item, entry, part, sheet, everyone, sheet.counts)


def returned(contest: Contest, line: Line, event: e.SheetReturned) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    sheet = entry.sheets[event.part][event.owner]
    sheet.returned = True
    return _confirm(item, entry, item.rulebook.part(event.part), sheet, frozenset(), sheet.counts)


def set_aside(contest: Contest, line: Line, event: e.SheetSetAside) -> Touched:
    _note_offer(contest, event.offered)
    contest.aside[line.seq] = Aside(line.seq, line.at, event)
    return NOTHING


def adopted(contest: Contest, line: Line, event: e.SheetAdopted) -> Touched:
    aside = contest.aside[event.aside]
    aside.fate = "adopted"
    part = contest.items[event.item].rulebook.part(aside.event.part)
    # The chief's adoption stands for every confirmation the sheet would have needed.
    everyone = [aside.event.seat, *(SeatId(f"adopted-{k}") for k in range(1, panel(part).judges))]
    return _sheet(contest, line, aside.event, frozenset(everyone))


def declined(contest: Contest, line: Line, event: e.SheetDeclined) -> Touched:
    contest.aside[event.aside].fate = "declined"
    return NOTHING


def _confirm(
    item: Item, entry: Entry, part: Part, sheet: Sheet, confirmed_by: frozenset[SeatId], counted: bool
) -> Touched:
    """Count a sheet once all who must confirm it have; rescore only if a counted sheet came or went."""
    needed = panel(part).judges if is_joint(part) else 1
    sheet.confirmed_by = confirmed_by
    sheet.counts = len(confirmed_by) >= needed
    if not (sheet.counts or counted):
        return Touched(item.id, (entry.id,), False)
    changed = item.rescore(entry, part) and item.refresh(entry)
    seen = item.stage.watches(item.rulebook, entry.id, part)
    return Touched(item.id, None, True) if part.field_wide else Touched(item.id, (entry.id,), changed or seen)


def imported(contest: Contest, line: Line, event: e.PartScoresImported) -> Touched:
    item = contest.items[event.item]
    part = item.rulebook.part(event.part)
    item.undecide()
    public = False
    for row in event.scores:
        entry = item.entries[EntryId(row["entry"])]
        if row["score"] is None:
            entry.imported.pop(event.part, None)
        else:
            entry.imported[event.part] = marking.imported(part, parse(row["score"]))
        item.rescore(entry, part)
        public |= item.refresh(entry)
    return Touched(event.item, tuple(EntryId(row["entry"]) for row in event.scores), public)


def penalty(contest: Contest, line: Line, event: e.PenaltyGiven) -> Touched:
    points = None if event.points is None else parse(event.points)
    return _deduct(contest, event, lambda entry: entry.penalties.update({line.seq: _taken(event, points)}))


def _taken(event: e.PenaltyGiven, points: Any) -> PenaltyTaken:
    return PenaltyTaken(rule_id=event.penalty, points=points, count=event.count)


def lifted(contest: Contest, line: Line, event: e.PenaltyLifted) -> Touched:
    return _deduct(contest, event, lambda entry: entry.penalties.pop(event.given))


def timed(contest: Contest, line: Line, event: e.TimeRecorded) -> Touched:
    """A time; who is eliminated by it, or no more, sets the measure no more, or again."""
    item, used = contest.items[event.item], max(event.seconds - event.given_back, 0)
    entry = item.entries[event.entry]
    before = item.status(entry)
    touched = _deduct(contest, event, lambda entry: entry.times.update({event.part: used}))
    return touched if item.status(entry) == before else _competes(item, entry)


def _deduct(contest: Contest, event: Any, change: Callable[[Entry], object]) -> Touched:
    """Change what is taken from one entry; no other entry is touched (rules.md §4, Band-O-Rama)."""
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    change(entry)
    return Touched(event.item, (event.entry,), item.refresh(entry))


def status(contest: Contest, line: Line, event: e.StatusSet) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    entry.status = cast("Status", event.status)
    return _competes(item, entry)


def _competes(item: Item, entry: Entry) -> Touched:
    """An entry competes now, or no more: who competes sets the measure of the whole field."""
    if item.rulebook.field_parts:
        item.stale = True
        return Touched(item.id, None, True)
    return Touched(item.id, (entry.id,), True)
