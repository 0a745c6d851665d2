"""The board of an item as staff saw it at an earlier line."""

from __future__ import annotations

from typing import Any

from ..scoring.board import ItemBoard
from ..scoring.events import EntryId, ItemId
from ..scoring.refused import Refused
from .tasks import Asked, the_people


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{}, and the board's snapshot; names as they are known today, where the board bore names at that line."""
    people = the_people(asked)

    def names(entry: EntryId) -> tuple[str, str] | None:
        person = people.person(asked["contest"], entry)
        return (person.name, person.unit) if person else None

    if asked["item"] not in asked.contest.items:
        raise Refused("unknown_item", item=asked["item"])
    return {}, ItemBoard(asked.contest, ItemId(asked["item"]), staff=True, names=names).view().snapshot().encode()
