"""The marking scheme as a tree, walked anew for each entry: part → criterion → aspect → a mark.

`worth` is what a node is worth on one sheet; `agreed` what all sheets make of it. Judges meet at the level that
`combine` names: above it `agreed` adds up its children, at it the panel's numbers become one, below it `worth` adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from .exact import ONE, ZERO, mean, number, rounded

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


class Scheme:
    """A part's tree with its stages of rounding."""

    def __init__(self, part: Node, stages: Mapping[str, Any]) -> None:
        self.part = part
        self.stages = {**stages, **(part.get("rounding") or {})}
        self.combine = part.get("combine") or {}

    def worth(self, node: Node, sheet: Sheet) -> Fraction | None:
        """What a node is worth on one sheet; None where a mark is lacking."""
        if "kind" in node:
            mark = sheet.get(node["id"])
            return None if mark is None else self.leaf(node, mark)
        return total(self.times_factor(child, self.worth(child, sheet)) for child in children(node))

    def agreed(self, node: Node, sheets: Mapping[str, Sheet], exact: bool = False) -> Fraction | None:
        """What the panel makes of a node. `exact`: no stage from the judges on is rounded."""
        if LEVELS[self.combine.get("level") or "sheet"] in node:
            return self.met(node, sheets, exact)
        return total(self.times_factor(child, self.agreed(child, sheets, exact), exact) for child in children(node))

    def met(self, node: Node, sheets: Mapping[str, Sheet], exact: bool = False) -> Fraction | None:
        """The judges' numbers for this very node made one."""
        given = {judge: self.worth(node, sheet) for judge, sheet in sheets.items()}
        said = {judge: worth for judge, worth in given.items() if worth is not None}
        if not said:
            return None
        made = self.one_of(list(said.values()))
        is_alone = self.combine.get("method") in (None, "single")  # one sheet: nothing was combined
        return made if exact or is_alone else rounded(made, self.stages.get("judges"))

    def one_of(self, values: list[Fraction]) -> Fraction:
        """One number of many, by the method."""
        method = self.combine.get("method") or "single"
        ranked = sorted(values)
        if method == "sum":
            return sum(values, ZERO)
        if method == "median":
            return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
        if method == "trimmed_mean":
            return mean(ranked[slice(*self.kept(len(ranked)))])
        if method == "single" and len(values) > 1:
            raise ValueError("several sheets where one stands alone")
        return mean(values)

    def kept(self, given: int) -> tuple[int, int]:
        """From and to which of so many ranked values a trimmed mean counts."""
        low, high = (int(self.combine.get(end, 1)) for end in ("low", "high"))
        enough = given >= int(self.combine.get("none_below") or 0) and given > low + high
        return (low, given - high) if enough else (0, given)

    def times_factor(self, node: Node, worth: Fraction | None, exact: bool = False) -> Fraction | None:
        """A node's worth × its factor; a factor of 1 rounds nothing."""
        factor = number(node.get("factor") or 1)
        if worth is None or factor == ONE:
            return worth
        return rounded(worth * factor, None if exact else self.stages.get("factor"))

    def leaf(self, aspect: Node, mark: Any) -> Fraction:
        """A mark's worth; what is computed from it is rounded."""
        most = number(aspect["max"])
        if aspect["kind"] == "points":
            return number(mark)
        if aspect["kind"] == "check":
            return most if mark is True else ZERO
        return rounded(computed(aspect, most, mark), self.stages.get("aspect"))

    def possible(self, node: Node) -> Fraction:
        """The most a sheet can come to, the factors included."""
        if "kind" in node:
            return number(node["max"])
        return sum((number(child.get("factor") or 1) * self.possible(child) for child in children(node)), ZERO)


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
    return measured(aspect, mark)


def measured(aspect: Node, readings: list[str]) -> Fraction:
    """Readings against the nominal value: a deduction beyond the tolerance, or points from the ladder."""
    nominal = number(aspect["nominal"])
    off = [abs(number(reading) - nominal) for reading in readings]
    if not aspect.get("ladder"):
        tolerance, price = number(aspect["tolerance"]), number(aspect["per_unit"])
        lost = sum((max(ZERO, deviation - tolerance) * price for deviation in off), ZERO)
        return max(ZERO, number(aspect["max"]) - lost)
    earned = [rung(aspect["ladder"], deviation) for deviation in off]
    return mean(earned) if aspect.get("pick") == "mean" else min(earned)


def rung(ladder: list[Node], deviation: Fraction) -> Fraction:
    """The points of the first rung that reaches so far; beyond the last nothing."""
    reached = [number(step["points"]) for step in ladder if deviation <= number(step["upto"])]
    return reached[0] if reached else ZERO
