"""What the operator of a stage does: call an entry, reveal it step by step, take a step back, clear the stage.

Each act says on which line (`after`) the operator looked, so that two hands do not step twice.
"""

from __future__ import annotations

from ..contest import Contest
from ..events import Actor, EntryCalled, EntryRevealed, Event, StageCleared
from ..item import Entry, Item
from ..refused import Refused
from ..stage import ON_STAGE, held_for, is_marked, is_sealed, step_back, step_on
from . import Values
from .finding import the_entry, the_item


def call_entry(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Call an entry: item, code, after."""
    item = _stage(contest, values)
    entry = the_entry(item, values)
    if entry.status not in ON_STAGE:
        raise Refused("not_on_stage", entry_code=entry.code)
    if entry.id == item.stage.called:
        raise Refused("already_called", entry_code=entry.code)
    return EntryCalled(item.id, entry.id)


def reveal(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Reveal the next step of the called entry: item, after."""
    item = _stage(contest, values)
    entry = _called(item)
    if item.frozen is not None:
        raise Refused("stage_frozen", item=item.id)
    if is_sealed(item):
        raise Refused("stage_sealed", item=item.id)
    if not is_marked(item, entry):
        raise Refused("stage_unmarked", entry_code=entry.code)
    held = held_for(item, entry.id)
    if held:
        raise Refused("held_back", entry_code=entry.code, first=held)
    step = step_on(item, entry)
    if step is None:
        raise Refused("all_revealed", entry_code=entry.code)
    return EntryRevealed(item.id, entry.id, step)


def take_back(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Hide again what was revealed of the called entry last: item, after."""
    item = _stage(contest, values)
    entry = _called(item)
    if not item.stage.step(entry.id):
        raise Refused("nothing_revealed", entry_code=entry.code)
    return EntryRevealed(item.id, entry.id, step_back(item, entry))


def clear_stage(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Show the list again: item, after."""
    item = _stage(contest, values)
    _called(item)
    return StageCleared(item.id)


def _stage(contest: Contest, values: Values) -> Item:
    item = the_item(contest, values)
    if item.rulebook.board.stage is None:
        raise Refused("no_stage", item=item.id)
    if not item.opened:
        raise Refused("not_open", item=item.id)
    if item.stage.over:
        raise Refused("published", item=item.id)
    if values["after"] != item.stage.seq:
        raise Refused("stage_moved")
    return item


def _called(item: Item) -> Entry:
    if item.stage.called is None:
        raise Refused("nobody_called")
    return item.entries[item.stage.called]
