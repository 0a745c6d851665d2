"""The MARKS file of `contest score`, read once more: rows to plain values, no scheme consulted but for the kinds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import Any

from .onenumber import as_marked

JOINT = "joint"


def entries_of_csv(rulebook: Mapping[str, Any], lines: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Entry → what was given, as `result` takes it. The file was checked before; a row without sense raises."""
    places = _places(rulebook)
    entries: dict[str, dict[str, Any]] = {}
    for row in csv.DictReader(lines):
        entry, judge, name, value = ((row[column] or "").strip() for column in ("entry", "judge", "aspect", "value"))
        if not entry:
            continue
        given = entries.setdefault(entry, {"sheets": {}, "scores": {}, "penalties": [], "times": {}})
        if judge:
            part, aspect = places[name]
            owner = JOINT if part["panel"].get("by") == "joint" else judge
            sheet = given["sheets"].setdefault(part["id"], {}).setdefault(owner, {})
            sheet[aspect["id"]] = _mark(aspect, value)
        else:
            _other(rulebook, given, name, value)
    return entries


def _places(rulebook: Mapping[str, Any]) -> dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """`part.aspect`, and an aspect's id alone; of several the last, but the file may name none of those so."""
    found = [
        (part, aspect)
        for part in rulebook["parts"]
        for criterion in as_marked(part).get("criteria") or ()
        for aspect in criterion["aspects"]
    ]
    return {aspect["id"]: (part, aspect) for part, aspect in found} | {
        f"{part['id']}.{aspect['id']}": (part, aspect) for part, aspect in found
    }


def _mark(aspect: Mapping[str, Any], value: str) -> Any:
    if not value:
        return None
    if aspect["kind"] in ("check", "veto"):
        return {"true": True, "false": False}[value.lower()]
    return value.split() if aspect["kind"] == "measured" else value


def _other(rulebook: Mapping[str, Any], given: dict[str, Any], name: str, value: str) -> None:
    kind, _, target = name.partition(":")
    if kind == "status":
        given["status"] = value
    elif kind == "score":
        given["scores"][target] = value or None
    elif kind == "time":
        given["times"][target] = int(value)
    else:
        per = {rule["id"]: rule["per"] for rule in rulebook["penalties"]}[target]
        key = "points" if per == "given" else "count"
        given["penalties"].append({"rule": target, key: value or None})
