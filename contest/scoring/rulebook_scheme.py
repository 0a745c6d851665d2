"""Reading parts, panels, criteria and aspects: from mappings to the types of rulebook_types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .events import AspectId, PartId
from .numbers import ZERO
from .rulebook_read import STAGES, Node, read_stages
from .rulebook_types import (
    ONE,
    Aspect,
    Combine,
    Criterion,
    CriterionId,
    Panel,
    Part,
    Rung,
    Stages,
    TimeRule,
)

PART_STAGES = STAGES[:4]
METHODS = ("single", "mean", "trimmed_mean", "median", "sum")


def read_part(node: Node, stages: Stages, weighting: str) -> Part:
    judged = node.choice("source", ("judged", "imported")) == "judged"
    own = node.maybe("rounding", lambda below: read_stages(below, PART_STAGES))
    weight: dict[str, Any] = {"default": ONE} if weighting == "sum" else {}
    out_of: dict[str, Any] = {"default": None} if judged or weighting == "sum" else {}
    values: dict[str, Any] = {
        "id": PartId(node.ident("id")),
        "name": node.text("name"),
        "source": "judged" if judged else "imported",
        "weight": node.decimal("weight", above="0", **weight),
        "out_of": node.decimal("out_of", above="0", **out_of),
        "pass_mark": node.decimal("pass_mark", None, least="0"),
        "known_by_name": node.flag("known_by_name"),
        "time": node.maybe("time", _time),
        "rounding": own,
        "stages": merged(stages, own),
    }
    if judged:
        values |= _judged(node)
    node.finish()
    part = Part(**values)
    return replace(part, out_of=part.max) if judged and part.out_of is None else part


def _judged(node: Node) -> dict[str, Any]:
    panel = _panel(node.node("panel"))
    return {
        "panel": panel,
        "combine": node.maybe("combine", lambda below: _combine(below, panel)) or _usual(node, panel),
        "criteria": tuple(_criterion(criterion) for criterion in node.nodes("criteria", 50)),
    }


def merged(stages: Stages, own: Stages | None) -> Stages:
    """The rulebook's stages with the part's own over them."""
    return Stages(**{stage: (own and getattr(own, stage)) or getattr(stages, stage) for stage in STAGES})


def _panel(node: Node) -> Panel:
    panel = Panel(node.whole("judges", 1, 50), node.choice("by", ("all", "station", "joint"), "all"))
    node.finish()
    return panel


def _usual(node: Node, panel: Panel) -> Combine:
    """What holds without `combine`: one sheet counts as it is. More sheets must say how they become one."""
    if panel.sheets > 1:
        node.fault("combine", "missing_key", key="combine")
    return Combine()


def _combine(node: Node, panel: Panel) -> Combine:
    usual: dict[str, Any] = {"default": "single"} if panel.sheets == 1 else {}
    method = node.choice("method", METHODS, **usual)
    drops: dict[str, Any] = {"low": 0, "high": 0, "none_below": None}
    if method == "trimmed_mean":
        drops = {"low": node.whole("low", 0, 20, 1), "high": node.whole("high", 0, 20, 1)}
        drops |= {"none_below": node.whole("none_below", 1, 50, None)}
        node.choice("fallback", ("mean",), "mean")
    combine = Combine(
        method=method,
        level=node.choice("level", ("sheet", "criterion", "aspect"), "sheet"),
        missing=node.choice("missing", ("block", "given"), "block"),
        **drops,
    )
    node.finish()
    return combine


def _time(node: Node) -> TimeRule:
    rule = TimeRule(
        limit=node.decimal("limit", above="0"),
        per_started_minute=node.decimal("per_started_minute", ZERO, least="0"),
        cap=node.decimal("cap", None, above="0"),
        out_over=node.decimal("out_over", None, least="0"),
    )
    node.finish()
    return rule


def _criterion(node: Node) -> Criterion:
    criterion = Criterion(
        id=CriterionId(node.ident("id")),
        name=node.text("name"),
        factor=node.decimal("factor", ONE, above="0"),
        aspects=tuple(_aspect(aspect) for aspect in node.nodes("aspects", 200)),
    )
    node.finish()
    return criterion


def _aspect(node: Node) -> Aspect:
    kind = node.choice("kind", tuple(_KINDS))
    aspect = Aspect(
        id=AspectId(node.ident("id")),
        name=node.text("name"),
        kind=kind,
        max=node.decimal("max", above=None if kind == "points" else "0"),
        factor=node.decimal("factor", ONE, above="0"),
        help=node.maybe_text("help"),
        **_KINDS[kind](node),
    )
    node.finish()
    return aspect


def _points(node: Node) -> dict[str, Any]:
    return {"min": node.decimal("min", ZERO), "step": node.decimal("step", above="0")}


def _judgement(node: Node) -> dict[str, Any]:
    listed = node.nodes("descriptors", 4, required=False)
    if listed and len(listed) != 4:
        node.fault("descriptors", "not_four", found=len(listed))
    return {"descriptors": tuple(below.pair(300) for below in listed)}


def _measured(node: Node) -> dict[str, Any]:
    values: dict[str, Any] = {
        "unit": node.line("unit", 20),
        "nominal": node.decimal("nominal"),
        "readings": node.whole("readings", 1, 100, 1),
    }
    if node.has("ladder"):
        rungs = tuple(_rung(rung) for rung in node.nodes("ladder", 50))
        values |= {"ladder": rungs, "pick": node.choice("pick", ("worst", "mean"), "worst")}
    else:
        values |= {"tolerance": node.decimal("tolerance", least="0"), "per_unit": node.decimal("per_unit", above="0")}
    return values


def _rung(node: Node) -> Rung:
    rung = Rung(upto=node.decimal("upto", least="0"), points=node.decimal("points", least="0"))
    node.finish()
    return rung


def _check(_: Node) -> dict[str, Any]:
    return {}


def _faults(node: Node) -> dict[str, Any]:
    return {"per_fault": node.decimal("per_fault", above="0")}


_KINDS: dict[str, Callable[[Node], dict[str, Any]]] = {
    "points": _points,
    "judgement": _judgement,
    "measured": _measured,
    "check": _check,
    "faults": _faults,
}
