"""Finding what a verb speaks of, or refusing in the judges' words."""

from __future__ import annotations

from typing import Any

from ..contest import Contest
from ..events import Code, ItemId, PartId
from ..item import Entry, Item, panel
from ..refused import Refused
from ..rulebook import Part


def refuse_unopened(contest: Contest) -> None:
    """A journal begins with ContestOpened."""
    if not contest.seq:
        raise Refused("unknown_contest", contest=contest.id)


def the_item(contest: Contest, values: Any) -> Item:
    """The item named by `values["item"]`."""
    item = contest.items.get(ItemId(values["item"]))
    if item is None:
        raise Refused("unknown_item", item=values["item"])
    return item


def the_entry(item: Item, values: Any) -> Entry:
    """The entry that bears `values["code"]`."""
    entry = item.by_code.get(Code(values["code"]))
    if entry is None:
        raise Refused("unknown_code", entry_code=values["code"])
    return entry


def the_part(item: Item, values: Any, source: str) -> Part:
    """The part named by `values["part"]`; it must be judged, or imported, as `source` says."""
    for part in item.rulebook.parts:
        if part.id == PartId(values["part"]) and part.source == source:
            return part
    raise Refused("unknown_part", part=values["part"])


def is_full(entry: Entry, part: Part, owner: str) -> bool:
    """Whether others than `owner` have made the part's panel complete: a further sheet would be one judge too many."""
    sheets = entry.sheets.get(PartId(part.id), {})
    counting = sum(sheet.counts for who, sheet in sheets.items() if who != owner)
    return counting >= panel(part).sheets


def refuse_if_full(entry: Entry, part: Part, owner: str) -> None:
    """No sheet counts that the panel has no room for."""
    if is_full(entry, part, owner):
        raise Refused("panel_full", entry_code=entry.code)


def refuse_if_locked(item: Item) -> None:
    """Nothing that changes a score happens to a locked item."""
    if item.locked:
        raise Refused("locked", item=item.id)
