"""A result as JSON can carry it: fractions as decimal texts, or as n/d where the decimals do not end."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def plain(value: Any) -> Any:
    """The value with every fraction as a text."""
    if isinstance(value, Fraction):
        return text(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def text(x: Fraction) -> str:
    """12.5 for 25/2; 1/3 for a third."""
    for digits in range(61):
        scaled = x * 10**digits
        if scaled.denominator == 1:
            figures = f"{abs(scaled.numerator):0{digits + 1}d}"
            point = f"{figures[:-digits]}.{figures[-digits:]}" if digits else figures
            return ("-" if x < 0 else "") + point
    return str(x)
