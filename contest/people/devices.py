"""Judges' devices: a single-use link and a PIN let one onto a seat; revoking ends it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from ..db import PlainWrite
from ..people_tables import Device, Pairing, SeatName, SeatPin
from ..scoring.refused import Refused
from .hashing import fits, hashed, token_digest
from .rights import Session
from .sessions import Sessions, now, run

PAIRING_LIFE = timedelta(minutes=10)


class Devices(Sessions):
    """The devices on judges' seats, and what the seats are called."""

    def new_pairing(self, contest: str, seat: str, life: timedelta = PAIRING_LIFE) -> tuple[str, datetime]:
        """A single-use pairing token for a seat, and when it ends."""
        token, expires = secrets.token_urlsafe(18), datetime.now(UTC) + life
        row = {"token": token_digest(token), "contest_id": contest, "seat": seat, "expires_at": expires.isoformat()}
        self.writer.run(lambda conn: run(conn, insert(Pairing).values(row)))
        return token, expires

    def pair(self, token: str, pin: str, label: str, address: str = "") -> tuple[str, Session]:
        """Pair a device: the first one sets the seat's PIN, later ones must know it. The device's token and session."""
        self._crowd.attempt(address)
        row = self.reader.run(
            lambda conn: conn.execute(select(Pairing).where(Pairing.token == token_digest(token))).first()
        )
        if row is None or row.used_at is not None or row.expires_at < now():
            raise Refused("pairing_over")
        fresh = self._check_pin(row, pin)
        device = secrets.token_urlsafe(32)
        self._change(lambda conn: _use(conn, row, device, label, fresh))
        self._crowd.forgive(address)
        return device, self._sessions[token_digest(device)]

    def _check_pin(self, pairing: Any, pin: str) -> str:
        """The hash to set where the seat has no PIN yet; "" where it has this one. Refused("wrong_pin")."""
        kept = self.reader.run(lambda conn: conn.scalar(_pin_of(pairing)))
        if kept is None:
            return hashed(pin)
        keys = (f"pairing {pairing.token}", f"seat {pairing.contest_id} {pairing.seat}")
        self._throttle.attempt(*keys)
        if not fits(kept, pin):
            raise Refused("wrong_pin")
        self._throttle.passed(*keys)
        return ""

    def revoke_seat(self, contest: str, seat: str) -> int:
        """End every device session of a seat, and its unused pairings; how many devices that were."""

        def work(connection: Connection) -> int:
            connection.execute(delete(Pairing).where(Pairing.contest_id == contest, Pairing.seat == seat))
            gone = connection.execute(delete(Device).where(Device.contest_id == contest, Device.seat == seat))
            connection.execute(delete(SeatPin).where(SeatPin.contest_id == contest, SeatPin.seat == seat))
            return int(gone.rowcount)

        return self._change(work)

    def paired_seats(self, contest: str) -> set[str]:
        """The seats that have a device."""
        return {each.seat for each in self._sessions.values() if each.contest == contest}

    def devices(self, contest: str) -> list[Session]:
        """The sessions of all devices that are paired with seats of the contest."""
        return [each for each in self._sessions.values() if each.contest == contest]

    def name_seat(self, contest: str, seat: str, zh: str, en: str, judge: str) -> PlainWrite:
        """The write that keeps what a seat is called and who sits there."""
        row = {"contest_id": contest, "seat": seat, "zh": zh, "en": en, "judge": judge}

        def keep(connection: Connection) -> None:
            connection.execute(delete(SeatName).where(SeatName.contest_id == contest, SeatName.seat == seat))
            connection.execute(insert(SeatName).values(row))

        return keep

    def seat_names(self, contest: str) -> dict[str, dict[str, str]]:
        """Seat → {"zh", "en", "judge"}."""
        where = SeatName.contest_id == contest
        rows = self.reader.run(lambda conn: conn.execute(select(SeatName).where(where)).all())
        return {row.seat: {"zh": row.zh, "en": row.en, "judge": row.judge} for row in rows}


def _pin_of(pairing: Any) -> Select[str]:
    return select(SeatPin.pin).where(SeatPin.contest_id == pairing.contest_id, SeatPin.seat == pairing.seat)


def _use(connection: Connection, pairing: Any, device: str, label: str, fresh_pin: str) -> None:
    """Use a pairing up, once only, and let the device in; the first device of a seat sets its PIN."""
    unused = update(Pairing).where(Pairing.token == pairing.token, Pairing.used_at.is_(None)).values(used_at=now())
    if connection.execute(unused).rowcount != 1:
        raise Refused("pairing_over")
    seat = {"contest_id": pairing.contest_id, "seat": pairing.seat}
    if fresh_pin:
        if connection.scalar(_pin_of(pairing)) is not None:  # another device was first, this very moment
            raise Refused("wrong_pin")
        connection.execute(insert(SeatPin).values(pin=fresh_pin, **seat))
    connection.execute(insert(Device).values(token=token_digest(device), label=label[:80], created_at=now(), **seat))
