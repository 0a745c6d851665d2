"""The second person of an act, on the first one's screen: proved by the password, or by a PIN that is for this alone.

May not be in here: which acts take two persons (verbs).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from ..people_tables import Account, AccountPin
from ..scoring.refused import Refused
from .hashing import NOBODY, fits, hashed
from .rights import Session, may
from .sessions import Sessions, grants_of, now, run

STEPS = ({0}, {1}, {-1})  # 888888, 123456, 987654: the first that anybody would try


class SecondPersons(Sessions):
    """Who agrees on somebody else's screen, where a password would be typed under strange eyes."""

    def as_second(self, who: str, secret: str, act: str, contest: str, item: str, address: str = "") -> str:
        """The actor of a second person who proves themself on the first one's screen and may do the act too. who: the
        login, or the name where one account bears it; secret: the password or the PIN. Tries count for the account,
        by whichever name. Refused("wrong_second"), ("too_many_tries"), ("forbidden")."""
        self._try_begins(address)
        row = self.reader.run(lambda conn: _found(conn, who))
        login = row.login if row else who
        self._throttle.attempt(f"second {login}", f"login {login}")
        # Both are compared, and for nobody as well: how long it takes tells neither who there is nor who has a PIN.
        kept = (row.password, row.pin or NOBODY) if row else (NOBODY, NOBODY)
        right = [fits(each, secret) for each in kept]
        if row is None or not any(right):
            raise Refused("wrong_second")
        self._throttle.passed(f"second {login}", f"login {login}")
        self._try_was_right(address)
        grants = self.reader.run(lambda conn: grants_of(conn, row.id))
        if not may(Session("", "", "", grants), act, contest, item):
            raise Refused("forbidden")
        return f"account:{row.id}"

    def set_pin(self, account: str, pin: str) -> None:
        """Set the account's PIN, "" for none. Refused("weak_pin"): it is the first that anybody would try."""
        if pin and _is_weak(pin):
            raise Refused("weak_pin")
        row = {"account_id": account, "pin": hashed(pin), "set_at": now()} if pin else None

        def work(connection: Connection) -> None:
            forget_pin(connection, account)
            if row:
                run(connection, insert(AccountPin).values(row))

        self.writer.run(work)

    def pin_since(self, account: str) -> str | None:
        """Since when (ISO) the account has a PIN; None: it has none."""
        of = select(AccountPin.set_at).where(AccountPin.account_id == account)
        return self.reader.run(lambda conn: conn.scalar(of))


def forget_pin(connection: Connection, account: str) -> None:
    """The account has no PIN any more."""
    run(connection, delete(AccountPin).where(AccountPin.account_id == account))


def _is_weak(pin: str) -> bool:
    """One digit again and again, or digits in a row."""
    return {int(after) - int(one) for one, after in pairwise(pin)} in STEPS


def _found(connection: Connection, who: str) -> Any:
    """The account of this login; else of this name, if one alone bears it. With its PIN, None where it has none."""
    of = select(Account.id, Account.login, Account.password, AccountPin.pin)
    of = of.outerjoin(AccountPin, AccountPin.account_id == Account.id)
    row = connection.execute(of.where(Account.login == who)).first()
    if row is None and connection.scalar(select(func.count()).where(Account.name == who)) == 1:
        row = connection.execute(of.where(Account.name == who)).first()
    return row
