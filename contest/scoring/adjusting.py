"""Strict and mild judges over separate sub-fields: their sheets moved to the mean, or mean and deviation, of all.

Hard to explain to anyone: what a judge wrote is not what counts, and one mark moves everybody. Only where entries were
assigned to judges at random; frozen before it is published (rules.md §3).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal

from .events import EntryId, SeatId
from .numbers import ZERO, Points, divide, square_root, whole_numbers
from .rulebook_panels import Adjust
from .rulebook_types import Part
from .sheets import SheetScore
from .slices import Steps, done, sliced

Sheets = Mapping[EntryId, Mapping[SeatId, SheetScore]]
Given = Mapping[SeatId, Counter[Points]]
"""The totals of each judge's sheets, and how many have each."""
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
    given = done(_given(sheets))
    return tuple(_judged(part.adjust, seat, given[seat]) for seat in sorted(given))


def _given(sheets: Sheets) -> Steps[Given]:
    given: defaultdict[SeatId, list[Points]] = defaultdict(list)
    for some in sliced(sheets.values()):
        for each in some:
            for seat, sheet in each.items():
                given[seat].append(sheet.total)
        yield
    counts: dict[SeatId, Counter[Points]] = {}
    for seat, totals in given.items():
        counts[seat] = Counter(totals)
        yield
    return counts


def _judged(rule: Adjust, seat: SeatId, totals: Counter[Points]) -> Judged:
    mean, deviation = _figures(totals)
    if totals.total() < rule.least:
        return Judged(seat, totals.total(), mean, deviation, "too_few")
    flat = rule.method == "z_score" and not deviation
    return Judged(seat, totals.total(), mean, deviation, "no_deviation" if flat else "")


def _figures(counts: Counter[Points]) -> tuple[Points, Points]:
    """Mean and deviation. In whole numbers, a total that many sheets have once: a fraction a sheet takes ten times as
    long."""
    n = counts.total()
    whole, bottom = whole_numbers(counts)
    added = sum(whole[total] * times for total, times in counts.items())
    squares = sum(whole[total] ** 2 * times for total, times in counts.items())
    variance = Fraction(n * squares - added**2, (n * bottom) ** 2)
    return divide(Decimal(added), n * bottom, FINE, "half_even"), square_root(variance, FINE)


Moves = Mapping[SeatId, Mapping[Points, Points]]
"""Per judge what each total becomes."""


def moves_steps(part: Part, sheets: Sheets, guests: Sheets) -> Steps[Moves]:
    """What the totals of each judge's sheets become, as if all judges were equally strict: nothing while a precondition
    does not hold for every judge. `guests` are moved by the figures of those who compete and add nothing to them; a
    judge who marked none but guests has no figures, and is left as strict as he was."""
    assert part.adjust is not None
    given = yield from _given(sheets)
    judges: list[Judged] = []
    for seat in sorted(given):
        judges.append(_judged(part.adjust, seat, given[seat]))
        yield
    if not judges or any(judge.lacks for judge in judges):
        return {}
    pooled = _figures(sum(given.values(), Counter()))
    yield
    most = sum((Fraction(c.max) * Fraction(c.factor) for c in part.criteria), Fraction(0))
    marked, moves = (yield from _given({**sheets, **guests})) if guests else given, {}
    for judge in judges:
        moves[judge.seat] = _moved(part.adjust, marked[judge.seat], judge, pooled, most)
        yield
    return moves


def alike(sheets: Mapping[SeatId, SheetScore], moves: Moves) -> Mapping[SeatId, SheetScore]:
    """An entry's sheets with their totals moved. Never below 0 or above what a sheet can give."""
    return {seat: _alike(sheet, moves.get(seat)) for seat, sheet in sheets.items()} if moves else sheets


def _moved(
    rule: Adjust, totals: Iterable[Points], own: Judged, pooled: tuple[Points, Points], most: Fraction
) -> dict[Points, Points]:
    """What each of a judge's totals becomes. z-score: (total − own mean) ÷ own deviation × pooled deviation + pooled
    mean; mean-shift without deviations. Both are total × slope + shift, here over one denominator."""
    slope = Fraction(pooled[1]) / Fraction(own.deviation) if rule.method == "z_score" else Fraction(1)
    shift = Fraction(pooled[0]) - slope * Fraction(own.mean)
    whole, bottom = whole_numbers(set(totals))
    under = lcm(slope.denominator * bottom, shift.denominator, most.denominator)
    times, plus, highest = int(slope * under / bottom), int(shift * under), int(most * under)
    return {total: _rounded(rule, min(max(top * times + plus, 0), highest), under) for total, top in whole.items()}


def _rounded(rule: Adjust, top: int, bottom: int) -> Points:
    return divide(Decimal(top), Decimal(bottom), rule.rounding.digits, rule.rounding.mode) if top else ZERO


def _alike(sheet: SheetScore, moved: Mapping[Points, Points] | None) -> SheetScore:
    return sheet if moved is None else SheetScore(moved[sheet.total], *sheet[1:])
