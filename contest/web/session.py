"""Signing in and out, and pairing a judge's device."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask.views import MethodView

from .. import replies
from ..people import Arrival, Session, Waiter
from ..schemas import Pair, SignIn, StillWaiting
from ..scoring.events import SeatId
from ..words import seat_words
from .openapi import Views
from .policy import COOKIE, IN_PERSON, OPEN, SIGNED_IN, me, needs
from .services import services

blp = Views("session", __name__, url_prefix="/api", description="Sign in, sign out, pair a judge's device")


def _about(session: Session) -> dict[str, Any]:
    grants = [{"contest": contest, "item": item or None, "role": role} for contest, item, role in session.grants]
    return {"account": {"login": session.login, "name": session.name}, "csrf": session.csrf, "grants": grants}


def whence() -> tuple[str, str]:
    """Where a request comes from, and what its browser calls itself."""
    return request.remote_addr or "", request.headers.get("User-Agent", "")


def signed_in(token: str, session: Session) -> Any:
    """What a browser gets that is signed in: who it is now, and the session in a cookie."""
    secure = services().settings.secure or request.is_secure
    answer = jsonify(_about(session))
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=secure, path="/")
    return answer


@blp.route("/session")
class SignInOut(MethodView):
    """Who is signed in here."""

    @needs(OPEN)
    @blp.takes(SignIn)
    @blp.gives(replies.Session, "Signed in; the session is in a cookie")
    def post(self, said: dict[str, Any]) -> Any:
        """Sign in."""
        token, session = services().people.sign_in(said["login"], said["password"], *whence())
        return signed_in(token, session)

    @needs(SIGNED_IN)
    @blp.gives(replies.Session, "The session")
    def get(self) -> Any:
        """Who I am and what I may do where."""
        return jsonify(_about(me()))

    @needs(IN_PERSON)
    @blp.gives(replies.Nothing, "Signed out")
    def delete(self) -> Any:
        """Sign out."""
        services().people.sign_out(me())
        answer = jsonify({})
        answer.delete_cookie(COOKIE, path="/")
        return answer


@blp.route("/pair")
class PairDevice(MethodView):
    """A judge's device and its seat."""

    @needs(OPEN)
    @blp.takes(Pair)
    @blp.gives(replies.Paired, "Paired")
    def post(self, said: dict[str, Any]) -> Any:
        """Pair a device with a seat. The first pairing of a seat sets its PIN; the token works once."""
        people = services().people
        token, arrival = people.pair(said["token"], said["pin"], said["device"], request.remote_addr or "", said["key"])
        return jsonify(_paired(token, arrival))


@blp.route("/pair/waiting")
class StillWaits(MethodView):
    """A further device of a seat, which the chief has to let in."""

    @needs(OPEN)
    @blp.takes(StillWaiting)
    @blp.gives(replies.Paired, "In, or still waiting")
    def post(self, said: dict[str, Any]) -> Any:
        """What became of a device that waits: ask every few seconds. Refused once the chief said no or time is over."""
        return jsonify(_paired(said["token"], services().people.arrival(said["token"])))


def _paired(token: str, arrival: Arrival) -> dict[str, Any]:
    name = seat_words(services().people.seat_names(arrival.contest), arrival.seat)
    waiting = arrival.until if isinstance(arrival, Waiter) else None
    seat = {"id": arrival.seat, "name": name}
    sits = services().door.current(arrival.contest).seats.get(SeatId(arrival.seat))
    holder = sits.since if sits else 0
    return {"token": token, "seat": seat, "contest": arrival.contest, "waiting": waiting, "holder": holder}
