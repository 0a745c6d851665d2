"""People: accounts, judges' devices, who stands behind a code; and `may`, asked for every act, in memory.

May not be in here: anything that can change a rank (that is an event). What is in these tables is never in the
chain, so that a
person can be erased; what the chain needs of it stands there as a salted digest. See docs/decisions/0012.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from gevent.lock import RLock
from sqlalchemy import Connection, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from .db import PlainWrite, Reader, Writer
from .people_tables import (
    Account,
    Device,
    Draw,
    Grant,
    Identity,
    Pairing,
    SealedText,
    SeatName,
    SeatPin,
    Secret,
    Version,
    WebSession,
)
from .scoring.events import canonical
from .scoring.refused import Refused
from .throttle import Throttle

T = TypeVar("T")
Chance = Callable[[int], str]
"""So many random bytes, as hex. Only a rehearsal may take its chance from a seed that somebody knows."""

ROLES = ("organizer", "chief", "officer", "recorder", "supervisor", "viewer")
POLICY: Mapping[str, frozenset[str]] = {
    "see": frozenset(ROLES),
    "setup": frozenset({"organizer"}),
    "seats": frozenset({"organizer", "chief"}),
    "open": frozenset({"organizer", "chief"}),
    "freeze": frozenset({"organizer", "chief"}),
    "unfreeze": frozenset({"organizer", "chief"}),
    "lock": frozenset({"chief"}),
    "unlock": frozenset({"chief", "supervisor"}),
    "unseal": frozenset({"officer", "supervisor"}),
    "sign": frozenset({"chief"}),
    "publish": frozenset({"organizer"}),
    "decide": frozenset({"chief"}),
    "override": frozenset({"chief", "supervisor"}),
    "return": frozenset({"chief"}),
    "note": frozenset({"chief", "recorder"}),
    "export": frozenset({"organizer", "chief", "recorder", "supervisor"}),
    "judge": frozenset({"seat"}),
}
"""Which roles may do which act. An act that is not here is nobody's: `may` raises KeyError, loudly."""

PAIRING_LIFE = timedelta(minutes=10)
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in: an account with its grants (contest or "*", item or "", role), or a judge's device on a
    seat."""

    token: str  # the digest under which it is kept
    actor: str
    name: str
    grants: tuple[tuple[str, str, str], ...]
    csrf: str = ""
    login: str = ""
    contest: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands behind an entry."""

    number: str
    name: str
    unit: str


def may(session: Session | None, act: str, contest: str, item: str = "") -> bool:
    """Whether a session may do an act in a contest (and item). Deny by default; no I/O."""
    roles = POLICY[act]
    if session is None:
        return False
    return any(
        role in roles and scope in ("*", contest) and (not of_item or of_item == item)
        for scope, of_item, role in session.grants
    )


def token_digest(token: str) -> str:
    """What the server keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def commitment(salt: str, person: Person) -> str:
    """The salted digest of an identity that stands in the chain."""
    identity = {"name": person.name, "number": person.number, "salt": salt, "unit": person.unit}
    return hashlib.sha256(canonical(identity)).hexdigest()


class People:
    """The plain tables and their copy in memory. A change of sessions bumps `people_version`; `sweep` rereads it."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.writer, self.reader = writer, reader
        self.ended: list[Callable[[set[str]], None]] = []  # listeners: digests of sessions that are no more
        self._throttle = Throttle(free=5)
        self._crowd = Throttle(free=60)  # by address: a whole hall may share one
        self._sweeping = RLock()
        self._sessions: dict[str, Session] = {}
        self._identities: dict[str, dict[str, Person]] = {}
        self._version = -1
        self.secret = self._server_secret()
        self.sweep()

    # --- sessions -----------------------------------------------------------------------------------------------------

    def session(self, token: str) -> Session | None:
        """The session a token belongs to, now."""
        return self._sessions.get(token_digest(token)) if token and token.isascii() else None

    def alive(self, session: Session) -> bool:
        """Whether a session that was found earlier still is one."""
        return session.token in self._sessions

    def sweep(self) -> None:
        """Reread sessions if anything changed them (here or in another process), and tell who is no more."""
        with self._sweeping:  # one after the other: an older reading must not replace a newer one
            self._sweep()

    def _sweep(self) -> None:
        version = self.reader.run(lambda conn: conn.scalar(select(Version.number)) or 0)
        if version == self._version:
            return
        before, self._sessions = self._sessions, self.reader.run(_load_sessions)
        for contest in list(self._identities):  # reread at once: whoever asks for a name must never have to wait
            self._identities[contest] = self._read_identities(contest)
        self._version = version
        gone = set(before) - set(self._sessions)
        if gone:
            for listener in self.ended:
                listener(gone)

    def _change(self, work: Callable[[Connection], T]) -> T:
        """Write something that sessions depend on, and see it at once."""

        def both(connection: Connection) -> T:
            result = work(connection)
            connection.execute(update(Version).values(number=Version.number + 1))
            return result

        result = self.writer.run(both)
        self.sweep()
        return result

    # --- accounts -----------------------------------------------------------------------------------------------------

    def add_account(self, login: str, name: str, password: str, grants: Iterable[tuple[str, str, str]]) -> str:
        """Make an account with grants (contest or "*", item or "", role); its id. Refused("login_taken")."""
        for _, _, role in (rows := list(grants)):
            if role not in ROLES:
                raise Refused("unknown_role", role=role)
        hashed = _in_thread(_hasher.hash, password)
        id = secrets.token_hex(8)

        def work(connection: Connection) -> None:
            if connection.scalar(select(func.count()).where(Account.login == login)):
                raise Refused("login_taken", login=login)
            connection.execute(
                insert(Account).values(id=id, login=login, name=name, password=hashed, created_at=_now())
            )
            for contest, item, role in rows:
                connection.execute(insert(Grant).values(account_id=id, contest_id=contest, item_id=item, role=role))

        self._change(work)
        return id

    def set_password(self, login: str, password: str) -> None:
        """Change a password and end the account's sessions."""
        hashed = _in_thread(_hasher.hash, password)

        def work(connection: Connection) -> None:
            found = connection.scalar(select(Account.id).where(Account.login == login))
            if found is None:
                raise Refused("unknown_login", login=login)
            connection.execute(update(Account).where(Account.id == found).values(password=hashed))
            connection.execute(delete(WebSession).where(WebSession.account_id == found))

        self._change(work)

    def has_accounts(self) -> bool:
        """Whether anybody can sign in at all."""
        return bool(self.reader.run(lambda conn: conn.scalar(select(func.count()).select_from(Account))))

    def prove(self, login: str, password: str, address: str = "") -> str:
        """The account's id if the password is right. Refused("wrong_password") or ("too_many_tries")."""
        self._crowd.attempt(address)
        self._throttle.attempt(f"login {login}")
        row = self.reader.run(
            lambda conn: conn.execute(select(Account.id, Account.password).where(Account.login == login)).first()
        )
        # An unknown login costs the same time as a wrong password.
        if not _verify(row.password if row else _NOBODY, password) or row is None:
            raise Refused("wrong_password")
        self._throttle.passed(f"login {login}")
        self._crowd.forgive(address)
        return str(row.id)

    def sign_in(self, login: str, password: str, address: str = "") -> tuple[str, Session]:
        """A new session: its token and what it is."""
        account = self.prove(login, password, address)
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        row = {"token": token_digest(token), "account_id": account, "csrf": csrf, "created_at": _now()}
        self._change(lambda conn: _run(conn, insert(WebSession).values(row)))
        return token, self._sessions[token_digest(token)]

    def sign_out(self, session: Session) -> None:
        """End a session."""
        self._change(lambda conn: _run(conn, delete(WebSession).where(WebSession.token == session.token)))

    def as_second(self, login: str, password: str, act: str, contest: str, item: str, address: str = "") -> str:
        """The actor of a second person who proves themself on the first one's screen and may do the act too."""
        account = self.prove(login, password, address)
        grants = self.reader.run(lambda conn: _grants(conn, account))
        if not may(Session("", "", "", grants), act, contest, item):
            raise Refused("forbidden")
        return f"account:{account}"

    def account_names(self) -> dict[str, str]:
        """Actor → name, for pages that say who did something."""
        rows = self.reader.run(lambda conn: conn.execute(select(Account.id, Account.name)).all())
        return {f"account:{row.id}": row.name for row in rows}

    # --- judges' devices ----------------------------------------------------------------------------------------------

    def new_pairing(self, contest: str, seat: str, life: timedelta = PAIRING_LIFE) -> tuple[str, datetime]:
        """A single-use pairing token for a seat, and when it ends."""
        token, expires = secrets.token_urlsafe(18), datetime.now(UTC) + life
        row = {"token": token_digest(token), "contest_id": contest, "seat": seat, "expires_at": expires.isoformat()}
        self.writer.run(lambda conn: _run(conn, insert(Pairing).values(row)))
        return token, expires

    def pair(self, token: str, pin: str, label: str, address: str = "") -> tuple[str, Session]:
        """Pair a device: the first one sets the seat's PIN, later ones must know it. The device's token and session."""
        self._crowd.attempt(address)
        row = self.reader.run(
            lambda conn: conn.execute(select(Pairing).where(Pairing.token == token_digest(token))).first()
        )
        if row is None or row.used_at is not None or row.expires_at < _now():
            raise Refused("pairing_over")
        fresh = self._check_pin(row, pin)
        device = secrets.token_urlsafe(32)
        self._change(lambda conn: _use(conn, row, device, label, fresh))
        self._crowd.forgive(address)
        return device, self._sessions[token_digest(device)]

    def _check_pin(self, pairing: Any, pin: str) -> str:
        """The hash to set where the seat has no PIN yet; "" where it has this one. Refused("wrong_pin")."""
        hashed = self.reader.run(lambda conn: conn.scalar(_pin_of(pairing)))
        if hashed is None:
            return _in_thread(_hasher.hash, pin)
        keys = (f"pairing {pairing.token}", f"seat {pairing.contest_id} {pairing.seat}")
        self._throttle.attempt(*keys)
        if not _verify(hashed, pin):
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

    # --- identities, seeds, free text: plain writes that belong to an act
    # ------------------------------------------------

    def person(self, contest: str, entry: str) -> Person | None:
        """Who stands behind an entry; for staff of unsealed items, exports and unsealing only."""
        return self._people_of(contest).get(entry)

    def units_of(self, contest: str, entries: Iterable[str]) -> list[dict[str, str]]:
        """The nameless attributes that unsealing brings into the open."""
        known = self._people_of(contest)
        return [{"entry": entry, "unit": known[entry].unit} for entry in entries if entry in known]

    def _people_of(self, contest: str) -> dict[str, Person]:
        found = self._identities.get(contest)
        if found is None:
            found = self._identities[contest] = self._read_identities(contest)
        return found

    def _read_identities(self, contest: str) -> dict[str, Person]:
        rows = self.reader.run(lambda conn: conn.execute(select(Identity).where(Identity.contest_id == contest)).all())
        return {row.entry: Person(row.number, row.name, row.unit) for row in rows}

    def entrants(
        self, contest: str, item: str, people: Iterable[Person], chance: Chance = secrets.token_hex
    ) -> tuple[list[dict[str, str]], PlainWrite]:
        """Random entry ids with commitments for these people, and the write that keeps who they are."""
        entries, rows = [], []
        for person in people:
            entry, salt = "e" + chance(8), chance(16)
            entries.append({"entry": entry, "commitment": commitment(salt, person)})
            who = {"number": person.number, "name": person.name, "unit": person.unit}
            rows.append({"contest_id": contest, "entry": entry, "item_id": item, "salt": salt} | who)

        def keep(connection: Connection) -> None:
            connection.execute(insert(Identity), rows)
            connection.execute(update(Version).values(number=Version.number + 1))

        return entries, keep

    def new_seed(self, contest: str, item: str, chance: Chance = secrets.token_hex) -> tuple[str, PlainWrite]:
        """A seed for a draw (hex), and the write that keeps it until unsealing."""
        seed = chance(32)
        row = {"contest_id": contest, "item_id": item, "seed": seed}

        def keep(connection: Connection) -> None:
            connection.execute(delete(Draw).where(Draw.contest_id == contest, Draw.item_id == item))
            connection.execute(insert(Draw).values(row))

        return seed, keep

    def seed(self, contest: str, item: str) -> str:
        """The seed of the draw, for unsealing."""
        where = (Draw.contest_id == contest, Draw.item_id == item)
        return str(self.reader.run(lambda conn: conn.scalar(select(Draw.seed).where(*where))) or "")

    def seal_text(self, contest: str, text: str) -> tuple[str, list[PlainWrite]]:
        """A free text's salted digest for the chain, and the write that keeps the text; "" and nothing for no text."""
        if not text:
            return "", []
        salt = secrets.token_hex(16)
        mark = hashlib.sha256(f"{salt}{text}".encode()).hexdigest()
        row = {"contest_id": contest, "digest": mark, "salt": salt, "text": text}
        return mark, [lambda conn: _run(conn, insert(SealedText).values(row))]

    def texts(self, contest: str, digests: Iterable[str]) -> dict[str, str]:
        """The texts behind digests, those that have not been erased."""
        wanted = [each for each in digests if each]
        if not wanted:
            return {}
        where = (SealedText.contest_id == contest, SealedText.digest.in_(wanted))
        rows = self.reader.run(
            lambda conn: conn.execute(select(SealedText.digest, SealedText.text).where(*where)).all()
        )
        return {row.digest: row.text for row in rows}

    # --- receipts -----------------------------------------------------------------------------------------------------

    def receipt_mark(self, contest: str, epoch: str, seq: int, head: str) -> str:
        """Proof that this server gave out the receipt since `epoch` (when the journal was restored last, "" for never):
        no device can invent one, and one from before a restore says nothing of the journal after it."""
        return hmac.new(self.secret, f"{contest} {epoch} {seq} {head}".encode(), "sha256").hexdigest()[:32]

    def _server_secret(self) -> bytes:
        found = self.reader.run(lambda conn: conn.scalar(select(Secret.value).where(Secret.name == "receipts")))
        if found is None:
            fresh = secrets.token_hex(32)
            try:
                self.writer.run(lambda conn: _run(conn, insert(Secret).values(name="receipts", value=fresh)))
            except IntegrityError:  # another process started at the same moment
                return self._server_secret()
            found = fresh
        return bytes.fromhex(found)


def _pin_of(pairing: Any) -> Select[str]:
    return select(SeatPin.pin).where(SeatPin.contest_id == pairing.contest_id, SeatPin.seat == pairing.seat)


def _use(connection: Connection, pairing: Any, device: str, label: str, fresh_pin: str) -> None:
    """Use a pairing up, once only, and let the device in; the first device of a seat sets its PIN."""
    unused = update(Pairing).where(Pairing.token == pairing.token, Pairing.used_at.is_(None)).values(used_at=_now())
    if connection.execute(unused).rowcount != 1:
        raise Refused("pairing_over")
    seat = {"contest_id": pairing.contest_id, "seat": pairing.seat}
    if fresh_pin:
        if connection.scalar(_pin_of(pairing)) is not None:  # another device was first, this very moment
            raise Refused("wrong_pin")
        connection.execute(insert(SeatPin).values(pin=fresh_pin, **seat))
    connection.execute(insert(Device).values(token=token_digest(device), label=label[:80], created_at=_now(), **seat))


def _grants(connection: Connection, account: str) -> tuple[tuple[str, str, str], ...]:
    rows = connection.execute(select(Grant.contest_id, Grant.item_id, Grant.role).where(Grant.account_id == account))
    return tuple((row.contest_id, row.item_id, row.role) for row in rows)


def _load_sessions(connection: Connection) -> dict[str, Session]:
    grants: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(select(Grant.account_id, Grant.contest_id, Grant.item_id, Grant.role)):
        grants.setdefault(row.account_id, []).append((row.contest_id, row.item_id, row.role))
    found: dict[str, Session] = {}
    accounts = select(WebSession.token, WebSession.csrf, Account.id, Account.name, Account.login).join(
        Account, Account.id == WebSession.account_id
    )
    for who in connection.execute(accounts):
        own = tuple(grants.get(who.id, ()))
        found[who.token] = Session(who.token, f"account:{who.id}", who.name, own, who.csrf, who.login)
    for device in connection.execute(select(Device.token, Device.contest_id, Device.seat)):
        token, contest, seat = device
        found[token] = Session(token, f"seat:{seat}", seat, ((contest, "", "seat"),), contest=contest, seat=seat)
    return found


def _run(connection: Connection, statement: Any, rows: Any = None) -> None:
    if rows is None or rows:
        connection.execute(statement, rows)


def _in_thread(work: Callable[..., T], *args: Any) -> T:
    """Argon2 takes 87 ms of CPU: never on the loop."""
    result: T = gevent.get_hub().threadpool.apply(work, args)
    return result


def _verify(hashed: str, secret: str) -> bool:
    return _in_thread(_matches, hashed, secret)


def _matches(hashed: str, secret: str) -> bool:
    try:
        return _hasher.verify(hashed, secret)
    except Argon2Error:
        return False


def _now() -> str:
    return datetime.now(UTC).isoformat()


_NOBODY = _hasher.hash(secrets.token_hex(8))
