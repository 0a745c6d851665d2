"""The rulebook's types of who marks a part, how several judges become one value, and what time costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .numbers import ZERO, Points, Rounding, multiply

Level = Literal["sheet", "criterion", "aspect"]
Method = Literal["single", "mean", "trimmed_mean", "median", "sum", "consensus", "majority", "place_points"]
Missing = Literal["block", "given", "replaced"]


@dataclass(frozen=True, slots=True)
class Panel:
    """Who marks a part. by: all (each judge marks every entry), station (a seat marks its own entries), joint (one
    sheet of a team of `judges` members)."""

    judges: int
    by: Literal["all", "station", "joint"] = "all"

    @property
    def sheets(self) -> int:
        """How many sheets of an entry make the panel complete."""
        return 1 if self.by == "joint" else self.judges


@dataclass(frozen=True, slots=True)
class SpreadBand:
    """From a combined value of `least` up, judges may be `apart` by so much."""

    least: Points
    apart: Points


@dataclass(frozen=True, slots=True)
class Spread:
    """How far judges may lie apart, and what happens beyond. of: the values that are combined, or the 0–3 of each
    judgement · between: the lowest and highest, or the two in the middle · bands: by the combined value; below them
    `apart` · action: flag (told only), mean_of_all (nothing dropped), again (no score until they are closer) · rounds:
    after marking again so often, marks count as they are; None for no limit."""

    apart: Points
    of: Literal["values", "judgement"] = "values"
    between: Literal["extremes", "middle"] = "extremes"
    bands: tuple[SpreadBand, ...] = ()
    action: Literal["flag", "mean_of_all", "again"] = "flag"
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Adjust:
    """Sheets of judges over separate sub-fields are moved to the mean (mean_shift), or mean and deviation (z_score), of
    all, once each judge has marked `least` entries. assigned: entries came to judges at random, says the organizer."""

    method: Literal["z_score", "mean_shift"]
    rounding: Rounding
    assigned: Literal["random"]
    least: int = 5


@dataclass(frozen=True, slots=True)
class Combine:
    """How several judges become one value. low and high: how many are dropped; below none_below sheets, plain mean ·
    factor: of a sum · points: by place · least: how many sheets there must be at least where judges are missing."""

    method: Method = "single"
    low: int = 0
    high: int = 0
    none_below: int | None = None
    level: Level = "sheet"
    missing: Missing = "block"
    least: int = 1
    factor: Decimal = Decimal(1)
    spread: Spread | None = None
    points: tuple[Points, ...] = ()

    @property
    def by_places(self) -> bool:
        """Whether judges' places count instead of their points."""
        return self.method in ("majority", "place_points")

    def times(self, sheets: int) -> Decimal:
        """How often a mark counts at most in a sum of `sheets` sheets."""
        return multiply(Decimal(max(sheets - self.low - self.high, 0)), self.factor)


@dataclass(frozen=True, slots=True)
class TimeRate:
    """`points` for each `seconds` seconds: started ones, or whole ones only; at most `cap` points."""

    points: Points
    seconds: int = 60
    count: Literal["started", "whole"] = "started"
    cap: Points | None = None


@dataclass(frozen=True, slots=True)
class TimeStep:
    """More than `over` minutes late costs `points`, once."""

    over: Decimal
    points: Points


@dataclass(frozen=True, slots=True)
class TimeRule:
    """Minutes allowed. Late: points per started minute, a `late` rate and `steps`, together at most `cap`. Early: a
    bonus. Elimination more than `out_over` or from `out_from` minutes late. give_back: the most minutes of somebody
    else's fault that may be given back."""

    limit: Decimal
    per_started_minute: Points = ZERO
    late: TimeRate | None = None
    steps: tuple[TimeStep, ...] = ()
    cap: Points | None = None
    out_over: Decimal | None = None
    out_from: Decimal | None = None
    early: TimeRate | None = None
    give_back: Decimal | None = None
