"""Reading what is given for places: awards and tables of units."""

from __future__ import annotations

from typing import Any

from .events import ItemId
from .numbers import MODES
from .rulebook_outcomes import Award, UnitTable, UnitTie, When
from .rulebook_read import Node, read_rounding


def read_award(node: Node) -> Award:
    """One level of prizes."""
    award = Award(
        id=node.ident("id"),
        name=node.text("name"),
        count=node.whole("count", 1, 30000, None),
        percent=node.decimal("percent", None, above="0"),
        base=node.choice("base", ("entered", "ranked"), "entered"),
        rounding=node.choice("rounding", tuple(MODES), "half_up"),
        ties=node.choice("ties", ("at_least", "at_most"), "at_least"),
        threshold=node.decimal("threshold", None),
        when=node.maybe("when", read_when) or When(),
        requires_pass=node.flag("requires_pass"),
        money=node.decimal("money", None, least="0"),
    )
    node.finish()
    return award


def read_when(node: Node) -> When:
    """The size of field."""
    when = When(node.whole("entries_over", 0, 30000, None), node.whole("entries_upto", 0, 30000, None))
    node.finish()
    return when


def read_unit_table(node: Node) -> UnitTable:
    """{format: 1, name, items: [item ids], best, of: total, rounding?, ties: [{by: best_rank}, {by: shared}]}"""
    node.whole("format", 1, 1)
    table = UnitTable(
        name=node.text("name"),
        items=tuple(ItemId(item) for item in node.idents("items", 100)),
        best=node.whole("best", 1, 1000),
        of=node.choice("of", ("total",), "total"),
        rounding=node.maybe("rounding", read_rounding),
        ties=tuple(_unit_tie(node, i, tie) for i, tie in enumerate(node.values("ties", 5, required=False))),
    )
    node.finish()
    return table


def _unit_tie(node: Node, i: int, tie: Any) -> UnitTie:
    """A tie rule of a unit table, which may also be written as its bare name."""
    below = node.wrap({"by": tie} if isinstance(tie, str) else tie, node.at(f"ties[{i}]"))
    return UnitTie(below.choice("by", ("best_rank", "shared")))
