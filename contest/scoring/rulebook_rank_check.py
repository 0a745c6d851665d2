"""Whether an item can be ranked as its rulebook says."""

from __future__ import annotations

from collections.abc import Iterator

from .events import AspectId
from .refused import Fault
from .rulebook_outcomes import Tie
from .rulebook_types import Part, Rulebook

_OF_JUDGES = ("criterion", "aspect", "aspects", "untrimmed_mean", "count_back", "givers")


def check_ties(rulebook: Rulebook) -> Iterator[Fault]:
    """Rules asked twice or in vain, names that do not exist."""
    for i, tie in enumerate(rulebook.ties):
        place = f"ties[{i}]"
        if tie in rulebook.ties[:i]:
            yield Fault(place, "duplicate", {"id": tie.by, "first": f"ties[{rulebook.ties.index(tie)}]"})
        if tie.by == "shared" and i + 1 < len(rulebook.ties):
            yield Fault(place, "shared_not_last", {})
        if tie.by == "next_decimal" and rulebook.rounding.total is not None:
            yield from _decimals(tie.digits or 0, rulebook.rounding.total.digits, f"{place}.digits")
        yield from _tie_names(rulebook, tie, place)


def _decimals(digits: int, shown: int, place: str) -> Iterator[Fault]:
    if digits <= shown:
        yield Fault(place, "tie_no_more_digits", {"digits": digits, "total": shown})


def _tie_names(rulebook: Rulebook, tie: Tie, place: str) -> Iterator[Fault]:
    parts = {part.id: part for part in rulebook.parts}
    for name in (*tie.parts, *([tie.part] if tie.part else ())):
        if name not in parts:
            yield Fault(place, "unknown_part", {"part": name})
        elif tie.by in ("time", "times") and parts[name].time is None:
            yield Fault(place, "tie_without_time", {"part": name})
    part = parts.get(tie.part) if tie.part else None
    if part is None:
        return
    if tie.by in _OF_JUDGES and part.source != "judged":
        yield Fault(place, "tie_not_judged", {"part": part.id})
    elif tie.by == "givers" and (part.combine is None or part.combine.method != "place_points"):
        yield Fault(place, "tie_not_points", {"part": part.id})
    elif tie.by == "criterion" and tie.criterion not in {criterion.id for criterion in part.criteria}:
        yield Fault(f"{place}.criterion", "unknown_criterion", {"part": part.id, "criterion": tie.criterion})
    elif tie.by in ("aspect", "aspects"):
        yield from _aspects(part, tie, place)


def _aspects(part: Part, tie: Tie, place: str) -> Iterator[Fault]:
    named = {f"{place}.aspects[{i}]": aspect for i, aspect in enumerate(tie.aspects)}
    if tie.by == "aspect":
        named = {f"{place}.aspect": tie.aspect or AspectId("")}
    for where, aspect in named.items():
        if aspect not in part.aspects:
            yield Fault(where, "unknown_aspect", {"part": part.id, "aspect": aspect})
