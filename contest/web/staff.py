"""The staff of one contest: who organizes only this one invites and removes people for it; and whether one person may
hold several roles in it."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from .. import staff_replies
from ..people import Known
from ..scoring.contest import Contest
from ..scoring.refused import Refused
from ..scoring.verbs.roles import share_roles
from ..setup_replies import Link, OpenInvitation
from ..setup_schemas import Plain
from ..staff_schemas import Hire, RolesHere, Sharing, roles_of
from .accounts import account_told, link_told, open_invitations
from .openapi import Views
from .policy import me, needs
from .recording import record
from .services import services
from .tags import refuse_if_changed, refuse_if_moved, tagged

blp = Views("staff", __name__, url_prefix="/api/contests/<contest>/staff", description="The staff of one contest")


@blp.route("")
@needs("accounts")
@blp.gives(staff_replies.Staff, "The staff, with an ETag")
def staff(contest: str) -> Any:
    """Who has a role in just this contest, and whether one person may hold several. Who has one in all contests is only
    told by name; such roles are given at /api/accounts. And which offices nobody holds."""
    return tagged(_told(services().door.current(contest)))


def _told(fold: Contest) -> dict[str, Any]:
    people, roles = services().people, fold.roles
    sharing = {
        "now": roles.now,
        "since": roles.since or None,
        "reason": people.texts(fold.id, [roles.reason]).get(roles.reason),
        "several": [{"name": name, "roles": held} for name, held in people.several(fold.id)],
    }
    house = [{"name": each.name, "roles": sorted({role for *_, role in each.grants})} for each in people.known("*")]
    accounts = [_account(each) for each in people.known(fold.id)]
    return {"sharing": sharing, "accounts": accounts, "house": house, "vacant": people.vacant(fold.id)}


def _account(known: Known) -> dict[str, Any]:
    return account_told(known) | {"elsewhere": known.elsewhere}


@blp.route("/sharing", methods=["POST"])
@needs("accounts")
@blp.once
@blp.takes(Sharing)
@blp.matched
@blp.gives(staff_replies.Staff, "The staff, with an ETag")
def sharing(said: dict[str, Any], contest: str) -> Any:
    """Let one person hold several roles in this contest, with a reason, or no longer. The journal says who did; from
    then on every paper of the contest says that it was so."""
    fold, several = services().door.current(contest), services().people.several(contest)
    refuse_if_moved(contest, lambda: _told(fold))
    if several and fold.roles.now and not said["shared"]:
        raise Refused("roles_still_shared", names=[name for name, _ in several])
    digest, also = services().people.seal_text(contest, said["reason"])
    record(contest, share_roles, {"shared": said["shared"], "reason_digest": digest}, also=also)
    return tagged(_told(fold))


@blp.route("/invitations", methods=["POST"])
@needs("accounts")
@blp.takes(Hire)
@blp.gives(Link, "The link")
def invite(said: dict[str, Any], contest: str) -> Any:
    """Invite somebody with these roles in this contest: a link that is good once, within seven days, for a new account
    or for one that is there."""
    services().door.current(contest)
    return jsonify(link_told(*services().people.invite(said["name"], roles_of(contest, said), me().actor)))


@blp.route("/invitations")
@needs("accounts")
@blp.gives(OpenInvitation(many=True), "The invitations")
def invitations(contest: str) -> Any:
    """The invitations for this contest alone that wait to be taken up, the newest first."""
    services().door.current(contest)
    return jsonify(open_invitations(contest))


@blp.route("/invitations/<invitation>/withdraw", methods=["POST"])
@needs("accounts")
@blp.takes(Plain)
@blp.gives(OpenInvitation(many=True), "The invitations that are left")
def withdraw(said: dict[str, Any], contest: str, invitation: str) -> Any:
    """Withdraw one of those: its link is good no longer."""
    services().door.current(contest)
    services().people.withdraw_invitation(invitation, contest)
    return jsonify(open_invitations(contest))


@blp.route("/<account>/roles", methods=["POST"])
@needs("accounts")
@blp.takes(RolesHere)
@blp.matched
@blp.gives(staff_replies.Staff, "The staff, with an ETag")
def roles(said: dict[str, Any], contest: str, account: str) -> Any:
    """Give an account these roles in this contest and no others in it; none takes it off the contest."""
    fold = services().door.current(contest)
    refuse_if_changed(_told(fold))
    services().people.set_grants(account, roles_of(contest, said), contest)
    return tagged(_told(fold))


@blp.route("/<account>/password", methods=["POST"])
@needs("accounts")
@blp.takes(Plain)
@blp.gives(Link, "The link")
def password(said: dict[str, Any], contest: str, account: str) -> Any:
    """A link by which the account's person chooses a new password; of an account of this contest alone."""
    services().people.of_contest(contest, account, alone=True)
    return jsonify(link_told(*services().people.invite("", (), me().actor, account)))


@blp.route("/<account>/end", methods=["POST"])
@needs("accounts")
@blp.takes(Plain)
@blp.gives(staff_replies.Staff, "The staff, with an ETag")
def end(said: dict[str, Any], contest: str, account: str) -> Any:
    """Sign the account out everywhere; one of this contest alone."""
    fold = services().door.current(contest)
    services().people.of_contest(contest, account, alone=True)
    services().people.end_sessions(account)
    return tagged(_told(fold))
