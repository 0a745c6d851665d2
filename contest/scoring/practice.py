"""Practice: the papers a seat marks, to be tried on an invented entry, and what the rules make of such a sheet.

Nothing here is a verb: no event comes of it, and nothing is kept. May not be in here: an entry of the contest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .contest import Contest, Seat
from .desk import scheme
from .events import PartId
from .marking import read_marks, score_sheet
from .numbers import Points
from .refused import Refused
from .rulebook import Part, dump_rulebook


def papers(contest: Contest, seat: Seat) -> list[dict[str, Any]]:
    """`[{"id", "name", "parts": [scheme]}]`: what the seat marks, item by item, drawn or not, open or not."""
    told = []
    for id in dict.fromkeys(duty.item for duty in seat.duties):
        item = contest.items[id]
        own = {duty.part for duty in seat.duties if duty.item == id}
        book = dump_rulebook(item.rulebook)
        parts = [scheme(part, item.rulebook.part(part["id"])) for part in book["parts"] if part["id"] in own]
        told.append({"id": id, "name": book["name"], "parts": parts})
    return told


def understood(contest: Contest, seat: Seat, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a sheet with these marks would come to: `aspects` [{"id", "points" or None}], `total`, `out_of`.

    `values`: item, part, marks. Refused: unknown_item, unknown_part (nothing that this seat marks); MarksRefused.
    """
    part = _own_part(contest, seat, values)
    sheet = score_sheet(part, read_marks(part, values["marks"]))
    aspects = [{"id": id, "points": _plain(points)} for id, points in zip(part.aspects, sheet.aspects, strict=True)]
    return {"aspects": aspects, "total": _plain(sheet.total), "out_of": str(part.max)}


def _own_part(contest: Contest, seat: Seat, values: Mapping[str, Any]) -> Part:
    item, part = values["item"], PartId(values["part"])
    if item not in contest.items:
        raise Refused("unknown_item", item=item)
    if not any((duty.item, duty.part) == (item, part) for duty in seat.duties):
        raise Refused("unknown_part", part=part)
    return contest.items[item].rulebook.part(part)


def _plain(points: Points | None) -> str | None:
    return None if points is None else f"{points:f}"
