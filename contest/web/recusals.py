"""Recusals: whose sheets of which entries do not count. Only who may recuse sees them; no judge ever does."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..replies import Receipt
from ..result_replies import Recusals
from ..schemas import Recusal
from ..scoring.verbs.recusal import recuse
from ..words import seat_words
from .items import find
from .openapi import Views
from .policy import needs
from .recording import noted
from .services import services

blp = Views("recusals", __name__, url_prefix="/api/contests/<contest>/items/<item>/recusals", description="Recusals")


@blp.route("")
@needs("recuse")
@blp.gives(Recusals(many=True), "The recusals")
def recusals(contest: str, item: str) -> Any:
    """Which seats are recused from which entries."""
    _, found = find(contest, item)
    named = services().people.seat_names(contest)
    return jsonify(
        [
            {
                "seat": {"id": seat, "name": seat_words(named, seat)},
                "codes": sorted(found.entries[entry].code for entry in each.entries),
                "stand_in": each.stand_in,
            }
            for seat, each in found.uncounted.recused.items()
        ]
    )


@blp.route("", methods=["POST"])
@needs("recuse")
@blp.once
@blp.takes(Recusal)
@blp.gives(Receipt)
def set_recusal(said: dict[str, Any], contest: str, item: str) -> Any:
    """Recuse a seat from exactly these entries (none: from none any more). Its judge goes on marking and notices
    nothing; what counts changes at once."""
    digest, also = services().people.seal_text(contest, said.pop("reason"))
    return noted(contest, recuse, {"item": item, "reason_digest": digest, **said}, also=also)
