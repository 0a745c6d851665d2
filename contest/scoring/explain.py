"""Why this score, why this place, why this award: an entry's reasons as values; they are put into words elsewhere.

May not be in here: computing anything anew. Every figure is the one that counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from .award_reasons import AwardReason, award_reasons
from .events import AspectId, Code, PartId, SeatId
from .item import Entry, Item
from .marking import EntryScore, PartResult
from .numbers import Points, Rounding, round_to, subtract, text, total_of
from .promotion_reasons import PromotionReason, promotion_reason
from .ranking import Standing, order_keys
from .remarking import to_mark_again
from .results import complete_scores, standings_of
from .rulebook_types import Part
from .source_reasons import BallotReason, OperandReason, VoteReason, ballots_of, operands_of, votes_of

SHOWN = Rounding(6)
"""Digits of a value before it was rounded: enough to see how it came to be rounded so."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way up: what stood before it, what after, and how it was rounded (None: exact)."""

    stage: str
    before: Points
    after: Points
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class MarkReason:
    """One mark as it was given, and the points it came to; None where the judge gave none."""

    aspect: AspectId
    mark: Any
    points: Points | None


@dataclass(frozen=True, slots=True)
class SheetReason:
    """One judge's sheet. dropped: the end at which the whole sheet was left out · drops: criteria or aspects of it that
    were, where judges are combined below the sheet, each with its end · given: what the judge's marks add up to, where
    `total` is another, made alike among strict and mild judges."""

    seat: SeatId
    total: Points
    dropped: str | None
    drops: tuple[tuple[str, str], ...]
    marks: tuple[MarkReason, ...]
    given: Points | None = None


@dataclass(frozen=True, slots=True)
class RoundReason:
    """Marks that lay too far apart and were given again: per aspect what the seats had given."""

    aspect: AspectId
    round: int
    given: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PartReason:
    """One part, from its sheets to its share of the total. apart: judges lay too far apart and count as they are."""

    part: PartId
    method: str
    sheets: tuple[SheetReason, ...]
    stages: tuple[Stage, ...]
    seconds: int | None
    vetoed: tuple[str, ...]
    rounds: tuple[RoundReason, ...] = ()
    apart: bool = False
    votes: tuple[VoteReason, ...] = ()
    ballots: tuple[BallotReason, ...] = ()
    operands: tuple[OperandReason, ...] = ()


@dataclass(frozen=True, slots=True)
class TieReason:
    """A neighbour with the same total, and what parted the two: the rule of the chain, None where nothing did."""

    neighbour: Code
    ahead: bool
    rule: int | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that made an entry's result. While codes are sealed and a part is known by name, `parts` lacks what
    may not be seen, and what would tell it is left out."""

    code: Code
    status: str
    rank: int | None
    tied: bool
    parts: tuple[PartReason, ...]
    penalties: tuple[tuple[str, Points], ...]
    stages: tuple[Stage, ...]
    ties: tuple[TieReason, ...]
    awards: tuple[AwardReason, ...]
    missing: tuple[PartId, ...]
    promotion: PromotionReason | None = None


def explain(item: Item, entry: Entry) -> Explanation:
    """The reasons of one entry of an item, as things stand."""
    there = entry.score.parts if entry.score else {}
    parts = tuple(
        _part(item, entry, part) for part in item.rulebook.parts if part.id in there and not item.hidden(part)
    )
    lacking = [part for part in item.rulebook.parts if part.id not in there and part.id not in entry.parts]
    missing = tuple(part.id for part in lacking if not item.hidden(part))
    if item.veiled or entry.score is None:
        return Explanation(entry.code, entry.status, None, False, parts, (), (), (), (), missing)
    known = {id: each.known for id, each in item.entries.items()}
    table = standings_of(item, complete_scores(item))
    mine = next((each for each in table if each.entry == entry.id), None)
    return Explanation(
        entry.code,
        entry.status if mine is None else mine.status,
        mine.rank if mine else None,
        mine.tied if mine else False,
        parts,
        entry.score.deductions,
        _to_total(item, entry.score),
        tuple(_ties(item, entry, table)) if mine and mine.rank is not None else (),
        tuple(award_reasons(item.rulebook, table, known, entry.id, item.overrides)),
        missing,
        promotion_reason(item.rulebook, table, known, entry.id),
    )


def _part(item: Item, entry: Entry, part: Part) -> PartReason:
    score = entry.score
    assert score is not None, "a part that is there has a score"
    result = score.parts[part.id]
    made = result.part
    sheets = tuple(_sheet(entry, part, result, seat) for seat in sorted(made.judges))
    method = part.combine.method if part.combine else part.source
    vetoed = tuple(made.vetoed)
    stages, seconds = tuple(_of_part(item, part, result)), score.times.get(part.id)
    again = any(gap.action == "again" for gap in made.apart)
    reason = PartReason(part.id, method, sheets, stages, seconds, vetoed, tuple(_rounds(item, entry, part)), again)
    votes, ballots = tuple(votes_of(entry, part)), tuple(ballots_of(item, entry, part))
    return replace(reason, votes=votes, ballots=ballots, operands=tuple(operands_of(entry, part)))


def _rounds(item: Item, entry: Entry, part: Part) -> Iterator[RoundReason]:
    remarked = entry.remarked.get(PartId(part.id))
    for n, round in enumerate(remarked.rounds if remarked else (), start=1):
        counting = [owner for owner in sorted(round.marks) if not item.uncounted.why(entry.id, PartId(part.id), owner)]
        for aspect in part.aspects:
            if aspect in to_mark_again(part, round):
                yield RoundReason(aspect, n, tuple(round.marks[owner].get(aspect) for owner in counting))


def _sheet(entry: Entry, part: Part, result: PartResult, seat: SeatId) -> SheetReason:
    share, sheet = result.part.judges[seat], entry.sheet(part.id, seat)
    points = sheet.score.aspects if sheet else ()
    marks = zip(part.aspects, points, strict=True) if sheet else ()
    given = tuple(MarkReason(aspect, sheet.marks.get(aspect) if sheet else None, each) for aspect, each in marks)
    drops = tuple((place, end) for who, place, end in result.part.drops if who == seat)
    added = sheet.score.total if sheet and part.adjust is not None else None
    return SheetReason(seat, share.total, share.dropped, drops, given, None if added == share.total else added)


def _of_part(item: Item, part: Part, result: PartResult) -> list[Stage]:
    """Judges made one → what was deducted or gained → the share of the total."""
    made, stages = result.part, part.stages
    rounding = stages.part or (stages.judges if part.combine else None)
    found = [Stage("judges" if part.combine else "part", round_to(made.raw, SHOWN), made.value, rounding)]
    if result.deducted:
        found.append(Stage("deducted", made.value, subtract(result.score, result.bonus)))
    if result.bonus:
        found.append(Stage("bonus", subtract(result.score, result.bonus), result.score))
    found.append(Stage("weighted", result.score, result.weighted, item.rulebook.rounding.weighted))
    return found


def _to_total(item: Item, score: EntryScore) -> tuple[Stage, ...]:
    """The shares added → penalties of the total → rounded."""
    added = total_of(part.weighted for part in score.parts.values())
    rules = item.rulebook
    off = total_of(points for rule, points in score.deductions if rules.penalty(rule).part is None)
    left = max(subtract(added, off), min(added, Points(0))) if off else added
    last = Stage("total", left, round_to(left, rules.rounding.total), rules.rounding.total)
    return (Stage("penalties", added, left), last) if off else (last,)


def _ties(item: Item, entry: Entry, table: list[Standing]) -> list[TieReason]:
    """The neighbours above and below that have the same total (or stand in the same band)."""
    ranked = {each.entry: each.score for each in table if each.rank is not None and each.score is not None}
    keys = order_keys(item.rulebook, ranked, {id: item.entries[id].known for id in ranked})
    order = list(ranked)
    at = order.index(entry.id)
    found = []
    for place in (at - 1, at + 1):
        if 0 <= place < len(order) and keys[order[place]][0] == keys[entry.id][0]:
            rule = _parted(keys[entry.id], keys[order[place]])
            by = None if rule is None else item.rulebook.ties[rule].by
            found.append(TieReason(item.entries[order[place]].code, keys[entry.id] < keys[order[place]], rule, by))
    return found


def _parted(one: tuple[Any, ...], other: tuple[Any, ...]) -> int | None:
    return next((i for i, (a, b) in enumerate(zip(one[1:], other[1:], strict=True)) if a != b), None)


def plain(value: Any) -> Any:
    """Reasons as JSON can carry them: decimals as texts."""
    if isinstance(value, Decimal):
        return text(value)
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(below) for key, below in value.items()}
    return [plain(below) for below in value] if isinstance(value, list | tuple) else value
