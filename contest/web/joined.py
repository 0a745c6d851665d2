"""Joining what the chain does not hold (names, seats' names) to what it does, where it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..intake import asked_of
from ..people import People
from ..scoring.contest import Contest
from ..scoring.deadlines import due
from ..scoring.events import Code, EntryId, ItemId
from ..scoring.item import JOINT, Item
from ..scoring.numbers import text
from ..scoring.office import words


class Joined:
    """Names for entries of items that are unsealed; None for all others."""

    def __init__(self, contest: Contest, people: People) -> None:
        self._contest, self._people = contest, people

    def name(self, item: Item, entry: str) -> dict[str, str | None]:
        """`{"name", "unit"}` of an entry."""
        person = self._people.person(self._contest.id, entry) if item.names_known else None
        return {"name": person.name if person else None, "unit": person.unit if person else None}

    def name_of_code(self, item_id: str, code: str) -> str | None:
        """The name behind a code."""
        item = self._contest.items[ItemId(item_id)]
        entry = item.by_code.get(Code(code))
        return self.name(item, entry.id)["name"] if entry else None

    def rows(self, item: Item, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows with an entry id: the id goes, name and unit come."""
        return [
            {key: value for key, value in row.items() if key != "entry"} | self.name(item, EntryId(row["entry"]))
            for row in rows
        ]

    def told(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows with a reason's digest: the digest goes, the reason comes; None where it was erased."""
        texts = self._people.texts(self._contest.id, [row["reason_digest"] for row in rows])
        return [
            {key: value for key, value in row.items() if key != "reason_digest"}
            | {"reason": texts.get(row["reason_digest"])}
            for row in rows
        ]


def awards_named(item: Item, award: str | None) -> Mapping[str, Any] | None:
    """An award's id and name."""
    found = next((each for each in item.rulebook.awards if each.id == award), None)
    return None if found is None else {"id": found.id, "name": words(found.name)}


def rules_of(item: Item) -> dict[str, Any]:
    """The rules that the office's forms offer: parts with a time, penalties, whether they ask for ages."""
    return {
        "parts": [
            {
                "id": part.id,
                "name": words(part.name),
                "time": part.source == "judged",
                "joint": part.panel is not None and part.panel.by == JOINT,
                "source": part.source,
                "due": (due(item, part.id) or {}).get("until"),
            }
            for part in item.rulebook.parts
        ],
        "stage": item.rulebook.board.stage,
        "ages": "age" in asked_of(item.rulebook),
        "advance": item.rulebook.advance.to if item.rulebook.advance else None,
        "penalties": [
            {
                "id": rule.id,
                "name": words(rule.name),
                "per": rule.per,
                "points": None if rule.points is None else text(rule.points),
                "max": None if rule.max is None else text(rule.max),
                "part": rule.part,
            }
            for rule in item.rulebook.penalties
        ],
    }


def aspects_of(contest: Contest, item: str, part: str) -> list[dict[str, Any]]:
    """The aspects of a part: id, name, kind, most points; none of a part that the rulebook has no more."""
    parts = contest.items[ItemId(item)].rulebook.parts
    aspects = next((each.aspects for each in parts if each.id == part), {})
    return [
        {"id": each.id, "name": words(each.name), "kind": each.kind, "max": text(each.max)} for each in aspects.values()
    ]
