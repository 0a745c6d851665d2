"""Numbers and text as a spreadsheet can hold them without altering either."""

from __future__ import annotations

import re
from decimal import Decimal

from contest.scoring.numbers import text as plain

SIGNIFICANT = 15
"""Digits a spreadsheet keeps of a number; more would be cut silently."""

# XML knows neither lone surrogates nor these two; a workbook that holds one cannot be opened.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def as_float(number: Decimal) -> float | None:
    """The float that a spreadsheet reads back as exactly this number, or None if there is none."""
    if len(number.as_tuple().digits) > SIGNIFICANT:
        return None
    near = float(number)
    return near if Decimal(f"{near:.{SIGNIFICANT}G}") == number else None


def digits(number: Decimal) -> int:
    """Digits after the point as written: 2 for 8.50."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def num_format(count: int, mark: str = "") -> str:
    """A number format with that many digits after the point, a mark behind the number that is not part of it,
    and a blank at the right edge."""
    figures = "0" + ("." + "0" * count if count else "")
    return figures + (f'" {mark}"' if mark else "") + "_ "


def writable(text: str) -> str:
    """The text, with what XML cannot carry shown as U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


__all__ = ["as_float", "digits", "num_format", "plain", "writable"]
