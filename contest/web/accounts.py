"""Accounts of the staff: invited by a link, given roles, signed out; the first of all made by the link of the start."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import jsonify, request

from .. import replies, setup_replies
from ..people import Known
from ..scoring.refused import Refused
from ..setup_schemas import Acceptance, Grants, Invite, Plain, Token, grants_of
from .openapi import Views
from .policy import OPEN, me, needs
from .seats import qr_svg
from .services import services
from .session import signed_in, whence
from .tags import refuse_if_changed, tagged

blp = Views("accounts", __name__, url_prefix="/api", description="Accounts of the staff")


@blp.route("/invitation", methods=["POST"])
@needs(OPEN)
@blp.takes(Token)
@blp.gives(setup_replies.Invited, "What the invitation says")
def invitation(said: dict[str, Any]) -> Any:
    """Look at an invitation before taking it up."""
    found = services().people.invited(said["token"])
    return jsonify({"name": found.name, "login": found.login})


@blp.route("/invitation/accept", methods=["POST"])
@needs(OPEN)
@blp.takes(Acceptance)
@blp.gives(replies.Session, "The account is made and signed in")
def accept(said: dict[str, Any]) -> Any:
    """Take an invitation up: choose login and password, or a new password; or, with `existing`, add its roles to the
    account whose login and password these are. The link is used up by it."""
    people, name = services().people, said["name"].strip()
    found = people.invited(said["token"])
    if said["existing"]:
        people.join(said["token"], people.prove(said["login"], said["password"], request.remote_addr or ""))
        return signed_in(*people.sign_in(said["login"], said["password"], *whence()))
    if not (found.name or found.login or name):
        raise Refused("name_needed")
    login = people.accept(said["token"], said["login"], name, said["password"])
    return signed_in(*people.sign_in(login, said["password"], *whence()))


@blp.route("/accounts")
@needs("accounts")
@blp.gives(setup_replies.StaffAccount(many=True), "The accounts, with an ETag")
def accounts() -> Any:
    """Every account, with its roles."""
    return tagged(_every())


def _every() -> list[dict[str, Any]]:
    return [account_told(known) for known in services().people.known()]


def account_told(known: Known) -> dict[str, Any]:
    """An account as /openapi.json tells it."""
    told = {"id": known.id, "login": known.login, "name": known.name}
    return {**told, "grants": grants_told(known.grants), "signed_in": known.signed_in}


def grants_told(rows: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Roles as /openapi.json tells them."""
    return [{"contest": contest, "item": item or None, "role": role} for contest, item, role in rows]


@blp.route("/accounts/invitations", methods=["POST"])
@needs("accounts")
@blp.takes(Invite)
@blp.gives(setup_replies.Link, "The link")
def invite(said: dict[str, Any]) -> Any:
    """Invite somebody with these roles: a link that is good once, within seven days."""
    return jsonify(link_told(*services().people.invite(said["name"], grants_of(said), me().actor)))


@blp.route("/accounts/invitations")
@needs("accounts")
@blp.gives(setup_replies.OpenInvitation(many=True), "The invitations")
def invitations() -> Any:
    """The invitations that wait to be taken up, the newest first: for whom, what they give, by whom, until when."""
    return jsonify(open_invitations())


@blp.route("/accounts/invitations/<invitation>/withdraw", methods=["POST"])
@needs("accounts")
@blp.takes(Plain)
@blp.gives(setup_replies.OpenInvitation(many=True), "The invitations that are left")
def withdraw(said: dict[str, Any], invitation: str) -> Any:
    """Withdraw an invitation: its link is good no longer."""
    services().people.withdraw_invitation(invitation)
    return jsonify(open_invitations())


def open_invitations(contest: str = "") -> list[dict[str, Any]]:
    """The open invitations, of a contest alone or of the house, as /openapi.json tells them."""
    people = services().people
    names = people.account_names()
    return [
        {"id": each.id, "name": each.name, "password": each.password, "grants": grants_told(each.grants)}
        | {"by": names.get(each.by, ""), "since": each.since, "until": each.until}
        for each in people.open_invitations(contest)
    ]


@blp.route("/accounts/<account>/grants", methods=["POST"])
@needs("accounts")
@blp.takes(Grants)
@blp.matched
@blp.gives(setup_replies.StaffAccount(many=True), "The accounts, with an ETag")
def grants(said: dict[str, Any], account: str) -> Any:
    """Give an account these roles and no others; what it may no longer do ends at once."""
    refuse_if_changed(_every())
    services().people.set_grants(account, grants_of(said))
    return tagged(_every())


@blp.route("/accounts/<account>/password", methods=["POST"])
@needs("accounts")
@blp.gives(setup_replies.Link, "The link")
def password(account: str) -> Any:
    """A link by which the account's person chooses a new password."""
    return jsonify(link_told(*services().people.invite("", (), me().actor, account)))


@blp.route("/accounts/<account>/end", methods=["POST"])
@needs("accounts")
@blp.gives(setup_replies.StaffAccount(many=True), "The accounts, with an ETag")
def end(account: str) -> Any:
    """Sign the account out everywhere."""
    services().people.end_sessions(account)
    return tagged(_every())


def link_told(token: str, until: datetime) -> dict[str, Any]:
    """An invitation's link, with its QR code."""
    url = f"{services().settings.url}/console#invited={token}"
    return {"url": url, "qr": qr_svg(url), "expires": until.isoformat()}
