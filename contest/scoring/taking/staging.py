"""What happens on stage: an entry is called, revealed step by step, and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import events as e
from ..events import EntryId, Line
from ..facts import Touched
from ..item import Item
from ..stage import sitting

if TYPE_CHECKING:
    from ..contest import Contest


def called(contest: Contest, line: Line, event: e.EntryCalled) -> Touched:
    item = contest.items[event.item]
    item.stage.call(event.entry, sitting(contest.seats.values(), item, event.entry), line.seq)
    return _seen(item, event.entry)


def revealed(contest: Contest, line: Line, event: e.EntryRevealed) -> Touched:
    item = contest.items[event.item]
    item.stage.steps[event.entry], item.stage.seq = event.step, line.seq
    item.refresh(item.entries[event.entry])
    return _seen(item, event.entry)


def cleared(contest: Contest, line: Line, event: e.StageCleared) -> Touched:
    item = contest.items[event.item]
    item.stage.called, item.stage.seq = None, line.seq
    return Touched(item.id, (), True)


def _seen(item: Item, entry: EntryId) -> Touched:
    return Touched(item.id, (entry,), True)
