"""Invitations: a link, good once, by which somebody becomes an account or chooses a new password. The first account of
all is made by one too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ..people_tables import Account, Grant, Invitation, WebSession
from ..scoring.refused import Refused
from .hashing import hashed, token_digest
from .rights import ROLES
from .sessions import Sessions, now, run

GOOD_FOR = timedelta(days=7)
FIRST = "first"
"""Stands for the inviter in the one invitation that nobody sent."""
GrantRow = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says. name: of who is meant, "" for the first account, whose person says it · login: of the
    account whose password is chosen anew, "" for a new one."""

    name: str
    login: str


@dataclass(frozen=True, slots=True)
class Known:
    """An account as those see it who manage accounts. signed_in: sessions that are open."""

    id: str
    login: str
    name: str
    grants: tuple[GrantRow, ...]
    signed_in: int


class Invitations(Sessions):
    """Accounts that come to be by a link."""

    def invite(self, name: str, grants: Iterable[GrantRow], by: str, account: str = "") -> tuple[str, datetime]:
        """A link's token and until when it is good. account: whose password is chosen anew; its earlier links end.

        Refused("unknown_role"), ("unknown_account").
        """
        rows = check_grants(grants)
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
        """What the invitation says. Refused("invitation_over")."""
        row = _still_good(self.reader.run(lambda conn: _row(conn, token)))
        login = self.reader.run(lambda conn: conn.scalar(select(Account.login).where(Account.id == row.account_id)))
        return Invited(row.name, login or "")

    def accept(self, token: str, login: str, name: str, password: str) -> str:
        """Become an account, or choose the new password; the account's login. The link is used up, open sessions of the
        account end. Refused("invitation_over"), ("login_taken")."""
        kept = hashed(password)

        def work(connection: Connection) -> str:
            row = _still_good(_row(connection, token))
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
            run(connection, insert(Grant), _grant_rows(id, row.grants))
            return login

        return self._change(work)

    def known(self) -> list[Known]:
        """Every account, by login."""
        return self.reader.run(_known)

    def set_grants(self, account: str, grants: Iterable[GrantRow]) -> None:
        """Give an account these roles and no others. Refused("unknown_role"), ("unknown_account"); ("last_organizer"):
        nobody would be left to manage accounts."""
        rows = check_grants(grants)

        def work(connection: Connection) -> None:
            if connection.scalar(select(Account.id).where(Account.id == account)) is None:
                raise Refused("unknown_account")
            run(connection, delete(Grant).where(Grant.account_id == account))
            run(connection, insert(Grant), _grant_rows(account, rows))
            where = (Grant.contest_id == "*", Grant.item_id == "", Grant.role == "organizer")
            if not connection.scalar(select(func.count()).select_from(Grant).where(*where)):
                raise Refused("last_organizer")

        self._change(work)

    def end_sessions(self, account: str) -> int:
        """Sign the account out everywhere; how many sessions that were."""
        where = WebSession.account_id == account
        ended = self.reader.run(lambda conn: conn.scalar(select(func.count()).select_from(WebSession).where(where)))
        self._change(lambda conn: run(conn, delete(WebSession).where(where)))
        return int(ended or 0)


def check_grants(grants: Iterable[GrantRow]) -> Sequence[GrantRow]:
    """The grants, each once. Refused("unknown_role")."""
    rows = list(dict.fromkeys(grants))
    for _, _, role in rows:
        if role not in ROLES:
            raise Refused("unknown_role", role=role)
    return rows


def _grant_rows(account: str, grants: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [
        {"account_id": account, "contest_id": contest, "item_id": item, "role": role} for contest, item, role in grants
    ]


def _row(connection: Connection, token: str) -> Any:
    return connection.execute(select(Invitation).where(Invitation.token == token_digest(token))).first()


def _still_good(row: Any) -> Any:
    if row is None or row.expires_at < now():
        raise Refused("invitation_over")
    return row


def _new_password(connection: Connection, account: str, kept: str) -> str:
    run(connection, update(Account).where(Account.id == account).values(password=kept))
    run(connection, delete(WebSession).where(WebSession.account_id == account))
    return str(connection.scalar(select(Account.login).where(Account.id == account)))


def _known(connection: Connection) -> list[Known]:
    grants: dict[str, list[GrantRow]] = {}
    for row in connection.execute(select(Grant).order_by(Grant.contest_id, Grant.item_id, Grant.role)):
        grants.setdefault(row.account_id, []).append((row.contest_id, row.item_id, row.role))
    counted = select(WebSession.account_id, func.count()).group_by(WebSession.account_id)
    open_ = {row[0]: row[1] for row in connection.execute(counted)}
    rows = connection.execute(select(Account.id, Account.login, Account.name).order_by(Account.login))
    return [Known(row.id, row.login, row.name, tuple(grants.get(row.id, ())), open_.get(row.id, 0)) for row in rows]
