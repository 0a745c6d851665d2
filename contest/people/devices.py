"""Judges' devices: a single-use link and a PIN let one onto a seat, a further one waits for the chief."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from ..people_tables import Device, Pairing, SeatPin, Waiting
from ..scoring.refused import Refused
from .hashing import fits, hashed, token_digest
from .pairings import Pairings, Waiter, usable, waiter
from .rights import Session
from .sessions import now

WAITING_LIFE = timedelta(minutes=10)
Arrival = Session | Waiter


@dataclass(frozen=True, slots=True)
class _Knock:
    """A device at the door: the digest of what it will be known by, its label, the PIN (argon2) it sets or ""."""

    token: str
    label: str
    pin: str


class Devices(Pairings):
    """The devices on judges' seats."""

    def pair(self, token: str, pin: str, label: str, address: str = "", key: str = "") -> tuple[str, Arrival]:
        """Pair a device: the first one sets the seat's PIN, later ones must know it. The device's token, and its
        session; or a Waiter where the seat has a device already: the token is good once the chief lets it in. `key`:
        the token, where the device made it itself; it may then ask again whether it was paired.

        Refused: pairing_over, pairing_closed, wrong_pin, too_many_tries.
        """
        self._try_begins(address)
        if again := self._paired_before(token, key):
            self._try_was_right(address)
            return key, again
        device = key or secrets.token_urlsafe(32)
        try:
            arrival = self._ask_in(token, pin, device, label)
        except Refused as refused:
            # Its own first asking, of which it had heard nothing, may have been served between the look above and now.
            again = self._paired_before(token, key) if refused.code == "pairing_over" else None
            if again is None:
                raise
            arrival = again
        self._try_was_right(address)
        return device, arrival

    def _ask_in(self, token: str, pin: str, device: str, label: str) -> Arrival:
        row = self.reader.run(lambda conn: usable(conn, token))
        knock = _Knock(token_digest(device), label[:80], self._check_pin(row, pin))
        waits = self._change(lambda conn: _use(conn, token, knock))
        return waits or self._sessions[knock.token]

    def _paired_before(self, token: str, key: str) -> Arrival | None:
        """What this very link made of this very device, where the answer was lost on its way to it."""
        where = (Pairing.token == token_digest(token), Pairing.used_at.is_not(None))
        used = self.reader.run(lambda conn: conn.execute(select(Pairing).where(*where)).first()) if key else None
        if used is None:
            return None
        found = self.arrival(key)
        return found if (found.contest, found.seat) == (used.contest_id, used.seat) else None

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

    def arrival(self, token: str) -> Arrival:
        """What became of a device that waits. Refused: pairing_denied, waiting_over, pairing_over (nobody waits so)."""
        where = Waiting.token == token_digest(token)
        row = self.reader.run(lambda conn: conn.execute(select(Waiting).where(where)).first())
        if row is None:
            self.sweep()  # another process may have let it in
            found = self.session(token)
            if found is None or not found.seat or found.former:
                raise Refused("pairing_over")
            return found
        if row.denied:
            raise Refused("pairing_denied")
        if row.until < now():
            raise Refused("waiting_over")
        return waiter(row)

    def admit(self, contest: str, id: str) -> None:
        """Let a device in that waits. Refused("unknown_waiting"): it does not, or the seat has another PIN by now."""

        def work(connection: Connection) -> None:
            row = _waits(connection, contest, id)
            if row.pin and connection.scalar(_pin_of(row)) is not None:  # another device set it since
                raise Refused("unknown_waiting")
            connection.execute(delete(Waiting).where(Waiting.token == row.token))
            _let_in(connection, row.contest_id, row.seat, _Knock(row.token, row.label, row.pin))

        self._change(work)

    def deny(self, contest: str, id: str) -> None:
        """Leave a device outside; it is told when it asks next. Refused("unknown_waiting")."""

        def work(connection: Connection) -> None:
            row = _waits(connection, contest, id)
            connection.execute(update(Waiting).where(Waiting.token == row.token).values(denied=True))

        self.writer.run(work)

    def revoke_seat(self, contest: str, seat: str) -> int:
        """End every device session of a seat, its unused links and card, who waits, and the PIN; how many devices."""
        return self._change(lambda conn: _clear_seat(conn, contest, seat))

    def reset_pin(self, contest: str, seat: str, *, devices_go: bool) -> int:
        """Forget the seat's PIN: who pairs next chooses it. Its devices stay or go (how many went); links on a screen
        and devices that wait are void, for they came with the old PIN."""

        def work(connection: Connection) -> int:
            for table in (Waiting, SeatPin):
                connection.execute(delete(table).where(table.contest_id == contest, table.seat == seat))
            links = (Pairing.contest_id == contest, Pairing.seat == seat, Pairing.card.is_(False))
            connection.execute(delete(Pairing).where(*links))
            return connection.execute(delete(Device).where(*_living(contest, seat))).rowcount if devices_go else 0

        return self._change(work)

    def paired_seats(self, contest: str) -> set[str]:
        """The seats that have a device."""
        return {each.seat for each in self._sessions.values() if each.contest == contest and not each.former}

    def devices(self, contest: str) -> list[Session]:
        """The sessions of all devices that are paired with seats of the contest."""
        return [each for each in self._sessions.values() if each.contest == contest and not each.former]


def _clear_seat(connection: Connection, contest: str, seat: str) -> int:
    """Nothing that was paired with the seat, or could be, is left; how many devices it had."""
    for table in (Pairing, Waiting, SeatPin):
        connection.execute(delete(table).where(table.contest_id == contest, table.seat == seat))
    return int(connection.execute(delete(Device).where(*_living(contest, seat))).rowcount)


def _living(contest: str, seat: str) -> tuple[Any, ...]:
    """The devices that mark on the seat, which former ones do not."""
    return (Device.contest_id == contest, Device.seat == seat, Device.former.is_(False))


def _pin_of(place: Any) -> Select[str]:
    return select(SeatPin.pin).where(SeatPin.contest_id == place.contest_id, SeatPin.seat == place.seat)


def _use(connection: Connection, token: str, knock: _Knock) -> Waiter | None:
    """Use a pairing up, once only, and let the device in, or let it wait beside a living one."""
    pairing = usable(connection, token)  # asked again: pairing may have been closed since
    unused = update(Pairing).where(Pairing.token == pairing.token, Pairing.used_at.is_(None)).values(used_at=now())
    if connection.execute(unused).rowcount != 1 or _is_known(connection, knock.token):
        raise Refused("pairing_over")
    if knock.pin and connection.scalar(_pin_of(pairing)) is not None:  # another device was first, this very moment
        raise Refused("wrong_pin")
    living = _living(pairing.contest_id, pairing.seat)
    if connection.scalar(select(Device.token).where(*living).limit(1)) is None:
        _let_in(connection, pairing.contest_id, pairing.seat, knock)
        return None
    return _let_wait(connection, pairing, knock)


def _is_known(connection: Connection, device: str) -> bool:
    """Whether some device goes by this digest already; a key is for one pairing only."""
    found = (connection.scalar(select(each.token).where(each.token == device)) for each in (Device, Waiting))
    return any(found)


def _let_in(connection: Connection, contest: str, seat: str, knock: _Knock) -> None:
    """The device is on the seat; the first one sets its PIN."""
    place = {"contest_id": contest, "seat": seat}
    if knock.pin:
        connection.execute(insert(SeatPin).values(pin=knock.pin, **place))
    connection.execute(insert(Device).values(token=knock.token, label=knock.label, created_at=now(), **place))


def _let_wait(connection: Connection, pairing: Any, knock: _Knock) -> Waiter:
    connection.execute(delete(Waiting).where(Waiting.until < now()))
    until = (datetime.now(UTC) + WAITING_LIFE).isoformat()
    row = {
        "id": secrets.token_hex(8),
        "contest_id": pairing.contest_id,
        "seat": pairing.seat,
        "label": knock.label,
        "asked_at": now(),
        "until": until,
    }
    connection.execute(insert(Waiting).values(token=knock.token, pin=knock.pin, **row))
    return Waiter(row["id"], row["contest_id"], row["seat"], row["label"], row["asked_at"], until)


def _waits(connection: Connection, contest: str, id: str) -> Any:
    """The row of a device that waits now. Refused("unknown_waiting")."""
    where = (Waiting.contest_id == contest, Waiting.id == id, Waiting.denied.is_(False), Waiting.until > now())
    row = connection.execute(select(Waiting).where(*where)).first()
    if row is None:
        raise Refused("unknown_waiting")
    return row
