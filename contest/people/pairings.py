"""What lets a device onto a seat: single-use links, on a screen for ten minutes or printed on a seat's card."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from ..people_tables import Pairing, PairingHeld, Waiting
from ..scoring.refused import Refused
from .hashing import token_digest
from .sessions import Sessions, now, run

PAIRING_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Waiter:
    """A device that waits for the chief until then (ISO), beside the one its seat has already."""

    id: str
    contest: str
    seat: str
    label: str
    at: str
    until: str


class Pairings(Sessions):
    """Links, cards, and whether pairing is held open."""

    def new_pairing(self, contest: str, seat: str, life: timedelta = PAIRING_LIFE) -> tuple[str, datetime]:
        """A single-use pairing token for a seat, and when it ends."""
        token, expires = secrets.token_urlsafe(18), datetime.now(UTC) + life
        row = _row(token, contest, seat, expires.isoformat())
        self.writer.run(lambda conn: run(conn, insert(Pairing).values(row)))
        return token, expires

    def new_cards(self, contest: str, seats: Iterable[str]) -> dict[str, str]:
        """Seat → a fresh token for its card, valid until its first use. Older cards of these seats are void."""
        cards = {seat: secrets.token_urlsafe(18) for seat in seats}
        rows = [_row(token, contest, seat, "") | {"card": True} for seat, token in cards.items()]
        older = (Pairing.contest_id == contest, Pairing.card, Pairing.seat.in_(cards))

        def work(connection: Connection) -> None:
            connection.execute(delete(Pairing).where(*older))
            run(connection, insert(Pairing), rows)

        self.writer.run(work)
        return cards

    def carded_seats(self, contest: str) -> set[str]:
        """The seats whose card has been printed and not been used."""
        unused = (Pairing.contest_id == contest, Pairing.card, Pairing.used_at.is_(None))
        return set(self.reader.run(lambda conn: conn.scalars(select(Pairing.seat).where(*unused)).all()))

    def hold_pairing(self, contest: str, by: str, *, open: bool) -> None:
        """Let cards pair from now on, or no longer. Held open already, it keeps its beginning."""

        def work(connection: Connection) -> None:
            if not open:
                connection.execute(delete(PairingHeld).where(PairingHeld.contest_id == contest))
            elif _held(connection, contest) is None:
                connection.execute(insert(PairingHeld).values(contest_id=contest, since=now(), by=by))

        self.writer.run(work)

    def pairing_held(self, contest: str) -> tuple[str, str] | None:
        """Since when (ISO) and by whose act cards pair; None while pairing is closed."""
        found = self.reader.run(lambda conn: _held(conn, contest))
        return None if found is None else (found.since, found.by)

    def waiting(self, contest: str) -> list[Waiter]:
        """The devices that wait for the chief, the longest first."""
        where = (Waiting.contest_id == contest, Waiting.until > now(), Waiting.denied.is_(False))
        listed = select(Waiting).where(*where).order_by(Waiting.asked_at)
        return [waiter(row) for row in self.reader.run(lambda conn: conn.execute(listed).all())]

    def waiting_counts(self) -> dict[str, int]:
        """Contest → how many devices wait for the chief there; contests without any are left out."""
        where = (Waiting.until > now(), Waiting.denied.is_(False))
        counted = select(Waiting.contest_id, func.count()).where(*where).group_by(Waiting.contest_id)
        return {row[0]: row[1] for row in self.reader.run(lambda conn: conn.execute(counted).all())}


def waiter(row: Any) -> Waiter:
    """A row of the table as others see it: without its token."""
    return Waiter(row.id, row.contest_id, row.seat, row.label, row.asked_at, row.until)


def usable(connection: Connection, token: str) -> Any:
    """The pairing of a token that may be used now. Refused("pairing_over") or ("pairing_closed")."""
    row = connection.execute(select(Pairing).where(Pairing.token == token_digest(token))).first()
    if row is None or row.used_at is not None or not (row.card or row.expires_at >= now()):
        raise Refused("pairing_over")
    if row.card and _held(connection, row.contest_id) is None:
        raise Refused("pairing_closed")
    return row


def _held(connection: Connection, contest: str) -> Any:
    return connection.execute(select(PairingHeld).where(PairingHeld.contest_id == contest)).first()


def _row(token: str, contest: str, seat: str, expires: str) -> dict[str, Any]:
    return {"token": token_digest(token), "contest_id": contest, "seat": seat, "expires_at": expires}
