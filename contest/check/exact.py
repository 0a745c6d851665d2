"""Exact numbers: decimal texts to fractions, and the four ways of rounding a fraction."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

ZERO, ONE = Fraction(0), Fraction(1)


def number(value: Any) -> Fraction:
    """A decimal text or a whole number as it stands. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise ValueError(f"{value!r} is no exact number")
    return _read(value) if isinstance(value, str) else Fraction(value)


@lru_cache(4096)  # judges give the same few marks over and over
def _read(text: str) -> Fraction:
    if "/" in text:
        raise ValueError(f"{text!r} is no decimal")
    return Fraction(text)


def whole(x: Fraction, mode: str) -> int:
    """x as a whole number; halves and the modes down and up are seen from zero."""
    below, rest = divmod(abs(x.numerator), x.denominator)
    twice = 2 * rest - x.denominator  # below, at or above the half
    lift = {
        "down": False,
        "truncate": False,
        "up": rest > 0,
        "half_up": twice >= 0,
        "half_even": twice > 0 or (twice == 0 and below % 2 == 1),
    }[mode]
    return (below + lift) * (-1 if x < 0 else 1)


def rounded(x: Fraction, stage: Mapping[str, Any] | None) -> Fraction:
    """x at a stage {digits, mode}; without one it stays exact."""
    if stage is None:
        return x
    scale = 10 ** int(stage["digits"])
    return Fraction(whole(x * scale, stage.get("mode", "half_up")), scale)


def mean(values: list[Fraction]) -> Fraction:
    """The plain mean. Raises ZeroDivisionError for none."""
    return sum(values, ZERO) / len(values)
