"""`GET /boards`, `GET /boards/<id>`: a board whole, with an ETag; what a reader fetches after a hole."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from ..scoring.refused import Refused
from ..words import refusal
from .boards import Hub
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
    """One board as its audience sees it now. 304 where the reader has it already."""
    channel = _hub().channel(name, _hub().people.session(request.cookies.get(COOKIE, "")))
    answer = Response(channel.snapshot(), mimetype="application/json")
    answer.set_etag(channel.mark)
    answer.headers["Cache-Control"] = "no-cache"
    return answer.make_conditional(request)


@blp.errorhandler(Refused)
def refused(fault: Refused) -> Any:
    """Unknown boards are 404, staff's boards 403 without a right."""
    return jsonify(refusal(fault)), 403 if fault.code == "forbidden" else 404
