"""Assigning: who marks what where not everybody marks everything, shown by load before it is applied."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from .. import assigning, draw_replies
from ..draw_schemas import MoreSeats, Way
from ..scoring.contest import Contest
from ..scoring.item import Item, panel
from ..scoring.rulebook import Part
from ..scoring.verbs.finding import the_part
from ..words import seat_words
from .items import find
from .openapi import Views
from .policy import needs
from .recording import acts
from .services import services

blp = Views(
    "assigning", __name__, url_prefix="/api/contests/<contest>/items/<item>/parts/<part>", description="Who marks what"
)


@blp.route("/assigning")
@needs("seats")
@blp.takes(Way, location="query")
@blp.gives(draw_replies.Assigning, "The loads")
def look(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """How many entries each seat of the part would mark in this way, or marks as things stand (way "")."""
    fold, found, judged = _find(contest, item, part)
    return jsonify(_told(fold, found, judged, said["way"]))


@blp.route("/assigning", methods=["POST"])
@needs("seats")
@blp.once
@blp.takes(Way)
@blp.gives(draw_replies.Assigning, "Assigned")
def assign(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """Do it as it was shown. What somebody has marked already stays where it is."""
    fold, found, judged = _find(contest, item, part)
    assigning.apply(acts(contest), services().people, fold, found, judged, said["way"] or "each")
    return jsonify(_told(fold, found, judged, ""))


@blp.route("/seats", methods=["POST"])
@needs("seats")
@blp.once
@blp.takes(MoreSeats)
@blp.gives(draw_replies.Assigning, "Set up")
def seats(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """Seats until the part has so many: more than its panel, where entries are to be assigned."""
    fold, found, judged = _find(contest, item, part)
    assigning.set_up_more(acts(contest), services().people, fold, found, judged, said["seats"])
    return jsonify(_told(fold, found, judged, ""))


def _find(contest: str, item: str, part: str) -> tuple[Contest, Item, Part]:
    fold, found = find(contest, item)
    return fold, found, the_part(found, {"part": part}, "judged")


def _told(fold: Contest, item: Item, part: Part, way: str) -> dict[str, Any]:
    people, now = services().people, item.draws.assigned.get(part.id)
    if way:
        given = assigning.planned(people, fold, item, part, way)
        loads = {seat: len(each.entries) for seat, each in given.items()}
        conflicts = sum(len(each.recused) for each in given.values())
    else:
        loads = assigning.loads(fold, item, part)
        conflicts = sum(map(len, item.uncounted.conflicts.get(part.id, {}).values()))
    named = people.seat_names(fold.id)
    seats = [{"id": seat, "name": seat_words(named, seat), "entries": loads[seat]} for seat in sorted(loads)]
    of_now = {"way": now.way if now else None, "judges": panel(part).sheets, "lots": sorted(item.draws.lots)}
    return {**of_now, "entries": len(item.entries), "seats": seats, "conflicts": conflicts}
