"""Paper sheets typed for judges: two persons, each blind to the other, until both typed the same."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..recorder_replies import SheetTyped, Typing
from ..recorder_schemas import TypedSheet
from ..scoring.contest import Contest, Seat
from ..scoring.events import Actor, SeatId
from ..scoring.item import Item, is_joint
from ..scoring.refused import Refused
from ..scoring.typing_desk import typing_desk
from ..scoring.verbs import recorder
from ..scoring.verbs.finding import the_entry, the_part
from .items import find
from .openapi import Views
from .policy import me, needs
from .recording import record
from .services import services

blp = Views(
    "typing",
    __name__,
    url_prefix="/api/contests/<contest>/items/<item>/typing/<part>/<seat>",
    description="Paper sheets typed for judges",
)


@blp.route("")
@needs("type")
@blp.gives(Typing, "What is to type")
def look(contest: str, item: str, part: str, seat: str) -> Any:
    """The seat's sheets of the part: which are in, which somebody has typed; values only where two typings differ."""
    fold, found = find(contest, item)
    seen = typing_desk(fold, found, the_part(found, {"part": part}, "judged"), _seat(fold, seat), Actor(me().actor))
    names = services().people.account_names()
    for row in seen["rows"]:
        row["typed_by"] = [names.get(who, "") for who in row["typed_by"]]
        for each in row["typed"]:
            each["by"] = names.get(each["by"], "")
    return jsonify(seen)


@blp.route("/<code>", methods=["POST"])
@needs("type")
@blp.once
@blp.takes(TypedSheet)
@blp.gives(SheetTyped, "Kept, or handed in")
def type_one(said: dict[str, Any], contest: str, item: str, part: str, seat: str, code: str) -> Any:
    """Type a paper sheet: kept apart (`typed`), unlike what others typed (`differs`), or handed in for the seat
    (`recorded`) where a second person typed the same."""
    digest, also = services().people.seal_text(contest, said.pop("note"))
    where = {"item": item, "part": part, "seat": seat, "code": code}
    receipt = record(contest, recorder.type_sheet, {**said, **where, "note_digest": digest}, also=also)
    fold, found = find(contest, item)
    outcome = _outcome(fold, found, where)
    if outcome == "recorded":
        _confirm_for_the_team(fold, found, where)
    return jsonify({"outcome": outcome, "seq": receipt.seq, "head": receipt.head})


def _outcome(fold: Contest, item: Item, where: dict[str, Any]) -> str:
    typed = fold.typed_of(item.id, where["part"], the_entry(item, where).id, SeatId(where["seat"]))
    return "differs" if len(typed) > 1 else "typed" if typed else "recorded"


def _confirm_for_the_team(fold: Contest, item: Item, where: dict[str, Any]) -> None:
    """Every member of a measuring team signed the paper: the sheet is confirmed for each, a line a member."""
    part, entry = the_part(item, where, "judged"), the_entry(item, where)
    if not is_joint(part):
        return
    for seat in recorder.team_of(fold, item, part, entry):
        sheet = entry.sheet(where["part"], fold.owner(item.id, where["part"], seat.id))
        if sheet is not None and me().actor in sheet.typed_by and seat.id not in sheet.confirmed_by:
            values = {**where, "seat": seat.id, "version": sheet.version}
            record(fold.id, recorder.confirm_typed, values, step=f":{seat.id}")


def _seat(fold: Contest, seat: str) -> Seat:
    found = fold.seats.get(SeatId(seat))
    if found is None:
        raise Refused("unknown_seat", seat=seat)
    return found
