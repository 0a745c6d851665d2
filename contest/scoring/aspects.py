"""What one mark may be, and what it is worth: one reader and one rule per kind of aspect."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .numbers import EXACT, ZERO, NotANumber, Points, Rounding, add, divide, multiply, parse, round_to, subtract, text
from .rulebook_types import Aspect

Value = Decimal | bool | tuple[Decimal, ...]
THREE = Decimal(3)
MOST_FAULTS = Decimal(999)
MOST_OFF = Decimal(10**9)
"""The most an amount may be off where the rulebook names no `most`."""


class WrongMark(ValueError):
    """A mark that the aspect does not allow: the code of a fault and its data."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


def read_mark(aspect: Aspect, raw: object) -> Value:
    """The mark in its wire form (decimal string, true/false, or a list of decimal strings). Raises WrongMark."""
    return _READERS[aspect.kind](aspect, raw)


def read_decimal(raw: object) -> Decimal:
    """A decimal string; any other thing is a WrongMark, a float above all."""
    if not isinstance(raw, str):
        raise WrongMark("not_a_number", found=str(raw)[:24])
    try:
        return parse(raw)
    except NotANumber as wrong:
        raise WrongMark(wrong.code, found=wrong.text) from None


def check_range(number: Decimal, least: Decimal, most: Decimal) -> Decimal:
    """The number, if least ≤ number ≤ most. Raises WrongMark."""
    if number < least:
        raise WrongMark("below_min", found=text(number), min=text(least), max=text(most))
    if number > most:
        raise WrongMark("above_max", found=text(number), min=text(least), max=text(most))
    return number


def _read_points(aspect: Aspect, raw: object) -> Decimal:
    mark = check_range(read_decimal(raw), aspect.min, aspect.max)
    if aspect.step is not None and EXACT.remainder(subtract(mark, aspect.min), aspect.step):
        raise WrongMark("off_step", found=text(mark), step=text(aspect.step), min=text(aspect.min))
    return mark


def _read_whole(raw: object, most: Decimal) -> Decimal:
    mark = read_decimal(raw)
    if mark != mark.to_integral_value():
        raise WrongMark("not_whole", found=text(mark))
    return check_range(mark, ZERO, most)


def _read_judgement(_: Aspect, raw: object) -> Decimal:
    return _read_whole(raw, THREE)


def _read_faults(_: Aspect, raw: object) -> Decimal:
    return _read_whole(raw, MOST_FAULTS)


def _read_check(_: Aspect, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise WrongMark("not_yes_no", found=str(raw)[:24])
    return raw


def _read_measured(aspect: Aspect, raw: object) -> tuple[Decimal, ...]:
    readings = raw if isinstance(raw, list | tuple) else [raw]
    if len(readings) != aspect.readings:
        raise WrongMark("wrong_count", found=len(readings), wanted=aspect.readings)
    found = []
    for i, reading in enumerate(readings, start=1):
        try:
            found.append(read_decimal(reading))
        except WrongMark as wrong:
            raise WrongMark(wrong.code, **wrong.data, reading=i) from None
    return tuple(found)


def _read_bands(aspect: Aspect, raw: object) -> Decimal:
    return check_range(read_decimal(raw), ZERO, MOST_OFF if aspect.most is None else aspect.most)


_READERS: dict[str, Callable[[Aspect, object], Value]] = {
    "points": _read_points,
    "judgement": _read_judgement,
    "measured": _read_measured,
    "check": _read_check,
    "faults": _read_faults,
    "bands": _read_bands,
    "veto": _read_check,
}


def judgement(aspect: Aspect, mark: Decimal, rounding: Rounding | None) -> Points:
    """mark ÷ 3 × max (WorldSkills, rules.md §2)."""
    assert rounding is not None, "a rulebook whose stage divides states its rounding"
    return divide(multiply(mark, aspect.max), THREE, rounding.digits, rounding.mode)


def check(aspect: Aspect, mark: bool, _: Rounding | None) -> Points:
    """Full mark or zero (WorldSkills measurement, rules.md §2)."""
    return aspect.max if mark else ZERO


def faults(aspect: Aspect, count: Decimal, rounding: Rounding | None) -> Points:
    """max − count × per_fault, floor 0 (rules.md §2, a deduction per fault)."""
    assert aspect.per_fault is not None
    return round_to(_floor(subtract(aspect.max, multiply(count, aspect.per_fault))), rounding)


def measured(aspect: Aspect, readings: tuple[Decimal, ...], rounding: Rounding | None) -> Points:
    """Readings against the nominal (masonry, 1 point a mm, rules.md §1): by ladder, or max − what they cost."""
    deviations = [subtract(reading, aspect.nominal or ZERO).copy_abs() for reading in readings]
    if aspect.ladder:
        return _by_ladder(aspect, deviations, rounding)
    if aspect.per_outside is not None:
        return round_to(_by_count(aspect, aspect.per_outside, deviations), rounding)
    points = aspect.max
    for deviation in deviations:
        beyond = _floor(subtract(deviation, aspect.tolerance or ZERO))
        points = subtract(points, multiply(beyond, aspect.per_unit or ZERO))
    return round_to(_floor(points), rounding)


def _by_count(aspect: Aspect, per_outside: Points, deviations: list[Decimal]) -> Points:
    """n points, k outside (rules.md §1): each reading outside the tolerance beyond those allowed costs the same."""
    outside = sum(deviation > (aspect.tolerance or ZERO) for deviation in deviations)
    return _floor(subtract(aspect.max, multiply(Decimal(max(outside - aspect.allowed, 0)), per_outside)))


def bands(aspect: Aspect, off: Decimal, rounding: Rounding | None) -> Points:
    """max − what the highest band reached takes (quantity 10 % off → 3 points, 40 % off → 20, rules.md §1)."""
    lost = next((band.points for band in reversed(aspect.bands) if off >= band.off), ZERO)
    return round_to(_floor(subtract(aspect.max, lost)), rounding)


def veto(_: Aspect, said: bool, __: Rounding | None) -> Points:
    """Worth nothing by itself: what it fixes is fixed when the sheet or the part is added up (rules.md §1)."""
    return ZERO


def _by_ladder(aspect: Aspect, deviations: list[Decimal], rounding: Rounding | None) -> Points:
    """The points of the worst reading, or the mean of the readings' points."""
    points = [_rung(aspect, deviation) for deviation in deviations]
    if aspect.pick != "mean" or len(points) == 1:
        return round_to(min(points), rounding)
    assert rounding is not None, "a rulebook whose stage divides states its rounding"
    added = ZERO
    for one in points:
        added = add(added, one)
    return divide(added, len(points), rounding.digits, rounding.mode)


def _rung(aspect: Aspect, deviation: Decimal) -> Points:
    """The first rung that reaches the deviation; beyond the last, nothing."""
    return next((rung.points for rung in aspect.ladder if deviation <= rung.upto), ZERO)


def _floor(points: Decimal) -> Points:
    return points if points > ZERO else ZERO


SCORES: dict[str, Callable[[Aspect, Any, Rounding | None], Points]] = {
    "judgement": judgement,
    "check": check,
    "faults": faults,
    "measured": measured,
    "bands": bands,
    "veto": veto,
}
"""By kind; `points` is not there: such a mark is its own worth."""
