"""Strict and mild judges made alike: a judge's totals moved to the mean of all, and stretched to the deviation of all.

A root that does not come out is worked out to so many digits that no rounding can tell the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

from .exact import ZERO, mean, rounded

Given = Mapping[str, Mapping[str, Fraction]]
"""Entry → judge → the total of a sheet."""
DIGITS = 80


def adjusted(rule: Mapping[str, Any], most: Fraction, given: Given, measured: Given) -> Given:
    """The totals as they count. `measured`: those that judges are measured by; `most`: what a sheet can give."""
    by_judge: dict[str, list[Fraction]] = {}
    for mine in measured.values():
        for judge, total in mine.items():
            by_judge.setdefault(judge, []).append(total)
    if not _can(rule, by_judge):
        return given
    everything = [total for totals in by_judge.values() for total in totals]

    def moved(judge: str, total: Fraction) -> Fraction:
        off, own = total - mean(by_judge[judge]), by_judge[judge]
        if rule["method"] == "z_score":
            off *= root(variance(everything) / variance(own))
        return rounded(min(most, max(ZERO, off + mean(everything))), rule["rounding"])

    return {
        entry: {judge: moved(judge, total) if judge in by_judge else total for judge, total in mine.items()}
        for entry, mine in given.items()
    }


def _can(rule: Mapping[str, Any], by_judge: Mapping[str, Sequence[Fraction]]) -> bool:
    """Whether judges can be compared: each marked enough entries, and, for deviations, not all alike."""
    least = int(rule.get("least") or 5)
    is_flat = rule["method"] == "z_score" and any(variance(totals) == 0 for totals in by_judge.values())
    return not is_flat and all(len(totals) >= least for totals in by_judge.values())


def variance(totals: Sequence[Fraction]) -> Fraction:
    """The mean square off the mean (÷ n)."""
    middle = mean(list(totals))
    return mean([(total - middle) ** 2 for total in totals])


def root(x: Fraction) -> Fraction:
    """The root, exact where it is a fraction, else to 80 digits."""
    above, below = isqrt(x.numerator), isqrt(x.denominator)
    if (above**2, below**2) == (x.numerator, x.denominator):
        return Fraction(above, below)
    return Fraction(isqrt(x.numerator * 10 ** (2 * DIGITS) // x.denominator), 10**DIGITS)
