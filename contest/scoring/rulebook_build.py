"""Reading a rulebook's things: from mappings to the types of rulebook_types, one function per noun."""

from __future__ import annotations

from .derived import spanned
from .events import PartId
from .numbers import MODES
from .rulebook_award_build import read_advance, read_award, read_promotion
from .rulebook_formats import NEWEST
from .rulebook_outcomes import Ranking, Scale
from .rulebook_rank_build import read_ranking, read_tie
from .rulebook_read import Node, read_stages
from .rulebook_scheme import read_part
from .rulebook_types import BoardRule, PenaltyRule, Rulebook, Stages


def read_rulebook(node: Node) -> Rulebook:
    """The whole file. Keys: docs/rulebook.md."""
    node.whole("format", NEWEST, NEWEST)
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
        parts=spanned(read_part(part, stages, weighting) for part in node.nodes("parts", 20)),
        penalties=tuple(_penalty(rule) for rule in node.nodes("penalties", 50, required=False)),
        ranking=node.maybe("ranking", read_ranking) or Ranking(),
        ties=tuple(read_tie(tie) for tie in node.nodes("ties", 20, required=False)),
        awards=tuple(read_award(award) for award in node.nodes("awards", 50, required=False)),
        promotion=node.maybe("promotion", read_promotion),
        advance=node.maybe("advance", read_advance),
        scale=node.maybe("scale", read_scale),
    )
    node.finish()
    return rulebook


def read_scale(node: Node) -> Scale:
    digits, mode = node.whole("digits", 0, 9, 0), node.choice("mode", tuple(MODES), "half_up")
    scale = Scale(node.choice("kind", ("robust_700",)), digits, mode)
    node.finish()
    return scale


def _board(node: Node) -> BoardRule:
    stage = node.ident("stage", None)
    rule = BoardRule(
        while_sealed=node.choice("while_sealed", ("parts", "progress"), "parts"),
        provisional=node.flag("provisional"),
        depth=node.whole("depth", 1, 30000, 200),
        stage=PartId(stage) if stage else None,
        hold_first=node.whole("hold_first", 0, 100, 0),
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
