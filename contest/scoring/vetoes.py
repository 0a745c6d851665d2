"""What a veto does: a missed step fixes the mark at 60; inedible is no mark at all (rules.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .events import AspectId, SeatId
from .numbers import ZERO
from .rulebook_types import Aspect, Part
from .sheets import SheetScore, fixed

if TYPE_CHECKING:
    from .parts import PartScore


def after_vetoes(part: Part, sheets: Mapping[SeatId, SheetScore], score: PartScore) -> PartScore:
    """The part's score with the vetoes that enough judges said. Of several the lowest that one says holds; void goes
    before all."""
    said = [aspect for aspect in _of_part(part) if _count(aspect.id, sheets) >= aspect.needs]
    if not said:
        return score
    ids, unfixed = tuple(aspect.id for aspect in said), (score.value, score.raw)
    if any(aspect.fixes == "void" for aspect in said):
        return replace(score, value=ZERO, raw=ZERO, vetoed=ids, unfixed=unfixed, void=True)
    value, raw = (fixed(said, points) for points in unfixed)
    return replace(score, value=value, raw=raw, vetoed=ids, unfixed=unfixed)


def has_vetoes(part: Part) -> bool:
    """Whether a veto can change the part's score."""
    return bool(_of_part(part))


def _of_part(part: Part) -> list[Aspect]:
    """The vetoes on the part, listed once."""
    if "vetoes" not in part.memo:
        part.memo["vetoes"] = [aspect for aspect in part.aspects.values() if aspect.fixes in ("part", "void")]
    found: list[Aspect] = part.memo["vetoes"]
    return found


def _count(aspect: AspectId, sheets: Mapping[SeatId, SheetScore]) -> int:
    return sum(aspect in sheet.vetoes for sheet in sheets.values())
