"""The first calculation's result in the shape in which the second one is held against it."""

from __future__ import annotations

from typing import Any

from ..scoring.awards import chief_awards
from ..scoring.contest import Contest
from ..scoring.item import Entry, Item
from ..scoring.marking import PartResult, total
from ..scoring.numbers import text
from ..scoring.ranking import Standing
from ..scoring.results import Results, unit_honours, unit_results
from ..scoring.rounds import advancing
from ..scoring.scale import scaled


def first_result(item: Item, found: Results) -> dict[str, Any]:
    """Every entry's place and numbers, also of those that lack a part, and each award's winners; decimals as texts."""
    given = chief_awards(item.rulebook, found.awards)
    placed = {each.entry: each for each in found.standings}
    rows = [_row(item, entry, placed.get(entry.id)) for entry in item.entries.values()]
    beside = scaled(item.rulebook, found.standings)
    for row in rows:
        row["award"], row["scaled"] = given.get(row["entry"]), beside.get(row["entry"])
    won: dict[str, list[str]] = {award.id: [] for award in item.rulebook.awards}
    for each in found.awards:
        won[each.award_id].append(each.entry)
    told = {
        "entries": rows,
        "awards": won,
        "promotions": {each.entry: {"to": each.to} for each in found.promotions},
        "advancing": advancing(item.rulebook, found.everyone),
    }
    return told | ({"empty": found.empty} if item.locked else {})  # before, no prize is said to be left over


def first_units(contest: Contest) -> dict[str, Any] | None:
    """The table of units: each one's place and total, and who has which honour; None without a table."""
    if contest.unit_table is None:
        return None
    rows = [{"unit": u.unit, "rank": u.rank, "tied": u.tied, "total": text(u.total)} for u in unit_results(contest)]
    won: dict[str, list[str]] = {award.id: [] for award in contest.unit_table.awards}
    for each in unit_honours(contest).given:
        won[each.award_id].append(each.entry)
    return {"rows": rows, "awards": won}


def _row(item: Item, entry: Entry, place: Standing | None) -> dict[str, Any]:
    score = entry.score or total(item.rulebook, {}, tuple(entry.penalties.values()), entry.times)
    return {
        "entry": entry.id,
        "rank": place.rank if place else None,
        "tied": place.tied if place else False,
        "status": place.status if place else item.status(entry),
        "missing": [part.id for part in item.rulebook.parts if part.id not in score.parts],
        "decided_by": None if place is None or place.decided_by is None else item.rulebook.ties[place.decided_by].by,
        "total": text(score.total),
        "unrounded": text(score.unrounded),
        "passed": score.passed,
        "parts": {id: _part(each) for id, each in score.parts.items()},
    }


def _part(made: PartResult) -> dict[str, str]:
    return {
        "value": text(made.part.value),
        "raw": text(made.part.raw),
        "score": text(made.score),
        "weighted": text(made.weighted),
    }
