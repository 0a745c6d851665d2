"""Judges who lie too far apart: where, how far, and what the rulebook says happens then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .events import SeatId
from .numbers import ZERO, Points, subtract
from .panels import combine_panel
from .rulebook_panels import Combine, Spread
from .rulebook_types import Part
from .sheets import SheetScore

CONSENSUS = Spread(ZERO, action="again")
"""What the method `consensus` means: judges give the same, or come together and give it again."""

Column = tuple[str, list[tuple[Decimal, SeatId]]]


@dataclass(frozen=True, slots=True)
class Apart:
    """Judges are `found` apart where `allowed` is the most. place: the criterion or aspect, "" for whole sheets · of:
    whether what they give lies apart, or the 0 to 3 of a judgement."""

    place: str
    found: Points
    allowed: Points
    action: Literal["flag", "mean_of_all", "again"]
    of: Literal["values", "judgement"] = "values"


def gate(combine: Combine) -> Spread | None:
    """The rule of how far judges may lie apart, if there is one. Where they must give the same, no spread lets them
    differ."""
    return CONSENSUS if combine.method == "consensus" else combine.spread


def _gates(combine: Combine) -> Iterator[Spread]:
    """The same with what is asked beside it: of judges who must give the same, how far their judgements lie apart."""
    rule = gate(combine)
    if rule is not None:
        yield rule
    if rule is CONSENSUS and combine.spread is not None and combine.spread.of == "judgement":
        yield combine.spread


def apart(part: Part, sheets: Mapping[SeatId, SheetScore]) -> tuple[Apart, ...]:
    """Where the judges of these sheets lie further apart than the rulebook allows."""
    if part.combine is None or len(sheets) < 2:
        return ()
    found: list[Apart] = []
    for rule in _gates(part.combine):
        columns = _judgements(part, sheets) if rule.of == "judgement" else columns_of(part, part.combine, sheets)
        measured = (_apart(part, part.combine, rule, column) for column in columns)
        found += [one for one in measured if one is not None]
    return tuple(found)


def held_apart(part: Part, sheets: Mapping[SeatId, SheetScore]) -> bool:
    """Whether they lie so far apart that the part has no score until they have marked again."""
    return any(gap.action == "again" for gap in apart(part, sheets))


def _judgements(part: Part, sheets: Mapping[SeatId, SheetScore]) -> Iterator[Column]:
    """The 0–3 that judges gave, per judgement (WorldSkills: at most 1 apart, rules.md §2)."""
    ids = [aspect.id for aspect in part.aspects.values() if aspect.kind == "judgement"]
    for i, aspect in enumerate(ids):
        column = [(sheet.judged[i], seat) for seat, sheet in sheets.items()]
        yield aspect, [(mark, seat) for mark, seat in column if mark is not None]


def columns_of(part: Part, combine: Combine, sheets: Mapping[SeatId, SheetScore]) -> Iterator[Column]:
    """What is combined, by its place: whole sheets (""), or what was given in each criterion or aspect."""
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
        assert part.panel is not None, "a part with sheets has a panel"
        value = combine_panel(combine, given, part.panel.sheets, part.stages.judges).value
        allowed = next((band.apart for band in rule.bands if value >= band.least), rule.apart)
    return Apart(place, found, allowed, rule.action, rule.of) if found > allowed else None


def _distance(rule: Spread, ordered: Sequence[Decimal]) -> Points:
    """Between the lowest and the highest, or between the two in the middle (FIG, rules.md §3; of an odd number the
    two beside the middle one)."""
    if rule.between == "extremes":
        return subtract(ordered[-1], ordered[0])
    half = len(ordered) // 2
    return subtract(ordered[half + len(ordered) % 2] if len(ordered) > 2 else ordered[-1], ordered[half - 1])
