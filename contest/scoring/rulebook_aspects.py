"""The rulebook's types of the leaves of a marking scheme: what one value on a sheet is, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .events import AspectId
from .numbers import ZERO, Points
from .rulebook_outcomes import Text

Kind = Literal["points", "judgement", "measured", "check", "faults", "bands", "veto"]
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of a tolerance ladder: a deviation up to `upto` (in the aspect's unit) earns `points`."""

    upto: Decimal
    points: Points


@dataclass(frozen=True, slots=True)
class Band:
    """A band of deductions: whoever is off by `off` or more (in the aspect's unit) loses `points`."""

    off: Decimal
    points: Points


@dataclass(frozen=True, slots=True)
class Cis:
    """What WorldSkills' marking scheme sheet says of a part, criterion or aspect and no rule reads: kept for the way
    back. row: the aspect's row among those of its sub criterion, where they stand in two parts."""

    id: str | None = None
    name: str | None = None
    day: str | None = None
    row: int | None = None
    extra: str | None = None
    requirement: str | None = None
    wsos: str | None = None
    calculation: str | None = None


@dataclass(frozen=True, slots=True)
class Aspect:
    """A leaf of the marking scheme: what one value on a sheet is, and what it is worth, 0 (or min) … max points.

    points: min, max, step · judgement: 0–3 against descriptors, mark ÷ 3 × max · measured: `readings` readings against
    `nominal`, by `tolerance` and `per_unit`, by `tolerance` and `per_outside`, or by `ladder` and `pick` · check: full
    or zero · faults: per_fault each · bands: what the band of an amount takes · veto: yes fixes the `fixes` at `at`.
    """

    id: AspectId
    name: Text
    kind: Kind
    max: Points
    factor: Decimal = ONE
    help: Text | None = None
    min: Points = ZERO
    step: Points | None = None
    descriptors: tuple[Text, ...] = ()
    unit: str | None = None
    nominal: Decimal | None = None
    readings: int = 0
    tolerance: Decimal | None = None
    per_unit: Points | None = None
    per_outside: Points | None = None
    allowed: int = 0
    ladder: tuple[Rung, ...] = ()
    pick: Literal["worst", "mean"] | None = None
    per_fault: Points | None = None
    bands: tuple[Band, ...] = ()
    most: Decimal | None = None
    fixes: Literal["sheet", "part", "void"] | None = None
    at: Points | None = None
    bound: Literal["exactly", "at_most"] = "exactly"
    needs: int = 1
    cis: Cis | None = None
