"""A part in words, from its sheets to its share of the total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..scoring.item import Item
from ..scoring.numbers import ZERO, subtract
from ..scoring.part_reasons import Kept, PartReason, Stage, StandIn, VetoReason
from ..scoring.rulebook_types import ONE, Combine, Part, Rulebook
from ..scoring.spreads import Apart
from .said import Seats, Words, both_ends, figure, name_of, number, quoted, result, tell
from .sheets import nodes_told, placed, sheet_told, short
from .sources import sources_told


def part_told(item: Item, part: PartReason, seats: Seats) -> Iterator[Words]:
    """The sentences of a part, in the order in which its score comes about."""
    rule = item.rulebook.part(part.part)
    for round in part.rounds:
        given = " / ".join(short(mark) for mark in round.given)
        yield tell("round", n=str(round.round), aspect=name_of(rule.aspects[round.aspect].name), given=given)
    for sheet in part.sheets:
        yield from sheet_told(item, sheet, rule, seats)
    yield from sources_told(item, part, rule)
    yield from _combined(part, rule)
    told = {stage.stage: _stage(item.rulebook, part, rule, stage) for stage in part.stages}
    yield from (told.pop(stage) for stage in ("judges", "part") if stage in told)
    yield from (_veto(veto, rule, len(part.sheets)) for veto in part.vetoes)
    yield from (told.pop(stage) for stage in ("veto",) if stage in told)
    yield from _clock(item.rulebook, part)
    yield from told.values()


def _combined(part: PartReason, rule: Part) -> Iterator[Words]:
    """Whatever one has to know before the judges are made one."""
    for gap in part.gaps:
        yield _gap(gap, part, rule)
    for each in part.stand_ins:
        yield _stand_in(each, rule)
    combine, kept = rule.combine, part.kept
    if kept is not None and combine is not None and not any(gap.action == "mean_of_all" for gap in part.gaps):
        trims = combine.method in ("trimmed_mean", "sum") and combine.low + combine.high > 0
        if trims and not kept.low + kept.high:
            yield tell("too_few", count=kept.count)
    of_aspects = tuple(node for node in part.nodes if node.of == "aspect")
    of_criteria = tuple(node for node in part.nodes if node.of == "criterion")
    if combine is not None and part.nodes:
        key = "nodes_aspect" if of_aspects else "nodes_criterion"
        yield tell(key, how=_each(combine), nodes=nodes_told(of_aspects or of_criteria, rule))
    if of_aspects and of_criteria:
        yield tell("criteria", criteria=nodes_told(of_criteria, rule))
    if any(place.criterion for place in part.places):
        yield tell("places_together", places=placed(part.places, rule))


def _place_words(place: str, rule: Part, *, of_judgement: bool = False) -> Words:
    """Where something was combined: the sheets, a criterion or an aspect."""
    if not place:
        return tell("the_sheets")
    criteria = {str(criterion.id): criterion.name for criterion in rule.criteria}
    aspects = {str(id): aspect.name for id, aspect in rule.aspects.items()}
    by_criterion = rule.combine is not None and rule.combine.level == "criterion"
    return quoted((criteria if by_criterion and not of_judgement else aspects)[place])


def _gap(gap: Apart, part: PartReason, rule: Part) -> Words:
    spread = rule.combine.spread if rule.combine is not None else None
    middle = spread is not None and spread.between == "middle" and gap.of == spread.of
    between = "extremes" if not middle or len(part.sheets) < 3 else "beside" if len(part.sheets) % 2 else "middle"
    figures = {"found": figure(gap.found), "allowed": figure(gap.allowed)}
    where, then = _place_words(gap.place, rule, of_judgement=gap.of == "judgement"), tell(f"gap.{gap.action}")
    return tell(f"gap.between_{between}", where=where, then=then, **figures)


def _stand_in(each: StandIn, rule: Part) -> Words:
    key = "stand_in_at" if each.place else "stand_in_one" if each.count == 1 else "stand_in"
    return tell(key, where=_place_words(each.place, rule), count=each.count, points=figure(each.points))


def _each(combine: Combine) -> Words:
    """How the judges of each criterion or aspect are made one."""
    ends = {"low": combine.low, "high": combine.high} if combine.method in ("trimmed_mean", "sum") else {}
    how = tell(f"each.{combine.method}")
    if any(ends.values()):
        how = tell("each.without", ends=_ends(ends), how=how)
    if any(ends.values()) and combine.none_below is not None:
        how = tell("each.none_below", how=how, least=combine.none_below)
    return how if combine.factor == ONE else tell("each.factor", how=how, factor=number(combine.factor))


def _ends(ends: dict[str, int]) -> Words:
    """How many are dropped at either end."""
    return both_ends([tell(f"end.{end}" if n > 1 else f"end.{end}_one", n=n) for end, n in ends.items() if n])


def _which(kept: Kept) -> Words:
    """The sheets that were combined."""
    left = kept.count - kept.low - kept.high
    if left == kept.count:
        return tell("kept.all", count=left)
    ends = _ends({"low": kept.low, "high": kept.high})
    return tell("kept.one" if left == 1 else "kept.some", count=left, all=kept.count, ends=ends)


def _veto(veto: VetoReason, rule: Part, sheets: int) -> Words:
    aspect = rule.aspects[veto.aspect]
    key = "few" if not veto.counts else "void" if aspect.fixes == "void" else aspect.bound
    counts = {"said": veto.said, "sheets": sheets, "needs": aspect.needs}
    return tell(f"vetoed.{key}", aspect=name_of(aspect.name), at=figure(aspect.at or ZERO), **counts)


def _clock(rulebook: Rulebook, part: PartReason) -> Iterator[Words]:
    """The time that counted, and the penalties of the part."""
    if part.seconds is not None:
        clock = {"minutes": str(part.seconds // 60), "seconds": str(part.seconds % 60)}
        yield tell("time_late" if part.late else "time", late=figure(part.late), **clock)
    yield from penalties_told(rulebook, part.penalties)


def penalties_told(rulebook: Rulebook, penalties: tuple[tuple[str, Any], ...]) -> Iterator[Words]:
    """Each penalty with what it takes."""
    for id, points in penalties:
        yield tell("penalty", penalty=name_of(rulebook.penalty(id).name), points=figure(points))


def _stage(rulebook: Rulebook, part: PartReason, rule: Part, stage: Stage) -> Words:
    if stage.stage == "judges":
        return _judges(part, rule, stage)
    if stage.stage == "part" and rule.combine is not None:
        return tell("stage.rounded", before=figure(stage.before), after=figure(stage.after))
    if stage.stage == "weighted":
        return _weighted(rulebook, rule, stage)
    if stage.stage == "veto" and stage.before == stage.after:
        return tell("stage.veto_same", after=figure(stage.after))
    return stage_told(stage)


def stage_told(stage: Stage) -> Words:
    """A stage with what stood before it and after."""
    by = figure(subtract(stage.before, stage.after).copy_abs())
    known = {"before": figure(stage.before), "after": figure(stage.after), "result": result(stage.before, stage.after)}
    if stage.due is None:
        return tell(f"stage.{stage.stage}", by=by, **known)
    return tell(f"stage.{stage.stage}_due", due=figure(stage.due), **known)


def _judges(part: PartReason, rule: Part, stage: Stage) -> Words:
    """Judges made one."""
    combine, came = rule.combine, result(stage.before, stage.after)
    assert combine is not None, "only where judges are combined"
    if part.nodes:
        return tell("combined.added", result=came)
    if combine.method == "majority" and part.places:
        key = "summed" if combine.level == "criterion" else "majority"
        return tell(f"combined.{key}", place=part.places[-1].place, result=came)
    if part.kept is None:
        return tell(f"combined.{combine.method}", result=came, place="–")
    method = "mean" if combine.method in ("mean", "trimmed_mean") else combine.method
    if any(gap.action == "mean_of_all" for gap in part.gaps):
        method = "mean"
    key = "sum_factor" if method == "sum" and combine.factor != ONE else method
    return tell(f"combined.{key}", which=_which(part.kept), factor=number(combine.factor), result=came)


def _weighted(rulebook: Rulebook, rule: Part, stage: Stage) -> Words:
    """What a part gives to the total."""
    figures = {"before": figure(stage.before), "after": figure(stage.after), "weight": number(rule.weight)}
    if not rule.weight:
        return tell("stage.weightless")
    divisor = rule.out_of if rulebook.weighting == "percent" and rule.out_of is not None else ONE
    if rule.weight == divisor and stage.before == stage.after:
        return tell("stage.as_it_is", **figures)
    if divisor == ONE:
        return tell("stage.weighted_sum", **figures)
    return tell("stage.weighted", out_of=number(divisor), **figures)
