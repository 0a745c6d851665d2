"""The first calculation of a journal's lines, as the second one is held against it."""

from __future__ import annotations

from typing import Any

from contest.apart.first import first_result
from contest.scoring.contest import Contest, fold
from contest.scoring.events import ContestId, ItemId, from_bytes
from contest.scoring.results import results, unit_honours, unit_results
from contest.scoring.rounds import advancing
from contest.scoring.scale import scaled

from .journals import hashed


def folded(lines: list[bytes]) -> Contest:
    """The contest as the house itself knows it."""
    return fold(ContestId("c"), [(from_bytes(raw), head) for raw, head in hashed(lines)])


def of_contest(contest: Contest, id: str) -> dict[str, Any]:
    """All that `check.item_result` tells, from the house itself."""
    item = contest.items[ItemId(id)]
    found, rules = results(contest, item), item.rulebook
    told = first_result(item, found)
    figures = scaled(rules, found.standings)
    for row in told["entries"]:
        row["scaled"] = figures.get(row["entry"])
    told["promotions"] = [{"entry": each.entry, "to": each.to} for each in found.promotions]
    told["advancing"] = advancing(rules, found.everyone) if rules.advance else []
    return told | {"units": _units(contest)}


def _units(contest: Contest) -> dict[str, Any] | None:
    if contest.unit_table is None:
        return None
    rows = [{"unit": u.unit, "rank": u.rank, "tied": u.tied, "total": u.total} for u in unit_results(contest)]
    won: dict[str, list[str]] = {award.id: [] for award in contest.unit_table.awards}
    for each in unit_honours(contest).given:
        won[each.award_id].append(each.entry)
    return {"rows": rows, "awards": won}
