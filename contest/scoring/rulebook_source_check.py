"""What votes, ballots and formulas mean together with the rest of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from .derived import range_of, tree_of
from .formulas import Range
from .numbers import text, total_of
from .refused import Fault
from .rulebook_award_check import HUNDRED, twice
from .rulebook_panel_check import check_points
from .rulebook_types import Part, Rulebook


def check_source(rulebook: Rulebook, part: Part, place: str) -> Iterator[Fault]:
    """The faults of a part that is derived, voted on or balloted."""
    if part.source == "derived":
        yield from _formula(rulebook, part, place)
    if part.votes is not None:
        yield from _votes(part, place)
    if part.ballot is not None:
        yield from _ballot(part, place)
    if part.source in ("votes", "ballot") and part.stages.judges is None:
        yield Fault(place, "rounding_missing", {"stage": "judges"})


def _formula(rulebook: Rulebook, part: Part, place: str) -> Iterator[Fault]:
    tree = tree_of(part)
    before = {}
    for each in rulebook.parts:
        if each.id == part.id:
            break
        before[str(each.id)] = each
    for name in dict.fromkeys(tree.parts()):
        if name not in before:
            yield Fault(f"{place}.formula", "formula_part", {"part": name})
        elif before[name].known_by_name and not part.known_by_name:
            yield Fault(f"{place}.known_by_name", "formula_unmasks", {"part": name})
        elif before[name].out_of is None:
            yield Fault(f"{place}.formula", "formula_open", {"part": name})
    if tree.divides() and part.stages.part is None:
        yield Fault(place, "rounding_missing", {"stage": "part"})
    if part.out_of is None:
        yield Fault(f"{place}.out_of", "missing_key", {"key": "out_of"})
    if all(name in before and before[name].out_of is not None for name in tree.parts()):
        yield from _reach(part, {name: range_of(each) for name, each in before.items()}, place)


def _reach(part: Part, ranges: dict[str, Range], place: str) -> Iterator[Fault]:
    _, most = tree_of(part).reach(ranges)
    if part.out_of is not None and most > Fraction(part.out_of):
        found = {"out_of": text(part.out_of), "reached": _shown(most)}
        yield Fault(f"{place}.out_of", "formula_over_out_of", found)


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else text(Decimal(value.numerator) / Decimal(value.denominator))[:12]


def _votes(part: Part, place: str) -> Iterator[Fault]:
    assert part.votes is not None
    rule = part.votes
    yield from twice(f"{place}.votes.channels", [channel.id for channel in rule.channels])
    added = total_of(channel.weight for channel in rule.channels)
    if rule.channels and added != HUNDRED:
        yield Fault(f"{place}.votes.channels", "channels_not_hundred", {"sum": text(added)})
    yield from check_points(rule.points, f"{place}.votes.points")
    if rule.points and part.out_of is not None and rule.points[0] > part.out_of:
        found = {"out_of": text(part.out_of), "points": text(rule.points[0])}
        yield Fault(f"{place}.votes.points[0]", "place_points_over", found)


def _ballot(part: Part, place: str) -> Iterator[Fault]:
    assert part.ballot is not None
    for key, percent in (("quorum", part.ballot.quorum), ("passes", part.ballot.passes)):
        if percent is not None and percent > HUNDRED:
            yield Fault(f"{place}.ballot.{key}", "over_hundred", {"percent": text(percent)})


def check_weightless(rulebook: Rulebook) -> Iterator[Fault]:
    """A part of weight 0 must be good for something else: by itself it counts nowhere."""
    named = _named(rulebook)
    passed = _must_pass(rulebook)
    for i, part in enumerate(rulebook.parts):
        elects = part.ballot is not None and part.ballot.passes is not None
        if not (part.weight or part.id in named or elects or (passed and part.can_fail)):
            yield Fault(f"parts[{i}].weight", "weight_for_nothing", {"part": part.id})


def _named(rulebook: Rulebook) -> set[str]:
    """The parts that a formula, a tie or the promotion reads. A tie by the sum of weighted parts reads nothing of one
    without a weight."""
    derived = [part for part in rulebook.parts if part.source == "derived" and part.formula]
    named = {name for part in derived for name in tree_of(part).parts()}
    named |= {str(tie.part) for tie in rulebook.ties if tie.part}
    named |= {str(part) for tie in rulebook.ties if tie.by == "times" for part in tie.parts}
    return named | {str(each.part) for each in (rulebook.promotion.least_parts if rulebook.promotion else ())}


def _must_pass(rulebook: Rulebook) -> bool:
    """Whether anything asks for every pass mark to be reached (理论合格, 不计入总分)."""
    return any(rule.requires_pass for rule in (*rulebook.awards, *([rulebook.advance] if rulebook.advance else ())))
