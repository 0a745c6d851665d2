"""Believable marks from a seed: an entry's ability, a judge's bias, a little noise, on each aspect's own grid.

The same seed, entry, seat and scheme give the same marks on any machine; who marks first changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Aspect = Mapping[str, Any]
"""An aspect as hello gives it: decimals are strings."""

FINE = Decimal("0.25")  # the grid of points without a step


def marks_of(part: Mapping[str, Any], seed: object, item: str, code: str, seat: str) -> dict[str, Any]:
    """A whole sheet of `part` (as hello gives it) in its wire form. `seat`: whose hand; a team is one hand."""
    ability = _clip(_dice(seed, item, code).gauss(0.80, 0.09), 0.45, 0.97)
    bias = _dice(seed, seat).gauss(0, 0.025)
    dice = _dice(seed, item, code, part["id"], seat)
    aspects = [aspect for criterion in part["criteria"] for aspect in criterion["aspects"]]
    return {aspect["id"]: _mark(aspect, ability + bias + dice.gauss(0, 0.05), dice) for aspect in aspects}


def _dice(*key: object) -> random.Random:
    return random.Random("/".join(map(str, key)))


def _mark(aspect: Aspect, level: float, dice: random.Random) -> Any:
    return _KINDS[aspect["kind"]](aspect, _clip(level, 0.0, 1.0), dice)


def _points(aspect: Aspect, level: float, dice: random.Random) -> str:
    least, most = Decimal(aspect.get("min", "0")), Decimal(aspect["max"])
    step = Decimal(aspect.get("step") or FINE)
    steps = int((most - least) / step)
    return _text(least + min(round(level * steps), steps) * step)


def _judgement(aspect: Aspect, level: float, dice: random.Random) -> str:
    return str(round(_clip(level * 3 + dice.gauss(0, 0.35), 0, 3)))


def _check(aspect: Aspect, level: float, dice: random.Random) -> bool:
    return dice.random() < 0.7 + 0.28 * level


def _faults(aspect: Aspect, level: float, dice: random.Random) -> str:
    most = int(Decimal(aspect["max"]) / Decimal(aspect["per_fault"]))
    return str(min(round(abs(dice.gauss(0, 1)) * (1 - level) * most), most))


def _bands(aspect: Aspect, level: float, dice: random.Random) -> str:
    """An amount off: mostly below the first band, seldom beyond the second."""
    first = float(aspect["bands"][0]["off"])
    most = int(Decimal(aspect.get("most") or aspect["bands"][-1]["off"]))
    return str(min(round(abs(dice.gauss(0, 1)) * (1.3 - level) * first), most))


def _veto(aspect: Aspect, level: float, dice: random.Random) -> bool:
    return dice.random() < 0.02 * (1.2 - level)


def _measured(aspect: Aspect, level: float, dice: random.Random) -> list[str]:
    nominal, grid = Decimal(aspect["nominal"]), _grid(aspect)
    readings = []
    for _ in range(aspect.get("readings", 1)):
        off = Decimal(round(abs(_deviation(aspect, level, dice)) / float(grid))) * grid
        readings.append(_text(nominal + off if nominal <= off or dice.random() < 0.5 else nominal - off))
    return readings


def _deviation(aspect: Aspect, level: float, dice: random.Random) -> float:
    """How far a reading is off: a good entry within the tolerance or on the first rungs, a poor one beyond."""
    if aspect.get("ladder"):
        return abs(dice.gauss(0, 1)) * (1.15 - level) * float(aspect["ladder"][-1]["upto"])
    if aspect.get("per_outside"):
        return abs(dice.gauss(0, 1)) * (1.4 - level) * float(aspect.get("tolerance") or 1)
    room = float(aspect["max"]) / float(aspect["per_unit"]) / aspect.get("readings", 1)
    return dice.random() * float(aspect.get("tolerance") or 0) + dice.uniform(0.4, 1.6) * (1 - level) * room


def _grid(aspect: Aspect) -> Decimal:
    """How finely one reads: as finely as the rule's own figures, halves where these are small and whole."""
    figures = [aspect["nominal"], aspect.get("tolerance") or "0", *(rung["upto"] for rung in aspect.get("ladder", ()))]
    places = max(-int(Decimal(figure).as_tuple().exponent) for figure in figures)
    small = max(map(Decimal, figures)) < 50
    return Decimal("0.5") if small and not places else Decimal(1).scaleb(-places)


def _text(number: Decimal) -> str:
    """As one writes it: 8.5, 8, not 8.0."""
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _clip(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


_KINDS = {
    "points": _points,
    "judgement": _judgement,
    "check": _check,
    "faults": _faults,
    "measured": _measured,
    "bands": _bands,
    "veto": _veto,
}
