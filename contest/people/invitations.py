"""Invitations: a link, good once, by which somebody becomes an account or chooses a new password. The first account of
all is made by one too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ..people_tables import Account, Invitation, WebSession
from ..scoring.refused import Refused
from .hashing import hashed, token_digest
from .inviters import FIRST, inviter_may
from .rights import GrantRow, check_grants, refuse_conflict
from .second import forget_pin
from .sessions import Sessions, grants_of, hold_rights, now, run
from .staff import give
from .tokens import end_tokens

GOOD_FOR = timedelta(days=7)
ID = 16
"""Signs of the token's digest by which an invitation is named: nobody gets from there to the token."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says. name: of who is meant, "" for the first account, whose person says it · login: of the
    account whose password is chosen anew, "" for a new one."""

    name: str
    login: str


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that waits to be taken up. id: it tells nothing of the token · name: of who is meant; for a new
    password, of the account · grants: what it gives, none for a new password · until: ISO."""

    id: str
    name: str
    password: bool
    grants: tuple[GrantRow, ...]
    by: str
    since: str
    until: str


class Invitations(Sessions):
    """Accounts that come to be by a link."""

    def open_invitations(self, contest: str = "") -> list[Open]:
        """Those that are good, the newest first; of a contest, those that are for it alone. The first start's link is
        the server's and not among them."""
        return [told for row, told in self.reader.run(lambda conn: _open(conn, contest))]

    def withdraw_invitation(self, id: str, contest: str = "") -> None:
        """End one of those. Refused("unknown_invitation"): it was taken up meanwhile, or is over."""

        def work(connection: Connection) -> None:
            found = next((row for row, told in _open(connection, contest) if told.id == id), None)
            gone = delete(Invitation).where(Invitation.token == (found.token if found else ""))
            if not connection.execute(gone).rowcount:
                raise Refused("unknown_invitation")

        self.writer.run(work)

    def invite(self, name: str, grants: Iterable[GrantRow], by: str, account: str = "") -> tuple[str, datetime]:
        """A link's token and until when it is good. account: whose password is chosen anew; its earlier links end.

        Refused("unknown_role"), ("roles_apart"), ("unknown_account").
        """
        rows = check_grants(grants)
        refuse_conflict(rows, self.sharing(rows))
        token, until = secrets.token_urlsafe(24), datetime.now(UTC) + GOOD_FOR

        def work(connection: Connection) -> None:
            if account:
                if connection.scalar(select(Account.id).where(Account.id == account)) is None:
                    raise Refused("unknown_account")
                run(connection, delete(Invitation).where(Invitation.account_id == account))
            if by == FIRST:
                run(connection, delete(Invitation).where(Invitation.by == FIRST))
            said = {"name": name, "account_id": account, "grants": [list(row) for row in rows], "by": by}
            kept = {"token": token_digest(token), "expires_at": until.isoformat(), "created_at": now()}
            run(connection, insert(Invitation).values(said | kept))

        self.writer.run(work)
        return token, until

    def first_link(self) -> str:
        """A token by which the first account is made: organizer of everything. Each start makes it anew."""
        return self.invite("", [("*", "", "organizer")], FIRST)[0]

    def invited(self, token: str) -> Invited:
        """What the invitation says. Refused("invitation_over"): it was used, its time is over, or who made it may no
        longer give what it gives."""
        row = self.reader.run(lambda conn: _still_good(conn, token))
        login = self.reader.run(lambda conn: conn.scalar(select(Account.login).where(Account.id == row.account_id)))
        return Invited(row.name, login or "")

    def join(self, token: str, account: str) -> None:
        """Add what the invitation gives to the roles of an account that is there. Refused("invitation_over"),
        ("roles_apart"); ("not_for_accounts"): it makes the first account, or is for another one's password."""
        has = self.reader.run(lambda conn: grants_of(conn, account))
        shared = self.sharing([*has, *_rows_of(self.reader.run(lambda conn: _still_good(conn, token)))])

        def work(connection: Connection) -> None:
            hold_rights(connection)
            row = _still_good(connection, token)
            if row.account_id or row.by == FIRST:
                raise Refused("not_for_accounts")
            run(connection, delete(Invitation).where(Invitation.token == row.token))
            give(connection, account, _rows_of(row), shared)

        self._change(work)

    def accept(self, token: str, login: str, name: str, password: str) -> str:
        """Become an account, or choose the new password; the account's login. The link is used up, open sessions of the
        account end. Refused("invitation_over"), ("login_taken"), ("roles_apart")."""
        kept = hashed(password)
        shared = self.sharing(_rows_of(self.reader.run(lambda conn: _still_good(conn, token))))

        def work(connection: Connection) -> str:
            hold_rights(connection)
            row = _still_good(connection, token)
            run(connection, delete(Invitation).where(Invitation.token == row.token))
            if row.account_id:
                return _new_password(connection, row.account_id, kept)
            if row.by == FIRST and connection.scalar(select(func.count()).select_from(Account)):
                raise Refused("invitation_over")  # somebody made an account meanwhile
            if connection.scalar(select(func.count()).where(Account.login == login)):
                raise Refused("login_taken", login=login)
            id = secrets.token_hex(8)
            about = {"id": id, "login": login, "name": row.name or name, "password": kept, "created_at": now()}
            run(connection, insert(Account).values(about))
            give(connection, id, _rows_of(row), shared)
            return login

        return self._change(work)


def _open(connection: Connection, contest: str) -> list[tuple[Any, Open]]:
    """The rows of the invitations that are good, and what is told of each."""
    asked = select(Invitation, Account.name.label("of_account"))
    asked = asked.outerjoin(Account, Account.id == Invitation.account_id).order_by(Invitation.created_at.desc())
    rows = connection.execute(asked.where(Invitation.by != FIRST, Invitation.expires_at >= now())).all()
    return [
        (row, told)
        for row in rows
        if inviter_may(connection, row)
        and (told := _told(row))
        and (not contest or {where for where, *_ in _concerns(connection, row)} == {contest})
    ]


def _told(row: Any) -> Open:
    name, renews = row.of_account or row.name, bool(row.account_id)
    return Open(row.token[:ID], name, renews, tuple(_rows_of(row)), row.by, row.created_at, row.expires_at)


def _concerns(connection: Connection, row: Any) -> Iterable[GrantRow]:
    """What the invitation gives; of a new password, what its account has."""
    return grants_of(connection, row.account_id) if row.account_id else _rows_of(row)


def _rows_of(row: Any) -> list[GrantRow]:
    return [(contest, item, role) for contest, item, role in row.grants]


def _still_good(connection: Connection, token: str) -> Any:
    """The invitation's row. Asked again inside the write: its maker may have lost the right since it was looked at."""
    row = connection.execute(select(Invitation).where(Invitation.token == token_digest(token))).first()
    if row is None or row.expires_at < now() or not inviter_may(connection, row):
        raise Refused("invitation_over")
    return row


def _new_password(connection: Connection, account: str, kept: str) -> str:
    run(connection, update(Account).where(Account.id == account).values(password=kept))
    run(connection, delete(WebSession).where(WebSession.account_id == account))
    end_tokens(connection, account)
    forget_pin(connection, account)
    return str(connection.scalar(select(Account.login).where(Account.id == account)))
