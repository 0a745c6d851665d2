"""What happens at every real contest and makes a result worth explaining: one late, one over time, one who leaves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..locale import both
from ..scoring.contest import Contest
from ..scoring.item import Item

OVER = 200  # s over the limit


@dataclass(frozen=True, slots=True)
class Incident:
    """One note of the chief's, due once `after` (0–1) of the sheets are in. `what` has its words in the catalogue."""

    after: float
    what: str
    item: Item
    code: str
    path: str
    body: dict[str, Any]


def incidents(contest: Contest, seed: object) -> Iterator[Incident]:
    """The demo's incidents, each in another item where there are so many, none in one that a round leads to; the same
    seed picks the same codes."""
    later = {item.rulebook.advance.to for item in contest.items.values() if item.rulebook.advance}
    items = [item for item in contest.items.values() if item.id not in later]
    dice = random.Random(f"{seed}/incidents")
    makers = ((0.15, "late", _late), (0.4, "over_time", _over_time), (0.6, "withdrawn", _withdrawn))
    for k, (after, what, make) in enumerate(makers):
        item = items[k % len(items)]
        code, made = dice.choice(sorted(item.by_code)), make(item)
        if made is not None:
            path, body = made
            yield Incident(after, what, item, code, f"/items/{item.id}/entries/{code}/{path}", body)


def _late(item: Item) -> tuple[str, dict[str, Any]] | None:
    rule = next((rule for rule in item.rulebook.penalties if rule.per == "once"), None)
    if rule is None:
        return None
    return "penalties", {"penalty": rule.id, "count": 1, "reason": _reason("late")}


def _over_time(item: Item) -> tuple[str, dict[str, Any]] | None:
    part = next((part for part in item.rulebook.parts if part.time is not None), None)
    if part is None or part.time is None:
        return None
    return "times", {"part": part.id, "seconds": int(part.time.limit * 60) + OVER}


def _withdrawn(item: Item) -> tuple[str, dict[str, Any]]:
    return "status", {"status": "withdrawn", "reason": _reason("withdrawn")}


def _reason(what: str) -> str:
    words = both(f"cli.demo_why_{what}")
    return f"{words['zh']} {words['en']}"
