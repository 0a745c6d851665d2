"""Signing in and out, and pairing a judge's device."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask.views import MethodView
from flask_smorest import Blueprint

from ..people import Session
from ..schemas import Pair, SignIn, load
from .policy import COOKIE, OPEN, SIGNED_IN, me, needs
from .services import services

blp = Blueprint("session", __name__, url_prefix="/api", description="Sign in, sign out, pair a judge's device")


def _about(session: Session) -> dict[str, Any]:
    grants = [{"contest": contest, "item": item or None, "role": role} for contest, item, role in session.grants]
    return {"account": {"login": session.login, "name": session.name}, "csrf": session.csrf, "grants": grants}


@blp.route("/session")
class SignInOut(MethodView):
    """Who is signed in here."""

    @needs(OPEN)
    def post(self) -> Any:
        """Sign in: `{login, password}`."""
        said = load(SignIn(), request.get_json(silent=True))
        people, settings = services().people, services().settings
        token, session = people.sign_in(said["login"], said["password"], request.remote_addr or "")
        answer = jsonify(_about(session))
        answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=settings.secure, path="/")
        return answer

    @needs(SIGNED_IN)
    def get(self) -> Any:
        """Who I am and what I may do where."""
        return jsonify(_about(me()))

    @needs(SIGNED_IN)
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
    def post(self) -> Any:
        """Pair: `{token, pin, device}`. The first pairing of a seat sets its PIN; the token works once."""
        said = load(Pair(), request.get_json(silent=True))
        people = services().people
        token, session = people.pair(said["token"], said["pin"], said["device"], request.remote_addr or "")
        named = people.seat_names(session.contest).get(session.seat, {})
        name = {"zh": named.get("zh", session.seat), "en": named.get("en", session.seat)}
        return jsonify({"token": token, "seat": {"id": session.seat, "name": name}, "contest": session.contest})
