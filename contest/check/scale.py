"""The robust 700 scale (rules §2): a figure beside each total."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .exact import number, rounded


def scaled(rule: Mapping[str, Any], totals: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Entry → 700 + 30 × (total − median) ÷ (1.4826 × median absolute deviation), rounded."""
    if not totals:
        return {}
    middle = median(list(totals.values()))
    deviation = number("1.4826") * median([abs(total - middle) for total in totals.values()])
    stage = {"digits": rule.get("digits") or 0, "mode": rule.get("mode") or "half_up"}
    if not deviation:
        return dict.fromkeys(totals, Fraction(700))
    return {entry: rounded(700 + 30 * (total - middle) / deviation, stage) for entry, total in totals.items()}


def median(values: list[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle."""
    ranked = sorted(values)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
