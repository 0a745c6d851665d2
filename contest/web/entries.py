"""What the office notes of one entry: status, penalty, time; and a sheet sent back to its judge."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema

from ..schemas import Penalty, Return, Status, Time, load
from ..scoring.verbs import Verb, chief
from .policy import me, needs
from .services import services

blp = Blueprint(
    "entries", __name__, url_prefix="/api/contests/<contest>/items/<item>/entries/<code>", description="One entry"
)


def _note(contest: str, item: str, code: str, schema: Schema, verb: Verb) -> Any:
    """Record what was said of an entry; its reason goes sealed into the chain."""
    asked = request.get_json(silent=True)
    said = load(schema, asked)
    digest, also = services().people.seal_text(contest, said.pop("reason", ""))
    values = {"item": item, "code": code, "reason_digest": digest, **said}
    key = request.headers.get("Idempotency-Key", "")[:50]
    whole = {"path": request.path, "body": asked}
    receipt = services().door.record(contest, verb, by=me().actor, values=values, request=key, asked=whole, also=also)
    return jsonify({"seq": receipt.seq, "head": receipt.head})


@blp.route("/status", methods=["POST"])
@needs("note")
def status(contest: str, item: str, code: str) -> Any:
    """Present, absent, withdrawn or disqualified: `{status, reason}`."""
    return _note(contest, item, code, Status(), chief.set_status)


@blp.route("/penalties", methods=["POST"])
@needs("note")
def penalties(contest: str, item: str, code: str) -> Any:
    """Give a penalty of the rulebook: `{penalty, count | points, reason}`."""
    return _note(contest, item, code, Penalty(), chief.give_penalty)


@blp.route("/times", methods=["POST"])
@needs("note")
def times(contest: str, item: str, code: str) -> Any:
    """Record the time used for a part: `{part, seconds}`."""
    return _note(contest, item, code, Time(), chief.record_time)


@blp.route("/return", methods=["POST"])
@needs("return")
def give_back(contest: str, item: str, code: str) -> Any:
    """Send a sheet back to its judge: `{part, owner, reason}`; the old marks stay in the journal."""
    return _note(contest, item, code, Return(), chief.return_sheet)
