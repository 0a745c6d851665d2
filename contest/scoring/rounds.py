"""Rounds: who goes on to the next item, and what they take along."""

from __future__ import annotations

from collections.abc import Sequence

from .awards import drawn
from .events import EntryId
from .ranking import Standing
from .rulebook_outcomes import Advance, Award, Text


def advancing(rule: Advance, standings: Sequence[Standing]) -> list[EntryId]:
    """Who goes on, best first: the cut by count or percentage, above a threshold, ties at the cut as an award's."""
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
    return [standing.entry for standing in drawn([cut], standings).won["advance"]]
