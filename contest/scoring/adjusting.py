"""Strict and mild judges over separate sub-fields: their sheets moved to the mean, or mean and deviation, of all.

Hard to explain to anyone: what a judge wrote is not what counts, and one mark moves everybody. Only where entries were
assigned to judges at random; frozen before it is published (rules.md §3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from .events import EntryId, SeatId
from .numbers import ZERO, Points, divide, square_root, total_of
from .rulebook_panels import Adjust
from .rulebook_types import Part
from .sheets import SheetScore

Sheets = Mapping[EntryId, Mapping[SeatId, SheetScore]]
FINE = 18
"""Digits of a mean or a deviation on the way: far behind any digit told."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one judge gave: how many entries, their mean and deviation (÷ n). lacks: why nothing can be adjusted."""

    seat: SeatId
    entries: int
    mean: Points
    deviation: Points
    lacks: Literal["", "too_few", "no_deviation"] = ""


def judges_of(part: Part, sheets: Sheets) -> tuple[Judged, ...]:
    """Each judge's figures, and whether the preconditions hold: `least` entries and, for a z-score, a deviation."""
    assert part.adjust is not None
    given: dict[SeatId, list[Points]] = {}
    for each in sheets.values():
        for seat, sheet in each.items():
            given.setdefault(seat, []).append(sheet.total)
    return tuple(_judged(part.adjust, seat, given[seat]) for seat in sorted(given))


def _judged(rule: Adjust, seat: SeatId, totals: Sequence[Points]) -> Judged:
    mean, deviation = _figures(totals)
    if len(totals) < rule.least:
        return Judged(seat, len(totals), mean, deviation, "too_few")
    flat = rule.method == "z_score" and not deviation
    return Judged(seat, len(totals), mean, deviation, "no_deviation" if flat else "")


def _figures(totals: Sequence[Points]) -> tuple[Points, Points]:
    mean = divide(total_of(totals), len(totals), FINE, "half_even")
    exact = Fraction(total_of(totals)) / len(totals)
    squares = sum(((Fraction(total) - exact) ** 2 for total in totals), Fraction(0))
    return mean, square_root(squares / len(totals), FINE)


def adjusted(part: Part, sheets: Sheets, guests: Sheets) -> Sheets:
    """The sheets with totals as if all judges were equally strict; as they are while a precondition does not hold for
    every judge. Never below 0 or above what a sheet can give. `guests` are moved by the figures of those who compete
    and add nothing to them; a judge who marked none but guests has no figures, and is left as strict as he was."""
    judges = judges_of(part, sheets)
    everyone = {**sheets, **guests}
    if not judges or any(judge.lacks for judge in judges):
        return everyone
    assert part.adjust is not None
    mean, deviation = _figures([sheet.total for each in sheets.values() for sheet in each.values()])
    known = {judge.seat: judge for judge in judges}
    most = sum((Fraction(c.max) * Fraction(c.factor) for c in part.criteria), Fraction(0))
    rule = part.adjust

    def alike(seat: SeatId, sheet: SheetScore) -> SheetScore:
        own = known.get(seat)
        return sheet if own is None else replace(sheet, total=_moved(rule, sheet.total, own, (mean, deviation), most))

    return {id: {seat: alike(seat, sheet) for seat, sheet in each.items()} for id, each in everyone.items()}


def _moved(rule: Adjust, total: Points, own: Judged, pooled: tuple[Points, Points], most: Fraction) -> Points:
    """z-score: (total − own mean) ÷ own deviation × pooled deviation + pooled mean; mean-shift without deviations."""
    off = Fraction(total) - Fraction(own.mean)
    if rule.method == "z_score":
        off = off / Fraction(own.deviation) * Fraction(pooled[1])
    moved = min(max(off + Fraction(pooled[0]), Fraction(0)), most)
    top, bottom = Decimal(moved.numerator), Decimal(moved.denominator)
    return divide(top, bottom, rule.rounding.digits, rule.rounding.mode) if moved else ZERO
