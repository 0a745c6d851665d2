"""What an entry gets: sheets, scores from elsewhere, penalties, times, a status."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from .. import events as e
from .. import marking
from ..entry import Objection
from ..events import EntryId, Line, SeatId
from ..facts import NOTHING, Aside, Touched, Typed, shared
from ..item import JOINT, Entry, Item, Sheet, is_joint, panel
from ..marking import PenaltyTaken
from ..numbers import parse
from ..ranking import Status
from ..remarking import Remarked, Round
from ..rulebook_types import Part

if TYPE_CHECKING:
    from ..contest import Contest


def marking_opened(contest: Contest, line: Line, event: e.MarkingOpened) -> Touched:
    item = contest.items[event.item]
    item.opened, item.opened_at = True, line.at
    return Touched(event.item, None, True)


def _sheet(
    contest: Contest,
    line: Line,
    event: e.SheetSubmitted | e.SheetSetAside,
    confirmed_by: frozenset[SeatId],
    again: bool,
) -> Touched:
    """Put a sheet in its place, instead of the one that stood there."""
    item = contest.items[event.item]
    entry, part = item.entries[event.entry], item.rulebook.part(event.part)
    marks, score = marking.take_sheet(part, event.marks)
    sheet = Sheet(SeatId(shared(event.seat)), marks, line.seq, line.at, score, note_digest=event.note_digest)
    owner = JOINT if is_joint(part) else sheet.seat
    if contest.typed:
        contest.typed.pop((item.id, part.id, entry.id, owner), None)
    places = entry.sheets.setdefault(part.id, {})
    before = places.get(owner)
    places[owner] = sheet
    if owner == JOINT and before is not None:
        _withdraw(before, sheet)
    if entry.remarked:
        _unsettle(entry, part)
    counted = before is not None and before.counts
    return _confirm(item, entry, part, sheet, confirmed_by, counted, line if again else None)


def _withdraw(before: Sheet, sheet: Sheet) -> None:
    """Who had confirmed what stood there sees that it is another sheet now, and where."""
    sheet.withdrawn = before.withdrawn | before.confirmed_by
    changed = {id for id in {*before.marks, *sheet.marks} if before.marks.get(id) != sheet.marks.get(id)}
    sheet.changed = frozenset(changed) | (frozenset() if before.confirmed_by else before.changed)


def _note_offer(contest: Contest, offered: int) -> None:
    if contest.restored is not None:
        contest.restored.offered += 1
        contest.restored.upto = max(contest.restored.upto, offered)


def submitted(contest: Contest, line: Line, event: e.SheetSubmitted) -> Touched:
    if event.offered:
        _note_offer(contest, event.offered)
    touched = _sheet(contest, line, event, _alone(event.seat) if event.confirmed else frozenset(), event.again)
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
    sheet.returned, sheet.objection = False, None  # its judge stands by it
    part = item.rulebook.part(event.part)
    everyone = sheet.confirmed_by | {event.seat} if is_joint(part) else _alone(event.seat)
    return _confirm(item, entry, part, sheet, everyone, sheet.counts, line if event.again else None)


def objected(contest: Contest, line: Line, event: e.SheetObjected) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    sheet = entry.sheets[event.part][contest.owner(event.item, event.part, event.seat)]
    sheet.withdrawn = (sheet.withdrawn | sheet.confirmed_by) - {event.seat}
    sheet.objection = Objection(event.seat, line.at, event.reason_digest)
    return _confirm(item, entry, item.rulebook.part(event.part), sheet, frozenset(), sheet.counts)


def returned(contest: Contest, line: Line, event: e.SheetReturned) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    sheet = entry.sheets[event.part][event.owner]
    sheet.returned = True
    part = item.rulebook.part(event.part)
    _unsettle(entry, part)
    return _confirm(item, entry, part, sheet, frozenset(), sheet.counts)


def set_aside(contest: Contest, line: Line, event: e.SheetSetAside) -> Touched:
    if event.offered:
        _note_offer(contest, event.offered)
    contest.aside[line.seq] = Aside(line.seq, line.at, event)
    return NOTHING


def adopted(contest: Contest, line: Line, event: e.SheetAdopted) -> Touched:
    aside = contest.aside[event.aside]
    aside.fate = "adopted"
    part = contest.items[event.item].rulebook.part(aside.event.part)
    # The chief's adoption stands for every confirmation the sheet would have needed.
    everyone = [aside.event.seat, *(SeatId(f"adopted-{k}") for k in range(1, panel(part).judges))]
    touched = _sheet(contest, line, aside.event, frozenset(everyone), event.again)
    owner = contest.owner(event.item, aside.event.part, aside.event.seat)
    sheet = contest.items[event.item].entries[aside.event.entry].sheets[aside.event.part][owner]
    sheet.aside, sheet.former = aside.seq, aside.event.former
    return touched


def declined(contest: Contest, line: Line, event: e.SheetDeclined) -> Touched:
    contest.aside[event.aside].fate = "declined"
    return NOTHING


def _confirm(
    item: Item,
    entry: Entry,
    part: Part,
    sheet: Sheet,
    confirmed_by: frozenset[SeatId],
    counted: bool,
    again: Line | None = None,
) -> Touched:
    """Count a sheet once all who must confirm it have; rescore only if a counted sheet came or went. `again`: the line
    with which every sheet of the part has to be marked again."""
    needed = panel(part).judges if is_joint(part) else 1
    sheet.confirmed_by = confirmed_by
    if sheet.withdrawn:  # else each sheet would get an empty set of its own: a tenth of all it takes up
        sheet.withdrawn -= confirmed_by
    sheet.counts = len(confirmed_by) >= needed
    if again is not None:
        _mark_again(item, entry, part, again)
    elif not (sheet.counts or counted):
        return Touched(item.id, (entry.id,), False)
    return _rescored(item, entry, part)


def _rescored(item: Item, entry: Entry, part: Part) -> Touched:
    changed = item.rescore(entry, part) and item.refresh(entry)
    seen = item.stage.watches(item.rulebook, entry.id, part)
    return Touched(item.id, None, True) if part.field_wide else Touched(item.id, (entry.id,), changed or seen)


def _mark_again(item: Item, entry: Entry, part: Part, line: Line) -> None:
    """Keep what all had given, and let no sheet of the part count until its judge has marked again."""
    laid = {owner: sheet for owner, sheet in entry.sheets[part.id].items() if sheet.counts}
    shown = {SeatId(owner): sheet.score for owner, sheet in laid.items() if owner not in item.uncounted.shadows}
    marks = {owner: sheet.marks for owner, sheet in laid.items()}
    remarked = entry.remarked.setdefault(part.id, Remarked())
    remarked.rounds.append(Round(line.seq, line.at, marks, marking.apart(part, shown)))
    for sheet in laid.values():
        sheet.confirmed_by, sheet.counts = frozenset(), False


def _unsettle(entry: Entry, part: Part) -> None:
    """What the chief settled was about the marks that were there then."""
    remarked = entry.remarked.get(part.id)
    if remarked is not None:
        remarked.settled = False


def settled(contest: Contest, line: Line, event: e.SpreadSettled) -> Touched:
    item = contest.items[event.item]
    entry, part = item.entries[event.entry], item.rulebook.part(event.part)
    remarked = entry.remarked.setdefault(event.part, Remarked())
    remarked.settled = True
    for owner, sheet in entry.sheets.get(event.part, {}).items():
        was_shown = any(owner in round.marks and sheet.version <= round.seq for round in remarked.rounds)
        if was_shown and not sheet.returned:
            sheet.confirmed_by, sheet.counts = _alone(SeatId(owner)), True
    return _rescored(item, entry, part)


def imported(contest: Contest, line: Line, event: e.PartScoresImported) -> Touched:
    item = contest.items[event.item]
    part = item.rulebook.part(event.part)
    public = undone = item.undecide()
    for row in event.scores:
        entry = item.entries[EntryId(row["entry"])]
        if row["score"] is None:
            entry.imported.pop(event.part, None)
        else:
            entry.imported[event.part] = marking.imported(part, parse(row["score"]))
        item.rescore(entry, part)
        public |= item.refresh(entry)
    return Touched(event.item, None if undone else tuple(EntryId(row["entry"]) for row in event.scores), public)


def penalty(contest: Contest, line: Line, event: e.PenaltyGiven) -> Touched:
    points = None if event.points is None else parse(event.points)
    return _deduct(contest, event, lambda entry: entry.penalties.update({line.seq: _taken(line, event, points)}))


def _taken(line: Line, event: e.PenaltyGiven, points: Any) -> PenaltyTaken:
    return PenaltyTaken(event.penalty, points, event.count, shared(line.by), event.reason_digest)


def lifted(contest: Contest, line: Line, event: e.PenaltyLifted) -> Touched:
    return _deduct(contest, event, lambda entry: entry.penalties.pop(event.given))


def timed(contest: Contest, line: Line, event: e.TimeRecorded) -> Touched:
    """A time; who is eliminated by it, or no more, sets the measure no more, or again."""
    item, used = contest.items[event.item], max(event.seconds - event.given_back, 0)
    entry = item.entries[event.entry]
    before = item.status(entry)

    def change(entry: Entry) -> None:
        entry.times.pop(event.part, None)
        if not event.taken_back:
            entry.times[event.part] = used

    touched = _deduct(contest, event, change)
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
