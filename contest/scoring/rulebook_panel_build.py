"""Reading panels, the combining of judges and time rules: from mappings to the types of rulebook_panels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .numbers import ZERO
from .rulebook_panels import Adjust, Combine, Panel, Spread, SpreadBand, TimeRate, TimeRule, TimeStep
from .rulebook_read import Node, read_rounding

METHODS = ("single", "mean", "trimmed_mean", "median", "sum", "consensus", "majority", "place_points")
LONGEST_RATE = 86_400
"""Seconds of the longest unit of time that a rate may count by: a day."""

PLACES = 200
"""The most places that may earn points: of the first place, the second …"""


def read_panel(node: Node) -> Panel:
    panel = Panel(node.whole("judges", 1, 50), node.choice("by", ("all", "station", "joint"), "all"))
    node.finish()
    return panel


def usual_combine(node: Node, panel: Panel) -> Combine:
    """What holds without `combine`: one sheet counts as it is. More sheets must say how they become one."""
    if panel.sheets > 1:
        node.fault("combine", "missing_key", key="combine")
    return Combine()


def read_combine(node: Node, panel: Panel) -> Combine:
    usual: dict[str, Any] = {"default": "single"} if panel.sheets == 1 else {}
    method = node.choice("method", METHODS, **usual)
    combine = Combine(
        method=method,
        level=node.choice("level", ("sheet", "criterion", "aspect"), "sheet"),
        missing=node.choice("missing", ("block", "given", "replaced"), "block"),
        least=node.whole("least", 1, 50, 1),
        spread=node.maybe("spread", _spread),
        **_drops(node, method),
    )
    node.finish()
    return combine


def _drops(node: Node, method: str) -> dict[str, Any]:
    """How many are dropped, and the factor of a sum."""
    if method == "sum":
        drops = {"low": node.whole("low", 0, 20, 0), "high": node.whole("high", 0, 20, 0)}
        return drops | {"factor": node.decimal("factor", Decimal(1), above="0")}
    if method in ("majority", "place_points"):
        return {"points": node.decimals("points", PLACES, least="0")}
    if method != "trimmed_mean":
        return {}
    node.choice("fallback", ("mean",), "mean")
    drops = {"low": node.whole("low", 0, 20, 1), "high": node.whole("high", 0, 20, 1)}
    return drops | {"none_below": node.whole("none_below", 1, 50, None)}


def read_adjust(node: Node) -> Adjust:
    adjust = Adjust(
        method=node.choice("method", ("z_score", "mean_shift")),
        rounding=read_rounding(node.node("rounding")),
        assigned=node.choice("assigned", ("random",)),
        least=node.whole("least", 5, 1000, 5),
    )
    node.finish()
    return adjust


def _spread(node: Node) -> Spread:
    spread = Spread(
        apart=node.decimal("apart", least="0"),
        of=node.choice("of", ("values", "judgement"), "values"),
        between=node.choice("between", ("extremes", "middle"), "extremes"),
        bands=tuple(_spread_band(band) for band in node.nodes("bands", 20, required=False)),
        action=node.choice("action", ("flag", "mean_of_all", "again"), "flag"),
        rounds=node.whole("rounds", 1, 9, None),
    )
    node.finish()
    return spread


def _spread_band(node: Node) -> SpreadBand:
    band = SpreadBand(node.decimal("least"), node.decimal("apart", least="0"))
    node.finish()
    return band


def read_time(node: Node) -> TimeRule:
    rule = TimeRule(
        limit=node.decimal("limit", above="0"),
        per_started_minute=node.decimal("per_started_minute", ZERO, least="0"),
        late=node.maybe("late", _rate),
        steps=tuple(_step(step) for step in node.nodes("steps", 20, required=False)),
        cap=node.decimal("cap", None, above="0"),
        out_over=node.decimal("out_over", None, least="0"),
        out_from=node.decimal("out_from", None, above="0"),
        early=node.maybe("early", _rate),
        give_back=node.decimal("give_back", None, above="0"),
    )
    node.finish()
    return rule


def _rate(node: Node) -> TimeRate:
    rate = TimeRate(
        points=node.decimal("points", above="0"),
        seconds=node.whole("seconds", 1, LONGEST_RATE, 60),
        count=node.choice("count", ("started", "whole"), "started"),
        cap=node.decimal("cap", None, above="0"),
    )
    node.finish()
    return rate


def _step(node: Node) -> TimeStep:
    step = TimeStep(node.decimal("over", least="0"), node.decimal("points", above="0"))
    node.finish()
    return step
