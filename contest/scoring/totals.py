"""An entry's score: its parts, less time and penalties, weighted and added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .aspects import WrongMark, check_range, read_decimal
from .clock import early_points, is_out, late_points
from .derived import derive
from .events import PartId
from .numbers import (
    EXACT,
    GUARD_DIGITS,
    ZERO,
    Points,
    Rounding,
    add,
    divide,
    is_finite_quotient,
    multiply,
    round_to,
    subtract,
)
from .panels import RAW
from .parts import PartScore
from .refused import Fault, MarksRefused
from .rulebook_types import Part, PenaltyRule, Rulebook

UNROUNDED = Rounding(GUARD_DIGITS)


@dataclass(frozen=True, slots=True)
class PenaltyTaken:
    """A penalty an entry got: `points` where the giver states them (per: given), `count` where it is counted. by: who
    gave it · reason_digest: of why; neither changes what it takes."""

    rule_id: str
    points: Points | None = None
    count: int = 1
    by: str = ""
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part in the total. score: after what was deducted for time and penalties of the part, not below 0 · deducted:
    those points · weighted: its share of the total · part: the score as the judges made it · bonus: what earliness
    brought, never beyond the part's most."""

    score: Points
    deducted: Points
    weighted: Points
    part: PartScore
    bonus: Points = ZERO


@dataclass(frozen=True, slots=True)
class EntryScore:
    """An entry's score. unrounded: no stage from the judges on is rounded (12 digits) · deductions: points per penalty
    rule, the parts' rules too · passed: every part with a pass mark is there and reaches it · eliminated: too late
    somewhere · times: seconds per part."""

    total: Points
    unrounded: Points
    parts: Mapping[PartId, PartResult]
    deductions: tuple[tuple[str, Points], ...] = ()
    passed: bool = True
    eliminated: bool = False
    times: Mapping[PartId, int] = field(default_factory=dict)
    penalties: tuple[PenaltyTaken, ...] = ()


def read_penalty(rulebook: Rulebook, rule_id: str, points: object = None, count: object = None) -> PenaltyTaken:
    """A penalty as it is given: points as a decimal string for per: given, a count of at least 1 for per: count.
    Raises MarksRefused; the fault's place is the rule's id."""
    rules = {rule.id: rule for rule in rulebook.penalties}
    try:
        return _penalty(rules[rule_id], points, 1 if count is None else count)
    except KeyError:
        raise MarksRefused([Fault(str(rule_id)[:40], "unknown_penalty", {"penalty": str(rule_id)[:40]})]) from None
    except WrongMark as wrong:
        raise MarksRefused([Fault(rule_id, wrong.code, wrong.data)]) from None


def _penalty(rule: PenaltyRule, points: object, count: object) -> PenaltyTaken:
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= 999:
        raise WrongMark("bad_count", found=str(count)[:24])
    if rule.per != "given":
        if points is not None:
            raise WrongMark("points_not_yours", found=str(points)[:24])
        if rule.per == "once" and count != 1:
            raise WrongMark("bad_count", found=str(count))
        return PenaltyTaken(rule.id, None, count)
    given = read_decimal("" if points is None else points)
    return PenaltyTaken(rule.id, check_range(given, ZERO, rule.max or ZERO))


def total(
    rulebook: Rulebook,
    parts: Mapping[PartId, PartScore],
    penalties: Sequence[PenaltyTaken] = (),
    times: Mapping[PartId, int] | None = None,
) -> EntryScore:
    """The score of the parts that are there (a live board knows only some); a penalty of a part that is not there waits
    for it. Never below 0 by deductions."""
    times = dict(times or {})
    charged = _charged(rulebook, penalties)
    results: dict[PartId, PartResult] = {}
    named: dict[PartId, tuple[Points, Points]] = {}
    added, unrounded = ZERO, ZERO
    for part in rulebook.parts:
        score = derive(part, named) if part.formula is not None else parts.get(part.id)
        if score is None:
            continue
        deducted = _deducted(rulebook, part, charged, times)
        left, raw_left, bonus = less(score.value, deducted), less(score.raw, deducted), ZERO
        if part.time is not None and part.time.early is not None and not score.void:
            bonus = early_points(part.time, times.get(part.id))
            left, raw_left = more(left, bonus, part.max), more(raw_left, bonus, part.max)
        weighted = round_to(_share(rulebook, part, left, rulebook.rounding.weighted), rulebook.rounding.weighted)
        results[part.id] = PartResult(left, deducted, weighted, score, bonus)
        if rulebook.derives:
            named[part.id] = (left, raw_left)
        added, unrounded = add(added, weighted), add(unrounded, _share(rulebook, part, raw_left, None))
    off = _from_total(rulebook, charged) if charged else ZERO
    return EntryScore(
        total=round_to(less(added, off), rulebook.rounding.total),
        unrounded=round_to(less(unrounded, off), UNROUNDED),
        parts=results,
        deductions=tuple(charged.items()),
        passed=_passed(rulebook, results),
        eliminated=too_late(rulebook, times),
        times=times,
        penalties=tuple(penalties),
    )


def too_late(rulebook: Rulebook, times: Mapping[PartId, int]) -> bool:
    """Whether a recorded time eliminates. It takes no score to know: so it is known before the field is settled."""
    return bool(times) and any(is_out(part.time, times.get(part.id)) for part in rulebook.parts)


def less(points: Points, deducted: Points) -> Points:
    """points − deducted, not below 0 (what the marks themselves made negative stays as it is)."""
    if not deducted:
        return points
    return max(subtract(points, deducted), min(points, ZERO))


def more(points: Points, bonus: Points, most: Points) -> Points:
    """points + bonus, not above the most the part can give."""
    return max(min(add(points, bonus), most), points)


def _share(rulebook: Rulebook, part: Part, score: Points, rounding: Rounding | None) -> Points:
    """score × weight (÷ out_of where weights are percent): exact where out_of divides to an end."""
    if rulebook.weighting == "sum":
        return multiply(score, part.weight)
    ratio = _ratio(part)
    if ratio is not None:
        return multiply(score, ratio)
    assert part.out_of is not None
    rounding = rounding or RAW
    return divide(multiply(score, part.weight), part.out_of, rounding.digits, rounding.mode)


def _ratio(part: Part) -> Points | None:
    """weight ÷ out_of, if that has an end."""
    if "ratio" not in part.memo:
        assert part.out_of is not None
        finite = is_finite_quotient(part.weight, part.out_of)
        part.memo["ratio"] = EXACT.divide(part.weight, part.out_of) if finite else None
    ratio: Points | None = part.memo["ratio"]
    return ratio


def _charged(rulebook: Rulebook, penalties: Sequence[PenaltyTaken]) -> dict[str, Points]:
    """Points per penalty rule, in the order given."""
    charged: dict[str, Points] = {}
    for taken in penalties:
        rule = rulebook.penalty(taken.rule_id)
        if rule.per == "once":
            charged[rule.id] = rule.points or ZERO
        elif rule.per == "count":
            more = multiply(rule.points or ZERO, Points(taken.count))
            charged[rule.id] = add(charged.get(rule.id, ZERO), more)
        else:
            charged[rule.id] = add(charged.get(rule.id, ZERO), taken.points or ZERO)
    return charged


def _from_total(rulebook: Rulebook, charged: Mapping[str, Points]) -> Points:
    off = ZERO
    for rule_id, points in charged.items():
        if rulebook.penalty(rule_id).part is None:
            off = add(off, points)
    return off


def _deducted(rulebook: Rulebook, part: Part, charged: Mapping[str, Points], times: Mapping[PartId, int]) -> Points:
    off = late_points(part.time, times.get(part.id))
    for rule_id, points in charged.items():
        if rulebook.penalty(rule_id).part == part.id:
            off = add(off, points)
    return off


def _passed(rulebook: Rulebook, results: Mapping[PartId, PartResult]) -> bool:
    """≥ the pass mark wherever there is one (≥ 60 in both, 南宁 2023, rules.md §1); elected where a ballot elects."""
    for part in rulebook.parts:
        if part.can_fail:
            result = results.get(part.id)
            if result is None or result.part.failed:
                return False
            if part.pass_mark is not None and result.score < part.pass_mark:
                return False
    return True
