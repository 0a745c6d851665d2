"""The marking scheme as a tree, walked anew for each entry: part → criterion → aspect → a mark.

`worth` is what a node is worth on one sheet; `agreed` what all sheets make of it. Judges meet at the level that
`combine` names: above it `agreed` adds up its children, at it the panel's numbers become one, below it `worth` adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from .exact import ONE, ZERO, mean, number, rounded
from .panel import Panel

Node = Mapping[str, Any]
Sheet = Mapping[str, Any]
LEVELS = {"sheet": "criteria", "criterion": "aspects", "aspect": "kind"}
"""By which key a node of a level is known: a part has criteria, a criterion aspects, an aspect a kind."""


def children(node: Node) -> list[Node]:
    """A part's criteria, a criterion's aspects, nothing below an aspect."""
    return list(node.get("criteria") or node.get("aspects") or ())


def nodes(node: Node) -> list[Node]:
    """A node and all below it, from the top down."""
    return [node, *(below for child in children(node) for below in nodes(child))]


def wanted(part: Node) -> int:
    """How many sheets a part has when all are in."""
    panel = part.get("panel") or {}
    return 1 if panel.get("by") == "joint" else int(panel.get("judges") or 1)


class Scheme:
    """A part's tree with its stages of rounding."""

    def __init__(self, part: Node, stages: Mapping[str, Any]) -> None:
        self.part = part
        self.stages = {**stages, **(part.get("rounding") or {})}
        self.combine = part.get("combine") or {}
        self.level = LEVELS[self.combine.get("level") or "sheet"]
        self.panel = Panel(self.combine, wanted(part))

    def worth(self, node: Node, sheet: Sheet) -> Fraction | None:
        """What a node is worth on one sheet; None where a mark is lacking."""
        if "kind" in node:
            mark = sheet.get(node["id"])
            return None if mark is None else self.leaf(node, mark)
        added = total(self.times_factor(child, self.worth(child, sheet)) for child in children(node))
        return self.fixed(added, [sheet], "sheet") if "criteria" in node and added is not None else added

    def agreed(self, node: Node, sheets: Mapping[str, Sheet], exact: bool = False) -> Fraction | None:
        """What the panel makes of a node. `exact`: no stage from the judges on is rounded."""
        if self.level in node:
            return self.met(node, sheets, exact)
        return total(self.times_factor(child, self.agreed(child, sheets, exact), exact) for child in children(node))

    def met(self, node: Node, sheets: Mapping[str, Sheet], exact: bool = False) -> Fraction | None:
        """The judges' numbers for this very node made one."""
        given = [self.worth(node, sheet) for sheet in sheets.values()]
        said = [worth for worth in given if worth is not None]
        if not said:
            return None
        stage = self.stages.get("judges")
        if self.level in node:
            return self.panel.meet(said, self.grades(node, sheets), stage, exact)
        return self.panel.one(said, None if exact else stage)

    def grades(self, node: Node, sheets: Mapping[str, Sheet]) -> list[list[Fraction]]:
        """The judges' 0 to 3 of each judgement at or below a node."""
        judged = [each["id"] for each in nodes(node) if each.get("kind") == "judgement"]
        return [[number(sheet[id]) for sheet in sheets.values() if sheet.get(id) is not None] for id in judged]

    def fixed(self, worth: Fraction, sheets: Iterable[Sheet], *fixes: str) -> Fraction:
        """A number as the vetoes that were said often enough fix it: each says what it would be, the lowest counts."""
        return min((fix(veto, worth) for veto in self.vetoed(sheets, *fixes)), default=worth)

    def vetoed(self, sheets: Iterable[Sheet], *fixes: str) -> list[Node]:
        """The vetoes of these kinds that enough judges gave."""
        given = list(sheets)
        vetoes = [each for each in nodes(self.part) if each.get("fixes") in fixes]
        said = {each["id"]: sum(sheet.get(each["id"]) is True for sheet in given) for each in vetoes}
        return [each for each in vetoes if said[each["id"]] >= int(each.get("needs") or 1)]

    def is_void(self, sheets: Mapping[str, Sheet]) -> bool:
        return bool(self.vetoed(sheets.values(), "void"))

    def score(
        self, sheets: Mapping[str, Sheet], exact: bool = False, moved: Mapping[str, Fraction] | None = None
    ) -> Fraction | None:
        """What the panel makes of the whole part, its vetoes aside. `moved`: what sheets count for instead of what they
        add up to."""
        if moved:
            stage = self.stages.get("judges")
            return self.panel.meet(list(moved.values()), self.grades(self.part, sheets), stage, exact)
        return self.agreed(self.part, sheets, exact)

    def finished(self, worth: Fraction, sheets: Mapping[str, Sheet]) -> Fraction:
        """A part's worth, rounded, as its vetoes leave it; what they fix stands as they say."""
        return ZERO if self.is_void(sheets) else self.fixed(worth, list(sheets.values()), "part")

    def times_factor(self, node: Node, worth: Fraction | None, exact: bool = False) -> Fraction | None:
        """A node's worth × its factor; a factor of 1 rounds nothing."""
        factor = number(node.get("factor") or 1)
        if worth is None or factor == ONE:
            return worth
        return rounded(worth * factor, None if exact else self.stages.get("factor"))

    def leaf(self, aspect: Node, mark: Any) -> Fraction:
        """A mark's worth; what is computed from it is rounded."""
        most = number(aspect.get("max") or 0)
        if aspect["kind"] == "veto":
            return ZERO
        if aspect["kind"] == "points":
            return number(mark)
        if aspect["kind"] == "check":
            return most if mark is True else ZERO
        return rounded(computed(aspect, most, mark), self.stages.get("aspect"))

    def possible(self, node: Node) -> Fraction:
        """The most a sheet can come to, the factors included."""
        if "kind" in node:
            return number(node.get("max") or 0)
        return sum((number(child.get("factor") or 1) * self.possible(child) for child in children(node)), ZERO)


def fix(veto: Node, worth: Fraction) -> Fraction:
    """What one veto makes of a number."""
    at = number(veto.get("at") or 0)
    return min(worth, at) if veto.get("bound") == "at_most" else at


def total(worths: Iterable[Fraction | None]) -> Fraction | None:
    """The sum, or None where a summand is lacking."""
    found = list(worths)
    return None if None in found else sum((worth for worth in found if worth is not None), ZERO)


def computed(aspect: Node, most: Fraction, mark: Any) -> Fraction:
    """A grade of 0 to 3, a count of faults, or readings, in points."""
    if aspect["kind"] == "judgement":
        return number(mark) * most / 3
    if aspect["kind"] == "faults":
        return max(ZERO, most - number(mark) * number(aspect["per_fault"]))
    if aspect["kind"] == "bands":
        lost = [number(band["points"]) for band in aspect["bands"] if number(mark) >= number(band["off"])]
        return max(ZERO, most - max(lost, default=ZERO))
    return measured(aspect, mark)


def measured(aspect: Node, readings: list[str]) -> Fraction:
    """Readings against the nominal value: a deduction beyond the tolerance, or points from the ladder."""
    nominal = number(aspect["nominal"])
    off = [abs(number(reading) - nominal) for reading in readings]
    if not aspect.get("ladder"):
        tolerance = number(aspect["tolerance"])
        if aspect.get("per_outside") is not None:
            outside = sum(deviation > tolerance for deviation in off) - int(aspect.get("allowed") or 0)
            return max(ZERO, number(aspect["max"]) - max(0, outside) * number(aspect["per_outside"]))
        price = number(aspect["per_unit"])
        lost = sum((max(ZERO, deviation - tolerance) * price for deviation in off), ZERO)
        return max(ZERO, number(aspect["max"]) - lost)
    earned = [rung(aspect["ladder"], deviation) for deviation in off]
    return mean(earned) if aspect.get("pick") == "mean" else min(earned)


def rung(ladder: list[Node], deviation: Fraction) -> Fraction:
    """The points of the first rung that reaches so far; beyond the last nothing."""
    reached = [number(step["points"]) for step in ladder if deviation <= number(step["upto"])]
    return reached[0] if reached else ZERO
