"""Judges beside each other: every sheet of a part against the panel's, and how far the panel agrees."""

from __future__ import annotations

from typing import Any

from ..scoring.events import EntryId, SeatId
from ..scoring.explain import plain
from ..scoring.item import Item
from ..scoring.office import adjustment
from ..scoring.statistics import agreement, looks, spread
from ..scoring.verbs.finding import the_part
from .tasks import Asked


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{agreement, judges: [{seat, difference, own_unit, looks: [{code, mark, difference, robust_z}]}], adjust} of
    `part`; adjust: null, or each judge's figures where judges are made alike."""
    item = asked.item
    part = the_part(item, {"part": asked["part"]}, "judged")
    sheets = item.competing_sheets(part)
    marks = {
        id: {seat: sheet.total for seat, sheet in each.items() if None not in sheet.aspects}  # a gap is no nought
        for id, each in sheets.items()
    }
    judges = [plain(each) for each in looks(marks, _own(asked, item))]
    for judge in judges:
        judge["spread"] = plain(spread(each[judge["seat"]] for each in marks.values() if judge["seat"] in each))
        for look in judge["looks"]:
            look["code"] = item.entries[look.pop("entry")].code
    return {"agreement": plain(agreement(marks)), "judges": judges, "adjust": adjustment(item, part)}, b""


def _own(asked: Asked, item: Item) -> dict[SeatId, list[EntryId]]:
    """The entries of each judge's own unit; of nobody before the codes are unsealed."""
    if not item.names_known:
        return {}
    of_unit: dict[str, list[EntryId]] = {}
    for entry in item.entries.values():
        of_unit.setdefault(entry.unit, []).append(entry.id)
    return {SeatId(seat): of_unit.get(unit, []) for seat, unit in asked.units.items()}
