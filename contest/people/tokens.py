"""Tokens of programs: what a program does in one contest in an account's name, until when; told once, kept as a digest.

A program never does what takes a person: two-person acts, signatures, decisions on sheets, typing, accounts.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from ..db import Reader, Writer
from ..people_tables import Account, ApiToken
from ..scoring.refused import Refused
from .hashing import token_digest
from .lasting import Lasting
from .rights import TOKEN_ACTS, Session, may
from .sessions import grants_of, now, run

MOST = 20
"""Tokens of one account that are good at a time."""

LONGEST = timedelta(days=366)

A_MINUTE = 600
"""Requests of one token in a minute: ten a second, which no board and no import needs."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it. used: when last, "" for never."""

    id: str
    name: str
    contest: str
    acts: tuple[str, ...]
    since: str
    until: str
    used: str


class Tokens(Lasting):
    """Programs that act in somebody's name."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._asked: dict[str, tuple[int, int]] = {}  # token → (minute, how often in it)
        self._used: dict[str, str] = {}
        super().__init__(writer, reader)

    def new_token(self, account: str, name: str, contest: str, acts: Iterable[str], until: datetime) -> str:
        """A token, told this once. Refused("token_acts"): no program does that; ("token_beyond"): its owner may not;
        ("token_until"): in the past or more than a year ahead; ("too_many_tokens")."""
        wanted, at = sorted(set(acts)), datetime.now(UTC)
        if not wanted or not set(wanted) <= set(TOKEN_ACTS):
            raise Refused("token_acts")
        if not at < until <= at + LONGEST:
            raise Refused("token_until")
        own = Session("", "", "", self.reader.run(lambda conn: grants_of(conn, account)))
        places = {item for where, item, _ in own.grants if where in ("*", contest)}
        if any(not any(may(own, act, contest, item) for item in places) for act in wanted):
            raise Refused("token_beyond")
        token = f"ct_{secrets.token_urlsafe(32)}"
        row = {"token": token_digest(token), "id": secrets.token_hex(6), "account_id": account, "name": name}
        row |= {"contest_id": contest, "until": until.astimezone(UTC).isoformat(), "created_at": now(), "used_at": ""}

        def work(connection: Connection) -> None:
            if (connection.scalar(select(func.count()).select_from(ApiToken).where(*_good(account))) or 0) >= MOST:
                raise Refused("too_many_tokens", most=MOST)
            run(connection, insert(ApiToken).values(**row, acts=wanted, ended_at=""))

        self._change(work)
        return token

    def tokens(self, account: str) -> list[Token]:
        """The account's tokens that are good, the newest first."""
        rows = self.reader.run(lambda conn: conn.execute(select(ApiToken).where(*_good(account))).all())
        return sorted(map(self._told, rows), key=lambda each: each.since, reverse=True)

    def _told(self, row: Any) -> Token:
        used = max(row.used_at, self._used.get(row.token, ""))
        return Token(row.id, row.name, row.contest_id, tuple(row.acts), row.created_at, row.until, used)

    def revoke_token(self, account: str, id: str) -> None:
        """End a token: gone at once here, within a second everywhere. Refused("unknown_token")."""

        def work(connection: Connection) -> None:
            ending = update(ApiToken).where(ApiToken.id == id, *_good(account)).values(ended_at=now())
            if not connection.execute(ending).rowcount:
                raise Refused("unknown_token")

        self._change(work)

    def program(self, token: str, address: str = "") -> Session | None:
        """The session of a program's token; None where it is a judge's device's. Refused("token_over"), after many
        wrong ones ("too_many_tries"), and ("too_many_requests") for one that asks too much."""
        found = self.session(token)
        if found is None:
            self._unknown_secret("token", address)
            raise Refused("token_over")
        if found.acts is None:
            return None
        minute = int(self.clock() // 60)
        since, count = self._asked.get(found.token, (minute, 0))
        if since == minute and count >= A_MINUTE:
            raise Refused("too_many_requests", seconds=60 - int(self.clock()) % 60)
        self._asked[found.token] = (minute, count + 1 if since == minute else 1)
        self._used[found.token] = now()
        return found

    def _note(self, at: float) -> None:
        used, self._used, self._asked = self._used, {}, {}
        if used:
            self.writer.run(lambda conn: _mark_used(conn, used))
        super()._note(at)

    def account_names(self) -> dict[str, str]:
        """Actor → name, for pages that say who did something; a program with whose it is, also once it has ended."""
        accounts = self.reader.run(lambda conn: conn.execute(select(Account.id, Account.name)).all())
        names = {str(row.id): str(row.name) for row in accounts}
        rows = self.reader.run(lambda conn: conn.execute(select(ApiToken.id, ApiToken.name, ApiToken.account_id)).all())
        programs = {f"token:{row.id}": f"{row.name}（{names.get(row.account_id, '')}）" for row in rows}
        return {f"account:{id}": name for id, name in names.items()} | programs


def _mark_used(connection: Connection, used: Mapping[str, str]) -> None:
    for token, at in used.items():
        run(connection, update(ApiToken).where(ApiToken.token == token).values(used_at=at))


def _good(account: str) -> tuple[Any, ...]:
    return ApiToken.account_id == account, ApiToken.ended_at == "", ApiToken.until > now()


def end_tokens(connection: Connection, account: str) -> None:
    """End every token of an account."""
    where = (ApiToken.account_id == account, ApiToken.ended_at == "")
    run(connection, update(ApiToken).where(*where).values(ended_at=now()))
