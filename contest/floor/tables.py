"""The plain tables of the floor: one row an act, never changed. Erasing a person deletes their rows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class CheckinAct(Base):
    """One touch at the check-in: `entry` came, came late by so many `minutes`, is absent, or "undo", as if nothing had
    been said. The newest of an entry holds. key: of the request, so that one that is sent twice is one."""

    __tablename__ = "checkin_acts"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64))
    item_id: Mapped[str] = mapped_column(String(64))
    entry: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int] = mapped_column(Integer)
    at: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))


class ClockAct(Base):
    """One press of a clock of an item's part, see scoring/timekeeping.py. place: where a work was handed in; moment:
    when it happened on the server's clock, worked out of the other times: the device's clock at the press, how far that
    lay behind the server's when measured (NULL: never), and when the press arrived. All in milliseconds since 1970."""

    __tablename__ = "clock_acts"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64))
    item_id: Mapped[str] = mapped_column(String(64))
    part: Mapped[str] = mapped_column(String(64))
    scope: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    seconds: Mapped[int] = mapped_column(Integer)
    undoes: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(40))
    reason_digest: Mapped[str] = mapped_column(String(64))
    moment: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[int] = mapped_column(BigInteger)
    offset: Mapped[int | None] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(80))
