"""Quotas of an award: so many winners of one unit, or with the same value of another attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from .stands import Stand, meets_all

Limit = Mapping[str, Any]


def allowed(award: Mapping[str, Any], left: Sequence[Stand], won: Sequence[Sequence[Stand]]) -> list[Stand]:
    """Those of `left`, the best first, who are not one too many. Of equals who would be too many together, as with
    any tie at a cut, all are taken or all are passed over. `won`: the winners of the levels before."""
    limits = award.get("limits") or ()
    together = award.get("ties", "at_least") == "at_least"
    taken: list[Stand] = []
    for _, group in groupby(left, key=lambda one: one.place):
        equals = list(group)
        full = [one for one in equals if any(_is_full(limit, one, equals, taken, won, together) for limit in limits)]
        taken += [one for one in equals if one not in full]
    return taken


def _is_full(
    limit: Limit,
    one: Stand,
    equals: Sequence[Stand],
    taken: Sequence[Stand],
    won: Sequence[Sequence[Stand]],
    together: bool,
) -> bool:
    """Whether a quota has no room for someone, or, not `together`, for all of their equals."""
    if not _counts(limit, one, one):
        return False
    # A winner of two levels is one winner: the quota is of people, not of prizes.
    before = {each.name: each for winners in won for each in winners}.values() if limit.get("across") else ()
    used = sum(_counts(limit, each, one) for each in (*before, *taken))
    wanted = 1 if together else sum(_counts(limit, each, one) for each in equals)
    return used + wanted > _most(limit, one.attributes[limit["attribute"]])


def _counts(limit: Limit, each: Stand, one: Stand) -> bool:
    """Whether someone counts for the quota of another one's value."""
    mine, value = each.attributes.get(limit["attribute"]), one.attributes.get(limit["attribute"])
    return mine is not None and mine == value and meets_all(limit.get("where") or (), each.attributes)


def _most(limit: Limit, value: Any) -> int:
    of_its_own = {other["value"]: other["most"] for other in limit.get("others") or ()}
    return int(of_its_own[value] if value in of_its_own else limit["most"])
