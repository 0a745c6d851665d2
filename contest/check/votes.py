"""Public votes: each channel measured on its own, then weighed together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from .exact import ZERO, number

Counts = Mapping[str, Mapping[str, int]]
"""Entry → channel → the votes that count."""


def shares(part: Mapping[str, Any], counts: Counts, competing: Collection[str]) -> dict[str, Fraction]:
    """What each entry has of a part of votes, not rounded; only those whom every channel has counted: nobody else is
    measured or sets a measure. Those who do not compete are measured, but set none, and never come to more than there
    is."""
    rule = part["votes"]
    channels = {channel["id"] for channel in rule["channels"]}
    counts = {entry: mine for entry, mine in counts.items() if channels <= mine.keys()}
    found: dict[str, Fraction] = {}
    for channel in rule["channels"]:
        counted = {entry: mine[channel["id"]] for entry, mine in counts.items()}
        weight = number(channel["weight"] if channel.get("weight") is not None else 100) / 100
        for entry, worth in _measured(part, counted, competing).items():
            found[entry] = found.get(entry, ZERO) + weight * worth
    return found


def _measured(part: Mapping[str, Any], counted: Mapping[str, int], competing: Collection[str]) -> dict[str, Fraction]:
    rule, field = part["votes"], [votes for entry, votes in counted.items() if entry in competing]
    if rule.get("scale") == "places":
        return {entry: _placed(rule, votes, field) for entry, votes in counted.items()}
    measure = sum(field) if rule.get("scale") == "share" else max(field, default=0)
    cap = None if rule.get("cap") is None else number(rule["cap"])
    top = number(part["out_of"])
    worths = {entry: min(top, top * votes / measure) if measure else ZERO for entry, votes in counted.items()}
    return {entry: worth if cap is None else min(worth, cap) for entry, worth in worths.items()}


def _placed(rule: Mapping[str, Any], votes: int, field: list[int]) -> Fraction:
    """The points of a place: one more than those who have more votes."""
    points = [number(each) for each in rule["points"]]
    place = sum(other > votes for other in field)
    return points[place] if place < len(points) else ZERO
