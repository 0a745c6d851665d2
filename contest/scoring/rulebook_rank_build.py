"""Reading how an item is ranked: the order and the tie chain."""

from __future__ import annotations

from typing import Any

from .events import AspectId, PartId
from .numbers import ZERO
from .rulebook_outcomes import Ranking, Tie
from .rulebook_read import Node

TIES: dict[str, tuple[str, ...]] = {
    "time": ("part",),
    "times": ("parts",),
    "parts": ("parts", "first"),
    "part": ("part", "first"),
    "criterion": ("part", "criterion", "first"),
    "aspect": ("part", "aspect", "first"),
    "aspects": ("part", "aspects", "first"),
    "unrounded_total": (),
    "next_decimal": ("digits",),
    "untrimmed_mean": ("part",),
    "count_back": ("part",),
    "givers": ("part",),
    "fewer_penalties": (),
    "attribute": ("attribute", "first"),
    "lot": (),
    "chief": (),
    "ballot": (),
    "shared": (),
}
"""Every rule of the tie chain and the keys it takes."""


def read_ranking(node: Node) -> Ranking:
    """{order, numbering, band}"""
    ranking = Ranking(
        order=node.choice("order", ("descending", "ascending"), "descending"),
        numbering=node.choice("numbering", ("gaps", "dense"), "gaps"),
        band=node.decimal("band", ZERO, least="0"),
    )
    node.finish()
    return ranking


def read_tie(node: Node) -> Tie:
    """One rule: `by` and the keys that go with it."""
    by = node.choice("by", tuple(TIES), "")
    if not by:
        node.fault("by", "missing_key", key="by")
    values: dict[str, Any] = {key: _read(node, key) for key in TIES.get(by, ())}
    node.finish()
    return Tie(by or "shared", **values)


def _read(node: Node, key: str) -> Any:
    if key == "parts":
        return tuple(PartId(part) for part in node.idents("parts", 20))
    if key == "aspects":
        return tuple(AspectId(aspect) for aspect in node.idents("aspects", 200))
    if key == "digits":
        return node.whole("digits", 0, 9)
    if key == "first":
        return node.choice("first", ("higher", "lower"), "higher")
    return node.ident(key)
