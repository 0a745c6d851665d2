"""Pairing of a whole contest: seat cards on paper, pairing held open or closed, the devices that wait for the chief."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify

from .. import replies
from ..people import Waiter, may
from ..schemas import CardsAsked
from ..scoring.contest import Contest
from ..scoring.events import SeatId
from ..scoring.refused import Refused
from ..words import seat_words
from .exports import file_answer
from .openapi import Views
from .policy import may_somewhere, me, needs
from .seats import allow_seat, link_of
from .services import services

blp = Views("pairing", __name__, url_prefix="/api/contests/<contest>/pairing", description="Pairing judges' devices")
_PDF = "application/pdf"


@blp.route("")
@needs("seats", somewhere=True)
@blp.gives(replies.PairingState, "How it stands")
def state(contest: str) -> Any:
    """Whether cards pair now, and which devices wait for the chief."""
    return jsonify(_state(contest))


def _state(contest: str) -> dict[str, Any]:
    fold, people = services().door.current(contest), services().people
    held = people.pairing_held(contest)
    since, by = held or (None, None)
    return {
        "open": held is not None,
        "since": since,
        "by": people.account_names().get(by, by) if by else None,
        "may": [*(["hold"] if may(me(), "seats", contest) else []), *_somewhere(contest)],
        "waiting": _waiting(fold),
    }


def _waiting(fold: Contest) -> list[dict[str, Any]]:
    people = services().people
    waiting = people.waiting(fold.id)
    named = people.seat_names(fold.id) if waiting else {}
    return [
        {
            "id": each.id,
            "seat": {"id": each.seat, "name": seat_words(named, each.seat)},
            "label": each.label,
            "at": each.at,
            "until": each.until,
            "may": _may_admit(fold, each.seat),
        }
        for each in waiting
    ]


def waiting_seen(fold: Contest) -> list[dict[str, Any]]:
    """The devices that wait for the chief, as `PairingState` tells them; none to who has no hand in seats."""
    return _waiting(fold) if _somewhere(fold.id) else []


def waiting_counted(contests: Iterable[str]) -> dict[str, int]:
    """How many devices wait for the chief, contest by contest; of those in which this session has a hand in seats."""
    counts = services().people.waiting_counts()
    return {contest: counts[contest] for contest in contests if contest in counts and _somewhere(contest)}


def _somewhere(contest: str) -> list[str]:
    return [act for act in ("seats", "admit") if may_somewhere(act, contest)]


def _may_admit(fold: Contest, seat: str) -> bool:
    found = fold.seats.get(SeatId(seat))
    return found is not None and all(may(me(), "admit", fold.id, duty.item) for duty in found.duties)


@blp.route("/open", methods=["POST"])
@needs("seats")
@blp.gives(replies.PairingState, "Open")
def hold_open(contest: str) -> Any:
    """Let seat cards pair from now on, until pairing is closed."""
    services().door.current(contest)
    services().people.hold_pairing(contest, me().actor, open=True)
    return jsonify(_state(contest))


@blp.route("/close", methods=["POST"])
@needs("seats")
@blp.gives(replies.PairingState, "Closed")
def close(contest: str) -> Any:
    """No seat card pairs any longer; paired devices stay, and a link on a screen still pairs."""
    services().people.hold_pairing(contest, me().actor, open=False)
    return jsonify(_state(contest))


@blp.route("/cards", methods=["POST"])
@needs("seats")
@blp.takes(CardsAsked)
@blp.gives({"type": "string", "format": "binary"}, "The cards", kind=_PDF)
def cards(said: dict[str, Any], contest: str) -> Response:
    """Seat cards as PDF, of these seats or of all. Each code is fresh: older cards of the same seats are void."""
    fold, people = services().door.current(contest), services().people
    seats = said["seats"] or [seat.id for seat in fold.seats.values() if seat.active]
    for seat in seats:
        allow_seat("seats", contest, seat)
    if not seats:
        raise Refused("no_seats")
    links = {seat: link_of(token) for seat, token in people.new_cards(contest, seats).items()}
    paper = services().apart.ask("cards", fold, links=links, lang=said["lang"]).body
    return file_answer(f"{contest}-seat-cards.pdf", paper, _PDF)


@blp.route("/waiting/<waiter>/admit", methods=["POST"])
@needs("admit", somewhere=True)
@blp.gives(replies.PairingState, "Let in")
def admit(contest: str, waiter: str) -> Any:
    """Let a device in beside the one its seat has."""
    services().people.admit(contest, _found(contest, waiter).id)
    return jsonify(_state(contest))


@blp.route("/waiting/<waiter>/deny", methods=["POST"])
@needs("admit", somewhere=True)
@blp.gives(replies.PairingState, "Left outside")
def deny(contest: str, waiter: str) -> Any:
    """Leave a device outside; its link is used up."""
    services().people.deny(contest, _found(contest, waiter).id)
    return jsonify(_state(contest))


def _found(contest: str, id: str) -> Waiter:
    for each in services().people.waiting(contest):
        if each.id == id:
            allow_seat("admit", contest, each.seat)
            return each
    raise Refused("unknown_waiting")
