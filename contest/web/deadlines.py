"""Until when judges' sheets are due, and who is behind: marking that goes on over days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import jsonify

from ..beside_schemas import Deadline, Pace
from ..replies import Receipt
from ..scoring.deadlines import pace as pace_of
from ..scoring.verbs.beside import set_deadline
from ..words import seat_words
from .items import find
from .openapi import Views
from .policy import needs
from .recording import noted
from .services import services

blp = Views("deadlines", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Deadlines")


@blp.route("/pace")
@needs("see")
@blp.gives(Pace(many=True), "Each part that may have a deadline, and its seats")
def pace(contest: str, item: str) -> Any:
    """Who is behind: seat by seat, how many sheets are confirmed of how many, how many an even pace towards the
    deadline would have expected by now, and when the newest one came. Who is furthest behind comes first."""
    fold, found = find(contest, item)
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    named, lines = services().people.seat_names(contest), services().connected(contest)
    parts = pace_of(fold, found, now)
    for part in parts:
        for row in part["seats"]:
            seat = row["seat"]
            row["seat"] = {"id": seat, "name": seat_words(named, seat)}
            row |= {"judge": named.get(seat, {}).get("judge", ""), "online": seat in lines}
    return jsonify(parts)


@blp.route("/parts/<part>/deadline", methods=["POST"])
@needs("deadline")
@blp.once
@blp.takes(Deadline)
@blp.gives(Receipt)
def deadline(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """Set, move or lift (`until` "") the deadline of a part; moving or lifting it takes a reason. Sheets that come
    later are set aside as late, for the chief to decide on; of a part of votes, later counts are refused."""
    digest, also = services().people.seal_text(contest, said["reason"])
    values = {"item": item, "part": part, "until": said["until"], "reason_digest": digest}
    return noted(contest, set_deadline, values, also=also)
