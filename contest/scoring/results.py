"""The result of an item as it stands: places, totals, awards, and the digest that a signature covers.

May not be in here: names (they are no part of a result; papers and boards join them to codes after unsealing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import awards as award_rules
from . import teams
from .awards import Awarded
from .contest import Contest
from .events import EntryId, ItemId, digest
from .item import Item
from .marking import EntryScore
from .numbers import text
from .promotions import Promoted, promotions
from .ranking import Standing, standings
from .teams import UnitStanding


@dataclass(frozen=True, slots=True)
class Results:
    """Standings best first, who got which award, and the digest over both and the entries' commitments."""

    item: ItemId
    standings: list[Standing]
    awards: list[Awarded]
    digest: str
    final: bool  # signed as it stands
    promotions: list[Promoted] = field(default_factory=list)


def results(contest: Contest, item: Item) -> Results:
    """The item's result from everything that counts now, hidden parts included: for staff, signing and exports."""
    complete = complete_scores(item)
    statuses = {id: entry.status for id, entry in item.entries.items() if id in complete or entry.status != "present"}
    known = {id: entry.known for id, entry in item.entries.items()}
    table = standings(item.rulebook, complete, statuses, known)
    drawn = award_rules.draw_awards(item.rulebook, table, known, item.overrides)
    raised = promotions(item.rulebook, table, known)
    mark = _digest(contest, item, table, drawn, raised)
    final = item.signature is not None and item.signature.digest == mark
    return Results(item.id, table, drawn, mark, final, raised)


def complete_scores(item: Item) -> dict[EntryId, EntryScore]:
    """The scores that have every part."""
    return {id: entry.score for id, entry in item.entries.items() if entry.score and item.complete(entry)}


def _digest(contest: Contest, item: Item, table: list[Standing], drawn: list[Awarded], raised: list[Promoted]) -> str:
    rows = [
        {
            "entry": standing.entry,
            "commitment": item.entries[standing.entry].commitment,
            "rank": standing.rank,
            "status": standing.status,
            "total": _text(standing.score, "total"),
            "parts": {}
            if standing.score is None
            else {id: text(part.score) for id, part in standing.score.parts.items()},
        }
        for standing in table
    ]
    given = [{"award": each.award_id, "entry": each.entry} for each in drawn]
    whole = {"contest": contest.id, "item": item.id, "rulebook": item.version, "rows": rows, "awards": given}
    if item.rulebook.promotion is not None:  # results signed before there were promotions keep their digest
        whole["promotions"] = [{"entry": each.entry, "to": each.to} for each in raised]
    return digest(whole)


def _text(score: EntryScore | None, name: str) -> str | None:
    return None if score is None else text(getattr(score, name))


def unit_results(contest: Contest, items: list[Item] | None = None) -> list[UnitStanding]:
    """The table of units over `items` (default: all of the table that are unsealed); empty where there is nothing
    yet."""
    table = contest.unit_table
    if table is None:
        return []
    if items is None:
        items = [contest.items[ItemId(id)] for id in table.items if contest.items[ItemId(id)].names_known]
    found = {item.id: results(contest, item) for item in items}
    per_item: Mapping[Any, list[Standing]] = {id: each.standings for id, each in found.items()}
    units: dict[EntryId, str] = {
        entry.id: entry.unit for item in items for entry in item.entries.values() if entry.unit
    }
    return teams.unit_table(table, per_item, units, {id: _won(each) for id, each in found.items()})


def _won(found: Results) -> dict[EntryId, list[str]]:
    """Every award of each entry."""
    won: dict[EntryId, list[str]] = {}
    for each in found.awards:
        won.setdefault(each.entry, []).append(each.award_id)
    return won


def unit_honours(contest: Contest) -> list[Awarded]:
    """The honours of units as the table stands; the `entry` of each is a unit."""
    table = contest.unit_table
    return [] if table is None else teams.unit_awards(table, unit_results(contest))
