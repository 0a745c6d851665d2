"""One's own account: the sessions that are open, and the tokens by which programs act in one's name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import jsonify, request

from .. import staff_replies
from ..schemas import malformed
from ..scoring.refused import Refused
from ..setup_schemas import Plain
from ..staff_schemas import NewToken, OwnPin
from .openapi import Views
from .policy import IN_PERSON, may_somewhere, me, needs
from .services import services

blp = Views("own", __name__, url_prefix="/api/account", description="One's own sessions and tokens")


def _account() -> str:
    return me().actor.removeprefix("account:")


@blp.route("/sessions")
@needs(IN_PERSON)
@blp.gives(staff_replies.OwnSession(many=True), "The sessions")
def sessions() -> Any:
    """My open sessions: since when, when they were used last, on what. One ends after twelve hours in which nobody used
    it, and after seven days."""
    return jsonify(_sessions())


def _sessions() -> list[dict[str, Any]]:
    kept = ("id", "since", "seen", "agent")
    found = services().people.own_sessions(_account())
    return [{key: getattr(each, key) for key in kept} | {"here": me().token.startswith(each.id)} for each in found]


@blp.route("/sessions/<session>/end", methods=["POST"])
@needs(IN_PERSON)
@blp.takes(Plain)
@blp.gives(staff_replies.OwnSession(many=True), "The sessions that are left")
def end(said: dict[str, Any], session: str) -> Any:
    """Sign out there."""
    services().people.end_session(_account(), session)
    return jsonify(_sessions())


@blp.route("/sessions/end", methods=["POST"])
@needs(IN_PERSON)
@blp.takes(Plain)
@blp.gives(staff_replies.OwnSession(many=True), "No session is left")
def end_all(said: dict[str, Any]) -> Any:
    """Sign out everywhere, here too; programs go on until their tokens are revoked."""
    services().people.end_own_sessions(_account())
    return jsonify([])


@blp.route("/pin")
@needs(IN_PERSON)
@blp.gives(staff_replies.PinSet, "Whether there is one")
def pin() -> Any:
    """My PIN for agreeing as a second person on somebody else's screen: since when there is one."""
    return jsonify({"since": services().people.pin_since(_account())})


@blp.route("/pin", methods=["POST"])
@needs(IN_PERSON)
@blp.takes(OwnPin)
@blp.gives(staff_replies.PinSet, "It is set, or gone")
def set_pin(said: dict[str, Any]) -> Any:
    """Set a PIN of 6 to 12 digits, or none. The password is asked again: whoever finds my browser open must not become
    the second person of what they ask for themselves. A PIN signs nobody in and signs no result."""
    people = services().people
    people.prove(me().login, said["password"], request.remote_addr or "")
    people.set_pin(_account(), said["pin"])
    return jsonify({"since": people.pin_since(_account())})


@blp.route("/tokens")
@needs(IN_PERSON)
@blp.gives(staff_replies.ProgramToken(many=True), "The tokens")
def tokens() -> Any:
    """My tokens that are good: for which contest, which acts, until when, and when each was used last."""
    return jsonify(_tokens())


def _tokens() -> list[dict[str, Any]]:
    return [
        {"id": each.id, "name": each.name, "contest": each.contest, "acts": list(each.acts)}
        | {"since": each.since, "until": each.until, "used": each.used or None}
        for each in services().people.tokens(_account())
    ]


@blp.route("/tokens", methods=["POST"])
@needs(IN_PERSON)
@blp.takes(NewToken)
@blp.gives(staff_replies.TokenMade, "The token: it is told this once")
def new_token(said: dict[str, Any]) -> Any:
    """A token for a program: these acts, in this contest, until then, in my name. It is sent as `Authorization: Bearer
    …`, needs no csrf token, and never does more than I may at the time."""
    if not may_somewhere("see", said["contest"]):  # whether there is such a contest is not told either
        raise Refused("forbidden")
    services().door.current(said["contest"])
    token = services().people.new_token(_account(), said["name"], said["contest"], said["acts"], _moment(said["until"]))
    return jsonify({"token": token, "tokens": _tokens()})


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise malformed() from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@blp.route("/tokens/<token>/revoke", methods=["POST"])
@needs(IN_PERSON)
@blp.takes(Plain)
@blp.gives(staff_replies.ProgramToken(many=True), "The tokens that are left")
def revoke(said: dict[str, Any], token: str) -> Any:
    """Revoke a token: gone within a second. Its name stays in the journal beside what it did."""
    services().people.revoke_token(_account(), token)
    return jsonify(_tokens())
