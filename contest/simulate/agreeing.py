"""Marking again: what a judge gives once all marks have shown and lay too far apart.

They have talked it over: most go to the mark in the middle, the others a step towards it, and soon all are close.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

AGREES = 0.75  # of the judges go all the way to the mark in the middle

Marks = Mapping[str, Any]


def closer(own: Marks, cards: Iterable[Marks], again: Iterable[str], *key: object) -> dict[str, Any]:
    """A judge's second sheet: `own`, with the aspects to mark `again` nearer to the middle of what `cards` showed."""
    dice, shown = random.Random("/".join(map(str, ("again", *key)))), list(cards)
    return dict(own) | {aspect: _nearer(own[aspect], [each[aspect] for each in shown], dice) for aspect in again}


def _nearer(own: Any, shown: list[Any], dice: random.Random) -> Any:
    middle = sorted(shown, key=_height)[len(shown) // 2]
    if dice.random() < AGREES or not isinstance(own, str) or "." in own + middle:
        return middle
    step = (int(middle) > int(own)) - (int(middle) < int(own))
    return str(int(own) + step)


def _height(mark: Any) -> tuple[Decimal, str]:
    try:
        return Decimal(mark if isinstance(mark, str) else int(mark)), ""
    except (InvalidOperation, TypeError):
        return Decimal(0), str(mark)
