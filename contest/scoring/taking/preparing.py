"""What a contest is made ready with: rulebooks, entries, codes, seats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import events as e
from .. import marking
from ..events import Code, EntryId, Line, PartId, SeatId
from ..facts import DUE, NOTHING, Beside, Deadline, Duty, Restored, Seat, SharedRoles, Touched
from ..item import Entry, Item
from ..rereading import beside, reread, take_over
from ..rulebook import parse_rulebook, parse_unit_table
from ..slices import Steps, at_once, sliced
from ..uncounted import Recusal

if TYPE_CHECKING:
    from ..contest import Contest


def opened(contest: Contest, line: Line, event: e.ContestOpened) -> Touched:
    contest.title, contest.rehearsal, contest.preset = event.title, event.rehearsal, event.preset
    contest.opened_at = line.at
    return NOTHING


def rulebook_steps(contest: Contest, line: Line, event: e.RulebookSet) -> Steps[Touched]:
    rulebook = parse_rulebook(event.rulebook, journaled=True)
    item = contest.items.get(event.item)
    if item is None:
        fresh = contest.items[event.item] = Item(event.item, rulebook, line.seq)
        fresh.uncounted.shadows = _shadows(contest)
    else:
        yield from reread(item, rulebook)
        item.version = line.seq
        contest.typed = {key: typed for key, typed in contest.typed.items() if key[0] != item.id}  # of another scheme
        timed = {part.id for part in rulebook.parts if part.source in DUE}
        item.deadlines = {part: due for part, due in item.deadlines.items() if part in timed}
    return Touched(event.item, None, True)


rulebook = at_once(rulebook_steps)


def unit_table(contest: Contest, line: Line, event: e.UnitTableSet) -> Touched:
    contest.unit_table = parse_unit_table(event.table, journaled=True)
    return NOTHING


def roles_shared(contest: Contest, line: Line, event: e.RolesShared) -> Touched:
    since = contest.roles.since or line.at
    contest.roles = SharedRoles(event.shared, since, line.seq, event.reason_digest)
    return NOTHING


def entered(contest: Contest, line: Line, event: e.EntriesEntered) -> Touched:
    item = contest.items[event.item]
    for row in event.entries:
        item.entries[EntryId(row["entry"])] = Entry(EntryId(row["entry"]), row["commitment"], item)
    return Touched(event.item, None, True)


def advanced(contest: Contest, line: Line, event: e.RoundAdvanced) -> Touched:
    item, before = contest.items[event.item], contest.items[event.round]
    item.rounds[event.round] = event.into
    for row in event.entries:
        source = before.entries[EntryId(row["source"])]
        entry = Entry(EntryId(row["entry"]), row["commitment"], item, source=source)
        item.entries[entry.id] = entry
        score = source.score
        if event.into and score is not None:
            part = item.rulebook.part(event.into)
            entry.imported[PartId(part.id)] = marking.imported(part, score.total)
            item.rescore(entry, part)
            item.refresh(entry)
    return Touched(event.item, None, True)


def identity(contest: Contest, line: Line, event: e.IdentityChanged) -> Touched:
    contest.items[event.item].entries[event.entry].commitment = event.commitment
    return Touched(event.item, (event.entry,), contest.items[event.item].names_known)


def codes(contest: Contest, line: Line, event: e.CodesDrawn) -> Touched:
    item = contest.items[event.item]
    item.seed_digest, item.draws.coded_at = event.seed_digest, line.seq
    item.draws.drawn(item.draws.layers, line.by)
    item.by_code.clear()
    for row in event.codes:
        entry = item.entries[EntryId(row["entry"])]
        entry.code = Code(row["code"])
        item.by_code[entry.code] = entry
    return Touched(event.item, None, True)


def seat_steps(contest: Contest, line: Line, event: e.SeatSet) -> Steps[Touched]:
    """A seat as it is from now on. Whether it only shadows says of each of its sheets whether it counts."""
    was = contest.seats.get(event.seat)
    fresh = _seat(line, event, was)
    if event.shadow == (was.shadow if was else False):
        contest.seats[event.seat] = fresh
        return NOTHING
    shadows = _shadows(contest) | {event.seat} if event.shadow else _shadows(contest) - {event.seat}
    others = {}
    for item in contest.items.values():
        if (yield from _hangs_on(item, event.seat)):
            others[item.id] = yield from beside(item, uncounted=replace(item.uncounted, shadows=shadows))
    contest.seats[event.seat] = fresh
    for item in contest.items.values():
        item.uncounted.shadows = shadows
        item.line = item.swept = line.seq
        if item.id in others:
            take_over(item, others[item.id])
    return NOTHING


seat = at_once(seat_steps)


def _seat(line: Line, event: e.SeatSet, was: Seat | None) -> Seat:
    duties = tuple(
        Duty(duty["item"], duty["part"], None if duty["entries"] is None else frozenset(duty["entries"]))
        for duty in event.duties
    )
    before = tuple(dict.fromkeys(was.before + was.duties)) if was else ()
    judges = was.judges if was else ()
    if was is None or was.judge != event.judge:
        judges += ((line.seq, event.judge),)
    return Seat(event.seat, event.judge, duties, event.active, before, judges, event.shadow)


def _hangs_on(item: Item, seat: SeatId) -> Steps[bool]:
    """Whether anything of the item hangs on whether a seat shadows: it gave a sheet, or is recused, which spares one
    unless it is a shadow's."""
    if seat in item.uncounted.recused:
        return True
    for some in sliced(item.entries.values()):
        if any(seat in places for entry in some for places in entry.sheets.values()):
            return True
        yield
    return False


def _shadows(contest: Contest) -> frozenset[SeatId]:
    return frozenset(seat.id for seat in contest.seats.values() if seat.shadow)


def recused(contest: Contest, line: Line, event: e.SeatRecused) -> Touched:
    item = contest.items[event.item]
    was = item.uncounted.recused.pop(event.seat, None)
    entries = dict.fromkeys([*(sorted(was.entries) if was else ()), *map(EntryId, event.entries)])
    if event.entries:
        parts = frozenset(PartId(part) for part in event.parts)
        fresh = Recusal(frozenset(map(EntryId, event.entries)), parts, event.stand_in)
        item.uncounted.recused[event.seat] = fresh
    public = False
    for entry in [item.entries[id] for id in entries]:
        for part in item.judged_parts():
            item.rescore(entry, part)
        public |= item.refresh(entry)
    return Touched(event.item, None, True) if item.rulebook.field_parts else Touched(event.item, tuple(entries), public)


def deadline(contest: Contest, line: Line, event: e.DeadlineSet) -> Touched:
    deadlines = contest.items[event.item].deadlines
    was = deadlines.pop(event.part, None)
    if event.until:
        deadlines[event.part] = Deadline(event.until, was.since if was else line.at)
    return Touched(event.item, (), False)


def material(contest: Contest, line: Line, event: e.MaterialSet) -> Touched:
    material = contest.items[event.item].material
    material.pop(event.entry, None)
    if event.material_digest:
        material[event.entry] = Beside(event.material_digest, event.files)
    return Touched(event.item, (), False)


def restored(contest: Contest, line: Line, event: e.JournalRestored) -> Touched:
    contest.epoch, contest.epoch_at = event.epoch, line.at
    contest.restored = Restored(line.seq, line.at, contest.at)
    return NOTHING
