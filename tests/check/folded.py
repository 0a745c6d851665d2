"""The first calculation of a journal's lines, as the second one is held against it."""

from __future__ import annotations

from typing import Any

from contest.apart.first import first_result, first_units
from contest.scoring.contest import Contest, fold
from contest.scoring.events import ContestId, ItemId, from_bytes
from contest.scoring.results import results

from .journals import hashed


def folded(lines: list[bytes]) -> Contest:
    """The contest as the house itself knows it."""
    return fold(ContestId("c"), [(from_bytes(raw), head) for raw, head in hashed(lines)])


def of_contest(contest: Contest, id: str) -> dict[str, Any]:
    """All that `check.item_result` tells, from the house itself."""
    item = contest.items[ItemId(id)]
    return first_result(item, results(contest, item)) | {"units": first_units(contest)}
