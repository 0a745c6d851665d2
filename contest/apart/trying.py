"""Trying the awards again without one judge, and with one mark a step higher or lower."""

from __future__ import annotations

from typing import Any

from ..scoring import robustness
from ..scoring.explain import plain
from ..scoring.refused import Refused
from .tasks import Asked

MOST_EFFORT = 1_500_000
"""Places worked out (robustness.effort): about a minute."""


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{judges: how many were tried without, without: …, moved: …}: only findings in which an award changes."""
    item = asked.item
    if robustness.effort(item) > MOST_EFFORT:
        raise Refused("too_many_to_try", entries=len(item.entries))
    without = robustness.without_each_judge(item)
    told = {"judges": len(without), "without": [plain(each) for each in without if each.changes]}
    return {**told, "moved": [plain(each) for each in robustness.with_each_mark_moved(item)]}, b""
