"""The rulebook's types: everything about one item that changes ranks, frozen.

Field names are the keys of the file (docs/rulebook.md). Points and weights are exact decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from .events import AspectId, PartId
from .numbers import ZERO, Points, Rounding, multiply, total_of
from .rulebook_aspects import ONE as ONE
from .rulebook_aspects import Aspect as Aspect
from .rulebook_aspects import Band as Band
from .rulebook_aspects import Cis as Cis
from .rulebook_aspects import Rung as Rung
from .rulebook_outcomes import Advance, Award, Promotion, Ranking, Scale, Tie
from .rulebook_outcomes import CriterionId as CriterionId
from .rulebook_outcomes import Text as Text
from .rulebook_panels import Adjust as Adjust
from .rulebook_panels import Combine as Combine
from .rulebook_panels import Level as Level
from .rulebook_panels import Panel as Panel
from .rulebook_panels import Spread as Spread
from .rulebook_panels import SpreadBand as SpreadBand
from .rulebook_panels import TimeRate as TimeRate
from .rulebook_panels import TimeRule as TimeRule
from .rulebook_panels import TimeStep as TimeStep
from .rulebook_sources import BallotRule as BallotRule
from .rulebook_sources import Channel as Channel
from .rulebook_sources import VoteRule as VoteRule


@dataclass(frozen=True, slots=True)
class Stages:
    """The rounding of each stage; a stage that is None is exact.

    aspect: computed aspects (measured, judgement ÷ 3) · judges: combining judges · factor: × a factor that is not 1 ·
    part: the part's score · weighted: the part's share of the total · total: the total.
    """

    aspect: Rounding | None = None
    judges: Rounding | None = None
    factor: Rounding | None = None
    part: Rounding | None = None
    weighted: Rounding | None = None
    total: Rounding | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the marking scheme: aspects that belong together, their sum × factor."""

    id: CriterionId
    name: Text
    aspects: tuple[Aspect, ...]
    factor: Decimal = ONE
    cis: Cis | None = None

    @property
    def max(self) -> Points:
        """The most points its aspects can give, before its own factor."""
        return total_of(multiply(aspect.max, aspect.factor) for aspect in self.aspects)

    @property
    def min(self) -> Points:
        """The least they can give: below 0 where aspects take off."""
        return total_of(multiply(aspect.min or ZERO, aspect.factor) for aspect in self.aspects)


@dataclass(frozen=True, slots=True)
class Part:
    """A weighted piece of an item with its own panel and way of combining, or with scores imported from elsewhere."""

    id: PartId
    name: Text
    source: Literal["imported", "judged", "derived", "votes", "ballot"]
    weight: Decimal
    out_of: Points | None
    pass_mark: Points | None = None
    known_by_name: bool = False
    panel: Panel | None = None
    combine: Combine | None = None
    time: TimeRule | None = None
    criteria: tuple[Criterion, ...] = ()
    adjust: Adjust | None = None
    view: Literal["sheet", "batch", "flash"] = "sheet"
    """How its judges see it: one sheet at a time, all their entries as rows, or one sheet whose marks the whole panel
    shows at the same moment. Changes no score; but with flash, who lies too far apart is called to mark again."""
    entry: Literal["aspects", "total"] = "aspects"
    """What a judge gives: a mark an aspect, or one number in all (rulebook_total), by `step` where it is said."""
    step: Decimal | None = None
    guidance: tuple[Criterion, ...] = ()
    """The criteria as they are written, where one number is marked: `criteria` are then that number alone."""
    formula: str | None = None
    votes: VoteRule | None = None
    ballot: BallotRule | None = None
    cis: Cis | None = None
    rounding: Stages | None = None
    """What the part says itself; `stages` is what holds, after the rulebook's own."""
    stages: Stages = field(default_factory=Stages)
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Tables derived from this part (aspects by id, the marking plan): computed once, never read from outside."""

    @property
    def can_fail(self) -> bool:
        """Whether the part has something to pass."""
        return self.pass_mark is not None or (self.ballot is not None and self.ballot.passes is not None)

    @property
    def written(self) -> tuple[Criterion, ...]:
        """The criteria as the file has them."""
        return self.guidance if self.entry == "total" else self.criteria

    @property
    def field_wide(self) -> bool:
        """Whether one mark or vote in it can move every entry's score (docs/rulebook.md)."""
        wide: bool | None = self.memo.get("wide")
        if wide is None:
            places = self.combine is not None and self.combine.by_places
            wide = self.memo["wide"] = self.votes is not None or self.adjust is not None or places
        return wide

    @property
    def aspects(self) -> dict[AspectId, Aspect]:
        """Every aspect by id, in the rulebook's order."""
        if "aspects" not in self.memo:
            self.memo["aspects"] = {aspect.id: aspect for criterion in self.criteria for aspect in criterion.aspects}
        found: dict[AspectId, Aspect] = self.memo["aspects"]
        return found

    @property
    def max(self) -> Points:
        """The most points the part can give: its scheme's (times the judges, if they are added up), or its out_of."""
        if "max" not in self.memo:
            self.memo["max"] = self._max()
        reached: Points = self.memo["max"]
        return reached

    def _max(self) -> Points:
        if self.source != "judged":
            return ZERO if self.out_of is None else self.out_of
        if self.panel and self.combine and self.combine.by_places and self.combine.points:
            times = self.panel.sheets if self.combine.method == "place_points" else 1
            return multiply(self.combine.points[0], Decimal(times))
        return self._judged(total_of(multiply(each.max, each.factor) for each in self.criteria))

    def _judged(self, sheet: Points) -> Points:
        """What the panel's sheets make together where each gives so much."""
        if self.panel and self.combine and self.combine.method == "sum":
            return multiply(sheet, self.combine.times(self.panel.sheets))
        return sheet

    @property
    def min(self) -> Points:
        """The least the part can give: 0, down to which deductions take; below it what its aspects can take off."""
        if self.source != "judged" or (self.combine and self.combine.by_places):
            return ZERO
        return min(self._judged(total_of(multiply(each.min, each.factor) for each in self.criteria)), ZERO)


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """A deduction apart from the marks. once: `points` however often · count: points × count · given: the giver states
    the points, at most `max`. From the total, or from the part named."""

    id: str
    name: Text
    per: Literal["once", "count", "given"]
    points: Points | None = None
    max: Points | None = None
    part: PartId | None = None


@dataclass(frozen=True, slots=True)
class BoardRule:
    """What the public board shows: coded parts or progress only while sealed; incomplete panels or not; rows. stage:
    the part that is marked on stage, entry by entry: a result shows once it was revealed there · hold_first: the first
    so many called are revealed only after the last of them has been marked."""

    while_sealed: Literal["parts", "progress"] = "parts"
    provisional: bool = False
    depth: int = 200
    stage: PartId | None = None
    hold_first: int = 0


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One item's rules. weighting percent: score × weight ÷ out_of, weights add to 100; sum: score × weight."""

    id: str
    name: Text
    parts: tuple[Part, ...]
    format: int = 1
    ranks: Literal["person", "team", "work"] = "person"
    sealed: bool = False
    weighting: Literal["percent", "sum"] = "percent"
    board: BoardRule = field(default_factory=BoardRule)
    rounding: Stages = field(default_factory=Stages)
    penalties: tuple[PenaltyRule, ...] = ()
    ranking: Ranking = field(default_factory=Ranking)
    ties: tuple[Tie, ...] = ()
    awards: tuple[Award, ...] = ()
    promotion: Promotion | None = None
    advance: Advance | None = None
    scale: Scale | None = None
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def part(self, part: str) -> Part:
        """The part of that id; KeyError if there is none."""
        table = self.memo.get("parts") or self._by_id("parts", self.parts)
        return table[part]  # type: ignore[no-any-return]

    @property
    def field_parts(self) -> tuple[Part, ...]:
        """The parts in which one mark or vote moves everyone."""
        if "field" not in self.memo:
            self.memo["field"] = tuple(part for part in self.parts if part.field_wide)
        found: tuple[Part, ...] = self.memo["field"]
        return found

    @property
    def coded(self) -> int:
        """How many parts are known by code alone."""
        if "coded" not in self.memo:
            self.memo["coded"] = sum(not part.known_by_name for part in self.parts)
        found: int = self.memo["coded"]
        return found

    @property
    def derives(self) -> bool:
        """Whether a part is worked out from others."""
        if "derives" not in self.memo:
            self.memo["derives"] = any(part.source == "derived" for part in self.parts)
        found: bool = self.memo["derives"]
        return found

    def penalty(self, rule: str) -> PenaltyRule:
        """The penalty rule of that id; KeyError if there is none."""
        return self._by_id("penalties", self.penalties)[rule]  # type: ignore[no-any-return]

    def _by_id(self, table: str, things: tuple[Any, ...]) -> Mapping[str, Any]:
        if table not in self.memo:
            self.memo[table] = {thing.id: thing for thing in things}
        found: Mapping[str, Any] = self.memo[table]
        return found
