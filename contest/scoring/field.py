"""Parts in which one mark or vote moves everyone: computed for all entries of an item at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .events import EntryId, PartId
from .parts import PartScore
from .rulebook_types import Part
from .votes import vote_scores

if TYPE_CHECKING:
    from .item import Item

COMPETING = ("present",)
"""Whose votes and marks set the measure: not who withdrew, was disqualified or is out of competition."""


def field_scores(item: Item, part: Part) -> Mapping[EntryId, PartScore]:
    """The part's score of each entry that has one."""
    tallies = {id: entry.tally(PartId(part.id)) for id, entry in item.entries.items() if entry.votes}
    field = {id for id, entry in item.entries.items() if entry.status in COMPETING}
    return vote_scores(part, tallies, field)
