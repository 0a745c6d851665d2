"""The rulebook's types of what comes of scores: the order, the tie chain, awards, tables of units."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NewType

from .events import AspectId, ItemId, PartId
from .numbers import ZERO, Points, Rounding

CriterionId = NewType("CriterionId", str)


@dataclass(frozen=True, slots=True)
class Text:
    """A name or a help line in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """How totals become places. order: the highest or the lowest total first · numbering: 1-2-2-4 or 1-2-2-3 · band:
    totals no further than this from the best of their group count as equal, and the tie chain goes on."""

    order: Literal["descending", "ascending"] = "descending"
    numbering: Literal["gaps", "dense"] = "gaps"
    band: Points = ZERO


@dataclass(frozen=True, slots=True)
class Tie:
    """One rule of the tie chain. first: which value goes before, where the rule leaves that open."""

    by: Literal[
        "time",
        "times",
        "parts",
        "part",
        "criterion",
        "aspect",
        "aspects",
        "unrounded_total",
        "untrimmed_mean",
        "next_decimal",
        "count_back",
        "fewer_penalties",
        "attribute",
        "lot",
        "chief",
        "ballot",
        "shared",
    ]
    part: PartId | None = None
    parts: tuple[PartId, ...] = ()
    criterion: CriterionId | None = None
    aspect: AspectId | None = None
    aspects: tuple[AspectId, ...] = ()
    digits: int | None = None
    attribute: str | None = None
    first: Literal["higher", "lower"] = "higher"


@dataclass(frozen=True, slots=True)
class When:
    """The size of field an award is drawn for: more than entries_over, at most entries_upto."""

    entries_over: int | None = None
    entries_upto: int | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """A level of prizes: a count, a percentage of the field or a threshold (which a count or percentage may cap)."""

    id: str
    name: Text
    count: int | None = None
    percent: Decimal | None = None
    base: Literal["entered", "ranked"] = "entered"
    rounding: str = "half_up"
    ties: Literal["at_least", "at_most"] = "at_least"
    threshold: Points | None = None
    when: When = field(default_factory=When)
    requires_pass: bool = False
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnitTie:
    """best_rank: the unit whose best counted entry stands higher; shared: same place."""

    by: Literal["best_rank", "shared"]


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A table of units over several items: each item gives the sum of the unit's `best` highest totals."""

    name: Text
    items: tuple[ItemId, ...]
    best: int
    format: int = 1
    of: Literal["total"] = "total"
    rounding: Rounding | None = None
    ties: tuple[UnitTie, ...] = ()
