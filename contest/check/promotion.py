"""Skill levels gained by rank (rules §1: a window of ranks, least scores, and the level now held)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .exact import number
from .stands import Stand, meets_all, share

Scores = Mapping[str, Mapping[str, Fraction]]
"""Entry → part → score."""


def promoted(rule: Mapping[str, Any], field: Sequence[Stand], scores: Scores) -> dict[str, dict[str, str | None]]:
    """Entry → {before, to} of those who gain a level; before is None for none."""
    levels = [level["id"] for level in rule["levels"]]
    found: dict[str, dict[str, str | None]] = {}
    for one in field:
        held = one.attributes.get(rule.get("attribute") or "level") or None
        if held is not None and held not in levels:
            continue  # a level that the rule does not know lies nowhere among them
        now = -1 if held is None else levels.index(held)
        steps = [step for step in rule["steps"] if _fits(rule, step, one, held, field)]
        above = [step["to"] for step in steps if levels.index(step["to"]) > now]
        if above and _may(rule, one, scores[one.name]):
            found[one.name] = {"before": held, "to": above[0]}
    return found


def _may(rule: Mapping[str, Any], one: Stand, scores: Mapping[str, Fraction]) -> bool:
    least = {each["part"]: number(each["points"]) for each in rule.get("least_parts") or ()}
    return (
        one.place is not None
        and one.reaches(rule.get("least_total"))
        and all(part in scores and scores[part] >= points for part, points in least.items())
        and meets_all(rule.get("where") or (), one.attributes)
    )


def _fits(rule: Mapping[str, Any], step: Mapping[str, Any], one: Stand, held: Any, field: Sequence[Stand]) -> bool:
    if one.place is None or (step.get("held") and held not in step["held"]):
        return False
    better = sum(other.place is not None and other.place < one.place for other in field)  # no place tells it if dense
    windows = [
        step.get("from_rank") is None or one.place >= int(step["from_rank"]),
        step.get("to_rank") is None or one.place <= int(step["to_rank"]),
        step.get("percent") is None or better < share({**rule, "percent": step["percent"]}, field),
    ]
    return all(windows)
