"""Reading a table of units."""

from __future__ import annotations

from typing import Any

from .events import ItemId, PartId
from .numbers import ZERO
from .rulebook_award_build import read_award
from .rulebook_formats import NEWEST
from .rulebook_outcomes import PartWeight, PrizePoints, UnitTable, UnitTie
from .rulebook_read import Node, read_rounding

TIES = ("best_rank", "count_back", "time", "item", "shared")


def read_unit_table(node: Node) -> UnitTable:
    """The whole file. Keys: docs/rulebook.md."""
    node.whole("format", NEWEST, NEWEST)
    of = node.choice("of", ("total", "places", "prizes", "parts"), "total")
    table = UnitTable(
        name=node.text("name"),
        items=tuple(ItemId(item) for item in node.idents("items", 100)),
        best=node.whole("best", 1, 1000, None),
        of=of,
        take=node.choice("take", ("sum", "mean"), "sum"),
        order=node.choice("order", ("descending", "ascending"), "descending"),
        means=node.maybe("means", read_rounding),
        rounding=node.maybe("rounding", read_rounding),
        ties=tuple(_unit_tie(tie) for tie in node.nodes("ties", 5, required=False, short="by")),
        awards=tuple(read_award(award) for award in node.nodes("awards", 50, required=False)),
        **_worth(node, of),
    )
    node.finish()
    return table


def _worth(node: Node, of: str) -> dict[str, Any]:
    """What an entry is worth, where that is not its total."""
    values: dict[str, Any] = {}
    if of == "places":
        values["places"] = node.decimals("places", 100, least="0")
    if of == "prizes":
        values["prizes"] = tuple(_prize(below) for below in node.nodes("prizes", 50))
    if of in ("places", "prizes"):
        values["floor"] = node.decimal("floor", ZERO, least="0")
    if of == "parts":
        values["parts"] = tuple(_part_weight(below) for below in node.nodes("parts", 100))
    return values


def _prize(node: Node) -> PrizePoints:
    prize = PrizePoints(node.ident("award"), node.decimal("points", least="0"))
    node.finish()
    return prize


def _part_weight(node: Node) -> PartWeight:
    weight = PartWeight(PartId(node.ident("part")), node.decimal("weight", above="0"))
    node.finish()
    return weight


def _unit_tie(node: Node) -> UnitTie:
    by = node.choice("by", TIES)
    rule = UnitTie(by, ItemId(node.ident("item")) if by == "item" else None)
    node.finish()
    return rule
