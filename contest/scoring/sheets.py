"""One sheet: reading its marks and adding them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import accumulate
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from .aspects import SCORES, Value, WrongMark, read_mark
from .events import AspectId
from .numbers import ZERO, Points, Rounding, add, multiply, round_to, total_of
from .refused import Fault, MarksRefused
from .rulebook_types import ONE, Aspect, Part

Leaf = tuple[AspectId, Aspect, Callable[[Aspect, Any, Rounding | None], Points] | None, Decimal | None]
Plan = tuple[tuple[Decimal | None, tuple[Leaf, ...]], ...]
"""A part as the adding loop wants it: per criterion its factor and its aspects with rule and factor (None for × 1)."""

MOST_KNOWN = 500
"""Marks an aspect remembers having read."""


class Known(NamedTuple):
    """What was read before of a part's aspects, in the rulebook's order. marks: each text as all sheets share it ·
    worth: what it is worth · of: the marks of a sheet in this order; KeyError where it lacks one."""

    ids: tuple[AspectId, ...]
    marks: tuple[dict[str | bool, str | bool], ...]
    worth: tuple[dict[str | bool, Points], ...]
    of: Callable[[Mapping[Any, Any]], Sequence[Any]]


class SheetScore(NamedTuple):
    """What one sheet comes to. `aspects` and `criteria` stand in the rulebook's order and in their own points, before
    their own factor; None where the judge gave nothing. `total` adds what was given, factors and all. `vetoes`: those
    said; `judged`: the 0–3 of each judgement, kept where the rulebook limits how far judges may lie apart in them."""

    total: Points
    criteria: tuple[Points | None, ...]
    aspects: tuple[Points | None, ...]
    vetoes: tuple[AspectId, ...] = ()
    judged: tuple[Points | None, ...] = ()


def plan(part: Part) -> Plan:
    """The part's plan, made once."""
    made: Plan | None = part.memo.get("plan")
    if made is None:
        made = part.memo["plan"] = tuple(
            (_factor(criterion.factor), tuple(_leaf(aspect) for aspect in criterion.aspects))
            for criterion in part.criteria
        )
    return made


def _plan(part: Part) -> tuple[tuple[Decimal | None, tuple[Leaf, ...], bool], ...]:
    """The same, and whether a criterion's aspects are simply added: none of them has a factor."""
    made: tuple[tuple[Decimal | None, tuple[Leaf, ...], bool], ...] | None = part.memo.get("adding")
    if made is None:
        made = part.memo["adding"] = tuple(
            (factor, leaves, all(own is None for _, _, _, own in leaves)) for factor, leaves in plan(part)
        )
    return made


def _plain(part: Part) -> tuple[slice, ...] | None:
    """Where each criterion's aspects stand, if all there is to do is to add: no factor anywhere."""
    if "plain" not in part.memo:
        stops = list(accumulate(len(leaves) for _, leaves, _ in _plan(part)))
        plain = all(factor is None and each for factor, _, each in _plan(part))
        part.memo["plain"] = tuple(map(slice, [0, *stops], stops)) if plain else None
    made: tuple[slice, ...] | None = part.memo["plain"]
    return made


def _leaf(aspect: Aspect) -> Leaf:
    return (aspect.id, aspect, SCORES.get(aspect.kind), _factor(aspect.factor))


def _factor(factor: Decimal) -> Decimal | None:
    return None if factor == ONE else factor


def may_lack_aspects(part: Part) -> bool:
    """Whether a sheet may leave an aspect empty: where judges are combined below the sheet, from those who gave."""
    return part.combine is not None and part.combine.missing != "block" and part.combine.level != "sheet"


def read_marks(part: Part, raw: Mapping[Any, Any]) -> dict[AspectId, Value]:
    """A sheet's marks in the rulebook's order. Raises MarksRefused with every fault; its place is the aspect's id.
    Every aspect must be there; with `missing: given` or `replaced` below the sheet's
    level one is enough."""
    aspects = part.aspects
    faults = [Fault(str(key), "unknown_aspect", {"aspect": str(key)[:40]}) for key in raw if key not in aspects]
    marks: dict[AspectId, Value] = {}
    lacking = []
    for aspect_id, (aspect, known) in _readers(part).items():
        mark = raw.get(aspect_id)
        if mark is None:
            lacking.append(Fault(aspect_id, "missing"))
            continue
        try:
            marks[aspect_id] = _read(aspect, mark, known)
        except WrongMark as wrong:
            faults.append(Fault(aspect_id, wrong.code, wrong.data))
    if not may_lack_aspects(part) or len(lacking) == len(aspects):
        faults += lacking
    if faults:
        raise MarksRefused(faults)
    return marks


def _readers(part: Part) -> dict[AspectId, tuple[Aspect, dict[str, Value]]]:
    """Each aspect with the right marks that were read for it before."""
    made: dict[AspectId, tuple[Aspect, dict[str, Value]]] | None = part.memo.get("readers")
    if made is None:
        made = part.memo["readers"] = {id: (aspect, {}) for id, aspect in part.aspects.items()}
    return made


def _read(aspect: Aspect, raw: object, known: dict[str, Value]) -> Value:
    """A mark. Most are one of a few texts, so each text is read once: 2 µs instead of 8 for a sheet of 10 marks."""
    if type(raw) is not str:
        return read_mark(aspect, raw)
    mark = known.get(raw)
    if mark is None:
        mark = read_mark(aspect, raw)
        if len(known) < MOST_KNOWN:
            known[raw] = mark
    return mark


def take_sheet(part: Part, raw: Mapping[Any, Any]) -> tuple[Mapping[str, Any], SheetScore]:
    """A sheet's marks and what they come to: read_marks and score_sheet in one, for a journal's thousands of sheets.
    Their marks are a few texts again and again: each is read once, and all sheets share it. Raises MarksRefused."""
    known: Known = part.memo.get("known") or _known(part)
    if len(raw) == len(known.ids):
        try:
            given = known.of(raw)
            points = tuple(map(getitem, known.worth, given))
            marks: dict[str, Any] = dict(zip(known.ids, map(getitem, known.marks, given), strict=True))
        except (KeyError, TypeError):  # a mark that is new, or no text
            pass
        else:
            return marks, _add_up(part, points, whole=True)
    sheet = score_sheet(part, read_marks(part, raw))
    if not _has_extras(part):
        _note_known(known, raw, sheet)
    return raw, sheet


def _known(part: Part) -> Known:
    ids = tuple(part.aspects)
    of = itemgetter(*ids) if len(ids) > 1 else lambda raw: [raw[id] for id in ids]
    made = part.memo["known"] = Known(ids, tuple({} for _ in ids), tuple({} for _ in ids), of)
    return made


def _note_known(known: Known, raw: Mapping[Any, Any], sheet: SheetScore) -> None:
    """Remember what the sheet's marks are worth."""
    for id, marks, worths, worth in zip(known.ids, known.marks, known.worth, sheet.aspects, strict=True):
        mark = raw.get(id)
        if worth is not None and isinstance(mark, str | bool) and len(marks) < MOST_KNOWN:
            marks[mark], worths[mark] = mark, worth


def score_sheet(part: Part, marks: Mapping[AspectId, Value]) -> SheetScore:
    """What the marks (as read_marks gives them) come to."""
    rounding = part.stages.aspect
    sheet = _add_up(part, [_worth(leaf, marks, rounding) for _, leaves in plan(part) for leaf in leaves])
    return _with_extras(part, sheet, marks) if _has_extras(part) else sheet


def _add_up(part: Part, points: Sequence[Any], whole: bool = False) -> SheetScore:
    """The points of the aspects, in order, added by criterion and over all. `whole`: none of them lacks."""
    plainly = _plain(part) if whole else None
    if plainly is not None:
        sums = tuple([reduce(add, points[span], ZERO) for span in plainly])
        return SheetScore(reduce(add, sums, ZERO), sums, tuple(points))
    criteria: list[Points | None] = []
    total, start, rounding = ZERO, 0, part.stages.factor
    for factor, leaves, plain in _plan(part):
        stop = start + len(leaves)
        if whole and plain:
            added = total_of(points[start:stop])
            criteria.append(added)
        else:
            given, added = _added(leaves, points[start:stop], rounding)
            criteria.append(added if given else None)
        total = add(total, added if factor is None else round_to(multiply(added, factor), rounding))
        start = stop
    return SheetScore(total, tuple(criteria), tuple(points))


def _has_extras(part: Part) -> bool:
    """Whether a sheet of the part says more than points."""
    known: bool | None = part.memo.get("extras")
    if known is None:
        vetoes = any(aspect.kind == "veto" for aspect in part.aspects.values())
        known = part.memo["extras"] = vetoes or _keeps_judged(part)
    return known


def _keeps_judged(part: Part) -> bool:
    rule = part.combine.spread if part.combine is not None else None
    return rule is not None and rule.of == "judgement"


def _with_extras(part: Part, sheet: SheetScore, marks: Mapping[AspectId, Value]) -> SheetScore:
    said = [aspect for id, aspect in part.aspects.items() if aspect.kind == "veto" and marks.get(id) is True]
    own = [aspect for aspect in said if aspect.fixes == "sheet"]
    judgements = [id for id, aspect in part.aspects.items() if aspect.kind == "judgement"]
    judged: list[Any] = [marks.get(id) for id in judgements] if _keeps_judged(part) else []
    return sheet._replace(
        total=fixed(own, sheet.total) if own else sheet.total,
        vetoes=tuple(aspect.id for aspect in said),
        judged=tuple(judged),
    )


def fixed(said: Sequence[Aspect], points: Points) -> Points:
    """The points with the vetoes that were said (at least one): each makes them its figure, or at most that; the lowest
    counts."""
    figures = [(aspect.at or ZERO, aspect.bound) for aspect in said]
    return min(figure if bound == "exactly" else min(points, figure) for figure, bound in figures)


def _worth(leaf: Leaf, marks: Mapping[AspectId, Value], rounding: Rounding | None) -> Points | None:
    aspect_id, aspect, score, _ = leaf
    mark: Any = marks.get(aspect_id)
    return mark if mark is None or score is None else score(aspect, mark, rounding)


def _added(leaves: tuple[Leaf, ...], points: Sequence[Points | None], rounding: Rounding | None) -> tuple[bool, Points]:
    """Whether all were given, and the sum of those that were, each × its aspect's factor."""
    whole, added = True, ZERO
    for (_, _, _, factor), point in zip(leaves, points, strict=True):
        if point is None:
            whole = False
        else:
            added = add(added, point if factor is None else round_to(multiply(point, factor), rounding))
    return whole, added
