"""Judges who lie too far apart: where, how far, and what the rulebook says happens then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .events import SeatId
from .numbers import ZERO, Points, subtract
from .panels import combine_values
from .rulebook_panels import Combine, Spread
from .rulebook_types import Part
from .sheets import SheetScore

CONSENSUS = Spread(ZERO, action="again")
"""What the method `consensus` means: judges give the same, or come together and give it again."""

Column = tuple[str, list[tuple[Decimal, SeatId]]]


@dataclass(frozen=True, slots=True)
class Apart:
    """Judges are `found` apart where `allowed` is the most. place: the criterion or aspect, "" for whole sheets."""

    place: str
    found: Points
    allowed: Points
    action: Literal["flag", "mean_of_all", "again"]


def gate(combine: Combine) -> Spread | None:
    """The rule of how far judges may lie apart, if there is one."""
    return CONSENSUS if combine.method == "consensus" and combine.spread is None else combine.spread


def apart(part: Part, sheets: Mapping[SeatId, SheetScore]) -> tuple[Apart, ...]:
    """Where the judges of these sheets lie further apart than the rulebook allows."""
    rule = None if part.combine is None else gate(part.combine)
    if rule is None or part.combine is None or len(sheets) < 2:
        return ()
    columns = _judgements(part, sheets) if rule.of == "judgement" else _values(part, part.combine, sheets)
    found = (_apart(part, part.combine, rule, column) for column in columns)
    return tuple(one for one in found if one is not None)


def _judgements(part: Part, sheets: Mapping[SeatId, SheetScore]) -> Iterator[Column]:
    """The 0–3 that judges gave, per judgement (WorldSkills: at most 1 apart, rules.md §2)."""
    ids = [aspect.id for aspect in part.aspects.values() if aspect.kind == "judgement"]
    for i, aspect in enumerate(ids):
        column = [(sheet.judged[i], seat) for seat, sheet in sheets.items()]
        yield aspect, [(mark, seat) for mark, seat in column if mark is not None]


def _values(part: Part, combine: Combine, sheets: Mapping[SeatId, SheetScore]) -> Iterator[Column]:
    if combine.level == "sheet":
        yield "", [(sheet.total, seat) for seat, sheet in sheets.items()]
        return
    by_criterion = combine.level == "criterion"
    ids: list[str] = [criterion.id for criterion in part.criteria] if by_criterion else list(part.aspects)
    for i, place in enumerate(ids):
        column = [((s.criteria if by_criterion else s.aspects)[i], seat) for seat, s in sheets.items()]
        yield place, [(value, seat) for value, seat in column if value is not None]


def _apart(part: Part, combine: Combine, rule: Spread, column: Column) -> Apart | None:
    place, given = column
    if len(given) < 2:
        return None
    found = _distance(rule, sorted(value for value, _ in given))
    allowed = rule.apart
    if rule.bands:
        value = combine_values(combine, given, part.stages.judges).value
        allowed = next((band.apart for band in rule.bands if value >= band.least), rule.apart)
    return Apart(place, found, allowed, rule.action) if found > allowed else None


def _distance(rule: Spread, ordered: Sequence[Decimal]) -> Points:
    """Between the lowest and the highest, or between the two in the middle (FIG, rules.md §3; of an odd number the
    two beside the middle one)."""
    if rule.between == "extremes":
        return subtract(ordered[-1], ordered[0])
    half = len(ordered) // 2
    return subtract(ordered[half + len(ordered) % 2] if len(ordered) > 2 else ordered[-1], ordered[half - 1])
