"""Why this score, why this place, why this award: an entry's reasons as values; they are put into words elsewhere.

May not be in here: computing anything anew. Every figure is the one that counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from .award_reasons import AwardReason, award_reasons
from .events import Code, PartId
from .item import Entry, Item
from .marking import EntryScore
from .numbers import Points, round_to, subtract, text, total_of
from .part_reasons import PartReason, Stage, part_reason
from .promotion_reasons import PromotionReason, promotion_reason
from .results import complete_scores, standings_of
from .tie_reasons import TieReason, tie_reasons
from .totals import less


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that made an entry's result. While codes are sealed and a part is known by name, `parts` lacks what
    may not be seen, and what would tell it is left out."""

    code: Code
    status: str
    rank: int | None
    tied: bool
    parts: tuple[PartReason, ...]
    penalties: tuple[tuple[str, Points], ...]
    stages: tuple[Stage, ...]
    ties: tuple[TieReason, ...]
    awards: tuple[AwardReason, ...]
    missing: tuple[PartId, ...]
    promotion: PromotionReason | None = None


def explain(item: Item, entry: Entry) -> Explanation:
    """The reasons of one entry of an item, as things stand."""
    there = entry.score.parts if entry.score else {}
    parts = tuple(
        part_reason(item, entry, part) for part in item.rulebook.parts if part.id in there and not item.hidden(part)
    )
    lacking = [part for part in item.rulebook.parts if part.id not in there and part.id not in entry.parts]
    missing = tuple(part.id for part in lacking if not item.hidden(part))
    if item.veiled or entry.score is None:
        return Explanation(entry.code, entry.status, None, False, parts, (), (), (), (), missing)
    known = {id: each.known for id, each in item.entries.items()}
    table = standings_of(item, complete_scores(item))
    mine = next((each for each in table if each.entry == entry.id), None)
    return Explanation(
        entry.code,
        entry.status if mine is None else mine.status,
        mine.rank if mine else None,
        mine.tied if mine else False,
        parts,
        entry.score.deductions,
        _to_total(item, entry.score),
        tuple(tie_reasons(item, entry, table)) if mine and mine.rank is not None else (),
        tuple(award_reasons(item.rulebook, table, known, entry.id, item.overrides)),
        missing,
        promotion_reason(item.rulebook, table, known, entry.id),
    )


def _to_total(item: Item, score: EntryScore) -> tuple[Stage, ...]:
    """The shares added → penalties of the total → rounded."""
    added = total_of(part.weighted for part in score.parts.values())
    rules = item.rulebook
    off = total_of(points for rule, points in score.deductions if rules.penalty(rule).part is None)
    left = less(added, off)
    last = Stage("total", left, round_to(left, rules.rounding.total), rules.rounding.total)
    due = None if left == subtract(added, off) else off
    return (Stage("penalties", added, left, due=due), last) if off else (last,)


def plain(value: Any) -> Any:
    """Reasons as JSON can carry them: decimals as texts."""
    if isinstance(value, Decimal):
        return text(value)
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(below) for key, below in value.items()}
    return [plain(below) for below in value] if isinstance(value, list | tuple) else value
