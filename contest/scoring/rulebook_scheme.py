"""Reading parts, panels, criteria and aspects: from mappings to the types of rulebook_types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .events import AspectId, PartId
from .numbers import ZERO
from .rulebook_panel_build import read_adjust, read_combine, read_panel, read_time, usual_combine
from .rulebook_read import STAGES, Node, read_stages
from .rulebook_source_build import read_ballot, read_formula_text, read_votes
from .rulebook_total import totalled
from .rulebook_types import (
    ONE,
    Aspect,
    Band,
    Cis,
    Criterion,
    CriterionId,
    Part,
    Rung,
    Stages,
)

PART_STAGES = STAGES[:4]


SOURCES = ("judged", "imported", "derived", "votes", "ballot")


def read_part(node: Node, stages: Stages, weighting: str) -> Part:
    source = node.choice("source", SOURCES)
    own = node.maybe("rounding", lambda below: read_stages(below, PART_STAGES))
    weight: dict[str, Any] = {"default": ONE} if weighting == "sum" else {}
    optional = source in ("judged", "derived") or (weighting == "sum" and source == "imported")
    out_of: dict[str, Any] = {"default": None} if optional else {}
    values: dict[str, Any] = {
        "id": PartId(node.ident("id")),
        "name": node.text("name"),
        "source": source,
        "weight": node.decimal("weight", least="0", **weight),
        "out_of": node.decimal("out_of", above="0", **out_of),
        "pass_mark": node.decimal("pass_mark", None, least="0"),
        "known_by_name": node.flag("known_by_name"),
        "time": node.maybe("time", read_time),
        "rounding": own,
        "stages": merged(stages, own),
    }
    values |= _OF_SOURCE[source](node)
    node.finish()
    part = totalled(Part(**values))
    return replace(part, out_of=part.max) if source == "judged" and part.out_of is None else part


def _judged(node: Node) -> dict[str, Any]:
    panel = read_panel(node.node("panel"))
    entry = node.choice("entry", ("aspects", "total"), "aspects")
    return {
        "panel": panel,
        "combine": node.maybe("combine", lambda below: read_combine(below, panel)) or usual_combine(node, panel),
        "adjust": node.maybe("adjust", read_adjust),
        "view": node.choice("view", ("sheet", "batch", "flash"), "sheet"),
        "entry": entry,
        "step": node.decimal("step", None, above="0") if entry == "total" else None,
        "criteria": tuple(_criterion(criterion) for criterion in node.nodes("criteria", 50)),
        "cis": node.maybe("cis", read_cis),
    }


_OF_SOURCE: dict[str, Callable[[Node], dict[str, Any]]] = {
    "judged": _judged,
    "imported": lambda _: {},
    "derived": lambda node: {"formula": read_formula_text(node)},
    "votes": lambda node: {"votes": read_votes(node.node("votes"))},
    "ballot": lambda node: {"ballot": read_ballot(node.node("ballot"))},
}


def merged(stages: Stages, own: Stages | None) -> Stages:
    """The rulebook's stages with the part's own over them."""
    return Stages(**{stage: (own and getattr(own, stage)) or getattr(stages, stage) for stage in STAGES})


def _criterion(node: Node) -> Criterion:
    criterion = Criterion(
        id=CriterionId(node.ident("id")),
        name=node.text("name"),
        factor=node.decimal("factor", ONE, above="0"),
        aspects=tuple(_aspect(aspect) for aspect in node.nodes("aspects", 200)),
        cis=node.maybe("cis", read_cis),
    )
    node.finish()
    return criterion


def read_cis(node: Node) -> Cis:
    """What stands in the CIS sheet beside the rules; nothing reads it but the way back."""
    lines = {key: node.maybe_line(key, 600) for key in ("name", "extra", "requirement")}
    short = {key: node.maybe_line(key, 40) for key in ("id", "day", "wsos", "calculation")}
    cis = Cis(row=node.whole("row", 1, 5000, None), **lines, **short)
    node.finish()
    return cis


def _aspect(node: Node) -> Aspect:
    kind = node.choice("kind", tuple(_KINDS))
    aspect = Aspect(
        id=AspectId(node.ident("id")),
        name=node.text("name"),
        kind=kind,
        max=node.decimal("max", ZERO) if kind == "veto" else node.decimal("max", above=_ABOVE.get(kind, "0")),
        factor=node.decimal("factor", ONE, above="0"),
        help=node.maybe_text("help"),
        cis=node.maybe("cis", read_cis),
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
        return values
    values["tolerance"] = node.decimal("tolerance", least="0")
    if node.has("per_outside"):
        return values | {
            "per_outside": node.decimal("per_outside", above="0"),
            "allowed": node.whole("allowed", 0, 99, 0),
        }
    return values | {"per_unit": node.decimal("per_unit", above="0")}


def _rung(node: Node) -> Rung:
    rung = Rung(upto=node.decimal("upto", least="0"), points=node.decimal("points", least="0"))
    node.finish()
    return rung


def _check(_: Node) -> dict[str, Any]:
    return {}


def _faults(node: Node) -> dict[str, Any]:
    return {"per_fault": node.decimal("per_fault", above="0")}


def _bands(node: Node) -> dict[str, Any]:
    return {
        "unit": node.maybe_line("unit", 20),
        "bands": tuple(_band(band) for band in node.nodes("bands", 50)),
        "most": node.decimal("most", None, above="0"),
    }


def _band(node: Node) -> Band:
    band = Band(node.decimal("off", above="0"), node.decimal("points", above="0"))
    node.finish()
    return band


def _veto(node: Node) -> dict[str, Any]:
    fixes = node.choice("fixes", ("sheet", "part", "void"))
    values: dict[str, Any] = {"fixes": fixes}
    if fixes != "void":
        values["at"] = node.decimal("at", least="0")
        values["bound"] = node.choice("bound", ("exactly", "at_most"), "exactly")
    if fixes != "sheet":
        values["needs"] = node.whole("needs", 1, 50, 1)
    return values


_ABOVE = {"points": None}
"""What the most points of a kind must be above, where that is not 0."""

_KINDS: dict[str, Callable[[Node], dict[str, Any]]] = {
    "points": _points,
    "judgement": _judgement,
    "measured": _measured,
    "check": _check,
    "faults": _faults,
    "bands": _bands,
    "veto": _veto,
}
