"""What was: the contest, and the board of an item as staff saw it, at an earlier line of the journal."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from ..past_replies import ContestThen
from ..people import may
from ..result_replies import BoardThen
from ..schemas import LineAsked
from ..scoring.contest import Contest
from ..scoring.refused import Refused
from .openapi import Views
from .policy import me, needs
from .services import services

blp = Views("past", __name__, url_prefix="/api/contests/<contest>", description="What was")


@blp.route("/past")
@needs("see", somewhere=True)
@blp.takes(LineAsked, location="query")
@blp.gives(ContestThen, "The contest there")
def past(said: dict[str, Any], contest: str) -> Any:
    """The contest as it stood at `line`, of its items those that this session may see. Names only where an item was
    unsealed there."""
    fold = services().door.current(contest)
    head = _head(fold, said["line"])
    items = [item for item in fold.items if may(me(), "see", contest, item)]
    told = services().apart.ask("was", fold, items=items, seq=said["line"], head=head).told
    return jsonify({"seq": said["line"], "now": fold.seq, **told})


@blp.route("/items/<item>/board")
@needs("see")
@blp.takes(LineAsked, location="query")
@blp.gives(BoardThen, "The board there, as a snapshot of /boards")
def board(said: dict[str, Any], contest: str, item: str) -> Response:
    """The board as it stood at `line`, for staff. Names only where the item was unsealed there."""
    fold = services().door.current(contest)
    answer = services().apart.ask("board", fold, item=item, seq=said["line"], head=_head(fold, said["line"]))
    return Response(answer.body, mimetype="application/json")


def _head(fold: Contest, line: int) -> str:
    """The chain's hash at a line. Refused("unknown_line")."""
    head = services().door.head_at(fold.id, line)
    if head is None:
        raise Refused("unknown_line", line=line, last=fold.seq)
    return head.hex()
