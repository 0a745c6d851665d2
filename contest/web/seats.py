"""Seats: a pairing link with its QR code, a new PIN, and revoking what was paired."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import jsonify

from .. import replies
from ..export.paper import qr_svg
from ..schemas import Handover, PinReset, Shadow
from ..scoring.events import SeatId
from ..scoring.refused import Refused
from ..scoring.verbs import organizer
from .openapi import Views
from .policy import allow, needs
from .recording import noted, receipt_told, record
from .services import services

blp = Views("seats", __name__, url_prefix="/api/contests/<contest>/seats/<seat>", description="Judges' seats")


def allow_seat(act: str, contest: str, seat: str) -> None:
    """The seat is there, and all that it marks is this session's to do the act on."""
    found = services().door.current(contest).seats.get(SeatId(seat))
    if found is None:
        raise Refused("unknown_seat", seat=seat)
    for duty in found.duties:
        allow(act, contest, duty.item)


def of_the_seat(act: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Ask `allow_seat` before anything of the request is read."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def asked(contest: str, seat: str) -> Any:
            allow_seat(act, contest, seat)
            return view(contest=contest, seat=seat)

        return asked

    return declare


def link_of(token: str) -> str:
    """The address that a judge opens; the token stands in the fragment, which no server log sees."""
    return f"{services().settings.url}/judge#pair={token}"


@blp.route("/pairing", methods=["POST"])
@needs("seats", somewhere=True)
@of_the_seat("seats")
@blp.gives(replies.Pairing, "The link")
def pairing(contest: str, seat: str) -> Any:
    """A link that lets one device onto the seat, once, within ten minutes. The token stands in the fragment."""
    token, expires = services().people.new_pairing(contest, seat)
    url = link_of(token)
    return jsonify({"url": url, "qr": qr_svg(url, border=2), "expires": expires.isoformat()})


@blp.route("/revoke", methods=["POST"])
@needs("seats", somewhere=True)
@of_the_seat("seats")
@blp.gives(replies.Revoked, "Revoked")
def revoke(contest: str, seat: str) -> Any:
    """End every device of the seat; what they delivered stays."""
    return jsonify({"devices": services().people.revoke_seat(contest, seat)})


@blp.route("/pin", methods=["POST"])
@needs("admit", somewhere=True)
@of_the_seat("admit")
@blp.takes(PinReset)
@blp.gives(replies.Revoked, "Forgotten")
def pin(said: dict[str, Any], contest: str, seat: str) -> Any:
    """Forget the seat's PIN: who pairs next chooses it anew. Its devices stay or go."""
    go = said["devices"] == "go"
    return jsonify({"devices": services().people.reset_pin(contest, seat, devices_go=go)})


@blp.route("/handover", methods=["POST"])
@needs("seats", somewhere=True)
@of_the_seat("seats")
@blp.once
@blp.takes(Handover)
@blp.gives(replies.Receipt, "Handed over")
def handover(said: dict[str, Any], contest: str, seat: str) -> Any:
    """Give the seat to another judge, with a reason. Marks stay with who gave them; the devices that were paired only
    deliver what they still hold, to be set aside; the new judge pairs and chooses a PIN."""
    people, sat = services().people, services().door.current(contest).seats[SeatId(seat)]
    digest, also = people.seal_text(contest, said["reason"])
    judge = "p" + secrets.token_hex(8)  # who it is stands beside the chain, where it can be erased
    write = people.hand_over_seat(contest, seat, sat.judge, judge, said["judge"])
    values = {"seat": seat, "judge": judge, "reason_digest": digest}
    receipt = record(contest, organizer.hand_over, values, also=[*also, write])
    people.sweep()
    return receipt_told(receipt)


@blp.route("/shadow", methods=["POST"])
@needs("seats", somewhere=True)
@of_the_seat("seats")
@blp.once
@blp.takes(Shadow)
@blp.gives(replies.Receipt, "Set")
def shadow(said: dict[str, Any], contest: str, seat: str) -> Any:
    """Have a seat look on only (a trainee's: its sheets are kept and never count), or count again, with a reason;
    before it has marked anything."""
    digest, also = services().people.seal_text(contest, said["reason"])
    values = {"seat": seat, "shadow": said["shadow"], "reason_digest": digest}
    return noted(contest, organizer.set_shadow, values, also=also)
