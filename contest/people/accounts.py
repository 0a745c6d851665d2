"""Accounts of the staff: made, proved, signed in and out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from ..people_tables import Account, Grant, WebSession
from ..scoring.refused import Refused
from .hashing import NOBODY, fits, hashed, token_digest
from .rights import Session, check_grants, refuse_conflict
from .second import forget_pin
from .sessions import Sessions, now, run
from .tokens import end_tokens


class Accounts(Sessions):
    """Staff who sign in with a password."""

    def add_account(self, login: str, name: str, password: str, grants: Iterable[tuple[str, str, str]]) -> str:
        """Make an account with grants (contest or "*", item or "", role); its id. Refused("login_taken"),
        ("unknown_role"), ("roles_apart")."""
        rows = check_grants(grants)
        refuse_conflict(rows, self.sharing(rows))
        kept = hashed(password)
        id = secrets.token_hex(8)

        def work(connection: Connection) -> None:
            if connection.scalar(select(func.count()).where(Account.login == login)):
                raise Refused("login_taken", login=login)
            connection.execute(insert(Account).values(id=id, login=login, name=name, password=kept, created_at=now()))
            for contest, item, role in rows:
                connection.execute(insert(Grant).values(account_id=id, contest_id=contest, item_id=item, role=role))

        self._change(work)
        return id

    def set_password(self, login: str, password: str) -> None:
        """Change a password; the account's sessions, tokens and PIN end with the old one."""
        kept = hashed(password)

        def work(connection: Connection) -> None:
            found = connection.scalar(select(Account.id).where(Account.login == login))
            if found is None:
                raise Refused("unknown_login", login=login)
            connection.execute(update(Account).where(Account.id == found).values(password=kept))
            connection.execute(delete(WebSession).where(WebSession.account_id == found))
            end_tokens(connection, found)
            forget_pin(connection, found)

        self._change(work)

    def has_accounts(self) -> bool:
        """Whether anybody can sign in at all."""
        return bool(self.reader.run(lambda conn: conn.scalar(select(func.count()).select_from(Account))))

    def prove(self, login: str, password: str, address: str = "") -> str:
        """The account's id if the password is right. Refused("wrong_password") or ("too_many_tries")."""
        self._try_begins(address)
        self._throttle.attempt(f"login {login}")
        row = self.reader.run(
            lambda conn: conn.execute(select(Account.id, Account.password).where(Account.login == login)).first()
        )
        # An unknown login costs the same time as a wrong password.
        if not fits(row.password if row else NOBODY, password) or row is None:
            raise Refused("wrong_password")
        self._throttle.passed(f"login {login}")
        self._try_was_right(address)
        return str(row.id)

    def sign_in(self, login: str, password: str, address: str = "", agent: str = "") -> tuple[str, Session]:
        """A new session: its token and what it is. agent: what the browser calls itself."""
        account = self.prove(login, password, address)
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        row = {
            "token": token_digest(token),
            "account_id": account,
            "csrf": csrf,
            "created_at": now(),
            "agent": agent[:120],
        }
        self._change(lambda conn: run(conn, insert(WebSession).values(row)))
        return token, self._sessions[token_digest(token)]

    def sign_out(self, session: Session) -> None:
        """End a session."""
        self._change(lambda conn: run(conn, delete(WebSession).where(WebSession.token == session.token)))
