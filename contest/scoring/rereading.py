"""An item by other facts (another rulebook, locked, unlocked, other sheets that count), worked out beside it entry by
entry: it stays as it is until everything is there, and then changes in one go.

May not be in here: whether it may be changed (verbs/).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .entry import Entry, Made, Sheet
from .events import PartId
from .item import Item
from .marking import PartScore, imported, take_sheet
from .rulebook import Rulebook
from .settling import nothing_gathered
from .slices import Steps


def reread(item: Item, rulebook: Rulebook) -> Steps[None]:
    """Give the item another rulebook. Every sheet is read by it, which has room for each; scores that came in from
    elsewhere are taken as it takes them, and parts it does not have are gone. What a ballot came to stands: its rules
    are the same."""
    other = _beside(item, rulebook=rulebook)
    for entry in item.entries.values():
        fresh = replace(entry, item=other, made=Made(), sheets=_sheets(entry, rulebook))
        fresh.imported = _imported(item, entry, rulebook)
        _enter(other, fresh)
        yield
    item.rulebook = rulebook
    take_over(item, other)


def beside(item: Item, **facts: Any) -> Steps[Item]:
    """The item as these facts of it make it (its fields, and none of the objects that it has itself): every entry is
    worked out again. For `take_over`, once whoever asks has put the facts themselves in place."""
    other = _beside(item, **facts)
    for entry in item.entries.values():
        made = entry.made
        own = Made(made.parts.copy(), made.hints.copy(), made.score, made.open, made.shown)
        _enter(other, replace(entry, item=other, made=own))
        yield
    return other


def take_over(item: Item, other: Item) -> None:
    """Let the item's entries be as they were worked out beside it."""
    item.stale = item.stale or other.stale
    for entry, fresh in zip(item.entries.values(), other.entries.values(), strict=True):
        entry.sheets, entry.imported, entry.made = fresh.sheets, fresh.imported, fresh.made


def _beside(item: Item, **facts: Any) -> Item:
    return replace(item, entries={}, known={}, gathered=nothing_gathered(), **facts)


def _enter(other: Item, fresh: Entry) -> None:
    other.entries[fresh.id] = fresh
    other.rescore_whole(fresh)


def _sheets(entry: Entry, rulebook: Rulebook) -> dict[PartId, dict[str, Sheet]]:
    found: dict[PartId, dict[str, Sheet]] = {}
    for id, places in entry.sheets.items():
        part, own = rulebook.part(id), found.setdefault(id, {})
        for owner, sheet in places.items():
            marks, score = take_sheet(part, sheet.marks)
            own[owner] = replace(sheet, marks=marks, score=score)
    return found


def _imported(item: Item, entry: Entry, rulebook: Rulebook) -> dict[PartId, PartScore]:
    kept = {PartId(part.id): part for part in rulebook.parts if part.source == "imported"}
    return {
        id: imported(kept[id], score.raw) if id in kept else score
        for id, score in entry.imported.items()
        if id in kept or id in item.ballots
    }
