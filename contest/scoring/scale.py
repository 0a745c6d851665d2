"""A scale around the median, like WorldSkills' 700: offered beside a result, never as the official one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from .events import EntryId
from .numbers import Points, Rounding, divide
from .ranking import Standing
from .rulebook_types import Rulebook

Id = TypeVar("Id", bound=Hashable)
CENTRE, SPREAD = Fraction(700), Fraction(30)
MAD_TO_DEVIATION = Fraction("1.4826")
"""A normal deviation is so many median absolute deviations."""


def scaled(rulebook: Rulebook, standings: Sequence[Standing]) -> dict[EntryId, Points]:
    """The figures beside the totals of those who have a place, where the rulebook asks for them."""
    rule = rulebook.scale
    if rule is None:
        return {}
    totals = {each.entry: each.score.total for each in standings if each.rank is not None and each.score is not None}
    return robust_700(totals, Rounding(rule.digits, rule.mode))


def robust_700(totals: Mapping[Id, Points], rounding: Rounding) -> dict[Id, Points]:
    """ "Robust 700": 700 + 30 · (x − median) ÷ (1.4826 · MAD); 700 for all where half of them are equal (MAD = 0). One
    project's published formula; WorldSkills' own is not published (rules.md §2)."""
    if not totals:
        return {}
    values = [Fraction(total) for total in totals.values()]
    middle = _median(values)
    mad = _median([abs(value - middle) for value in values])
    return {id: _scaled(Fraction(total) - middle, mad, rounding) for id, total in totals.items()}


def _scaled(off: Fraction, mad: Fraction, rounding: Rounding) -> Points:
    value = CENTRE + (SPREAD * off / (MAD_TO_DEVIATION * mad) if mad else 0)
    return divide(Decimal(value.numerator), Decimal(value.denominator), rounding.digits, rounding.mode)


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
