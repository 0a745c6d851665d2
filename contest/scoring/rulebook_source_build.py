"""Reading votes, ballots and formulas: from mappings to the types of rulebook_sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .formulas import FormulaFault, read_formula
from .rulebook_panel_build import PLACES
from .rulebook_read import Node
from .rulebook_sources import BallotRule, Channel, VoteRule

HUNDRED = Decimal(100)


def read_formula_text(node: Node) -> str:
    """The formula as it is written, if it can be read."""
    text = node.line("formula", 200)
    try:
        if text:
            read_formula(text)
    except FormulaFault as wrong:
        node.fault("formula", wrong.code, **wrong.data)
        return ""
    return text


def read_votes(node: Node) -> VoteRule:
    scale = node.choice("scale", ("ratio", "share", "places"), "ratio")
    values: dict[str, Any] = {"channels": tuple(_channel(channel) for channel in node.nodes("channels", 20))}
    if scale == "places":
        values["points"] = node.decimals("points", PLACES, least="0")
    else:
        values["cap"] = node.decimal("cap", None, above="0")
    node.finish()
    return VoteRule(scale=scale, **values)


def _channel(node: Node) -> Channel:
    channel = Channel(node.ident("id"), node.text("name"), node.decimal("weight", HUNDRED, above="0"))
    node.finish()
    return channel


def read_ballot(node: Node) -> BallotRule:
    kind = node.choice("kind", ("choose", "each"))
    ballot = BallotRule(
        kind=kind,
        members=node.whole("members", 1, 10_000),
        choose=node.whole("choose", 1, 1000) if kind == "choose" else None,
        quorum=node.decimal("quorum", Decimal(50), least="0"),
        of=node.choice("of", ("present", "all", "valid"), "present"),
        passes=node.decimal("passes", None, least="0"),
        over=node.flag("over", True),
    )
    node.finish()
    return ballot
