"""Contests: which there are, how far they are, their units, what waits for a decision."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from .. import replies, result_replies
from ..locale import both
from ..people import may
from ..schemas import Reason
from ..scoring import award_lists, office
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.verbs.chief import adopt_sheet, decline_sheet
from ..words import seat_words
from .courses import Counted, course_view
from .joined import Joined, aspects_of, rules_of
from .openapi import Views
from .pairing import waiting_counted, waiting_seen
from .policy import SIGNED_IN, allow, may_somewhere, me, needs
from .recording import noted
from .services import services

blp = Views("contests", __name__, url_prefix="/api/contests", description="Contests as the office sees them")


@blp.route("")
@needs(SIGNED_IN)
@blp.gives(replies.ContestLine(many=True), "The contests")
def contests() -> Any:
    """The contests this account may see."""
    door = services().door
    mine = [door.current(name) for name in door.names() if may_somewhere("see", name)]
    waiting = waiting_counted(contest.id for contest in mine)
    return jsonify([_line(contest) | {"waiting": waiting.get(contest.id, 0)} for contest in mine])


def _line(contest: Contest) -> dict[str, Any]:
    seats, lines = [seat.id for seat in contest.seats.values() if seat.active], services().connected(contest.id)
    told = {"id": contest.id, "title": dict(contest.title), "rehearsal": contest.rehearsal, "at": contest.at}
    online = sum(seat in lines for seat in seats)
    items = [_item_line(office.overview(contest, item)) for item in _seen(contest)]
    return {**told, "seats": len(seats), "online": online, "items": items}


def _item_line(seen: dict[str, Any]) -> dict[str, Any]:
    """An item in one line, with what needs somebody."""
    needs = {
        "set_aside": seen["sheets"]["set_aside"] > 0,
        "second": bool(seen["unlock_by"] or seen["unseal_by"]),
        "voided": seen["voided"] is not None,
    }
    kept = ("id", "name", "state", "judged", "of", "sheets")
    return {key: seen[key] for key in kept} | {"alarms": [alarm for alarm, stands in needs.items() if stands]}


def _seen(contest: Contest) -> list[Item]:
    """The items of a contest that this session may see."""
    return [item for item in contest.items.values() if may(me(), "see", contest.id, item.id)]


@blp.route("/<contest>")
@needs("see", somewhere=True)
@blp.gives(replies.Contest, "The contest")
def contest(contest: str) -> Any:
    """One contest: its items with their state and next step, its seats."""
    fold = services().door.current(contest)
    counted = Counted(fold)
    return jsonify(
        {
            "id": fold.id,
            "title": dict(fold.title),
            "rehearsal": fold.rehearsal,
            "seq": fold.seq,
            "head": fold.head.hex(),
            "read_only": services().door.read_only(contest) or None,
            "restored": office.restored(fold),
            "roles_shared": fold.roles.since or None,
            "items": [item_view(fold, item, counted) for item in _seen(fold)],
            "seats": _seats(fold),
            "waiting": waiting_seen(fold),
        }
    )


BESIDE = (
    "note",
    "type",
    "return",
    "recuse",
    "count",
    "import",
    "void",
    "decide",
    "override",
    "advance",
    "stage",
    "checkin",
    "clock",
    "deadline",
    "material",
    "setup",
    "seats",
    "draw",
    "call",
)
"""What the office does of an item beside its acts."""


def item_view(contest: Contest, item: Item, counted: Counted | None = None) -> dict[str, Any]:
    """An item with its state and its course in words, and the acts that both its state and this session allow."""
    seen = office.overview(contest, item)
    seen["acts"] = [act for act in seen["acts"] if may(me(), act, contest.id, item.id)]
    seen["may"] = [act for act in BESIDE if may(me(), act, contest.id, item.id)]
    for lack in seen["missing"]:
        lack["message"] = both(f"missing.{lack['code']}", lack["data"])
    _name_signers(contest, item, seen)
    seen["course"] = course_view(item, counted or Counted(contest))
    return seen | rules_of(item)


def _name_signers(contest: Contest, item: Item, seen: dict[str, Any]) -> None:
    """Accounts by name where somebody signed or said why; reasons as texts for who may give some."""
    said = [each for each in (seen["signed"], seen["voided"], *seen["excused"]) if each]
    if not said:
        return
    people, may_read = services().people, may(me(), "note", contest.id, item.id)
    names = people.account_names()
    texts = people.texts(contest.id, [each["reason"] for each in seen["excused"]]) if may_read else {}
    for each in said:
        each["by"] = names.get(each["by"], each["by"])
    for each in seen["excused"]:
        each["reason"] = texts.get(each["reason"])


def _seats(contest: Contest) -> list[dict[str, Any]]:
    people, seen = services().people, {item.id for item in _seen(contest)}
    named, paired, carded, lines = (
        people.seat_names(contest.id),
        people.paired_seats(contest.id),
        people.carded_seats(contest.id),
        services().connected(contest.id),
    )
    return [
        {
            "id": seat.id,
            "name": seat_words(named, seat.id),
            "judge": named.get(seat.id, {}).get("judge", ""),
            "shadow": seat.shadow,
            "paired": seat.id in paired,
            "card": seat.id in carded,
            "connected": seat.id in lines,
            "last_seen": lines[seat.id][0] if seat.id in lines else None,
            "unsent": lines[seat.id][1] if seat.id in lines else None,
            "duties": [{"item": duty.item, "part": duty.part} for duty in seat.duties],
        }
        for seat in contest.seats.values()
        if seat.active and (not seat.duties or any(duty.item in seen for duty in seat.duties))
    ]


@blp.route("/<contest>/units")
@needs("see")
@blp.gives(result_replies.Units, "The table")
def units(contest: str) -> Any:
    """The table of units, over the items that are unsealed."""
    fold = services().door.current(contest)
    table, joined = fold.unit_table, Joined(fold, services().people)
    rows = award_lists.units(fold)
    for row in rows:
        for each in row["counted"]:
            each["name"] = joined.name_of_code(each["item"], each["code"])
    name = office.words(table.name) if table else None
    return jsonify({"name": name, "open": bool(rows), "rows": rows, "honours": award_lists.honours(fold)})


@blp.route("/<contest>/set-aside")
@needs("see", somewhere=True)
@blp.gives(replies.SetAside(many=True), "The sheets")
def set_aside(contest: str) -> Any:
    """The sheets set aside, each beside the one that stands."""
    fold = services().door.current(contest)
    named = services().people.seat_names(contest)
    seen = {item.id for item in _seen(fold)}
    rows = [row for row in office.aside(fold) if row["fate"] == "open" and row["item"] in seen]
    for row in rows:
        row["seat"] = {"id": row["seat"], "name": seat_words(named, row["seat"])}
        row["message"] = both(f"refused.aside_{row['reason']}")
        row["aspects"] = aspects_of(fold, row["item"], row["part"])
    return jsonify(rows)


@blp.route("/<contest>/set-aside/<int:seq>/<any(adopt, decline):how>", methods=["POST"])
@needs("decide", somewhere=True)
@blp.once
@blp.takes(Reason)
@blp.gives(replies.Receipt, "Decided")
def decide(said: dict[str, Any], contest: str, seq: int, how: str) -> Any:
    """Let a sheet that was set aside count after all, or leave it uncounted."""
    aside = services().door.current(contest).aside.get(seq)
    if aside is None:
        raise Refused("unknown_sheet", aside=seq)
    allow("decide", contest, aside.event.item)
    digest, also = services().people.seal_text(contest, said["reason"])
    verb = adopt_sheet if how == "adopt" else decline_sheet
    values = {"aside": seq, "reason_digest": digest}
    return noted(contest, verb, values, also=also)
