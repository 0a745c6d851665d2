"""Exact decimals. The one inexact operation is `divide`, and it must be told digits and mode.

Binary floats got 2 of 8,630 published scores wrong (rules.md §3, ISU); here a lost digit raises instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import (
    ROUND_05UP,
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from functools import lru_cache, reduce
from math import gcd, isqrt, lcm

Points = Decimal

ZERO = Decimal(0)
EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
LONGEST = 24
"""Characters of the longest number anyone may write: the most that sums and products of such numbers need stays
far below the 200 digits of EXACT."""

MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
    "truncate": ROUND_DOWN,
}
"""Away from zero on a half, to even on a half, towards zero, away from zero; truncate is another word for down."""

GUARD_DIGITS = 12
"""Digits of a figure that only breaks ties ("the next decimal"): enough to tell apart what marks can make differ."""

# A quotient is first cut to 60 digits so that its last digit still says "something was cut" (05UP), then rounded:
# rounding twice that way equals rounding once.
_STICKY = Context(prec=60, rounding=ROUND_05UP, traps=[InvalidOperation, DivisionByZero, Overflow])
_CUT = Context(prec=200, traps=[InvalidOperation, DivisionByZero, Overflow])
_UNITS = tuple(Decimal(1).scaleb(-digits) for digits in range(20))
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_COMMA = re.compile(r"-?[0-9]+,[0-9]+", re.ASCII)
_FULL_WIDTH = re.compile("[０-９．，－＋。]")

add = EXACT.add
subtract = EXACT.subtract
multiply = EXACT.multiply


class NotANumber(ValueError):
    """Text that is no plain decimal. `code`: decimal_comma, full_width, too_long or not_a_number."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Rounding:
    """How one stage rounds: `digits` after the point, `mode` one of MODES."""

    digits: int
    mode: str = "half_up"


@lru_cache(maxsize=4096)
def parse(text: str) -> Decimal:
    """A plain decimal like `8.5`, `-3` or `100`, digit for digit. Raises NotANumber: a comma, a full-width digit, an
    exponent and a blank are refused visibly, since `1,25` read as 125 has crowned wrong winners (rules.md §4)."""
    if len(text) <= LONGEST and _PLAIN.fullmatch(text):
        number = Decimal(text)
        return number if number else number.copy_abs()
    raise NotANumber(_why_not(text), text[:LONGEST])


def _why_not(text: str) -> str:
    if len(text) > LONGEST:
        return "too_long"
    if _FULL_WIDTH.search(text):
        return "full_width"
    return "decimal_comma" if _COMMA.fullmatch(text) else "not_a_number"


def text(number: Decimal) -> str:
    """The number as people write it: no exponent, every digit kept (`8.50` stays `8.50`), never `-0`."""
    return format(number if number else number.copy_abs(), "f")


def total_of(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(add, numbers, ZERO)


def whole_numbers(numbers: Collection[Decimal]) -> tuple[dict[Decimal, int], int]:
    """Each number as the top of a fraction, and the one bottom of them all: many are added and compared that way in a
    tenth of the time that fractions each on its own take."""
    ratios = {number: number.as_integer_ratio() for number in numbers}
    bottom = lcm(*{below for _, below in ratios.values()})
    return {number: top * (bottom // below) for number, (top, below) in ratios.items()}, bottom


def divide(n: Decimal, d: Decimal | int, digits: int, mode: str) -> Decimal:
    """n ÷ d, rounded once to `digits` after the point by `mode` (one of MODES). d = 0 raises DivisionByZero."""
    return _STICKY.divide(n, d).quantize(_UNITS[digits], MODES[mode], _CUT)


def mean_of(numbers: Collection[Decimal], one: Rounding, other: Rounding) -> tuple[Decimal, Decimal]:
    """Their mean (at least one there must be), rounded once as each of two stages says: dividing costs the most, and is
    done once."""
    quotient = _STICKY.divide(reduce(add, numbers, ZERO), len(numbers))
    return (
        quotient.quantize(_UNITS[one.digits], MODES[one.mode], _CUT),
        quotient.quantize(_UNITS[other.digits], MODES[other.mode], _CUT),
    )


def square_root(x: Fraction, digits: int) -> Decimal:
    """√x, cut to `digits` after the point: the whole root of a whole number, no binary float on the way."""
    scaled = x.numerator * 10 ** (2 * digits) // x.denominator
    return Decimal(isqrt(scaled)).scaleb(-digits, _CUT)


def round_to(x: Decimal, rounding: Rounding | None) -> Decimal:
    """x rounded as the stage says; a stage without rounding is exact and gives x back."""
    return x if rounding is None else x.quantize(_UNITS[rounding.digits], MODES[rounding.mode], _CUT)


def is_finite_quotient(n: Decimal, d: Decimal) -> bool:
    """Whether n ÷ d has an end, so that dividing loses nothing."""
    (n_top, n_bottom), (d_top, d_bottom) = n.as_integer_ratio(), d.as_integer_ratio()
    top, bottom = n_top * d_bottom, n_bottom * d_top
    bottom //= gcd(top, bottom)
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    return abs(bottom) == 1
