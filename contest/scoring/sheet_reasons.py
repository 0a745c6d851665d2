"""What stands behind one judge's sheet: its marks, what factors made of them, what a veto made of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from .entry import Entry, Sheet
from .events import AspectId, SeatId
from .numbers import Points, total_of
from .parts import PartScore, by_factor
from .place_reasons import PlaceReason
from .rulebook_types import ONE, Part


@dataclass(frozen=True, slots=True)
class MarkReason:
    """One mark as it was given, the points it came to and what these were worth × the aspect's factor; None where the
    judge gave none."""

    aspect: AspectId
    mark: Any
    points: Points | None
    worth: Points | None = None


@dataclass(frozen=True, slots=True)
class NodeReason:
    """A criterion or an aspect on the way up: its points, its factor (None for 1), and what came of both. lacks: marks
    are missing in it, and so it does not count, where judges are combined by criterion."""

    of: Literal["criterion", "aspect"]
    id: str
    points: Points
    factor: Points | None
    worth: Points
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class SheetReason:
    """One judge's sheet. dropped: the end at which the whole sheet was left out · drops: criteria or aspects of it that
    were, where judges are combined below the sheet, each with its end · given: what the judge's marks add up to, where
    `total` is another, made alike among strict and mild judges · criteria: those with a factor, and all where judges
    are combined by criterion · vetoed: the vetoes that fixed the sheet, and `unfixed`: what it came to without them ·
    places: those that the sheet gave the entry in the whole field, where places count."""

    seat: SeatId
    total: Points
    dropped: str | None
    drops: tuple[tuple[str, str], ...]
    marks: tuple[MarkReason, ...]
    given: Points | None = None
    criteria: tuple[NodeReason, ...] = ()
    vetoed: tuple[AspectId, ...] = ()
    unfixed: Points | None = None
    places: tuple[PlaceReason, ...] = ()


def factor_of(factor: Decimal) -> Points | None:
    """A factor, None for 1, which multiplies nothing."""
    return None if factor == ONE else factor


def sheet_reason(
    entry: Entry, part: Part, made: PartScore, seat: SeatId, places: tuple[PlaceReason, ...]
) -> SheetReason:
    """The reasons of one sheet of a part that has a score."""
    share, sheet = made.judges[seat], entry.sheet(part.id, seat)
    drops = tuple((place, end) for who, place, end in made.drops if who == seat)
    if sheet is None:
        return SheetReason(seat, share.total, share.dropped, drops, (), places=places)
    vetoed = tuple(id for id in sheet.score.vetoes if part.aspects[id].fixes == "sheet")
    added = sheet.score.total if part.adjust is not None else share.total
    return SheetReason(
        seat,
        share.total,
        share.dropped,
        drops,
        tuple(_marks(part, sheet)),
        None if added == share.total else added,
        tuple(_criteria(part, sheet)),
        vetoed,
        _unfixed(part, sheet) if vetoed else None,
        places,
    )


def _marks(part: Part, sheet: Sheet) -> Iterator[MarkReason]:
    for (id, aspect), points in zip(part.aspects.items(), sheet.score.aspects, strict=True):
        worth = None if points is None else by_factor(points, factor_of(aspect.factor), part.stages.factor)
        yield MarkReason(id, sheet.marks.get(id), points, worth)


def _criteria(part: Part, sheet: Sheet) -> Iterator[NodeReason]:
    """Those whose sum one has to know, to follow how the sheet or the part came about."""
    by_criterion = part.combine is not None and part.combine.level == "criterion"
    for criterion, whole, node in zip(part.criteria, sheet.score.criteria, _sums(part, sheet), strict=True):
        if node is not None and (node.factor is not None or (by_criterion and len(criterion.aspects) > 1)):
            yield replace(node, lacks=by_criterion and whole is None)


def _sums(part: Part, sheet: Sheet) -> Iterator[NodeReason | None]:
    """Every criterion by what was given in it; None where nothing was."""
    worth = {mark.aspect: mark.worth for mark in _marks(part, sheet)}
    for criterion in part.criteria:
        given = [points for aspect in criterion.aspects if (points := worth[aspect.id]) is not None]
        points, factor = total_of(given), factor_of(criterion.factor)
        made = by_factor(points, factor, part.stages.factor)
        yield NodeReason("criterion", criterion.id, points, factor, made) if given else None


def _unfixed(part: Part, sheet: Sheet) -> Points:
    """What the marks add up to, before a veto."""
    return total_of(node.worth for node in _sums(part, sheet) if node is not None)
