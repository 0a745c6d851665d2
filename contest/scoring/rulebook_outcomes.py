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
        "givers",
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
    """The size of field an award is drawn for: more than entries_over and at most entries_upto entries, likewise units
    that sent them."""

    entries_over: int | None = None
    entries_upto: int | None = None
    units_over: int | None = None
    units_upto: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a nameless attribute: its text, or the number it is. All that are stated must hold; who has no
    such attribute meets none but other_than."""

    attribute: str
    equals: str | None = None
    other_than: str | None = None
    one_of: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LimitFor:
    """Another limit for one value of the attribute."""

    value: str
    most: int


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many winners with the same value of an attribute (`unit`: a quota per unit). across: winners of the
    levels before count too · where: only entries that meet this are counted and limited."""

    attribute: str
    most: int
    others: tuple[LimitFor, ...] = ()
    across: bool = False
    where: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """A level of prizes: a count, a percentage of the field, a window of ranks or a threshold (which a count or
    percentage may cap), for those who meet its conditions."""

    id: str
    name: Text
    count: int | None = None
    percent: Decimal | None = None
    base: Literal["entered", "ranked"] = "entered"
    rounding: str = "half_up"
    cumulative: bool = False
    ties: Literal["at_least", "at_most"] = "at_least"
    band: Points = ZERO
    threshold: Points | None = None
    least_scale: Points | None = None
    from_rank: int | None = None
    to_rank: int | None = None
    when: When = field(default_factory=When)
    requires_pass: bool = False
    where: tuple[Where, ...] = ()
    limits: tuple[Limit, ...] = ()
    besides: bool = False
    apart_from: tuple[str, ...] = ()
    carry: Literal["none", "spare", "both"] = "none"
    listed: Literal["place", "strokes"] = "place"
    money: Decimal | None = None

    @property
    def takes_number(self) -> bool:
        """Whether it has so many prizes, and so can leave some over, and take up what a level before has left."""
        return self.count is not None or self.percent is not None


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale told beside the totals, never instead of them: robust_700, with digits and mode of its rounding."""

    kind: Literal["robust_700"]
    digits: int = 0
    mode: str = "half_up"


@dataclass(frozen=True, slots=True)
class Advance:
    """Who goes on to the next round, the item `to`: a count, percentage or threshold, ties at the cut as an award's.
    into: the imported part of the next round that their total here goes into, none where they begin anew."""

    to: ItemId
    into: PartId | None = None
    count: int | None = None
    percent: Decimal | None = None
    base: Literal["entered", "ranked"] = "entered"
    rounding: str = "half_up"
    ties: Literal["at_least", "at_most"] = "at_least"
    threshold: Points | None = None
    requires_pass: bool = False


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """A level of skill one may hold, e.g. 技师."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class LeastPart:
    """The least score of a part, in its own points."""

    part: PartId
    points: Points


@dataclass(frozen=True, slots=True)
class Step:
    """To which level: for ranks in a window or the top percentage, for those who hold one of `held` (any if empty)."""

    to: str
    from_rank: int | None = None
    to_rank: int | None = None
    percent: Decimal | None = None
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promotion:
    """Skill levels gained by rank (晋升技能等级). levels: from the lowest up · attribute: where the level now held
    stands · steps: the first that fits and leads higher is taken."""

    levels: tuple[SkillLevel, ...]
    steps: tuple[Step, ...]
    attribute: str = "level"
    where: tuple[Where, ...] = ()
    least_total: Points | None = None
    least_parts: tuple[LeastPart, ...] = ()
    base: Literal["entered", "ranked"] = "entered"
    rounding: str = "half_up"


@dataclass(frozen=True, slots=True)
class UnitTie:
    """best_rank: the unit whose best counted entry stands higher · count_back: more first places, then more second ones
    · time: the smaller sum of its counted entries' times · item: the more points in an item · shared: same place."""

    by: Literal["best_rank", "count_back", "time", "item", "shared"]
    item: ItemId | None = None


@dataclass(frozen=True, slots=True)
class PrizePoints:
    """What a prize of an item is worth to the unit."""

    award: str
    points: Points


@dataclass(frozen=True, slots=True)
class PartWeight:
    """The percentage with which the mean of a part's scores counts."""

    part: PartId
    weight: Decimal


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A table of units over several items: in each item the unit's `best` entries (all without it) count.

    of: total: their totals · places: points per place, `floor` for every other entry with a place · prizes: points per
    prize, `floor` for who passed without one · parts: means of part scores, weighted. take: an item's sum or mean."""

    name: Text
    items: tuple[ItemId, ...]
    best: int | None = None
    format: int = 1
    of: Literal["total", "places", "prizes", "parts"] = "total"
    take: Literal["sum", "mean"] = "sum"
    order: Literal["descending", "ascending"] = "descending"
    places: tuple[Points, ...] = ()
    prizes: tuple[PrizePoints, ...] = ()
    parts: tuple[PartWeight, ...] = ()
    floor: Points = ZERO
    means: Rounding | None = None
    rounding: Rounding | None = None
    ties: tuple[UnitTie, ...] = ()
    awards: tuple[Award, ...] = ()
