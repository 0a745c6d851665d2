"""Several judges made one: which marks count and what they come to. One function per method of combining."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from .events import SeatId
from .numbers import Points, Rounding, divide, mean_of, multiply, round_to, total_of
from .rulebook_panels import Combine

ONE = Decimal(1)
REPLACED = "\0"
"""Begins the name of a judge who is missing and replaced: no seat's name does."""
Side = Literal["low", "high"]
RAW = Rounding(18)
"""Stands in for the stages' rounding in figures that only break ties: where 1 ÷ 3 ends, far behind any digit told."""


class Combined(NamedTuple):
    """value: rounded as the judges' stage says · raw: with RAW instead · dropped: the seats left out, at which end."""

    value: Points
    raw: Points
    dropped: tuple[tuple[SeatId, Side], ...] = ()


def combine_values(combine: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """One value from what the judges gave (at least one). The order in which they are listed never matters: equal
    values are told apart by seat, and only to say which of them is shown as dropped."""
    return _METHODS[combine.method](combine, given, rounding)


def mean_of_all(given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """Nobody dropped (FIG, where the judges lie too far apart, rules.md §3)."""
    return _mean_of(given, (), rounding)


def combine_panel(
    combine: Combine, given: Sequence[tuple[Decimal, SeatId]], sheets: int, rounding: Rounding | None
) -> Combined:
    """The same of a panel of so many sheets: those that are missing are replaced where the rulebook says so."""
    if combine.missing == "replaced" and len(given) < sheets:
        return _filled(combine, given, sheets, rounding)
    return combine_values(combine, given, rounding)


def _filled(
    combine: Combine, given: Sequence[tuple[Decimal, SeatId]], sheets: int, rounding: Rounding | None
) -> Combined:
    """The judges who are missing are replaced by the mean of those who gave (rules.md §3)."""
    assert rounding is not None, "a rulebook whose stage divides states its rounding"
    made = []
    for stage in (rounding, RAW):
        made.append(combine_values(combine, [*given, *stand_ins(given, sheets, stage)], rounding))
    dropped = tuple(drop for drop in made[0].dropped if not drop[0].startswith(REPLACED))
    return Combined(made[0].value, made[1].raw, dropped)


def stand_ins(given: Sequence[tuple[Decimal, SeatId]], sheets: int, rounding: Rounding) -> list[tuple[Decimal, SeatId]]:
    """What stands for those who are missing of a panel: the mean of those who gave, once for each."""
    mean = divide(total_of(value for value, _ in given), len(given), rounding.digits, rounding.mode)
    return [(mean, SeatId(f"{REPLACED}{k}")) for k in range(sheets - len(given))]


def _single(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The one sheet counts as it is."""
    if len(given) != 1:
        raise ValueError(f"{len(given)} sheets where one counts")
    return Combined(given[0][0], given[0][0])


def _sum(combine: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """All marks totalled (six judges, 荆州 防水 2020, rules.md §1), or those between the extremes, × the factor (diving
    2000: drop 1+1, sum of 5 × 0.6, rules.md §3)."""
    kept, dropped = _trim(combine, given)
    added = total_of(value for value, _ in kept)
    if combine.factor != ONE:
        added = multiply(added, combine.factor)
    return Combined(round_to(added, rounding), added, dropped)


def _consensus(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """What all gave. Where the sheets agree and a criterion in them does not, the lower one in the middle is shown."""
    ordered = sorted(given)
    value = ordered[(len(ordered) - 1) // 2][0]
    return Combined(value, value)


def _mean(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The plain mean (three judges, rules.md §1)."""
    return _mean_of(given, (), rounding)


def _trimmed_mean(combine: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The mean without the `low` lowest and `high` highest, one instance of a tied extreme each (rules.md §1, §3).
    Too few to drop, or fewer than none_below: the plain mean."""
    return _mean_of(*_trim(combine, given), rounding=rounding)


def _trim(
    combine: Combine, given: Sequence[tuple[Decimal, SeatId]]
) -> tuple[Sequence[tuple[Decimal, SeatId]], tuple[tuple[SeatId, Side], ...]]:
    low, high = combine.low, combine.high
    if not (low or high) or len(given) <= low + high or len(given) < (combine.none_below or 0):
        return given, ()
    ordered = sorted(given)
    last = len(ordered) - high
    lows: list[tuple[SeatId, Side]] = [(seat, "low") for _, seat in ordered[:low]]
    highs: list[tuple[SeatId, Side]] = [(seat, "high") for _, seat in ordered[last:]]
    return ordered[low:last], (*lows, *highs)


def _median(_: Combine, given: Sequence[tuple[Decimal, SeatId]], rounding: Rounding | None) -> Combined:
    """The middle value, or the mean of the two in the middle."""
    ordered, middle = sorted(given), len(given) // 2
    return _mean_of(ordered[middle : middle + 1] if len(given) % 2 else ordered[middle - 1 : middle + 1], (), rounding)


def _mean_of(
    kept: Sequence[tuple[Decimal, SeatId]], dropped: tuple[tuple[SeatId, Side], ...], rounding: Rounding | None
) -> Combined:
    assert rounding is not None, "a rulebook whose stage divides states its rounding"
    return Combined(*mean_of([value for value, _ in kept], rounding, RAW), dropped)


_METHODS: dict[str, Callable[[Combine, Sequence[tuple[Decimal, SeatId]], Rounding | None], Combined]] = {
    "single": _single,
    "sum": _sum,
    "mean": _mean,
    "trimmed_mean": _trimmed_mean,
    "median": _median,
    "consensus": _consensus,
    "majority": _mean,
    "place_points": _mean,
}
"""Where places count, points are only made of the whole field (field.py); a criterion that is shown is the mean."""
