"""Seats: a pairing link with its QR code, and revoking what was paired."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import jsonify

from .. import replies
from ..scoring.events import SeatId
from ..scoring.refused import Refused
from .openapi import Views
from .policy import allow, needs
from .services import services

blp = Views("seats", __name__, url_prefix="/api/contests/<contest>/seats/<seat>", description="Judges' seats")


def _find(contest: str, seat: str) -> None:
    """The seat is there, and all that it marks is this session's to seat."""
    found = services().door.current(contest).seats.get(SeatId(seat))
    if found is None:
        raise Refused("unknown_seat", seat=seat)
    for duty in found.duties:
        allow("seats", contest, duty.item)


def qr_svg(text: str) -> str:
    """A QR code as inline SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=6, border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@blp.route("/pairing", methods=["POST"])
@needs("seats", somewhere=True)
@blp.gives(replies.Pairing, "The link")
def pairing(contest: str, seat: str) -> Any:
    """A link that lets one device onto the seat, once, within ten minutes. The token stands in the fragment."""
    _find(contest, seat)
    token, expires = services().people.new_pairing(contest, seat)
    url = f"{services().settings.url}/judge#pair={token}"
    return jsonify({"url": url, "qr": qr_svg(url), "expires": expires.isoformat()})


@blp.route("/revoke", methods=["POST"])
@needs("seats", somewhere=True)
@blp.gives(replies.Revoked, "Revoked")
def revoke(contest: str, seat: str) -> Any:
    """End every device of the seat; what they delivered stays."""
    _find(contest, seat)
    return jsonify({"devices": services().people.revoke_seat(contest, seat)})
