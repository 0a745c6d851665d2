"""What stands behind a part: from its sheets, through whatever was dropped, filled in, fixed or deducted, to its share.

Every figure is one that counted; the functions that combine judges are asked once more for what lay between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .clock import late_points
from .entry import Entry
from .events import AspectId, PartId, SeatId
from .item import Item
from .numbers import ZERO, Points, Rounding, add, round_to, subtract, total_of
from .panels import Combined, combine_values, mean_of_all, stand_ins
from .parts import PartScore, by_factor, nodes, wide_places
from .place_reasons import PlaceReason, places_told
from .remarking import to_mark_again
from .rulebook_types import Combine, Criterion, Part
from .sheet_reasons import NodeReason, SheetReason, factor_of, sheet_reason
from .source_reasons import SHOWN, BallotReason, OperandReason, VoteReason, ballots_of, operands_of, votes_of
from .spreads import Apart, columns_of
from .totals import PartResult, less


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way up: what stood before it, what after, and how it was rounded (None: exact). due: what was to
    be taken or added, where there was not room for all of it."""

    stage: str
    before: Points
    after: Points
    rounding: Rounding | None = None
    due: Points | None = None


@dataclass(frozen=True, slots=True)
class RoundReason:
    """Marks that lay too far apart and were given again: per aspect what the seats had given."""

    aspect: AspectId
    round: int
    given: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Whole sheets combined: how many values there were, those that stand in for missing judges too, and how many of
    them were dropped at either end."""

    count: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class StandIn:
    """Judges who were missing, `count` of them, and the mean of the others that stood in for each. place: the criterion
    or aspect, "" for whole sheets."""

    place: str
    count: int
    points: Points


@dataclass(frozen=True, slots=True)
class VetoReason:
    """A veto on the whole part: how many judges said it, and whether that was enough."""

    aspect: AspectId
    said: int
    counts: bool


@dataclass(frozen=True, slots=True)
class PartReason:
    """One part, from its sheets to its share of the total. apart: judges lay too far apart and count as they are ·
    gaps: where they did, and what was done · kept: how whole sheets were combined · nodes: what criteria or aspects
    came to, where judges are combined in each · places: what the judges' places made together, where they count · late:
    points that the time cost · penalties: of this part · failed: a ballot did not elect."""

    part: PartId
    method: str
    sheets: tuple[SheetReason, ...]
    stages: tuple[Stage, ...]
    seconds: int | None
    vetoed: tuple[AspectId, ...]
    rounds: tuple[RoundReason, ...] = ()
    apart: bool = False
    votes: tuple[VoteReason, ...] = ()
    ballots: tuple[BallotReason, ...] = ()
    operands: tuple[OperandReason, ...] = ()
    gaps: tuple[Apart, ...] = ()
    kept: Kept | None = None
    stand_ins: tuple[StandIn, ...] = ()
    nodes: tuple[NodeReason, ...] = ()
    vetoes: tuple[VetoReason, ...] = ()
    places: tuple[PlaceReason, ...] = ()
    late: Points = ZERO
    penalties: tuple[tuple[str, Points], ...] = ()
    failed: bool = False


def part_reason(item: Item, entry: Entry, part: Part) -> PartReason:
    """The reasons of a part that has a score."""
    score = entry.score
    assert score is not None, "a part that is there has a score"
    result, places = score.parts[part.id], places_told(item, entry.id, part)
    made, seconds = result.part, score.times.get(part.id)
    one = _combined(part, part.combine, made) if part.combine and made.sheets else None
    by_node = part.combine is not None and part.combine.level != "sheet" and not part.combine.by_places
    found = tuple(_nodes(part, made)) if by_node else ()
    return PartReason(
        part=PartId(part.id),
        method=part.combine.method if part.combine else part.source,
        sheets=tuple(sheet_reason(entry, part, made, seat, places.own.get(seat, ())) for seat in sorted(made.judges)),
        stages=(*_to_score(part, made, one, found), *_to_share(item, part, result)),
        seconds=seconds,
        vetoed=tuple(made.vetoed),
        rounds=tuple(_rounds(item, entry, part)),
        apart=any(gap.action == "again" for gap in made.apart),
        votes=tuple(votes_of(item, entry, part)),
        ballots=tuple(ballots_of(item, entry, part)),
        operands=tuple(operands_of(entry, part)),
        gaps=tuple(made.apart),
        kept=None if one is None else _kept(part, made, one),
        stand_ins=tuple(_stand_ins(part, made)),
        nodes=found,
        vetoes=tuple(_vetoes(part, made)),
        places=places.together,
        late=late_points(part.time, seconds),
        penalties=tuple(each for each in score.deductions if item.rulebook.penalty(each[0]).part == part.id),
        failed=made.failed,
    )


def _rounds(item: Item, entry: Entry, part: Part) -> Iterator[RoundReason]:
    remarked = entry.remarked.get(PartId(part.id))
    for n, round in enumerate(remarked.rounds if remarked else (), start=1):
        counting = [owner for owner in sorted(round.marks) if not item.uncounted.why(entry.id, PartId(part.id), owner)]
        for aspect in part.aspects:
            if aspect in to_mark_again(part, round):
                yield RoundReason(aspect, n, tuple(round.marks[owner].get(aspect) for owner in counting))


Given = Sequence[tuple[Decimal, SeatId]]


def _filled_in(part: Part, rule: Combine, given: Given) -> list[tuple[Decimal, SeatId]]:
    """What stands in for those who are missing of the panel, with the digits that it counted with."""
    if rule.missing != "replaced" or part.panel is None or part.stages.judges is None:
        return []
    return stand_ins(given, part.panel.sheets, part.stages.judges)


def _combined(part: Part, rule: Combine, made: PartScore) -> Combined | None:
    """Whole sheets made one, before the part's own rounding: `raw` is of the stand-ins as they counted. None where
    judges are combined below the sheet, or their places are."""
    if rule.level != "sheet" or rule.by_places:
        return None
    given = [(sheet.total, seat) for seat, sheet in made.sheets.items()]
    if wide_places(made.apart):
        return mean_of_all(given, part.stages.judges)
    return combine_values(rule, [*given, *_filled_in(part, rule, given)], part.stages.judges)


def _kept(part: Part, made: PartScore, one: Combined) -> Kept:
    filled = sum(each.count for each in _stand_ins(part, made))
    ends = [end for _, end in one.dropped]
    return Kept(len(made.sheets) + filled, ends.count("low"), ends.count("high"))


def _stand_ins(part: Part, made: PartScore) -> Iterator[StandIn]:
    rule, wide = part.combine, wide_places(made.apart)
    if rule is None:
        return
    for place, given in columns_of(part, rule, made.sheets):
        if place not in wide and given and (filled := _filled_in(part, rule, given)):
            yield StandIn(place, len(filled), filled[0][0])


def _nodes(part: Part, made: PartScore) -> Iterator[NodeReason]:
    """Each criterion or aspect as its judges were combined; and of criteria made of aspects those with a factor."""
    assert part.combine is not None
    level, rounding = part.combine.level, part.stages.factor
    combined = iter([each for each in nodes(part, made.sheets, level, wide_places(made.apart)) if each is not None])
    for criterion in part.criteria:
        if level == "criterion":
            yield _node(criterion, next(combined).value, rounding)
            continue
        added = ZERO
        for aspect in criterion.aspects:
            points, factor = next(combined).value, factor_of(aspect.factor)
            worth = by_factor(points, factor, rounding)
            yield NodeReason("aspect", aspect.id, points, factor, worth)
            added = add(added, worth)
        if factor_of(criterion.factor) is not None:
            yield _node(criterion, added, rounding)


def _node(criterion: Criterion, points: Points, rounding: Rounding | None) -> NodeReason:
    factor = factor_of(criterion.factor)
    return NodeReason("criterion", criterion.id, points, factor, by_factor(points, factor, rounding))


def _added(part: Part, found: Sequence[NodeReason]) -> Points:
    """Criteria added; where judges are combined by aspect, those without a factor by their aspects."""
    own = {each.id for each in found if each.of == "criterion"}
    made_of = {aspect.id for criterion in part.criteria if criterion.id in own for aspect in criterion.aspects}
    return total_of(each.worth for each in found if each.of == "criterion" or each.id not in made_of)


def _to_score(part: Part, made: PartScore, one: Combined | None, found: Sequence[NodeReason]) -> Iterator[Stage]:
    """Judges made one → rounded as the part says → fixed by a veto."""
    (value, raw), stages = made.unfixed or (made.value, made.raw), part.stages
    if one is not None:
        yield Stage("judges", round_to(one.raw, SHOWN), one.value, stages.judges)
        if value != one.value:
            yield Stage("part", one.value, value, stages.part)
    elif found:
        yield Stage("judges", _added(part, found), value, stages.part)
    else:
        rounding = stages.part or (stages.judges if part.combine else None)
        yield Stage("judges" if part.combine else "part", round_to(raw, SHOWN), value, rounding)
    if made.unfixed is not None:
        yield Stage("veto", value, made.value)


def _to_share(item: Item, part: Part, result: PartResult) -> Iterator[Stage]:
    """What was deducted or gained → the share of the total."""
    made, left = result.part.value, less(result.part.value, result.deducted)
    if result.deducted:
        whole = left == subtract(made, result.deducted)
        yield Stage("deducted", made, left, due=None if whole else result.deducted)
    if result.bonus:
        whole = result.score == add(left, result.bonus)
        yield Stage("bonus", left, result.score, due=None if whole else result.bonus)
    yield Stage("weighted", result.score, result.weighted, item.rulebook.rounding.weighted)


def _vetoes(part: Part, made: PartScore) -> Iterator[VetoReason]:
    """Those on the whole part that anybody said."""
    for id, aspect in part.aspects.items():
        said = sum(id in sheet.vetoes for sheet in made.sheets.values())
        if said and aspect.kind == "veto" and aspect.fixes != "sheet":
            yield VetoReason(id, said, id in made.vetoed)
