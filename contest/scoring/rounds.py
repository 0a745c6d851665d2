"""Rounds: who goes on to the next item, and what they take along."""

from __future__ import annotations

from collections.abc import Sequence

from .awards import begun, drawn
from .events import EntryId
from .item import Item
from .ranking import Standing
from .rulebook_outcomes import Award, Text
from .rulebook_types import Rulebook


def advancing(rulebook: Rulebook, standings: Sequence[Standing]) -> list[EntryId]:
    """Who goes on, best first: the cut by count or percentage, above a threshold, ties at the cut as an award's. Nobody
    where no round follows."""
    rule = rulebook.advance
    if rule is None:
        return []
    cut = Award(
        "advance",
        Text("", ""),
        count=rule.count,
        percent=rule.percent,
        base=rule.base,
        rounding=rule.rounding,
        ties=rule.ties,
        threshold=rule.threshold,
        requires_pass=rule.requires_pass,
    )
    return [standing.entry for standing in drawn([cut], begun(rulebook, standings)).won["advance"]]


def waiting(going: Sequence[EntryId], item: Item, after: Item) -> list[EntryId]:
    """Who of `going` has not come to the next item yet: a large round comes in several acts."""
    came = {entry.source.id for entry in after.entries.values() if entry.source and entry.source.item.id == item.id}
    return [id for id in going if id not in came]
