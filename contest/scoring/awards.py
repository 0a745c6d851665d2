"""Ranks to prizes. Levels are drawn in the rulebook's order, each from those left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .events import EntryId
from .numbers import divide, multiply
from .ranking import Standing
from .rulebook_outcomes import Award
from .rulebook_types import Rulebook

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Awarded:
    """One entry's prize."""

    award_id: str
    entry: EntryId
    rank: int


def draw_awards(rulebook: Rulebook, standings: Sequence[Standing]) -> list[Awarded]:
    """Every prize, level by level and by rank within it. Only ranked entries win; an entry wins once."""
    left = [standing for standing in standings if standing.rank is not None and standing.score is not None]
    drawn: list[Awarded] = []
    for award in rulebook.awards:
        winners = _winners(award, left, _quota(award, standings)) if _holds(award, len(standings)) else []
        drawn += [Awarded(award.id, winner.entry, winner.rank) for winner in winners if winner.rank is not None]
        won = {winner.entry for winner in winners}
        left = [standing for standing in left if standing.entry not in won]
    return drawn


def _holds(award: Award, entered: int) -> bool:
    """Fields too small change the prizes (≤ 20 entrants 1/2/3, rules.md §1)."""
    over, upto = award.when.entries_over, award.when.entries_upto
    return (over is None or entered > over) and (upto is None or entered <= upto)


def _quota(award: Award, standings: Sequence[Standing]) -> int | None:
    """How many may win: the count, the share of the field (10/20/30 % of the entrants, rules.md §1), or no limit."""
    if award.percent is None:
        return award.count
    ranked_only = award.base == "ranked"
    base = sum(standing.rank is not None for standing in standings) if ranked_only else len(standings)
    return int(divide(multiply(award.percent, Decimal(base)), HUNDRED, 0, award.rounding))


def _winners(award: Award, left: Sequence[Standing], quota: int | None) -> list[Standing]:
    able = [standing for standing in left if _able(award, standing)]
    if quota is None or len(able) <= quota:
        return able
    if quota == 0:
        return []
    return _cut(award, able, quota)


def _able(award: Award, standing: Standing) -> bool:
    score = standing.score
    if score is None or (award.requires_pass and not score.passed):
        return False
    return award.threshold is None or score.total >= award.threshold


def _cut(award: Award, able: list[Standing], quota: int) -> list[Standing]:
    """Those before the cut; a tie across it wins with `at_least` and goes without with `at_most` (IOI, rules.md §3)."""
    last, next_one = able[quota - 1], able[quota]
    if last.rank != next_one.rank:
        return able[:quota]
    if award.ties == "at_least":
        return [standing for i, standing in enumerate(able) if i < quota or standing.rank == last.rank]
    return [standing for standing in able[:quota] if standing.rank != last.rank]
