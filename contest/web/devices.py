"""The device board: every seat's devices, as they last spoke; who needs a person stands first."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import jsonify

from .. import replies
from ..people import Session, may
from ..roll import Heard, alarms
from ..scoring.contest import Contest
from ..scoring.events import SeatId
from ..words import seat_words
from .openapi import Views
from .pages import judge_app
from .policy import me, needs
from .services import services

blp = Views("devices", __name__, url_prefix="/api/contests/<contest>/devices", description="Judges' devices")

_WORST_FIRST = ("unpaired", "unseen", "away", "asleep", "online")
_SILENT = dict.fromkeys(("label", "silent_for", "unsent", "app", "newest", "rtt", "practised"))


@blp.route("")
@needs("see", somewhere=True)
@blp.gives(replies.DeviceBoard, "The devices")
def devices(contest: str) -> Any:
    """Every seat with its devices; kept in memory, so a device is "unseen" until it speaks after a restart."""
    fold = services().door.current(contest)
    named = services().people.seat_names(contest)
    rows = [row for seat in _seats(fold) for row in _of_a_seat(contest, seat, named)]
    rows.sort(key=_need)
    return jsonify({"devices": rows})


def state_of_each_seat(contest: str) -> list[str]:
    """How near to marking each seat's best device is, one a seat."""
    rows = [_of_a_seat(contest, seat, {}) for seat in _seats(services().door.current(contest))]
    return [max((str(row["state"]) for row in of_one), key=_WORST_FIRST.index) for of_one in rows]


def practice_of_each_seat(contest: str) -> dict[str, bool]:
    """Seat → whether its judge has marked a sample on one of its devices."""
    roll = services().roll.of(contest)
    practised = {heard.seat for heard in roll.values() if heard.practised}
    return {seat: seat in practised for seat in _seats(services().door.current(contest))}


def _seats(contest: Contest) -> list[str]:
    """The seats that mark something this session may see."""
    seen = {item.id for item in contest.items.values() if may(me(), "see", contest.id, item.id)}
    return [
        str(seat.id)
        for seat in contest.seats.values()
        if seat.active and (not seat.duties or any(duty.item in seen for duty in seat.duties))
    ]


def _of_a_seat(contest: str, seat: str, named: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    who = {
        "seat": {"id": seat, "name": seat_words(named, seat)},
        "judge": named.get(seat, {}).get("judge", ""),
        "shadow": services().door.current(contest).seats[SeatId(seat)].shadow,
    }
    paired = [device for device in services().people.devices(contest) if device.seat == seat]
    if not paired:
        return [who | _SILENT | {"state": "unpaired", "alarms": []}]
    roll = services().roll.of(contest)
    beside = [roll[each.token] for each in paired if each.token in roll]
    marking = _has_to_mark(services().door.current(contest), SeatId(seat))
    return [who | _said(device, roll.get(device.token), beside, marking) for device in paired]


def _has_to_mark(contest: Contest, seat: SeatId) -> bool:
    """Whether an item of the seat is being marked now."""
    items = (contest.items.get(duty.item) for duty in contest.seats[seat].duties)
    return any(item is not None and item.state == "marking" for item in items)


def _said(device: Session, heard: Heard | None, beside: list[Heard], marking: bool) -> dict[str, Any]:
    if heard is None:
        return _SILENT | {"label": device.label, "state": "unseen", "alarms": []}
    now = time.time()
    return {
        "label": device.label,
        "state": heard.state,
        "alarms": alarms(heard, beside, now, marking=marking),
        "silent_for": max(0, int(now - heard.seen)),
        "unsent": heard.unsent,
        "app": heard.app,
        "newest": heard.app == judge_app() if heard.app.startswith("judge ") else None,
        "rtt": heard.rtt,
        "practised": heard.practised,
    }


def _need(row: dict[str, Any]) -> tuple[bool, int, int]:
    """Alarms first, then who has most to send, then who is farthest from marking."""
    return not row["alarms"], -(row["unsent"] or 0), _WORST_FIRST.index(row["state"])
