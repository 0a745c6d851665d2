"""What a recorder may see while typing a seat's paper sheets: by code, never what another person typed until two have
and differ."""

from __future__ import annotations

from typing import Any

from .contest import Contest, Seat
from .desk import scheme
from .events import Actor, PartId
from .item import Entry, Item
from .rulebook import Part, dump_rulebook


def typing_desk(contest: Contest, item: Item, part: Part, seat: Seat, by: Actor) -> dict[str, Any]:
    """The part's scheme, the rulebook's version, and a row an entry that the seat marks, by code."""
    dumped = next(each for each in dump_rulebook(item.rulebook)["parts"] if each["id"] == part.id)
    rows = [
        _row(contest, item, part, seat, item.by_code[code], by)
        for code in sorted(item.by_code)
        if seat.marks(item.id, PartId(part.id), item.by_code[code].id)
    ]
    return {"part": scheme(dumped, part), "rulebook": item.version, "rows": rows}


def _row(contest: Contest, item: Item, part: Part, seat: Seat, entry: Entry, by: Actor) -> dict[str, Any]:
    owner = contest.owner(item.id, PartId(part.id), seat.id)
    sheet = entry.sheet(PartId(part.id), owner)
    typed = contest.typed_of(item.id, PartId(part.id), entry.id, seat.id)
    differ = len(typed) > 1
    state = "none" if sheet is None else "confirmed" if sheet.counts else "returned" if sheet.returned else "in"
    return {
        "code": entry.code,
        "status": entry.status,
        "state": state,
        "version": sheet.version if sheet else 0,
        "typed_by": list(sheet.typed_by) if sheet else [],
        "typed": [
            {
                "seq": each.seq,
                "at": each.at,
                "by": who,
                "mine": who == by,
                "marks": dict(each.marks) if differ else None,
            }
            for who, each in typed.items()
        ],
    }
