"""Formulas over named parts: read into a tree, worked out in exact fractions. No code runs, nothing is looked up.

    formula = sum of product: a + b - c, a * b, a / 2 (also − × ÷), brackets, min(…), max(…), best(2, a, b, c)

A name is a part's id; since ids hold hyphens, a minus has a blank before it or stands after a bracket or a number.
`best(n, …)` adds the n highest. What divides must be a figure that is not 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 200
"""Characters of the longest formula; brackets nest no deeper than DEEPEST."""
DEEPEST = 20
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9-]*)|([-+*/−×÷(),]))", re.ASCII)
_SIGNS = {"−": "-", "×": "*", "÷": "/"}
CALLS = ("min", "max", "best")
Range = tuple[Fraction, Fraction]


class FormulaFault(ValueError):
    """A formula that cannot be read. `code` is the code of a rulebook's fault, `data` what its sentence needs."""

    def __init__(self, code: str, **data: str) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


@dataclass(frozen=True, slots=True)
class Formula:
    """A node of the tree: `does` is number, part, one of + - * / or one of CALLS."""

    does: str
    value: Fraction = Fraction(0)
    part: str = ""
    below: tuple[Formula, ...] = ()

    def parts(self) -> Iterator[str]:
        """The parts that are named, each as often as it stands there."""
        if self.does == "part":
            yield self.part
        for each in self.below:
            yield from each.parts()

    def divides(self) -> bool:
        """Whether anything is divided."""
        return self.does == "/" or any(each.divides() for each in self.below)

    def work_out(self, values: Mapping[str, Fraction]) -> Fraction:
        """The value, from the parts' values. KeyError: one is not there."""
        if self.does in ("number", "part"):
            return self.value if self.does == "number" else values[self.part]
        return _apply(self, [each.work_out(values) for each in self.below])

    def reach(self, ranges: Mapping[str, Range]) -> Range:
        """The least and the most it can come to, from what each part can."""
        if self.does in ("number", "part"):
            return (self.value, self.value) if self.does == "number" else ranges[self.part]
        below = [each.reach(ranges) for each in self.below]
        lows, highs = [low for low, _ in below], [high for _, high in below]
        if self.does == "-":
            return _apply(self, [lows[0], highs[1]]), _apply(self, [highs[0], lows[1]])
        if self.does in ("*", "/"):
            corners = [_apply(self, [a, b]) for a in below[0] for b in below[1]]
            return min(corners), max(corners)
        return _apply(self, lows), _apply(self, highs)


def _apply(node: Formula, values: list[Fraction]) -> Fraction:
    if node.does in ("min", "max"):
        return min(values) if node.does == "min" else max(values)
    if node.does == "best":
        return sum(sorted(values, reverse=True)[: int(node.value)], Fraction(0))
    left, right = values
    if node.does == "+":
        return left + right
    if node.does == "-":
        return left - right
    return left * right if node.does == "*" else left / right


def read_formula(text: str) -> Formula:
    """The tree of a formula. Raises FormulaFault."""
    if len(text) > LONGEST:
        raise FormulaFault("formula_too_long", most=str(LONGEST))
    reader = _Reader(_tokens(text))
    tree = reader.added(0)
    reader.expect("")
    return tree


def _tokens(text: str) -> list[str]:
    tokens, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaFault("formula_unreadable", found=text[at : at + 20].strip())
        token = match.group().strip()
        tokens.append(_SIGNS.get(token, token))
        at = match.end()
    return [*tokens, ""]


class _Reader:
    """Reads the tokens from left to right: sums of products of things."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def take(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expect(self, token: str) -> None:
        found = self.take()
        if found != token:
            raise FormulaFault("formula_unreadable", found=found or "…")

    def added(self, depth: int) -> Formula:
        tree = self.multiplied(depth)
        while self.tokens[self.at] in ("+", "-"):
            tree = Formula(self.take(), below=(tree, self.multiplied(depth)))
        return tree

    def multiplied(self, depth: int) -> Formula:
        tree = self.thing(depth)
        while self.tokens[self.at] in ("*", "/"):
            sign, right = self.take(), self.thing(depth)
            if sign == "/" and (any(right.parts()) or not right.work_out({})):
                raise FormulaFault("formula_divisor")
            tree = Formula(sign, below=(tree, right))
        return tree

    def thing(self, depth: int) -> Formula:
        if depth > DEEPEST:
            raise FormulaFault("formula_too_deep", most=str(DEEPEST))
        token = self.take()
        if token == "(":
            tree = self.added(depth + 1)
            self.expect(")")
            return tree
        if token[:1].isdigit():
            return Formula("number", Fraction(token))
        if token in CALLS and self.tokens[self.at] == "(":
            return self.call(token, depth)
        if not token[:1].isalpha():
            raise FormulaFault("formula_unreadable", found=token or "…")
        return Formula("part", part=token)

    def call(self, name: str, depth: int) -> Formula:
        self.expect("(")
        below = [self.added(depth + 1)]
        while self.tokens[self.at] == ",":
            self.take()
            below.append(self.added(depth + 1))
        self.expect(")")
        if name != "best":
            return Formula(name, below=tuple(below))
        count, *rest = below
        if count.does != "number" or count.value.denominator != 1 or not 0 < count.value < len(rest):
            raise FormulaFault("formula_best")
        return Formula(name, count.value, below=tuple(rest))
