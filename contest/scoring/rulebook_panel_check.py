"""What panels, combining and time mean together: the checks of rulebook_check that a part's judges and clock need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .numbers import Points, text
from .refused import Fault
from .rulebook_panels import Combine, Spread, TimeRule
from .rulebook_types import Part

DIVIDING = ("mean", "trimmed_mean", "median")


def check_panel(part: Part, combine: Combine, sheets: int, place: str) -> Iterator[Fault]:
    """Whether the way of combining fits the number of sheets an entry gets."""
    joint = part.panel is not None and part.panel.by == "joint"
    if joint and combine.method != "single":
        yield Fault(f"{place}.method", "joint_is_single", {"method": combine.method})
    elif combine.method == "single" and sheets > 1:
        yield Fault(f"{place}.method", "single_with_panel", {"judges": sheets})
    yield from _drops(combine, sheets, place)
    yield from _missing(combine, sheets, place)
    if combine.by_places:
        yield from _places(part, combine, place)
    if part.adjust is not None and (combine.by_places or combine.level != "sheet"):
        yield Fault(place.replace(".combine", ".adjust"), "adjust_needs_sheets", {})
    divides = combine.method in DIVIDING or combine.missing == "replaced"
    if divides and part.stages.judges is None:
        yield Fault(place, "rounding_missing", {"stage": "judges"})
    if combine.spread is not None:
        yield from _spread(part, combine, combine.spread, f"{place}.spread")
    if part.view == "flash" and sheets < 2:
        yield Fault(place.replace(".combine", ".view"), "flash_alone", {})


def _drops(combine: Combine, sheets: int, place: str) -> Iterator[Fault]:
    drops = combine.low + combine.high
    if combine.method in ("trimmed_mean", "sum") and drops and combine.none_below is None and sheets <= drops:
        found = {"judges": sheets, "low": combine.low, "high": combine.high, "needed": drops + 1}
        yield Fault(place, "too_few_to_trim", found)
    if combine.none_below is not None and combine.none_below <= drops:
        yield Fault(f"{place}.none_below", "none_below_small", {"least": drops + 1})
    if combine.method == "trimmed_mean" and not drops:
        yield Fault(place, "trims_nothing", {})


def _places(part: Part, combine: Combine, place: str) -> Iterator[Fault]:
    yield from check_points(combine.points, f"{place}.points")
    if part.panel is not None and (part.panel.by != "all" or part.panel.judges < 2):
        yield Fault(f"{place}.method", "places_need_all", {"method": combine.method})
    if combine.missing != "block":
        yield Fault(f"{place}.missing", "given_needs_mean", {"method": combine.method})
    if combine.level == "aspect" or (combine.level == "criterion" and combine.method == "place_points"):
        yield Fault(f"{place}.level", "places_level", {"level": combine.level})
    if part.stages.judges is None:
        yield Fault(place, "rounding_missing", {"stage": "judges"})
    if combine.spread is not None or any(aspect.kind == "veto" for aspect in part.aspects.values()):
        yield Fault(place, "places_alone", {"method": combine.method})


def check_points(points: Sequence[Points], place: str) -> Iterator[Fault]:
    """Points by place fall."""
    for i, (higher, lower) in enumerate(pairwise(points), start=1):
        if lower > higher:
            yield Fault(f"{place}[{i}]", "place_points_rise", {"points": text(lower), "before": text(higher)})


def _missing(combine: Combine, sheets: int, place: str) -> Iterator[Fault]:
    if combine.missing == "given" and combine.method in ("sum", "single"):
        yield Fault(f"{place}.missing", "given_needs_mean", {"method": combine.method})
    if combine.missing == "replaced" and combine.method in ("single", "consensus"):
        yield Fault(f"{place}.missing", "given_needs_mean", {"method": combine.method})
    if combine.least > 1 and (combine.missing == "block" or combine.least > sheets):
        yield Fault(f"{place}.least", "least_useless", {"least": combine.least, "judges": sheets})


def _spread(part: Part, combine: Combine, spread: Spread, place: str) -> Iterator[Fault]:
    if combine.method == "single":
        yield Fault(place, "spread_of_one", {})
    judgements = any(aspect.kind == "judgement" for aspect in part.aspects.values())
    if spread.of == "judgement" and not judgements:
        yield Fault(f"{place}.of", "spread_without_judgement", {})
    if spread.of == "judgement" and (spread.action == "mean_of_all" or spread.bands):
        yield Fault(place, "spread_of_judgement", {})
    if spread.action == "mean_of_all" and combine.method not in ("trimmed_mean", "median"):
        yield Fault(f"{place}.action", "mean_of_all_drops_nothing", {"method": combine.method})
    if spread.rounds is not None and (spread.action != "again" or part.view != "flash"):
        yield Fault(f"{place}.rounds", "rounds_without_again", {})
    if spread.rounds is not None and combine.method == "consensus":
        yield Fault(f"{place}.rounds", "rounds_of_consensus", {})
    for i, (upper, lower) in enumerate(pairwise(spread.bands), start=1):
        if lower.least >= upper.least:
            found = {"least": text(lower.least), "before": text(upper.least)}
            yield Fault(f"{place}.bands[{i}].least", "bands_not_falling", found)


def check_time(rule: TimeRule, place: str) -> Iterator[Fault]:
    """Whether a time rule costs what it says."""
    if rule.per_started_minute and rule.late:
        yield Fault(f"{place}.late", "late_twice", {})
    if rule.out_over is not None and rule.out_from is not None:
        yield Fault(f"{place}.out_from", "out_twice", {})
    if rule.early and rule.early.cap is None:
        yield Fault(f"{place}.early.cap", "missing_key", {"key": "cap"})
    if rule.late and rule.late.cap is not None:
        yield Fault(f"{place}.late.cap", "late_cap", {})
    for i, (first, then) in enumerate(pairwise(rule.steps), start=1):
        if then.over <= first.over or then.points <= first.points:
            yield Fault(f"{place}.steps[{i}]", "steps_not_rising", _pair(then.over, then.points))


def _pair(over: Points, points: Points) -> dict[str, str]:
    return {"over": text(over), "points": text(points)}
