"""What a rulebook's values mean together: does it add up, can every stage be computed, does every name exist.

Each check yields faults at the place to mend. A part that could not be read is not checked again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from .numbers import EXACT, is_finite_quotient, subtract, text, total_of
from .refused import Fault
from .rulebook_award_check import HUNDRED, check_advance, check_awards, twice
from .rulebook_panel_check import check_panel, check_time
from .rulebook_rank_check import check_ties
from .rulebook_source_check import check_source, check_weightless
from .rulebook_total import check_total
from .rulebook_types import Aspect, Part, Rulebook


class Broken:
    """The places that already have a fault of shape: what stands below or above them is not judged again."""

    def __init__(self, places: Iterable[str]) -> None:
        self.places = set(places)

    def at(self, place: str) -> bool:
        """Whether the thing at that place, or something in it, could not be read."""
        return any(broken == place or broken.startswith((f"{place}.", f"{place}[")) for broken in self.places)

    def ends(self, *keys: str) -> bool:
        return any(broken.endswith(keys) for broken in self.places)


def check_rulebook(rulebook: Rulebook, unread: Iterable[str]) -> Iterator[Fault]:
    """Every fault of meaning; `unread` are the places that already have a fault of shape."""
    broken = Broken(unread)
    yield from twice("parts", [part.id for part in rulebook.parts])
    if rulebook.weighting == "percent" and not broken.ends("].weight", "parts"):
        yield from _weights(rulebook)
    for i, part in enumerate(rulebook.parts):
        yield from check_part(rulebook, part, f"parts[{i}]", broken)
        if part.source not in ("judged", "imported") and not broken.at(f"parts[{i}]"):
            yield from check_source(rulebook, part, f"parts[{i}]")
    if not broken.ends(".id", "parts"):
        if not broken.ends(".weight", ".formula"):
            yield from check_weightless(rulebook)
        yield from _stage(rulebook)
        yield from _flash(rulebook)
        yield from _penalties(rulebook)
        yield from check_ties(rulebook)
    yield from check_awards(rulebook)
    yield from check_advance(rulebook)


def _weights(rulebook: Rulebook) -> Iterator[Fault]:
    added = total_of(part.weight for part in rulebook.parts)
    if added != HUNDRED:
        off = subtract(added, HUNDRED)
        code = "weights_over" if off > 0 else "weights_under"
        yield Fault("parts", code, {"sum": text(added), "by": text(off.copy_abs())})


def check_part(rulebook: Rulebook, part: Part, place: str, broken: Broken) -> Iterator[Fault]:
    """One part: its scheme, its panel, its scale, its rounding."""
    yield from twice(f"{place}.criteria", [criterion.id for criterion in part.written])
    yield from _aspects(part, place, broken)
    if part.entry == "total" and not any(
        broken.at(f"{place}.{key}") for key in ("criteria", "step", "entry", "source")
    ):
        yield from check_total(part, place)
    unread = broken.at(f"{place}.panel") or broken.at(f"{place}.combine")
    if part.panel and part.combine and not unread:
        yield from check_panel(part, part.combine, part.panel.sheets, f"{place}.combine")
    if not (unread or broken.at(f"{place}.criteria") or broken.at(f"{place}.out_of") or broken.at(f"{place}.source")):
        yield from _scale(rulebook, part, place)
    if part.time is not None and not broken.at(f"{place}.time"):
        yield from check_time(part.time, f"{place}.time")


def _aspects(part: Part, place: str, broken: Broken) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for c, criterion in enumerate(part.written):
        for a, aspect in enumerate(criterion.aspects):
            here = f"{place}.criteria[{c}].aspects[{a}]"
            if aspect.id and aspect.id in seen:
                yield Fault(f"{here}.id", "duplicate", {"id": aspect.id, "first": seen[aspect.id]})
            seen.setdefault(aspect.id, here)
            if not broken.at(here):
                yield from _aspect(part, aspect, here)


def _aspect(part: Part, aspect: Aspect, here: str) -> Iterator[Fault]:
    if aspect.kind == "points":
        yield from _steps(aspect, here)
    if aspect.ladder:
        yield from _ladder(aspect, here)
    if aspect.bands:
        yield from _bands(aspect, here)
    if aspect.kind == "veto":
        yield from _veto(part, aspect, here)
    if aspect.per_outside is not None and aspect.allowed >= aspect.readings:
        yield Fault(f"{here}.allowed", "allowed_all", {"allowed": aspect.allowed, "readings": aspect.readings})
    divides = aspect.kind == "judgement" or (aspect.pick == "mean" and aspect.readings > 1)
    if divides and part.entry != "total" and part.stages.aspect is None:
        yield Fault(here, "rounding_missing", {"stage": "aspect"})


def _steps(aspect: Aspect, here: str) -> Iterator[Fault]:
    limits = {"min": text(aspect.min), "max": text(aspect.max)}
    if aspect.min >= aspect.max:
        yield Fault(f"{here}.max", "min_not_below_max", limits)
    elif aspect.step and EXACT.remainder(subtract(aspect.max, aspect.min), aspect.step):
        yield Fault(f"{here}.max", "max_off_step", limits | {"step": text(aspect.step)})


def _ladder(aspect: Aspect, here: str) -> Iterator[Fault]:
    for i, (lower, upper) in enumerate(zip(aspect.ladder, aspect.ladder[1:], strict=False), start=1):
        if upper.upto <= lower.upto:
            found = {"upto": text(upper.upto), "before": text(lower.upto)}
            yield Fault(f"{here}.ladder[{i}].upto", "ladder_not_ascending", found)
        if upper.points >= lower.points:
            found = {"points": text(upper.points), "before": text(lower.points)}
            yield Fault(f"{here}.ladder[{i}].points", "ladder_points_rise", found)
    best = max(rung.points for rung in aspect.ladder)
    if best != aspect.max:
        yield Fault(f"{here}.max", "ladder_max", {"max": text(aspect.max), "reached": text(best)})


def _bands(aspect: Aspect, here: str) -> Iterator[Fault]:
    for i, (lower, upper) in enumerate(pairwise(aspect.bands), start=1):
        if upper.off <= lower.off or upper.points <= lower.points:
            found = {"off": text(upper.off), "points": text(upper.points)}
            yield Fault(f"{here}.bands[{i}]", "deductions_not_rising", found)
    if aspect.bands[-1].points > aspect.max:
        found = {"max": text(aspect.max), "points": text(aspect.bands[-1].points)}
        yield Fault(f"{here}.max", "deductions_over_max", found)


def _veto(part: Part, aspect: Aspect, here: str) -> Iterator[Fault]:
    if aspect.max:
        yield Fault(f"{here}.max", "veto_has_no_points", {"max": text(aspect.max)})
    if aspect.fixes == "sheet" and part.combine is not None and part.combine.level != "sheet":
        yield Fault(f"{here}.fixes", "veto_without_sheets", {"level": part.combine.level})
    if aspect.at is not None and aspect.at > part.max:
        yield Fault(f"{here}.at", "veto_over_max", {"at": text(aspect.at), "max": text(part.max)})
    if part.panel is not None and aspect.needs > part.panel.sheets:
        yield Fault(f"{here}.needs", "veto_needs_more", {"needs": aspect.needs, "judges": part.panel.sheets})


def _scale(rulebook: Rulebook, part: Part, place: str) -> Iterator[Fault]:
    if part.out_of is None:
        return
    if part.max != part.out_of:
        off = subtract(part.max, part.out_of)
        code = "max_over_out_of" if off > 0 else "max_under_out_of"
        found = {"out_of": text(part.out_of), "max": text(part.max), "by": text(off.copy_abs())}
        yield Fault(f"{place}.out_of", code, found)
    if part.pass_mark is not None and part.pass_mark > part.out_of:
        found = {"pass_mark": text(part.pass_mark), "out_of": text(part.out_of)}
        yield Fault(f"{place}.pass_mark", "pass_mark_unreachable", found)
    percent = rulebook.weighting == "percent" and part.out_of
    if percent and not rulebook.rounding.weighted and not is_finite_quotient(part.weight, part.out_of):
        yield Fault(f"{place}.out_of", "rounding_missing", {"stage": "weighted"})


def _stage(rulebook: Rulebook) -> Iterator[Fault]:
    """What is revealed mark by mark is marked by judges one by one, and stands when it is shown."""
    board = rulebook.board
    found = next((part for part in rulebook.parts if part.id == board.stage), None)
    if board.stage is None:
        if board.hold_first:
            yield Fault("board.hold_first", "hold_without_stage")
    elif found is None:
        yield Fault("board.stage", "unknown_part", {"part": board.stage})
    elif found.panel is None or found.panel.by == "joint" or found.field_wide or found.known_by_name:
        yield Fault("board.stage", "stage_part", {"part": board.stage})


def _flash(rulebook: Rulebook) -> Iterator[Fault]:
    """A board that showed what an incomplete panel comes to would show the cards one by one."""
    if rulebook.board.provisional and any(part.view == "flash" for part in rulebook.parts):
        yield Fault("board.provisional", "flash_provisional", {})


def _penalties(rulebook: Rulebook) -> Iterator[Fault]:
    yield from twice("penalties", [rule.id for rule in rulebook.penalties])
    ids = {part.id for part in rulebook.parts}
    for i, rule in enumerate(rulebook.penalties):
        if rule.part is not None and rule.part not in ids:
            yield Fault(f"penalties[{i}].part", "unknown_part", {"part": rule.part})
