"""What the operator of a stage looks at: the hall's picture, everyone by code, and the one step that comes next.

May not be in here: taking the step (verbs/stage.py).
"""

from __future__ import annotations

from typing import Any

from .board import ItemBoard
from .contest import Contest
from .item import Entry, Item
from .stage import ON_STAGE, Names, held_for, is_marked, is_sealed, shown, step_on, the_part, unseen


def operator(contest: Contest, item: Item, names: Names) -> dict[str, Any]:
    """`seq`: of the stage's last line · `first`: how many are held back at the start · `over`: the result is out as a
    whole · `unseen`: why the hall sees no marks · `back`: whether there is a step to take back · `hall`: its picture,
    as its board has it · `next` · `entries` by code."""
    hall = ItemBoard(contest, item.id, staff=False, names=names).view().head.get("stage")
    if item.frozen is not None:  # the hall sees nobody, but judging goes on
        hall = shown(item, names, lambda _: None)
    return {
        "seq": item.stage.seq,
        "first": item.rulebook.board.hold_first,
        "over": item.stage.over,
        "unseen": "frozen" if item.frozen is not None else "sealed" if is_sealed(item) else None,
        "back": bool(item.stage.called and item.stage.step(item.stage.called)),
        "hall": hall,
        "next": next_step(item),
        "entries": [_line(item, entry) for entry in sorted(item.entries.values(), key=lambda entry: entry.code)],
    }


def _line(item: Item, entry: Entry) -> dict[str, Any]:
    called = entry.id in item.stage.order
    return {
        "entry": entry.id,
        "code": entry.code,
        "status": entry.status,
        "order": item.stage.order.index(entry.id) + 1 if called else None,
        "marked": the_part(item) in entry.parts,
        "out": item.stage.is_out(entry.id),
        "now": entry.id == item.stage.called,
    }


def next_step(item: Item) -> dict[str, Any]:
    """The one act that comes next: `reveal` a step, `wait` for so many sheets, `call` a code, `clear`, or `none`."""
    nothing: dict[str, Any] = {"act": "none", "step": None, "code": None, "lacking": 0}
    if item.stage.over or not item.opened:
        return nothing
    if item.stage.called is not None:
        entry = item.entries[item.stage.called]
        if not is_marked(item, entry):
            return nothing | {"act": "wait", "lacking": _lacking(item, entry)}
        step = step_on(item, entry)
        out = entry.status in ON_STAGE and not unseen(item) and not held_for(item, entry.id)
        if step is not None and out:
            return nothing | {"act": "reveal", "step": step}
    following = comes_next(item)
    if following is not None:
        return nothing | {"act": "call", "code": following.code}
    return nothing if item.stage.called is None else nothing | {"act": "clear"}


def _lacking(item: Item, entry: Entry) -> int:
    """How many sheets the panel still lacks; 0 where all are there and judges have to come together."""
    part = item.rulebook.part(the_part(item))
    assert part.panel is not None, part.id
    return max(part.panel.sheets - len(item.counting(entry, part)), 0)


def comes_next(item: Item) -> Entry | None:
    """Whom to call next: those who wait to be revealed, in their order, then whoever has not been called, by code."""
    on = [entry for entry in item.entries.values() if entry.status in ON_STAGE and entry.id != item.stage.called]
    by_id = {entry.id: entry for entry in on}
    if not unseen(item):
        for id in item.stage.order:
            entry = by_id.get(id)
            if entry and not item.stage.is_out(id) and is_marked(item, entry) and not held_for(item, id):
                return entry
    fresh = [entry for entry in on if entry.id not in item.stage.order]
    return min(fresh, key=lambda entry: entry.code, default=None)
