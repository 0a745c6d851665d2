"""One part of one entry: its panel's sheets made one score, or a score imported from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import NamedTuple

from .aspects import WrongMark, check_range, read_decimal
from .events import AspectId, SeatId
from .numbers import GUARD_DIGITS, ZERO, Points, Rounding, add, divide, multiply, round_to, total_of
from .panels import Combined, Side, combine_panel, mean_of_all
from .refused import Fault, MarksRefused
from .rulebook_types import Combine, Level, Part
from .sheets import SheetScore, may_lack_aspects, plan
from .spreads import Apart, apart, gate
from .vetoes import after_vetoes, has_vetoes

NOWHERE: frozenset[str] = frozenset()
WIDEST = 10**9
"""The most points an imported score may have where the rulebook names no out_of."""


class JudgeShare(NamedTuple):
    """One judge's part in a score: the sheet's total and, where whole sheets are dropped, at which end it was."""

    total: Points
    dropped: Side | None = None


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part's score before time and penalties. value: rounded · raw: the judges', factor and part stages unrounded
    (18 digits where they divide) · dropped: the judges whose whole sheet is left out, at which end · drops: (seat,
    criterion or aspect id, end) where judges are combined below sheets · apart: where judges lie too far apart ·
    vetoed: the vetoes that fixed it · unfixed: value and raw before they did · void: one of them left no mark at all ·
    failed: a ballot did not elect · givers: how many judges gave points for its place, where places earn them.
    """

    value: Points
    raw: Points
    dropped: tuple[tuple[SeatId, Side], ...] = ()
    drops: tuple[tuple[SeatId, str, Side], ...] = ()
    sheets: Mapping[SeatId, SheetScore] = field(default_factory=dict, repr=False)
    part: Part | None = field(default=None, repr=False, compare=False)
    apart: tuple[Apart, ...] = ()
    vetoed: tuple[AspectId, ...] = ()
    unfixed: tuple[Points, Points] | None = None
    void: bool = False
    failed: bool = False
    givers: int = 0
    memo: dict[str, tuple[Points, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def judges(self) -> dict[SeatId, JudgeShare]:
        """Each judge's part in the score. Made when somebody asks: most scores are never looked at so closely."""
        dropped = dict(self.dropped)
        return {seat: JudgeShare(sheet.total, dropped.get(seat)) for seat, sheet in self.sheets.items()}

    @property
    def criteria(self) -> tuple[Points, ...]:
        """Each criterion's value, before its factor, in the rulebook's order. Where judges are combined by whole sheets
        it is combined on its own by the same method: so it does not hang on which of two equal sheets was dropped."""
        return self._values("criterion")

    @property
    def aspects(self) -> tuple[Points, ...]:
        """Each aspect's value, likewise."""
        return self._values("aspect")

    def criterion(self, index: int) -> Points:
        """The value of one criterion, as in `criteria`; where no sheet has a gap the others are not worked out for it:
        a tie chain asks for one, of thousands of entries."""
        part = self.part
        if part is None or part.combine is None or part.combine.level != "sheet" or may_lack_aspects(part):
            return self.criteria[index]
        key = f"criterion {index}"
        if key not in self.memo:
            column = ((sheet.criteria[index], seat) for seat, sheet in self.sheets.items())
            given = [(value, seat) for value, seat in column if value is not None]
            self.memo[key] = (_one(part, part.combine, given, wide=False).value,)
        return self.memo[key][0]

    def _values(self, level: Level) -> tuple[Points, ...]:
        if self.part is None or self.part.combine is None:
            return ()
        if level not in self.memo:
            # Of judges combined by aspect, criteria too are made of those aspects in which nobody is dropped.
            wide = wide_places(self.apart) if self.part.combine.level in (level, "aspect") else NOWHERE
            found = nodes(self.part, self.sheets, level, wide)
            self.memo[level] = tuple(one.value for one in found if one is not None)
        return self.memo[level]


def read_imported(part: Part, raw: object) -> Points:
    """An imported score in its wire form, 0 … out_of. Raises MarksRefused, the fault's place is the part's id."""
    try:
        return check_range(read_decimal(raw), ZERO, Points(WIDEST) if part.out_of is None else part.out_of)
    except WrongMark as wrong:
        raise MarksRefused([Fault(part.id, wrong.code, wrong.data)]) from None


def imported(part: Part, value: Points) -> PartScore:
    """The score of a part that was marked elsewhere."""
    return PartScore(round_to(value, part.stages.part), value)


def combine(
    part: Part, sheets: Mapping[SeatId, SheetScore], final: bool = False, settled: bool = False
) -> PartScore | None:
    """The part's score from its confirmed sheets. None while the panel is incomplete; once `final` (the item is locked)
    a rulebook with `missing: given` or `replaced` makes do with those given, at least `least`. None too while judges
    who lie too far apart have to mark again (`spreads.apart` says where), unless it is `settled` that they need not:
    then they are combined as if they lay close enough. Where judges must give the same, nothing settles it."""
    assert part.panel is not None, "an imported part has no sheets"
    assert part.combine is not None, "nor a way to combine them"
    rule, short = part.combine, len(sheets) < part.panel.sheets
    if not sheets or (short and not (final and rule.missing != "block" and len(sheets) >= rule.least)):
        return None
    gaps = () if gate(rule) is None else apart(part, sheets)
    if any(gap.action == "again" for gap in gaps) and (not settled or rule.method == "consensus"):
        return None
    score = _by_sheet(part, rule, sheets, gaps) if rule.level == "sheet" else _by_node(part, rule, sheets, gaps)
    return score if score is None or not has_vetoes(part) else after_vetoes(part, sheets, score)


def wide_places(gaps: Iterable[Apart]) -> frozenset[str]:
    """The places where nobody is dropped, since judges lie too far apart."""
    return frozenset(gap.place for gap in gaps if gap.action == "mean_of_all")


def _one(part: Part, rule: Combine, given: Sequence[tuple[Points, SeatId]], wide: bool) -> Combined:
    """One value of what the judges gave, at whatever level."""
    if wide:
        return mean_of_all(given, part.stages.judges)
    assert part.panel is not None, "a part with sheets has a panel"
    return combine_panel(rule, given, part.panel.sheets, part.stages.judges)


def _by_sheet(part: Part, rule: Combine, sheets: Mapping[SeatId, SheetScore], gaps: tuple[Apart, ...]) -> PartScore:
    one = _one(part, rule, [(sheet.total, seat) for seat, sheet in sheets.items()], bool(gaps and wide_places(gaps)))
    return PartScore(round_to(one.value, part.stages.part), one.raw, one.dropped, (), sheets, part, gaps)


def _by_node(
    part: Part, rule: Combine, sheets: Mapping[SeatId, SheetScore], gaps: tuple[Apart, ...]
) -> PartScore | None:
    level = rule.level
    combined = [one for one in nodes(part, sheets, level, wide_places(gaps)) if one is not None]
    ids = _ids(part, level)
    if len(combined) < len(ids):
        return None
    drops = tuple((seat, ids[i], side) for i, one in enumerate(combined) for seat, side in one.dropped)
    value = _sum_up(part, level, [one.value for one in combined], part.stages.factor)
    raw = _sum_up(part, level, [one.raw for one in combined], None)
    return PartScore(round_to(value, part.stages.part), raw, (), drops, sheets, part, gaps)


def _ids(part: Part, level: Level) -> list[str]:
    return [criterion.id for criterion in part.criteria] if level == "criterion" else list(part.aspects)


def _sum_up(part: Part, level: Level, values: Sequence[Points], rounding: Rounding | None) -> Points:
    """From combined aspects or criteria up to the part: × factor, added."""
    rest, added = iter(values), ZERO
    for factor, leaves in plan(part):
        if level == "criterion":
            below = next(rest)
        else:
            below = ZERO
            for _, _, _, own in leaves:
                below = add(below, by_factor(next(rest), own, rounding))
        added = add(added, by_factor(below, factor, rounding))
    return added


def by_factor(value: Points, factor: Points | None, rounding: Rounding | None) -> Points:
    """A value × its factor, rounded; None multiplies nothing and rounds nothing."""
    return value if factor is None else round_to(multiply(value, factor), rounding)


def nodes(
    part: Part, sheets: Mapping[SeatId, SheetScore], level: Level, wide: frozenset[str] = NOWHERE
) -> list[Combined | None]:
    """Each criterion or aspect combined on its own; None where nobody gave it. Criteria of judges combined by aspect
    are the sums of what those came to. `wide`: where nobody is dropped, of the level at which judges are combined."""
    assert part.combine is not None
    if level == "criterion" and part.combine.level == "aspect":
        return _sums_of_aspects(part, nodes(part, sheets, "aspect", wide))
    found = []
    columns = [(s.criteria if level == "criterion" else s.aspects, seat) for seat, s in sheets.items()]
    for i, place in enumerate(_ids(part, level)):
        given = [(value, seat) for values, seat in columns if (value := values[i]) is not None]
        found.append(_one(part, part.combine, given, place in wide) if given else None)
    return found


def whole_sheets(made: PartScore) -> dict[SeatId, Points]:
    """What the judges gave whose sheets have no gap: only their totals compare with one another."""
    # Asked by type: to compare a decimal with None takes ten times as long.
    return {seat: sheet.total for seat, sheet in made.sheets.items() if NoneType not in map(type, sheet.aspects)}


def untrimmed_mean(made: PartScore) -> Points:
    """The mean of all sheets, the dropped ones too (cooking, rules.md §1). Where sheets have gaps: of what was given in
    each criterion or aspect, as judges are combined, × its factors, added; rounded once, far behind any digit told."""
    if len(whole := whole_sheets(made)) == len(made.sheets):
        return _quotient(Fraction(total_of(whole.values())) / len(whole))
    part, sheets = made.part, list(made.sheets.values())
    assert part is not None, "a part with sheets knows its rules"
    assert part.combine is not None, "and how they are combined"
    by_criterion, added, at = part.combine.level == "criterion", Fraction(0), 0
    for c, criterion in enumerate(part.criteria):
        if by_criterion:
            below = _mean_given([sheet.criteria[c] for sheet in sheets])
        else:
            places = range(at, at + len(criterion.aspects))
            means = [_mean_given([sheet.aspects[a] for sheet in sheets]) for a in places]
            factors = [Fraction(aspect.factor) for aspect in criterion.aspects]
            below = sum((mean * factor for mean, factor in zip(means, factors, strict=True)), Fraction(0))
        added += below * Fraction(criterion.factor)
        at += len(criterion.aspects)
    return _quotient(added)


def _mean_given(points: Sequence[Points | None]) -> Fraction:
    given = [Fraction(each) for each in points if each is not None]
    return sum(given, Fraction(0)) / len(given)


def _quotient(value: Fraction) -> Points:
    return divide(Decimal(value.numerator), Decimal(value.denominator), GUARD_DIGITS, "half_up")


def _sums_of_aspects(part: Part, aspects: Sequence[Combined | None]) -> list[Combined | None]:
    rest, sums = iter(aspects), []
    for _, leaves in plan(part):
        value, raw = ZERO, ZERO
        for _, _, _, own in leaves:
            one = next(rest)
            if one is not None:
                value = add(value, by_factor(one.value, own, part.stages.factor))
                raw = add(raw, by_factor(one.raw, own, None))
        sums.append(Combined(value, raw))
    return [*sums]
