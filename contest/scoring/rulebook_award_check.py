"""Whether the awards and the table of units can be drawn as the file says."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

from .numbers import text
from .refused import Fault
from .rulebook_outcomes import Award, Promotion, UnitTable, When
from .rulebook_types import Rulebook

HUNDRED = Decimal(100)


def twice(place: str, names: Sequence[Hashable], key: str = ".id") -> Iterator[Fault]:
    """Names that stand a second time."""
    for i, name in enumerate(names):
        if name and name in names[:i]:
            yield Fault(f"{place}[{i}]{key}", "duplicate", {"id": str(name), "first": f"{place}[{names.index(name)}]"})


def check_advance(rulebook: Rulebook) -> Iterator[Fault]:
    """A cut that cuts nothing, or a round that follows itself."""
    rule = rulebook.advance
    if rule is None:
        return
    if rule.count is not None and rule.percent is not None:
        yield Fault("advance", "count_and_percent", {"count": rule.count, "percent": text(rule.percent)})
    if rule.count is None and rule.percent is None and rule.threshold is None:
        yield Fault("advance", "advance_without_size", {})
    if rule.percent is not None and rule.percent > HUNDRED:
        yield Fault("advance.percent", "over_hundred", {"percent": text(rule.percent)})
    if rule.to == rulebook.id:
        yield Fault("advance.to", "advance_to_itself", {"item": rule.to})
    if rule.requires_pass and not any(part.can_fail for part in rulebook.parts):
        yield Fault("advance.requires_pass", "no_pass_mark", {})


def check_awards(rulebook: Rulebook) -> Iterator[Fault]:
    """Levels that have no size, or can never be drawn."""
    yield from _levels(rulebook.awards)
    for i, award in enumerate(rulebook.awards):
        if award.requires_pass and not any(part.can_fail for part in rulebook.parts):
            yield Fault(f"awards[{i}].requires_pass", "no_pass_mark", {})
        if award.least_scale is not None and rulebook.scale is None:
            yield Fault(f"awards[{i}].least_scale", "no_scale", {})
    if rulebook.promotion is not None:
        yield from _promotion(rulebook, rulebook.promotion, "promotion")


def _levels(awards: Sequence[Award]) -> Iterator[Fault]:
    """Each level by itself, and what it passes on."""
    yield from twice("awards", [award.id for award in awards])
    for i, award in enumerate(awards):
        yield from _level(award, f"awards[{i}]", [other.id for other in awards[:i]])
        double = _counted_twice(awards[i:]) if award.carry != "none" and award.takes_number else None
        if double is not None:
            yield Fault(f"awards[{i}].carry", "carry_cumulative", {"award": double.id})


def _counted_twice(awards: Sequence[Award]) -> Award | None:
    """A cumulative share takes in what the levels before left over: none may be passed on to it too. The first of these
    awards itself, or the one behind it that takes up what it leaves, whichever are drawn."""
    for i, award in enumerate(awards):
        if award.takes_number and award.cumulative:
            return award
        if i and award.takes_number and award.when == When():
            return None
    return None


def _level(award: Award, place: str, before: Sequence[str]) -> Iterator[Fault]:
    """One level by itself; `before` are the ids of the levels drawn earlier."""
    if award.count is not None and award.percent is not None:
        yield Fault(place, "count_and_percent", {"count": award.count, "percent": text(award.percent)})
    sizes = (award.count, award.percent, award.threshold, award.least_scale, award.from_rank, award.to_rank)
    if all(size is None for size in sizes) and not award.limits:
        yield Fault(place, "award_without_size", {})
    yield from _percent(award.percent, place)
    yield from _window(award.from_rank, award.to_rank, place)
    yield from _when(award.when.entries_over, award.when.entries_upto, place)
    yield from _when(award.when.units_over, award.when.units_upto, place)
    if award.carry != "none" and not award.takes_number:
        yield Fault(f"{place}.carry", "carry_without_quota", {})
    for i, id in enumerate(award.apart_from):
        if id not in before:
            yield Fault(f"{place}.apart_from[{i}]", "unknown_award", {"award": id})


def _percent(percent: Decimal | None, place: str) -> Iterator[Fault]:
    if percent is not None and percent > HUNDRED:
        yield Fault(f"{place}.percent", "over_hundred", {"percent": text(percent)})


def _window(first: int | None, last: int | None, place: str) -> Iterator[Fault]:
    if first is not None and last is not None and first > last:
        yield Fault(f"{place}.to_rank", "window_empty", {"first": first, "last": last})


def _when(over: int | None, upto: int | None, place: str) -> Iterator[Fault]:
    if over is not None and upto is not None and over >= upto:
        yield Fault(f"{place}.when", "when_never", {"over": over, "upto": upto})


def _promotion(rulebook: Rulebook, promotion: Promotion, place: str) -> Iterator[Fault]:
    yield from twice(f"{place}.levels", [level.id for level in promotion.levels])
    levels, parts = {level.id for level in promotion.levels}, {part.id for part in rulebook.parts}
    for i, step in enumerate(promotion.steps):
        here = f"{place}.steps[{i}]"
        for level in (step.to, *step.held):
            if level and level not in levels:
                yield Fault(here, "unknown_level", {"level": level})
        yield from _percent(step.percent, here)
        yield from _window(step.from_rank, step.to_rank, here)
    for i, least in enumerate(promotion.least_parts):
        if least.part not in parts:
            yield Fault(f"{place}.least_parts[{i}].part", "unknown_part", {"part": least.part})


def check_unit_table(table: UnitTable) -> Iterator[Fault]:
    """Items named twice; `shared` anywhere but last; means without rounding; awards that can never be drawn."""
    yield from twice("items", table.items, key="")
    for i, tie in enumerate(table.ties):
        if tie.by == "shared" and i + 1 < len(table.ties):
            yield Fault(f"ties[{i}]", "shared_not_last", {})
        if tie.by == "item" and tie.item not in table.items:
            yield Fault(f"ties[{i}].item", "unknown_item", {"item": tie.item})
    if (table.take == "mean" or table.of == "parts") and table.means is None:
        yield Fault("means", "rounding_missing", {"stage": "means"})
    yield from _levels(table.awards)
    for i, award in enumerate(table.awards):
        if award.requires_pass:
            yield Fault(f"awards[{i}].requires_pass", "no_pass_mark", {})
        if award.least_scale is not None:
            yield Fault(f"awards[{i}].least_scale", "no_scale", {})
