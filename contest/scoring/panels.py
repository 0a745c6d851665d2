"""Several judges made one: which marks count and what they come to. One function per method of combining."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .events import SeatId
from .numbers import Points, Rounding, divide, round_to, total_of
from .rulebook_types import Combine

Side = Literal["low", "high"]
RAW = Rounding(18)
"""Stands in for the stages' rounding in figures that only break ties: where 1 ÷ 3 ends, far behind any digit told."""


@dataclass(frozen=True, slots=True)
class Combined:
    """value: rounded as the judges' stage says · raw: with RAW instead · dropped: the seats left out, at which end."""

    value: Points
    raw: Points
    dropped: tuple[tuple[SeatId, Side], ...] = ()


def combine_values(combine: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """One value from what the judges gave (at least one). The order in which they are listed never matters: equal
    values are told apart by seat, and only to say which of them is shown as dropped."""
    return _METHODS[combine.method](combine, given, rounding)


def _single(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The one sheet counts as it is."""
    if len(given) != 1:
        raise ValueError(f"{len(given)} sheets where one counts")
    return Combined(given[0][0], given[0][0])


def _sum(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """All marks totalled (six judges, 荆州 防水 2020, rules.md §1)."""
    added = total_of(value for value, _ in given)
    return Combined(round_to(added, rounding), added)


def _mean(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The plain mean (three judges, rules.md §1)."""
    return _mean_of(given, rounding)


def _trimmed_mean(combine: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The mean without the `low` lowest and `high` highest, one instance of a tied extreme each (rules.md §1, §3).
    Too few to drop, or fewer than none_below: the plain mean."""
    low, high = combine.low, combine.high
    if len(given) <= low + high or len(given) < (combine.none_below or 0):
        return _mean_of(given, rounding)
    ordered = sorted(given)
    last = len(ordered) - high
    lows: tuple[tuple[SeatId, Side], ...] = tuple((seat, "low") for _, seat in ordered[:low])
    highs: tuple[tuple[SeatId, Side], ...] = tuple((seat, "high") for _, seat in ordered[last:])
    return _mean_of(ordered[low:last], rounding, lows + highs)


def _median(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The middle value, or the mean of the two in the middle."""
    ordered, middle = sorted(given), len(given) // 2
    return _mean_of(ordered[middle : middle + 1] if len(given) % 2 else ordered[middle - 1 : middle + 1], rounding)


def _mean_of(
    kept: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None, dropped: tuple[tuple[SeatId, Side], ...] = ()
) -> Combined:
    assert rounding is not None, "a rulebook whose stage divides states its rounding"
    added = total_of(value for value, _ in kept)
    value = divide(added, len(kept), rounding.digits, rounding.mode)
    return Combined(value, divide(added, len(kept), RAW.digits, RAW.mode), dropped)


_METHODS: dict[str, Callable[[Combine, Sequence[tuple[Decimal, SeatId]], Rounding | None], Combined]] = {
    "single": _single,
    "sum": _sum,
    "mean": _mean,
    "trimmed_mean": _trimmed_mean,
    "median": _median,
}
