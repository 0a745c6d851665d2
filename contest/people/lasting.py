"""How long a session lasts: it ends after twelve hours in which nobody used it, and after seven days whatever happens;
and one's own sessions, to be ended one by one.

May not be in here: devices (they last for the contest) and tokens of programs (they say until when).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from ..db import Reader, Writer
from ..people_tables import WebSession
from ..scoring.refused import Refused
from .rights import Session
from .sessions import Sessions, run

IDLE = 12 * 3600.0
WHOLE = 7 * 24 * 3600.0
"""Seconds."""

NOTED = 300.0
"""Seconds between two writes of when sessions were used last."""

ID = 16
"""So much of its digest names a session to its owner."""


@dataclass(frozen=True, slots=True)
class Open:
    """A session of one's own: since when, when it was used last (ISO 8601), and what its browser calls itself."""

    id: str
    since: str
    seen: str
    agent: str


class Lasting(Sessions):
    """Sessions of accounts end by themselves."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.clock: Callable[[], float] = time.time
        self._seen: dict[str, float] = {}
        self._noted = self.clock()
        super().__init__(writer, reader)

    def session(self, token: str) -> Session | None:
        """The session a token belongs to, now; who asks uses it."""
        found = super().session(token)
        if found is None or found.seat:
            return found
        at = self.clock()
        if found.acts is not None:
            return found if at < found.until else None
        if self._over(found, at):
            return None
        self._seen[found.token] = at
        return found

    def _over(self, session: Session, at: float) -> bool:
        seen = max(session.seen, session.since, self._seen.get(session.token, 0.0))
        return at - session.since > WHOLE or at - seen > IDLE

    def sweep(self) -> None:
        """The same, and now and then: note who was here, end what is over."""
        super().sweep()
        at = self.clock()
        if at - self._noted >= NOTED:
            self._noted = at
            self._note(at)

    def _note(self, at: float) -> None:
        used = self._seen = {token: seen for token, seen in self._seen.items() if token in self._sessions}
        ended = self.writer.run(lambda conn: _noted(conn, used, at))
        if ended:
            self._change(lambda conn: None)  # every process rereads

    def own_sessions(self, account: str) -> list[Open]:
        """The account's open sessions, the newest first."""
        where = WebSession.account_id == account
        rows = self.reader.run(lambda conn: conn.execute(select(WebSession).where(where)).all())
        found = [self._open(row) for row in rows]
        return sorted(found, key=lambda each: each.since, reverse=True)

    def _open(self, row: Any) -> Open:
        here = self._seen.get(row.token)
        seen = max(row.seen_at or row.created_at, _iso(here) if here else "")
        return Open(row.token[:ID], row.created_at, seen, row.agent)

    def end_session(self, account: str, id: str) -> None:
        """End one session of the account. Refused("unknown_session")."""

        def work(connection: Connection) -> None:
            where = (WebSession.account_id == account, WebSession.token.startswith(id, autoescape=True))
            if len(id) != ID or not connection.execute(delete(WebSession).where(*where)).rowcount:
                raise Refused("unknown_session")

        self._change(work)

    def end_own_sessions(self, account: str) -> None:
        """End every session of the account at one moment; its programs go on."""
        self._change(lambda conn: run(conn, delete(WebSession).where(WebSession.account_id == account)))


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def _noted(connection: Connection, used: dict[str, float], at: float) -> int:
    """Write when sessions were used, and delete those that are over; how many those were."""
    for token, seen in used.items():
        connection.execute(update(WebSession).where(WebSession.token == token).values(seen_at=_iso(seen)))
    unused = (WebSession.seen_at < _iso(at - IDLE)) & (WebSession.created_at < _iso(at - IDLE))
    over = delete(WebSession).where((WebSession.created_at < _iso(at - WHOLE)) | unused)
    return int(connection.execute(over).rowcount)
