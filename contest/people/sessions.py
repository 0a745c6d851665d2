"""Sessions in memory, over the tables that say who is signed in; and how the tables are written.

May not be in here: how somebody signs in (accounts, devices).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from gevent.lock import RLock
from sqlalchemy import Connection, select, update

from ..db import Reader, Writer
from ..people_tables import Account, ApiToken, Device, Grant, Version, WebSession
from ..throttle import Throttle
from .hashing import token_digest
from .rights import Session

T = TypeVar("T")
EVERYBODY = "everybody"


class Sessions:
    """Who is signed in now. A change bumps `people_version` in its transaction; `sweep` rereads what it changed."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.writer, self.reader = writer, reader
        self.shares_roles: Callable[[str], bool] = nowhere  # whether a contest lets one person hold several roles
        self.ended: list[Callable[[set[str]], None]] = []  # listeners: digests of sessions that are no more
        self._throttle = Throttle(free=5)
        self._crowd = Throttle(free=60)  # by address: a whole hall may share one
        self._everybody = Throttle(free=300, longest=1.0)  # over all: who guesses gets one try a second in the end
        self._unknown = Throttle(free=60)  # tokens and links that nobody has, by what they are and address
        self._sweeping = RLock()
        self._sessions: dict[str, Session] = {}
        self._version = -1

    def session(self, token: str) -> Session | None:
        """The session a token belongs to, now."""
        return self._sessions.get(token_digest(token)) if token and token.isascii() else None

    def by_digest(self, digest: str) -> Session | None:
        """The session that is kept under this digest, now."""
        return self._sessions.get(digest)

    def alive(self, session: Session) -> bool:
        """Whether a session that was found earlier still is one."""
        found = self._sessions.get(session.token)
        return found is not None and found.former == session.former

    def sharing(self, grants: Iterable[tuple[str, str, str]]) -> set[str]:
        """Those of the named contests that let one person hold several roles."""
        return {contest for contest in {contest for contest, _, _ in grants} if self.shares_roles(contest)}

    def _try_begins(self, address: str) -> None:
        """Somebody tries a secret: counted against their address and against all together. Refused("too_many_tries").
        Who is in already is never asked, so that guessers keep no judge from marking."""
        self._crowd.attempt(address)
        self._everybody.attempt(EVERYBODY)

    def _unknown_secret(self, what: str, address: str) -> None:
        """A token or a link came that is nobody's. Refused("too_many_tries"). Counted by itself: a program that goes on
        with a token that was revoked keeps nobody at its address from signing in, signing or pairing."""
        self._unknown.attempt(f"{what} {address}")

    def _try_was_right(self, address: str) -> None:
        self._crowd.forgive(address)
        self._everybody.forgive(EVERYBODY)

    def sweep(self) -> None:
        """Reread sessions if anything changed them (here or in another process), and tell who is no more."""
        with self._sweeping:  # one after the other: an older reading must not replace a newer one
            self._sweep()

    def _sweep(self) -> None:
        version = self.reader.run(lambda conn: conn.scalar(select(Version.number)) or 0)
        if version == self._version:
            return
        before, self._sessions = self._sessions, self.reader.run(_load_sessions)
        self._reread()
        self._version = version
        gone = {token for token, session in before.items() if not self.alive(session)}
        if gone:
            for listener in self.ended:
                listener(gone)

    def _reread(self) -> None:
        """What else is kept in memory of the same tables is read again."""

    def _change(self, work: Callable[[Connection], T]) -> T:
        """Write something that sessions depend on, and see it at once."""

        def both(connection: Connection) -> T:
            result = work(connection)
            connection.execute(update(Version).values(number=Version.number + 1))
            return result

        result = self.writer.run(both)
        self.sweep()
        return result


def _load_sessions(connection: Connection) -> dict[str, Session]:
    grants: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(select(Grant.account_id, Grant.contest_id, Grant.item_id, Grant.role)):
        grants.setdefault(row.account_id, []).append((row.contest_id, row.item_id, row.role))
    found: dict[str, Session] = {}
    accounts = select(WebSession, Account.id, Account.name, Account.login)
    for who in connection.execute(accounts.join(Account, Account.id == WebSession.account_id)):
        own = tuple(grants.get(who.id, ()))
        since = _seconds(who.created_at)
        seen = _seconds(who.seen_at) or since
        found[who.token] = Session(
            who.token, f"account:{who.id}", who.name, own, who.csrf, who.login, since=since, seen=seen
        )
    found |= _programs(connection, grants)
    devices = select(Device.token, Device.contest_id, Device.seat, Device.label, Device.former)
    for device in connection.execute(devices):
        found[device.token] = Session(
            device.token,
            f"seat:{device.seat}",
            device.seat,
            ((device.contest_id, "", "seat"),),
            contest=device.contest_id,
            seat=device.seat,
            label=device.label,
            former=device.former,
        )
    return found


def _programs(connection: Connection, grants: Mapping[str, list[tuple[str, str, str]]]) -> dict[str, Session]:
    """Tokens of programs: what their account may, in the one contest, and of that the acts they are for."""
    tokens = select(ApiToken, Account.name.label("owner"), Account.login)
    found = {}
    for row in connection.execute(
        tokens.join(Account, Account.id == ApiToken.account_id).where(ApiToken.ended_at == "")
    ):
        held = grants.get(row.account_id, ())
        own = tuple((row.contest_id, item, role) for where, item, role in held if where in ("*", row.contest_id))
        name = f"{row.name}（{row.owner}）"
        found[row.token] = Session(
            row.token,
            f"token:{row.id}",
            name,
            own,
            login=row.login,
            until=_seconds(row.until),
            acts=frozenset(row.acts),
        )
    return found


def _seconds(moment: str) -> float:
    """Since 1970; 0 for none."""
    return datetime.fromisoformat(moment).timestamp() if moment else 0.0


def nowhere(contest: str) -> bool:
    """What holds of contests of which nobody says otherwise."""
    return False


def grants_of(connection: Connection, account: str) -> tuple[tuple[str, str, str], ...]:
    """An account's grants: (contest or "*", item or "", role)."""
    rows = connection.execute(select(Grant.contest_id, Grant.item_id, Grant.role).where(Grant.account_id == account))
    return tuple((row.contest_id, row.item_id, row.role) for row in rows)


def hold_rights(connection: Connection) -> None:
    """Until this write is done no other process changes who may what: what is asked here of a right still holds then.
    Only for writes that would otherwise give what somebody takes at that moment."""
    connection.execute(select(Version.number).with_for_update())


def run(connection: Connection, statement: Any, rows: Any = None) -> None:
    """Execute a statement and say nothing; with an empty list of rows, do nothing."""
    if rows is None or rows:
        connection.execute(statement, rows)


def now() -> str:
    """This moment, as the plain tables keep it."""
    return datetime.now(UTC).isoformat()
