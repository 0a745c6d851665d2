"""`GET /boards`, `GET /boards/<id>`: a board whole, with an ETag; what a reader fetches after a hole."""

from __future__ import annotations

from contextlib import nullcontext
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from ..scoring.board import ItemBoard
from ..scoring.refused import Refused
from ..scoring.view import encode
from ..words import refusal
from .boards import Channel, Hub, whole
from .stream import COOKIE

blp = Blueprint("boards", __name__)


def _hub() -> Hub:
    hub: Hub = current_app.extensions["boards"]
    return hub


@blp.route("/boards")
def boards() -> Any:
    """The public boards: of `?contest=`, or of every contest."""
    hub, wanted = _hub(), request.args.get("contest")
    names = [wanted] if wanted else hub.contests()
    found = [hub.channel(name, None) for contest in names for name in hub.public(contest)]
    return jsonify([{"board": each.name, "n": each.view.n, "head": dict(each.view.head)} for each in found])


@blp.route("/boards/<name>")
def board(name: str) -> Any:
    """One board as its audience sees it now, or of it the one entry with `?code=`. 304 where the reader has it
    already."""
    channel = _hub().channel(name, _hub().people.session(request.cookies.get(COOKIE, "")))
    code = request.args.get("code")
    answer = Response(channel.snapshot() if code is None else _one(channel, code), mimetype="application/json")
    answer.set_etag(channel.mark if code is None else sha256(answer.data).hexdigest()[:16])
    answer.headers["Cache-Control"] = "no-cache"
    return answer.make_conditional(request)


def _one(channel: Channel, code: str) -> str:
    """The row and the place of the entry that bears the code, however far down. Refused("not_on_board")."""
    wanted = code.strip()[:40]
    found = None
    board = channel.board
    if isinstance(board, ItemBoard):
        # Where one mark moves everyone, the last view is what holds until the next: nobody's asking works it out.
        with nullcontext() if board.field_wide else whole(channel):
            found = board.found(wanted) or board.found(wanted.upper())
    if found is None:
        raise Refused("not_on_board", entry_code=wanted)
    row, place = found
    return f'{{"board":{encode(channel.name)},"n":{channel.view.n},"row":{row},"place":{encode(place)}}}'


@blp.errorhandler(Refused)
def refused(fault: Refused) -> Any:
    """Unknown boards are 404, staff's boards 403 without a right."""
    return jsonify(refusal(fault)), 403 if fault.code == "forbidden" else 404
