"""The plain tables of people: who may act, and who stands behind a code. Nothing in them can change a rank."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from .db import Base


class Account(Base):
    """A person of the staff who signs in with a password (argon2)."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[str] = mapped_column(String(40))


class AccountPin(Base):
    """The PIN (argon2) by which an account's person agrees on somebody else's screen; it signs nobody in."""

    __tablename__ = "account_pins"
    account_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    pin: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[str] = mapped_column(String(40))


class Grant(Base):
    """A role an account has: in a contest ("*": in all), in an item ("": in all)."""

    __tablename__ = "grants"
    account_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class Invitation(Base):
    """A link, good once, by which somebody becomes an account with these grants [[contest, item, role]], or chooses a
    new password for the account `account_id`. The token is kept as its digest."""

    __tablename__ = "invitations"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    grants: Mapped[list[list[str]]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[str] = mapped_column(String(40))
    expires_at: Mapped[str] = mapped_column(String(40))


class WebSession(Base):
    """An account signed in on some browser (`agent`: what it calls itself); the token is kept as its digest. seen_at:
    when it was used last, to some minutes; "" for not since it began."""

    __tablename__ = "web_sessions"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32), index=True)
    csrf: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[str] = mapped_column(String(40))
    seen_at: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    agent: Mapped[str] = mapped_column(String(120), server_default=text("''"))


class ApiToken(Base):
    """A token by which a program does these acts in one contest in an account's name, until then or until it is ended.
    It is kept as its digest; `id` stands in the chain, and the row stays, so that the journal can say who that was."""

    __tablename__ = "api_tokens"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), unique=True)
    account_id: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(String(80))
    contest_id: Mapped[str] = mapped_column(String(64))
    acts: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[str] = mapped_column(String(40))
    until: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[str] = mapped_column(String(40))
    ended_at: Mapped[str] = mapped_column(String(40))


class Pairing(Base):
    """A single-use link that lets a device onto a seat. card: printed the day before; it has no end of its own and
    pairs only while pairing is held open."""

    __tablename__ = "pairings"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    contest_id: Mapped[str] = mapped_column(String(64))
    seat: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[str | None] = mapped_column(String(40))
    card: Mapped[bool] = mapped_column(Boolean, server_default=false())


class PairingHeld(Base):
    """The contests whose seat cards pair now, since when and by whose act; no row: pairing is closed."""

    __tablename__ = "pairings_held"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))


class Waiting(Base):
    """A further device of a seat that has one already: it waits for the chief. token: what it will be known by once it
    is let in; pin: the seat's new PIN (argon2) where it has none, "" where the device knew it; denied: the chief said
    no."""

    __tablename__ = "waiting_devices"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), unique=True)
    contest_id: Mapped[str] = mapped_column(String(64), index=True)
    seat: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(80))
    pin: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[str] = mapped_column(String(40))
    until: Mapped[str] = mapped_column(String(40))
    denied: Mapped[bool] = mapped_column(Boolean, server_default=false())


class Device(Base):
    """A device that was paired with a seat; its token is kept as its digest. former: the seat was handed over since,
    and the device only delivers what it holds, to be set aside."""

    __tablename__ = "devices"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    contest_id: Mapped[str] = mapped_column(String(64))
    seat: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[str] = mapped_column(String(40))
    former: Mapped[bool] = mapped_column(Boolean, server_default=false())


class JudgeName(Base):
    """Who is meant by a judge of the chain, of seats that were handed over; erasing a person deletes the row."""

    __tablename__ = "judge_names"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    judge: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class SeatPin(Base):
    """The PIN a judge chose for the seat (argon2)."""

    __tablename__ = "seat_pins"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seat: Mapped[str] = mapped_column(String(64), primary_key=True)
    pin: Mapped[str] = mapped_column(String(200))


class Identity(Base):
    """Who stands behind an entry, with the salt of the commitment in the chain. Erasing a person deletes the row.
    attributes: what rulebooks read of the person beside the unit (age, level …), as texts; NULL for none."""

    __tablename__ = "identities"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    entry: Mapped[str] = mapped_column(String(40), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(200))
    salt: Mapped[str] = mapped_column(String(40))
    attributes: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))


class Registration(Base):
    """Who is to take part in an item (报名). state: waiting, accepted, amend or refused, `note` says why; entry: the id
    in the chain once the item's list was entered, "" before; substitute: who is to take the place, until that is
    reviewed: {"name", "attributes", "note"}."""

    __tablename__ = "registrations"
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    contest_id: Mapped[str] = mapped_column(String(64), index=True)
    item_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(200))
    attributes: Mapped[dict[str, str]] = mapped_column(JSON)
    scores: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    entry: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[str] = mapped_column(String(40))
    substitute: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class RegistrationStep(Base):
    """What befell a registration, by whom and when: sent, corrected, reviewed, replaced … `was`, `was_note`: state and
    note before, to which an undone review goes back. Erasing a person deletes the rows."""

    __tablename__ = "registration_steps"
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    registration: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    was: Mapped[str] = mapped_column(String(20))
    was_note: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[str] = mapped_column(String(40))


class RegistrationPhoto(Base):
    """A small picture of who is registered, drawn anew as JPEG (base64); it stands in no chain and no judge sees it."""

    __tablename__ = "registration_photos"
    registration: Mapped[str] = mapped_column(String(20), primary_key=True)
    jpeg: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(40))


class UnitLink(Base):
    """A link by which a unit registers its people itself; the token is kept as its digest. items: those open to it;
    closes, substitutes_until: ISO 8601 in UTC, the latter "" for none; opened_at: when it was looked at last."""

    __tablename__ = "unit_links"
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    contest_id: Mapped[str] = mapped_column(String(64), index=True)
    unit: Mapped[str] = mapped_column(String(200))
    items: Mapped[list[str]] = mapped_column(JSON)
    closes: Mapped[str] = mapped_column(String(40))
    substitutes_until: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[str] = mapped_column(String(40))
    withdrawn_at: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[str] = mapped_column(String(40))


class UnitQuota(Base):
    """How many a unit may register (名额). unit "": every unit that has no row of its own; item "": in all items
    together."""

    __tablename__ = "unit_quotas"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    unit: Mapped[str] = mapped_column(String(200), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    most: Mapped[int] = mapped_column(Integer)


class Draw(Base):
    """The seed of an item's draw, secret until unsealing."""

    __tablename__ = "draws"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))


class SealedText(Base):
    """A free text (a note, a reason) whose salted digest is in the chain."""

    __tablename__ = "sealed_texts"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)


class Secret(Base):
    """A secret the server made for itself."""

    __tablename__ = "secrets"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(128))


class Version(Base):
    """One row: bumped whenever sessions, devices or grants change, so that every process rereads them."""

    __tablename__ = "people_version"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)


class SeatName(Base):
    """What a seat is called, who sits there, and which unit the judge is of, where somebody said."""

    __tablename__ = "seat_names"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seat: Mapped[str] = mapped_column(String(64), primary_key=True)
    zh: Mapped[str] = mapped_column(String(120))
    en: Mapped[str] = mapped_column(String(120))
    judge: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str | None] = mapped_column(String(200))
