"""What was drawn: layers of codes with who holds them, numbers, groups, stations, order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import events as e
from ..draws import Assigned, Look, Lots
from ..entry import NO_CODE
from ..events import EntryId, Line, SeatId
from ..facts import Duty, Seat, Touched
from ..item import Item
from ..rereading import beside, take_over
from ..slices import Steps, at_once

if TYPE_CHECKING:
    from ..contest import Contest


def layers(contest: Contest, line: Line, event: e.LayersSet) -> Touched:
    item = contest.items[event.item]
    if max(1, len(event.holders)) != item.draws.layers:
        item.draws.numbers, item.draws.numbers_digest = {}, ""
        item.draws.knowing.clear()
        _void_codes(item)
    item.draws.holders = tuple(event.holders)
    for layer, knowing in item.draws.knowing.items():
        knowing.add(item.draws.holder(layer))
    return Touched(event.item, None, True)


def numbers(contest: Contest, line: Line, event: e.NumbersDrawn) -> Touched:
    item = contest.items[event.item]
    item.draws.numbers = {EntryId(row["entry"]): row["number"] for row in event.numbers}
    item.draws.numbers_digest = event.seed_digest
    item.draws.knowing.clear()
    item.draws.drawn(1, line.by)
    _void_codes(item)
    return Touched(event.item, None, True)


def _void_codes(item: Item) -> None:
    item.by_code.clear()
    item.seed_digest, item.draws.coded_at = "", 0
    for entry in item.entries.values():
        entry.code = NO_CODE


def shown(contest: Contest, line: Line, event: e.TableShown) -> Touched:
    draws = contest.items[event.item].draws
    draws.looks.append(Look(event.layer, line.by, line.at))
    draws.knowing.setdefault(event.layer, set()).add(line.by)
    return Touched(event.item, (), False)


def lots(contest: Contest, line: Line, event: e.LotsDrawn) -> Touched:
    drawn = contest.items[event.item].draws.lots
    if event.what == "group":
        drawn.clear()
    of = {EntryId(row["entry"]): int(row["lot"]) for row in event.lots}
    drawn[event.what] = Lots(of, line.seq, not event.seed)
    return Touched(event.item, (), False)


def assigned_steps(contest: Contest, line: Line, event: e.EntriesAssigned) -> Steps[Touched]:
    """Who marks what of a part: of their own unit's entries sheets do not count."""
    item, part = contest.items[event.item], event.part
    conflicts: dict[EntryId, set[SeatId]] = {}
    seats: dict[SeatId, Seat] = {}
    for row in event.seats:
        seat = contest.seats[SeatId(row["seat"])]
        duties = tuple(each for each in seat.duties if (each.item, each.part) != (item.id, part))
        fresh = Duty(item.id, part, frozenset(map(EntryId, row["entries"])))
        before = tuple(dict.fromkeys(seat.before + seat.duties))
        seats[seat.id] = replace(seat, duties=(*duties, fresh), before=before)
        for entry in row["recused"]:
            conflicts.setdefault(EntryId(entry), set()).add(seat.id)
    uncounted = replace(item.uncounted, desks=item.uncounted.desks | {part: _desks(event)})
    uncounted.conflicts = item.uncounted.conflicts | {part: {id: frozenset(each) for id, each in conflicts.items()}}
    other = yield from beside(item, uncounted=uncounted)
    contest.seats.update(seats)
    item.uncounted = uncounted
    was = item.draws.assigned.get(part)
    item.draws.assigned[part] = Assigned(event.way, was.times + 1 if was else 1)
    take_over(item, other)
    return Touched(event.item, None, True)


assigned = at_once(assigned_steps)


def _desks(event: e.EntriesAssigned) -> dict[SeatId, frozenset[EntryId]]:
    return {SeatId(row["seat"]): frozenset(map(EntryId, row["entries"])) for row in event.seats}


def unsealed(contest: Contest, line: Line, event: e.LayerUnsealed) -> Touched:
    item = contest.items[event.item]
    item.draws.open, item.unseal_by = item.draws.layers - event.layer + 1, ""
    return Touched(event.item, (), False)
