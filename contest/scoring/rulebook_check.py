"""What a rulebook's values mean together: does it add up, can every stage be computed, does every name exist.

Each check yields faults at the place to mend. A part that could not be read is not checked again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .numbers import EXACT, is_finite_quotient, subtract, text, total_of
from .refused import Fault
from .rulebook_award_check import HUNDRED, check_awards, twice
from .rulebook_rank_check import check_ties
from .rulebook_types import Aspect, Combine, Part, Rulebook


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
    if not broken.ends(".id", "parts"):
        yield from _penalties(rulebook)
        yield from check_ties(rulebook)
    yield from check_awards(rulebook)


def _weights(rulebook: Rulebook) -> Iterator[Fault]:
    added = total_of(part.weight for part in rulebook.parts)
    if added != HUNDRED:
        off = subtract(added, HUNDRED)
        code = "weights_over" if off > 0 else "weights_under"
        yield Fault("parts", code, {"sum": text(added), "by": text(off.copy_abs())})


def check_part(rulebook: Rulebook, part: Part, place: str, broken: Broken) -> Iterator[Fault]:
    """One part: its scheme, its panel, its scale, its rounding."""
    yield from twice(f"{place}.criteria", [criterion.id for criterion in part.criteria])
    yield from _aspects(part, place, broken)
    unread = broken.at(f"{place}.panel") or broken.at(f"{place}.combine")
    if part.panel and part.combine and not unread:
        yield from _panel(part, part.combine, part.panel.sheets, f"{place}.combine")
    if not (unread or broken.at(f"{place}.criteria") or broken.at(f"{place}.out_of") or broken.at(f"{place}.source")):
        yield from _scale(rulebook, part, place)


def _aspects(part: Part, place: str, broken: Broken) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for c, criterion in enumerate(part.criteria):
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
    divides = aspect.kind == "judgement" or (aspect.pick == "mean" and aspect.readings > 1)
    if divides and part.stages.aspect is None:
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


def _panel(part: Part, combine: Combine, sheets: int, place: str) -> Iterator[Fault]:
    """Whether the way of combining fits the number of sheets an entry gets."""
    drops = combine.low + combine.high
    joint = part.panel is not None and part.panel.by == "joint"
    if joint and combine.method != "single":
        yield Fault(f"{place}.method", "joint_is_single", {"method": combine.method})
    elif combine.method == "single" and sheets > 1:
        yield Fault(f"{place}.method", "single_with_panel", {"judges": sheets})
    if combine.method == "trimmed_mean" and combine.none_below is None and sheets <= drops:
        found = {"judges": sheets, "low": combine.low, "high": combine.high, "needed": drops + 1}
        yield Fault(place, "too_few_to_trim", found)
    if combine.none_below is not None and combine.none_below <= drops:
        yield Fault(f"{place}.none_below", "none_below_small", {"least": drops + 1})
    if combine.method == "trimmed_mean" and not drops:
        yield Fault(place, "trims_nothing", {})
    if combine.missing == "given" and combine.method in ("sum", "single"):
        yield Fault(f"{place}.missing", "given_needs_mean", {"method": combine.method})
    if combine.method in ("mean", "trimmed_mean", "median") and part.stages.judges is None:
        yield Fault(place, "rounding_missing", {"stage": "judges"})


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


def _penalties(rulebook: Rulebook) -> Iterator[Fault]:
    yield from twice("penalties", [rule.id for rule in rulebook.penalties])
    ids = {part.id for part in rulebook.parts}
    for i, rule in enumerate(rulebook.penalties):
        if rule.part is not None and rule.part not in ids:
            yield Fault(f"penalties[{i}].part", "unknown_part", {"part": rule.part})
