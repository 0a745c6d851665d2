"""The course of an item: what is missing before its next step. Read by the verbs that take the step and by the console.

May not be in here: taking the step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .carried import stale
from .item import Item


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the next step waits for; `code` has its sentence in the catalogue (`missing.<code>`)."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


def missing(item: Item) -> list[Missing]:
    """What the item lacks for its next step, in the order in which people would see to it."""
    steps = {
        "preparing": _to_open,
        "marking": _to_lock,
        "locked": _to_unseal_or_sign,
        "unsealed": _to_sign,
    }
    step = steps.get(item.state)
    return step(item) if step else []


def _to_open(item: Item) -> list[Missing]:
    if not item.entries:
        return [Missing("entries")]
    return [] if all(entry.code for entry in item.entries.values()) else [Missing("codes")]


def _to_lock(item: Item) -> list[Missing]:
    expected = item.expected_sheets()
    short = expected - item.confirmed_sheets()
    return [Missing("sheets", {"short": short, "expected": expected})] if short > 0 else []


def _to_unseal_or_sign(item: Item) -> list[Missing]:
    if item.rulebook.sealed:
        return [Missing("unsealing")]
    return _to_sign(item)


def _to_sign(item: Item) -> list[Missing]:
    lacking = [entry.code for entry in item.incomplete()]
    scores = [Missing("scores", {"codes": sorted(lacking), "count": len(lacking)})] if lacking else []
    return [*scores, *carried(item)]


def carried(item: Item) -> list[Missing]:
    """That scores stand here which a round took along and which are others there now, if any do."""
    rows = [each.told for each in stale(item)]
    return [Missing("carried", {"rows": rows, "count": len(rows)})] if rows else []
