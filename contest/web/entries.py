"""What the office notes of one entry: status, penalty, time; and a sheet sent back to its judge."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..people import may
from ..replies import Receipt
from ..result_replies import EntryNotes
from ..schemas import Penalty, Reason, Return, Settle, Status, Time
from ..scoring import office
from ..scoring.verbs import Verb, chief
from ..scoring.verbs.finding import the_entry
from ..scoring.verbs.spread import settle_spread
from .items import find
from .joined import Joined
from .openapi import Views
from .policy import me, needs
from .recording import noted
from .services import services

blp = Views(
    "entries", __name__, url_prefix="/api/contests/<contest>/items/<item>/entries/<code>", description="One entry"
)


def _note(contest: str, item: str, code: str, verb: Verb, said: dict[str, Any]) -> Any:
    """Record what was said of an entry; its reason goes sealed into the chain."""
    digest, also = services().people.seal_text(contest, said.pop("reason", ""))
    return noted(contest, verb, {"item": item, "code": code, "reason_digest": digest, **said}, also=also)


@blp.route("")
@needs("see")
@blp.gives(EntryNotes, "The notes")
def notes(contest: str, item: str, code: str) -> Any:
    """What the office noted of the entry: its status, times used, penalties that stand, with who gave them; why, for
    whoever may note such things."""
    fold, found = find(contest, item)
    seen = office.notes(found, the_entry(found, {"code": code}))
    _say_why(contest, seen["penalties"], told=may(me(), "note", contest, item))
    return jsonify(Joined(fold, services().people).rows(found, [seen])[0])


def _say_why(contest: str, penalties: list[dict[str, Any]], *, told: bool) -> None:
    """Names for actors, and texts for the digests of reasons; one that was erased, or is not to be read, is null."""
    names = services().people.account_names()
    texts = services().people.texts(contest, [each["reason"] for each in penalties]) if told else {}
    for each in penalties:
        each |= {"by": names.get(each["by"]), "reason": texts.get(each["reason"]) or None}


@blp.route("/status", methods=["POST"])
@needs("note")
@blp.once
@blp.takes(Status)
@blp.gives(Receipt)
def status(said: dict[str, Any], contest: str, item: str, code: str) -> Any:
    """Say that the entry is present, absent, withdrawn or disqualified."""
    return _note(contest, item, code, chief.set_status, said)


@blp.route("/penalties", methods=["POST"])
@needs("note")
@blp.once
@blp.takes(Penalty)
@blp.gives(Receipt)
def penalties(said: dict[str, Any], contest: str, item: str, code: str) -> Any:
    """Give a penalty of the rulebook, `count` times, or of so many `points` where the rule leaves them open."""
    return _note(contest, item, code, chief.give_penalty, said)


@blp.route("/penalties/<int:given>/lift", methods=["POST"])
@needs("note")
@blp.once
@blp.takes(Reason)
@blp.gives(Receipt)
def lift(said: dict[str, Any], contest: str, item: str, code: str, given: int) -> Any:
    """Take back the penalty that line `given` gave; both lines stay in the journal."""
    return _note(contest, item, code, chief.lift_penalty, {"given": given, **said})


@blp.route("/times", methods=["POST"])
@needs("note")
@blp.once
@blp.takes(Time)
@blp.gives(Receipt)
def times(said: dict[str, Any], contest: str, item: str, code: str) -> Any:
    """Record the time used for a part."""
    return _note(contest, item, code, chief.record_time, said)


@blp.route("/return", methods=["POST"])
@needs("return")
@blp.once
@blp.takes(Return)
@blp.gives(Receipt)
def give_back(said: dict[str, Any], contest: str, item: str, code: str) -> Any:
    """Send a sheet back to its judge (`owner`: its seat, or "joint"); the old marks stay in the journal."""
    return _note(contest, item, code, chief.return_sheet, said)


@blp.route("/settle", methods=["POST"])
@needs("return")
@blp.once
@blp.takes(Settle)
@blp.gives(Receipt)
def settle(said: dict[str, Any], contest: str, item: str, code: str) -> Any:
    """Let marks of a part count that lie too far apart, instead of having them given again."""
    return _note(contest, item, code, settle_spread, said)
