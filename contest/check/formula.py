"""The formula of a derived part: read to a tree, then worked out in fractions, or asked for the most it can come to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from typing import NamedTuple

from .exact import ZERO, number

TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[a-z][a-z0-9-]*|[-+−*×/÷(),])")
SIGNS = {"−": "-", "×": "*", "÷": "/"}


class Node(NamedTuple):
    """An operation on what stands below it; a leaf is a `figure` or a `part`."""

    does: str
    of: tuple[Node, ...] = ()
    figure: Fraction = ZERO
    part: str = ""


@cache
def read(text: str) -> Node:
    """The tree of a formula. Raises ValueError for what is none."""
    words, at = [], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"no formula: {text[at:]}")
        words.append(SIGNS.get(found[1], found[1]))
        at = found.end()
    reader = _Words(words)
    tree = reader.sum()
    if reader.words:
        raise ValueError(f"left over: {' '.join(reader.words)}")
    return tree


class _Words:
    """The words that are still to be read."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def sum(self) -> Node:
        tree = self.product()
        while self.words and self.words[0] in "+-":
            tree = Node(self.words.pop(0), (tree, self.product()))
        return tree

    def product(self) -> Node:
        tree = self.one()
        while self.words and self.words[0] in "*/":
            tree = Node(self.words.pop(0), (tree, self.one()))
        return tree

    def one(self) -> Node:
        word = self.words.pop(0)
        if word == "(":
            return self.listed()[0]
        if word[0].isdigit():
            return Node("figure", figure=number(word))
        if self.words[:1] == ["("]:
            self.words.pop(0)
            return Node(word, tuple(self.listed()))
        return Node("part", part=word)

    def listed(self) -> list[Node]:
        """What stands between brackets, with commas between."""
        found = [self.sum()]
        while (word := self.words.pop(0)) == ",":
            found.append(self.sum())
        if word != ")":
            raise ValueError(f"no bracket but {word}")
        return found


def names(tree: Node) -> set[str]:
    """The parts that a formula reads."""
    return {tree.part} - {""} | {name for below in tree.of for name in names(below)}


def value(tree: Node, scores: Mapping[str, Fraction]) -> Fraction:
    """What a formula comes to with these scores of parts."""
    if tree.does in ("figure", "part"):
        return tree.figure if tree.does == "figure" else scores[tree.part]
    return _done(tree.does, [value(below, scores) for below in tree.of])


def most(tree: Node, tops: Mapping[str, Fraction]) -> Fraction:
    """The most that a formula can come to, where each part goes from 0 to its top."""
    return _range(tree, tops)[1]


def _range(tree: Node, tops: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """The least and the most: each operation is largest, and smallest, where what it works on is at an end."""
    if tree.does == "figure":
        return tree.figure, tree.figure
    if tree.does == "part":
        return ZERO, tops[tree.part]
    corners = [_done(tree.does, ends) for ends in product(*(_range(below, tops) for below in tree.of))]
    return min(corners), max(corners)


def _done(does: str, of: Sequence[Fraction]) -> Fraction:
    if does == "best":
        return sum(sorted(of[1:], reverse=True)[: int(of[0])], ZERO)
    if does in ("min", "max"):
        return min(of) if does == "min" else max(of)
    first, second = of
    if does == "+":
        return first + second
    if does == "-":
        return first - second
    return first * second if does == "*" else first / second
