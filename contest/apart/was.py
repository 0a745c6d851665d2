"""The whole contest as it stood at an earlier line: each item's state and its result there."""

from __future__ import annotations

from typing import Any

from ..people import People
from ..scoring import office
from ..scoring.contest import Contest
from ..scoring.item import Item
from .tasks import Asked, the_people

MOST_ROWS = 500
"""Rows of an item that are told; its board there has the others."""


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{at, items: […]} of the `items` that are asked for. Names, as they are known today, only where the item was
    unsealed there."""
    contest, people = asked.contest, the_people(asked)
    seen = [item for item in contest.items.values() if item.id in asked["items"]]
    return {"at": contest.at, "items": [_item(contest, item, people) for item in seen]}, b""


def _item(contest: Contest, item: Item, people: People) -> dict[str, Any]:
    result, over = office.result(contest, item), office.overview(contest, item)
    kept = ("id", "name", "state", "sealed", "judged", "of", "sheets")
    rows = [_row(contest, item, row, people) for row in result["rows"][:MOST_ROWS]]
    told = {key: over[key] for key in kept} | {"frozen": item.frozen.at if item.frozen else None}
    return told | {"final": result["final"], "veiled": result["veiled"], "rows": rows, "count": len(result["rows"])}


def _row(contest: Contest, item: Item, row: dict[str, Any], people: People) -> dict[str, Any]:
    kept = ("code", "rank", "tied", "status", "total")
    person = people.person(contest.id, row["entry"]) if item.names_known else None
    award = next((each for each in item.rulebook.awards if each.id == row["award"]), None)
    return {key: row[key] for key in kept} | {
        "name": person.name if person else None,
        "unit": person.unit if person else None,
        "award": office.words(award.name) if award else None,
    }
