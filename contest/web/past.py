"""What was: the board of an item as staff saw it at an earlier line of the journal."""

from __future__ import annotations

from typing import Any

from flask import Response

from ..result_replies import BoardThen
from ..schemas import LineAsked
from ..scoring.refused import Refused
from .openapi import Views
from .policy import needs
from .services import services

blp = Views("past", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="What was")


@blp.route("/board")
@needs("see")
@blp.takes(LineAsked, location="query")
@blp.gives(BoardThen, "The board there, as a snapshot of /boards")
def board(said: dict[str, Any], contest: str, item: str) -> Response:
    """The board as it stood at `line`, for staff. Names only where the item was unsealed there."""
    fold = services().door.current(contest)
    head = services().door.head_at(contest, said["line"])
    if head is None:
        raise Refused("unknown_line", line=said["line"], last=fold.seq)
    answer = services().apart.ask("board", fold, item=item, seq=said["line"], head=head.hex())
    return Response(answer.body, mimetype="application/json")
