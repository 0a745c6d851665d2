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


def the_part(item: Item, values: Any, *sources: str) -> Part:
    """The part named by `values["part"]`; it must be judged, or imported, as `sources` say."""
    for part in item.rulebook.parts:
        if part.id == PartId(values["part"]) and part.source in sources:
            return part
    raise Refused("unknown_part", part=values["part"])


def is_full(item: Item, entry: Entry, part: Part, owner: str) -> bool:
    """Whether others than `owner` have made the part's panel complete: a further sheet would be one judge too many.
    Sheets of the recused fill it like any other, or the answers to their colleagues would tell that they do not
    count; a stand-in has a place of their own. A shadow takes nobody's place, and finds one always."""
    id, without = PartId(part.id), item.uncounted
    if owner in without.shadows:
        return False
    others = [who for who, sheet in entry.sheets.get(id, {}).items() if sheet.counts and who != owner]
    there = [who for who in others if who not in without.shadows]
    if len(there) >= panel(part).sheets + without.stand_ins(entry.id, id):
        return True
    counting = [who for who in there if not without.why(entry.id, id, who)]
    return not without.why(entry.id, id, owner) and len(counting) >= panel(part).sheets


def refuse_if_full(item: Item, entry: Entry, part: Part, owner: str) -> None:
    """No sheet counts that the panel has no room for."""
    if is_full(item, entry, part, owner):
        raise Refused("panel_full", entry_code=entry.code)


def refuse_if_signed(item: Item) -> None:
    """Nor does anything happen to a signed one that is still possible to a locked one."""
    if item.signature:
        raise Refused("already_signed", item=item.id)


def refuse_if_locked(item: Item) -> None:
    """Nothing that changes a score happens to a locked item."""
    if item.locked:
        raise Refused("locked", item=item.id)
