"""Whether whoever made an invitation still may: a link gives nothing that its maker could not give at that moment.

May not be in here: how invitations are made and taken up (invitations).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, or_, select

from ..people_tables import Invitation
from .rights import Session, may
from .sessions import grants_of, run

FIRST = "first"
"""Stands for the inviter in the one invitation that nobody sent."""


def inviter_may(connection: Connection, row: Any) -> bool:
    """Whether the maker of an invitation manages accounts wherever it gives roles; for a new password, wherever the
    account has roles by now: who knows the password is that account."""
    if row.by == FIRST:
        return True
    inviter = Session("", row.by, "", grants_of(connection, row.by.removeprefix("account:")))
    given = grants_of(connection, row.account_id) if row.account_id else row.grants
    where = {contest for contest, *_ in given} or {"*"}  # what is of no contest is of the house
    return all(may(inviter, "accounts", contest) for contest in where)


def end_unfounded(connection: Connection, account: str) -> None:
    """An account's roles have changed: delete the open invitations that nobody could make any more, those it made and
    those for its password. Otherwise they would be good again with the next role."""
    touched = or_(Invitation.by == f"account:{account}", Invitation.account_id == account)
    for row in connection.execute(select(Invitation).where(touched)).all():
        if not inviter_may(connection, row):
            run(connection, delete(Invitation).where(Invitation.token == row.token))


def end_invitations(connection: Connection, account: str) -> None:
    """Delete every open invitation that an account made."""
    run(connection, delete(Invitation).where(Invitation.by == f"account:{account}"))
