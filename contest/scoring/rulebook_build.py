"""Reading a rulebook's things: from mappings to the types of rulebook_types, one function per noun."""

from __future__ import annotations

from typing import Any

from .events import ItemId, PartId
from .numbers import MODES
from .rulebook_read import Node, read_rounding, read_stages
from .rulebook_scheme import read_part
from .rulebook_types import (
    Award,
    BoardRule,
    PenaltyRule,
    Rulebook,
    Stages,
    Tie,
    UnitTable,
    UnitTie,
    When,
)


def read_rulebook(node: Node) -> Rulebook:
    """The whole file. Keys: docs/rulebook.md."""
    node.whole("format", 1, 1)
    stages = node.maybe("rounding", read_stages) or Stages()
    weighting = node.choice("weighting", ("percent", "sum"), "percent")
    rulebook = Rulebook(
        id=node.ident("id"),
        name=node.text("name"),
        ranks=node.choice("ranks", ("person", "team", "work"), "person"),
        sealed=node.flag("sealed"),
        weighting=weighting,
        board=node.maybe("board", _board) or BoardRule(),
        rounding=stages,
        parts=tuple(read_part(part, stages, weighting) for part in node.nodes("parts", 20)),
        penalties=tuple(_penalty(rule) for rule in node.nodes("penalties", 50, required=False)),
        ties=tuple(_tie(tie) for tie in node.nodes("ties", 20, required=False)),
        awards=tuple(_award(award) for award in node.nodes("awards", 50, required=False)),
    )
    node.finish()
    return rulebook


def _board(node: Node) -> BoardRule:
    rule = BoardRule(
        while_sealed=node.choice("while_sealed", ("parts", "progress"), "parts"),
        provisional=node.flag("provisional"),
        depth=node.whole("depth", 1, 30000, 200),
    )
    node.finish()
    return rule


def _penalty(node: Node) -> PenaltyRule:
    per = node.choice("per", ("once", "count", "given"))
    size = {"max" if per == "given" else "points": node.decimal("max" if per == "given" else "points", above="0")}
    part = node.ident("part", None)
    rule = PenaltyRule(node.ident("id"), node.text("name"), per, part=PartId(part) if part else None, **size)
    node.finish()
    return rule


_TIES: dict[str, tuple[str, ...]] = {
    "time": ("part",),
    "parts": ("parts",),
    "part": ("part",),
    "criterion": ("part", "criterion"),
    "aspect": ("part", "aspect"),
    "unrounded_total": (),
    "untrimmed_mean": ("part",),
    "fewer_penalties": (),
    "shared": (),
}


def _tie(node: Node) -> Tie:
    by = node.choice("by", tuple(_TIES), "")
    if not by:
        node.fault("by", "missing_key", key="by")
    keys = _TIES.get(by, ())
    values: dict[str, Any] = {key: node.ident(key) for key in keys if key != "parts"}
    if "parts" in keys:
        values["parts"] = tuple(PartId(part) for part in node.idents("parts", 20))
    node.finish()
    return Tie(by or "shared", **values)


def _award(node: Node) -> Award:
    award = Award(
        id=node.ident("id"),
        name=node.text("name"),
        count=node.whole("count", 1, 30000, None),
        percent=node.decimal("percent", None, above="0"),
        base=node.choice("base", ("entered", "ranked"), "entered"),
        rounding=node.choice("rounding", tuple(MODES), "half_up"),
        ties=node.choice("ties", ("at_least", "at_most"), "at_least"),
        threshold=node.decimal("threshold", None),
        when=node.maybe("when", _when) or When(),
        requires_pass=node.flag("requires_pass"),
        money=node.decimal("money", None, least="0"),
    )
    node.finish()
    return award


def _when(node: Node) -> When:
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
