"""The stage: whom the operator calls, and what the hall sees of them, step by step."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..scoring.contest import Contest
from ..scoring.events import EntryId
from ..scoring.item import Item
from ..scoring.operator import operator
from ..scoring.refused import Refused
from ..scoring.verbs import Verb, stage
from ..stage_replies import StageActed, StageSeen
from .items import find
from .joined import Joined
from .openapi import Views
from .policy import needs
from .recording import record
from .services import services

blp = Views("stage", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Marking on stage")
VERBS: dict[str, Verb] = {
    "call": stage.call_entry,
    "reveal": stage.reveal,
    "back": stage.take_back,
    "clear": stage.clear_stage,
}


@blp.route("/stage")
@needs("see")
@blp.gives(StageSeen, "The stage")
def look(contest: str, item: str) -> Any:
    """What the hall sees of the called entry, everyone by code, and the one step that comes next."""
    return jsonify(_seen(*find(contest, item)))


@blp.route("/stage", methods=["POST"])
@needs("stage")
@blp.once
@blp.takes(StageActed)
@blp.gives(StageSeen, "Done; the stage as it is now")
def act(said: dict[str, Any], contest: str, item: str) -> Any:
    """Call an entry (`code`), reveal its next step, take the last one back, or clear the stage. `after`: the `seq` that
    the operator looked at, so that two hands do not step twice."""
    find(contest, item)
    record(contest, VERBS[said["act"]], {"item": item, "code": said["code"], "after": said["after"]})
    return jsonify(_seen(*find(contest, item)))


def _seen(fold: Contest, item: Item) -> dict[str, Any]:
    if item.rulebook.board.stage is None:
        raise Refused("no_stage", item=item.id)
    joined = Joined(fold, services().people)

    def names(entry: EntryId) -> tuple[str, str] | None:
        known = joined.name(item, entry)
        return None if known["name"] is None else (known["name"], known["unit"] or "")

    seen = operator(fold, item, names)
    seen["entries"] = joined.rows(item, seen["entries"])
    return seen
