"""What comes of places, as lists: who gets which award, who steps up a level, the units and their honours. By code;
names are joined elsewhere."""

from __future__ import annotations

from typing import Any

from . import results as whole
from .contest import Contest
from .events import ItemId
from .item import Item
from .numbers import text
from .office import words
from .ranking import Standing


def awards(contest: Contest, item: Item) -> list[dict[str, Any]]:
    """The awards of the rulebook with who got them, empty ones too."""
    found = whole.results(contest, item)
    standing = {each.entry: each for each in found.everyone}
    listed = []
    for award in item.rulebook.awards:
        won = [] if item.veiled else found.awards
        entries = [standing[each.entry] for each in won if each.award_id == award.id]
        money = None if award.money is None else text(award.money)
        rows = [_winner(item, each) for each in entries]
        if award.listed == "strokes":
            rows = [row | {"rank": None} for row in rows]
        empty = 0 if item.veiled else found.empty.get(award.id, 0)
        listed.append({"id": award.id, "name": words(award.name), "money": money, "entries": rows, "empty": empty})
    return listed


def promotions(contest: Contest, item: Item) -> list[dict[str, Any]]:
    """Who steps up to which level of skill (晋级名单); none while the item is sealed: nobody knows who holds what."""
    rules = item.rulebook.promotion
    if rules is None or not item.names_known:
        return []
    found = whole.results(contest, item)
    standing = {each.entry: each for each in found.standings}
    levels = {level.id: {"id": level.id, "name": words(level.name)} for level in rules.levels}
    return [
        _winner(item, standing[each.entry])
        | {"parts": _part_scores(standing[each.entry]), "before": levels.get(each.before), "to": levels[each.to]}
        for each in found.promotions
    ]


def _part_scores(standing: Standing) -> dict[str, str]:
    return {} if standing.score is None else {id: text(part.score) for id, part in standing.score.parts.items()}


def _winner(item: Item, standing: Standing) -> dict[str, Any]:
    entry, score = item.entries[standing.entry], standing.score
    total = None if score is None else text(score.total)
    return {"entry": entry.id, "code": entry.code, "unit": entry.unit, "rank": standing.rank, "total": total}


def honours(contest: Contest) -> list[dict[str, Any]]:
    """The honours of units with who got them, empty ones too."""
    found = whole.unit_honours(contest)
    awards = contest.unit_table.awards if contest.unit_table and found.units else ()
    totals = {each.unit: text(each.total) for each in found.units}
    return [
        {
            "id": award.id,
            "name": words(award.name),
            "money": None if award.money is None else text(award.money),
            "units": [
                {"unit": each.entry, "rank": each.rank, "total": totals[each.entry]}
                for each in found.given
                if each.award_id == award.id
            ],
            "empty": found.empty.get(award.id, 0),
        }
        for award in awards
    ]


def units(contest: Contest) -> list[dict[str, Any]]:
    """The table of units over the items that are unsealed, with what counted."""
    return [
        {
            "unit": each.unit,
            "rank": each.rank,
            "tied": each.tied,
            "total": text(each.total),
            "counted": [
                {"item": item, "code": contest.items[ItemId(item)].entries[entry].code, "points": text(points)}
                for item, entry, points in each.counted
            ],
        }
        for each in whole.unit_results(contest)
    ]
