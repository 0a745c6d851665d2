"""What was drawn: layers of codes with who holds them, numbers, groups, stations, order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import events as e
from ..draws import Look, Lots
from ..entry import NO_CODE
from ..events import EntryId, Line
from ..facts import Touched
from ..item import Item

if TYPE_CHECKING:
    from ..contest import Contest


def layers(contest: Contest, line: Line, event: e.LayersSet) -> Touched:
    item = contest.items[event.item]
    if max(1, len(event.holders)) != item.draws.layers:
        item.draws.numbers, item.draws.numbers_digest = {}, ""
        _void_codes(item)
    item.draws.holders = tuple(event.holders)
    return Touched(event.item, None, True)


def numbers(contest: Contest, line: Line, event: e.NumbersDrawn) -> Touched:
    item = contest.items[event.item]
    item.draws.numbers = {EntryId(row["entry"]): row["number"] for row in event.numbers}
    item.draws.numbers_digest = event.seed_digest
    _void_codes(item)
    return Touched(event.item, None, True)


def _void_codes(item: Item) -> None:
    item.by_code.clear()
    item.seed_digest, item.draws.coded_at = "", 0
    for entry in item.entries.values():
        entry.code = NO_CODE


def shown(contest: Contest, line: Line, event: e.TableShown) -> Touched:
    contest.items[event.item].draws.looks.append(Look(event.layer, line.by, line.at))
    return Touched(event.item, (), False)


def lots(contest: Contest, line: Line, event: e.LotsDrawn) -> Touched:
    drawn = contest.items[event.item].draws.lots
    if event.what == "group":
        drawn.clear()
    of = {EntryId(row["entry"]): int(row["lot"]) for row in event.lots}
    drawn[event.what] = Lots(of, line.seq, not event.seed)
    return Touched(event.item, (), False)


def unsealed(contest: Contest, line: Line, event: e.LayerUnsealed) -> Touched:
    item = contest.items[event.item]
    item.draws.open, item.unseal_by = item.draws.layers - event.layer + 1, ""
    return Touched(event.item, (), False)
